"""Disjoint sets of whatever can be hashed, with pairs that must never meet."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class DisjointSets(Generic[T]):
    """A partition that grows by joining; ``forbid`` keeps two sets, and what joins them, apart for good."""

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._parent: dict[T, T] = {item: item for item in items}
        self._enemies: dict[T, set[T]] = {}

    def find(self, item: T) -> T:
        """Return the representative of an item's set; an unknown item becomes a set of its own."""
        parent = self._parent.setdefault(item, item)
        while parent != item:
            grand = self._parent[parent]
            self._parent[item] = grand
            item, parent = parent, grand
        return item

    def forbid(self, left: T, right: T) -> None:
        """Keep the sets of two items apart from now on; without effect when they are one already."""
        a, b = self.find(left), self.find(right)
        if a != b:
            self._enemies.setdefault(a, set()).add(b)
            self._enemies.setdefault(b, set()).add(a)

    def may_join(self, left: T, right: T) -> bool:
        """Tell whether two items are in one set or may come to be."""
        a, b = self.find(left), self.find(right)
        return a == b or b not in self._enemies.get(a, ())

    def join(self, left: T, right: T) -> bool:
        """Join the sets of two items; return False, and change nothing, when that is forbidden."""
        a, b = self.find(left), self.find(right)
        if a == b:
            return True
        if not self.may_join(a, b):
            return False
        self._parent[b] = a
        for enemy in self._enemies.pop(b, ()):
            self._enemies[enemy].discard(b)
            self.forbid(a, enemy)
        return True

    def groups(self) -> list[list[T]]:
        """Return the sets in order of their first item, each in the order in which its items became known."""
        out: dict[T, list[T]] = {}
        for item in self._parent:
            out.setdefault(self.find(item), []).append(item)
        return list(out.values())

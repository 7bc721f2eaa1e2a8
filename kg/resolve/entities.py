"""Identity of entities across documents: first equal names, told apart where evidence says so, then others.

Equal names are grouped and each group is split by evidence (two men of one name): first those of which the
Wikidata item is known, then each other goes to the one that it fits clearly best. Then groups that share a
blocking key (letters, sound across scripts, known item, acronym) are compared and joined, the likeliest
pair first. What is compared with what depends only on the profiles' content, never on the input's order.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from kg.language.transliterate import skeletons
from kg.resolve.forms import Form
from kg.resolve.names import initials, is_arabic
from kg.resolve.profile import NATIONAL, Profile
from kg.resolve.score import MERGE, UNCERTAIN, compare, probability
from kg.resolve.sets import DisjointSets
from kg.resolve.types import Constraints, EntityMember, Feature, Merge

_MAX_RIVALS = 20
"""With how many others of its group or block, the richest first, a profile is compared at most."""
_MARGIN = 0.1
_DOUBT = math.log(UNCERTAIN[0] / (1 - UNCERTAIN[0])) - 0.01
"""Log odds below which a pair is not worth a look."""
_CLEAR = math.log(2)
"""By how much (in log odds) one of two things of a name must be the likelier to take an unlinked mention."""
_SAMPLE = 4
"""How many parts of either cluster, the richest, are compared before two joined clusters are joined."""
_LEAST = {"Person": -1.5}
"""Mean log odds over those parts from which on the whole is one; 0 for other types.

Spellings of one person's name that differ weigh up to -2 each: a name that one of the parts speaks for is
taken in, one that none speaks for is not (chosen on the identity test set, docs/identity.md).
"""
_DECIDED = (Feature("decided by a person", 1.0, 20.0),)


class Joining:
    """The state of one run: the partition of the members and why each join was made or left."""

    def __init__(self, profiles: Iterable[Profile], constraints: Constraints) -> None:
        self.profiles: dict[EntityMember, Profile] = {p.members[0]: p for p in profiles}
        self.sets: DisjointSets[EntityMember] = DisjointSets(sorted(self.profiles))
        self.merges: list[Merge] = []
        self.uncertain: list[Merge] = []
        for left, right in sorted(constraints.different):
            if left in self.profiles and right in self.profiles:
                self.sets.forbid(left, right)
        for left, right in sorted(constraints.same):
            if left in self.profiles and right in self.profiles:
                a, b = self.profile(left), self.profile(right)
                if a is not b and self.sets.may_join(left, right):
                    self.join(
                        a, b, Merge(min(left, right), max(left, right), 1.0, "merged", _DECIDED, "decision")
                    )

    def profile(self, member: EntityMember) -> Profile:
        """Return the profile that a member is part of by now."""
        return self.profiles[self.sets.find(member)]

    def current(self) -> list[Profile]:
        """Return the profiles as joined so far, in an order that only their content sets."""
        return sorted(self.profiles.values(), key=Profile.order)

    def may_join(self, a: Profile, b: Profile) -> bool:
        """Tell whether no decision keeps two profiles apart."""
        return self.sets.may_join(a.members[0], b.members[0])

    def join(self, a: Profile, b: Profile, merge: Merge) -> None:
        """Join the second profile into the first, and note why."""
        self.sets.join(a.members[0], b.members[0])
        root = self.sets.find(a.members[0])
        for member in (a.members[0], b.members[0]):
            self.profiles.pop(member, None)
        a.absorb(b)
        self.profiles[root] = a
        self.merges.append(merge)

    def note(
        self, a: Profile, b: Profile, score: float, features: tuple[Feature, ...], *, merged: bool
    ) -> Merge:
        """Return the merge record of two profiles, kept among the uncertain ones when it is."""
        left, right = sorted((min(a.members), min(b.members)))
        merge = Merge(left, right, round(score, 4), "merged" if merged else "uncertain", features)
        if UNCERTAIN[0] <= score <= UNCERTAIN[1]:
            self.uncertain.append(merge)
        return merge


def join_entities(profiles: Iterable[Profile], constraints: Constraints) -> Joining:
    """Return the outcome of identity over all profiles (one a member), which must be sorted by member."""
    state = Joining(profiles, constraints)
    groups: dict[Hashable, list[Profile]] = {}
    for profile in state.current():
        groups.setdefault(_group(profile), []).append(profile)
    for group in groups.values():
        _split(group, state)
    _join_blocks(state)
    return state


def _group(profile: Profile) -> Hashable:
    """Return what profiles must have equal to be taken for one unless evidence is against it."""
    main = profile.main()
    if main.type == "Person":
        return "Person", main.tokens
    national = main.head in NATIONAL and not main.countries and len(profile.home) == 1
    countries = frozenset(profile.home) if national else main.countries
    return (main.type, main.head, main.rest, countries) if main.head is not None else (main.type, main.tokens)


def _split(group: list[Profile], state: Joining) -> None:
    """Join each profile of a group into the cluster that it fits best, or open another.

    Those of known items come first, of these and of the others the richest.
    """
    clusters: list[Profile] = []
    for profile in sorted(group, key=lambda p: not p.given):
        rivals = [c for c in clusters[:_MAX_RIVALS] if state.may_join(c, profile)]
        rated = [(compare(cluster, profile), cluster) for cluster in rivals]
        if not rated:
            clusters.append(profile)
            continue
        clear = _clear(profile, rated)
        why, best = clear if clear is not None else max(rated, key=lambda r: probability(r[0]))
        score = probability(why)
        merged = clear is not None and score >= MERGE
        merge = state.note(best, profile, score, why, merged=merged)
        if merged:
            state.join(best, profile, merge)
        else:
            clusters.append(profile)


Rated = tuple[tuple[Feature, ...], Profile]
"""The evidence that a profile is another one, and that other one."""
Likely = tuple[float, int, int, tuple[Feature, ...]]
"""The probability that two clusters, given by their numbers, are one, and the evidence."""


def _clear(profile: Profile, rated: Sequence[Rated]) -> Rated | None:
    """Return the likeliest of those that a profile may be, None when it may as well be another.

    That is in question only where an unlinked profile may be one of several known items: then an item counts
    the more the more documents name it, and the best must be clearly the likeliest.
    """
    known = [r for r in rated if r[1].given and probability(r[0]) >= MERGE]
    if profile.given or not _several(known):
        return max(rated, key=lambda r: probability(r[0]))
    best = max(known, key=_likelihood)
    others = (_likelihood(r) for r in known if r[1].given.isdisjoint(best[1].given))
    return best if _likelihood(best) - max(others, default=-math.inf) >= _CLEAR else None


def _several(rated: Iterable[Rated]) -> bool:
    """Tell whether two of the profiles are of different known items."""
    known = [profile.given for _, profile in rated if profile.given]
    return any(items.isdisjoint(known[0]) for items in known)


def _likelihood(rated: Rated) -> float:
    """Return log odds with a prior: the root of the number of documents, since news comes in bunches."""
    return sum(f.points for f in rated[0]) + math.log(len(rated[1].documents)) / 2


def _join_blocks(state: Joining) -> None:
    """Compare the clusters that share a blocking key and join the likeliest pairs first.

    Clusters that have grown are joined only when they are one on the whole, not just by their likest parts:
    else names would chain, and ever longer, the more documents there are.
    """
    clusters = state.current()
    likely = _likely(clusters)
    torn, choices = _torn(likely, clusters), _choices(likely, clusters)
    whole = _Whole(clusters)
    for score, i, j, features in likely:
        a, b = state.profile(clusters[i].members[0]), state.profile(clusters[j].members[0])
        if a is b:
            continue
        allowed = (i, j) not in torn and state.may_join(a, b) and _fits(a, b, choices)
        if allowed and (whole.is_joined(i) or whole.is_joined(j)):
            features = _compare(a, b)
            score = probability(features)
        merged = allowed and score >= MERGE and whole.agree(i, j)
        merge = state.note(a, b, score, features, merged=merged)
        if merged:
            state.join(a if whole.is_joined(i) else a.copy(), b, merge)
            whole.join(i, j)


def _likely(clusters: Sequence[Profile]) -> list[Likely]:
    """Return the pairs of clusters that share a blocking key and may be one, the likeliest first."""
    blocks: dict[tuple[str, str], list[int]] = {}
    for i, cluster in enumerate(clusters):
        for key in set(blocking_keys(cluster)):
            blocks.setdefault((cluster.type, key), []).append(i)
    pairs = {
        (i, j) for block in blocks.values() for n, j in enumerate(block) for i in block[: min(n, _MAX_RIVALS)]
    }
    scored = ((probability(f := _compare(clusters[i], clusters[j], least=_DOUBT)), i, j, f) for i, j in pairs)
    return sorted((s for s in scored if s[0] >= UNCERTAIN[0]), key=lambda s: (-s[0], s[1], s[2]))


class _Whole:
    """Of which of the clusters, given by their numbers, those joined so far are made, the richest first."""

    def __init__(self, clusters: Sequence[Profile]) -> None:
        self._clusters = clusters
        self._parts: dict[int, tuple[int, ...]] = {i: (i,) for i in range(len(clusters))}
        self._sets: DisjointSets[int] = DisjointSets(range(len(clusters)))
        self._points: dict[tuple[int, int], float] = {}

    def is_joined(self, i: int) -> bool:
        """Tell whether a cluster has been joined to another; its first profile must stay as it was."""
        return len(self._parts[self._sets.find(i)]) > 1

    def agree(self, i: int, j: int) -> bool:
        """Tell whether the evidence for two joined clusters is positive, on average over their parts."""
        left, right = self._parts[self._sets.find(i)], self._parts[self._sets.find(j)]
        if len(left) == len(right) == 1:
            return True
        least = _LEAST.get(self._clusters[i].type, 0.0) * len(left) * len(right)
        return sum(self._between(x, y) for x in left for y in right) >= least

    def join(self, i: int, j: int) -> None:
        """Note that two clusters are one now."""
        parts = [self._parts.pop(self._sets.find(n)) for n in (i, j)]
        self._sets.join(i, j)
        self._parts[self._sets.find(i)] = tuple(sorted(parts[0] + parts[1])[:_SAMPLE])

    def _between(self, x: int, y: int) -> float:
        """Return the log odds that two of the first clusters are one."""
        pair = min(x, y), max(x, y)
        if pair not in self._points:
            self._points[pair] = sum(f.points for f in _compare(*(self._clusters[n] for n in pair)))
        return self._points[pair]


def _torn(likely: Iterable[Likely], clusters: Sequence[Profile]) -> set[tuple[int, int]]:
    """Return the pairs in which a lone surname fits two people about equally well, so neither is taken."""
    best: dict[int, list[tuple[float, int, int]]] = {}
    for score, i, j, _ in likely:
        for single in (i, j):
            if clusters[single].type == "Person" and len(clusters[single].main().tokens) == 1:
                best.setdefault(single, []).append((score, i, j))
    return {
        (i, j)
        for ranked in best.values()
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN
        for _, i, j in ranked
    }


def _choices(likely: Iterable[Likely], clusters: Sequence[Profile]) -> dict[EntityMember, set[str]]:
    """Return for each unlinked cluster that may be one of several known items those that it may join.

    It is named by its first member; what fits several about equally well may join none of them.
    """
    known: dict[int, list[Rated]] = {}
    for score, i, j, features in likely:
        for one, other in ((i, j), (j, i)):
            if score >= MERGE and not clusters[one].given and clusters[other].given:
                known.setdefault(one, []).append((features, clusters[other]))
    choices: dict[EntityMember, set[str]] = {}
    for one, rated in known.items():
        if _several(rated):
            clear = _clear(clusters[one], rated)
            choices[clusters[one].members[0]] = set() if clear is None else set(clear[1].given)
    return choices


def _fits(a: Profile, b: Profile, choices: Mapping[EntityMember, set[str]]) -> bool:
    """Tell whether two clusters, joined, would be of one item, the one that each unlinked member may be."""
    if a.given and b.given and a.given.isdisjoint(b.given):
        return False
    items = a.given | b.given
    found = (choices[m] for m in (*a.members, *b.members) if m in choices)
    return not items or all(not items.isdisjoint(choice) for choice in found)


def _compare(a: Profile, b: Profile, *, least: float = -math.inf) -> tuple[Feature, ...]:
    """Return the evidence for two clusters, the documents that name both apart included.

    It need not be complete when its log odds are below ``least`` anyhow.
    """
    features = compare(a, b, least=least)
    shared = len(a.documents & b.documents) / min(len(a.documents), len(b.documents))
    if shared and not (a.known & b.known or a.given & b.given):
        features = (*features, Feature("told apart in one document", -shared, 4.0))
    return features


def blocking_keys(profile: Profile) -> Iterator[str]:
    """Yield the keys of which a profile must share one with another to be compared with it."""
    yield from ("=" + item for item in profile.given | profile.known)
    for form in profile.forms:
        yield from _form_keys(form)


def _form_keys(form: Form) -> Iterator[str]:
    if form.type == "Person":
        if form.tokens:
            yield "last " + form.tokens[-1]
            yield from ("~last " + s for s in skeletons(form.tokens[-1]))
        yield from ("~" + s for s in skeletons(" ".join(form.tokens)))
        return
    if form.generic or not form.tokens:
        return
    if form.head is not None:
        yield f"head {form.head} {' '.join(sorted(form.countries))} {' '.join(form.rest)}"
    if form.rest:
        yield "rest " + " ".join(form.rest)
    if len(form.tokens) <= 3 and not form.countries:
        yield from ("~" + s for s in skeletons(form.text))
    if not is_arabic(form.text):
        yield "initials " + ("".join(form.tokens) if form.text.isupper() else initials(form.text))
    if len(form.tokens) > 1:
        yield "start " + " ".join(form.tokens[:2])

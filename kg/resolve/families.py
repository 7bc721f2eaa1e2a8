"""Syndication: documents whose texts are near copies of each other are one source family."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import numpy as np
from datasketch import LeanMinHash, MinHash, MinHashLSH

from kg.resolve.names import words
from kg.resolve.sets import DisjointSets
from kg.resolve.types import DocumentSummary, SourceFamily

PERMUTATIONS = 128
SEED = 1
SCHEME = "affine32"
WINDOW = 4
MINIMUM_WORDS = 12
THRESHOLD = 0.5
"""Estimated Jaccard similarity of two texts' four-word windows from which on they count as copies."""


def sign(text: str) -> tuple[int, ...]:
    """Return the MinHash signature of a text, over its windows of four folded words; empty for a short text.

    Source: A. Broder, On the resemblance and containment of documents (1997), in datasketch's form.
    """
    tokens = words(text)
    if len(tokens) < MINIMUM_WORDS:
        return ()
    windows = {" ".join(tokens[i : i + WINDOW]) for i in range(len(tokens) - WINDOW + 1)}
    minhash = MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme=SCHEME)
    minhash.update_batch(w.encode() for w in windows)
    return tuple(int(value) for value in minhash.hashvalues)


def find_families(summaries: Iterable[DocumentSummary]) -> tuple[SourceFamily, ...]:
    """Return the families of documents, sorted by key; a document without near copies is a family alone."""
    documents = {s.id: s.signature for s in sorted(summaries, key=lambda s: s.id)}
    sets = DisjointSets(documents)
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    for name, signature in documents.items():
        if not signature:
            continue
        minhash = LeanMinHash(seed=SEED, hashvalues=np.array(signature, dtype=np.uint32), scheme=SCHEME)
        for other in sorted(index.query(minhash)):
            if similarity(signature, documents[other]) >= THRESHOLD:
                sets.join(other, name)
        index.insert(name, minhash)
    families = [tuple(sorted(group)) for group in sets.groups()]
    return tuple(sorted((SourceFamily(_key(f), f) for f in families), key=lambda f: f.key))


def similarity(left: tuple[int, ...], right: tuple[int, ...]) -> float:
    """Return the Jaccard similarity that two signatures estimate, in [0, 1]."""
    return sum(a == b for a, b in zip(left, right, strict=True)) / len(left)


def _key(documents: tuple[str, ...]) -> str:
    """Return the family's key: that of its first document, so a family keeps it as copies come in after."""
    return sha256(documents[0].encode()).hexdigest()[:16]

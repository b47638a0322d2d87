"""Who is one person: from pairs and people's decisions to clusters of records.

A cluster of *k* records holds k(k-1)/2 pairs, but they are no independent witnesses: that A and B,
B and C, and A and C have one rare name says twice, not three times, that a rare name was drawn
once. So the prior of a cluster weighs k-1 times the mean of its pairs, and each field k-1 times the
mean of the pairs that give it, k being the records that do: where A says nothing of a birth year,
A and C are not kept apart by having nothing in common. A partition weighs the sum over its
clusters; for two records that is the log odds of the pair. Unlike the transitive closure this
takes into account what speaks against A-C when A-B and B-C speak for a match (correlation
clustering: Bansal, Blum and Chawla 2004, *Machine Learning* 56; on closures that merge too much:
Sadinle 2014, *Detecting duplicates in a homicide registry*, Annals of Applied Statistics 8).

Clusters are a pure function of records, pairs and decisions: nodes are numbered in the order of
record ids, so neither the order of rows nor that of lists changes anything, and ties are left
apart.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from muniment.linkage.neighbours import components
from muniment.linkage.partitions import EXACT, Batch, partitions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from muniment.linkage.decisions import Ruling

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

APART = -1e5
"""The log odds of two records that a person called different."""
UNSCORED = -7.0
"""The log odds of two records that were not compared: about one in a thousand."""
_SWEEPS = 20


@dataclass(frozen=True)
class Evidence:
    """Scored pairs: positions ``a``, ``b`` (pairs,) of records, and what speaks for a match.

    In natural logarithms: ``prior`` (pairs,), and ``evidence`` (pairs, fields) with ``given``
    (pairs, fields) false where a field is missing; their sum is the log odds of the pair.
    """

    a: Ints
    b: Ints
    prior: Floats
    evidence: NDArray[np.float32]
    given: NDArray[np.bool_]

    @property
    def logodds(self) -> Floats:
        """The natural log odds that each pair is one person (pairs,)."""
        return np.asarray(self.prior + self.evidence.sum(axis=1, dtype=np.float64))

    @classmethod
    def of_probabilities(cls, a: Ints, b: Ints, probability: Floats) -> Evidence:
        """Pairs of which only the probability is known, strictly between 0 and 1."""
        odds = np.log(probability) - np.log1p(-probability)
        prior = np.full(len(odds), UNSCORED)
        evidence = (odds - prior)[:, None].astype(np.float32)
        return cls(a, b, prior, evidence, np.ones(evidence.shape, dtype=np.bool_))


@dataclass(frozen=True)
class Graph:
    """What is known of who is who, over nodes: records, or groups that people called the same.

    ``ids`` are the records in ascending order, ``node`` (records,) the node of each; ``pairs`` are
    pairs of nodes, the lesser first, without repetition; ``logodds`` (pairs,) theirs.
    """

    ids: tuple[str, ...]
    node: Ints
    nodes: int
    pairs: Evidence
    logodds: Floats


def graph(ids: Sequence[str], pairs: Evidence, ruling: Ruling | None = None) -> Graph:
    """The graph of some records.

    ``ids`` are unique record ids in any order, in which ``pairs`` give positions; ``ruling`` says
    what people decided.
    """
    order = sorted(range(len(ids)), key=ids.__getitem__)
    names = tuple(ids[each] for each in order)
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    node, count = np.arange(len(names), dtype=np.int64), len(names)
    apart = np.empty((0, 2), dtype=np.int64)
    if ruling is not None:
        position = {name: index for index, name in enumerate(names)}
        same = _positions(ruling.same, position)
        roots, node = np.unique(components(count, same[:, 0], same[:, 1]), return_inverse=True)
        count = len(roots)
        apart = node[_positions(ruling.different, position)]
    joined = _means(node[rank[pairs.a]], node[rank[pairs.b]], pairs, count)
    joined = _parted(joined, apart, count)
    return Graph(names, node, count, joined, joined.logodds)


def clusters(known: Graph, threshold: float = 0.5) -> Ints:
    """For each record, in the order of ``known.ids``, the position of the first of its cluster.

    ``threshold`` is the probability above which a pair of records alone is taken as a match.
    """
    return next(clusters_at(known, (threshold,)))


def clusters_at(known: Graph, thresholds: Sequence[float]) -> Iterator[Ints]:
    """``clusters`` at several thresholds in ascending order.

    With the threshold components fall apart; what is known of those that do not is used again.
    """
    first = np.full(known.nodes, len(known.ids), dtype=np.int64)
    np.minimum.at(first, known.node, np.arange(len(known.ids)))
    kept: list[tuple[Ints, Floats]] = []
    large: tuple[Large, ...] = ()
    size = np.zeros(known.nodes, dtype=np.int64)
    for threshold in thresholds:
        shift = -float(np.log(threshold / (1 - threshold)))
        joins = known.logodds + shift > 0
        whole = components(known.nodes, known.pairs.a[joins], known.pairs.b[joins])
        now = np.bincount(whole, minlength=known.nodes)[whole]
        changed = now != size
        size = now
        stays = [~changed[nodes[:, 0]] for nodes, _ in kept]
        kept = [(n[same], weights[same]) for (n, weights), same in zip(kept, stays, strict=True)]
        large = tuple(each for each in large if not changed[each.nodes[0]])
        fresh = np.flatnonzero(changed[known.pairs.a] & changed[known.pairs.b])
        parts = batches(_only(known, fresh), joins[fresh])
        kept += [(batch.nodes, batch.weights()) for batch in parts.small]
        large += parts.large
        label = np.arange(known.nodes, dtype=np.int64)
        for nodes, weights in kept:
            table = partitions(nodes.shape[1])
            best = np.argmax(weights + shift * (nodes.shape[1] - table.blocks), axis=1)
            label[nodes] = np.take_along_axis(nodes, table.first[best], axis=1)
        for each in large:
            label[each.nodes] = each.nodes[agglomerate(each, UNSCORED, shift)]
        # Nodes are numbered by their first records, so a cluster's first is that of its first node.
        yield first[label][known.node]


def _only(known: Graph, places: Ints) -> Graph:
    """The graph with some of its pairs."""
    pairs = known.pairs
    some = Evidence(*(getattr(pairs, each.name)[places] for each in fields(pairs)))
    return Graph(known.ids, known.node, known.nodes, some, known.logodds[places])


@dataclass(frozen=True)
class Large:
    """A component too large to look at all its partitions: its pairs between positions in it."""

    nodes: Ints
    a: Ints
    b: Ints
    logodds: Floats


@dataclass(frozen=True)
class Parts:
    """The components of a graph that hold two nodes or more."""

    small: tuple[Batch, ...]
    large: tuple[Large, ...]


def batches(known: Graph, joining: NDArray[np.bool_]) -> Parts:
    """The components that the pairs marked in ``joining`` (pairs,) make, small ones by size.

    All pairs between the nodes of a component come with it, whether they join or not.
    """
    pairs = known.pairs
    label = components(known.nodes, pairs.a[joining], pairs.b[joining])
    size = np.bincount(label, minlength=known.nodes)
    several = np.flatnonzero(size[label] > 1)
    ordered = several[np.argsort(label[several], kind="stable")]
    starts = np.zeros(known.nodes + 1, dtype=np.int64)
    place = np.zeros(known.nodes, dtype=np.int64)
    if len(ordered):
        roots, first, counts = np.unique(label[ordered], return_index=True, return_counts=True)
        place[ordered] = np.arange(len(ordered)) - np.repeat(first, counts)
        starts[roots] = first
    inside = np.flatnonzero(label[pairs.a] == label[pairs.b])
    width = pairs.evidence.shape[1]
    small = []
    for k in range(2, EXACT + 1):
        roots = np.flatnonzero(size == k)
        if not len(roots):
            continue
        row = np.full(known.nodes, -1, dtype=np.int64)
        row[roots] = np.arange(len(roots))
        nodes = ordered[starts[roots][:, None] + np.arange(k)]
        own = inside[row[label[pairs.a[inside]]] >= 0]
        shape = (len(roots), k * (k - 1) // 2)
        prior = np.full(shape, UNSCORED)
        evidence = np.zeros((*shape, width), dtype=np.float32)
        given = np.zeros((*shape, width), dtype=np.bool_)
        at = (
            row[label[pairs.a[own]]],
            partitions(k).pair[place[pairs.a[own]], place[pairs.b[own]]],
        )
        prior[at], evidence[at], given[at] = pairs.prior[own], pairs.evidence[own], pairs.given[own]
        small.append(Batch(k, nodes, prior, evidence, given))
    return Parts(tuple(small), _large(known, label, size, ordered, starts, place, inside))


def _large(
    known: Graph, label: Ints, size: Ints, ordered: Ints, starts: Ints, place: Ints, inside: Ints
) -> tuple[Large, ...]:
    pairs = known.pairs
    roots = np.flatnonzero(size > EXACT)
    own = inside[size[label[pairs.a[inside]]] > EXACT]
    own = own[np.argsort(label[pairs.a[own]], kind="stable")]
    first = np.searchsorted(label[pairs.a[own]], roots)
    last = np.searchsorted(label[pairs.a[own]], roots, side="right")
    found = []
    for root, start, stop in zip(roots, first, last, strict=True):
        pick = own[start:stop]
        nodes = ordered[starts[root] : starts[root] + size[root]]
        found.append(Large(nodes, place[pairs.a[pick]], place[pairs.b[pick]], known.logodds[pick]))
    return tuple(found)


def agglomerate(large: Large, unscored: float, shift: float = 0.0) -> Ints:
    """A good partition of a large component: for each node the least position of its cluster.

    Merges the two clusters that gain most until none gains, then moves single nodes as long as
    that gains. ``shift`` is added to the log odds of every pair.
    """
    import heapq

    count = len(large.nodes)
    links: list[dict[int, float]] = [{} for _ in range(count)]
    default = unscored + shift
    for a, b, odds in zip(large.a.tolist(), large.b.tolist(), large.logodds.tolist(), strict=True):
        links[a][b] = links[b][a] = odds - unscored
    # Sums are kept as what the scored pairs add to the default of every pair.
    near = [dict(each) for each in links]
    extra, size = [0.0] * count, [1] * count
    members: list[list[int]] = [[each] for each in range(count)]
    stamp = [0] * count

    def weight(k: int, more: float) -> float:
        return (k - 1) * default + (2 / k) * more

    def gain(a: int, b: int) -> float:
        joint = weight(size[a] + size[b], extra[a] + extra[b] + near[a][b])
        return joint - weight(size[a], extra[a]) - weight(size[b], extra[b])

    heap = [(-gain(a, b), a, b, 0, 0) for a in range(count) for b in near[a] if a < b]
    heapq.heapify(heap)
    while heap:
        lost, a, b, stamp_a, stamp_b = heapq.heappop(heap)
        if lost >= 0:
            break
        if stamp[a] != stamp_a or stamp[b] != stamp_b:
            continue
        extra[a] += extra[b] + near[a].pop(b)
        size[a] += size[b]
        size[b], extra[b] = 0, 0.0
        members[a] += members[b]
        stamp[a] += 1
        stamp[b] = -1
        del near[b][a]
        for other, more in near[b].items():
            del near[other][b]
            near[a][other] = near[other][a] = near[a].get(other, 0.0) + more
        for other in sorted(near[a]):
            low, high = min(a, other), max(a, other)
            value = gain(low, high)
            if value > 0:
                heapq.heappush(heap, (-value, low, high, stamp[low], stamp[high]))
    label = [0] * count
    for root in range(count):
        if stamp[root] >= 0:
            for member in members[root]:
                label[member] = root
    _move(label, extra, size, links, weight)
    return _firsts(np.asarray(label, dtype=np.int64))


def _move(
    label: list[int],
    extra: list[float],
    size: list[int],
    links: list[dict[int, float]],
    weight: object,
) -> None:
    """Move single nodes to where the partition gains most, until none does."""
    assert callable(weight)
    for _ in range(_SWEEPS):
        moved = False
        for node, own in enumerate(links):
            toward: dict[int, float] = {}
            for other, more in own.items():
                toward[label[other]] = toward.get(label[other], 0.0) + more
            here = label[node]
            inner = toward.pop(here, 0.0)
            left = weight(size[here] - 1, extra[here] - inner) if size[here] > 1 else 0.0
            stay = weight(size[here], extra[here]) - left
            best, to = stay + 1e-9, here
            for there in sorted(toward):
                joined = weight(size[there] + 1, extra[there] + toward[there])
                value = joined - weight(size[there], extra[there])
                if value > best:
                    best, to = value, there
            if stay < -1e-9 and best < 1e-9:
                to = size.index(0)
                toward[to] = 0.0
            if to != here:
                size[here] -= 1
                extra[here] = extra[here] - inner if size[here] else 0.0
                size[to] += 1
                extra[to] += toward[to]
                label[node], moved = to, True
        if not moved:
            break


def _firsts(label: Ints) -> Ints:
    """Each label replaced by the first position that bears it."""
    _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    return np.asarray(first[inverse], dtype=np.int64)


def _positions(pairs: Iterable[tuple[str, str]], position: dict[str, int]) -> Ints:
    found = [(position[a], position[b]) for a, b in pairs if a in position and b in position]
    return np.asarray(found, dtype=np.int64).reshape(-1, 2)


def _means(a: Ints, b: Ints, pairs: Evidence, count: int) -> Evidence:
    """Pairs of nodes without repetition; where several pairs of records join two, their means."""
    proper = a != b
    low, high = np.minimum(a, b)[proper], np.maximum(a, b)[proper]
    prior, evidence, given = pairs.prior[proper], pairs.evidence[proper], pairs.given[proper]
    keys, first, inverse, times = np.unique(
        low * count + high, return_index=True, return_inverse=True, return_counts=True
    )
    if len(keys) == len(low):
        return Evidence(low[first], high[first], prior[first], evidence[first], given[first])
    summed = np.zeros((len(keys), evidence.shape[1]))
    np.add.at(summed, inverse, evidence)
    givers = np.zeros(summed.shape, dtype=np.bool_)
    np.logical_or.at(givers, inverse, given)
    means = (summed / times[:, None]).astype(np.float32)
    return Evidence(
        keys // count, keys % count, np.bincount(inverse, prior, len(keys)) / times, means, givers
    )


def _parted(pairs: Evidence, apart: Ints, count: int) -> Evidence:
    """The pairs with those that people called different set far apart."""
    if not len(apart):
        return pairs
    low, high = apart.min(axis=1), apart.max(axis=1)
    keys = np.unique(low * count + high)
    keep = ~np.isin(pairs.a * count + pairs.b, keys)
    fields = pairs.evidence.shape[1]
    return Evidence(
        np.concatenate([pairs.a[keep], keys // count]),
        np.concatenate([pairs.b[keep], keys % count]),
        np.concatenate([pairs.prior[keep], np.full(len(keys), APART)]),
        np.concatenate([pairs.evidence[keep], np.zeros((len(keys), fields), dtype=np.float32)]),
        np.concatenate([pairs.given[keep], np.zeros((len(keys), fields), dtype=np.bool_)]),
    )

"""Draws over linkage uncertainty: what the clusters may be, as often as they are likely so.

One draw is one whole partition of the records. Pairs are not drawn one by one and closed
afterwards, which merges far too much: the partitions of a component are drawn by their joint
weight (see clustering.py), exactly in small components, by Gibbs sampling in large ones (Steorts,
Hall and Fienberg 2016, *A Bayesian approach to graphical record linkage and deduplication*, JASA
111; McVeigh, Spahn and Murray 2019, *Scaling Bayesian probabilistic record linkage with post-hoc
blocking*, on sampling by components).

Three things are uncertain, and each draw takes all of them:

- which pairs match, given their probabilities;
- the probabilities themselves: the log odds of all pairs are shifted and stretched together, as
  ``a + b * logodds`` (logistic recalibration, Cox 1958; Platt 1999), by what is believed of the
  model (calibration.py);
- how many matches no blocking rule reached (missed.py), and how many no field shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from muniment.linkage.calibration import Calibration
from muniment.linkage.clustering import APART, UNSCORED, Graph, Large, batches
from muniment.linkage.missed import NOTHING_MISSED, Missed
from muniment.linkage.neighbours import components, joining
from muniment.linkage.partitions import Batch, partitions

if TYPE_CHECKING:
    from collections.abc import Iterator

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_SWEEPS = 15
_CHUNK = 2_000_000


def parameters(
    calibration: Calibration, count: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """``count`` draws of shift and slope, stratified, so that few draws cover the belief evenly."""
    shift = calibration.centre + calibration.shift * _stratified(count, rng)
    return shift, calibration.slope * np.exp(calibration.stretch * _stratified(count, rng))


def _stratified(count: int, rng: np.random.Generator) -> Floats:
    """Standard normal values, one from each of ``count`` equally likely strata, shuffled."""
    normal = NormalDist()
    levels = (np.arange(count) + rng.uniform(size=count)) / count
    values = np.asarray([normal.inv_cdf(min(max(each, 1e-9), 1 - 1e-9)) for each in levels])
    return rng.permutation(values)


@dataclass(frozen=True)
class _Sampled:
    """Partitions drawn of all components of one size: numbers of them (draws, components)."""

    batch: Batch
    partition: NDArray[np.int16]


@dataclass(frozen=True)
class _Chains:
    """Labels drawn of one large component: positions in it (draws, nodes)."""

    nodes: Ints
    label: NDArray[np.int32]


@dataclass(frozen=True)
class Draws:
    """Partitions drawn of one graph.

    ``labels(d)`` gives one of them; ``unreached`` (draws,) is how many more matches there are of
    which nothing is known but their number.
    """

    graph: Graph
    count: int
    shift: Floats
    slope: Floats
    unreached: Ints
    sampled: tuple[_Sampled, ...] = field(repr=False)
    chains: tuple[_Chains, ...] = field(repr=False)

    def labels(self, draw: int) -> Ints:
        """For each record, in the order of ``graph.ids``, the position of the first of its cluster.

        Matches that were not reached are not among them.
        """
        label = np.arange(self.graph.nodes, dtype=np.int64)
        for each in self.sampled:
            first = partitions(each.batch.size).first[each.partition[draw]]
            label[each.batch.nodes] = np.take_along_axis(each.batch.nodes, first, axis=1)
        for chain in self.chains:
            label[chain.nodes] = chain.nodes[chain.label[draw]]
        return self._first_record()[label][self.graph.node]

    def entities(self) -> Ints:
        """The number of entities in each draw (draws,), matches not reached included."""
        merged = np.zeros(self.count, dtype=np.int64)
        for each in self.sampled:
            table = partitions(each.batch.size)
            merged += (each.batch.size - table.blocks)[each.partition].sum(axis=1)
        for chain in self.chains:
            ordered = np.sort(chain.label, axis=1)
            blocks = 1 + (ordered[:, 1:] != ordered[:, :-1]).sum(axis=1)
            merged += len(chain.nodes) - blocks
        return np.asarray(self.graph.nodes - merged - self.unreached, dtype=np.int64)

    def varying(self) -> NDArray[np.bool_]:
        """Which nodes are in components that are not the same in all draws (nodes,)."""
        varies = np.zeros(self.graph.nodes, dtype=np.bool_)
        for each in self.sampled:
            changing = (each.partition != each.partition[0]).any(axis=0)
            varies[each.batch.nodes[changing]] = True
        for chain in self.chains:
            varies[chain.nodes] = True
        return varies

    def varying_labels(self) -> tuple[Ints, NDArray[np.int32]]:
        """The records that ``varying`` is true of, and their labels (draws, records)."""
        varies = self.varying()
        nodes = np.flatnonzero(varies)
        place = np.full(self.graph.nodes, -1, dtype=np.int64)
        place[nodes] = np.arange(len(nodes))
        first = self._first_record()
        found = np.empty((self.count, len(nodes)), dtype=np.int32)
        for each in self.sampled:
            changing = np.flatnonzero(varies[each.batch.nodes[:, 0]])
            own = each.batch.nodes[changing]
            table = partitions(each.batch.size)
            for draw in range(self.count):
                at = table.first[each.partition[draw, changing]]
                found[draw, place[own]] = first[np.take_along_axis(own, at, axis=1)]
        for chain in self.chains:
            found[:, place[chain.nodes]] = first[chain.nodes][chain.label]
        records = np.flatnonzero(varies[self.graph.node])
        return records, found[:, place[self.graph.node[records]]]

    def together(self, a: Ints, b: Ints) -> Floats:
        """How often two records are one in the draws: positions (pairs,) in ``graph.ids``."""
        label = self.labels(0)
        share: Floats = (label[a] == label[b]).astype(np.float64)
        records, labels = self.varying_labels()
        place = np.full(len(label), -1, dtype=np.int64)
        place[records] = np.arange(len(records))
        # Records of which only one varies are of two components, and never one.
        open_ = np.flatnonzero((place[a] >= 0) & (place[b] >= 0))
        one, other = place[a[open_]], place[b[open_]]
        times = np.zeros(len(open_))
        for row in labels:
            times += row[one] == row[other]
        share[open_] = times / self.count
        return share

    def _first_record(self) -> Ints:
        """The first record of each node; a cluster's first record is that of its first node."""
        first = np.empty(self.graph.nodes, dtype=np.int64)
        first[self.graph.node[::-1]] = np.arange(len(self.graph.ids))[::-1]
        return first

    def __iter__(self) -> Iterator[Ints]:
        return (self.labels(draw) for draw in range(self.count))


def draw(
    graph: Graph,
    count: int = 200,
    seed: int = 1,
    calibration: Calibration | None = None,
    missed: Missed = NOTHING_MISSED,
) -> Draws:
    """``count`` partitions of a graph; the same seed gives the same draws."""
    rng = np.random.default_rng(seed)
    calibration = calibration or Calibration()
    shift, slope = parameters(calibration, count, rng)
    joins = joined(graph)
    parts = batches(graph, joins)
    sampled = tuple(_Sampled(each, _exact(each, shift, slope, rng)) for each in parts.small)
    chains = tuple(
        _Chains(each.nodes, _gibbs(each, UNSCORED, shift, slope, rng)) for each in parts.large
    )
    label = components(graph.nodes, graph.pairs.a[joins], graph.pairs.b[joins])
    between = label[graph.pairs.a] != label[graph.pairs.b]
    aside = graph.logodds[between & (graph.logodds > APART / 2)]
    alone = np.asarray([_chance(a + b * aside).sum() for a, b in zip(shift, slope, strict=True)])
    unreached = missed.draw(count, rng) + rng.poisson(alone)
    drawn = Draws(graph, count, shift, slope, unreached, sampled, chains)
    found = graph.nodes - drawn.entities() - unreached
    astray = rng.poisson(rng.exponential(calibration.astray, size=count) * found)
    return replace(drawn, unreached=np.asarray(unreached + astray, dtype=np.int64))


def joined(graph: Graph) -> NDArray[np.bool_]:
    """The pairs (pairs,) that make the components that are drawn from (see neighbours.py)."""
    return joining(graph.nodes, graph.pairs.a, graph.pairs.b, graph.logodds)


def _chance(logodds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logodds)))


def _exact(
    batch: Batch, shift: Floats, slope: Floats, rng: np.random.Generator
) -> NDArray[np.int16]:
    """Partitions of small components, drawn from all (draws, components)."""
    table = partitions(batch.size)
    merged = (batch.size - table.blocks).astype(np.float64)
    found = np.empty((len(shift), len(batch.nodes)), dtype=np.int16)
    step = max(1, _CHUNK // table.within.shape[1])
    for start in range(0, len(batch.nodes), step):
        weight = batch.weights(start, start + step)
        for index in range(len(shift)):
            odds = slope[index] * weight + shift[index] * merged
            chance = np.cumsum(np.exp(odds - odds.max(axis=1, keepdims=True)), axis=1)
            level = rng.uniform(size=(len(chance), 1)) * chance[:, -1:]
            found[index, start : start + step] = (chance < level).sum(axis=1)
    return found


def _gibbs(
    large: Large, unscored: float, shift: Floats, slope: Floats, rng: np.random.Generator
) -> NDArray[np.int32]:
    """Labels of a large component (draws, nodes): one chain a draw, all chains side by side.

    A node moves to the cluster of a neighbour or into one of its own, by the weight of the
    partition that results. Chains start apart, and nodes join in an order of their own.
    """
    count, draws = len(large.nodes), len(shift)
    rows = np.arange(draws)
    near: list[list[int]] = [[] for _ in range(count)]
    odds: list[list[float]] = [[] for _ in range(count)]
    for a, b, value in zip(large.a.tolist(), large.b.tolist(), large.logodds.tolist(), strict=True):
        near[a].append(b)
        near[b].append(a)
        odds[a].append(value)
        odds[b].append(value)
    default = (shift + slope * unscored)[:, None]
    label = np.tile(np.arange(count), (draws, 1))
    size, total = np.ones((draws, count)), np.zeros((draws, count))
    free, tops = np.zeros((draws, count + 1), dtype=np.int64), np.zeros(draws, dtype=np.int64)
    for _ in range(_SWEEPS):
        for node in rng.permutation(count).tolist():
            if not near[node]:
                continue
            own = shift[:, None] + slope[:, None] * np.asarray(odds[node])
            beside = label[:, near[node]]
            alike = beside[:, :, None] == beside[:, None, :]
            toward = np.where(alike, (own - default)[:, None, :], 0.0).sum(axis=2)
            repeated = np.tril(alike, -1).any(axis=2)
            here = label[:, node].copy()
            inner = np.where(beside == here[:, None], own - default, 0.0).sum(axis=1)
            rest = size[rows, here] - 1
            total[rows, here] -= inner + default[:, 0] * rest
            size[rows, here] = rest
            k, s = size[rows[:, None], beside], total[rows[:, None], beside]
            joined = 2 / (k + 1) * (s + toward + default * k)
            gain = joined - np.where(k > 0, 2 / np.maximum(k, 1) * s, 0.0)
            gain[repeated] = -np.inf
            gain = np.concatenate([np.zeros((draws, 1)), gain], axis=1)
            chance = np.cumsum(np.exp(gain - gain.max(axis=1, keepdims=True)), axis=1)
            level = rng.uniform(size=(draws, 1)) * chance[:, -1:]
            pick = (chance < level).sum(axis=1)
            # Labels that nobody bears lie on a stack a chain.
            left = rest == 0
            free[rows[left], tops[left]] = here[left]
            tops[left] += 1
            alone = pick == 0
            tops[alone] -= 1
            to = np.where(alone, free[rows, tops], beside[rows, np.maximum(pick - 1, 0)])
            more = np.where(
                alone,
                0.0,
                toward[rows, np.maximum(pick - 1, 0)] + default[:, 0] * size[rows, to],
            )
            total[rows, to] += more
            size[rows, to] += 1
            label[:, node] = to
    return _named(label)


def _named(label: Ints) -> NDArray[np.int32]:
    """Labels (draws, nodes) replaced by the first position that bears them in the same draw."""
    found = np.empty(label.shape, dtype=np.int32)
    for row, each in enumerate(label):
        _, first, inverse = np.unique(each, return_index=True, return_inverse=True)
        found[row] = first[inverse]
    return found

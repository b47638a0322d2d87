"""The inner loop of the latent-class model: one Markov chain, compiled.

The state is how many of each observed pattern belong to each class (``m``, cells x classes) and how
many of nobody's list do (``n0``, classes); what is drawn besides is thrown away each sweep. See
``latent`` for the model, its sources and why the sweep is built as it is.
"""

from __future__ import annotations

from math import exp, floor, lgamma, log, log1p, sqrt

import numba
import numpy as np
from numpy.typing import NDArray

_TABLE = 20_000
_LOG_FACTORIALS = np.array([lgamma(n + 1.0) for n in range(_TABLE)])
_SMALL = 12
_LARGEST_UNLISTED = 1e15


@numba.njit(nogil=True, cache=True, inline="always")
def _log_factorial(n: int) -> float:
    """log n!, by table for small n and Stirling's series (error < 1e-12) for large."""
    if n < _TABLE:
        return float(_LOG_FACTORIALS[n])
    x = n + 1.0
    return (x - 0.5) * log(x) - x + 0.9189385332046727 + 1.0 / (12.0 * x) - 1.0 / (360.0 * x**3)


@numba.njit(nogil=True, cache=True)
def binomial(n: int, p: float) -> int:
    """A draw from Binomial(n, p): inversion for small means, else Hörmann's BTRS (1993)."""
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    q = min(p, 1.0 - p)
    if n * q < _SMALL:
        # Waiting times between successes (Devroye 1986, X.4.3): no power that could underflow.
        count, gone, base = -1, 0.0, log1p(-q)
        while gone <= n:
            gone += floor(log(1.0 - np.random.random()) / base) + 1.0
            count += 1
        drawn = count
    else:
        spread = sqrt(n * q * (1.0 - q))
        b = 1.15 + 2.53 * spread
        a = -0.0873 + 0.0248 * b + 0.01 * q
        c = n * q + 0.5
        v_r = 0.92 - 4.2 / b
        alpha = (2.83 + 5.1 / b) * spread
        odds = log(q / (1.0 - q))
        mode = int((n + 1) * q)
        top = _log_factorial(mode) + _log_factorial(n - mode)
        while True:
            u = np.random.random() - 0.5
            v = 1.0 - np.random.random()
            us = 0.5 - abs(u)
            if us <= 0.0:
                continue
            drawn = floor((2.0 * a / us + b) * u + c)
            if us >= 0.07 and v <= v_r:
                break
            if drawn < 0 or drawn > n:
                continue
            if log(v * alpha / (a / (us * us) + b)) <= (
                top - _log_factorial(drawn) - _log_factorial(n - drawn) + (drawn - mode) * odds
            ):
                break
    return drawn if p <= 0.5 else n - drawn


@numba.njit(nogil=True, cache=True, inline="always")
def _log_gamma(x: float) -> float:
    """log Gamma(x) for x > 0, by Stirling's series (error < 1e-11) where it serves."""
    if x < 20.0:
        return lgamma(x)
    return (
        (x - 0.5) * log(x)
        - x
        + 0.9189385332046727
        + 1.0 / (12.0 * x)
        - 1.0 / (360.0 * x**3)
        + 1.0 / (1260.0 * x**5)
    )


@numba.njit(nogil=True, cache=True)
def _log_sticks(sizes: NDArray[np.int64], alpha: float) -> float:
    """log probability of class sizes with the stick lengths integrated out and N's prior 1/N.

    Up to a constant, and without the factorials of all sizes but the last. The integrals
    B(1 + N_k, alpha + N_k+1 + ...) telescope. Logarithms are taken of products where that is safe.
    """
    classes = sizes.size
    tail = sizes[classes - 1]
    value = _log_gamma(alpha + tail) - _log_factorial(tail)
    product = 1.0
    for k in range(classes - 2, 0, -1):
        tail += sizes[k]
        product *= alpha + tail
        if product > 1e150 or product < 1e-150:
            value -= log(product)
            product = 1.0
    tail += sizes[0]
    return value - log(product) + _log_gamma(float(tail)) - _log_gamma(1.0 + alpha + tail)


@numba.njit(nogil=True, cache=True)
def _log_unlisted(
    y: float,
    last: bool,
    seen: int,
    held: NDArray[np.int64],
    lists: int,
    others: int,
    tails: NDArray[np.float64],
    alpha: float,
) -> float:
    """log density of u = log(1 + y), y real, where floor(y) of a class stand in no list.

    ``seen`` of the class stand in some list, ``held`` are the counts by list that are not 0;
    ``others`` belong to other classes; ``tails`` are alpha plus the sizes from each stick on, this
    class left out, of the sticks (the first apart) at or before it.
    """
    unlisted = int(y)
    size = seen + unlisted
    everybody = float(others + size)
    value = log(1.0 + y) + _log_gamma(everybody) - _log_gamma(1.0 + alpha + everybody)
    value += _log_factorial(size) - _log_factorial(unlisted) - lists * _log_factorial(size + 1)
    value += (lists - held.size) * _log_factorial(size)
    for count in held:
        value += _log_factorial(size - count)
    product = 1.0
    for tail in tails:
        product *= tail + size
        if product > 1e150 or product < 1e-150:
            value -= log(product)
            product = 1.0
    value -= log(product)
    if last:
        value += _log_gamma(alpha + size) - _log_factorial(size)
    return value


@numba.njit(nogil=True, cache=True)
def _slice_unlisted(
    k: int,
    n0: NDArray[np.int64],
    sizes: NDArray[np.int64],
    seen_by: NDArray[np.int64],
    alpha: float,
    held_room: NDArray[np.int64],
    tails_room: NDArray[np.float64],
) -> None:
    """Draw n0[k] given the other counts, lambda and pi integrated out (Neal 2003, slice sampling).

    On the log scale, because the tail is a power of n0.
    """
    classes, lists = sizes.size, seen_by.shape[0]
    last = k == classes - 1
    seen = sizes[k] - n0[k]
    filled = 0
    for j in range(lists):
        if seen_by[j, k] > 0:
            held_room[filled] = seen_by[j, k]
            filled += 1
    held = held_room[:filled]
    others = 0
    sticks = 0
    for other in range(classes - 1, -1, -1):
        if other != k:
            others += sizes[other]
        if 1 <= other <= min(k, classes - 2):
            tails_room[sticks] = alpha + others
            sticks += 1
    tails = tails_room[:sticks]
    y = n0[k] + np.random.random()
    u = log(1.0 + y)
    width = 0.3 + 6.0 / sqrt(seen + 2.0)
    height = _log_unlisted(y, last, seen, held, lists, others, tails, alpha)
    height += log(1.0 - np.random.random())
    low = u - width * np.random.random()
    high = low + width
    while low > 0.0 and (
        _log_unlisted(exp(low) - 1.0, last, seen, held, lists, others, tails, alpha) > height
    ):
        low -= width
    low = max(low, 0.0)
    ceiling = log(_LARGEST_UNLISTED)
    while high < ceiling and (
        _log_unlisted(exp(high) - 1.0, last, seen, held, lists, others, tails, alpha) > height
    ):
        high += width
    high = min(high, ceiling)
    while True:
        tried = low + (high - low) * np.random.random()
        y = max(0.0, exp(tried) - 1.0)
        if high - low < 1e-12 or (
            _log_unlisted(y, last, seen, held, lists, others, tails, alpha) >= height
        ):
            break
        if tried < u:
            low = tried
        else:
            high = tried
    n0[k] = int(y)
    sizes[k] = seen + n0[k]


@numba.njit(nogil=True, cache=True)
def _log_alpha(log_alpha: float, sizes: NDArray[np.int64], a: float, b: float) -> float:
    """log density of log(alpha) given the class sizes."""
    alpha = exp(log_alpha)
    return (a + sizes.size - 1) * log_alpha - b * alpha + _log_sticks(sizes, alpha)


@numba.njit(nogil=True, cache=True)
def _slice_alpha(alpha: float, sizes: NDArray[np.int64], a: float, b: float) -> float:
    """Draw the concentration given the class sizes, stick lengths integrated out."""
    u, width = log(alpha), 1.5
    height = _log_alpha(u, sizes, a, b) + log(1.0 - np.random.random())
    low = u - width * np.random.random()
    high = low + width
    while low > -200.0 and _log_alpha(low, sizes, a, b) > height:
        low -= width
    while high < 50.0 and _log_alpha(high, sizes, a, b) > height:
        high += width
    while True:
        tried = low + (high - low) * np.random.random()
        if _log_alpha(tried, sizes, a, b) >= height or high - low < 1e-12:
            return exp(tried)
        if tried < u:
            low = tried
        else:
            high = tried


@numba.njit(nogil=True, cache=True)
def _swap_labels(
    first: int,
    second: int,
    m: NDArray[np.int64],
    n0: NDArray[np.int64],
    sizes: NDArray[np.int64],
    seen: NDArray[np.int64],
    seen_by: NDArray[np.int64],
    alpha: float,
) -> None:
    """Propose that two classes exchange their places in the order of the sticks.

    The move of Papaspiliopoulos and Roberts (2008), with the stick lengths integrated out.
    """
    if sizes[first] == sizes[second] == 0:
        return
    before = _log_sticks(sizes, alpha)
    sizes[first], sizes[second] = sizes[second], sizes[first]
    if log(1.0 - np.random.random()) >= _log_sticks(sizes, alpha) - before:
        sizes[first], sizes[second] = sizes[second], sizes[first]
        return
    n0[first], n0[second] = n0[second], n0[first]
    seen[first], seen[second] = seen[second], seen[first]
    for c in range(m.shape[0]):
        m[c, first], m[c, second] = m[c, second], m[c, first]
    for j in range(seen_by.shape[0]):
        seen_by[j, first], seen_by[j, second] = seen_by[j, second], seen_by[j, first]


@numba.njit(nogil=True, cache=True)
def run_chain(
    seed: int,
    sweeps: int,
    thin: int,
    members: NDArray[np.int64],
    starts: NDArray[np.int64],
    counts: NDArray[np.int64],
    lists: int,
    m: NDArray[np.int64],
    n0: NDArray[np.int64],
    alpha_start: float,
    a: float,
    b: float,
    exchanges: int,
    kept: NDArray[np.float64],
) -> float:
    """Run ``sweeps`` sweeps from the state ``m``, ``n0`` (moved in place) and ``alpha_start``.

    ``members[starts[c]:starts[c + 1]]`` are the lists of cell c, ``counts[c]`` how many stand in
    just these; ``exchanges`` is how often a sweep proposes that two classes exchange their places
    in the order of the sticks. Every ``thin``-th sweep writes a row of ``kept``: people in no list,
    concentration, classes that hold somebody. Gives the concentration at the end.
    """
    np.random.seed(seed)
    classes = m.shape[1]
    alpha = alpha_start
    seen = np.zeros(classes, np.int64)
    seen_by = np.zeros((lists, classes), np.int64)
    sizes = np.zeros(classes, np.int64)
    odds = np.empty((lists, classes))
    base = np.empty(classes)
    share = np.empty(classes)
    held_room = np.empty(lists, np.int64)
    tails_room = np.empty(classes)
    row = 0
    _count(m, members, starts, seen, seen_by)
    for sweep in range(sweeps):
        for k in range(classes):
            sizes[k] = seen[k] + n0[k]
        for k in range(classes):
            _slice_unlisted(k, n0, sizes, seen_by, alpha, held_room, tails_room)
        for _ in range(exchanges):
            first = np.random.randint(0, classes)
            second = np.random.randint(0, classes)
            if first != second:
                _swap_labels(first, second, m, n0, sizes, seen, seen_by, alpha)
        alpha = _slice_alpha(alpha, sizes, a, b)
        _draw_classes(sizes, seen_by, alpha, odds, base)
        _allocate(members, starts, counts, odds, base, share, m)
        _count(m, members, starts, seen, seen_by)
        if (sweep + 1) % thin == 0:
            total, held = 0, 0
            for k in range(classes):
                total += n0[k]
                held += 1 if sizes[k] > 0 else 0
            kept[row, 0] = total
            kept[row, 1] = alpha
            kept[row, 2] = held
            row += 1
    return alpha


@numba.njit(nogil=True, cache=True)
def _count(
    m: NDArray[np.int64],
    members: NDArray[np.int64],
    starts: NDArray[np.int64],
    seen: NDArray[np.int64],
    seen_by: NDArray[np.int64],
) -> None:
    """Tabulate the allocation: people listed by class, and by list and class."""
    seen[:] = 0
    seen_by[:, :] = 0
    cells, classes = m.shape
    for c in range(cells):
        for k in range(classes):
            here = m[c, k]
            if here:
                seen[k] += here
                for at in range(starts[c], starts[c + 1]):
                    seen_by[members[at], k] += here


@numba.njit(nogil=True, cache=True)
def _draw_classes(
    sizes: NDArray[np.int64],
    seen_by: NDArray[np.int64],
    alpha: float,
    odds: NDArray[np.float64],
    base: NDArray[np.float64],
) -> None:
    """Draw stick lengths and listing probabilities given all counts.

    ``odds`` is lambda / (1 - lambda) by list and class, ``base`` the class's share times its
    probability of standing in no list: their product is a pattern's weight, without a logarithm.
    """
    lists, classes = odds.shape
    tail = 0
    for k in range(classes):
        tail += sizes[k]
    left = 1.0
    for k in range(classes):
        tail -= sizes[k]
        if k < classes - 1:
            piece = np.random.gamma(1.0 + sizes[k])
            rest = np.random.gamma(alpha + tail)
            part = piece / (piece + rest)
        else:
            part = 1.0
        weight = left * part
        left *= 1.0 - part
        for j in range(lists):
            if seen_by[j, k] == 0:
                # Beta(1, s) by inversion: 1 - lambda is U^(1/s).
                absent = (1.0 - np.random.random()) ** (1.0 / (1.0 + sizes[k]))
                odds[j, k] = (1.0 - absent) / absent
                weight *= absent
            else:
                listed = np.random.gamma(1.0 + seen_by[j, k])
                absent = np.random.gamma(1.0 + sizes[k] - seen_by[j, k])
                odds[j, k] = listed / absent
                weight *= absent / (listed + absent)
        base[k] = weight


@numba.njit(nogil=True, cache=True)
def _allocate(
    members: NDArray[np.int64],
    starts: NDArray[np.int64],
    counts: NDArray[np.int64],
    odds: NDArray[np.float64],
    base: NDArray[np.float64],
    share: NDArray[np.float64],
    m: NDArray[np.int64],
) -> None:
    """Draw which class the people of each observed pattern belong to."""
    cells, classes = m.shape
    for c in range(cells):
        total = 0.0
        for k in range(classes):
            weight = base[k]
            for at in range(starts[c], starts[c + 1]):
                weight *= odds[members[at], k]
            share[k] = weight
            total += weight
            m[c, k] = 0
        if counts[c] <= 3:
            for _ in range(counts[c]):
                mark = total * np.random.random()
                k = 0
                while k < classes - 1 and mark >= share[k]:
                    mark -= share[k]
                    k += 1
                m[c, k] += 1
            continue
        left = counts[c]
        for k in range(classes - 1):
            if left == 0 or total <= 0.0:
                break
            m[c, k] = binomial(left, min(1.0, share[k] / total))
            left -= m[c, k]
            total -= share[k]
        m[c, classes - 1] += left

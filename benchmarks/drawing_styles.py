"""Manners of drawing answers: where the numbers come from, how much is unknown, how long the lists are."""

from __future__ import annotations

from dataclasses import dataclass

EDGES: tuple[int, ...] = (0, 0, 0, 1, 1, 2, 3, 4, 5, 9, 10, 11, 19, 20, 21, 49, 50, 51, 99, 100, 101, 199, 200, 500, 999, 1000, 1001)
EDGES = (*EDGES, 4999, 5000, 5001, 10_000, 100_000)
TERMINATING: tuple[int, ...] = (1, 2, 4, 5, 8, 10, 16, 20, 25, 32, 40, 50, 64, 80, 100, 125, 128, 160, 200, 250, 256, 320, 400, 500, 625, 800)
TERMINATING = (
    *TERMINATING,
    1000,
    1250,
    1600,
    2000,
    2500,
    3125,
    3200,
    4000,
    5000,
    6250,
    6400,
    8000,
    10_000,
    12_500,
    16_000,
    20_000,
    40_000,
    80_000,
    100_000,
    1_000_000,
)
PRIMES = (2, 3, 7, 11, 13, 17, 19, 23, 97, 101, 997, 1009, 9973, 10_007, 65_521, 65_537, 99_991, 100_003, 524_287, 999_983, 1_000_003, 2_147_483_647)
WILD = (0, 1, 2, 3, 2**31 - 1, 2**31, 2**31 + 1, 2**53 - 1, 2**53, 2**53 + 1, 2**58 - 1, 2**59, 10**15, 10**16 + 1, 10**17, 10**18 - 2, 10**18 - 1)
RELATIVE = (
    *((0, 1, 0), (0, 1, 1), (1, 1, 0), (1, 1, 0), (1, 1, -1), (1, 1, -2)),
    *((1, 2, 0), (1, 2, 1), (1, 3, 0), (1, 4, 0), (1, 8, 0), (1, 40, 0), (1, 200, 0), (199, 200, 0)),
)
"""Parts of the room between two bounds: numerator, denominator, and what is added."""


@dataclass(frozen=True, slots=True)
class Style:
    """How bodies are drawn.

    Attributes:
        top: what a number that nothing bounds comes up to, when drawn by its logarithm.
        pool: figures that are likely, `beside` what is added to them in units of the last decimal.
        weights: how often by logarithm, from the pool, by the bounds.
        unknown: rates at which answers of a body are unknown, one for each body; `marks`: not applicable, or absent.
        lengths: of lists.
        ample: the share of bodies of which all is known and applicable, no list is empty, and nothing that is divided by is nothing.
        share: of the rows that are asked for; `most`: no more rows than this, `least`: no fewer.
        alone: never in one block with another style: its numbers or lists would make the others slow.

    """

    name: str
    top: int
    pool: tuple[int, ...]
    beside: tuple[int, ...]
    weights: tuple[float, float, float]
    unknown: tuple[float, ...]
    marks: tuple[float, ...]
    lengths: tuple[int, ...]
    ample: float
    share: float
    least: int = 0
    most: int = 10**9
    alone: bool = False


_SHORT = (0, 1, 1, 2, 2, 2)
_FEW = (0, 0, 0, 0.01, 0.05)
STYLES = (
    Style("everyday", 10**6, EDGES, (0,), (0.6, 0.2, 0.2), _FEW, (0.02, 0.1), (*_SHORT, 3, 5, 8), 0.6, 0.1),
    Style("small", 12, tuple(range(13)), (0,), (0.4, 0.4, 0.2), _FEW, (0.02, 0.2), (*_SHORT, 3, 5), 0.6, 0.1),
    Style("edges", 10**4, EDGES, (-1, 0, 1), (0.1, 0.45, 0.45), _FEW, (0, 0.1, 0.3), (*_SHORT, 3), 0.6, 0.15),
    Style("ties", 2000, TERMINATING, (0,), (0, 0.7, 0.3), _FEW, (0.02, 0.1), (0, 1, 2, 2, 4, 5, 8, 10), 0.8, 0.15),
    Style("coprime", 10**6, PRIMES, (0, 1), (0.1, 0.75, 0.15), _FEW, (0, 0.05), (*_SHORT, 3, 7), 0.7, 0.1),
    Style("gaps", 10**5, EDGES, (0,), (0.3, 0.4, 0.3), (0.02, 0.1, 0.5, 0.9, 1), (0, 0.3, 0.7, 1), (*_SHORT, 3), 0, 0.1),
    Style("one gap", 10**4, EDGES, (0,), (0.4, 0.4, 0.2), (0,), (0,), (1, 2, 3), 1, 0.1),
    Style("sought", 10**4, EDGES, (0,), (0.2, 0.4, 0.4), (0,), (0,), (1, 2, 3), 1, 0.1),
    Style("huge", 10**18 - 1, WILD, (0,), (0.4, 0.4, 0.2), (0, 0, 0.02), (0, 0.1), (*_SHORT, 3), 0.7, 0.02, 20, 2000, True),
    Style("long lists", 10**4, EDGES, (0, 1), (0.4, 0.3, 0.3), (0, 0.0005), (0, 0.1), (0, 1, 1000, 4000), 0.6, 0.002, 6, 300, True),
)
"""Every manner. `one gap`: of each body one answer is then made unknown, not applicable or absent. `sought`: those near an edge of
rounding or of a grade are changed a little until they meet it."""

"""One answer: the numbers, marks and codes that a fact accepts, inside what the dictionary says must hold among facts."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from shipped import dictionary

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.drawing_limits import Limit, in_order_of, limits_of
from kzrules.dictionary import FactSpec
from kzrules.values import Absent, NotApplicable, Single

LARGEST = 10**9
WHOLES = (0, 1, 2, 3, 9, 10, 11, 100, 999, 1000, 1001, 4999, 5000, 5001, 10_000, 99_999, 100_000, LARGEST)


@cache
def limits(within: str = "") -> tuple[Limit, ...]:
    """What the dictionary says must hold among facts."""
    return limits_of(dictionary(), within)


def in_order(names: Iterable[str], within: str) -> list[str]:
    """What bounds before what is bounded."""
    return in_order_of(limits(within), names)


# ── one number ──


def span(name: str, known: Mapping[str, Any], spec: FactSpec, within: str = "") -> tuple[Fraction, Fraction | None]:
    """The least and the most that a fact can be beside the facts already known; what it bounds and is yet to be drawn leaves it free."""
    least, most = spec.least or Fraction(0), spec.most
    for limit in (limit for limit in limits(within) if name in limit.terms):
        others = {other: known.get(other) for other in limit.terms if other != name}
        if all(isinstance(others[other], Fraction) for other in limit.bounds() if other != name):
            times = limit.terms[name]
            bound = -sum(limit.terms[other] * value for other, value in others.items() if isinstance(value, Fraction)) / times
            if times > 0:
                most = bound if most is None else min(most, bound)
            else:
                least = max(least, bound)
    return least, most


def numbers(spec: FactSpec, least: Fraction, most: Fraction | None, edges: frozenset[Fraction]) -> st.SearchStrategy[Fraction]:
    scale = 10**spec.places
    low = math.ceil(least * scale)
    high = max(low, int((LARGEST if most is None else most) * scale))
    return _scaled(low, high, most is not None, edges, scale)


@cache
def _scaled(low: int, high: int, bounded: bool, edges: frozenset[Fraction], scale: int) -> st.SearchStrategy[Fraction]:
    near = {low, low + 1}
    if bounded:
        near |= {high, high - 1, high // 2, *(int(high * edge / 100) + more for edge in edges for more in (0, 1))}
    else:
        near |= {whole * scale for whole in WHOLES}
    near |= {int(edge * scale) + more for edge in edges for more in (-1, 0, 1)}
    likely = sorted(n for n in near if low <= n <= high)
    anywhere = st.integers(low, high if bounded else min(high, low + 20_000 * scale))
    return st.one_of(st.sampled_from(likely), anywhere).map(lambda n: Fraction(n, scale))


# ── one answer ──


def answers(spec: FactSpec, least: Fraction, most: Fraction | None, edges: frozenset[Fraction]) -> st.SearchStrategy[Single]:
    answer: st.SearchStrategy[Any]
    match spec.type:
        case "count" | "number":
            answer = numbers(spec, least, most, edges)
        case "defects":
            answer = _defects()
        case "yes_no":
            answer = st.booleans()
        case "choice":
            answer = st.sampled_from(sorted(spec.choices))
        case _:
            answer = st.sampled_from(["a", "б", "в 1"])
    return answer


@cache
def _defects() -> st.SearchStrategy[Any]:
    return st.one_of(st.sampled_from([Fraction(n) for n in (0, 1, 2, 5, 7, 8, 20, 50, 1000)]), st.integers(0, 60).map(Fraction))


def with_marks(spec: FactSpec, answer: st.SearchStrategy[Single]) -> st.SearchStrategy[Single]:
    """Answers that are no numbers: nothing is there, or nothing can be."""
    marks = [st.just(Absent)] if spec.type == "defects" else []
    marks += [] if spec.not_applicable is None else [st.just(NotApplicable)]
    return st.one_of(answer, answer, answer, *marks)

"""One answer: the numbers, marks and codes that a fact accepts, inside what the dictionary says must hold among facts."""

from __future__ import annotations

import ast
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

from hypothesis import strategies as st
from shipped import dictionary

from kzrules.dictionary import FactSpec
from kzrules.values import Absent, NotApplicable, Single

LARGEST = 10**9
WHOLES = (0, 1, 2, 3, 9, 10, 11, 100, 999, 1000, 1001, 4999, 5000, 5001, 10_000, 99_999, 100_000, LARGEST)


@dataclass(frozen=True, slots=True)
class Limit:
    """`terms` add up to nothing above zero: what is bounded counts above zero in them, what bounds it below."""

    terms: Mapping[str, Fraction]

    def bounded(self) -> list[str]:
        return [name for name, times in self.terms.items() if times > 0]

    def bounds(self) -> list[str]:
        return [name for name, times in self.terms.items() if times < 0]


@cache
def limits(within: str = "") -> tuple[Limit, ...]:
    """The constraints of the dictionary, which all have the form `a + 2 * b <= c + 4 * d`."""
    found = []
    for constraint in dictionary().constraints:
        match constraint.that.tree:
            case ast.Compare(left=left, ops=[ast.LtE()], comparators=[right]):
                terms = _terms(left, Fraction(1)) + _terms(right, Fraction(-1))
                assert len(dict(terms)) == len(terms), f"a fact stands twice in {constraint.that.text}"
                found.append((constraint.within, Limit(dict(terms))))
            case _:
                raise NotImplementedError(constraint.that.text)
    return tuple(limit for place, limit in found if place == within)


def _terms(node: ast.expr, times: Fraction) -> list[tuple[str, Fraction]]:
    match node:
        case ast.Name(id=name):
            return [(name, times)]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _terms(left, times) + _terms(right, times)
        case ast.BinOp(left=ast.Constant() as factor, op=ast.Mult(), right=right):
            return _terms(right, times * Fraction(str(factor.value)))
        case _:
            raise NotImplementedError(ast.dump(node))


def in_order(names: Iterable[str], within: str) -> list[str]:
    """What bounds before what is bounded; of two facts that bound each other, the one that stands in more constraints."""
    stands = Counter(name for limit in limits(within) for name in limit.terms)
    before: dict[str, set[str]] = {name: set() for name in sorted(names)}
    for limit in limits(within):
        for part in before.keys() & limit.bounded():
            before[part] |= before.keys() & set(limit.bounds())
    first = {part: {whole for whole in wholes if part not in before[whole] or stands[whole] > stands[part]} for part, wholes in before.items()}
    return list(TopologicalSorter(first).static_order())


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

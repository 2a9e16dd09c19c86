"""One answer: the numbers, marks and codes that a fact accepts, inside what the dictionary says must hold among facts."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st
from shipped import dictionary

from kzrules.dictionary import FactSpec
from kzrules.values import Absent, NotApplicable, Single

LARGEST = 10**9
WHOLES = (0, 1, 2, 3, 9, 10, 11, 100, 999, 1000, 1001, 4999, 5000, 5001, 10_000, 99_999, 100_000, LARGEST)


@dataclass(frozen=True, slots=True)
class Limit:
    """`parts` together are not more than `whole`."""

    parts: tuple[str, ...]
    whole: str


@cache
def limits(within: str = "") -> tuple[Limit, ...]:
    """The constraints of the dictionary, which all have the form `a <= c` or `a + b <= c`."""
    found = []
    for constraint in dictionary().constraints:
        match constraint.that.tree:
            case ast.Compare(left=left, ops=[ast.LtE()], comparators=[ast.Name(id=whole)]):
                found.append((constraint.within, Limit(tuple(_summands(left)), whole)))
            case _:
                raise NotImplementedError(constraint.that.text)
    return tuple(limit for place, limit in found if place == within)


def _summands(node: ast.expr) -> list[str]:
    match node:
        case ast.Name(id=name):
            return [name]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [*_summands(left), *_summands(right)]
        case _:
            raise NotImplementedError(ast.dump(node))


# ── one number ──


def most_of(name: str, known: Mapping[str, Any], spec: FactSpec, within: str) -> Fraction | None:
    """The most that a fact can be beside the facts already known."""
    tops = [] if spec.most is None else [spec.most]
    for limit in limits(within):
        whole = known.get(limit.whole)
        if name in limit.parts and isinstance(whole, Fraction):
            others = [known[part] for part in limit.parts if part != name and part in known]
            tops.append(whole - sum(other for other in others if isinstance(other, Fraction)))
    return min(tops, default=None)


def numbers(spec: FactSpec, least: Fraction, most: Fraction | None, edges: frozenset[Fraction]) -> st.SearchStrategy[Fraction]:
    scale = 10**spec.places
    low = int(least * scale)
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

"""The integer form over columns of many bodies at once: NumPy's whole numbers where they cannot overflow, Python's where they could.

Bounds come from the columns themselves. A sum of fractions is rounded from its whole parts and remainders; a remainder that
stands within a hair of a half is decided exactly, one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from kzrules.compiled.integers import Node, Part, Parts, in_order
from kzrules.compiled.lowering import roots_of
from kzrules.compiled.magnitudes import Interval, magnitudes
from kzrules.extras import needed

Column = Any
"""A NumPy array: int64 or Python's whole numbers, or booleans."""
_WORD = 2**62
_NARROW = 2**55
_HAIR = 1e-9
"""Far above what adding up to a hundred doubles below one can be off, far below what two fractions of everyday counts differ by."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A sum of fractions: its whole parts added up, its remainders added up as doubles, and each remainder with its denominator."""

    whole: Column
    rest: Column
    pieces: tuple[tuple[Column, Column], ...]


class Columns:
    """The value of every node of an integer form for many bodies, made when it is asked for."""

    def __init__(self, columns: Mapping[str, Column], size: int) -> None:
        self.np = needed("numpy", "batch")
        self.columns = columns
        self.size = size
        self.found: dict[Node, Column] = {}
        self.spans: dict[Node, Interval] = {}
        self.inputs = {name: self._span(column) for name, column in columns.items() if column.dtype != bool}

    def _span(self, column: Column) -> Interval:
        return (int(column.min()), int(column.max())) if len(column) else (0, 0)

    def add(self, name: str, column: Column) -> None:
        """An input more."""
        self.columns = {**self.columns, name: column}
        if column.dtype != bool:
            self.inputs[name] = self._span(column)

    def of(self, outputs: Sequence[Parts | Node]) -> None:
        """Make the value of everything that outputs are made of."""
        roots = roots_of(outputs)
        self.spans.update(magnitudes([node for node in roots if node not in self.spans], self.inputs))
        for node in in_order(roots):
            if node not in self.found:
                self.found[node] = self._value(node)

    def _value(self, node: Node) -> Column:
        np, found, args = self.np, self.found, node.args
        match node.op:
            case "input" | "flag":
                return self.columns[args[0]]
            case "sum":
                return self._sum(node)
            case "product":
                return self._times(found[args[0]], found[args[1]], self.spans[node])
            case "least" | "greatest":
                return (np.minimum if node.op == "least" else np.maximum)(*self._alike(found[args[0]], found[args[1]]))
            case "choice":
                return np.where(found[args[0]], *self._alike(found[args[1]], found[args[2]]))
            case "rounded":
                return self._rounded(*args)
            case "constant":
                return np.full(self.size, args[0])
            case "not":
                return ~found[args[0]]
            case "and" | "or":
                joined = np.logical_and if node.op == "and" else np.logical_or
                return joined.reduce([found[arg] for arg in args])
            case _:
                signs = self._sign(args[0])
                return {"negative": signs < 0, "not_positive": signs <= 0, "nothing": signs == 0}[node.op]

    # ── whole numbers ──

    def _wide(self, column: Column) -> Column:
        return column if column.dtype == object else column.astype(object)

    def _alike(self, *columns: Column) -> tuple[Column, ...]:
        return tuple(map(self._wide, columns)) if any(column.dtype == object for column in columns) else columns

    def _sum(self, node: Node) -> Column:
        constant, terms = node.args
        most = abs(constant) + sum(abs(times) * _size(self.spans[inner]) for inner, times in terms)
        total = self.np.full(self.size, constant, dtype=object if most >= _WORD else self.np.int64)
        for inner, times in terms:
            if not _size(self.spans[inner]):
                continue  # nothing, times whatever: the factor itself need not fit a machine word
            column = self.found[inner]
            total = total + (self._wide(column) if most >= _WORD else column) * times
        return total

    def _times(self, a: Column, b: Column, span: Interval) -> Column:
        return self._wide(a) * self._wide(b) if _size(span) >= _WORD else a * b

    def below(self, part: Part) -> tuple[Column, int]:
        """The denominator of a fraction, and the most it is."""
        spans = [_size(self.spans[node]) for node in part.by]
        most = part.scale * prod(spans)
        dtype = object if most >= _WORD else self.np.int64
        column = self.np.full(self.size, part.scale, dtype=dtype)
        for node in part.by:
            column = column * (self._wide(self.found[node]) if dtype is object else self.found[node])
        return column, most

    def _over(self, part: Part, factor: int) -> tuple[Column, int]:
        most = _size(self.spans[part.over]) * factor
        column = self.found[part.over]
        return (self._wide(column) if most >= _WORD // 4 else column) * factor, most

    # ── sums of fractions ──

    def _rounded(self, parts: Parts, factor: int, mode: str) -> Column:
        np = self.np
        if len(parts) == 1:
            over, most = self._over(parts[0], factor)
            below, widest = self.below(parts[0])
            if 2 * most + widest >= _WORD:
                over, below = self._wide(over), self._wide(below)
            return _rounded_one(np, over, below, mode)
        apart = self._apart(parts, factor)
        negative = self._sign(parts) < 0
        half = 0.0 if mode == "down" else 0.5
        up = np.where(negative, np.ceil(apart.rest - half), np.floor(apart.rest + half)).astype(np.int64)
        near = np.flatnonzero(np.abs(apart.rest * 2 - np.rint(apart.rest * 2)) < _HAIR)
        result = apart.whole + up
        if len(near):
            over, below = self._together(apart, near)
            whole = apart.whole[near]
            settled = whole + _rounded_rest(np, over, below, negative[near], mode)
            if mode == "half_even":
                tie = 2 * (over % below) == below
                settled = settled + (tie & (settled % 2 != 0))
            result[near] = settled
        return result

    def _apart(self, parts: Parts, factor: int) -> Apart:
        """A sum of fractions times a factor, taken apart."""
        np = self.np
        whole: Column = np.zeros(self.size, dtype=np.int64)
        rest = np.zeros(self.size)
        pieces = []
        for part in parts:
            over, _ = self._over(part, factor)
            below, _ = self.below(part)
            over, below = self._alike(over, below)
            down = over // below
            left = over - down * below
            whole = np.add(*self._alike(whole, down))
            rest += (left / below).astype(float)
            pieces.append((left, below))
        return Apart(whole, rest, tuple(pieces))

    def _together(self, apart: Apart, rows: Column) -> tuple[Column, Column]:
        """The remainders of some rows as one fraction: machine numbers while their common denominator is one, else Python's."""
        np = self.np
        pieces = [(left[rows], below[rows]) for left, below in apart.pieces]
        wide = any(column.dtype == object for pair in pieces for column in pair)
        over, common = np.zeros(len(rows), dtype=object if wide else np.int64), np.ones(len(rows), dtype=object if wide else np.int64)
        for left, below in pieces:
            shared = np.gcd(left, below)
            n, d = left // shared, below // shared
            by = d // np.gcd(common, d)
            if not wide and float((common.astype(float) * by).max(initial=0)) >= _NARROW:
                wide = True
                over, common, n, d, by = map(self._wide, (over, common, n, d, by))
            over = over * by + n * (common // (d // by))
            common = common * by
        return over, common

    def _sign(self, parts: Parts) -> Column:
        """The sign of a sum of fractions."""
        np = self.np
        if len(parts) == 1:
            column = self.found[parts[0].over]
            return np.sign(column) if column.dtype != object else np.array([(x > 0) - (x < 0) for x in column], dtype=np.int64)
        apart = self._apart(parts, 1)
        down = np.floor(apart.rest)
        total = apart.whole + down.astype(np.int64)
        more = apart.rest > down
        near = np.flatnonzero(np.abs(apart.rest - np.rint(apart.rest)) < _HAIR)
        if len(near):
            over, below = self._together(apart, near)
            exact = over // below
            total[near] = apart.whole[near] + exact
            more[near] = over > exact * below
        return np.where((total > 0) | ((total == 0) & more), 1, np.where(total < 0, -1, 0)).astype(np.int64)


def narrow(column: Column, np: Any) -> Column:
    """Machine numbers where they suffice."""
    if column.dtype != object:
        return column
    return column.astype(np.int64) if all(abs(value) < _WORD for value in column) else column


def _size(span: Interval) -> int:
    low, high = span
    assert low is not None
    assert high is not None
    return max(abs(low), abs(high))


def _rounded_one(np: Any, over: Column, below: Column, mode: str) -> Column:
    size = np.abs(over)
    match mode:
        case "half_up":
            whole = (2 * size + below) // (2 * below)
        case "half_even":
            whole = size // below
            rest = size - whole * below
            whole = whole + ((2 * rest > below) | ((2 * rest == below) & (whole % 2 == 1)))
        case _:
            whole = size // below
    return np.where(over < 0, -whole, whole)


def _rounded_rest(np: Any, over: Column, below: Column, negative: Column, mode: str) -> Column:
    """What remainders, from nothing up, add to the whole part when their sum is rounded; a number below nothing rounds the other way."""
    match mode:
        case "half_up":
            return np.where(negative, -((below - 2 * over) // (2 * below)), (2 * over + below) // (2 * below))
        case "half_even":
            down = over // below
            twice = 2 * (over - down * below)
            return down + (twice > below)  # an exact half is settled by the caller, who knows the whole
        case _:
            return np.where(negative, -(-over // below), over // below)

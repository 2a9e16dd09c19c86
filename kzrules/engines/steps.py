"""An integer form as steps: columns made of earlier columns, each in a type that holds it by the bounds of the batch.

A number that is used once is written into the expression that uses it. A sum of fractions is compared and rounded exactly over one common
denominator where that fits the engine's widest type; else by its whole parts and, as doubles, its remainders, and a row that stands within a
hair of an edge says so in a column `near`: it is decided elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import lcm
from typing import Any, Generic, TypeVar

from kzrules.compiled.integers import Node, Part, Parts, in_order, inside
from kzrules.compiled.magnitudes import Interval, magnitudes
from kzrules.engines.operations import Operations

E = TypeVar("E")
_HAIR = 1e-9
_DEPTH = 12
"""How deep expressions are nested before a column is made."""


class BeyondEngine(Exception):
    """A number of this batch does not fit the engine's widest type."""


@dataclass(frozen=True, slots=True)
class Piece(Generic[E]):
    """An expression: the columns it reads, how deep it is nested, whether it is of the wide type, and the most it comes to, either way."""

    made: E
    uses: frozenset[str]
    depth: int
    wide: bool
    most: int


@dataclass(frozen=True, slots=True)
class Step(Generic[E]):
    """A column and how it is made."""

    name: str
    made: E
    uses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Steps(Generic[E]):
    """An integer form for one engine.

    Attributes:
        reads: inputs it reads, by the column they become.
        steps: columns in the order in which they can be made.
        columns: the column of every root.
        near: columns that say of a row that it must be decided elsewhere.
        wide: columns of the wide type.

    """

    reads: Mapping[str, str]
    steps: tuple[Step[E], ...]
    columns: Mapping[Node, str]
    near: tuple[str, ...]
    wide: frozenset[str]


def steps_of(roots: Sequence[Node], inputs: Mapping[str, Interval], operations: Operations[E]) -> Steps[E]:
    """The steps that make the roots.

    Raises:
        BeyondEngine: a number may not fit.

    """
    making = _Making(roots, inputs, operations)
    for node in making.order:
        making.make(node)
    columns = {root: making.name_of(making.column(making.pieces[root], f"n{root.serial}")) for root in dict.fromkeys(roots)}
    return Steps(making.reads, tuple(making.steps.values()), columns, tuple(making.near), frozenset(making.wide))


class _Making(Generic[E]):
    def __init__(self, roots: Sequence[Node], inputs: Mapping[str, Interval], operations: Operations[E]) -> None:
        self.o = operations
        self.order = in_order(roots)
        self.spans = magnitudes(roots, inputs)
        self.used = Counter(inner for node in self.order for inner in inside(node)) + Counter(roots)
        self.pieces: dict[Node, Piece[E]] = {}
        self.steps: dict[str, Step[E]] = {}
        self.reads: dict[str, str] = {}
        self.near: list[str] = []
        self.wide: set[str] = set()

    # ── columns ──

    def column(self, piece: Piece[E], name: str) -> Piece[E]:
        """A piece as a column of its own."""
        if piece.depth == 0 and len(piece.uses) == 1:
            return piece
        if name not in self.steps:
            self.steps[name] = Step(name, piece.made, piece.uses)
            if piece.wide:
                self.wide.add(name)
        return self._reference(name, piece)

    def _reference(self, name: str, piece: Piece[E]) -> Piece[E]:
        return Piece(self.o.column(name), frozenset((name,)), 0, piece.wide, piece.most)

    def name_of(self, piece: Piece[E]) -> str:
        """The name of a column."""
        (name,) = piece.uses
        return name

    def make(self, node: Node) -> None:
        """Make the piece of a node, those inside being made."""
        piece = self._fitted(self._piece(node), node)
        often = self.used[node] > 1 and node.op not in ("constant", "not") and node.figure is None
        self.pieces[node] = self.column(piece, f"n{node.serial}") if often or piece.depth >= _DEPTH else piece

    def _fitted(self, piece: Piece[E], node: Node) -> Piece[E]:
        """A number that its bounds show to be small, in the narrow type."""
        if node not in self.spans:
            return piece
        most = self._size(self.spans[node])
        if piece.wide and most < self.o.word:
            return Piece(self.o.narrowed(piece.made), piece.uses, piece.depth + 1, False, most)
        return Piece(piece.made, piece.uses, piece.depth, piece.wide, min(most, piece.most))

    def _size(self, span: Interval) -> int:
        low, high = span
        if low is None or high is None:
            raise BeyondEngine
        return max(abs(low), abs(high))

    def _made(self, made: E, inner: Iterable[Piece[E]], wide: bool = False, most: int = 1) -> Piece[E]:
        parts = list(inner)
        uses = frozenset[str]().union(*(part.uses for part in parts))
        return Piece(made, uses, 1 + max((part.depth for part in parts), default=0), wide, most)

    def _piece(self, node: Node) -> Piece[E]:
        o, args = self.o, node.args
        match node.op:
            case "input" | "flag":
                name = f"n{node.serial}"
                self.reads[name] = args[0]
                most = self._size(self.spans[node]) if node.op == "input" else 1
                if most >= o.word:
                    raise BeyondEngine
                return Piece(o.column(name), frozenset((name,)), 0, False, most)
            case "sum":
                return self.total([(self.pieces[inner], times) for inner, times in args[1]], args[0])
            case "product":
                return self.product([self.pieces[arg] for arg in args])
            case "least" | "greatest":
                a, b = self._alike([self.pieces[arg] for arg in args])
                return self._made(o.extreme(node.op, a.made, b.made), (a, b), a.wide, max(a.most, b.most))
            case "choice":
                return self.chosen(self.pieces[args[0]], self.pieces[args[1]], self.pieces[args[2]])
            case "rounded":
                return self._rounded(node)
            case "constant":
                return Piece(o.truth(args[0]), frozenset(), 0, False, 1)
            case "not":
                return self._made(o.no(self.pieces[args[0]].made), (self.pieces[args[0]],))
            case "and" | "or":
                parts = [self.pieces[arg] for arg in args]
                return self._made(o.joined(node.op, [part.made for part in parts]), parts)
            case _:
                return self._sign(node)

    # ── whole numbers ──

    def figure(self, value: int) -> Piece[E]:
        """A whole number."""
        wide = abs(value) >= self.o.word
        return Piece(self.o.whole(value, wide=wide), frozenset(), 0, wide, abs(value))

    def _as(self, piece: Piece[E], wide: bool) -> Piece[E]:
        return piece if piece.wide or not wide else Piece(self.o.widened(piece.made), piece.uses, piece.depth + 1, True, piece.most)

    def _alike(self, pieces: Sequence[Piece[E]], most: int = 0) -> list[Piece[E]]:
        """Pieces of one width, which holds a number as large as `most`."""
        if most >= self.o.limit:
            raise BeyondEngine
        wide = most >= self.o.word or any(piece.wide for piece in pieces)
        return [self._as(piece, wide) for piece in pieces]

    def total(self, terms: Sequence[tuple[Piece[E], int]], constant: int = 0) -> Piece[E]:
        """Σ times · number + constant."""
        terms = [(piece, times) for piece, times in terms if piece.most]
        most = abs(constant) + sum(abs(times) * piece.most for piece, times in terms)
        scaled = [self.product([self._as(piece, most >= self.o.word), self.figure(times)]) if times != 1 else piece for piece, times in terms]
        alike = self._alike([*scaled, *([self.figure(constant)] if constant or not terms else [])], most)
        return alike[0] if len(alike) == 1 else self._made(self.o.added([one.made for one in alike]), alike, alike[0].wide, most)

    def product(self, factors: Sequence[Piece[E]]) -> Piece[E]:
        """The product of whole numbers."""
        found = factors[0]
        for factor in factors[1:]:
            most = found.most * factor.most
            a, b = self._alike([found, factor], most)
            found = self._made(self.o.times(a.made, b.made), (a, b), a.wide, most)
        return found

    def chosen(self, condition: Piece[E], a: Piece[E], b: Piece[E]) -> Piece[E]:
        """Number a where the condition holds, else b."""
        one, other = self._alike([a, b])
        return self._made(self.o.choice(condition.made, one.made, other.made), (condition, one, other), one.wide, max(a.most, b.most))

    # ── sums of fractions ──

    def common(self, parts: Parts) -> tuple[Piece[E], Piece[E]]:
        """A sum of fractions as one, over the least denominator that its form shows."""
        scale = lcm(*(part.scale for part in parts))
        by: Counter[Node] = Counter()
        for part in parts:
            by |= Counter(part.by)
        terms = []
        for part in parts:
            lacks = [self.pieces[node] for node in (by - Counter(part.by)).elements()]
            terms.append((self.product([self.pieces[part.over], *lacks]), scale // part.scale))
        return self.total(terms), self.product([self.figure(scale), *(self.pieces[node] for node in by.elements())])

    def _rounded(self, node: Node) -> Piece[E]:
        parts, factor, mode = node.args
        name = f"n{node.serial}"
        try:
            over, below = self.common(parts)
            return self._divided(self.column(self.total([(over, factor)]), f"{name}_over"), self.column(below, f"{name}_below"), mode, node)
        except BeyondEngine:
            if len(parts) == 1:
                raise
        whole, rest = self._apart(parts, factor, name)
        self._remember(self._made(self.o.near(rest.made, 0.0 if mode == "down" else 0.5, _HAIR), (rest,)), name)
        up = self._made(self.o.floor(rest.made if mode == "down" else self.o.moved(rest.made, 0.5)), (rest,), most=2 * len(parts))
        total = self.total([(whole, 1), (up, 1)])
        if mode != "down":
            return total
        total = self.column(total, f"{name}_down")
        return self.chosen(self._compared(total, "<"), self.total([(total, 1)], 1), total)

    def _divided(self, over: Piece[E], below: Piece[E], mode: str, node: Node) -> Piece[E]:
        """One fraction rounded; where it may be below nothing, by its size."""
        low = self.spans[node][0]
        whole = self._divided_size(over, below, mode)
        if low is not None and low >= -1 and self._never_negative(node):
            return whole
        opposite = self._divided_size(self.total([(over, -1)]), below, mode)
        return self.chosen(self._compared(over, "<"), self.total([(opposite, -1)]), whole)

    def _never_negative(self, node: Node) -> bool:
        lows = [self.spans[part.over][0] for part in node.args[0]]
        return all(low is not None and low >= 0 for low in lows)

    def _divided_size(self, over: Piece[E], below: Piece[E], mode: str) -> Piece[E]:
        if mode == "half_up":
            return self._quotient(self.total([(over, 2), (below, 1)]), self.total([(below, 2)]))
        whole = self._quotient(over, below)
        if mode == "down":
            return whole
        twice = self.total([(self._rest(over, below), 2), (below, -1)])
        odd = self._compared(self.total([(self._rest(whole, self.figure(2)), 1)], -1), "=")
        tie = self._made(self.o.joined("and", [self._compared(twice, "=").made, odd.made]), (twice, odd))
        more = self._made(self.o.joined("or", [self._compared(self.total([(twice, -1)]), "<").made, tie.made]), (twice, tie))
        return self.total([(whole, 1), (self.chosen(more, self.figure(1), self.figure(0)), 1)])

    def _quotient(self, a: Piece[E], b: Piece[E], least: int = 1) -> Piece[E]:
        """The whole part of a / b, where b is `least` or more."""
        a, b = self._alike([a, b])
        found = self._made(self.o.quotient(a.made, b.made), (a, b), a.wide, a.most // least + 1)
        return Piece(self.o.narrowed(found.made), found.uses, found.depth, False, found.most) if a.wide and found.most < self.o.word else found

    def _rest(self, a: Piece[E], b: Piece[E]) -> Piece[E]:
        a, b = self._alike([a, b])
        return self._made(self.o.rest(a.made, b.made), (a, b), a.wide, min(a.most, b.most))

    def _compared(self, a: Piece[E], sign: str) -> Piece[E]:
        return self._made(self.o.compared(a.made, sign), (a,))

    def _apart(self, parts: Parts, factor: int, name: str) -> tuple[Piece[E], Piece[E]]:
        """A sum of fractions as its whole parts added up, and its remainders added up as doubles."""
        wholes, rests = [], []
        for index, part in enumerate(parts):
            over = self.column(self.total([(self.pieces[part.over], factor)]), f"{name}_{index}_over")
            below = self.column(self.below(part), f"{name}_{index}_below")
            wholes.append((self._quotient(over, below, part.scale), 1))
            left = self._rest(over, below)
            rests.append(self._made(self.o.ratio(left.made, below.made), (left, below)))
        rest = self._made(self.o.added([one.made for one in rests]), rests)
        return self.column(self.total(wholes), f"{name}_whole"), self.column(rest, f"{name}_rest")

    def below(self, part: Part) -> Piece[E]:
        """The denominator of a fraction."""
        return self.product([self.figure(part.scale), *(self.pieces[node] for node in part.by)])

    def _sign(self, node: Node) -> Piece[E]:
        parts = node.args[0]
        sign = {"negative": "<", "not_positive": "<=", "nothing": "="}[node.op]
        if len(parts) == 1:
            return self._compared(self.pieces[parts[0].over], sign)
        try:
            return self._compared(self.common(parts)[0], sign)
        except BeyondEngine:
            name = f"n{node.serial}"
        whole, rest = self._apart(parts, 1, name)
        down = self._made(self.o.floor(rest.made), (rest,), most=2 * len(parts))
        total = self.column(self.total([(whole, 1), (down, 1)]), f"{name}_down")
        close = self._made(self.o.near(rest.made, 0.0, _HAIR), (rest,))
        small = self._compared(self.total([(total, 1)], -1), "<=")
        above = self._compared(self.total([(total, -1)], -1), "<=")
        edge = [close.made, small.made, above.made]
        self._remember(self._made(self.o.joined("and", edge), (close, total)), name)
        return self._compared(total, "<") if sign != "=" else Piece(self.o.truth(False), frozenset(), 0, False, 1)

    def _remember(self, near: Piece[E], name: str) -> None:
        self.near.append(self.name_of(self.column(near, f"{name}_near")))


def layers_of(steps: Steps[Any], most: int = 300) -> list[tuple[list[Step[Any]], list[str]]]:
    """Steps in layers, each made of earlier ones only and none of more than `most`; with each, the columns still needed after it."""
    depth = dict.fromkeys(steps.reads, 0)
    waiting: dict[int, list[Step[Any]]] = {}
    for step in steps.steps:
        depth[step.name] = 1 + max((depth[name] for name in step.uses), default=0)
        waiting.setdefault(depth[step.name], []).append(step)
    rows = [row[start : start + most] for _, row in sorted(waiting.items()) for start in range(0, len(row), most)]
    needed = {*steps.columns.values(), *steps.near}
    found = []
    for row in reversed(rows):
        made = {step.name for step in row}
        found.append((row, sorted(needed - made)))
        needed = (needed - made).union(*(step.uses for step in row))
    return found[::-1]

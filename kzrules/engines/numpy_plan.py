"""The steps of an integer form as calls of NumPy over a slice of rows, in buffers that are used again as soon as nothing needs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kzrules.compiled.integers import Node
from kzrules.engines.numpy_operations import Expr
from kzrules.engines.steps import Steps

Kind = Literal["double", "whole", "truth"]
"""The type of a column: a double that is whole or a remainder, an int64, a condition."""
TRUTHS = frozenset(("less", "less_equal", "equal", "logical_and", "logical_or", "logical_not"))
_DOUBLES = frozenset(("divide", "floor", "rint", "narrowed", "load"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call reads: a numbered buffer, the slice of an input, or a figure."""

    of: Literal["buffer", "input", "figure"]
    what: Any


@dataclass(frozen=True, slots=True)
class Call:
    """One call: a function, what it reads, and the buffer (for `store`: the output) that it writes."""

    function: str
    reads: tuple[Place, ...]
    writes: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Calls for a slice of rows.

    Attributes:
        buffers: the type of each buffer.
        calls: in order.
        outputs: the type of each output; the last says which rows must be decided elsewhere.
        columns: the output of each root.

    """

    buffers: tuple[Kind, ...]
    calls: tuple[Call, ...]
    outputs: tuple[Kind, ...]
    columns: Mapping[Node, int]


def plan_of(steps: Steps[Expr], numbers: frozenset[str]) -> Plan:
    """The plan of steps; `numbers` are the inputs that are numbers, the others are conditions."""
    planning = _Planning(steps, numbers)
    names = list(dict.fromkeys(steps.columns.values()))
    near = [planning.whole_of(Expr("column", (name,))) for name in steps.near]
    joined = near[0] if near else Expr("figure", (False,))
    for other in near[1:]:
        joined = Expr("logical_or", (joined, other))
    outputs = planning.stored([*(planning.whole_of(Expr("column", (name,))) for name in names), joined])
    place = {name: index for index, name in enumerate(names)}
    return Plan(tuple(planning.buffers), tuple(planning.calls), tuple(outputs), {node: place[name] for node, name in steps.columns.items()})


class _Planning:
    """Orders expressions, and gives each a buffer until it is read for the last time."""

    def __init__(self, steps: Steps[Expr], numbers: frozenset[str]) -> None:
        self.made: dict[str, Expr] = {}
        self.wholes: dict[Expr, Expr] = {}
        for name, source in steps.reads.items():
            given = Expr("input", (source,))
            self.made[name] = Expr("load", (given,)) if source in numbers else given
        for step in steps.steps:
            self.made[step.name] = self.whole_of(step.made)
        self.kinds: dict[Expr, Kind] = {}
        self.left: Counter[Expr] = Counter()
        self.places: dict[Expr, Place] = {}
        self.buffers: list[Kind] = []
        self.free: dict[Kind, list[int]] = {"double": [], "whole": [], "truth": []}
        self.calls: list[Call] = []

    def whole_of(self, expr: Expr) -> Expr:
        """An expression with the names of columns replaced by what they are."""
        if expr.op == "column":
            return self.made[expr.args[0]]
        if expr.op in ("figure", "input"):
            return expr
        if expr not in self.wholes:
            self.wholes[expr] = Expr(expr.op, tuple(map(self.whole_of, expr.args)))
        return self.wholes[expr]

    def stored(self, outputs: Sequence[Expr]) -> list[Kind]:
        """Plan all calls; the types of the outputs."""
        order = _in_order(outputs)
        wanted: dict[Expr, list[int]] = {}
        for index, output in enumerate(outputs):
            wanted.setdefault(output, []).append(index)
        for expr in order:
            self.left.update(arg for arg in expr.args if isinstance(arg, Expr))
        for expr in order:
            self.kinds[expr] = self._kind(expr)
            self._place(expr)
            for index in wanted.get(expr, ()):
                self.calls.append(Call("store", (self.places[expr],), index))
            if not self.left[expr]:
                self._released(expr)
        return ["whole" if self.kinds[output] == "double" else self.kinds[output] for output in outputs]

    def _kind(self, expr: Expr) -> Kind:
        if expr.op == "figure":
            return "truth" if isinstance(expr.args[0], bool) else "double" if isinstance(expr.args[0], float) else "whole"
        if expr.op in TRUTHS or expr.op == "input":
            return "truth"
        if expr.op in _DOUBLES:
            return "double"
        if expr.op == "widened":
            return "whole"
        return self.kinds[expr.args[1 if expr.op == "choice" else 0]]

    def _place(self, expr: Expr) -> None:
        if expr.op in ("figure", "input"):
            self.places[expr] = Place("figure" if expr.op == "figure" else "input", expr.args[0])
            return
        reads = tuple(self.places[arg] for arg in expr.args)
        if expr.op != "choice":  # a choice writes its buffer before it has read all
            self._read(expr)
        kind = self.kinds[expr]
        if self.free[kind]:
            buffer = self.free[kind].pop()
        else:
            buffer = len(self.buffers)
            self.buffers.append(kind)
        self.places[expr] = Place("buffer", buffer)
        function = "floor_divide" if expr.op == "quotient" and kind == "whole" else expr.op
        self.calls.append(Call(function, reads, buffer))
        if expr.op == "choice":
            self._read(expr)

    def _read(self, expr: Expr) -> None:
        for arg in expr.args:
            self.left[arg] -= 1
        for arg in dict.fromkeys(expr.args):
            if not self.left[arg]:
                self._released(arg)

    def _released(self, expr: Expr) -> None:
        place = self.places[expr]
        if place.of == "buffer":
            self.free[self.kinds[expr]].append(place.what)


def _in_order(outputs: Iterable[Expr]) -> list[Expr]:
    found: dict[Expr, None] = {}
    waiting = [(output, False) for output in reversed(list(outputs))]
    while waiting:
        expr, ready = waiting.pop()
        if ready:
            found[expr] = None
        elif expr not in found:
            waiting.append((expr, True))
            waiting += [(arg, False) for arg in reversed(expr.args) if isinstance(arg, Expr) and arg not in found]
    return list(found)

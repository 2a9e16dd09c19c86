"""Whole numbers and conditions over the answers of a body: what a program comes down to, in one normal form.

A fact with two decimals is the whole number of its hundredths. A score is a sum of fractions whose numerators and denominators
are such nodes: nothing is ever divided but to round, and then by `floor`. Equal nodes of one `Integers` are the same object.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Op = Literal[
    "input",  # (name): an answer, times ten to the power of its decimals
    "sum",  # (constant, ((node, times), …))
    "product",  # (a, b)
    "least", "greatest",  # (a, b)
    "choice",  # (condition, a, b)
    "rounded",  # (parts, factor, mode): the sum of parts times factor, rounded to a whole number
    "flag",  # (name): a condition of an answer
    "constant",  # (True | False)
    "negative", "not_positive", "nothing",  # (parts): the sum of parts is below, at most, equal to nothing
    "not", "and", "or",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One node; `serial` orders the nodes of one `Integers` by when they were first met."""

    op: Op
    args: tuple[Any, ...]
    serial: int

    @property
    def figure(self) -> int | None:
        """The number, when it is one."""
        return self.args[0] if self.op == "sum" and not self.args[1] else None


@dataclass(frozen=True, slots=True)
class Part:
    """A fraction: `over` / (`scale` · Π `by`). Its denominators are above nothing wherever the fraction means something."""

    over: Node
    scale: int
    by: tuple[Node, ...]


Parts = tuple[Part, ...]
"""A number as a sum of fractions, one for each product of denominators."""


class Integers:
    """Makes nodes in normal form, each once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Node] = {}
        self.true = self._node("constant", True)
        self.false = self._node("constant", False)

    def _node(self, op: Op, *args: Any) -> Node:
        key = (op, *args)
        if key not in self._known:
            self._known[key] = Node(op, args, len(self._known))
        return self._known[key]

    # ── whole numbers ──

    def figure(self, value: int) -> Node:
        """A figure."""
        return self._node("sum", value, ())

    def input(self, name: str) -> Node:
        """An answer."""
        return self._node("input", name)

    def total(self, parts: Iterable[tuple[Node, int]], constant: int = 0) -> Node:
        """Σ times · node + constant."""
        sums: dict[Node, int] = {}
        for node, times in parts:
            add, inner = node.args if node.op == "sum" else (0, ((node, 1),))
            constant += add * times
            for atom, by in inner:
                sums[atom] = sums.get(atom, 0) + by * times
        left = tuple(sorted(((node, by) for node, by in sums.items() if by), key=lambda pair: pair[0].serial))
        return left[0][0] if len(left) == 1 and left[0][1] == 1 and not constant else self._node("sum", constant, left)

    def times(self, node: Node, by: int) -> Node:
        """A node times a figure."""
        return self.total(((node, by),))

    def product(self, a: Node, b: Node) -> Node:
        """The product a · b."""
        if (figure := a.figure) is not None:
            return self.times(b, figure)
        if (figure := b.figure) is not None:
            return self.times(a, figure)
        return self._node("product", *sorted((a, b), key=lambda node: node.serial))

    def least(self, a: Node, b: Node) -> Node:
        """The lesser of two."""
        return a if a is b else self._node("least", a, b)

    def greatest(self, a: Node, b: Node) -> Node:
        """The greater of two."""
        return a if a is b else self._node("greatest", a, b)

    def choice(self, condition: Node, a: Node, b: Node) -> Node:
        """Number a where the condition holds, else b."""
        if condition.op == "constant":
            return a if condition.args[0] else b
        return a if a is b else self._node("choice", condition, a, b)

    def rounded(self, parts: Parts, factor: int, mode: str) -> Node:
        """A number times a figure, rounded to a whole number by a named mode."""
        return self._node("rounded", parts, factor, mode)

    # ── conditions ──

    def flag(self, name: str) -> Node:
        """A condition of an answer."""
        return self._node("flag", name)

    def truth(self, value: bool) -> Node:
        """A known condition."""
        return self.true if value else self.false

    def sign(self, op: Literal["negative", "not_positive", "nothing"], parts: Parts) -> Node:
        """Whether a number is below, at most, or equal to nothing."""
        return self._node(op, parts)

    def no(self, node: Node) -> Node:
        """Not."""
        if node.op == "constant":
            return self.truth(not node.args[0])
        return node.args[0] if node.op == "not" else self._node("not", node)

    def joined(self, op: Literal["and", "or"], nodes: Iterable[Node]) -> Node:
        """All of them, or one of them."""
        neutral, settles = (self.true, self.false) if op == "and" else (self.false, self.true)
        parts = sorted({node for node in nodes if node is not neutral}, key=lambda node: node.serial)
        if settles in parts:
            return settles
        return neutral if not parts else parts[0] if len(parts) == 1 else self._node(op, *parts)


def inside(node: Node) -> Iterable[Node]:
    """The nodes right inside."""
    match node.op:
        case "sum":
            yield from (inner for inner, _ in node.args[1])
        case "rounded" | "negative" | "not_positive" | "nothing":
            for part in node.args[0]:
                yield part.over
                yield from part.by
        case _:
            yield from (arg for arg in node.args if isinstance(arg, Node))


def in_order(roots: Iterable[Node]) -> list[Node]:
    """Every node inside some nodes, each once, those inside before those around."""
    found: dict[Node, None] = {}
    waiting = [(node, False) for node in roots]
    while waiting:
        node, ready = waiting.pop()
        if ready:
            found[node] = None
        elif node not in found:
            waiting.append((node, True))
            waiting += [(inner, False) for inner in inside(node) if inner not in found]
    return list(found)

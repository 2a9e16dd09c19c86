"""The branches of a formula, and an evaluator that notes which of them it takes: both ways of a condition, each operand, each winner."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kzrules.exact import CALLS, ExactEvaluator, Lookup
from kzrules.formula import Formula
from kzrules.place import Place
from kzrules.values import Mark, Missing, Single


@dataclass(frozen=True, slots=True)
class Branch:
    """One way through a formula.

    Attributes:
        way: `yes` or `no` of a condition, `decides` or `none_decides` of `and` and `or`, `wins` of `min` and `max`.
        text: the condition, operand or argument it is about.

    """

    place: Place
    way: str
    text: str


def part_place(formula: Formula, node: ast.expr) -> Place:
    """Where a part of a formula stands: inside its scalar, or the scalar where that spans lines."""
    place = formula.place
    if place.line != place.end_line:
        return place
    indent = len(formula.text) - len(formula.text.lstrip())
    quote = int(place.end_column - place.column > len(formula.text))
    return place.part(indent + quote + node.col_offset, (node.end_col_offset or node.col_offset + 1) - node.col_offset)


def part_text(formula: Formula, node: ast.expr) -> str:
    """What a part of a formula says."""
    return formula.text.strip()[node.col_offset : node.end_col_offset]


def branches_of(formula: Formula) -> Iterator[Branch]:
    """Every branch of a formula, from left to right."""
    for node in ast.walk(formula.tree):
        match node:
            case ast.IfExp(test=test):
                yield _branch(formula, test, "yes")
                yield _branch(formula, test, "no")
            case ast.BoolOp(values=values):
                yield from (_branch(formula, part, "decides") for part in values)
                yield _branch(formula, node, "none_decides")
            case ast.Call(func=ast.Name(id="min" | "max"), args=arguments):
                yield from (_branch(formula, part, "wins") for part in arguments)


def _branch(formula: Formula, node: ast.expr, way: str) -> Branch:
    return Branch(part_place(formula, node), way, part_text(formula, node))


class BranchEvaluator(ExactEvaluator):
    """The exact evaluator, noting in `met` the branches it takes; the values are the same."""

    def __init__(self, met: set[Branch]) -> None:
        super().__init__()
        self.met = met
        self.now: Formula | None = None
        self.nodes[ast.Call] = self._call

    def value(self, formula: Formula, look: Lookup) -> Single:
        """The value of `formula`, its branches noted."""
        before, self.now = self.now, formula
        try:
            return super().value(formula, look)
        finally:
            self.now = before

    def _note(self, node: ast.expr, way: str) -> None:
        assert self.now is not None
        self.met.add(_branch(self.now, node, way))

    def _if(self, node: ast.IfExp) -> Any:
        test = self._eval(node.test)
        if isinstance(test, Missing | Mark):
            return test
        self._note(node.test, "yes" if test else "no")
        return self._eval(node.body if test else node.orelse)

    def _bool(self, node: ast.BoolOp) -> Any:
        settles = isinstance(node.op, ast.Or)
        for part in node.values:
            value = self._eval(part)
            if not isinstance(value, Missing | Mark) and bool(value) is settles:
                self._note(part, "decides")
                break
        else:
            self._note(node, "none_decides")
        return super()._bool(node)

    def _call(self, node: ast.Call) -> Any:
        assert isinstance(node.func, ast.Name)
        values = [self._eval(part) for part in node.args]
        found = CALLS[node.func.id](*values)
        if node.func.id in ("min", "max") and values.count(found) == 1:
            self._note(node.args[values.index(found)], "wins")
        return found

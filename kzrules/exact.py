"""The exact reader of a formula: simpleeval over Fractions. It defines the result.

Behind the allow-list of `formula`, simpleeval walks the tree with our operators, which carry
Missing and NotApplicable through arithmetic: unknown stays unknown, whatever stands beside it,
unless a condition never looks at it. Division by zero is undecided, never a crash.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from simpleeval import SimpleEval

from kzrules.formula import Formula
from kzrules.functions import FUNCTIONS
from kzrules.values import Mark, Missing, NotApplicable, Single, undecided

Lookup = Callable[[str], Any]

BY_ZERO = undecided("делить не на что: знаменатель равен нулю", "division by zero")
NOT_APPLICABLE_USED = undecided(
    "значение неприменимо, а редакция не говорит, что тогда делать", "a value is not applicable, and the edition does not say what then"
)


def lifted(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, made to answer Missing when an argument is Missing, and NotApplicable likewise."""

    def apply(*arguments: Any) -> Any:
        for argument in arguments:
            if argument.__class__ in (Missing, Mark):
                return _lack(arguments)
        try:
            return function(*arguments)
        except ZeroDivisionError:
            return BY_ZERO

    return apply


def _lack(arguments: tuple[Any, ...]) -> Missing | Mark:
    missing = [a for a in arguments if isinstance(a, Missing)]
    if not missing:
        return NotApplicable
    whole = missing[0]
    for part in missing[1:]:
        whole = whole | part
    return whole


OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: lifted(operator.add),
    ast.Sub: lifted(operator.sub),
    ast.Mult: lifted(operator.mul),
    ast.Div: lifted(operator.truediv),
    ast.USub: lifted(operator.neg),
    ast.Not: lifted(operator.not_),
    ast.Lt: lifted(operator.lt),
    ast.LtE: lifted(operator.le),
    ast.Gt: lifted(operator.gt),
    ast.GtE: lifted(operator.ge),
    ast.Eq: lifted(operator.eq),
    ast.NotEq: lifted(operator.ne),
}


def _is_applicable(value: Any) -> Any:
    return value if isinstance(value, Missing) else value is not NotApplicable


CALLS: dict[str, Callable[..., Any]] = {
    **{name: lifted(function.exact) for name, function in FUNCTIONS.items()},
    "applicable": _is_applicable,
}


class ExactEvaluator(SimpleEval):  # type: ignore[misc]
    """simpleeval with three-valued conditions and names that are looked up one by one.

    A condition whose outcome is already settled is settled: `no and unknown` is no.
    """

    def __init__(self) -> None:
        super().__init__(operators=OPERATORS, functions=CALLS, names={})
        self.look: Lookup = _nothing
        self.nodes[ast.Name] = self._name
        self.nodes[ast.BoolOp] = self._bool
        self.nodes[ast.IfExp] = self._if
        self.nodes[ast.Compare] = self._compare

    def value(self, formula: Formula, look: Lookup) -> Single:
        """The value of `formula` where `look` answers its names."""
        before, self.look = self.look, look
        try:
            return self._eval(formula.tree)  # type: ignore[no-any-return]
        finally:
            self.look = before

    def _name(self, node: ast.Name) -> Any:
        return self.look(node.id)

    def _bool(self, node: ast.BoolOp) -> Any:
        settles = isinstance(node.op, ast.Or)
        open_: tuple[Any, ...] = ()
        for part in node.values:
            value = self._eval(part)
            if isinstance(value, Missing | Mark):
                open_ = (*open_, value)
            elif bool(value) is settles:
                return settles
        return _lack(open_) if open_ else not settles

    def _if(self, node: ast.IfExp) -> Any:
        test = self._eval(node.test)
        if isinstance(test, Missing | Mark):
            return test
        return self._eval(node.body if test else node.orelse)

    def _compare(self, node: ast.Compare) -> Any:
        left = self._eval(node.left)
        for op, comparator in zip(node.ops, node.comparators, strict=True):
            right = self._eval(comparator)
            outcome = self.operators[type(op)](left, right)
            if outcome is not True:
                return outcome
            left = right
        return True


def _nothing(name: str) -> Any:
    raise LookupError(name)

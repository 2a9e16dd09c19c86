"""What values a formula can have, before any data arrive: read off the dictionary's bounds and constraints.

A range is never too narrow: whatever the data, the value lies in it. It may be too wide.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from fractions import Fraction

from kzrules.dictionary import FactSpec
from kzrules.formula import Formula
from kzrules.names import Names
from kzrules.program import Checklist, Each, Lookup, Normalise, Number, Value
from kzrules.ranges import ANY, Range, arithmetic, minus, only, plus, rounded_range, united
from kzrules.scope import FULL

_ZERO, _HUNDRED = Fraction(0), Fraction(100)


def range_of(value: Value, names: Names) -> Range:
    """The range of a value."""
    match value:
        case Number(value=figure):
            return only(figure)
        case Formula(tree=tree):
            return _range(tree, names)
        case Lookup(table=table):
            points = [row.points for row in table.rows if row.points is not None]
            return Range(min(points), max(points)) if points else ANY
        case Each() | Checklist() | Normalise():
            return ANY


def codes_of(value: Value, names: Names) -> dict[str, FactSpec | None] | None:
    """The codes a value can have, each with the choice it is an answer of; None where that is not known."""
    return _codes(value.tree, names) if isinstance(value, Formula) else None


def _codes(node: ast.expr, names: Names) -> dict[str, FactSpec | None] | None:
    match node:
        case ast.Constant(value=str(code)):
            return {code: None}
        case ast.IfExp(body=body, orelse=orelse):
            one, two = _codes(body, names), _codes(orelse, names)
            return None if one is None or two is None else {**one, **two}
        case ast.Name(id=name):
            spec = names.spec(name)
            if spec is not None:
                return dict.fromkeys(spec.choices, spec) if spec.type == "choice" else None
            return codes_of(names.let[name], names) if name in names.let else None
        case _:
            return None


def _range(node: ast.expr, names: Names) -> Range:
    match node:
        case ast.Constant(value=Fraction() as figure):
            return only(figure)
        case ast.Name(id=name):
            return _named(name, names)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return minus(_range(operand, names))
        case ast.BinOp(left=left, op=ast.Sub(), right=right) if _not_above(right, left, names):
            return replace(plus(_range(left, names), minus(_range(right, names))), low=_ZERO)
        case ast.BinOp(left=left, op=op, right=right):
            return arithmetic(op, _range(left, names), _range(right, names))
        case ast.IfExp(body=body, orelse=orelse):
            return united((_range(body, names), _range(orelse, names)))
        case ast.Call(func=ast.Name(id=name), args=args):
            return _called(name, args, names)
        case _:
            return ANY


def _named(name: str, names: Names) -> Range:
    spec = names.spec(name)
    if spec is not None:
        return Range(spec.least, spec.most, Fraction(1, 10**spec.places)) if spec.type in ("count", "number") else ANY
    if name in names.let:
        return range_of(names.let[name], names)
    if name == FULL and names.full is not None:
        return Range(names.full, names.full)
    return ANY


def _called(name: str, args: list[ast.expr], names: Names) -> Range:
    found = [_range(argument, names) for argument in args]
    lows, highs = [one.low for one in found], [one.high for one in found]
    match name:
        case "percent" | "share":
            whole = _HUNDRED if name == "percent" else Fraction(1)
            least = _ZERO if found[0].positive and found[1].positive else None
            return Range(least, whole if found[1].positive and _not_above(args[0], args[1], names) else None)
        case "max":
            known = [low for low in lows if low is not None]
            return replace(united(found), low=max(known) if known else None)
        case "min":
            bounds = [high for high in highs if high is not None]
            return replace(united(found), high=min(bounds) if bounds else None)
        case "round_half_up" if isinstance(args[1], ast.Constant):
            return rounded_range(found[0], int(args[1].value), "half_up")  # type: ignore[arg-type]
        case "abs":
            return replace(found[0] if found[0].positive else Range(step=found[0].step), low=_ZERO)
        case _:
            return ANY


def _not_above(small: ast.expr, large: ast.expr, names: Names) -> bool:
    """Whether the dictionary promises that one value is never above another."""
    small, large = _opened(small, names), _opened(large, names)
    if ast.dump(small) == ast.dump(large):
        return True
    if isinstance(small, ast.BinOp) and isinstance(small.op, ast.Sub) and _range(small.right, names).positive:
        return _not_above(small.left, large, names)
    if not isinstance(small, ast.Name) or not isinstance(large, ast.Name):
        return False
    pairs = names.not_above.get(names.over if small.id in names.element else "", frozenset())
    return (small.id, large.id) in pairs or any((middle, large.id) in pairs for first, middle in pairs if first == small.id)


def _opened(node: ast.expr, names: Names) -> ast.expr:
    """What a `let` name stands for, where that is a formula."""
    if isinstance(node, ast.Name) and node.id not in names.element:
        value = names.let.get(node.id)
        if isinstance(value, Formula):
            return _opened(value.tree, names)
    return node

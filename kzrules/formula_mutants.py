"""One small change of a formula at a time: a literal, a comparison, an operator, min and max, a condition turned round."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from kzrules.formula import formula_from_text
from kzrules.nodes import Text
from kzrules.place import Place
from kzrules.values import decimal_text

_SWAPS = {
    ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="), ast.GtE: (">=", ">"), ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="),
    ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "/"), ast.Div: ("/", "*"), ast.And: ("and", "or"), ast.Or: ("or", "and"),
}  # fmt: skip
_CALLS = {"min": "max", "max": "min", "abs": ""}


@dataclass(frozen=True, slots=True)
class FormulaMutant:
    """A changed formula: where inside the scalar, and the whole new text."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    end: int
    new: str


def formula_mutants(node: Text) -> Iterator[FormulaMutant]:
    """Every small change of the formula that a scalar holds."""
    formula, _ = formula_from_text(node)
    if formula is None:
        return
    source = node.value.strip().replace("\n", " ")
    indent = len(node.value) - len(node.value.lstrip())
    seen = set()
    for change in _changes(formula.tree, source):
        text = source[: change.start] + change.new + source[change.end :]
        if text not in seen:
            seen.add(text)
            yield FormulaMutant(_place(node, indent + change.start, change.end - change.start), text)


def next_number(text: str) -> str:
    """The number one higher in its last printed digit: 15 to 16, 0.5 to 0.6."""
    places = len(text.partition(".")[2])
    return decimal_text(Fraction(text) + Fraction(1, 10**places), places)


def _place(node: Text, start: int, length: int) -> Place:
    if node.place.line != node.place.end_line:
        return node.place
    return node.place.part(start + (0 if node.plain else 1), length)


def _changes(tree: ast.expr, source: str) -> Iterator[_Change]:
    if isinstance(tree, ast.Name):
        yield _Change(0, len(source), "0")
    for node in ast.walk(tree):
        yield from _of(node, source)


def _of(node: ast.AST, source: str) -> Iterator[_Change]:
    match node:
        case ast.Constant(value=Fraction()):
            yield _Change(_start(node), _end(node), next_number(source[_start(node) : _end(node)]))
        case ast.BinOp(left=left, op=op, right=right):
            yield _between(left, right, op, source)
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            for compared, one, other in zip(ops, (left, *comparators), comparators, strict=False):
                yield _between(one, other, compared, source)
        case ast.BoolOp(op=op, values=values):
            for one, other in pairwise(values):
                yield _between(one, other, op, source)
        case ast.UnaryOp(op=ast.Not()):
            found = re.compile(r"not\s*").match(source, _start(node))
            assert found is not None
            yield _Change(found.start(), found.end(), "")
        case ast.UnaryOp(op=ast.USub()):
            yield _Change(_start(node), _start(node) + 1, "")
        case ast.IfExp(body=body, orelse=orelse):
            yield _turned(body, orelse, node, source)
        case ast.Call(func=ast.Name(id=name)) if name in _CALLS:
            yield _Change(_start(node), _start(node) + len(name), _CALLS[name])


def _between(one: ast.expr, other: ast.expr, op: ast.AST, source: str) -> _Change:
    old, new = _SWAPS[type(op)]
    at = source.index(old, _end(one))
    assert at < _start(other)
    return _Change(at, at + len(old), new)


def _turned(body: ast.expr, orelse: ast.expr, node: ast.IfExp, source: str) -> _Change:
    start = source.index("if", _end(body)) + 2
    end = source.rindex("else", start, _start(orelse))
    assert start <= _start(node.test)
    return _Change(start, end, f" not ({source[start:end].strip()}) ")


def _start(node: ast.AST) -> int:
    return int(getattr(node, "col_offset", 0))


def _end(node: ast.AST) -> int:
    return int(getattr(node, "end_col_offset", 0))

"""A second reader of formulas: Python's own compiler over Fractions. It shares no line with the exact interpreter.

Literals become exact, `and` and `or` ask every part (a settled answer is settled, whatever could not be computed
beside it); a division by zero anywhere else leaves the whole undecided.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from types import CodeType
from typing import Any

UNDECIDED = object()


def value_of(text: str, names: Mapping[str, Any]) -> Any:
    """The value of a formula where every name is known; UNDECIDED when it divides by zero."""
    try:
        return eval(_compiled(text), {"__builtins__": {}, **_FUNCTIONS, **names})
    except ZeroDivisionError:
        return UNDECIDED


@cache
def _compiled(text: str) -> CodeType:
    source = text.strip().replace("\n", " ")
    tree = ast.fix_missing_locations(_Exact(source).visit(ast.parse(source, mode="eval")))
    return compile(tree, "formula", "eval")


class _Exact(ast.NodeTransformer):
    def __init__(self, source: str) -> None:
        self.source = source

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, str):
            return node
        written = ast.Constant(ast.get_source_segment(self.source, node))
        return ast.Call(ast.Name("_exact", ast.Load()), [written], [])

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        name = "_all" if isinstance(node.op, ast.And) else "_any"
        nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        parts: list[ast.expr] = [ast.Lambda(nothing, self.visit(part)) for part in node.values]
        return ast.Call(ast.Name(name, ast.Load()), parts, [])


def _joined(settling: bool) -> Callable[..., bool]:
    def ask(*parts: Callable[[], Any]) -> bool:
        open_ = False
        for part in parts:
            try:
                if bool(part()) == settling:
                    return settling
            except ZeroDivisionError:
                open_ = True
        if open_:
            raise ZeroDivisionError
        return not settling

    return ask


def round_half_up(value: Fraction, places: Fraction) -> Fraction:
    """Halves away from zero, by floor and ceiling."""
    unit = Fraction(1, 10 ** int(places))
    steps = value / unit
    return (math.floor(steps + Fraction(1, 2)) if value >= 0 else math.ceil(steps - Fraction(1, 2))) * unit


_FUNCTIONS: dict[str, Any] = {
    "_exact": Fraction,
    "_all": _joined(False),
    "_any": _joined(True),
    "abs": abs,
    "applicable": lambda _: True,
    "max": max,
    "min": min,
    "percent": lambda part, whole: part / whole * 100,
    "round_half_up": round_half_up,
    "share": lambda part, whole: part / whole,
}

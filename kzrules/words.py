"""The printed form of a formula: the same tree, read for people."""

from __future__ import annotations

import ast
from collections.abc import Callable
from fractions import Fraction

from kzrules.functions import FUNCTIONS
from kzrules.values import decimal_text

_SIGNS = {
    ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "/",
    ast.Lt: "<", ast.LtE: "≤", ast.Gt: ">", ast.GtE: "≥", ast.Eq: "=", ast.NotEq: "≠",
}  # fmt: skip
_RANK = {ast.Add: 4, ast.Sub: 4, ast.Mult: 5, ast.Div: 5}


def words(tree: ast.expr, name: Callable[[str], str], lang: str = "ru") -> str:
    """`tree` as a line of text; `name` says how each name is shown."""
    return _Words(name, lang).text(tree, 0)


class _Words:
    def __init__(self, name: Callable[[str], str], lang: str) -> None:
        self.name = name
        self.russian = lang != "en"

    def text(self, node: ast.expr, outer: int) -> str:
        """The text of `node`, in brackets where `outer` binds tighter."""
        text, rank = self._one(node)
        return f"({text})" if rank < outer else text

    def _one(self, node: ast.expr) -> tuple[str, int]:
        match node:
            case ast.Constant(value=Fraction() as number):
                text = decimal_text(number)
                return (text.replace(".", ",") if self.russian else text), 9
            case ast.Constant(value=value):
                return f"«{self.name(str(value))}»", 9
            case ast.Name(id=name):
                return self.name(name), 9
            case ast.BinOp(left=left, op=op, right=right):
                rank = _RANK[type(op)]
                return f"{self.text(left, rank)} {_SIGNS[type(op)]} {self.text(right, rank + 1)}", rank
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return f"−{self.text(operand, 6)}", 5
            case ast.UnaryOp(operand=operand):
                return f"{'не' if self.russian else 'not'} {self.text(operand, 3)}", 3
            case ast.BoolOp(op=op, values=values):
                conjunction = isinstance(op, ast.And)
                sign = ("и" if conjunction else "или") if self.russian else ("and" if conjunction else "or")
                rank = 2 if conjunction else 1
                return f" {sign} ".join(self.text(v, rank + 1) for v in values), rank
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                parts = [self.text(left, 4)]
                for comparison, right in zip(ops, comparators, strict=True):
                    parts += [_SIGNS[type(comparison)], self.text(right, 4)]
                return " ".join(parts), 3
            case ast.IfExp(test=test, body=body, orelse=orelse):
                a, b, c = self.text(body, 1), self.text(test, 1), self.text(orelse, 0)
                return (f"{a}, если {b}, иначе {c}" if self.russian else f"{a} if {b}, else {c}"), 0
            case ast.Call(func=ast.Name(id=name), args=args):
                if not self.russian:
                    return f"{name}({', '.join(self.text(a, 0) for a in args)})", 9
                pattern = FUNCTIONS[name].words
                inside = [self.text(a, 5 if "/" in pattern else 0) for a in args]
                return pattern.format(*inside, args="; ".join(inside)), 5 if "/" in pattern else 9
            case _:  # pragma: no cover - the allow-list admits nothing else
                raise AssertionError(ast.dump(node))

"""Formula text to the allow-listed tree: the only form of a formula, with many readers.

Grammar: a subset of Python's expressions.

    formula    := formula 'if' condition 'else' formula | sum
    condition  := 'not' condition | condition ('and'|'or') condition | sum compare sum | name
    compare    := '<' | '<=' | '>' | '>=' | '==' | '!='
    sum        := product {('+'|'-') product}
    product    := factor {('*'|'/') factor}
    factor     := '-' factor | number | name | call | "'" code "'" | '(' formula ')'
    call       := function '(' formula {',' formula} ')'

A literal is the exact number its text writes: `0.1` is one tenth.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from kzrules.diagnostic import Diagnostic
from kzrules.functions import FUNCTIONS
from kzrules.guess import guesses
from kzrules.nodes import Text, script_faults
from kzrules.place import Place

LENGTH_LIMIT = 600
DEPTH_LIMIT = 24
DIGIT_LIMIT = 24
_LITERAL = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?|0+(\.[0-9]+)?")
_FOREIGN = re.compile(r"[#\\;@$?`]|(?<![\w.])[0-9][0-9.]*(?=if\b|else\b|and\b|or\b|in\b|is\b|not\b)")
_BINARY = (ast.Add, ast.Sub, ast.Mult, ast.Div)
_COMPARE = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
_REFUSED = {
    ast.Attribute: ("обращение через точку", "attribute access"),
    ast.Subscript: ("обращение по индексу [ ]", "subscript"),
    ast.Lambda: ("lambda", "lambda"),
    ast.ListComp: ("перебор списка", "comprehension"),
    ast.SetComp: ("перебор списка", "comprehension"),
    ast.DictComp: ("перебор списка", "comprehension"),
    ast.GeneratorExp: ("перебор списка", "comprehension"),
    ast.List: ("список [ ]", "list"),
    ast.Tuple: ("перечисление через запятую", "tuple"),
    ast.Set: ("множество { }", "set"),
    ast.Dict: ("словарь { }", "dict"),
    ast.JoinedStr: ("составная строка", "f-string"),
    ast.NamedExpr: ("присваивание", "assignment"),
    ast.Starred: ("звёздочка перед аргументом", "starred argument"),
    ast.Await: ("await", "await"),
    ast.Yield: ("yield", "yield"),
    ast.Pow: ("степень **", "power **"),
    ast.Mod: ("остаток %", "remainder %"),
    ast.FloorDiv: ("целочисленное деление //", "floor division //"),
    ast.Is: ("is", "is"),
    ast.IsNot: ("is not", "is not"),
    ast.In: ("in", "in"),
    ast.NotIn: ("not in", "not in"),
    ast.Invert: ("~", "~"),
    ast.UAdd: ("знак + перед числом", "unary +"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A parsed formula: its text, its tree (literals are Fractions), the names it uses, its place."""

    text: str
    tree: ast.expr
    names: frozenset[str]
    place: Place


@dataclass(frozen=True, slots=True)
class _Fault:
    code: str
    start: int
    length: int
    values: tuple[tuple[str, Any], ...] = ()


def formula_from_text(node: Text) -> tuple[Formula | None, list[Diagnostic]]:
    """The formula of a YAML scalar, or every fault in it with its place inside the scalar."""
    if not node.value.isascii():
        found = [d for word in re.finditer(r"\w+", node.value) for d in _script(word, node)]
        if found:
            return None, found
    tree, names, faults = _parsed(node.value)
    if tree is None:
        return None, [Diagnostic(f.code, _inside(node, f.start, f.length), dict(f.values)) for f in faults]
    return Formula(node.value, tree, names, node.place), []


def _script(word: re.Match[str], node: Text) -> Iterator[Diagnostic]:
    place = _inside(node, word.start(), len(word.group()))
    found = list(script_faults(word.group(), place))
    if not found and not word.group().isascii():
        found = [Diagnostic("KZ015", place, {"word": word.group()})]
    yield from found


def _inside(node: Text, start: int, length: int) -> Place:
    place = node.place
    if place.line != place.end_line:
        return place
    return place.part(start + (0 if node.plain else 1), length)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[ast.expr | None, frozenset[str], tuple[_Fault, ...]]:
    """The tree of a text, shared by all places that write it the same way."""
    deepest = _bracket_depth(text)
    if len(text) > LENGTH_LIMIT:
        return None, frozenset(), (_too_complex("знаков", "characters", len(text), LENGTH_LIMIT),)
    if deepest > DEPTH_LIMIT:
        return None, frozenset(), (_too_complex("вложенных скобок", "nested brackets", deepest, DEPTH_LIMIT),)
    foreign = _FOREIGN.search(text)
    if foreign:
        at = foreign.group()
        return None, frozenset(), (_Fault("KZ201", foreign.start(), len(at), (("detail_ru", f"непонятно «{at}»"), ("detail_en", f"at “{at}”"))),)
    indent = len(text) - len(text.lstrip())
    try:
        tree = ast.parse(text.strip().replace("\n", " "), mode="eval").body
    except SyntaxError as error:
        start = indent + max(0, (error.offset or 1) - 1)
        return None, frozenset(), (_Fault("KZ201", min(start, len(text)), 1, _syntax(text, error)),)
    except (ValueError, MemoryError, RecursionError):
        return None, frozenset(), (_Fault("KZ201", 0, 1, (("detail_ru", "недопустимый знак"), ("detail_en", "a forbidden character"))),)
    walker = _Walker(text.strip(), indent)
    walker.visit(tree, 0)
    if walker.faults:
        return None, frozenset(), tuple(walker.faults)
    return tree, frozenset(walker.names), ()


def _too_complex(ru: str, en: str, found: int, limit: int) -> _Fault:
    return _Fault("KZ209", 0, 1, (("detail_ru", f"{ru} {found} при пределе {limit}"), ("detail_en", f"{found} {en}, the limit is {limit}")))


def _syntax(text: str, error: SyntaxError) -> tuple[tuple[str, str], ...]:
    at = text.strip()[max(0, (error.offset or 1) - 1) :][:12]
    ru, en = (f"непонятно «{at}»", f"at “{at}”") if at else ("она обрывается", "it ends early")
    return (("detail_ru", ru), ("detail_en", en))


def _bracket_depth(text: str) -> int:
    depth = deepest = 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        deepest = max(deepest, depth)
    return deepest


class _Walker:
    """Checks each node against the allow-list and turns literals into Fractions in place."""

    def __init__(self, text: str, indent: int) -> None:
        self.text = text
        self.indent = indent
        self.faults: list[_Fault] = []
        self.names: set[str] = set()

    def visit(self, node: ast.AST, depth: int) -> None:
        if depth > 2 * DEPTH_LIMIT:
            self.faults.append(_too_complex("уровней", "levels", depth, 2 * DEPTH_LIMIT))
            return
        match node:
            case ast.Constant():
                self._constant(node)
            case ast.Name():
                self.names.add(node.id)
            case ast.BinOp(left=left, op=op, right=right):
                self._operator(node, op, _BINARY)
                self._all((left, right), depth)
            case ast.UnaryOp(op=op, operand=operand):
                self._operator(node, op, (ast.USub, ast.Not))
                self.visit(operand, depth + 1)
            case ast.BoolOp(values=values):
                self._all(values, depth)
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                for comparison in ops:
                    self._operator(node, comparison, _COMPARE)
                self._all((left, *comparators), depth)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self._all((test, body, orelse), depth)
            case ast.Call():
                self._call(node, depth)
            case _:
                self._refuse(node, type(node))

    def _all(self, nodes: Any, depth: int) -> None:
        for node in nodes:
            self.visit(node, depth + 1)

    def _operator(self, node: ast.AST, op: ast.AST, allowed: tuple[type, ...]) -> None:
        if not isinstance(op, allowed):
            self._refuse(node, type(op))

    def _refuse(self, node: ast.AST, kind: type) -> None:
        ru, en = _REFUSED.get(kind, ("такая запись", "this construct"))
        self.fault("KZ202", node, construct_ru=ru, construct_en=en, functions=", ".join(FUNCTIONS))

    def _call(self, node: ast.Call, depth: int) -> None:
        if not isinstance(node.func, ast.Name):
            self._refuse(node.func, type(node.func))
        elif node.func.id not in FUNCTIONS:
            self.fault("KZ204", node.func, name=node.func.id, **guesses(node.func.id, FUNCTIONS))
        else:
            function = FUNCTIONS[node.func.id]
            count = len(node.args)
            if count < function.least or (function.most is not None and count > function.most):
                expected = str(function.least) if function.least == function.most else f"{function.least}+"
                self.fault("KZ205", node, name=node.func.id, expected=expected, found=count)
        if node.keywords:
            self.fault("KZ202", node, construct_ru="именованный аргумент", construct_en="keyword argument", functions=", ".join(FUNCTIONS))
        self._all(node.args, depth)
        if isinstance(node.func, ast.Name) and node.func.id == "round_half_up" and len(node.args) == 2:
            self._places(node.args[1])

    def _places(self, node: ast.expr) -> None:
        """Places to round to stand in the formula as a whole number from 0 to 10."""
        value = node.value if isinstance(node, ast.Constant) else None
        if not isinstance(value, Fraction) or value.denominator != 1 or not 0 <= value <= 10:
            ru, en = "число знаков не целым числом от 0 до 10", "places that are no whole number from 0 to 10"
            self.fault("KZ202", node, construct_ru=ru, construct_en=en, functions=", ".join(FUNCTIONS))

    def _constant(self, node: ast.Constant) -> None:
        source = ast.get_source_segment(self.text, node) or ""
        if isinstance(node.value, str):
            if not re.fullmatch(r"'[a-z][a-z0-9_]*'|\"[a-z][a-z0-9_]*\"", source):
                self.fault("KZ202", node, construct_ru="строка, которая не код", construct_en="text that is no code", functions=", ".join(FUNCTIONS))
        elif isinstance(node.value, bool) or not _LITERAL.fullmatch(source):
            self.fault(
                "KZ202", node, construct_ru=f"запись числа «{source}»", construct_en=f"the number form “{source}”", functions=", ".join(FUNCTIONS)
            )
        elif len(source) > DIGIT_LIMIT:
            self.fault("KZ210", node, value=source, digits=len(source), limit=DIGIT_LIMIT)
        else:
            node.value = Fraction(source)  # type: ignore[assignment]

    def fault(self, code: str, node: ast.AST, **values: Any) -> None:
        start = getattr(node, "col_offset", 0)
        end = getattr(node, "end_col_offset", start + 1) or start + 1
        self.faults.append(_Fault(code, self.indent + start, end - start, tuple(values.items())))

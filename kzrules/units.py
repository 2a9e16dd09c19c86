"""The kind of a formula: what it counts or measures, read off the tree before any data arrive.

Kinds: a unit (`services`, `percent`, `points` …), `number` (a plain number, fits any unit),
`yes_no`, `choice`. Rules: like adds to, compares with and is bounded by like; like divided by like is a
`share`; any other product or quotient is a plain number.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from kzrules.diagnostic import Diagnostic
from kzrules.formula import Formula
from kzrules.functions import FUNCTIONS
from kzrules.place import Place
from kzrules.words import words

PLAIN = "number"
NOT_NUMBERS = {"yes_no", "choice", "text", "list", "answer"}
_KINDS = {
    "yes_no": ("условие (да или нет)", "a condition"),
    "choice": ("код", "a code"),
    "text": ("текст", "text"),
    "list": ("список", "a list"),
    "answer": ("ответ перечня", "a checklist answer"),
    "number": ("число", "a number"),
    "points": ("баллы", "points"),
    "percent": ("проценты", "percent"),
    "share": ("доля", "a share"),
    "services": ("услуги", "services"),
    "complaints": ("жалобы", "complaints"),
    "persons": ("лица", "persons"),
    "documents": ("документы", "documents"),
    "standards": ("стандарты", "standards"),
    "measures": ("мероприятия", "measures"),
    "recommendations": ("рекомендации", "recommendations"),
    "violations": ("нарушения", "violations"),
    "cases": ("факты", "cases"),
    "datasets": ("наборы данных", "data sets"),
    "requests": ("запросы", "requests"),
    "questions": ("вопросы", "questions"),
    "events": ("мероприятия проведённые", "events"),
    "bills": ("законопроекты", "bills"),
    "comments": ("комментарии", "comments"),
    "reports": ("отчёты", "reports"),
    "publications": ("публикации", "publications"),
    "checks": ("требования", "checks"),
    "position": ("позиция", "a position"),
    "mark": ("оценка по 5-балльной шкале", "a mark"),
    "days": ("дни", "days"),
}


class Kinds:
    """Infers the kind of each node; `faults` collects what does not fit."""

    def __init__(self, formula: Formula, kind_of_name: Callable[[str], str | None]) -> None:
        self.formula = formula
        self.kind_of_name = kind_of_name
        self.faults: list[Diagnostic] = []

    def kind(self) -> str:
        """The kind of the whole formula."""
        return self._kind(self.formula.tree)

    def _kind(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(value=value):
                return "choice" if isinstance(value, str) else PLAIN
            case ast.Name(id=name):
                return self.kind_of_name(name) or PLAIN
            case ast.BinOp(left=left, op=op, right=right):
                a, b = self._number(left), self._number(right)
                if isinstance(op, ast.Add | ast.Sub):
                    return self._alike(node, a, b)
                return "share" if isinstance(op, ast.Div) and a == b != PLAIN else PLAIN
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._number(operand)
            case ast.UnaryOp(operand=operand):
                self._condition(operand)
                return "yes_no"
            case ast.BoolOp(values=values):
                for part in values:
                    self._condition(part)
                return "yes_no"
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                self._comparison(node, (left, *comparators), ops)
                return "yes_no"
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self._condition(test)
                return self._alike(node, self._kind(body), self._kind(orelse))
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._call(node, name, args)
            case _:  # pragma: no cover - the allow-list admits nothing else
                raise AssertionError(ast.dump(node))

    def _comparison(self, node: ast.expr, sides: tuple[ast.expr, ...], ops: list[ast.cmpop]) -> None:
        """Like compares with like; only numbers have an order, and answers and lists compare with nothing."""
        kinds = [self._kind(side) for side in sides]
        for kind in kinds[1:]:
            self._alike(node, kinds[0], kind)
        ordered = any(not isinstance(op, ast.Eq | ast.NotEq) for op in ops)
        for side, kind in zip(sides, kinds, strict=True):
            if kind in ("answer", "list") or (ordered and kind in NOT_NUMBERS):
                self._wrong(side, kind, *_KINDS[PLAIN])

    def _call(self, node: ast.Call, name: str, args: list[ast.expr]) -> str:
        unit = FUNCTIONS[name].unit
        if unit == "yes_no":
            for argument in args:
                self._kind(argument)
            return unit
        kinds = [self._number(argument) for argument in args]
        if unit == "first":
            return kinds[0]
        whole = kinds[0]
        for kind in kinds[1:]:
            whole = self._alike(node, whole, kind)
        return whole if unit == "same" else unit

    def _number(self, node: ast.expr) -> str:
        kind = self._kind(node)
        if kind in NOT_NUMBERS:
            self._wrong(node, kind, "число", "a number")
            return PLAIN
        return kind

    def _condition(self, node: ast.expr) -> None:
        kind = self._kind(node)
        if kind != "yes_no":
            self._wrong(node, kind, *_KINDS["yes_no"])

    def _alike(self, node: ast.expr, a: str, b: str) -> str:
        if a == b:
            return a
        if a in NOT_NUMBERS or b in NOT_NUMBERS or PLAIN not in (a, b):
            values = {
                "text": self._text(node),
                "left_ru": kind_word(a),
                "left_en": kind_word(a, "en"),
                "right_ru": kind_word(b),
                "right_en": kind_word(b, "en"),
            }
            self.faults.append(Diagnostic("KZ207", self._place(node), values))
            return PLAIN
        return b if a == PLAIN else a

    def require(self, expected: str) -> None:
        """Says so when the whole formula is not a condition (`yes_no`) or not a number (`number`)."""
        found = self.kind()
        if expected == "yes_no" and found != "yes_no":
            self._wrong(self.formula.tree, found, *_KINDS["yes_no"])
        elif expected == PLAIN and found in NOT_NUMBERS:
            self._wrong(self.formula.tree, found, *_KINDS[PLAIN])

    def _wrong(self, node: ast.expr, kind: str, ru: str, en: str) -> None:
        values = {"expected_ru": ru, "expected_en": en, "text": self._text(node), "found_ru": kind_word(kind), "found_en": kind_word(kind, "en")}
        self.faults.append(Diagnostic("KZ208", self._place(node), values))

    def _text(self, node: ast.expr) -> str:
        return words(node, str, "ru")

    def _place(self, node: ast.expr) -> Place:
        return place_in(self.formula, node)


def kind_word(kind: str, lang: str = "ru") -> str:
    """How a kind is said to people; a unit stands for itself."""
    return _KINDS[kind][lang == "en"] if kind in _KINDS else kind


def place_in(formula: Formula, node: ast.AST) -> Place:
    """Where a node of the tree stands in the file."""
    place = formula.place
    start = getattr(node, "col_offset", 0)
    quoted = place.end_column - place.column > len(formula.text)
    if place.line != place.end_line:
        return place
    indent = len(formula.text) - len(formula.text.lstrip())
    length = (getattr(node, "end_col_offset", None) or start + 1) - start
    return place.part(start + indent + (1 if quoted else 0), length)


def names_in(formula: Formula) -> Iterator[ast.Name]:
    """Every name of a formula, with its node."""
    for node in ast.walk(formula.tree):
        if isinstance(node, ast.Name) and node.id not in FUNCTIONS:
            yield node

"""The exact reader of a plan: every cell over Fractions, with the spreadsheet's own rules about texts and numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from kzrules.facts import Body
from kzrules.values import Mark, Missing, NotApplicable, rounded
from kzrules.workbook.cells import (
    Across,
    Call,
    Cell,
    Clean,
    Column,
    Given,
    Here,
    Key,
    Num,
    OfCodes,
    OfTable,
    Op,
    Outer,
    Own,
    Position,
    Txt,
)  # fmt: skip
from kzrules.workbook.phrases import said
from kzrules.workbook.plan import Group, Plan

LOWEST = Fraction(-(10**99))


class Values:
    """The exact values of a plan; computed when asked for, each once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.steps: dict[tuple[int, int, int], Any] = {}
        self.columns: dict[tuple[str, int, str], Any] = {}
        self.records: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        self.places = {plan.key(body): (group.index, at) for group in plan.groups for at, body in enumerate(group.bodies)}
        for over in plan.lists:
            self.records[over] = [(plan.key(body), dict(record)) for body in plan.bodies for record in records_of(body, over)]

    def step(self, group: Group, body: int, step: int) -> Any:
        """A step of one body."""
        key = (group.index, body, step)
        if key not in self.steps:
            cell = group.steps[step].cell
            assert cell is not None
            self.steps[key] = _Reader(self, group, body).value(cell)
        return self.steps[key]

    def column(self, over: str, record: int, name: str) -> Any:
        """A computed column of one record."""
        key = (over, record, name)
        if key not in self.columns:
            column = self.plan.lists[over].columns[name]
            self.columns[key] = _RecordReader(self, over, record).value(column.cell)
        return self.columns[key]

    def field(self, over: str, record: int, name: str) -> Any:
        """A field as it stands in the cell."""
        given = self.records[over][record][1].get(name)
        spec = self.plan.lists[over].spec.fields[name]
        return "" if given is None else shown_answer(given, spec, self.plan.lang)


def records_of(body: Body, over: str) -> tuple[Any, ...]:
    """The records of a list; none where it is not known."""
    value = body.value(over)
    return value if isinstance(value, tuple) else ()


def shown_answer(value: Any, spec: Any, lang: str) -> Any:
    """An answer as it is typed into a cell: a number, a word, `-` for the unknown."""
    match value:
        case Missing():
            return "-"
        case Mark():
            return "n/a" if value is NotApplicable else "absent"
        case bool():
            return said("yes" if value else "no", lang)
        case str() if spec.type == "choice":
            return code_label(spec.choices, value, lang)
        case _:
            return value


def code_label(choices: Any, code: str, lang: str) -> str:
    """The words of a code; the code itself where they are too long to be compared in a cell, or stand for two codes."""
    labels = [choices[c].get(lang) or choices[c].get("ru") or c for c in choices]
    label = str(choices[code].get(lang) or choices[code].get("ru") or code)
    return label if len(label) < 250 and labels.count(label) == 1 else code


class _Reader:
    """Reads cells of one body."""

    def __init__(self, values: Values, group: Group, body: int) -> None:
        self.values = values
        self.group = group
        self.body = body

    def value(self, cell: Cell) -> Any:
        """The exact value; a list for a range."""
        match cell:
            case Num(value=figure):
                return figure
            case Txt(value=text):
                return text
            case Op(sign=sign, left=left, right=right):
                return _each_pair(sign, self.value(left), self.value(right))
            case Call(name="IF", args=(test, then, otherwise)):
                return self.value(then if self.value(test) else otherwise)
            case Call(name="IFERROR", args=(tried, instead)):
                try:
                    return self.value(tried)
                except (ZeroDivisionError, LookupError):
                    return self.value(instead)
            case Call(name=name, args=args):
                return _called(name, [self.value(arg) for arg in args])
            case Clean(cell=inner):
                return self.value(inner)
            case _:
                return self.found(cell)

    def found(self, cell: Cell) -> Any:
        """What a reference points at."""
        plan = self.values.plan
        match cell:
            case Here(step=step):
                return self.values.step(self.group, self.body, step)
            case Given(name=name):
                return given(self._body, name, plan)
            case Key():
                return plan.key(self._body)
            case Column(over=over, column=column):
                records = range(len(self.values.records[over]))
                return [self.values.records[over][r][0] if not column else self.values.column(over, r, column) for r in records]
            case Across(group=group, name=name):
                other = plan.groups[group]
                return [self.values.step(other, body, other.named[name]) for body in range(len(other.bodies))]
            case OfTable(table=table, column=column):
                return [table_cell(row, column) for row in plan.tables[table].rows]
            case OfCodes(spec=spec, column=column):
                choices = plan.codes[spec]
                return [code if column == "code" else code_label(choices, code, plan.lang) for code in choices]
            case _:  # pragma: no cover - the rest is of records
                raise AssertionError(cell)

    @property
    def _body(self) -> Body:
        return self.group.bodies[self.body]


class _RecordReader(_Reader):
    """Reads cells of one record."""

    def __init__(self, values: Values, over: str, record: int) -> None:
        self.over = over
        self.record = record
        group, body = values.places[values.records[over][record][0]]
        super().__init__(values, values.plan.groups[group], body)

    def found(self, cell: Cell) -> Any:
        match cell:
            case Own(column=column):
                columns = self.values.plan.lists[self.over].columns
                return (self.values.column if column in columns else self.values.field)(self.over, self.record, column)
            case Outer(group=group, step=step):
                return self.values.step(self.values.plan.groups[group], self.body, step)
            case Position(group=group):
                return Fraction(self.body + 1 if group == self.group.index else 0)
            case _:
                return super().found(cell)


def given(body: Body, name: str, plan: Plan) -> Any:
    """An answer as it stands in the cell of the sheet of facts."""
    fact, _, language = name.partition(".")
    spec = plan.facts[name]
    value = body.value(fact)
    if spec.type == "list":
        return "-" if isinstance(value, Missing) else said("list", plan.lang)
    if isinstance(value, dict):
        value = value.get(language, Missing())
    return shown_answer(value, spec, plan.lang)


def table_cell(row: Any, column: str) -> Any:
    """A cell of a point table."""
    match column:
        case "low":
            return LOWEST if row.low is None else row.low
        case "included":
            return Fraction(row.included)
        case "code":
            return row.code
        case _:
            return "-" if row.points is None else row.points


def _each_pair(sign: str, left: Any, right: Any) -> Any:
    if isinstance(left, list) or isinstance(right, list):
        size = len(left if isinstance(left, list) else right)
        pairs = zip(left if isinstance(left, list) else [left] * size, right if isinstance(right, list) else [right] * size, strict=True)
        return [_pair(sign, one, other) for one, other in pairs]
    return _pair(sign, left, right)


def _pair(sign: str, left: Any, right: Any) -> Any:
    """A sign between two cells: numbers come before texts, and a text is no number."""
    if sign in ("=", "<>"):
        same = left == right and isinstance(left, str) == isinstance(right, str)
        return same if sign == "=" else not same
    if sign in ("<", "<=", ">", ">="):
        one, other = ((isinstance(left, str), left), (isinstance(right, str), right))
        if one[0] != other[0]:
            return one[0] > other[0] if sign in (">", ">=") else one[0] < other[0]
        return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]
    if isinstance(left, str) or isinstance(right, str):
        raise LookupError(left, right)  # noqa: TRY004 - what a spreadsheet calls #VALUE!
    left, right = Fraction(left), Fraction(right)
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right


def _numbers(args: list[Any]) -> list[Fraction]:
    flat = [value for arg in args for value in (arg if isinstance(arg, list) else [arg])]
    return [value for value in flat if isinstance(value, Fraction)]


def _called(name: str, args: list[Any]) -> Any:
    if name in _SIMPLE:
        return _SIMPLE[name](args)
    match name:
        case "INDEX":
            return args[0][int(args[1]) - 1]
        case "MATCH" if args[0] in args[1]:
            return Fraction(args[1].index(args[0]) + 1)
        case "SUMIFS":
            return sum((v for v, k in zip(args[0], args[1], strict=True) if k == args[2] and isinstance(v, Fraction)), Fraction(0))
        case _:
            raise LookupError(name, args)  # a code that no row has


_SIMPLE: dict[str, Callable[[list[Any]], Any]] = {
    "ABS": lambda args: abs(args[0]),
    "AND": all,
    "COUNT": lambda args: Fraction(len(_numbers(args))),
    "INT": lambda args: Fraction(args[0].numerator // args[0].denominator),
    "ISNUMBER": lambda args: isinstance(args[0], Fraction),
    "MAX": lambda args: max(_numbers(args)),
    "MIN": lambda args: min(_numbers(args)),
    "OR": any,
    "ROUND": lambda args: rounded(args[0], int(args[1]), "half_up"),
    "ROUNDDOWN": lambda args: rounded(args[0], int(args[1]), "down"),
    "SUM": lambda args: sum(_numbers(args), Fraction(0)),
    "SUMPRODUCT": lambda args: sum((Fraction(value) for value in args[0]), Fraction(0)),
}

"""A live workbook read back: which edition, readings and bodies it is about, what its inputs say now, what its formulas gave."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kzrules.diagnostic import Diagnostic
from kzrules.dictionary import LANGUAGES, FactSpec
from kzrules.extras import needed
from kzrules.facts import Body
from kzrules.forms.workbook_guard import workbook_kind
from kzrules.library import Library
from kzrules.place import Place, cell_place, file_place
from kzrules.values import Absent, FactValue, Missing, NotApplicable, Single
from kzrules.workbook.exact import code_label
from kzrules.workbook.layout import HEAD, META, Layout
from kzrules.workbook.phrases import said
from kzrules.workbook.plan import Plan
from kzrules.workbook.rules import plan_of
from kzrules.workbook.sheets_facts import allowed

_MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a workbook holds: the plan it was written from, and the plan with the answers that stand in it now."""

    plan: Plan
    layout: Layout
    cells: Mapping[str, Any]


def read_workbook(data: bytes, file: str, library: Library) -> tuple[ReadBack | None, list[Diagnostic]]:
    """A workbook that kzrules wrote and a spreadsheet program saved again.

    Raises:
        NoEdition: when the library has no such edition.
        NotInstalled: without openpyxl.

    """
    book, faults = _opened(data, file)
    if book is None:
        return None, faults
    meta, bodies, faults = _meta(book, file)
    if meta is None:
        return None, faults
    edition = library.load(meta["edition"])
    if edition.sha256 != meta["sha256"]:
        said_of = {"edition": edition.id, "found": str(meta["sha256"])[:12], "own": edition.sha256[:12]}
        return None, [Diagnostic("KZ893", file_place(file), said_of)]
    empty = tuple(Body(b["id"], b["kind"], b["name"], {}, {}, Place(file), b["period"]) for b in bodies)
    plan = plan_of(edition, empty, meta["readings"], meta["lang"], frozenset(meta["hidden"]))
    reader = _Inputs(book, plan, file)
    filled = reader.bodies()
    if reader.faults:
        return None, reader.faults
    now = plan_of(edition, filled, meta["readings"], meta["lang"], plan.hidden)
    return ReadBack(now, Layout(now), {sheet.title: sheet for sheet in book.worksheets}), []


def _opened(data: bytes, file: str) -> tuple[Any, list[Diagnostic]]:
    kind, faults = workbook_kind(data, file)
    if kind is None:
        return None, faults
    try:
        if kind == "xlsx":
            return needed("openpyxl", "excel").load_workbook(io.BytesIO(data), data_only=True), []
    except (KeyError, ValueError, TypeError, AttributeError, OSError, EOFError, SyntaxError):  # whatever openpyxl meets in a damaged package
        return None, [_foreign(file, "файл повреждён", "the file is damaged")]
    return None, [_foreign(file, "нужен файл .xlsx", "an .xlsx file is needed")]


def _meta(book: Any, file: str) -> tuple[dict[str, Any] | None, list[dict[str, Any]], list[Diagnostic]]:
    if META not in book.sheetnames:
        return None, [], [_foreign(file, f"нет листа «{META}»", f"there is no sheet “{META}”")]
    try:
        rows = [json.loads(row[0]) for row in book[META].iter_rows(values_only=True, max_col=1) if row[0]]
        meta, bodies = rows[0], rows[1:]
        _ = (
            meta["edition"],
            meta["sha256"],
            meta["readings"],
            meta["lang"],
            meta["hidden"],
            [(b["id"], b["kind"], b["period"], b["name"]) for b in bodies],
        )
    except (ValueError, TypeError, LookupError):
        return None, [], [_foreign(file, f"лист «{META}» повреждён", f"the sheet “{META}” is damaged")]
    return meta, bodies, []


def _foreign(file: str, ru: str, en: str) -> Diagnostic:
    return Diagnostic("KZ892", file_place(file), {"why_ru": ru, "why_en": en})


class _Inputs:
    """Reads the yellow cells."""

    def __init__(self, book: Any, plan: Plan, file: str) -> None:
        self.book = book
        self.plan = plan
        self.layout = Layout(plan)
        self.file = file
        self.faults: list[Diagnostic] = []

    def bodies(self) -> tuple[Body, ...]:
        """The bodies with the answers that stand in the cells."""
        lists = {over: self._records(over) for over in self.plan.lists}
        found = []
        for group in self.plan.groups:
            for at, body in enumerate(group.bodies):
                column = self.layout.body_columns[group.index, at]
                values = self._facts(column, self.plan.asked[group.index])
                for over, records in lists.items():
                    if over in values and not isinstance(values[over], Missing):
                        values[over] = tuple(records.get(self.plan.key(body), ()))
                found.append(Body(body.id, body.kind, body.name, values, {}, body.place, body.period))
        return tuple(found)

    def _facts(self, column: int, asked: set[str]) -> dict[str, FactValue]:
        found: dict[str, Any] = {}
        for name, row in self.layout.fact_rows.items():
            if name not in asked:
                continue
            spec = self.plan.facts[name]
            fact, _, language = name.partition(".")
            value = self._answer("facts", row, column, spec, fact)
            if language:
                found.setdefault(fact, dict.fromkeys(LANGUAGES, Missing(frozenset([fact]))))[language] = value
            else:
                found[fact] = value
        return found

    def _records(self, over: str) -> dict[str, list[dict[str, Single]]]:
        key, columns = f"list:{over}", self.layout.list_columns(over)
        spec = self.plan.lists[over].spec
        sheet = self._sheet(key)
        found: dict[str, list[dict[str, Single]]] = {}
        known = {self.plan.key(body) for body in self.plan.bodies}
        if sheet is not None and (sheet.max_row or 0) > _MOST_ROWS:
            ru, en = f"на листе «{sheet.title}» строк больше {_MOST_ROWS}", f"the sheet “{sheet.title}” has more than {_MOST_ROWS} rows"
            self.faults.append(_foreign(self.file, ru, en))
            return found
        for row in range(HEAD + 1, (sheet.max_row or 0) + 1) if sheet is not None else ():
            owner = sheet.cell(row, 1).value
            if owner in (None, ""):
                continue
            if owner not in known:
                self._wrong((key, row, 1), said("body", self.plan.lang), owner, ", ".join(sorted(known)))
                continue
            record = {name: self._answer(key, row, columns[name], field, f"{over}.{name}") for name, field in spec.fields.items()}
            found.setdefault(str(owner), []).append(record)
        return found

    def _sheet(self, key: str) -> Any:
        name = self.layout.names[key]
        if name in self.book.sheetnames:
            return self.book[name]
        self.faults.append(_foreign(self.file, f"нет листа «{name}»", f"there is no sheet “{name}”"))
        return None

    def _answer(self, key: str, row: int, column: int, spec: FactSpec, name: str) -> Any:
        sheet = self._sheet(key)
        value = sheet.cell(row, column).value if sheet is not None else None
        lang = self.plan.lang
        if value in (None, "", "-"):
            return Missing(frozenset([name]))
        if value == "n/a" and (spec.not_applicable is not None or spec.type == "defects"):
            return NotApplicable
        if value == "absent" and spec.type == "defects":
            return Absent
        match spec.type:
            case "yes_no" if value in (said("yes", lang), said("no", lang)):
                return value == said("yes", lang)
            case "choice":
                codes = [code for code in spec.choices if code_label(spec.choices, code, lang) == value]
                if codes:
                    return codes[0]
            case "list" if value == said("list", lang):
                return ()
            case "text":
                return str(value)
            case "count" | "number" | "defects" if _is_number(value) and _fits(Fraction(repr(value)), spec):
                return Fraction(repr(value))
        self._wrong((key, row, column), spec.title(lang), value, allowed(spec, lang), allowed(spec, "en"))
        return Missing(frozenset([name]))

    def _wrong(self, at: tuple[str, int, int], label: str, value: Any, ru: str, en: str = "") -> None:
        key, row, column = at
        values = {"label": label, "value": value, "allowed_ru": ru, "allowed_en": en or ru}
        self.faults.append(Diagnostic("KZ894", cell_place(self.file, self.layout.names[key], row, column), values))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fits(value: Fraction, spec: FactSpec) -> bool:
    whole = value.denominator == 1 or spec.places > 0
    return whole and (spec.least is None or value >= spec.least) and (spec.most is None or value <= spec.most)

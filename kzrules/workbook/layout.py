"""Where each cell of a plan stands: sheets, rows, columns. Rows and columns count from 1."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kzrules.facts import Body
from kzrules.place import cell_place
from kzrules.workbook.exact import records_of
from kzrules.workbook.phrases import said
from kzrules.workbook.plan import Group, Plan

HEAD = 5  # the row of the bodies' keys on the sheets of facts and computation
FACT_COLUMNS = 3  # columns before the bodies
STEP_COLUMNS = 4
SPARE = 12  # empty records at the end of each list
META = "kzrules"
_LONGEST = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class Layout:
    """The addresses of a plan."""

    plan: Plan

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of sheets: `front`, `total`, `facts`, `list:…`, `steps:0`, `tables`, `answers`, `check`."""
        lang = self.plan.lang
        found = {name: said(f"sheet_{name}", lang) for name in ("front", "total", "facts")}
        for over, list_plan in self.plan.lists.items():
            found[f"list:{over}"] = _sheet_name(list_plan.spec.title(lang), found)
        for group in self.plan.groups:
            year = f" {group.period}" if self.plan.several_years else ""
            found[f"steps:{group.index}"] = said(f"sheet_steps_{group.kind}", lang) + year
        return {**found, **{name: said(f"sheet_{name}", lang) for name in ("tables", "answers", "check")}}

    # ── facts ──

    @cached_property
    def fact_rows(self) -> dict[str, int]:
        """The row of each answer."""
        return {name: HEAD + 1 + index for index, name in enumerate(self.plan.facts)}

    @cached_property
    def body_columns(self) -> dict[tuple[int, int], int]:
        """The column of each body on the sheet of facts, by group and its place there."""
        places = [(group.index, at) for group in self.plan.groups for at in range(len(group.bodies))]
        return {place: FACT_COLUMNS + 1 + index for index, place in enumerate(places)}

    # ── computation ──

    def step_column(self, body: int) -> int:
        """The column of a body on its sheet of computation."""
        return STEP_COLUMNS + 1 + body

    @cached_property
    def step_rows(self) -> dict[int, dict[int, int]]:
        """The row of each step, by group: first the facts, then the rules in their order."""
        found: dict[int, dict[int, int]] = {}
        for group in self.plan.groups:
            facts = [i for i, step in enumerate(group.steps) if step.style == "fact"]
            rest = [i for i, step in enumerate(group.steps) if step.style != "fact"]
            found[group.index] = {step: HEAD + 2 + index for index, step in enumerate([*facts, *rest])}
        return found

    # ── lists ──

    def records(self, over: str) -> list[tuple[Body, int]]:
        """The records of a list as they stand below one another: whose, and which of theirs."""
        return [(body, index) for body in self.plan.bodies for index in range(len(records_of(body, over)))]

    def list_rows(self, over: str) -> range:
        """Rows of records, the spare ones too."""
        return range(HEAD + 1, HEAD + 1 + len(self.records(over)) + SPARE)

    def list_columns(self, over: str) -> dict[str, int]:
        """The column of each field and computed column; the empty name is the body's key, `at:0` its place in a group."""
        list_plan = self.plan.lists[over]
        groups = sorted({c.group for c in list_plan.columns.values() if c.group is not None})
        names = ["", *list_plan.spec.fields, *(f"at:{group}" for group in groups), *list_plan.columns]
        return {name: 1 + index for index, name in enumerate(names)}

    # ── tables and answers ──

    @cached_property
    def table_rows(self) -> dict[int, int]:
        """The first row of each point table."""
        found: dict[int, int] = {}
        row = 3
        for index, table in enumerate(self.plan.tables):
            found[index] = row + 2
            row += len(table.rows) + 3
        return found

    @cached_property
    def code_rows(self) -> dict[str, int]:
        """The first row of the answers of each choice."""
        found: dict[str, int] = {}
        row = 3
        for name, choices in self.plan.codes.items():
            found[name] = row + 1
            row += len(choices) + 4  # the unknown and the inapplicable stand below
        return found

    def place(self, group: Group, body: int, step: int, file: str = "") -> str:
        """`Расчёт!F12`."""
        place = cell_place(file, self.names[f"steps:{group.index}"], self.step_rows[group.index][step], self.step_column(body))
        return f"{place.sheet}!{place.cell}"


TABLE_COLUMNS = {"printed": 1, "low": 2, "included": 3, "code": 4, "label": 5, "points": 6}
CODE_COLUMNS = {"code": 1, "label": 2}


def _sheet_name(title: str, taken: dict[str, str]) -> str:
    """A title as the name of a sheet: at most 31 characters, none of those that spreadsheets refuse, and not taken."""
    name = " ".join(title.translate(_FORBIDDEN).split())
    if len(name) > _LONGEST:
        name = name[: _LONGEST + 1].rpartition(" ")[0] or name[:_LONGEST]
    while name in taken.values():
        name = name[:29] + " 2"
    return name

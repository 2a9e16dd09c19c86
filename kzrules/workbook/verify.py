"""A recalculated workbook against the exact values: where doubles differ, and whether it would matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kzrules.values import decimal_text, exact_text, rounded, shown
from kzrules.workbook.exact import Values
from kzrules.workbook.plan import Plan
from kzrules.workbook.read_back import ReadBack

CLOSE = Fraction(1, 10**9)  # doubles of our size are closer than this to what they stand for


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell whose recalculated value is not the exact one.

    Attributes:
        another: the rounded value differs: the score or the text in the cell is another one.
        grade: the cell is a grade.

    """

    cell: str
    title: str
    body: str
    exact: Any
    found: Any
    another: bool
    grade: bool

    @property
    def difference(self) -> Fraction | None:
        """Found less exact."""
        if isinstance(self.exact, Fraction) and isinstance(self.found, Fraction):
            return self.found - self.exact
        return None


@dataclass(frozen=True, slots=True)
class Verified:
    """How many cells were compared, and those that differ at all."""

    cells: int
    differences: tuple[Difference, ...]

    @property
    def serious(self) -> tuple[Difference, ...]:
        """Those whose rounded value, text or grade is another one."""
        return tuple(d for d in self.differences if d.another)


def verified(back: ReadBack) -> Verified:
    """Every formula of computation and lists against the exact values of the answers that stand in the workbook now."""
    plan, values = back.plan, Values(back.plan)
    places = plan.groups[0].program.overall.rounding.places if plan.groups else 2
    count = 0
    found: list[Difference] = []
    for cell, title, body, exact, got, is_grade in _cells(back, values):
        count += 1
        value = Fraction(repr(got)) if isinstance(got, int | float) and not isinstance(got, bool) else ("" if got is None else got)
        if value != exact and not _same_double(value, exact):
            found.append(Difference(cell, title, body, exact, value, _another(exact, value, places), is_grade))
    return Verified(count, tuple(found))


def _same_double(found: Any, exact: Any) -> bool:
    """Whether a cell holds the double nearest to the exact value: no spreadsheet can do better."""
    return isinstance(found, Fraction) and isinstance(exact, Fraction) and float(found) == float(exact)


def _another(exact: Any, found: Any, places: int) -> bool:
    if isinstance(exact, Fraction) and isinstance(found, Fraction):
        near = abs(exact - found) < CLOSE
        return not near or rounded(exact, places, "half_up") != rounded(rounded(found, places + 8, "half_up"), places, "half_up")
    return bool(exact != found)


def _cells(back: ReadBack, values: Values) -> Iterator[tuple[str, str, str, Any, Any, bool]]:
    plan, layout = back.plan, back.layout
    for group in plan.groups:
        sheet = back.cells.get(layout.names[f"steps:{group.index}"])
        for index, step in enumerate(group.steps):
            for at, body in enumerate(group.bodies):
                if step.cell is None or sheet is None:
                    continue
                row, column = layout.step_rows[group.index][index], layout.step_column(at)
                got = sheet.cell(row, column).value
                yield layout.place(group, at, index), step.title, body.title(plan.lang), values.step(group, at, index), got, step.same == ("grade",)


def verified_text(result: Verified, plan: Plan, details: bool = False) -> str:
    """The list for a terminal: what would matter (with `details` every cell that differs), then the sentence that counts."""
    lines = []
    for d in result.differences if details else result.serious:
        by = "" if d.difference is None else f", разность {float(d.difference):.1e}"
        mark = "" if not d.another else "  ИНАЯ СТЕПЕНЬ" if d.grade else "  ИНОЙ БАЛЛ"
        lines.append(f"{d.cell}  {d.body}: {d.title}: точно {_value(d.exact)}, в книге {_value(d.found)}{by}{mark}")
    lines.append(f"{plan.edition.id}: сравнено ячеек {result.cells}; иной балл, текст или степень — в {len(result.serious)}")
    most = max((abs(d.difference) for d in result.differences if not d.another and d.difference is not None), default=None)
    if most is not None:
        at = next(d.cell for d in result.differences if d.difference is not None and abs(d.difference) == most)
        count = len(result.differences) - len(result.serious)
        lines.append(f"двоичная дробь отличается от точной, но балла не меняет — в {count}; больше всего на {float(most):.1e} ({at})")
        if not details:
            lines.append("все такие ячейки: --details")
    return "\n".join(lines)


def verified_json(result: Verified, plan: Plan) -> dict[str, Any]:
    """The same as JSON; exact numbers as text."""
    return {
        "edition": plan.edition.id,
        "cells": result.cells,
        "differences": [
            {
                "cell": d.cell,
                "title": d.title,
                "body": d.body,
                "exact": exact_text(d.exact) if isinstance(d.exact, Fraction) else d.exact,
                "found": decimal_text(d.found) if isinstance(d.found, Fraction) else d.found,
                "difference": None if d.difference is None else f"{float(d.difference):.3e}",
                "another_score": d.another,
                "another_grade": d.grade,
            }
            for d in result.differences
        ],
    }


def _value(value: Any) -> str:
    return shown(value, "ru", 6) if isinstance(value, Fraction) else f"«{value}»"

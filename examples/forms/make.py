"""320 filled reports 1-mk: 20 fictional bodies, 16 quarters of 2021-2024. ALL BODIES AND FIGURES ARE FICTIONAL.

    python examples/forms/make.py reports          # writes reports/min-01-2021Q1.xlsx and so on
    kzrules consolidate reports/*-2024Q*.xlsx --body svod --name "Свод за 2024 год" --period 2024 -o svod.xlsx

The same files every time. One body in twenty answers "-" in one cell: its sum is unknown until you say what "-" counts as.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from kzrules.forms.filing import NO_INFORMATION, CellKey, CellValue, Filing, LineKey, cells_of
from kzrules.forms.form import Form
from kzrules.forms.form_library import open_forms
from kzrules.forms.periods import Period
from kzrules.forms.totals import with_totals
from kzrules.forms.write_workbook import filled_workbook
from kzrules.library import open_library

BODIES, YEARS = 20, range(2021, 2025)
SERVICES = ("Выдача выписки (вымышленная)", "Регистрация права (вымышленная)")
LINED = ("8.1", "8.2", "8.3", "11.1", "11.2")


def filings(form: Form) -> Iterator[Filing]:
    """The reports, body by body, quarter by quarter."""
    for number in range(1, BODIES + 1):
        for year in YEARS:
            for quarter in range(4):
                yield _filing(form, number, Period(year, 3 * quarter + 1, 3 * quarter + 3))


def _filing(form: Form, number: int, period: Period) -> Filing:
    chance = random.Random(f"{number} {period}")  # noqa: S311 - figures of an example, no secret
    names = {
        LineKey(section.id, row.code, line): (service,)
        for section, row in form.rows()
        if row.lines and row.code in LINED
        for line, service in enumerate(SERVICES, 1)
    }
    counts = {(key.section, key.row): len(SERVICES) for key in names}
    cells: dict[CellKey, CellValue] = {}
    for key, _, row, column in cells_of(form, counts):
        if not column.computed and (key.line or row.kind != "total"):
            cells[key] = Fraction(chance.randrange(40))
    _settled(cells, with_totals(form, counts, cells))
    if number % BODIES == 0:
        cells[next(key for key in cells if key.row == "4")] = NO_INFORMATION
    body = f"min-{number:02}"
    return Filing(form, body, "central", f"Министерство № {number} (вымышленное)", period, with_totals(form, counts, cells), names)


def _settled(cells: dict[CellKey, CellValue], whole: dict[CellKey, CellValue]) -> None:
    """Row 8 is what its parts make: the form checks it, and does not compute it."""
    for key in [key for key in cells if key.row == "8" and not key.line]:
        given = [whole.get(key._replace(row=part)) for part in ("8.1", "8.2", "8.3", "8.4")]
        cells[key] = sum((value for value in given if isinstance(value, Fraction)), Fraction(0))


def main(folder: str) -> None:
    """Write the workbooks into a folder."""
    form = open_forms(open_library()).form("1-mk")
    assert form is not None
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    for filing in filings(form):
        (out / f"{filing.body}-{filing.period}.xlsx").write_bytes(filled_workbook(filing))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "reports")

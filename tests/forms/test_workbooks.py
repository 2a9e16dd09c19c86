"""A form goes out as a workbook and comes back as the same cells, also through LibreOffice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from forming import SMALL, form_of, load_filing
from hypothesis import given, settings
from hypothesis import strategies as st

from kzrules.forms.filing import NO_INFORMATION, CellKey, CellValue, Filing, LineKey, cells_of
from kzrules.forms.filing_text import filing_from_bytes, filing_text
from kzrules.forms.form import Form
from kzrules.forms.form_library import Forms
from kzrules.forms.periods import period_from_text
from kzrules.forms.read_workbook import filing_from_workbook
from kzrules.forms.totals import totals_of, with_totals
from kzrules.forms.workbook_meta import Meta
from kzrules.forms.write_workbook import Blank, blank_counts, filled_workbook, form_workbook

FILED = load_filing("small.filing.yaml")
BLANK = Blank(SMALL, "min-x", "central", "Министерство X", period_from_text("2024Q1") or FILED.period)


def read(data: bytes, name: str = "small.xlsx", forms: Callable[[str], Form | None] = form_of) -> Filing:
    filing, faults = filing_from_workbook(data, name, forms, Meta())
    assert filing is not None, [(str(fault.place), fault.message()) for fault in faults]
    told = [fault for fault in faults if fault.code != "KZ899"]  # made-up figures need not be usual
    assert not told, [(str(fault.place), fault.message()) for fault in told]
    return filing


def same(left: Filing, right: Filing) -> None:
    assert dict(left.cells) == dict(right.cells)
    assert dict(left.names) == dict(right.names)
    assert (left.body, left.kind, left.name, left.period) == (right.body, right.kind, right.name, right.period)


def test_a_filled_workbook_reads_back_to_the_same_cells() -> None:
    same(read(filled_workbook(FILED)), FILED)
    same(read(filled_workbook(FILED, spare=3)), FILED)
    same(read(filled_workbook(FILED, lang="kk")), FILED)


def test_the_same_form_makes_the_same_bytes() -> None:
    assert filled_workbook(FILED) == filled_workbook(FILED)
    assert form_workbook(BLANK, blank_counts(SMALL)) == form_workbook(BLANK, blank_counts(SMALL))
    with zipfile.ZipFile(io.BytesIO(filled_workbook(FILED))) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}


def test_only_cells_to_fill_are_unlocked() -> None:
    book = openpyxl.load_workbook(io.BytesIO(form_workbook(BLANK, blank_counts(SMALL))))
    sheet = book["1-малая"]
    assert sheet.protection.sheet
    open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert open_cells == {f"{column}{row}" for column in "CDE" for row in (13, 14, 16, 17, 24, 25, 26)} | {"B24", "B25", "B26"}
    assert book["_kzrules"].sheet_state == "veryHidden"


def test_totals_are_live_formulas_with_their_last_value() -> None:
    data = filled_workbook(FILED)
    formulas, values = (openpyxl.load_workbook(io.BytesIO(data), data_only=only)["1-малая"] for only in (False, True))
    assert formulas["C12"].value == '=IF(COUNTIF(C13:C14,"-")>0,"-",SUM(C13:C14))'
    assert (values["C12"].value, values["D12"].value, values["F16"].value) == (4, "-", 1)


def test_text_that_looks_like_a_formula_stays_text() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(filled_workbook(FILED)))["1-малая"]
    assert (sheet["B24"].value, sheet["B24"].data_type) == ("Регистрация =A1", "s")
    assert read(filled_workbook(replace(FILED, name="=1+1"))).name == "=1+1"


def test_a_filing_written_as_yaml_reads_back_to_the_same_cells() -> None:
    again, faults = filing_from_bytes(filing_text(FILED).encode(), "again.yaml", form_of)
    assert not faults
    assert again is not None
    same(again, FILED)


def test_a_column_code_keeps_its_column_when_a_column_is_inserted_before_it() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled_workbook(FILED)))
    sheet = book["Люди"]
    sheet.insert_cols(4)
    out = io.BytesIO()
    book.save(out)
    filing, _ = filing_from_workbook(out.getvalue(), "moved.xlsx", form_of, Meta())
    assert filing is not None
    assert {key: value for key, value in filing.cells.items() if key.section == "staff"} == {
        k: v for k, v in FILED.cells.items() if k.section == "staff"
    }


def test_a_form_saved_again_by_libreoffice_reads_back_to_the_same_cells(office: Callable[[list[Path], str], list[Path]], tmp_path: Path) -> None:
    path = tmp_path / "small.xlsx"
    path.write_bytes(filled_workbook(FILED))
    for kind in ("xlsx", "ods", "xls"):
        [again] = office([path], kind)
        same(read(again.read_bytes(), again.name), FILED)


def full(form: Form, value: Callable[[CellKey, str], CellValue | None], lines: int = 2) -> Filing:
    """A filing of a form with a value in every cell."""
    counts = {(s.id, r.code): lines for s, r in form.rows() if r.lines}
    cells: dict[CellKey, CellValue] = {}
    for key, section, row, column in cells_of(form, counts, "central"):
        if not column.computed and (key.line or row.kind != "total"):
            chosen = value(key, section.column(column.id).type)
            if chosen is not None:
                cells[key] = chosen
    names = {
        LineKey(s.id, r.code, n): tuple(f"{name} {n}" for name, _ in r.lines.names) for s, r in form.rows() if r.lines for n in range(1, lines + 1)
    }
    period = period_from_text({"quarter": "2024Q3", "month": "2024-07"}.get(form.filed.every, "2024"))
    assert period
    return Filing(form, "min-x", "central", "Министерство X", period, with_totals(form, counts, cells), names)


def plain(key: CellKey, kind: str) -> CellValue | None:
    """A value for any cell, another for each."""
    number = sum(map(ord, "".join(map(str, key)))) % 997
    match kind:
        case "count" | "number":
            return Fraction(number % 4 + 1)
        case "yes_no":
            return number % 2 == 0
        case "date":
            return date(2024, 1 + number % 12, 1)
        case "text":
            return f"текст {number}"
        case _:
            return None


def test_every_shipped_form_goes_out_and_comes_back(forms: Forms) -> None:
    for form in forms.all():
        filing = full(form, plain)
        again, faults = filing_from_workbook(filled_workbook(filing), form.id, forms.form, Meta())
        shape = [fault for fault in faults if fault.code not in ("KZ845", "KZ846", "KZ828", "KZ899")]  # made-up figures need not satisfy the checks
        assert not shape, [(form.id, str(fault.place), fault.message()) for fault in shape]
        if again is not None:
            same(again, filing)
        blank = Blank(form, "min-x", "central", "X", filing.period)
        assert openpyxl.load_workbook(io.BytesIO(form_workbook(blank, blank_counts(form)))).sheetnames[-1] == "_kzrules"


def test_shipped_forms_saved_again_by_libreoffice_read_back(office: Callable[[list[Path], str], list[Path]], forms: Forms, tmp_path: Path) -> None:
    made = {}
    for form in forms.all():
        path = tmp_path / f"{form.id.replace('/', '-')}.xlsx"
        filing = full(form, plain)
        path.write_bytes(filled_workbook(filing))
        if filing_from_workbook(path.read_bytes(), path.name, forms.form, Meta())[0] is not None:
            made[path] = filing
    assert len(made) > 5
    for path, again in zip(made, office(list(made), "xlsx"), strict=True):
        same(read(again.read_bytes(), again.name, forms.form), made[path])


values = st.one_of(st.integers(0, 10**9).map(Fraction), st.just(NO_INFORMATION))


@settings(max_examples=15)
@given(data=st.data())
def test_any_filling_of_1_mk_comes_back(data: st.DataObject, forms: Forms) -> None:
    form = forms.form("1-mk")
    assert form is not None
    filing = full(form, lambda _, kind: data.draw(values) if kind == "count" else None, lines=1)
    again, faults = filing_from_workbook(filled_workbook(filing), "1-mk.xlsx", forms.form, Meta())
    assert {fault.code for fault in faults} <= {"KZ899"}
    if again is not None:
        same(again, filing)


def test_libreoffice_computes_the_totals_that_we_compute(office: Callable[[list[Path], str], list[Path]], forms: Forms, tmp_path: Path) -> None:
    """Differential: the formulas recalculated from nothing against `with_totals`; every third cell says "-"."""
    form = forms.form("1-mk")
    assert form is not None
    filing = full(form, lambda key, _: NO_INFORMATION if sum(map(ord, key.row + key.column)) % 7 == 0 else Fraction(len(key.row) * 7 + key.line))
    book = openpyxl.load_workbook(io.BytesIO(filled_workbook(filing)))  # openpyxl keeps no values of formulas: LibreOffice must compute them
    path = tmp_path / "bare.xlsx"
    book.save(path)
    assert openpyxl.load_workbook(path, data_only=True)["1-мк"]["G12"].value is None
    [again] = office([path], "xlsx")
    _, faults = filing_from_workbook(again.read_bytes(), "again.xlsx", forms.form, Meta())
    assert not [fault for fault in faults if fault.code in ("KZ843", "KZ844")], [fault.message() for fault in faults]
    recalculated = openpyxl.load_workbook(again, data_only=True)
    numbers = [cell.value for row in recalculated["1-мк"].iter_rows() for cell in row if cell.value == "-" or isinstance(cell.value, int | float)]
    assert numbers.count("-") > 20
    assert len(numbers) >= len(list(totals_of(form, filing.counts)))


@pytest.mark.parametrize(
    ("written", "label", "end"),
    [("2024", "2024 год", "2024-12-31"), ("2024Q3", "III квартал 2024 года", "2024-09-30"), ("2024-02", "февраль 2024 года", "2024-02-29")],
)
def test_a_period_is_called_as_in_documents(written: str, label: str, end: str) -> None:
    period = period_from_text(written)
    assert period is not None
    assert (str(period), period.label(), period.end.isoformat()) == (written, label, end)


def test_the_deadline_is_a_day_of_the_month_after_the_period() -> None:
    """Items 60 and 61: the 15th and the 25th of the month that follows."""
    quarter, last = period_from_text("2024Q3"), period_from_text("2024Q4")
    assert quarter is not None
    assert last is not None
    assert quarter.day_after(15).isoformat() == "2024-10-15"
    assert last.day_after(25).isoformat() == "2025-01-25"


def test_each_input_cell_says_what_it_accepts() -> None:
    """Whole numbers or "-" where cases are counted; a list where one answer of several is chosen."""
    book = openpyxl.load_workbook(io.BytesIO(form_workbook(BLANK, blank_counts(SMALL))))
    counted = {str(rule.sqref): rule for rule in book["1-малая"].data_validations.dataValidation}
    rules = {str(rule.sqref): rule for rule in book["Люди"].data_validations.dataValidation}
    assert counted["C13:C14"].formula1 == 'OR(AND(ISNUMBER(C13),C13=INT(C13),C13>=0),C13="-")'
    assert rules["G13:G14"].formula1 == 'OR(AND(ISNUMBER(G13),G13>=0,G13<=1),G13="-")'
    assert rules["H13:H14"].formula1 == '"да,нет,-"'
    assert rules["E13:E14"].formula1 == '"+"'
    assert "D13:D14" not in rules, "a date may be written in any way: it is checked when the workbook is read"

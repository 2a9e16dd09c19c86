"""What people really do to a form: nothing is lost or misread in silence, and what still means the same is taken."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from forming import LIBRARY, SMALL, form_of, load_filing
from helpers import run

from kzrules.diagnostic import Diagnostic
from kzrules.forms.consolidation import Whole, consolidated
from kzrules.forms.feeds import facts_of
from kzrules.forms.filing import CellKey, Filing, LineKey
from kzrules.forms.form_files import form_from_bytes
from kzrules.forms.form_library import Forms
from kzrules.forms.periods import Period
from kzrules.forms.read_workbook import filing_from_workbook
from kzrules.forms.workbook_meta import Meta
from kzrules.forms.write_workbook import Blank, blank_counts, filled_workbook, form_workbook

FILED = load_filing("small.filing.yaml")
GOOD = filled_workbook(FILED)
SHEET = "1-малая"
Edit = Callable[[Any], None]


def edited(edit: Edit, data: bytes = GOOD) -> tuple[Filing | None, list[Diagnostic]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return filing_from_workbook(out.getvalue(), "a.xlsx", form_of, Meta())


def put(*cells: tuple[str, object], sheet: str = SHEET) -> Edit:
    def edit(book: Any) -> None:
        for address, value in cells:
            book[sheet][address] = value

    return edit


def shifted(book: Any) -> None:
    """A column inserted between two months, with somebody's figure in it."""
    sheet = book[SHEET]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_cols(4)
    sheet["D13"] = 77


def percent(book: Any) -> None:
    book[SHEET]["C13"] = 0.5
    book[SHEET]["C13"].number_format = "0.0%"


def line_without_number(book: Any) -> None:
    book[SHEET].insert_rows(25)
    book[SHEET]["B25"], book[SHEET]["C25"] = "Новая услуга", 4


def signed(book: Any) -> None:
    """The foot filled in: a telephone that the spreadsheet takes for a number, a day in the first column."""
    sheet = book[SHEET]
    foot = next(row[0].row for row in sheet.iter_rows(min_row=26) if str(row[0].value).startswith("Руководитель"))
    sheet.cell(foot, 9).value = 87771234567
    sheet.cell(foot + 1, 1).value = dt.datetime(2024, 4, 15)


TAKEN: dict[str, Edit] = {
    "a space after a row code": put(("A13", "1.1 ")),
    "a space that does not break": put(("A13", "\u00a01.1\u00a0")),
    "a dot after a row code, as the act prints it": put(("A13", "1.1.")),
    "a comma in a row code": put(("A13", "1,1")),
    "a column number that became a number": put(("C11", 1)),
    "minus nought": put(("D13", -0.0)),
    "a long dash": put(("D14", "—")),
    "a minus sign": put(("D14", "\u2212")),
    "a hidden row": lambda book: setattr(book[SHEET].row_dimensions[13], "hidden", True),
    "a filter": lambda book: setattr(book[SHEET].auto_filter, "ref", "A11:F17"),
    "a sheet beside": lambda book: book.create_sheet("Черновик").append([1, 2, 3]),
    "a comment": lambda book: setattr(book[SHEET]["C13"], "comment", openpyxl.comments.Comment("проверено", "И.")),
    "the foot signed": signed,
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_means_the_same_is_read_as_the_same(name: str) -> None:
    filing, faults = edited(TAKEN[name])
    assert [(fault.code, fault.place.cell) for fault in faults] == []
    assert filing is not None
    assert (dict(filing.cells), dict(filing.names)) == (dict(FILED.cells), dict(FILED.names))


SAID: dict[str, tuple[Edit, str, str, str]] = {
    "no, in words": (put(("C13", "нет")), "KZ824", "C13", "текст «нет» вместо числа"),
    "n/a": (put(("C13", "н/д")), "KZ824", "C13", "«н/д»"),
    "a letter О for a nought": (put(("C13", "1О")), "KZ824", "C13", "буквой, похожей на цифру"),
    "a percent sign": (put(("C13", "50%")), "KZ824", "C13", "«50%»"),
    "a number shown as a percentage": (percent, "KZ824", "C13", "процент «50%»"),
    "more digits than a spreadsheet keeps": (put(("C13", 12345678901234567)), "KZ828", "C13", "не больше 999999999999999"),
    "a length of time": (put(("C13", dt.timedelta(days=1, hours=2))), "KZ824", "C13", "«26:00:00»"),
    "a power written as text": (put(("C13", "1e3")), "KZ824", "C13", "«1e3»"),
    "a figure in an inserted column": (shifted, "KZ840", "D13", "«77»"),
    "a figure in a heading": (put(("C15", 7)), "KZ840", "C15", "«7»"),
    "words in a heading": (put(("C15", "см. ниже")), "KZ840", "C15", "«см. ниже»"),
    "a line with no number of its own": (line_without_number, "KZ840", "B25", "«Новая услуга»"),
    "a column number twice": (put(("G11", "1")), "KZ835", "G11", "первый — в C11"),
    "an error for a name": (put(("B24", "#REF!")), "KZ841", "B24", "не заполнено"),
}


@pytest.mark.parametrize("name", SAID)
def test_what_would_be_lost_or_misread_is_said_at_its_cell(name: str) -> None:
    edit, code, address, words = SAID[name]
    filing, faults = edited(edit)
    assert filing is None
    assert [(fault.code, fault.place.cell) for fault in faults] == [(code, address)]
    assert words in faults[0].message()


def test_a_letter_of_another_alphabet_in_a_row_code_is_no_matter(forms: Forms) -> None:
    form = forms.form("staff-numbers")
    assert form is not None
    book = openpyxl.load_workbook(io.BytesIO(form_workbook(Blank(form, "x", "central", "X", Period(2020)), blank_counts(form))))
    for row in book.worksheets[0].iter_rows(max_col=1):
        if row[0].value == "A3":
            row[0].value = "\u04103"
    out = io.BytesIO()
    book.save(out)
    _, faults = filing_from_workbook(out.getvalue(), "a.xlsx", forms.form, Meta())
    assert not [fault for fault in faults if fault.code in ("KZ836", "KZ837")]


def test_marks_are_asked_only_where_a_row_has_them() -> None:
    """A row without these columns, or of the other body kind, has nothing to mark."""
    text = """
form: marks/2024
title: {ru: Отметки}
act: V1600014740
filed: {by: {ru: орган}, to: {ru: орган}, every: year}
sections:
  - id: s
    title: {ru: Раздел}
    columns:
      - {id: a, label: {ru: да}, type: mark, one_of: answer}
      - {id: b, label: {ru: нет}, type: mark, one_of: answer}
      - {id: c, label: {ru: число}}
    rows:
      - {code: "1", label: {ru: число}, columns: [c]}
      - {code: "2", label: {ru: для местных}, only: local}
      - {code: "3", label: {ru: отметка}, columns: [a, b]}
"""
    form, _ = form_from_bytes(text.encode(), "marks.yaml", LIBRARY.dictionary)
    assert form is not None
    filing = Filing(form, "x", "central", "X", Period(2024), {CellKey("s", "3", "a"): True, CellKey("s", "1", "c"): Fraction(1)}, {})
    again, faults = filing_from_workbook(filled_workbook(filing), "a.xlsx", lambda _: form, Meta())
    assert not faults
    assert again is not None
    assert again.cells == filing.cells


def test_a_body_gets_no_empty_tables_of_the_other_kind(forms: Forms) -> None:
    form = forms.form("openness-report/2020-03")
    assert form is not None
    made = {kind: form_workbook(Blank(form, "x", kind, "X", Period(2020)), {}) for kind in ("central", "local", None)}  # type: ignore[arg-type]
    sheets = {kind: openpyxl.load_workbook(io.BytesIO(data)).sheetnames for kind, data in made.items()}
    assert set(sheets["central"]) < set(sheets[None]) > set(sheets["local"])
    for kind in ("central", "local"):
        for data in (made[kind], made[None]):  # a form made for no kind in particular serves both
            filing, faults = filing_from_workbook(data, "a.xlsx", forms.form, Meta(kind=kind))  # type: ignore[arg-type]
            assert filing is not None
            assert not faults


# ── the same report twice, sums of what is no period, copies ──


def test_a_report_read_twice_is_refused_and_not_counted_twice() -> None:
    faults = facts_of([FILED, replace(FILED, file="копия.xlsx")], [SMALL], LIBRARY.dictionary, partial=True)[1]
    assert "KZ848" in [fault.code for fault in faults]


def test_a_list_may_come_in_several_files_but_not_the_same_one_twice(forms: Forms) -> None:
    form = forms.form("staff-survey")
    assert form is not None
    sheets = [Filing(form, "x", "central", "X", Period(2020), {}, {LineKey("answers", "1", 1): (str(n),)}, file=f"{n}.xlsx") for n in (1, 2)]
    assert not consolidated(sheets, Whole("x", "central", "", Period(2020)))[1]
    assert [fault.code for fault in consolidated([sheets[0], sheets[0]], Whole("x", "central", "", Period(2020)))[1]] == ["KZ848"]


def test_a_dash_among_words_is_never_a_nought() -> None:
    filing, faults = edited(put(("H13", "-"), sheet="Люди"))
    assert filing is not None
    assert not faults
    result, _ = consolidated([filing], Whole("x", None, "", Period(2024)), "zero")
    assert result is not None
    assert result.filing.cells[CellKey("staff", "1", "head", 1)] == filing.cells[CellKey("staff", "1", "head", 1)]
    assert result.filing.cells[CellKey("work", "1.2", "m2")] == 0


@pytest.fixture
def reports(tmp_path: Path, forms: Forms) -> list[str]:
    """Two quarters of one body, 1-mk, every cell a one."""
    from test_workbooks import full

    form = forms.form("1-mk")
    assert form is not None
    paths = []
    for quarter in (1, 2):
        filing = replace(full(form, lambda _, __: Fraction(1), lines=1), period=Period(2024, 3 * quarter - 2, 3 * quarter))
        paths.append(str(tmp_path / f"q{quarter}.xlsx"))
        Path(paths[-1]).write_bytes(filled_workbook(filing))
    return paths


def test_a_sum_is_never_called_by_a_period_that_it_is_not_of(reports: list[str]) -> None:
    half = run("consolidate", *reports)
    assert half.code == 2
    assert "не составляют ни квартала, ни года" in half.err
    assert 'period: "2024"' in run("consolidate", *reports, "--period", "2024").out
    assert "а отчёты — за 2024Q1" in run("consolidate", *reports, "--period", "2019").err


@pytest.mark.parametrize("name", ["свод.ods", "свод.xls", "свод.csv"])
def test_a_sum_is_written_only_as_what_its_name_says(reports: list[str], tmp_path: Path, name: str) -> None:
    assert run("consolidate", *reports, "--period", "2024", "-o", str(tmp_path / name)).code == 2
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["-", "форма.ods", "форма"])
def test_a_form_is_written_only_under_a_name_of_a_workbook(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "пишется только .xlsx" in run("form", "1-mk", "--period", "2024Q3", "--body", "x", "-o", name).err
    assert not list(tmp_path.iterdir())


def test_marked_copies_never_replace_originals_nor_each_other(reports: list[str], tmp_path: Path) -> None:
    before = Path(reports[0]).read_bytes()
    own = run("read", reports[0], "--annotate", str(tmp_path), "--force")
    assert own.code == 2
    assert "копии не пишутся туда, где лежат сами книги" in own.err
    assert Path(reports[0]).read_bytes() == before
    other = tmp_path / "other"
    other.mkdir()
    (other / "q1.xlsx").write_bytes(before)
    assert "с одним именем" in run("read", reports[0], str(other / "q1.xlsx"), "--annotate", str(tmp_path / "m")).err
    assert not (tmp_path / "m").exists()


def test_a_folder_and_a_file_that_is_not_there_are_called_so(tmp_path: Path) -> None:
    assert "это папка" in run("read", str(tmp_path)).err
    assert "файла нет" in run("consolidate", str(tmp_path / "нет.xlsx")).err

"""A table does not begin at the foot of a page."""

from __future__ import annotations

import io

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from kzrules.forms.form_library import Forms
from kzrules.forms.page_breaks import breaks, page_height
from kzrules.forms.periods import Period
from kzrules.forms.write_workbook import Blank, blank_counts, form_workbook


def test_a_sheet_that_fits_on_a_page_is_left_whole() -> None:
    assert breaks([10.0] * 40, [7, 20, 30], 1000) == []


def test_large_tables_begin_pages_and_a_small_one_follows_where_it_surely_fits() -> None:
    rows = [10.0] * 100
    assert breaks(rows, [7, 50, 70], 400) == [50, 70]
    assert breaks(rows, [7, 50, 70, 94], 400) == [50, 70], "24 rows and 6 of 40"
    assert breaks(rows, [7, 62, 94], 400) == [62, 94], "32 rows and 6 are too near the foot"


@given(st.lists(st.floats(5, 60), min_size=1, max_size=120), st.sets(st.integers(1, 119), max_size=6), st.floats(430, 900))
def test_no_page_ends_but_where_a_table_begins(rows: list[float], at: set[int], page: float) -> None:
    starts = sorted(start for start in at if start < len(rows))
    found = breaks(rows, starts, page)
    assert found == sorted(set(found) & set(starts[1:]))
    assert bool(found) <= (sum(rows) > 0.8 * page)


def test_a_sheet_shrunk_to_a_page_takes_more_rows() -> None:
    assert page_height(280, 1, landscape=True) > page_height(120, 1, landscape=True) == page_height(100, 1, landscape=True)


def test_each_large_table_of_1_mk_begins_a_page(forms: Forms) -> None:
    form = forms.form("1-mk")
    assert form is not None
    book = openpyxl.load_workbook(io.BytesIO(form_workbook(Blank(form, "x", "central", "X", Period(2024, 7, 9)), blank_counts(form))))
    sheet = book.worksheets[0]
    begins = {sheet.cell(one.id + 1, 1).value for one in sheet.row_breaks.brk}
    assert begins >= {section.title["ru"] for section in form.sections[1:4]}

"""For any form that the schema admits: what is written is read back, totals are what they say, sums are sums."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import openpyxl
from forming import LIBRARY
from hypothesis import given, settings
from hypothesis import strategies as st

from kzrules.forms.consolidation import Whole, consolidated
from kzrules.forms.filing import NO_INFORMATION, CellKey, CellValue, Filing, LineKey, cells_of
from kzrules.forms.filing_text import filing_from_bytes, filing_text
from kzrules.forms.form import Form
from kzrules.forms.form_files import form_from_bytes
from kzrules.forms.periods import Period
from kzrules.forms.read_workbook import filing_from_workbook
from kzrules.forms.totals import totals_of, with_totals
from kzrules.forms.workbook_meta import Meta
from kzrules.forms.write_workbook import filled_workbook

TYPES = ("count", "number", "text", "date", "yes_no", "mark", "choice")
WORDS = st.text("абвәіқ АБ1.,«»-=+'\"&<>", min_size=1, max_size=12).map(str.strip).filter(lambda text: any(letter.isalpha() for letter in text))


@st.composite
def columns(draw: st.DrawFn) -> list[dict[str, Any]]:
    """One to five columns to fill, then perhaps a sum or a mean of those with numbers."""
    found: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 5))):
        column: dict[str, Any] = {"id": f"c{number}", "label": {"ru": draw(WORDS)}, "type": draw(st.sampled_from(TYPES)), "optional": True}
        if draw(st.booleans()):
            column["code"] = str(number + 1)
        if draw(st.booleans()):
            column["group"] = {"ru": draw(st.sampled_from(["Первые", "Вторые"]))}
        if column["type"] == "number":
            column["places"] = draw(st.integers(0, 4))
        if column["type"] == "choice":
            column["choices"] = {"a": {"ru": "первый"}, "b": {"ru": "второй, с запятой"}}
        found.append(column)
    numbers = [column["id"] for column in found if column["type"] in ("count", "number")]
    if numbers:
        computed = draw(st.lists(st.sampled_from(["sum", "mean"]), unique=True))
        found += [{"id": name, "label": {"ru": f"Итог {name}"}, "type": "number", "places": 4, name: numbers} for name in computed]
    return found


@st.composite
def rows(draw: st.DrawFn, first: int, names: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with parts, with lines, with no cells, with cells in some columns only; codes go on from `first`."""
    found: list[dict[str, Any]] = []
    ids = [column["id"] for column in names]
    whole = all(column["type"] in ("count", "number") for column in names)
    for code in range(first, first + draw(st.integers(1, 4))):
        kinds = ["input", "heading", "some", "lines", "list"] + (["parts", "total_lines"] if whole else [])
        kind = draw(st.sampled_from(kinds))
        row: dict[str, Any] = {"code": str(code), "label": {"ru": draw(WORDS)}}
        found.append(row)
        if kind in ("lines", "list", "total_lines"):
            named = [{"id": f"n{n}", "label": {"ru": f"Имя {n}"}} for n in range(draw(st.integers(1, 3)))]
            row["lines"] = {"names": named}
        match kind:
            case "heading" | "list":
                row["heading"] = True
            case "some":
                row["columns"] = draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
            case "total_lines":
                row["sum"] = "lines"
            case "parts":
                row["sum"] = "parts"
                found += [{"code": f"{code}.{n}", "label": {"ru": f"часть {n}"}} for n in range(1, draw(st.sampled_from([2, 3, 11])))]
        if kind != "heading" and draw(st.integers(0, 5)) == 0:
            row["only"] = draw(st.sampled_from(["central", "local"]))
    return found


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """A form of one to four sections, some on sheets of their own."""
    sections, first = [], 1
    for number in range(draw(st.integers(1, 4))):
        own = draw(columns())
        section: dict[str, Any] = {"id": f"s{number}", "title": {"ru": f"Раздел {number}"}, "columns": own, "rows": draw(rows(first, own))}
        if draw(st.booleans()):
            section["sheet"] = draw(st.sampled_from(["Лист раз", "Лист два"]))
        first += 10
        sections.append(section)
    written = {
        "form": "any/2024",
        "index": draw(st.sampled_from(["", "9-мк", "а/б: [в]"])),
        "title": {"ru": "Любая форма"},
        "act": "V1600014740",
        "filed": {"by": {"ru": "орган"}, "to": {"ru": "орган"}, "every": "quarter"},
        "sections": sections,
        "notes": [{"ru": "Примечание: 1 раз в квартал"}],
        "signatures": [{"ru": "Руководитель ______"}],
    }
    form, faults = form_from_bytes(json.dumps(written, ensure_ascii=False).encode(), "any.yaml", LIBRARY.dictionary)
    assert form is not None, [fault.message() for fault in faults]
    return form


NUMBERS = st.one_of(st.integers(0, 10**9).map(Fraction), st.just(NO_INFORMATION))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "count": NUMBERS,
    "text": WORDS.filter(lambda text: text not in "-–—"),
    "date": st.dates(min_value=date(1900, 3, 1)),
    "yes_no": st.booleans(),
    "mark": st.just(True),
    "choice": st.sampled_from(["a", "b"]),
}


@st.composite
def filings(draw: st.DrawFn, of: Form | None = None, lines: int = 3) -> Filing:
    """A filing of a form with any values, some cells empty."""
    form = of or draw(forms())
    kind = draw(st.sampled_from(["central", "local", None]))
    shown = [(s, r) for s, r in form.rows() if not (r.only and kind and r.only != kind)]
    counts = {(s.id, r.code): draw(st.integers(0, lines)) for s, r in shown if r.lines}
    cells: dict[CellKey, CellValue] = {}
    for key, _, row, column in cells_of(form, counts, kind):
        if column.computed or (not key.line and row.kind == "total") or (not key.line and not row.has(column)):
            continue
        if key.line and column.type in ("count", "number"):  # a line with nothing in it would not be there
            cells[key] = draw(st.integers(0, 999).map(Fraction))
        elif draw(st.integers(0, 3)):
            places = Fraction(1, 10**column.places)
            cells[key] = draw(VALUES[column.type] if column.type != "number" else st.integers(0, 10**7).map(lambda n, p=places: n * p))
    names = {
        LineKey(s.id, r.code, n): tuple(draw(WORDS) for _ in r.lines.names) for s, r in shown if r.lines for n in range(1, counts[s.id, r.code] + 1)
    }
    return Filing(form, "орган", kind, "Орган", Period(2024, 1, 3), with_totals(form, counts, cells), names)


def read(data: bytes, form: Form) -> Filing:
    filing, faults = filing_from_workbook(data, "any.xlsx", lambda _: form, Meta())
    assert not faults, [(str(fault.place), fault.message()) for fault in faults]
    assert filing is not None
    return filing


@settings(max_examples=30)
@given(filing=filings(), spare=st.integers(0, 2), lang=st.sampled_from(["ru", "kk"]))
def test_what_is_written_is_read_back(filing: Filing, spare: int, lang: str) -> None:
    again = read(filled_workbook(filing, lang, spare), filing.form)
    assert dict(again.cells) == dict(filing.cells)
    assert dict(again.names) == dict(filing.names)
    assert (again.kind, again.period, again.body) == (filing.kind, filing.period, filing.body)


@settings(max_examples=25)
@given(filing=filings())
def test_a_filing_as_yaml_is_the_same_filing(filing: Filing) -> None:
    again, faults = filing_from_bytes(filing_text(filing).encode(), "any.yaml", lambda _: filing.form)
    assert not faults
    assert again is not None
    assert (dict(again.cells), dict(again.names)) == (dict(filing.cells), dict(filing.names))


@settings(max_examples=25)
@given(filing=filings(), column=st.integers(3, 9), row=st.integers(9, 30))
def test_an_inserted_row_or_column_loses_nothing_in_silence(filing: Filing, column: int, row: int) -> None:
    """Either the same cells come back, or something is said."""
    book = openpyxl.load_workbook(io.BytesIO(filled_workbook(filing)))
    sheet = book.worksheets[0]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_cols(column)
    sheet.insert_rows(row)
    for cell in [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]:
        cell.value = None  # openpyxl does not move the references of formulas; a total that shows nothing is passed over
    out = io.BytesIO()
    book.save(out)
    again, faults = filing_from_workbook(out.getvalue(), "any.xlsx", lambda _: filing.form, Meta())
    if not faults:
        assert again is not None
        assert (dict(again.cells), dict(again.names)) == (dict(filing.cells), dict(filing.names))


def naive(form: Form, cells: dict[CellKey, CellValue], key: CellKey) -> CellValue | None:
    """A computed cell by its own words, from nothing but the input cells."""
    section = form.section(key.section)
    row, column = section.row(key.row), section.column(key.column)
    if column.computed:
        parts = [naive(form, cells, key._replace(column=name)) for name in column.sum or column.mean]
    elif not key.line and row.over_lines:
        parts = [cells.get(key._replace(line=line)) for line in range(1, 10)]
    elif not key.line and row.kind == "total":
        parts = [naive(form, cells, key._replace(row=code)) for code in row.sum]
    else:
        return cells.get(key)
    given_parts = [part for part in parts if part is not None]
    if not given_parts:
        return Fraction(0) if not key.line and row.over_lines and not column.computed else None
    if NO_INFORMATION in given_parts:
        return NO_INFORMATION
    whole = sum(given_parts, Fraction(0))  # type: ignore[arg-type]
    return whole / len(given_parts) if column.mean else whole


@settings(max_examples=30)
@given(filing=filings())
def test_totals_are_what_their_words_say(filing: Filing) -> None:
    """Differential: the ordered pass of `with_totals` against recursion by definition."""
    totals = {total.key for total in totals_of(filing.form, filing.counts)}
    inputs = {key: value for key, value in filing.cells.items() if key not in totals}
    empty_lines = {key for key in totals if not key.line and filing.form.section(key.section).row(key.row).over_lines}
    for key in totals:
        expected = naive(filing.form, inputs, key)
        if expected is None or (key in empty_lines and not expected):
            assert filing.cells.get(key, Fraction(0)) in (Fraction(0), NO_INFORMATION)
        else:
            assert filing.cells[key] == expected


@settings(max_examples=25)
@given(data=st.data(), dash=st.sampled_from(["propagate", "zero"]))
def test_a_consolidation_is_a_naive_sum(data: st.DataObject, dash: Any) -> None:
    form = data.draw(forms())
    given_filings = [replace(data.draw(filings(form, 0)), body=f"b{n}", file=f"{n}.xlsx") for n in range(data.draw(st.integers(1, 4)))]
    result, _ = consolidated(given_filings, Whole("свод", None, "", Period(2024, 1, 3)), dash)
    assert result is not None
    totals = {total.key for total in totals_of(form, {})}
    for key, section, _, column in cells_of(form, {}):
        if key in totals or section.column(column.id).type not in ("count", "number"):
            continue
        values = [filing.cells[key] for filing in given_filings if key in filing.cells]
        if not values:
            assert key not in result.filing.cells
        elif NO_INFORMATION in values and dash == "propagate":
            assert result.filing.cells[key] == NO_INFORMATION
        else:
            assert result.filing.cells[key] == sum(value for value in values if value != NO_INFORMATION)  # type: ignore[misc]
            assert len(result.origins[key]) == len(values)

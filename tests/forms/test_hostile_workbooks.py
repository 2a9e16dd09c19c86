"""Workbooks made to do harm, or harmed by accident: refused in words, before a library can choke on them."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from forming import form_of, load_filing

from kzrules.diagnostic import Diagnostic
from kzrules.forms.read_workbook import filing_from_workbook
from kzrules.forms.workbook_meta import Meta
from kzrules.forms.write_workbook import filled_workbook

GOOD = filled_workbook(load_filing("small.filing.yaml"))
SHEET = "xl/worksheets/sheet1.xml"


def faults_of(data: bytes, name: str = "a.xlsx") -> list[Diagnostic]:
    return filing_from_workbook(data, name, form_of, Meta())[1]


def with_rows(rows: bytes) -> bytes:
    """The good workbook with rows written below its table as they stand in the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"</sheetData>", rows + b"</sheetData>") if name == SHEET else data)
    return out.getvalue()


@pytest.mark.parametrize("address", ["XFD1048576", "A1048576", "XFD199999"])
def test_one_value_in_a_far_corner_is_refused_by_its_address(address: str) -> None:
    """A reader that takes memory for every cell before it would end the program: 512 GB for the last corner."""
    row = address.lstrip("XFDA")
    data = with_rows(f'<row r="{row}"><c r="{address}" t="inlineStr"><is><t> </t></is></c></row>'.encode())
    [fault] = faults_of(data)
    assert fault.code == "KZ817"
    assert fault.values["sheet"] == "1-малая"
    assert str(fault.values["cell"]).endswith(row)
    assert "стоит в" in fault.message()


@pytest.mark.parametrize("cell", ["", '<c r="A%d" s="3"/><c r="B%d" s="3"></c>'])
def test_a_million_rows_that_hold_nothing_are_read_in_seconds(cell: str) -> None:
    step = 1 if not cell else 10  # the rows are written out one by one; formatted ones are heavier
    rows = "".join(f'<row r="{n}">{cell % (n, n) if cell else ""}</row>' for n in range(300, 1048577, step))
    start = time.monotonic()
    assert not faults_of(with_rows(rows.encode()))
    assert time.monotonic() - start < 20


def lying(entry: str, more: bytes, times: int) -> bytes:
    """The good workbook whose directory declares an entry smaller than it unpacks; the check sum is of the declared part."""
    out, records = io.BytesIO(), []
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old:
        for name in old.namelist():
            data = old.read(name)
            squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = squeeze.compress(data) + b"".join(squeeze.compress(more) for _ in range(times if name == entry else 0)) + squeeze.flush()
            sizes = (zlib.crc32(data), len(packed), len(data))
            records.append((name.encode(), sizes, out.tell()))
            out.write(struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0x21, *sizes, len(name), 0) + name.encode() + packed)
    start = out.tell()
    for encoded, sizes, offset in records:
        out.write(struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 0x21, *sizes, len(encoded), 0, 0, 0, 0, 0, offset) + encoded)
    out.write(struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(records), len(records), out.tell() - start, start, 0))
    return out.getvalue()


@pytest.mark.parametrize("entry", [SHEET, "xl/sharedStrings.xml", "docProps/app.xml"])
def test_a_bomb_that_declares_little_is_refused_before_it_is_unpacked(entry: str) -> None:
    data = lying(entry, b" " * (1 << 20), 200)
    assert sum(info.file_size for info in zipfile.ZipFile(io.BytesIO(data)).infolist()) < 10**6, "the directory says nothing of it"
    assert [fault.code for fault in faults_of(data)] == ["KZ813"]


def test_a_workbook_whose_directory_tells_the_truth_passes() -> None:
    assert not faults_of(lying(SHEET, b"", 0))


def packed(*entries: tuple[str, bytes], base: bytes = b"") -> bytes:
    out = io.BytesIO(base)
    with zipfile.ZipFile(out, "a" if base else "w") as package:
        for name, data in entries:
            package.writestr(name, data)
    return out.getvalue()


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
LOOKS: dict[str, tuple[bytes, str, str]] = {
    "csv-in-utf-16": ("орган\tуслуг\n".encode("utf-16"), "KZ810", "текст"),
    "csv-in-utf-8-with-mark": ("\ufeffорган;услуг\n".encode(), "KZ810", "текст"),
    "csv-in-cp1251": ("орган;услуг\n".encode("cp1251"), "KZ810", "текст"),
    "spaces": (b"   ", "KZ810", "текст"),
    "xml-of-2003": (b'<?xml version="1.0"?><Workbook/>', "KZ810", "файл XML"),
    "rtf": (b"{\\rtf1 x}", "KZ810", "RTF"),
    "photograph": (b"\xff\xd8\xff\xe0\0", "KZ810", "картинка"),
    "xlsb": (packed(("xl/workbook.bin", b"x")), "KZ810", "xlsb"),
    "docx": (packed(("word/document.xml", b"x")), "KZ810", "Word"),
    "odt": (packed(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"x")), "KZ810", "архив"),
    "old-word": (OLD + "WordDocument".encode("utf-16-le"), "KZ810", "не книга"),
    "old-macros": (OLD + "Workbook".encode("utf-16-le") + "_VBA_PROJECT_CUR".encode("utf-16-le"), "KZ815", "макросы"),
    "ods-with-password": (packed(("mimetype", b"spreadsheet"), ("META-INF/manifest.xml", b"<manifest:encryption-data/>")), "KZ812", "паролем"),
    "xlsm-renamed": (packed(("xl/vbaProject.bin", b"x"), base=GOOD), "KZ815", "макросы"),
    "connection": (packed(("xl/connections.xml", b"<connections/>"), base=GOOD), "KZ816", "баз"),
    "dde": (packed(("xl/externalLinks/externalLink1.xml", b"<ddeLink/>"), base=GOOD), "KZ816", "других файлов"),
}


@pytest.mark.parametrize("name", LOOKS)
def test_what_is_not_a_plain_workbook_is_called_by_its_name(name: str) -> None:
    data, code, word = LOOKS[name]
    faults = faults_of(data)
    assert [fault.code for fault in faults] == [code]
    assert word in faults[0].message()


def test_formulas_for_many_cells_at_once_are_refused_in_plain_words() -> None:
    """Array formulas and tables of data keep their text elsewhere: no name of a Python type may come out."""
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    sheet = book["1-малая"]
    sheet["C13"] = openpyxl.worksheet.formula.ArrayFormula("C13", "=SUM(D13:E13)")
    sheet["C14"] = openpyxl.worksheet.formula.DataTableFormula("C14", r1="A1", dt2D=False)
    out = io.BytesIO()
    book.save(out)
    faults = faults_of(out.getvalue())
    assert [(fault.code, fault.place.cell, fault.values["formula"]) for fault in faults] == [("KZ822", "C13", "=SUM(D13:E13)"), ("KZ822", "C14", "=")]


def test_a_sheet_of_charts_beside_the_form_does_no_harm() -> None:
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(book["1-малая"], min_col=3, min_row=13, max_row=14))
    book.create_chartsheet("График").add_chart(chart)
    out = io.BytesIO()
    book.save(out)
    assert not faults_of(out.getvalue())


def test_formulas_and_percentages_of_an_ods_are_seen_as_in_xlsx(office: Callable[[list[Path], str], list[Path]], tmp_path: Path) -> None:
    """The fast reader gives their last value alone: a formula or 50 % would pass for a number."""
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    sheet, staff = book["1-малая"], book["Люди"]
    sheet["C13"], staff["G13"] = "=1+2", 0.5
    staff["G13"].number_format = "0%"
    path = tmp_path / "a.xlsx"
    book.save(path)
    [ods] = office([path], "ods")
    for data in (path.read_bytes(), ods.read_bytes()):
        assert [(fault.code, fault.place.cell) for fault in faults_of(data)] == [("KZ822", "C13"), ("KZ824", "G13")]
        assert "процент «50%»" in faults_of(data)[1].message()


def test_a_far_corner_of_an_ods_is_refused_too(office: Callable[[list[Path], str], list[Path]], tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    path.write_bytes(with_rows(b'<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>'))
    [ods] = office([path], "ods")
    assert [(fault.code, fault.values["cell"]) for fault in faults_of(ods.read_bytes())] == [("KZ817", "XFD1048576")]

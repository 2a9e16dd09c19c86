"""A copy of a workbook with its faulty cells marked: what is wrong stands in a comment, and all of it on a sheet of its own."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable

from kzrules.diagnostic import Diagnostic
from kzrules.diagnostic_text import severity_text
from kzrules.extras import needed
from kzrules.same_bytes import same_bytes

_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")
_COLOURS = {"error": "FFC7CE", "high": "FFEB9C", "medium": "FFEB9C", "low": "FFF5CC"}
_TITLES = {"ru": ("Замечания", "Ячейка", "Что не так", "Что сделать"), "en": ("Remarks", "Cell", "What is wrong", "What to do")}


def annotated(data: bytes, faults: Iterable[Diagnostic], lang: str = "ru") -> bytes:
    """The bytes of an .xlsx workbook with the cells of its faults coloured and commented; the original is not touched.

    Raises:
        NotInstalled: without the extra `excel`.

    """
    openpyxl = needed("openpyxl", "excel")
    styles, comments = needed("openpyxl.styles", "excel"), needed("openpyxl.comments", "excel")
    found = list(faults)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # parts that openpyxl does not keep: this is a copy to read, the original stays
        book = openpyxl.load_workbook(io.BytesIO(data))
    by_cell: dict[tuple[str, str], list[Diagnostic]] = {}
    for fault in found:
        if fault.place.sheet in book.sheetnames:
            by_cell.setdefault((fault.place.sheet, fault.place.cell), []).append(fault)
    for (sheet, address), here in by_cell.items():
        cell = book[sheet][address]
        if isinstance(cell, openpyxl.cell.cell.MergedCell):
            continue
        cell.fill = styles.PatternFill("solid", fgColor=_COLOURS[here[0].severity])
        said = "\n".join(f"{fault.code}: {fault.message(lang)}. → {fault.hint(lang)}" for fault in here)
        cell.comment = comments.Comment(said, "kzrules", width=360, height=40 + 60 * len(here))
    _remarks(book, found, lang, styles)
    out = io.BytesIO()
    book.save(out)
    return same_bytes(_undated(out.getvalue()))


def _undated(data: bytes) -> bytes:
    """The package without the moment of its saving, which openpyxl always writes: the same faults make the same copy."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _SAVED.sub(rb"\g<1>2020-01-01T00:00:00Z\2", part) if name == "docProps/core.xml" else part)
    return out.getvalue()


def _remarks(book: object, faults: list[Diagnostic], lang: str, styles: object) -> None:
    title, *heads = _TITLES["en" if lang == "en" else "ru"]
    sheet = book.create_sheet(title, 0)  # type: ignore[attr-defined]
    sheet.append(["", *heads])
    for fault in faults:
        where = f"{fault.place.sheet}!{fault.place.cell}" if fault.place.sheet else ""
        sheet.append([f"{severity_text(fault.severity, lang)} {fault.code}", where, fault.message(lang), fault.hint(lang)])
        if where and fault.place.sheet in book.sheetnames:  # type: ignore[attr-defined]
            sheet.cell(sheet.max_row, 2).hyperlink = f"#'{fault.place.sheet}'!{fault.place.cell}"
    for letter, width in zip("ABCD", (18, 22, 80, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = styles.Alignment(wrap_text=True, vertical="top")  # type: ignore[attr-defined]
            cell.font = styles.Font(bold=cell.row == 1)  # type: ignore[attr-defined]
    book.active = 0  # type: ignore[attr-defined]

"""The rows of a workbook's sheet as texts: dates as 2019-12-31, whole numbers without a point, blank rows left out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from kzrules.extras import needed

Rows = Iterator[tuple[int, list[str]]]
UNPACKED_LIMIT = 2 * 1024**3
RATIO_LIMIT = 400
RATIO_FROM = 256 * 1024**2
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def workbook_rows(path: Path, sheet: str, header_row: int) -> tuple[Rows | None, tuple[str, str]]:
    """The titles and then every row that is not blank, each with its number on the sheet; or what is wrong, in Russian and English.

    Args:
        path: an xlsx, xls or ods file.
        sheet: the name of the sheet; empty: the first.
        header_row: the row of the titles, from 1.

    """
    problem = _unsafe(path)
    if problem:
        return None, problem
    calamine = needed("python_calamine", "registers")
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
    except calamine.PasswordError:
        return None, ("книга защищена паролем", "the workbook is protected by a password")
    except (calamine.CalamineError, OSError, ValueError):
        return None, ("книга повреждена или это не книга", "the workbook is damaged, or is none")
    names = list(book.sheet_names)
    if sheet and sheet not in names:
        shown = ", ".join(f"«{name}»" for name in names)
        return None, (f"листа «{sheet}» нет, есть {shown}", f"there is no sheet “{sheet}”, there are {shown}")
    if not names:
        return None, ("в книге нет листов", "the workbook has no sheets")
    found = book.get_sheet_by_name(sheet) if sheet else book.get_sheet_by_index(0)
    return _rows(found, header_row), ("", "")


def _rows(sheet: Any, header_row: int) -> Rows:
    titles = True
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [_text(cell) for cell in cells]
        if number < header_row or (not titles and not any(texts)):
            continue
        while titles and texts and not texts[-1]:
            texts.pop()
        titles = False
        yield number, texts


def _text(cell: Any) -> str:
    match cell:
        case bool():
            return "да" if cell else "нет"
        case float():
            return str(int(cell)) if cell.is_integer() else repr(cell)
        case datetime():
            return f"{cell:%Y-%m-%d}"
        case date():
            return cell.isoformat()
        case time() | timedelta():
            return str(cell)
        case _:
            return str(cell).strip()


def _unsafe(path: Path) -> tuple[str, str] | None:
    with path.open("rb") as stream:
        head = stream.read(1 << 20)
    if head.startswith(_OLE):
        return ("книга защищена паролем", "the workbook is protected by a password") if _ENCRYPTED in head else None
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, OSError):
        return "книга обрывается или повреждена", "the workbook is cut short or damaged"
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        return "это архив, а не книга Excel или ODS", "this is an archive, no Excel or ODS workbook"
    if any(entry.flag_bits & 1 for entry in entries):
        return "книга защищена паролем", "the workbook is protected by a password"
    unpacked = sum(entry.file_size for entry in entries)
    dense = any(e.file_size > RATIO_FROM and e.file_size > RATIO_LIMIT * max(1, e.compress_size) for e in entries)
    if unpacked > UNPACKED_LIMIT or dense:
        return f"в архиве книги {unpacked} байт: больше, чем бывает у реестра", f"the workbook unpacks to {unpacked} bytes, more than a register has"
    return None

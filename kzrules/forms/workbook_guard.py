"""What a file is before anything opens it: a workbook of a known kind, not a bomb, without macros, passwords or links to other files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Literal

from kzrules.diagnostic import Diagnostic
from kzrules.place import Place, file_place

WorkbookKind = Literal["xlsx", "xls", "ods"]
_MEGABYTE = 1024 * 1024
SIZE_LIMIT = 50 * _MEGABYTE
UNPACKED_LIMIT = 300 * _MEGABYTE
RATIO_LIMIT = 200
RATIO_FROM = 4 * _MEGABYTE
"""Small entries may be packed tightly: a sheet of empty rows is nothing but repetition."""
ENTRIES_LIMIT = 10_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def workbook_kind(data: bytes, file: str) -> tuple[WorkbookKind | None, list[Diagnostic]]:
    """The kind of a workbook by its bytes, whatever its name says; None with the reasons where it is not to be opened."""
    place = file_place(file)
    if len(data) > SIZE_LIMIT:
        return None, [Diagnostic("KZ811", place, {"size": len(data), "limit": SIZE_LIMIT})]
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return None, [Diagnostic("KZ812", place)]
        return "xls", []
    if not data.startswith(_ZIP):
        return None, [Diagnostic("KZ810", place, {"found_ru": _looks(data)[0], "found_en": _looks(data)[1]})]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
    except zipfile.BadZipFile:
        return None, [Diagnostic("KZ813", place)]
    faults = list(_package_faults(entries, place))
    if faults:
        return None, faults
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" in names:
        return "xlsx", []
    if "content.xml" in names:
        return "ods", []
    return None, [Diagnostic("KZ810", place, {"found_ru": "архив без книги внутри", "found_en": "an archive with no workbook in it"})]


def _package_faults(entries: list[zipfile.ZipInfo], place: Place) -> Iterator[Diagnostic]:
    unpacked = sum(entry.file_size for entry in entries)
    dense = [e for e in entries if e.file_size > RATIO_FROM and e.file_size > RATIO_LIMIT * max(1, e.compress_size)]
    if unpacked > UNPACKED_LIMIT or dense or len(entries) > ENTRIES_LIMIT:
        yield Diagnostic("KZ814", place, {"size": unpacked // _MEGABYTE, "limit": UNPACKED_LIMIT // _MEGABYTE})
    if any(entry.flag_bits & 1 for entry in entries):
        yield Diagnostic("KZ812", place)
    names = {entry.filename for entry in entries}
    if any(name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in names):
        yield Diagnostic("KZ815", place)
    if any(name.startswith("xl/externalLinks/") for name in names):
        yield Diagnostic("KZ816", place)


def _looks(data: bytes) -> tuple[str, str]:
    start = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not data:
        return "пустой файл", "an empty file"
    if start.startswith((b"<!doctype", b"<html", b"<table")):
        return "веб-страница", "a web page"
    if start.startswith(b"%pdf"):
        return "документ PDF", "a PDF document"
    if b"\0" not in start:
        return "текст (быть может, CSV с чужим расширением)", "text (perhaps CSV under another extension)"
    return "неизвестный вид файла", "an unknown kind of file"

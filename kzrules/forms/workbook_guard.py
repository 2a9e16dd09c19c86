"""What a file is before anything opens it: a workbook of a known kind, not a bomb, without macros, passwords or links to other files."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
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
_ENCRYPTED, _OLD_MACROS = "EncryptedPackage".encode("utf-16-le"), "_VBA_PROJECT_CUR".encode("utf-16-le")
_OLD_BOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_OUTSIDE = ("xl/externalLinks/", "xl/connections.xml", "xl/queryTables/", "xl/model/")
"""Parts that fetch what is not in the workbook: links and DDE, connections to data, queries."""
_CHUNK = _MEGABYTE
_STARTS: Mapping[bytes, tuple[str, str]] = {
    b"<!doctype": ("веб-страница", "a web page"),
    b"<html": ("веб-страница", "a web page"),
    b"<table": ("веб-страница", "a web page"),
    b"<?xml": ("файл XML", "an XML file"),
    b"{\\rtf": ("документ RTF", "an RTF document"),
    b"%pdf": ("документ PDF", "a PDF document"),
    b"\x89png": ("картинка", "a picture"),
    b"\xff\xd8\xff": ("картинка", "a picture"),
    b"rar!": ("архив RAR", "a RAR archive"),
    b"7z\xbc\xaf": ("архив 7z", "a 7z archive"),
}
_TEXT = ("текст (быть может, CSV с чужим расширением)", "text (perhaps CSV under another extension)")
_INSIDE = {
    "xl/workbook.bin": ("двоичная книга .xlsb", "a binary .xlsb workbook"),
    "word/document.xml": ("документ Word", "a Word document"),
    "ppt/presentation.xml": ("презентация", "a presentation"),
}


def workbook_kind(data: bytes, file: str) -> tuple[WorkbookKind | None, list[Diagnostic]]:
    """The kind of a workbook by its bytes, whatever its name says; None with the reasons where it is not to be opened."""
    place = file_place(file)
    if len(data) > SIZE_LIMIT:
        return None, [Diagnostic("KZ811", place, {"size": len(data), "limit": SIZE_LIMIT})]
    if data.startswith(_OLE):
        return _old_kind(data, place)
    if not data.startswith(_ZIP):
        return None, [_no_workbook(place, _looks(data))]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            names = {entry.filename for entry in entries}
            locked = "META-INF/manifest.xml" in names and b"encryption-data" in _beginning(package, "META-INF/manifest.xml")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        return None, [Diagnostic("KZ813", place)]
    faults = [*_package_faults(entries, place), *([Diagnostic("KZ812", place)] if locked else [])]
    if faults:
        return None, faults
    if not all(_as_declared(data, entry) for entry in entries):
        return None, [Diagnostic("KZ813", place)]
    if "xl/workbook.xml" in names:
        return "xlsx", []
    if "content.xml" in names and b"spreadsheet" in _beginning(zipfile.ZipFile(io.BytesIO(data)), "mimetype"):
        return "ods", []
    inside = next((said for name, said in _INSIDE.items() if name in names), ("архив без книги внутри", "an archive with no workbook in it"))
    return None, [_no_workbook(place, inside)]


def _no_workbook(place: Place, found: tuple[str, str]) -> Diagnostic:
    return Diagnostic("KZ810", place, {"found_ru": found[0], "found_en": found[1]})


def _old_kind(data: bytes, place: Place) -> tuple[WorkbookKind | None, list[Diagnostic]]:
    """Of the files that Office wrote before 2007: the names of their parts stand in them in two-byte letters."""
    if _ENCRYPTED in data:
        return None, [Diagnostic("KZ812", place)]
    if _OLD_MACROS in data:
        return None, [Diagnostic("KZ815", place)]
    if not any(name in data for name in _OLD_BOOKS):
        return None, [_no_workbook(place, ("старый документ Office, но не книга", "an old Office document, no workbook"))]
    return "xls", []


def _beginning(package: zipfile.ZipFile, name: str) -> bytes:
    if name not in package.namelist() or package.getinfo(name).flag_bits & 1:
        return b""
    with package.open(name) as entry:
        return entry.read(_CHUNK)


def _as_declared(data: bytes, entry: zipfile.ZipInfo) -> bool:
    """Whether an entry unpacks to no more than it declares: a bomb declares little, and what opens it next may not look."""
    start = entry.header_offset
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        return entry.compress_type == zipfile.ZIP_STORED and entry.file_size == entry.compress_size
    if data[start : start + 4] != _ZIP:
        return False
    name, extra = struct.unpack("<HH", data[start + 26 : start + 30])
    packed = data[start + 30 + name + extra :][: entry.compress_size]
    inflate, size = zlib.decompressobj(-15), 0
    try:
        while size <= entry.file_size and not inflate.eof:
            part = inflate.decompress(packed, _CHUNK)
            size, packed = size + len(part), inflate.unconsumed_tail
            if not part and not packed:
                break
    except zlib.error:
        return False
    return size == entry.file_size and inflate.eof


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
    if any(name.startswith(_OUTSIDE) for name in names):
        yield Diagnostic("KZ816", place)


def _looks(data: bytes) -> tuple[str, str]:
    if not data:
        return "пустой файл", "an empty file"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _TEXT
    start = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    known = next((said for sign, said in _STARTS.items() if start.startswith(sign)), None)
    return known or (_TEXT if b"\0" not in start else ("неизвестный вид файла", "an unknown kind of file"))

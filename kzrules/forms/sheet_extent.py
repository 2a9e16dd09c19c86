"""How far the values of a workbook's sheets reach, told from its bytes.

A fast reader that meets one stray value in the last corner of a sheet takes memory for all the cells before it, and the program ends
without a word.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

_CELL = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*(?<!/)>(?!\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</)"
)
"""A cell with something in it; a formatted one with nothing is no value."""
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True, slots=True)
class Extent:
    """The values of a sheet: how many, and the last row and column that hold one."""

    sheet: str
    count: int
    row: int
    column: int


def extents_of(package: zipfile.ZipFile) -> Iterator[Extent]:
    """The extent of every sheet of an .xlsx package whose entries are known to be of the size they declare."""
    names = _sheet_names(package)
    for entry in package.namelist():
        if entry.startswith("xl/worksheets/") and entry.endswith(".xml"):
            count = row = column = 0
            for found in _CELL.finditer(package.read(entry)):
                count += 1
                row, column = max(row, int(found[2])), max(column, _number(found[1]))
            yield Extent(names.get(entry, entry.rpartition("/")[2]), count, row, column)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet_names(package: zipfile.ZipFile) -> dict[str, str]:
    """The name of the sheet that each entry holds; nothing where the package does not tell."""
    try:
        book = package.read("xl/workbook.xml").decode("utf-8", "replace")
        links = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    targets = {at.get("Id", ""): at.get("Target", "") for at in map(_attributes, _LINK.findall(links))}
    entries = {key: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for key, target in targets.items()}
    sheets = map(_attributes, _SHEET.findall(book))
    return {entries.get(next((v for k, v in at.items() if k.endswith(":id")), ""), ""): at.get("name", "") for at in sheets}


def _attributes(tag: str) -> dict[str, str]:
    return dict(_ATTRIBUTE.findall(tag))

"""Where everything stands in the workbook of a form: one plan for the writer and for the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kzrules.forms.filing import CellKey, Counts
from kzrules.forms.form import Column, Form, Row, Section
from kzrules.program import Kind
from kzrules.reading_nodes import in_language

Role = Literal["title", "line", "section", "head", "number", "row_code", "label", "name", "cell", "off", "caption", "body", "sign"]
HEADER = 7
"""Rows above the first table: title, index and act, body, period, who files, deadline, an empty one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the workbook: sheet by number from 0, row and column from 1; `down` and `right` say where a merged cell ends."""

    sheet: int
    row: int
    column: int
    down: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """What stands at a spot: a text of the form, or a cell to fill (`key`) or a line's name (`key`, `name`)."""

    spot: Spot
    role: Role
    text: str = ""
    key: CellKey | None = None
    name: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which form is laid out: lines below each row, the body kind whose rows are shown (None: all), language of the labels."""

    counts: Counts
    kind: Kind | None
    lang: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The plan of a workbook: names of its sheets, width of their columns, everything placed."""

    sheets: tuple[str, ...]
    widths: tuple[tuple[float, ...], ...]
    placed: tuple[Placed, ...]
    cells: Mapping[CellKey, Spot]


def sheets_of(form: Form) -> dict[str, list[Section]]:
    """The sections on each sheet, by its name: those without a sheet of their own share the first, called by the form's index."""
    found: dict[str, list[Section]] = {}
    if any(not section.sheet for section in form.sections):
        found[_sheet_name(form.index) or "Форма"] = []
    for section in form.sections:
        found.setdefault(_sheet_name(section.sheet or form.index) or "Форма", []).append(section)
    return found


def _sheet_name(text: str) -> str:
    """A text that a spreadsheet takes for the name of a sheet."""
    return re.sub(r"[\[\]:*?/\\]", "-", text).strip("' ")[:31]


def is_shown(section: Section, kind: Kind | None) -> bool:
    """Whether a section has rows for a body kind; None is for both."""
    return any(not (row.only and kind and row.only != kind) for row in section.rows)


def names_in(form: Form, section: Section) -> int:
    """How many columns name a row: as many as the lines of its sheet need, at least one."""
    on_sheet = [s for s in form.sections if s.sheet == section.sheet]
    return max([1, *(len(row.lines.names) for s in on_sheet for row in s.rows if row.lines)])


def layout_of(form: Form, wanted: Wanted, head: tuple[tuple[str, str], ...]) -> Layout:
    """The plan of a form's workbook; `head` are captions and texts above the first table: body, period, who files, deadline."""
    lang = wanted.lang
    sheets = {name: shown for name, on in sheets_of(form).items() if (shown := [s for s in on if is_shown(s, wanted.kind)])}
    placed: list[Placed] = []
    for sheet, sections in enumerate(sheets.values()):
        placed += _head(form, sheet, lang, head)
        row = HEADER
        for section in sections:
            found = list(_table(form, section, Spot(sheet, row + 1, 1), wanted))
            placed += found
            row = max(p.spot.row + p.spot.down for p in found) + 1
        placed += _foot(form, sheet, row + 1, lang)
    widths = tuple(_widths(form, sections, lang) for sections in sheets.values())
    return Layout(tuple(sheets), widths, tuple(placed), {p.key: p.spot for p in placed if p.key and p.role == "cell"})


def _head(form: Form, sheet: int, lang: str, head: tuple[tuple[str, str], ...]) -> Iterator[Placed]:
    yield Placed(Spot(sheet, 1, 1, right=6), "title", in_language(form.title, lang))
    yield Placed(Spot(sheet, 2, 1, right=6), "line", form.index)
    for row, (caption, text) in enumerate(head, 3):
        yield Placed(Spot(sheet, row, 1, right=1), "caption", caption)
        yield Placed(Spot(sheet, row, 3, right=4), "body", text)


def _foot(form: Form, sheet: int, row: int, lang: str) -> Iterator[Placed]:
    texts: list[tuple[Role, str]] = [("line", in_language(note, lang)) for note in form.notes]
    texts += [("sign", in_language(signature, lang)) for signature in form.signatures]
    for number, (role, text) in enumerate(texts):
        yield Placed(Spot(sheet, row + number, 1, right=6), role, text)


def _table(form: Form, section: Section, at: Spot, wanted: Wanted) -> Iterator[Placed]:
    sheet, start, lang, kind = at.sheet, at.row, wanted.lang, wanted.kind
    names = names_in(form, section)
    first = 2 + names
    last = first + len(section.columns) - 1
    yield Placed(Spot(sheet, start, 1, right=last - 1), "section", in_language(section.title, lang))
    yield from _headers(section, sheet, start + 1, names, lang)
    row = start + 4
    for part in section.rows:
        if part.only and kind and part.only != kind:
            continue
        yield Placed(Spot(sheet, row, 1), "row_code", part.code)
        yield Placed(Spot(sheet, row, 2, right=names - 1), "label", in_language(part.label, lang))
        for number, column in enumerate(section.columns):
            spot = Spot(sheet, row, first + number)
            yield Placed(spot, "cell", key=CellKey(section.id, part.code, column.id)) if part.has(column) else Placed(spot, "off")
        row += 1
        for line in range(1, wanted.counts.get((section.id, part.code), 0) + 1):
            yield from _line(section, part, line, sheet, row, names)
            row += 1


def _line(section: Section, row: Row, line: int, sheet: int, at: int, names: int) -> Iterator[Placed]:
    assert row.lines
    yield Placed(Spot(sheet, at, 1), "row_code", line_code(row.code, line))
    key = CellKey(section.id, row.code, "", line)
    own = len(row.lines.names)
    for number in range(own):
        wide = names - own if number == own - 1 else 0
        yield Placed(Spot(sheet, at, 2 + number, right=wide), "name", in_language(row.lines.names[number][1], "ru"), key, number)
    for number, column in enumerate(section.columns):
        yield Placed(Spot(sheet, at, 2 + names + number), "cell", key=key._replace(column=column.id))


def line_code(row: str, line: int) -> str:
    """The key of an added line: `8.1/2`; ours, the print has none."""
    return f"{row}/{line}"


def _headers(section: Section, sheet: int, at: int, names: int, lang: str) -> Iterator[Placed]:
    """Shared headers, headers, and the row of column numbers."""
    yield Placed(Spot(sheet, at, 1, down=1), "head", "№")
    titles = _name_titles(section, lang)
    for number, title in enumerate(titles):
        wide = names - len(titles) if number == len(titles) - 1 else 0
        yield Placed(Spot(sheet, at, 2 + number, down=1, right=wide), "head", title)
        yield Placed(Spot(sheet, at + 2, 2 + number, right=wide), "number", "Б" if number == 0 else "")
    yield Placed(Spot(sheet, at + 2, 1), "number", "А")
    column = 2 + names
    for group, members in groups(section.columns, lang):
        if group:
            yield Placed(Spot(sheet, at, column, right=len(members) - 1), "head", group)
        for number, member in enumerate(members):
            title = in_language(member.label, lang)
            spot = Spot(sheet, at + 1, column + number) if group else Spot(sheet, at, column + number, down=1)
            yield Placed(spot, "head", title)
            yield Placed(Spot(sheet, at + 2, column + number), "number", section.column_code(member))
        column += len(members)


def _name_titles(section: Section, lang: str) -> list[str]:
    """The headers of the columns that name a row: of a mere list, what its lines are named by; else `Наименование`."""
    named = [row.lines.names for row in section.rows if row.lines]
    longest = max(named, key=len, default=())
    if len(longest) > 1 or (longest and is_list(section)):
        return [in_language(label, lang) for _, label in longest]
    return [{"ru": "Наименование", "kk": "Атауы", "en": "Name"}[lang]]


def is_list(section: Section) -> bool:
    """Whether a section is nothing but lines that the body adds below headings, all named by the same."""
    names = {row.lines.names[0][0] for row in section.rows if row.lines}
    return len(names) == 1 and all(row.lines and row.kind == "heading" for row in section.rows)


def groups(columns: tuple[Column, ...], lang: str) -> Iterator[tuple[str, list[Column]]]:
    """Neighbouring columns under one shared header."""
    members: list[Column] = []
    header = ""
    for column in columns:
        group = in_language(column.group, lang)
        if members and group != header:
            yield header, members
            members = []
        header = group
        members.append(column)
    yield header, members


_WIDE, _NARROW = 58.0, 14.0


def _widths(form: Form, sections: list[Section], lang: str) -> tuple[float, ...]:
    count = names_in(form, sections[0])
    widths = [8.0, *([_name_width(sections, lang)] if count == 1 else [26.0] * count)]
    longest = max(len(section.columns) for section in sections)
    for number in range(longest):
        there = [section.columns[number] for section in sections if number < len(section.columns)]
        widths.append(max(_width(column, lang) for column in there))
    return tuple(widths)


def _name_width(sections: list[Section], lang: str) -> float:
    """Wide for the texts of an act; a list that is named by numbers needs less."""
    if not all(is_list(section) for section in sections):
        return _WIDE
    said = [label for section in sections for row in section.rows if row.lines for label in (row.label, *(text for _, text in row.lines.names))]
    short = all(in_language(label, "ru").startswith("№") or len(in_language(label, lang)) < _NARROW for label in said)
    return _NARROW if short and any("№" in in_language(label, "ru") for label in said) else _WIDE * 0.6


def _width(column: Column, lang: str) -> int:
    """As the form says, but a word of the header is not broken."""
    words = re.split(r"[\s-]+", in_language(column.label, lang))
    said = column.width or {"text": 32, "date": 12, "mark": 9, "yes_no": 9}.get(column.type, 13)
    return max(said, min(24, max(map(len, words)) + 2))

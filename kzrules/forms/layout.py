"""Where everything stands in the workbook of a form: one plan for the writer and for the reader."""

from __future__ import annotations

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


def sheet_names(form: Form) -> tuple[str, ...]:
    """The first sheet, and those that sections have of their own."""
    own = dict.fromkeys(section.sheet for section in form.sections if section.sheet)
    first = [form.index or "Форма"] if any(not section.sheet for section in form.sections) else []
    return (*first, *own)


def names_in(form: Form, section: Section) -> int:
    """How many columns name a row: as many as the lines of its sheet need, at least one."""
    on_sheet = [s for s in form.sections if s.sheet == section.sheet]
    return max([1, *(len(row.lines.names) for s in on_sheet for row in s.rows if row.lines)])


def layout_of(form: Form, wanted: Wanted, head: tuple[tuple[str, str], ...]) -> Layout:
    """The plan of a form's workbook; `head` are captions and texts above the first table: body, period, who files, deadline."""
    lang = wanted.lang
    names = sheet_names(form)
    placed: list[Placed] = []
    rows = {}
    for number, _ in enumerate(names):
        placed += _head(form, number, lang, head)
        rows[number] = HEADER
    for section in form.sections:
        sheet = names.index(section.sheet) if section.sheet else 0
        start = rows[sheet] + 1
        found = list(_table(form, section, Spot(sheet, start, 1), wanted))
        placed += found
        rows[sheet] = max(p.spot.row + p.spot.down for p in found) + 1
    for number, _ in enumerate(names):
        placed += _foot(form, number, rows[number] + 1, lang)
    widths = tuple(_widths(form, name, names) for name in names)
    return Layout(names, widths, tuple(placed), {p.key: p.spot for p in placed if p.key and p.role == "cell"})


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
    named = [row.lines.names for row in section.rows if row.lines]
    longest = max(named, key=len, default=())
    plain = {"ru": "Наименование", "kk": "Атауы", "en": "Name"}[lang]
    return [in_language(label, lang) for _, label in longest] if len(longest) > 1 else [plain]


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


def _widths(form: Form, name: str, names: tuple[str, ...]) -> tuple[float, ...]:
    sections = [s for s in form.sections if (s.sheet or names[0]) == name]
    count = names_in(form, sections[0])
    widths = [8.0, *([58.0] if count == 1 else [26.0] * count)]
    longest = max(len(section.columns) for section in sections)
    for number in range(longest):
        there = [section.columns[number] for section in sections if number < len(section.columns)]
        widths.append(float(max(_width(column) for column in there)))
    return tuple(widths)


def _width(column: Column) -> int:
    return column.width or {"text": 32, "date": 12, "mark": 9, "yes_no": 9}.get(column.type, 13)

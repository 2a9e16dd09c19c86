"""The workbook in which an act is written: an empty one, and one read back into the same nodes as the YAML of an act."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.dictionary import Dictionary
from kzrules.edition import Edition
from kzrules.extras import needed
from kzrules.forms.workbook_guard import workbook_kind
from kzrules.nodes import Fields, Items, Node, Text
from kzrules.place import Place, cell_place, file_place
from kzrules.plain_books import plain_book
from kzrules.program import Kind
from kzrules.reading_nodes import in_language
from kzrules.reconciliation.act import ReconciliationAct, act_from_node
from kzrules.reconciliation.form import ActForm

MAIN = "Акт"
_HEAD = (
    ("under", "Редакция"),
    ("body", "Код органа"),
    ("kind", "Вид (центральный, местный)"),
    ("period", "Оцениваемый год"),
    ("name", "Название органа"),
    ("number", "Номер акта"),
    ("date", "Дата акта"),
)
_PROOF = (("document", "Документ", 34), ("system", "Информационная система", 26), ("date", "Когда установлено", 16))
SHEETS: dict[str, tuple[str, tuple[tuple[str, str, int], ...]]] = {
    "unreliable": (
        "Недостоверные факты",
        (
            ("direction", "Направление", 24),
            ("what", "О чём сведение", 44),
            ("reported", "Представлено", 18),
            ("actual", "В действительности", 18),
            ("fact", "Факт словаря, если есть", 30),
            ("language", "Версия (kk, ru)", 10),
            ("record", "Запись перечня", 24),
            ("field", "Поле записи", 20),
            ("correct", "Исправить (да, нет)", 12),
            *_PROOF,
        ),
    ),
    "incomplete": ("Неполнота", (("direction", "Направление", 24), ("report", "Отчёт", 34), ("part", "Чего не хватает", 44), *_PROOF)),
    "late": ("Опоздание", (("direction", "Направление", 24), ("due", "Срок", 16), ("filed", "Представлено", 16))),
    "absent": ("Отсутствие", (("direction", "Направление", 24),)),
    "signatures": (
        "Подписи",
        (("side", "Сторона", 24), ("position", "Должность", 44), ("name", "Расшифровка", 30), ("date", "Дата", 16)),
    ),
}
_CODES, _FIRST, _ROWS = 2, 4, 60
_MOST_ROWS = 10_000  # an act of two hands is never so long: the rows are empty, and reading them costs memory
_DATES = ("date", "due", "filed")
_WORDS = {
    "kind": {"центральный": "central", "местный": "local"},
    "correct": {"да": "yes", "нет": "no"},
    "side": {"оценивающий орган": "assessor", "оцениваемый орган": "body"},
}


def empty_act(edition: Edition, form: ActForm, body: str, kind: Kind, period: int | None) -> bytes:
    """An empty workbook of an act under an edition.

    Raises:
        NotInstalled: without XlsxWriter.

    """
    stream = io.BytesIO()
    book = plain_book(stream, "Акт сверки")
    text = {"font_name": "Calibri", "font_size": 10, "text_wrap": True, "valign": "top"}
    head = book.add_format({**text, "bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "border": 1})
    code = book.add_format({**text, "font_size": 8, "font_color": "#7F7F7F", "border": 1})
    label = book.add_format({**text, "bold": True})
    answer = book.add_format({**text, "bg_color": "#FFF9DB", "border": 1, "border_color": "#BFBFBF", "locked": False, "num_format": "@"})
    title = book.add_format({"bold": True, "font_size": 13})
    main = book.add_worksheet(MAIN)
    main.set_column(0, 0, 26)
    main.set_column(1, 1, 70)
    main.set_column(2, 2, 12, code)
    main.write_string(0, 0, in_language(form.title, "ru"), title)
    word = next(word for word, code in _WORDS["kind"].items() if code == kind)
    given = {"under": edition.id, "body": body, "kind": word, "period": "" if period is None else str(period)}
    for row, (key, name) in enumerate(_HEAD, start=_FIRST - 1):
        main.write_string(row, 0, name, label)
        main.write_string(row, 1, given.get(key, ""), answer)
        main.write_string(row, 2, key, code)
    programs = edition.program(kind, {}, period if period is not None else edition.first_year)
    known = {rule.path: in_language(rule.label, "ru") for rule in programs.directions if rule.path in form.takes}
    for row, (path, name) in enumerate(known.items(), start=_FIRST + len(_HEAD) + 1):
        main.write_string(row, 0, f"направление {path}", code)
        main.write_string(row, 1, name, code)
    used = {kind for takes in form.takes.values() for kind in takes} | {"signatures"}
    for key, (name, columns) in SHEETS.items():
        if key not in used:
            continue
        sheet = book.add_worksheet(name)
        sheet.write_string(0, 0, name, title)
        for column, (field, words, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(_CODES - 1, column, field, code)
            sheet.write_string(_FIRST - 2, column, words, head)
            choices = {"direction": list(known), "language": ["kk", "ru"], **{name: list(words) for name, words in _WORDS.items()}}.get(field)
            for row in range(_FIRST - 1, _FIRST - 1 + _ROWS):
                sheet.write_blank(row, column, None, answer)
            if choices:
                sheet.data_validation(_FIRST - 1, column, _FIRST - 2 + _ROWS, column, {"validate": "list", "source": choices})
        sheet.freeze_panes(_FIRST - 1, 1)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_landscape()
    for sheet in book.worksheets():
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    main.protect("")
    book.close()
    return stream.getvalue()


def act_from_workbook(data: bytes, file: str, dictionary: Dictionary) -> tuple[ReconciliationAct | None, list[Diagnostic]]:
    """The act of a workbook, or None and every fault, each at its cell.

    Raises:
        NotInstalled: without openpyxl.

    """
    kind, faults = workbook_kind(data, file)
    if kind is None:
        return None, faults
    if kind != "xlsx":
        return None, [_foreign(file, "нужен файл .xlsx", "an .xlsx file is needed")]
    try:
        book = needed("openpyxl", "excel").load_workbook(io.BytesIO(data))
    except (KeyError, ValueError, TypeError, AttributeError, OSError, EOFError, SyntaxError):  # whatever openpyxl meets in a damaged package
        return None, [_foreign(file, "файл повреждён", "the file is damaged")]
    if MAIN not in book.sheetnames:
        return None, [_foreign(file, f"нет листа «{MAIN}»", f"there is no sheet “{MAIN}”")]
    reader = _Reader(book, file)
    root = reader.root()
    if errors(reader.faults):
        return None, in_file_order(reader.faults)
    act, found = act_from_node(root, dictionary, hashlib.sha256(data).hexdigest())
    return act, in_file_order(found)


def _foreign(file: str, ru: str, en: str) -> Diagnostic:
    return Diagnostic("KZ878", file_place(file), {"why_ru": ru, "why_en": en})


class _Reader:
    def __init__(self, book: Any, file: str) -> None:
        self.book = book
        self.file = file
        self.faults: list[Diagnostic] = []

    def root(self) -> Fields:
        """The nodes of the whole act."""
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        main = self.book[MAIN]
        for row in range(1, min(main.max_row, 200) + 1):
            key = main.cell(row, 3).value
            node = self.text(MAIN, main.cell(row, 2), str(key)) if key in dict(_HEAD) else None
            if node is not None:
                entries[key] = Fields({"ru": node}, {"ru": node.place}, node.place) if key == "name" else node
                keys[key] = node.place
        for key, (name, columns) in SHEETS.items():
            if name in self.book.sheetnames:
                found = tuple(self.records(name, [field for field, _, _ in columns]))
                place = cell_place(self.file, name, 1, 1)
                entries[key], keys[key] = Items(found, place), place
        return Fields(entries, keys, cell_place(self.file, MAIN, 1, 1))

    def records(self, name: str, wanted: list[str]) -> Iterator[Fields]:
        """One entry for each row that has anything in it."""
        sheet = self.book[name]
        codes = {str(cell.value): cell.column for cell in sheet[_CODES] if cell.value}
        lost = [field for field in wanted if field not in codes]
        if lost:
            ru = f"на листе «{name}» нет столбца с кодом {', '.join(lost)}"
            self.faults.append(_foreign(self.file, ru, f"the sheet “{name}” has no column with the code {', '.join(lost)}"))
            return
        if sheet.max_row > _MOST_ROWS:
            self.faults.append(
                _foreign(self.file, f"на листе «{name}» строк больше {_MOST_ROWS}", f"the sheet “{name}” has more than {_MOST_ROWS} rows")
            )
            return
        for row in range(_FIRST, sheet.max_row + 1):
            found = {field: node for field in wanted if (node := self.text(name, sheet.cell(row, codes[field]), field)) is not None}
            if found:
                place = cell_place(self.file, name, row, 1)
                yield Fields(dict(found), {field: node.place for field, node in found.items()}, place)

    def text(self, sheet: str, cell: Any, field: str) -> Text | None:
        """The text of a cell, as an act in YAML would write it; None where the cell is empty."""
        place = cell_place(self.file, sheet, cell.row, cell.column)
        value = cell.value
        match value:
            case None | "":
                return None
            case bool():
                self._bad(place, "логическое значение", "a truth value")
            case dt.datetime() | dt.date():
                return Text(f"{value:%Y-%m-%d}", True, place)
            case int() | float():
                return Text(f"{Decimal(repr(value)).normalize():f}", True, place)
            case str() if cell.data_type == "e":
                self._bad(place, f"ошибка {value}", f"the error {value}")
            case str() if cell.data_type == "f":
                self._bad(place, "формула", "a formula")
            case str():
                return Text(_coded(value.strip(), field), True, place)
            case _:
                self._bad(place, "непонятное значение", "a value that cannot be read")
        return None

    def _bad(self, place: Place, ru: str, en: str) -> None:
        self.faults.append(Diagnostic("KZ879", place, {"found_ru": ru, "found_en": en}))


def _coded(text: str, field: str) -> str:
    """A date typed as people write it, `18.01.2019`; the Russian word for a code. Anything else as it is."""
    if text.lower() in _WORDS.get(field, {}):
        return _WORDS[field][text.lower()]
    parts = text.split(".")
    if field in _DATES and [len(p) for p in parts] == [2, 2, 4] and all(p.isdigit() for p in parts):
        return "-".join(reversed(parts))
    return text

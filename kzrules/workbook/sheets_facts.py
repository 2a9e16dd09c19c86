"""The sheets people fill in: facts, lists; and the answers that choices accept."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from kzrules.dictionary import FactSpec
from kzrules.place import cell_place
from kzrules.values import decimal_text
from kzrules.workbook.book import Book
from kzrules.workbook.cell_text import At
from kzrules.workbook.exact import code_label, given
from kzrules.workbook.layout import CODE_COLUMNS, FACT_COLUMNS, HEAD
from kzrules.workbook.phrases import said
from kzrules.workbook.plan import ListPlan

_BELOW_CODES = ("-", "n/a")
_WIDTHS: list[float] = [56, 26, 26]


def write_facts(book: Book) -> None:
    """One row per answer, one column per body."""
    plan, layout, lang = book.plan, book.layout, book.lang
    sheet = book.sheets["facts"]
    book.put("facts", 1, 1, said("sheet_facts", lang), "title")
    book.put("facts", 2, 1, said("how_2", lang), "hint")
    book.widths("facts", _WIDTHS)
    heads = [said("fact", lang), said("code", lang), said("allowed", lang)]
    book.heads("facts", HEAD - 1, heads)
    for (group, at), column in layout.body_columns.items():
        body = plan.groups[group].bodies[at]
        book.put("facts", HEAD - 1, column, body.title(lang), "head")
        book.put("facts", HEAD, column, plan.key(body), "key")
        sheet.set_column(column - 1, column - 1, 17, None, {"hidden": body.id in plan.hidden})
    for column in range(1, FACT_COLUMNS + 1):
        book.put("facts", HEAD, column, "", "key")
    sheet.set_row(HEAD - 2, 62)
    for name, row in layout.fact_rows.items():
        spec = plan.facts[name]
        label = spec.title(lang) + (f" ({name.partition('.')[2]})" if "." in name else "")
        for column, text in enumerate(texts := (label, name, allowed(spec, lang, book)), start=1):
            book.put("facts", row, column, text, "label" if column == 1 else "small")
        book.tall("facts", row, list(zip(texts, _WIDTHS, strict=True)))
        for (group, at), column in layout.body_columns.items():
            if name not in plan.asked[group]:
                book.put("facts", row, column, "", "unasked")
                continue
            book.put("facts", row, column, given(plan.groups[group].bodies[at], name, plan), "input")
            _validate(book, "facts", row, column, spec)
    sheet.freeze_panes(HEAD, FACT_COLUMNS)


def write_lists(book: Book) -> None:
    """One sheet per list: the record's body, its fields, then what is computed for it."""
    for over, list_plan in book.plan.lists.items():
        _write_list(book, over, list_plan)


def _write_list(book: Book, over: str, list_plan: ListPlan) -> None:
    key, layout, lang = f"list:{over}", book.layout, book.lang
    sheet = book.sheets[key]
    columns = layout.list_columns(over)
    fields = list_plan.spec.fields
    book.put(key, 1, 1, list_plan.spec.title(lang), "title")
    book.put(key, 2, 1, said("how_5", lang), "hint")
    titles = {"": said("body", lang), **{name: spec.title(lang) for name, spec in fields.items()}}
    for name, column in columns.items():
        title = titles.get(name) or (list_plan.columns[name].title if name in list_plan.columns else "№")
        book.put(key, HEAD - 1, column, title, "head")
        book.put(key, HEAD, column, name if name in fields else "", "key")
        hidden = name.startswith(("at:", "read:"))
        sheet.set_column(column - 1, column - 1, _wide(fields[name], list_plan) if name in fields else 18, None, {"hidden": hidden})
    sheet.set_row(HEAD - 2, 75)
    records = layout.records(over)
    for index, row in enumerate(layout.list_rows(over)):
        body = records[index][0] if index < len(records) else None
        book.put(key, row, 1, book.plan.key(body) if body else "", "input_text")
        keys = [book.plan.key(b) for b in book.plan.bodies]
        source = keys if len(",".join(keys)) < 250 else f"={book.text.sheets['facts']}{_row_of_keys(book)}"
        sheet.data_validation(row - 1, 0, row - 1, 0, {"validate": "list", "source": source})
        for name, spec in fields.items():
            value = book.values.field(over, index, name) if body else ""
            book.put(key, row, columns[name], value, "input" if spec.type in ("count", "number") else "input_text")
            _validate(book, key, row, columns[name], spec)
        _computed(book, over, row, index if body else None, columns)
        if body:
            book.tall(key, row, [(str(book.values.field(over, index, name)), _wide(fields[name], list_plan)) for name in fields])
    sheet.freeze_panes(HEAD, 2)


def _wide(spec: FactSpec, list_plan: ListPlan) -> float:
    """The width of a field's column."""
    return 44 if spec.type == "choice" else 30 if spec.name == list_plan.spec.key else 18


def _row_of_keys(book: Book) -> str:
    last = max(book.layout.body_columns.values())
    return f"${cell_place('', '', 1, FACT_COLUMNS + 1).cell[:-1]}${HEAD}:${cell_place('', '', 1, last).cell[:-1]}${HEAD}"


def _computed(book: Book, over: str, row: int, index: int | None, columns: dict[str, int]) -> None:
    key, layout = f"list:{over}", book.layout
    at = At(over=over, row=row)
    list_plan = book.plan.lists[over]
    for name, column in columns.items():
        if name.startswith("at:"):
            group = int(name[3:])
            heads = book.text.across(group, HEAD)
            value: Any = 0
            if index is not None:
                owner, place = book.values.places[book.plan.key(layout.records(over)[index][0])]
                value = place + 1 if owner == group else 0
            book.live(key, row, column, f"=IFERROR(MATCH($A{row},{heads},0),0)", value, "step")
        elif name in list_plan.columns:
            cell = list_plan.columns[name]
            value = book.values.column(over, index, name) if index is not None else ("" if cell.group is not None else "-")
            book.cell(key, row, column, cell.cell, at, value=value, look=book.format("step", cell.form))


def write_answers(book: Book) -> None:
    """What each choice may be answered, with its code."""
    lang = book.lang
    book.put("answers", 1, 1, said("sheet_answers", lang), "title")
    book.widths("answers", [26, 90])
    facts = [*book.plan.edition.dictionary.facts.values()]
    specs = {s.name: s for s in (*facts, *(f for fact in facts for f in fact.fields.values()))}
    for name, first in book.layout.code_rows.items():
        choices = book.plan.codes[name]
        book.put("answers", first - 1, 1, specs[name].title(lang), "section")
        book.put("answers", first - 1, 2, "", "section")
        for row, code in enumerate(choices, start=first):
            book.put("answers", row, CODE_COLUMNS["code"], code, "small")
            book.put("answers", row, CODE_COLUMNS["label"], code_label(choices, code, lang), "label")
        for row, mark in enumerate(_BELOW_CODES[: 1 + (specs[name].not_applicable is not None)], start=first + len(choices)):
            book.put("answers", row, CODE_COLUMNS["label"], mark, "label")


def allowed(spec: FactSpec, lang: str, book: Book | None = None) -> str:
    """What may be typed, in words."""
    match spec.type:
        case "list":
            assert book is not None
            return said("records", lang).format(sheet=book.layout.names.get(f"list:{spec.name}", "")) + "; -"
        case "yes_no":
            found = [said("yes", lang), said("no", lang)]
        case "choice":
            found = [f"«{said('sheet_answers', lang)}»"]
        case "text":
            found = []
        case "number" if spec.places:
            found = [said("number", lang) + _bounds(spec)]
        case _:
            found = [said("whole", lang) + _bounds(spec)]
    if spec.not_applicable is not None or spec.type == "defects":
        found.append("n/a")
    if spec.type == "defects":
        found.append("absent")
    return ", ".join([*found, "-"])


def _bounds(spec: FactSpec) -> str:
    if spec.most is not None:
        return f" {decimal_text(spec.least or Fraction(0))}–{decimal_text(spec.most)}"
    return ""


def _validate(book: Book, key: str, row: int, column: int, spec: FactSpec) -> None:
    """The spreadsheet refuses what the reader of facts would refuse."""
    sheet = book.sheets[key]
    marks = ["-"] + (["n/a"] if spec.not_applicable is not None or spec.type == "defects" else []) + (["absent"] if spec.type == "defects" else [])
    rule: dict[str, Any]
    cell = cell_place("", "", row, column).cell
    match spec.type:
        case "yes_no":
            rule = {"validate": "list", "source": [said("yes", book.lang), said("no", book.lang), *marks]}
        case "choice" if spec.name in book.layout.code_rows:
            first = book.layout.code_rows[spec.name]
            last = first + len(spec.choices) - 1 + len(marks)
            rule = {"validate": "list", "source": f"={book.text.sheets['answers']}$B${first}:$B${last}"}
        case "list":
            rule = {"validate": "list", "source": [said("list", book.lang), "-"]}
        case "text" | "choice":
            return
        case _:
            tests = [f"ISNUMBER({cell})"]
            if not spec.places:
                tests.append(f"{cell}=INT({cell})")
            tests += [f"{cell}>={decimal_text(spec.least)}"] if spec.least is not None else []
            tests += [f"{cell}<={decimal_text(spec.most)}"] if spec.most is not None else []
            # a text is greater than any number and INT of it an error: IF keeps the tests of a number to numbers
            words = ",".join(f'{cell}="{mark}"' for mark in marks)
            rule = {"validate": "custom", "value": f"=IF(ISNUMBER({cell}),AND({','.join(tests)}),OR({words}))"}
    rule |= {"error_title": spec.title(book.lang)[:32], "error_message": f"{said('allowed', book.lang)}: {allowed(spec, book.lang, book)}"[:255]}
    sheet.data_validation(row - 1, column - 1, row - 1, column - 1, rule)

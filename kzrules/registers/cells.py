"""From cells to values, in SQL. What most cells hold is tried first, as it stands; only the rest is trimmed and made small."""

# ruff: noqa: S608 - the SQL is built from the layout's own names and from literals

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kzrules.registers.counts import Column
from kzrules.registers.layout import Layout
from kzrules.registers.plan import Plan
from kzrules.registers.sources import Source, literal

_ANSWERS = {"нет": "no", "да": "yes", "0": "no", "1": "yes", "false": "no", "true": "yes", "no": "no", "yes": "yes", "жоқ": "no", "иә": "yes"}


def trimmed(text: str) -> str:
    """A text without the spaces around it; NULL when nothing is left."""
    return f"nullif(trim({text}), '')"


def cell(layout: Layout, source: Source, name: str) -> str:
    """A column of a source as text."""
    return source.columns[source.titles.index(layout.titles[name])]


def parsed_sql(plan: Plan, rows: bool) -> str:
    """Two steps of a WITH: every column as text (`registered_text`), then as value (`registered`); with file and row when asked."""
    selects = []
    for source in plan.sources:
        parts = [f"{cell(plan.layout, source, name)} AS {name}_text" for name in plan.titles]
        parts += [f"{literal(plan.layout.constants['body'])} AS body_text"] if "body" not in plan.titles else []
        parts += [f"{literal(source.file)} AS file", f"{source.row} AS row_number"] if rows else []
        selects.append(f"SELECT {', '.join(parts)} FROM {source.relation}")
    columns = [column for column in plan.counts.columns.values() if column.id not in ("case", "body")]
    values = ", ".join(f"{_value(plan.layout, column)} AS {column.id}" for column in columns)
    return f"texts AS ({' UNION ALL '.join(selects)}),\nparsed AS (SELECT *, {values} FROM texts)"


def case_numbers_sql(plan: Plan) -> str:
    """The case numbers of all sources, as `n`."""
    numbers = (f"SELECT {trimmed(cell(plan.layout, source, 'case'))} AS n FROM {source.relation}" for source in plan.sources)
    return " UNION ALL ".join(numbers)


def _value(layout: Layout, column: Column) -> str:
    text = f"{column.id}_text"
    words = layout.words.get(column.id, {})
    if column.id not in layout.titles:
        return _constant(column, layout.constants.get(column.id, column.default))
    empty = _constant(column, words.get("", column.default))
    match column.type:
        case "date":
            formats = ", ".join(map(literal, dict.fromkeys([*layout.dates, "%Y-%m-%d"])))
            return f"coalesce(try_strptime({text}, [{formats}]), try_strptime(trim({text}), [{formats}]))::DATE"
        case "count":
            return f"coalesce({_number(text)}, {_number(f'trim({text})')})"
        case "yes_no":
            known = {**_ANSWERS, **{word.lower(): code for word, code in words.items()}}
            return _by_word(text, words, known, {"yes": "true", "no": "false"}, empty)
        case "choice":
            known = {**{code: code for code in column.choices}, **{word.lower(): code for word, code in words.items()}}
            return _by_word(text, words, known, {code: literal(code) for code in column.choices}, empty)
        case _:
            return trimmed(text)


def _number(text: str) -> str:
    return f"CASE WHEN length({text}) BETWEEN 1 AND 5 AND ltrim({text}, '0123456789') = '' THEN {text}::INTEGER END"


def _by_word(text: str, words: Mapping[str, str], known: Mapping[str, str], values: Mapping[str, str], empty: str) -> str:
    """The value of a word: as the layout spells it, else in small letters; `empty` where there is no word."""
    lower = " ".join(_whens(known, values))
    rest = f"CASE WHEN {trimmed(text)} IS NULL THEN {empty} ELSE CASE lower(trim({text})) {lower} END END"
    spelled = " ".join(_whens(words, values))
    return f"CASE {text} {spelled} ELSE {rest} END" if spelled else rest


def _whens(words: Mapping[str, str], values: Mapping[str, str]) -> Iterator[str]:
    return (f"WHEN {literal(word)} THEN {values[code]}" for word, code in words.items() if word)


def _constant(column: Column, given: str) -> str:
    if not given:
        return {"date": "NULL::DATE", "count": "NULL::INTEGER", "yes_no": "NULL::BOOLEAN"}.get(column.type, "NULL::VARCHAR")
    if column.type == "yes_no":
        return "true" if given == "yes" else "false"
    return str(int(given)) if column.type == "count" else literal(given)

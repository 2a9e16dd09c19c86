"""A form from its YAML file: read, validated, and checked for rows, columns, sums and facts that do not exist."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.dictionary import Dictionary, FactSpec
from kzrules.forms.form import Check, Column, Feed, Filed, Form, Lines, Row, Section
from kzrules.formula import formula_from_text
from kzrules.guess import guesses
from kzrules.nodes import Node, Text, read_nodes
from kzrules.place import Place
from kzrules.reading_nodes import citation, fields, items, key_places, labels, number, text
from kzrules.shape import shape_faults

_TODO = ("начните с form:, title: и sections:, как в methodologies/2024/forms/1-mk.yaml", "begin with form:, title: and sections:")
_RECORDS = ("over_columns", "over_lines")


def form_from_bytes(data: bytes, file: str, dictionary: Dictionary) -> tuple[Form | None, list[Diagnostic]]:
    """The form that a file writes, or None and every fault of the stage that failed."""
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "form")
    if errors(faults):
        return None, in_file_order(faults)
    top = fields(root)
    sets = {name: tuple(_column(node) for node in items(nodes)) for name, nodes in fields(top.get("columns")).items()}
    sections = []
    for node in items(top["sections"]):
        section, found = _section(fields(node), sets)
        faults += found
        sections.append(section)
    filled = top.get("every_cell")
    span = fields(top.get("in_force"))
    form = Form(
        id=text(top["form"]),
        index=text(top.get("index")),
        title=labels(top["title"]),
        act=text(top["act"]),
        edition=text(top.get("edition")),
        in_force=(text(span.get("from")), text(span.get("until"))),
        cite=citation(top.get("cite")),
        filed=_filed(fields(top["filed"])),
        sections=tuple(sections),
        feeds=tuple(_feed(node) for node in items(top.get("feeds"))),
        signatures=tuple(labels(node) for node in items(top.get("signatures"))),
        notes=tuple(labels(node) for node in items(top.get("notes"))),
        translated=tuple(text(node) for node in items(top.get("translated"))),
        gaps=filled is not None,
        gaps_cite=citation(fields(filled).get("cite")),
        shape=_shape(sections),
        file=file,
    )
    faults += [*_codes_twice(form), *_unknown_in_sums(form), *_circles(form), *_feeds(form, dictionary)]
    return (None if errors(faults) else form), in_file_order(faults)


def _shape(sections: list[Section]) -> str:
    said = [
        (s.id, s.sheet, [(c.id, s.column_code(c), dict(c.label), c.type) for c in s.columns], [(r.code, dict(r.label), r.kind) for r in s.rows])
        for s in sections
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _filed(entry: Mapping[str, Node]) -> Filed:
    return Filed(
        by=labels(entry["by"]),
        to=labels(entry["to"]),
        every=text(entry["every"]),  # type: ignore[arg-type]
        due_day=int(text(entry.get("due_day"), "0")),
        cite=citation(entry.get("cite")),
        note=labels(entry.get("note")),
    )


def _column(node: Node) -> Column:
    entry = fields(node)
    return Column(
        id=text(entry["id"]),
        code=text(entry.get("code")),
        label=labels(entry["label"]),
        group=labels(entry.get("group")),
        type=text(entry.get("type"), "count"),  # type: ignore[arg-type]
        unit=labels(entry.get("unit")),
        places=int(text(entry.get("places"), "0")),
        least=number(entry.get("min")),
        most=number(entry.get("max")),
        choices={name: labels(node) for name, node in fields(entry.get("choices")).items()},
        sum=_words(entry.get("sum")),
        mean=_words(entry.get("mean")),
        one_of=text(entry.get("one_of")),
        optional=text(entry.get("optional")) == "true",
        width=int(text(entry.get("width"), "0")),
        place=entry["id"].place,
    )


def _words(node: Node | None) -> tuple[str, ...]:
    return tuple(text(item) for item in items(node))


def _section(entry: Mapping[str, Node], sets: Mapping[str, tuple[Column, ...]]) -> tuple[Section, list[Diagnostic]]:
    faults: list[Diagnostic] = []
    written = entry["columns"]
    if isinstance(written, Text):
        columns = sets.get(written.value, ())
        if written.value not in sets:
            faults.append(Diagnostic("KZ803", written.place, {"name": written.value, **guesses(written.value, sets)}))
    else:
        columns = tuple(_column(node) for node in items(written))
    codes = [text(fields(node)["code"]) for node in items(entry["rows"])]
    rows = tuple(_row(node, codes) for node in items(entry["rows"]))
    checks = []
    for node in items(entry.get("checks")):
        check, found = _check(fields(node), columns, rows)
        faults += found
        checks += [check] if check else []
    return Section(text(entry["id"]), labels(entry["title"]), text(entry.get("sheet")), columns, rows, tuple(checks)), faults


def _row(node: Node, codes: list[str]) -> Row:
    entry = fields(node)
    code = text(entry["code"])
    summed = entry.get("sum")
    word = text(summed)
    parts = tuple(c for c in codes if re.fullmatch(re.escape(code) + r"\.\d+", c)) if word == "parts" else _words(summed)
    if word not in ("", "parts", "lines"):
        parts = (word,)
    return Row(
        code=code,
        id=text(entry.get("id"), "r" + re.sub(r"\W", "_", code)),
        label=labels(entry["label"]),
        kind="heading" if text(entry.get("heading")) == "true" else "total" if summed is not None else "input",
        sum=parts,
        over_lines=word == "lines",
        lines=_lines(entry.get("lines")),
        columns=_words(entry.get("columns")),
        only=text(entry.get("only")) or None,  # type: ignore[arg-type]
        cite=citation(entry.get("cite")),
        place=entry["code"].place,
    )


def _lines(node: Node | None) -> Lines | None:
    entry = fields(node)
    if node is None:
        return None
    names = tuple((text(fields(name)["id"]), labels(fields(name)["label"])) for name in items(entry["names"]))
    return Lines(names, int(text(entry.get("blank"), "5")))


def _check(entry: Mapping[str, Node], columns: tuple[Column, ...], rows: tuple[Row, ...]) -> tuple[Check | None, list[Diagnostic]]:
    that = entry["that"]
    assert isinstance(that, Text)
    formula, faults = formula_from_text(that)
    if formula is None:
        return None, faults
    scope = text(entry["each"])
    known = [row.id for row in rows] if scope == "column" else [column.id for column in columns]
    faults += [Diagnostic("KZ804", that.place, {"name": name, **guesses(name, known)}) for name in sorted(formula.names - set(known))]
    return Check(formula, scope, citation(entry.get("cite"))), faults  # type: ignore[arg-type]


def _feed(node: Node) -> Feed:
    entry = fields(node)
    return Feed(
        fact=text(entry["fact"]),
        how=text(entry["how"]),  # type: ignore[arg-type]
        section=text(entry["section"]),
        rows=_words(entry.get("rows")),
        columns=_words(entry.get("columns")),
        where={name: text(value) for name, value in fields(entry.get("where")).items()},
        fields={name: text(value) for name, value in fields(entry.get("fields")).items()},
        key=text(entry.get("key")),
        body=text(entry.get("body")),
        cite=citation(entry.get("cite")),
        place=key_places(node).get("fact", entry["fact"].place),
    )


# ── what may be wrong with a form ──


def _codes_twice(form: Form) -> Iterator[Diagnostic]:
    """Codes are the keys of the cells: a sheet has a row code once, a table a column code."""
    seen: dict[tuple[str, str], Row] = {}
    for section, row in form.rows():
        first = seen.setdefault((section.sheet, row.code), row)
        if first is not row:
            yield Diagnostic("KZ801", row.place, {"code": row.code, "line": first.place.line})
    for section in form.sections:
        columns: dict[str, Column] = {}
        for column in section.columns:
            code = section.column_code(column)
            before = columns.setdefault(code, column)
            if before is not column:
                yield Diagnostic("KZ801", column.place, {"code": code, "line": before.place.line})


def _unknown_in_sums(form: Form) -> Iterator[Diagnostic]:
    for section in form.sections:
        codes, columns = {row.code for row in section.rows}, {column.id for column in section.columns}
        for row in section.rows:
            yield from (Diagnostic("KZ802", row.place, {"row": row.code, "code": c, **guesses(c, codes)}) for c in row.sum if c not in codes)
            if row.kind == "total" and not row.sum and not (row.over_lines and row.lines):
                yield Diagnostic("KZ806", row.place, {"row": row.code})
            yield from _unknown_columns(row.columns, columns, row.place)
        summed = (name for column in section.columns for name in (*column.sum, *column.mean))
        yield from _unknown_columns(summed, columns, section.rows[0].place)


def _unknown_columns(named: Iterable[str], columns: set[str], place: Place) -> Iterator[Diagnostic]:
    yield from (Diagnostic("KZ803", place, {"name": name, **guesses(name, columns)}) for name in named if name not in columns)


def _circles(form: Form) -> Iterator[Diagnostic]:
    for section in form.sections:
        try:
            TopologicalSorter({row.code: row.sum for row in section.rows}).prepare()
        except CycleError as error:
            circle = error.args[1]
            yield Diagnostic("KZ805", section.row(circle[0]).place, {"circle": " → ".join(circle)})


def _feeds(form: Form, dictionary: Dictionary) -> Iterator[Diagnostic]:
    sections = {section.id: section for section in form.sections}
    for feed in form.feeds:
        spec = dictionary.facts.get(feed.fact)
        if spec is None:
            yield Diagnostic("KZ807", feed.place, {"name": feed.fact, **guesses(feed.fact, dictionary.facts)})
        section = sections.get(feed.section)
        if section is None:
            yield Diagnostic("KZ808", feed.place, {"name": feed.section, **guesses(feed.section, sections)})
            continue
        yield from _feed_names(feed, section)
        if spec is not None and feed.how in _RECORDS:
            yield from _feed_fields(feed, spec)


def _feed_names(feed: Feed, section: Section) -> Iterator[Diagnostic]:
    codes, columns = {row.code for row in section.rows}, {column.id for column in section.columns}
    named = {name for row in section.rows if row.lines for name, _ in row.lines.names}
    sources = () if feed.how not in _RECORDS else feed.fields.values()
    rows = (*feed.rows, *(sources if feed.how == "over_columns" else ()))
    yield from (Diagnostic("KZ802", feed.place, {"row": feed.fact, "code": c, **guesses(c, codes)}) for c in rows if c not in codes)
    wanted = (*feed.columns, *feed.where)
    yield from _unknown_columns(wanted, columns, feed.place)
    known = columns | named
    texts = (*(sources if feed.how == "over_lines" else ()), *([feed.body] if feed.body else ()))
    yield from _unknown_columns(texts, known, feed.place)


def _feed_fields(feed: Feed, spec: FactSpec) -> Iterator[Diagnostic]:
    named = [*feed.fields, *([feed.key] if feed.key else [])]
    yield from (Diagnostic("KZ807", feed.place, {"name": f"{feed.fact}.{n}", **guesses(n, spec.fields)}) for n in named if n not in spec.fields)

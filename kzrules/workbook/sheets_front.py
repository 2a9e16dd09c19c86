"""The sheets read first and last: what the workbook is, the result, the check against the exact values."""

from __future__ import annotations

import json
from fractions import Fraction

import kzrules
from kzrules.outcome import Assessment
from kzrules.place import cell_place
from kzrules.reading_nodes import in_language
from kzrules.values import exact_text
from kzrules.workbook.book import Book
from kzrules.workbook.layout import META
from kzrules.workbook.phrases import said
from kzrules.workbook.plan import Group
from kzrules.workbook.same import Checked

_FIRST = 6  # rows of the result and of the check begin here


def write_front(book: Book, found: dict[int, tuple[Assessment, ...]]) -> None:
    """The edition, its act card and hashes, how to read the workbook, the readings relied on."""
    lang, edition, plan = book.lang, book.plan.edition, book.plan
    book.widths("front", [30, 70, 48, 22])
    book.put("front", 1, 1, in_language(edition.title, lang), "title")
    act = edition.act
    until = edition.in_force[1]
    rows = [
        (said("edition", lang), edition.id),
        (said("act", lang), act.id),
        (said("registered", lang), f"№ {act.registered}, {_day(act.registered_on)}"),
        (said("in_force", lang), f"{_day(edition.in_force[0])} – {_day(until) if until else '…'}"),
        (said("applies_to", lang), _years(edition.applies_to)),
        (said("hash", lang), edition.sha256),
        (said("engine", lang), f"kzrules {kzrules.__version__}, SEMANTICS {kzrules.SEMANTICS}"),
    ]
    row = 3
    for name, text in rows:
        book.put("front", row, 1, name, "label")
        book.put("front", row, 2, text, "label")
        row += 1
    book.put("front", row + 1, 1, said("how_to", lang), "section")
    book.put("front", row + 1, 2, "", "section")
    row += 2
    names = {"facts": said("sheet_facts", lang), "check": said("sheet_check", lang), "bodies": ", ".join(sorted(plan.hidden))}
    for key in ("how_1", "how_2", "how_3", "how_5", "how_4", *(["how_6"] if plan.hidden else [])):
        book.sheets["front"].merge_range(row - 1, 0, row - 1, 1, said(key, lang).format(**names), book.format("label"))
        book.tall("front", row, [(said(key, lang).format(**names), 100)])
        row += 1
    _readings(book, row + 1, found)
    _meta(book)


def _readings(book: Book, row: int, found: dict[int, tuple[Assessment, ...]]) -> None:
    lang, edition = book.lang, book.plan.edition
    book.sheets["front"].merge_range(row - 1, 0, row - 1, 1, said("readings", lang), book.format("section"))
    for column, name in enumerate(("answer", "confidence"), start=3):
        book.put("front", row, column, said(name, lang), "section")
    used = dict.fromkeys(name for group in found.values() for assessment in group for name in assessment.readings)
    programs = {name: option for group in book.plan.groups for name, option in group.program.choices.items()}
    confidence = {
        "printed": ("напечатано", "басылған"),
        "forced": ("вынуждено", "мәжбүрлі"),
        "likely": ("вероятно", "ықтимал"),
        "open": ("открыто", "ашық"),
    }
    for name in used:
        row += 1
        reading = edition.readings[name]
        option = programs[name]
        default = f" ({said('default', lang)})" if option == reading.default else ""
        sure = reading.confidence if lang == "en" else confidence[reading.confidence][lang == "kk"]
        texts = (name, in_language(reading.question, lang), in_language(reading.options[option].label, lang) + default, sure)
        for column, text in enumerate(texts, start=1):
            book.put("front", row, column, text, "label" if column > 1 else "small")
        book.tall("front", row, [(name, 36), (texts[1], 70), (texts[2], 48)])


def _meta(book: Book) -> None:
    """What is needed to read the workbook back, on a sheet that nobody sees."""
    plan = book.plan
    sheet = book.xlsx.add_worksheet(META)
    sheet.very_hidden()
    bodies = [{"id": b.id, "kind": b.kind, "period": b.period, "name": dict(b.name)} for b in plan.bodies]
    meta = {
        "edition": plan.edition.id,
        "sha256": plan.edition.sha256,
        "readings": dict(plan.choices),
        "lang": plan.lang,
        "hidden": sorted(plan.hidden),
    }
    sheet.write_string(0, 0, json.dumps(meta, ensure_ascii=False, sort_keys=True))
    for row, body in enumerate(bodies, start=1):
        sheet.write_string(row, 0, json.dumps(body, ensure_ascii=False, sort_keys=True))


def write_total(book: Book) -> None:
    """One row per body: directions, the overall score, grade, rank: all live."""
    lang, plan = book.lang, book.plan
    directions: dict[str, str] = {}
    for group in plan.groups:
        directions |= {rule.path: in_language(rule.label, lang) for rule in group.program.directions}
    heads = [said("body", lang), said("kind", lang), said("period", lang), *directions.values(), said("total_exact", lang)]
    heads += [said("overall", lang), said("grade", lang), said("rank", lang)]
    book.put("total", 1, 1, in_language(plan.edition.title, lang), "title")
    book.put("total", 2, 1, plan.edition.id, "hint")
    book.heads("total", _FIRST - 1, heads)
    book.sheets["total"].set_row(_FIRST - 2, 62)
    book.widths("total", [46, 13, 8, *([18] * len(directions)), 18, 14, 34, 14])
    score_column = 5 + len(directions)
    last = _FIRST + len(plan.bodies) - 1
    row = _FIRST
    shown: list[tuple[Group, Fraction | str]] = [(g, book.values.step(g, at, g.named["total",])) for g in plan.groups for at in range(len(g.bodies))]
    for group in plan.groups:
        for at, body in enumerate(group.bodies):
            book.put("total", row, 1, body.title(lang), "label")
            book.put("total", row, 2, said(group.kind, lang), "label")
            book.put("total", row, 3, str(body.period or ""), "label")
            for column, path in enumerate(directions, start=4):
                _seen(book, row, column, (group, at), ("score", path), "part")
            _seen(book, row, score_column - 1, (group, at), ("exact",), "part")
            _seen(book, row, score_column, (group, at), ("total",), "total")
            _seen(book, row, score_column + 1, (group, at), ("grade",), "total")
            _rank(book, row, score_column, last, _place(group, book.values.step(group, at, group.named["total",]), shown))
            if body.id in plan.hidden:
                book.tall("total", row, [("", 46)], hidden=True)
            row += 1
    book.sheets["total"].freeze_panes(_FIRST - 1, 1)


def _seen(book: Book, row: int, column: int, body: tuple[Group, int], name: tuple[str, ...], look: str) -> None:
    group, at = body
    if name not in group.named:
        book.put("total", row, column, "", "unasked")
        return
    step = group.named[name]
    formula = "=" + book.text.step(group.index, at, step)
    book.live("total", row, column, formula, book.values.step(group, at, step), book.format(look, "" if name[0] == "grade" else "score"))


def _rank(book: Book, row: int, column: int, last: int, value: int | str) -> None:
    letter = cell_place("", "", 1, column).cell[:-1]
    scores = f"${letter}${_FIRST}:${letter}${last}"
    peers = f"($B${_FIRST}:$B${last}=$B{row})*($C${_FIRST}:$C${last}=$C{row})"
    formula = f'=IF(ISNUMBER({letter}{row}),SUMPRODUCT({peers}*ISNUMBER({scores})*({scores}>{letter}{row}))+1,"-")'
    book.live("total", row, column + 2, formula, value, "total")


def _place(group: Group, score: Fraction | str, shown: list[tuple[Group, Fraction | str]]) -> int | str:
    if isinstance(score, str):
        return "-"
    return 1 + sum(1 for other, s in shown if other.index == group.index and isinstance(s, Fraction) and s > score)


def write_check(book: Book, found: list[Checked]) -> None:
    """Every named value: exact, by the formula, and the difference, which is a formula itself."""
    lang, plan = book.lang, book.plan
    book.put("check", 1, 1, said("sheet_check", lang), "title")
    book.put("check", 2, 1, said("differences_hint", lang), "hint")
    book.put("check", 3, 1, said("differences", lang), "label")
    first, last = _FIRST, _FIRST + len(found) - 1
    span = f"$G${first}:$G${last}"
    book.live("check", 3, 2, f'=SUMPRODUCT(({span}="≠")+ISNUMBER({span})*({span}<>0))', 0, "total")
    heads = ["body", "indicator", "cell", "exact", "exactly", "formula_value", "difference"]
    book.heads("check", _FIRST - 1, [said(name, lang) for name in heads])
    book.widths("check", [40, 70, 22, 18, 26, 18, 14])
    for row, one in enumerate(found, start=_FIRST):
        step = one.group.steps[one.step]
        body = one.group.bodies[one.body]
        exact = one.exact
        book.put("check", row, 1, plan.key(body) if plan.several_years else body.title(lang), "label")
        book.put("check", row, 2, step.title, "label")
        book.tall("check", row, [(step.title, 70), (body.title(lang), 40)])
        book.put("check", row, 3, book.layout.place(one.group, one.body, one.step), "small")
        book.put("check", row, 4, exact, "step")
        book.put("check", row, 5, exact_text(exact) if isinstance(exact, Fraction) else "", "small")
        book.live("check", row, 6, "=" + book.text.step(one.group.index, one.body, one.step), exact, "step")
        same = f'=IF(AND(ISNUMBER(D{row}),ISNUMBER(F{row})),IF(ABS(F{row}-D{row})<0.0000001,0,F{row}-D{row}),IF(D{row}=F{row},0,"≠"))'
        book.live("check", row, 7, same, 0, "step")
    book.sheets["check"].autofilter(_FIRST - 2, 0, last - 1, 6)
    book.sheets["check"].freeze_panes(_FIRST - 1, 2)


def _day(day: str) -> str:
    parts = day.split("-")
    return ".".join(reversed(parts)) if len(parts) == 3 else day


def _years(years: tuple[str, str]) -> str:
    first, until = years
    last = str(int(until) - 1) if until.isdigit() else "…"
    return first if first == last else f"{first}–{last}"

"""Commands about editions together: `list`, `timeline`, `assessors`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import click

from kzrules.acts import Axis
from kzrules.assessors import Assessing, assessing_of, near_names
from kzrules.catalogue import Card, Catalogue, catalogue_of
from kzrules.cli_common import choices_of, complete_edition, day_given, library_of, print_faults, write_out
from kzrules.diagnostic import Diagnostic, Faults, errors
from kzrules.library import NoEdition
from kzrules.phrases import phrases
from kzrules.reading_nodes import in_language
from kzrules.settings import NO_EDITION, Settings
from kzrules.text_table import clipped, text_table
from kzrules.timeline import timeline_of, timeline_text
from kzrules.which import assessing, edition_for, edition_on, in_force_on, span_text

_LINE = click.option("--line", default="", metavar="ЛИНИЯ", help="Только эта линия: interaction.")
_READING = click.option("--reading", "readings", multiple=True, metavar="ИМЯ=ВАРИАНТ", help="Другой вариант чтения, от которого зависят сроки.")


def catalogue_for(settings: Settings, readings: tuple[str, ...] = (), line: str = "") -> Catalogue:
    """The catalogue that the options ask for; faults of the files end the command."""
    catalogue, faults = catalogue_of(library_of(settings), choices=choices_of(readings))
    if errors(faults):
        raise Faults(errors(faults))
    if line and line not in catalogue.lines:
        raise NoEdition(line, list(catalogue.lines), ambiguous=False)
    return catalogue


@click.command("list")
@click.option("--as-of", "day", callback=day_given, default=None, metavar="ДАТА", help="Действующие в этот день: 2018-05-01 или 01.05.2018.")
@click.option("--period", "year", type=click.IntRange(1000, 9999), default=None, metavar="ГОД", help="Оценивающие этот год.")
@_LINE
@_READING
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_obj
def list_command(settings: Settings, day: date | None, year: int | None, line: str, readings: tuple[str, ...], form: str) -> None:
    """Редакции: когда действовали, какие годы оценивают; какая действовала в день и какая оценивает год."""
    catalogue = catalogue_for(settings, readings, line)
    lines = (line,) if line else catalogue.lines
    cards = [card for name in lines for card in catalogue.line(name)]
    moment = f"{day:%Y-%m-%d}" if day else ""
    asked: list[Card | Diagnostic] = []
    if moment:
        cards = [card for card in cards if card in in_force_on(catalogue, card.line, moment)]
        asked += [edition_on(catalogue, name, moment) for name in lines]
    if year is not None:
        cards = [card for card in cards if card in assessing(catalogue, card.line, year)]
        asked += [edition_for(catalogue, name, year) for name in lines]
    if form == "json":
        click.echo(json.dumps([_card_json(card) for card in cards], ensure_ascii=False, indent=2))
    elif cards:
        click.echo(_cards_text(cards, settings.lang))
    _say_undecided(asked, settings)


def _say_undecided(asked: list[Card | Diagnostic], settings: Settings) -> None:
    """Lines without exactly one edition; when no line has one, that is what the command ends with."""
    undecided = [found for found in asked if isinstance(found, Diagnostic)]
    if not undecided:
        return
    if len(undecided) < len(asked):
        for fault in undecided:
            click.echo(f"{fault.message(settings.lang)}\n  → {fault.hint(settings.lang)}", err=True)
        return
    print_faults(undecided, settings)
    raise SystemExit(NO_EDITION)


def _card_json(card: Card) -> dict[str, Any]:
    spans: tuple[Axis, ...] = ("in_force", "applies_to")
    periods: dict[str, Any] = {axis: [card.span(axis).first, card.span(axis).until] for axis in spans}
    rests_on = {axis: {c.reading.id: {"option": c.option, "confidence": c.reading.confidence} for c in card.span(axis).readings} for axis in spans}
    return {"id": card.id, "title": dict(card.title), "act": card.act, **periods, "readings": rests_on, "file": card.file, "sha256": card.sha256}


def _cards_text(cards: Iterable[Card], lang: str) -> str:
    say = phrases(lang)
    head = [say["edition"], say["in_force"], say["years"], say["title"]]
    rows = [
        [
            c.id,
            f"{c.in_force.first} — {c.in_force.until or '…'}",
            span_text(c.applies_to, "applies_to", lang),
            clipped(in_language(c.title, lang), 70),
        ]
        for c in cards
    ]
    return text_table(head, rows)


@click.command("timeline")
@_LINE
@_READING
@click.option("--svg", is_flag=True, help="Картинка SVG вместо текста.")
@click.option("-o", "--output", default=None, help="Файл; без него — на экран.")
@click.option("--force", is_flag=True, help="Заменить файл, если он есть.")
@click.pass_obj
def timeline_command(settings: Settings, line: str, readings: tuple[str, ...], svg: bool, output: str | None, force: bool) -> None:
    """Редакции по годам: когда действовали, какие годы оценивают, отмены, промежутки и наложения."""
    timeline = timeline_of(catalogue_for(settings, readings, line), (line,) if line else ())
    if svg:
        from kzrules.timeline_svg import timeline_svg

        write_out(timeline_svg(timeline, settings.lang), output, force)
    else:
        write_out(timeline_text(timeline, settings.lang), output, force)


@click.command("assessors")
@click.option("-e", "--edition", required=True, metavar="РЕДАКЦИЯ", shell_complete=complete_edition)
@click.option("--body", default="", metavar="ОРГАН", help="Кто оценивает этот орган: слова его русского названия.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_obj
def assessors_command(settings: Settings, edition: str, body: str, form: str) -> None:
    """Кто кого и в чём оценивает, со ссылками на акт; названные поимённо — прежде общего правила."""
    loaded = library_of(settings).load(edition)
    rows = assessing_of(loaded, body)
    near = near_names(loaded, body)
    if near:
        click.echo(phrases(settings.lang)["named_near"].format(body=body, names=", ".join(f"«{n}»" for n in near)), err=True)
    if form == "json":
        click.echo(json.dumps([_row_json(row) for row in rows], ensure_ascii=False, indent=2))
        return
    say = phrases(settings.lang)
    lang = settings.lang
    cells = [
        [
            clipped(in_language(row.who, lang), 44),
            clipped(in_language(row.whom, lang), 44),
            clipped(in_language(label, lang), 62),
            row.cite.text(lang) if row.cite and i == 0 else "",
        ]
        for row in rows
        for i, (_, label) in enumerate(row.scope)
    ]
    shown = [[*("" if i and cells[i - 1][:2] == c[:2] else word for word in c[:2]), *c[2:]] for i, c in enumerate(cells)]
    click.echo(f"{loaded.id}\n\n{text_table([say['who'], say['whom'], say['what'], say['article']], shown)}")


def _row_json(row: Assessing) -> dict[str, Any]:
    scope = [{"path": path, "label": dict(label)} for path, label in row.scope]
    return {"who": dict(row.who), "whom": dict(row.whom), "named": row.named, "scope": scope, "citation": row.cite.as_json() if row.cite else None}

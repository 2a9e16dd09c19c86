"""Commands about time limits: `deadlines`, `late-reports`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzrules.cli_common import choices_of, cohort_of, complete_edition, library_of, print_faults, read_input, write_out
from kzrules.diagnostic import errors
from kzrules.settings import FINDINGS, Settings

if TYPE_CHECKING:
    from kzrules.facts import Body

_CALENDAR = click.option("--calendar", "calendar", type=click.Path(), metavar="ФАЙЛ", help="Дни, которых не знает календарь: переносы по решениям.")
_READING = click.option("--reading", "readings", multiple=True, metavar="ИМЯ=ВАРИАНТ", help="Иное чтение вместо принятого; можно повторять.")
_OUTPUT = click.option("-o", "--output", default=None, metavar="ФАЙЛ", help="Файл; без него — на экран.")
_FORCE = click.option("--force", is_flag=True, help="Заменить файл, если он есть.")


_DEADLINES = """\
Сроки по актам: что, кому и до какого дня сделать, со ссылкой на пункт и с тем, как считали дни.

\b
Примеры:
  kzrules deadlines
  kzrules deadlines --act law-on-public-services
  kzrules deadlines --event complaint-registered --on 26.04.2024
  kzrules deadlines --event report-period --on 2024Q3 --format ics -o сроки.ics
"""


@click.command("deadlines", help=_DEADLINES)
@click.option("--act", default="", metavar="АКТ", help="Порядок, акт или редакция; без него — все порядки.")
@click.option("--event", default="", metavar="СОБЫТИЕ", help="С чего идёт срок; имена событий печатает команда без аргументов.")
@click.option("--on", "moment", default="", metavar="ДАТА", help="День события (2024-10-15, 15.10.2024), период (2024Q3) или год.")
@_CALENDAR
@_READING
@click.option("--format", "form", type=click.Choice(["table", "json", "csv", "ics"]), default="table", show_default=True)
@_OUTPUT
@_FORCE
@click.pass_obj
def deadlines_command(
    settings: Settings,
    act: str,
    event: str,
    moment: str,
    calendar: str | None,
    readings: tuple[str, ...],
    form: str,
    output: str | None,
    force: bool,
) -> None:
    """Сроки по актам: что, кому и до какого дня сделать, со ссылкой на пункт и с тем, как считали дни."""
    from kzrules.procedures.calendar import open_calendar
    from kzrules.procedures.deadlines import Counting, dues_of
    from kzrules.procedures.deadlines_json import dues_csv, dues_ics, dues_json, procedure_json
    from kzrules.procedures.deadlines_text import dues_text, procedure_text, procedures_text
    from kzrules.procedures.found import NotFound, checked_choices, procedures_named, with_event
    from kzrules.procedures.moments import form_of, moment_of
    from kzrules.procedures.procedure_files import open_counting, open_procedures

    if bool(event) != bool(moment):
        raise click.UsageError("--event и --on нужны вместе: событие и его день")
    folder = Path(settings.folder) if settings.folder else None
    procedures, shared = open_procedures(folder), open_counting(folder)
    choices = choices_of(readings)
    try:
        named = procedures_named(act, procedures)
        chosen = with_event(event, named) if event else None
        own = [reading for p in named for reading in p.readings.values()]
        checked_choices(choices, [*shared.values(), *own])
    except NotFound as error:
        raise click.UsageError(str(error)) from None
    if chosen is None:
        if form in ("csv", "ics"):
            raise click.UsageError(f"--format {form} нужны даты: добавьте --event и --on")
        if form == "json":
            text = json.dumps([procedure_json(p, settings.lang) for p in named], ensure_ascii=False, indent=2)
        else:
            text = "\n\n".join(procedure_text(p, settings.lang) for p in named) if act else procedures_text(named, settings.lang)
        write_out(text, output, force)
        return
    kind = chosen.events[event].kind
    when = moment_of(moment, kind)
    if when is None:
        raise click.UsageError(f"--on {moment}: для события «{event}» нужен {form_of(kind, settings.lang)}")
    counting = Counting(open_calendar(calendar), shared, choices)
    dues, faults = dues_of(chosen, event, when, counting)
    if faults:
        print_faults(faults, settings)
    found = [(chosen, event, when, dues)]
    match form:
        case "json":
            text = json.dumps(dues_json(chosen, event, when, dues, settings.lang), ensure_ascii=False, indent=2)
        case "csv":
            text = dues_csv(found, settings.lang)
        case "ics":
            text = dues_ics(found, settings.lang)
        case _:
            text = dues_text(chosen, event, when, dues, counting, settings.lang)
    if dues or not faults:
        write_out(text, output, force)
    if faults:
        raise SystemExit(FINDINGS)


_LATE_REPORTS = """\
Опоздавшие, отсутствующие и неполные отчёты — в факты, за которые редакция снимает баллы.

\b
Пример:
  kzrules late-reports examples/registers/reports-2019.yaml -e organizational-development/2020-01 -o facts.yaml
"""


@click.command("late-reports", help=_LATE_REPORTS)
@click.argument("reports", type=click.Path(allow_dash=True), metavar="ОТЧЁТЫ")
@click.option("-e", "--edition", required=True, metavar="РЕДАКЦИЯ", shell_complete=complete_edition)
@click.option("--into", "into", type=click.Path(), default=None, metavar="ФАКТЫ", help="Файл фактов, который дополнить: пишется новый файл.")
@_CALENDAR
@_READING
@_OUTPUT
@_FORCE
@click.pass_obj
def late_reports_command(
    settings: Settings,
    reports: str,
    edition: str,
    into: str | None,
    calendar: str | None,
    readings: tuple[str, ...],
    output: str | None,
    force: bool,
) -> None:
    """Опоздавшие, отсутствующие и неполные отчёты — в факты, за которые редакция снимает баллы."""
    from kzrules.procedures.calendar import open_calendar
    from kzrules.procedures.deadlines import Counting
    from kzrules.procedures.facts_files import facts_file_text, merged
    from kzrules.procedures.found import NotFound, checked_choices
    from kzrules.procedures.late_reports import facts_of_reports, reports_from_bytes, reports_head
    from kzrules.procedures.procedure_files import open_counting, open_late_reports, open_procedures

    library = library_of(settings)
    loaded = library.load(edition)
    folder = Path(settings.folder) if settings.folder else None
    procedures, shared, own = open_procedures(folder), open_counting(folder), open_late_reports(folder)
    choices = choices_of(readings)
    try:
        checked_choices(choices, [*shared.values(), *own.values()])
    except NotFound as error:
        raise click.UsageError(str(error)) from None
    data, name = read_input(reports)
    sources = {name: data.decode("utf-8", "replace")}
    filed, faults = reports_from_bytes(data, name, loaded.id, procedures)
    bodies: tuple[Body, ...] = ()
    if filed is not None:
        counting = Counting(open_calendar(calendar), {**shared, **own}, choices)
        bodies, found = facts_of_reports(filed, procedures, counting)
        faults += found
    if into is not None and not errors(faults):
        cohort = cohort_of((into,), library, settings)
        bodies, found = merged(cohort, bodies)
        faults += found
    if faults:
        print_faults(faults, settings, sources)
    if filed is None or errors(faults):
        raise SystemExit(FINDINGS)
    write_out(facts_file_text(bodies, reports_head(filed, counting), library.dictionary), output, force)

"""Command `replay`: past years again, each under the edition that governed it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from kzrules.cli_common import check_bodies, choices_of, cohort_of, complete_edition, library_of, note_period, print_faults
from kzrules.cli_record import FORCE, RECORD, write_record
from kzrules.edition import Edition
from kzrules.facts import Cohort
from kzrules.library import NoEdition
from kzrules.replay import Year, catalogue_under, replay_of, replay_records, years_of, years_of_bodies
from kzrules.replay_text import every_text, own_text, replay_csv
from kzrules.run_record import Command
from kzrules.settings import FINDINGS, Settings


@click.command("replay")
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="ФАКТЫ…")
@click.option("--period", type=click.IntRange(1990, 2100), default=None, metavar="ГОД", help="Только этот год; без него — каждый год данных.")
@click.option("--line", default="interaction", show_default=True, metavar="ЛИНИЯ", help="Линия Методики.")
@click.option("--all", "every", is_flag=True, help="И по каждой другой редакции линии: чья степень изменилась бы.")
@click.option(
    "-e",
    "--edition",
    "editions",
    multiple=True,
    metavar="РЕДАКЦИЯ",
    shell_complete=complete_edition,
    help="Решает годы, для которых подходит не одна редакция или ни одной; можно повторять.",
)
@click.option("--body", "bodies", multiple=True, metavar="ОРГАН", help="Только этот орган; можно повторять. Прочие остаются в расчёте средних.")
@click.option("--reading", "readings", multiple=True, metavar="ИМЯ=ВАРИАНТ", help="Иное чтение вместо принятого по умолчанию; можно повторять.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@RECORD
@FORCE
@click.pass_obj
def replay_command(
    settings: Settings,
    paths: tuple[str, ...],
    period: int | None,
    line: str,
    every: bool,
    editions: tuple[str, ...],
    bodies: tuple[str, ...],
    readings: tuple[str, ...],
    form: str,
    record: str | None,
    force: bool,
) -> None:
    """Оценить прошлые годы заново: каждый — по той редакции, которая его оценивает."""
    library = library_of(settings)
    if not library.line(line):
        raise NoEdition(line, sorted({name.partition("/")[0] for name in library.files}), ambiguous=False)
    choices = choices_of(readings)
    named = [library.load(name) for name in editions]
    catalogue = catalogue_under(library, line, choices, named)
    cohort = cohort_of(paths, library, settings)
    if period is not None and period not in cohort.periods:
        raise click.UsageError(f"{period} года в данных нет; есть {', '.join(map(str, years_of(cohort)))}")
    check_bodies(bodies, cohort)
    years = replay_of(library, catalogue, line, cohort, choices, named=named, period=period, every=every)
    years = years_of_bodies(years, cohort, bodies)
    _note_years(years, cohort, named, settings)
    command = Command("replay", paths, editions, line, period, every, bodies, choices, settings.folder or "")
    write_record(command, library, named, replay_records(years), record, force)
    if any(year.reports for year in years):
        _print(years, every, form, settings)
    undecided = [year.fault for year in years if year.fault]
    if undecided and (form != "table" or not every):
        print_faults(undecided, settings)
    if undecided and not every:
        raise SystemExit(FINDINGS)


def _note_years(years: Sequence[Year], cohort: Cohort, named: Sequence[Edition], settings: Settings) -> None:
    """Says when a year is replayed under a named edition that assesses other years."""
    for year in years:
        for edition in named:
            if edition.id == year.own:
                note_period(cohort.of(year.period), [edition], settings)


def _print(years: Sequence[Year], every: bool, form: str, settings: Settings) -> None:
    match form:
        case "json":
            click.echo(json.dumps(list(replay_records(years)), ensure_ascii=False, indent=2))
        case "csv":
            click.echo(replay_csv(years), nl=False)
        case _:
            click.echo(every_text(years, settings.lang) if every else own_text(years, settings.lang))

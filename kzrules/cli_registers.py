"""Command `derive`: registers of cases to facts."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzrules.cli_common import STDIN, choices_of, cohort_of, complete_edition, library_of, print_faults, read_input, write_out, write_whole
from kzrules.diagnostic import Diagnostic, Faults, errors
from kzrules.library import Unreadable, shown_path
from kzrules.place import Place
from kzrules.settings import FINDINGS, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kzrules.procedures.procedure import Reading
    from kzrules.registers.derive import Derived
    from kzrules.registers.layout import Layout

_YEAR = click.IntRange(2013, 2037)


_HELP = """\
Посчитать дела РЕЕСТРА (CSV, Parquet, xlsx, xls, ods) и написать факты: сколько всего, сколько с нарушением срока.

\b
Пример:
  kzrules derive examples/registers/complaints-2019.csv --spec examples/registers/complaints.spec.yaml \\
    -e interaction/2019-03 --period 2019 -o facts.yaml
"""


@click.command("derive", help=_HELP)
@click.argument("registers", nargs=-1, required=True, type=click.Path(), metavar="РЕЕСТР…")
@click.option("--spec", required=True, type=click.Path(), metavar="ОПИСАНИЕ", help="Файл: какой столбец реестра что значит.")
@click.option("-e", "--edition", required=True, metavar="РЕДАКЦИЯ", shell_complete=complete_edition, help="Чьи факты считать.")
@click.option("--period", "years", required=True, multiple=True, type=_YEAR, metavar="ГОД", help="Оцениваемый год; можно повторять.")
@click.option("--into", type=click.Path(), default=None, metavar="ФАКТЫ", help="Файл фактов, который дополнить: пишется новый файл.")
@click.option("--calendar", type=click.Path(), default=None, metavar="ФАЙЛ", help="Дни, которых не знает календарь: переносы по решениям.")
@click.option("--reading", "readings", multiple=True, metavar="ИМЯ=ВАРИАНТ", help="Иное чтение вместо принятого; можно повторять.")
@click.option("--skip-bad", is_flag=True, help="Строки с ошибками не считать, но назвать их число; без этого они — отказ.")
@click.option("--bad", "bad_file", default=None, metavar="ФАЙЛ", help="Куда писать строки с ошибками; по умолчанию рядом с реестром.")
@click.option("--late", "late_file", default=None, metavar="ФАЙЛ", help="Написать и перечень просроченных дел, со сроком каждого.")
@click.option("--memory", default="2GB", show_default=True, metavar="ОБЪЁМ", help="Сколько памяти занимать; остальное — на диск.")
@click.option("-o", "--output", default=None, metavar="ФАЙЛ", help="Файл фактов; без него — на экран.")
@click.option("--force", is_flag=True, help="Заменить файлы, если они есть.")
@click.pass_obj
def derive_command(
    settings: Settings,
    registers: tuple[str, ...],
    spec: str,
    edition: str,
    years: tuple[int, ...],
    into: str | None,
    calendar: str | None,
    readings: tuple[str, ...],
    skip_bad: bool,
    bad_file: str | None,
    late_file: str | None,
    memory: str,
    output: str | None,
    force: bool,
) -> None:
    """Посчитать дела РЕЕСТРА (CSV, Parquet, xlsx, xls, ods) и написать факты: сколько всего, сколько с нарушением срока."""
    from kzrules.procedures.calendar import open_calendar
    from kzrules.procedures.facts_files import facts_file_text, merged
    from kzrules.procedures.procedure_files import open_counting, open_procedures
    from kzrules.registers.counts import open_counts
    from kzrules.registers.derive import Wanted, derive
    from kzrules.registers.summary import head_lines, table_lines

    _check_size(memory)
    _check_free((output, late_file, bad_file), force)
    library = library_of(settings)
    loaded = library.load(edition)
    folder = Path(settings.folder) if settings.folder else None
    layout = _layout(spec, settings)
    counts = open_counts(layout.register, loaded.id, layout.place, open_procedures(folder), folder)
    shared = open_counting(folder)
    known = {**{name: shared[name] for name in ("first_day", "last_day")}, **counts.readings}
    choices = _choices(readings, known)
    chosen = {name: choices.get(name, reading.default) for name, reading in known.items()}
    cohort = cohort_of((into,), library, settings) if into else None
    days = open_calendar(calendar)
    if max(years) > days.last.year:
        raise click.UsageError(f"--period {max(years)}: календарь знает дни по {days.last:%d.%m.%Y}; добавьте год файлом --calendar")
    paths = [Path(path) for path in registers]
    with tempfile.TemporaryDirectory(prefix="kzrules-") as scratch:
        late = Path(scratch) / "late.csv" if late_file else None
        derived, faults = derive(paths, layout, counts, cohort, days, Wanted(years, chosen, memory, late))
        if derived is None:
            print_faults(errors(faults), settings, {shown_path(path): "" for path in paths})  # a register is too long to quote
            raise SystemExit(FINDINGS)
        if derived.bad_rows:
            _say_bad_rows(derived, bad_file or f"{paths[0].with_suffix('')}.bad.csv", force or bad_file is None, skip_bad, settings)
        bodies = derived.bodies
        if not bodies:
            asked = ", ".join(str(year) for year in years)
            raise Unreadable(f"за {asked} год в реестре нет ни одного дела (других лет: {derived.other_years}): фактов нет, ничего не записано")
        if cohort is not None:
            bodies, faults = merged(cohort, bodies)
            if errors(faults):
                raise Faults(errors(faults))
        if late_file and late:
            write_whole(late.read_bytes(), late_file, force)
    head = head_lines(derived, counts, [path.name for path in paths], chosen, choices)
    write_out(facts_file_text(bodies, head, library.dictionary), output, force)
    click.echo("\n".join(table_lines(derived, counts, settings.lang)), err=True)


def _layout(path: str, settings: Settings) -> Layout:
    from kzrules.registers.layout import layout_from_bytes

    data, name = read_input(path)
    layout, faults = layout_from_bytes(data, name)
    if layout is None:
        print_faults(faults, settings, {name: data.decode("utf-8", "replace")})
        raise SystemExit(FINDINGS)
    return layout


def _choices(readings: tuple[str, ...], known: Mapping[str, Reading]) -> dict[str, str]:
    from kzrules.procedures.found import NotFound, checked_choices

    choices = choices_of(readings)
    try:
        checked_choices(choices, known.values())
    except NotFound as error:
        raise click.UsageError(str(error)) from None
    return choices


def _say_bad_rows(derived: Derived, path: str, force: bool, skip: bool, settings: Settings) -> None:
    """Writes the rows that cannot be counted beside the register; ends the command unless they may be skipped."""
    from kzrules.registers.side_files import bad_rows_csv
    from kzrules.registers.summary import reasons_text

    write_out(bad_rows_csv(derived.bad), path, force)
    first, reasons, english = derived.bad[0], reasons_text(derived), reasons_text(derived, "en")
    if not skip:
        fault = Diagnostic(
            "KZ863", Place(first.file, first.row), {"count": derived.bad_rows, "reasons": reasons, "reasons_en": english, "file": path}
        )
        print_faults([fault], settings, {first.file: ""})
        raise SystemExit(FINDINGS)
    click.echo(f"пропущено строк с ошибками: {derived.bad_rows} ({reasons}); перечень — {path}", err=True)


def _check_free(paths: tuple[str | None, ...], force: bool) -> None:
    """Files that are there already are refused before the counting, which may be long."""
    for path in paths:
        if path and path != STDIN and not force and Path(path).exists():
            raise Unreadable(f"файл уже есть: {path}; чтобы заменить его, добавьте --force")


def _check_size(text: str) -> None:
    number, unit = text[:-2], text[-2:].upper()
    if unit not in ("MB", "GB") or not number.isdigit() or not int(number):
        raise click.UsageError(f"--memory {text}: нужен объём, например 2GB или 800MB")

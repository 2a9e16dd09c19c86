"""Command `simulate`: scores and ranks of a cohort while facts, weights and readings vary."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzrules.cli_common import (
    check_table_option,
    choices_of,
    cohort_of,
    complete_edition,
    library_of,
    list_paths,
    note_period,
    print_faults,
    read_input,
    write_out,
)
from kzrules.settings import FINDINGS, Settings

if TYPE_CHECKING:
    from kzrules.facts import Cohort
    from kzrules.library import Library
    from kzrules.simulation.spec import Spec

_TABLES = (".csv", ".parquet", ".xlsx", ".duckdb")
_MOST_SOBOL = 2**20
"""Beyond it neither memory nor anybody's patience would do."""
_READY = {
    "ru": "Подготовка: правила под всё, что варьируется …",
    "kk": "Дайындық: ережелер өзгеретіннің бәріне сай …",
    "en": "Getting ready: the rules under all that varies …",
}


@click.command("simulate")
@click.option("-e", "--edition", required=True, metavar="РЕДАКЦИЯ", shell_complete=complete_edition)
@click.option("--cohort", "data", required=True, type=click.Path(allow_dash=True), metavar="ДАННЫЕ", help="Файл фактов или таблица, как у batch.")
@click.option("--vary", "vary", required=True, type=click.Path(allow_dash=True), metavar="ФАЙЛ.yaml", help="Что и как варьируется.")
@click.option("-n", "--runs", type=click.IntRange(1, 10**9), default=100_000, show_default=True, metavar="N", help="Сколько прогонов.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, metavar="S", help="То же число — тот же результат.")
@click.option("--sobol", type=int, default=0, metavar="N", help="Индексы Соболя: базовая выборка, степень двойки, например 1024.")
@click.option("--period", type=int, metavar="ГОД", help="Оцениваемый год, если в данных их несколько.")
@click.option("--reading", "readings", multiple=True, metavar="ИМЯ=ВАРИАНТ", help="Чтение, которое не варьируется; можно повторять.")
@click.option("--list", "lists", multiple=True, metavar="СПИСОК=ФАЙЛ", help="Таблица списка, если ДАННЫЕ — таблица; можно повторять.")
@click.option("--table", default="", metavar="ИМЯ", help="Таблица органов в .duckdb; без него — bodies или единственная.")
@click.option("--run", "number", type=click.IntRange(1), metavar="K", help="Вместо моделирования: прогон K как файл фактов.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--svg", type=click.Path(), metavar="ФАЙЛ.svg", help="Картинка: места органов и их разброс.")
@click.option("-o", "--output", type=click.Path(), metavar="ФАЙЛ", help="Куда записать; иначе на экран.")
@click.option("--force", is_flag=True, help="Заменить файл, если он есть.")
@click.pass_obj
def simulate_command(
    settings: Settings,
    edition: str,
    data: str,
    vary: str,
    runs: int,
    seed: int,
    sobol: int,
    period: int | None,
    readings: tuple[str, ...],
    lists: tuple[str, ...],
    table: str,
    number: int | None,
    form: str,
    svg: str | None,
    output: str | None,
    force: bool,
) -> None:
    """Разброс баллов и мест, когда факты, веса и чтения меняются в заданных границах.

    \b
    Примеры:
      kzrules simulate -e 2018-01 --cohort examples/cohort-2018.yaml \\
        --vary examples/simulation/draft-2018.yaml -n 1000000 --seed 1 --svg ranks.svg
      kzrules simulate -e 2018-01 --cohort examples/cohort-2018.yaml \\
        --vary examples/simulation/draft-2018.yaml --run 17 -o run-17.yaml
    """
    from kzrules.simulation.rank_bands import rank_bands_svg
    from kzrules.simulation.result_json import simulation_json
    from kzrules.simulation.result_text import result_text
    from kzrules.simulation.simulate import Question, one_run_text, simulate

    if sobol > _MOST_SOBOL:
        raise click.BadParameter(f"{sobol}: не больше {_MOST_SOBOL}", param_hint="--sobol")
    if sobol < 0 or sobol == 1 or sobol & (sobol - 1):
        near = 1 << max(1, sobol.bit_length() - 1)
        raise click.BadParameter(f"{sobol}: нужна степень двойки, например {near} или {2 * near}", param_hint="--sobol")
    if number is not None and (svg is not None or form == "json" or sobol):
        raise click.UsageError("--run пишет один прогон файлом фактов: --svg, --sobol и --format json с ним не нужны")
    if svg is not None and output is not None and Path(svg).resolve() == Path(output).resolve():
        raise click.UsageError(f"--svg и -o — один и тот же файл: {svg}")
    for path in (output, svg):
        _check_free(path, force)
    check_table_option(data, table)
    library = library_of(settings)
    loaded = library.load(edition)
    spec = _spec(vary, settings)
    cohort = _of_year(_cohort(data, lists, table, library, settings), period)
    if not cohort.bodies:
        raise click.UsageError(f"в данных нет ни одного органа: {data}")
    note_period(cohort, [loaded], settings)
    if sys.stderr.isatty():
        click.echo(_READY[settings.lang], err=True)
    choices = choices_of(readings)
    question = Question(runs, seed, sobol, settings.lang)
    if number is not None:
        write_out(one_run_text(loaded, cohort, spec, question, number, choices), output, force)
        return
    found = simulate(loaded, cohort, spec, question, choices)
    text = json.dumps(simulation_json(found), ensure_ascii=False, indent=2) if form == "json" else result_text(found, settings.lang)
    if svg is not None:
        write_out(rank_bands_svg(found, settings.lang), svg, force)
    write_out(text, output, force)


def _check_free(path: str | None, force: bool) -> None:
    from kzrules.library import Unreadable

    if path is not None and Path(path).exists() and not force:
        raise Unreadable(f"файл уже есть: {path}; чтобы заменить его, добавьте --force")
    if path is not None and not Path(path).resolve().parent.is_dir():
        raise Unreadable(f"папки нет: {Path(path).parent}")


def _spec(path: str, settings: Settings) -> Spec:
    from kzrules.simulation.spec import spec_from_bytes

    data, name = read_input(path)
    spec, faults = spec_from_bytes(data, name)
    if faults:
        print_faults(faults, settings, {name: data.decode("utf-8", "replace")})
    if spec is None:
        raise SystemExit(FINDINGS)
    return spec


def _cohort(data: str, lists: tuple[str, ...], table: str, library: Library, settings: Settings) -> Cohort:
    if Path(data).suffix.lower() not in _TABLES:
        if lists:
            raise click.UsageError("--list нужен таблице (.csv, .parquet, .xlsx, .duckdb); в файле фактов списки уже есть")
        return cohort_of((data,), library, settings)
    from kzrules.simulation.tables import cohort_of_table

    cohort, notes = cohort_of_table(Path(data), table, list_paths(lists, library.dictionary), library.dictionary, settings.lang)
    if notes:
        print_faults(notes, settings)
    return cohort


def _of_year(cohort: Cohort, period: int | None) -> Cohort:
    years = ", ".join(str(year) for year in cohort.periods)
    if period is None and len(cohort.periods) > 1:
        raise click.UsageError(f"в данных несколько лет ({years}): назовите один, --period {cohort.periods[-1]}")
    if period is not None and period not in cohort.periods:
        raise click.BadParameter(f"за {period} год данных нет; есть: {years}", param_hint="--period")
    return cohort.of(period) if period is not None else cohort

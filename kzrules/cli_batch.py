"""Command `batch`: a table of many bodies scored, chunk by chunk."""

from __future__ import annotations

from pathlib import Path

import click

from kzrules.cli_common import check_table_option, choices_of, complete_edition, library_of, list_paths, note_period, print_faults, read_input
from kzrules.program import Kind
from kzrules.settings import FINDINGS, Settings

_SAID = {
    "ru": "строк: {rows}, редакций: {editions}; результат: {out}",
    "kk": "жолдар: {rows}, редакциялар: {editions}; нәтиже: {out}",
    "en": "rows: {rows}, editions: {editions}; result: {out}",
}
_REJECTED = {
    "ru": "отклонено строк: {rejected}, записей без органа: {strays}; почему — {faults}",
    "kk": "қабылданбаған жолдар: {rejected}, органы жоқ жазбалар: {strays}; себебі — {faults}",
    "en": "rows rejected: {rejected}, records without a body: {strays}; why: {faults}",
}


@click.command("batch")
@click.argument("data", type=click.Path(), metavar="ДАННЫЕ")
@click.option(
    "-e",
    "--edition",
    "editions",
    required=True,
    metavar="РЕДАКЦИЯ[,РЕДАКЦИЯ…]",
    shell_complete=complete_edition,
    help="Одна или несколько, через запятую.",
)
@click.option("-o", "--output", metavar="РЕЗУЛЬТАТ", help="Файл .parquet или .csv; ошибки строк — рядом, РЕЗУЛЬТАТ.faults.csv.")
@click.option("--list", "lists", multiple=True, metavar="СПИСОК=ФАЙЛ", help="Таблица списка (services и других); можно повторять.")
@click.option("--map", "column_map", type=click.Path(), metavar="ФАЙЛ.yaml", help="Как столбцы зовутся в таблице, если не по словарю фактов.")
@click.option("--long", "long_", is_flag=True, help="Длинная таблица: body, kind, period, fact, value.")
@click.option("--kind", type=click.Choice(["central", "local"]), help="Вид всех органов, если столбца kind нет.")
@click.option("--detail", type=click.Choice(["overall", "directions", "all"]), default="overall", show_default=True, help="Какие баллы выдать.")
@click.option("--reading", "readings", multiple=True, metavar="ИМЯ=ВАРИАНТ", help="Иное чтение вместо принятого по умолчанию; можно повторять.")
@click.option("--table", default="", metavar="ИМЯ", help="Таблица органов в .duckdb; без него — bodies или единственная.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "numpy", "python", "duckdb", "polars"]),
    default="auto",
    show_default=True,
    help="Чем считать: цифры одни и те же. auto — numpy: он быстрее прочих при любом числе строк.",
)
@click.option("--ignore-unknown", is_flag=True, help="Пропустить столбцы, которых нет в словаре.")
@click.option("--allow-rejected", is_flag=True, help="Отклонённые строки — не повод для кода 1.")
@click.option("--resume", is_flag=True, help="Хранить готовые части рядом и продолжить прерванный прогон.")
@click.option("--explain-row", type=click.IntRange(1), metavar="N", help="Объяснить строку N вместо оценки всех.")
@click.option("--force", is_flag=True, help="Заменить файл, если он есть.")
@click.pass_obj
def batch_command(
    settings: Settings,
    data: str,
    editions: str,
    output: str | None,
    lists: tuple[str, ...],
    column_map: str | None,
    long_: bool,
    kind: Kind | None,
    detail: str,
    readings: tuple[str, ...],
    table: str,
    engine: str,
    ignore_unknown: bool,
    allow_rejected: bool,
    resume: bool,
    explain_row: int | None,
    force: bool,
) -> None:
    """Оценить таблицу ДАННЫЕ (.parquet, .csv, .xlsx, .duckdb): строка на орган и год.

    \b
    Пример:
      kzrules batch examples/batch/bodies.csv -e 2018-01,2019-03 \\
        --list services=examples/batch/services.csv \\
        --list site_search_positions=examples/batch/site_search_positions.csv -o scores.csv
    """
    from kzrules.comparison import known_choices
    from kzrules.facts import Body, Cohort
    from kzrules.frames.batch_run import Given, opened, sources_of
    from kzrules.frames.column_map import ColumnMap, map_from_bytes
    from kzrules.frames.out_files import check_free
    from kzrules.frames.scores import plan_of
    from kzrules.frames.scoring_run import Question, explained, score_all

    if output is None and explain_row is None:
        raise click.UsageError("нужно имя результата: -o РЕЗУЛЬТАТ.parquet или .csv")
    check_table_option(data, table)
    if output is not None and explain_row is None:
        check_free(Path(output), force)
    library = library_of(settings)
    loaded = [library.load(name) for name in editions.split(",") if name]
    choices = known_choices(loaded, choices_of(readings))
    plan = plan_of(list(zip(loaded, choices, strict=True)), detail)  # type: ignore[arg-type]
    columns = ColumnMap()
    if column_map is not None:
        found, faults = map_from_bytes(*read_input(column_map))
        if found is None:
            print_faults(faults, settings)
            raise SystemExit(FINDINGS)
        columns = found
    paths = list_paths(lists, library.dictionary)
    sources = sources_of(Path(data), table, paths, library.dictionary)
    given = Given(sources.pop(""), sources, columns, long_, kind, ignore_unknown)
    tables = opened(given, library.dictionary, plan, settings.lang)
    if tables.notes:
        print_faults(tables.notes, settings)
    stand_ins = (Body("", "central", {}, {}, period=year) for year in sorted(tables.how.survey.years))
    note_period(Cohort(tuple(stand_ins), ""), loaded, settings)
    if explain_row is not None:
        if explain_row > tables.rows:
            raise click.UsageError(f"строки {explain_row} нет: в таблице строк {tables.rows}")
        lines = [explained(plan, tables, place, explain_row, settings.lang) for place in range(len(plan.editions))]
        click.echo("\n\n".join(text for text, _ in lines))
        raise SystemExit(0 if all(fine for _, fine in lines) else FINDINGS)
    assert output is not None
    files = {"data": Path(data), **{f"list {name}": path for name, path in paths.items()}, **({"map": Path(column_map)} if column_map else {})}
    options = {"detail": detail, "table": table, "long": long_, "kind": kind or "", "ignore_unknown": ignore_unknown, "lang": settings.lang}
    done = score_all(plan, tables, Question(files, options, choices), Path(output), engine, settings.lang, resume=resume, force=force)
    click.echo(_SAID[settings.lang].format(rows=tables.rows, editions=len(loaded), out=output), err=True)
    if done.rejected or tables.strays:
        said = _REJECTED[settings.lang].format(rejected=done.rejected, strays=len(tables.strays), faults=done.faults)
        click.echo(said, err=True)
        if not allow_rejected:
            raise SystemExit(FINDINGS)

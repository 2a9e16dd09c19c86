"""Command `rating`: places of bodies among those of their kind, and what changed against the year before."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kzrules.cli_common import choices_of, cohort_of, complete_edition, library_of, note_period, write_out, write_whole
from kzrules.settings import Settings

_FORMATS = (".xlsx", ".svg", ".png", ".csv", ".html", ".json", ".txt")


@click.command("rating")
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="ФАКТЫ…")
@click.option(
    "-e", "--edition", default=None, metavar="РЕДАКЦИЯ", shell_complete=complete_edition, help="По умолчанию — та, которая оценивает этот год."
)
@click.option("--period", type=click.IntRange(1990, 2100), default=None, metavar="ГОД", help="Оцениваемый год; иначе — последний в данных.")
@click.option("--previous", default=None, metavar="ФАКТЫ", help="Файл прошлого года; иначе — прошлый год того же файла, если он там есть.")
@click.option("--previous-edition", default=None, metavar="РЕДАКЦИЯ", shell_complete=complete_edition, help="Редакция прошлого года.")
@click.option("--line", default="interaction", show_default=True, metavar="ЛИНИЯ", help="Линия Методики, если -e не задан.")
@click.option("--reading", "readings", multiple=True, metavar="ИМЯ=ВАРИАНТ", help="Иное чтение вместо принятого по умолчанию; можно повторять.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True, help="Вид вывода на экран.")
@click.option("-o", "--output", default=None, metavar="ФАЙЛ", help="Записать в файл: .xlsx, .html, .csv, .json; картинкой — .svg или .png.")
@click.option("--force", is_flag=True, help="Заменить файл, если он есть.")
@click.pass_obj
def rating_command(
    settings: Settings,
    paths: tuple[str, ...],
    edition: str | None,
    period: int | None,
    previous: str | None,
    previous_edition: str | None,
    line: str,
    readings: tuple[str, ...],
    form: str,
    output: str | None,
    force: bool,
) -> None:
    """Места органов по видам, с равными баллами, степенями и изменением за год.

    \b
    Примеры:
      kzrules rating examples/cohort-2019-2021.yaml -e 2021-04
      kzrules rating examples/cohort-2019-2021.yaml -e 2021-04 -o рейтинг.svg
    """
    from kzrules.conclusions.rating import Rating, rating_of
    from kzrules.conclusions.years import Ask, previous_report, report_for

    suffix = Path(output).suffix.lower() if output else ""
    if output and suffix not in _FORMATS:
        raise click.UsageError(f"«{output}»: по имени не видно вида файла; нужно {', '.join(_FORMATS)}")
    library = library_of(settings)
    named = library.load(edition) if edition else None
    cohort = cohort_of(paths, library, settings)
    if period is not None and period not in cohort.periods:
        raise click.UsageError(f"{period} года в данных нет; есть {', '.join(str(p) for p in cohort.periods)}")
    earlier = cohort_of((previous,), library, settings) if previous else None
    ask = Ask(named, line, period, choices_of(readings), earlier, library.load(previous_edition) if previous_edition else None)
    report = report_for(library, cohort, ask)
    note_period(cohort.of(report.assessments[0].body.period), [report.edition], settings)
    before, undecided = previous_report(library, cohort, ask, report)
    if undecided is not None:
        click.echo(f"с прошлым годом не сравнено: {undecided.message(settings.lang)}; выберите: --previous-edition", err=True)
    rating: Rating = rating_of(report, before)
    if output:
        _write(rating, output, suffix, settings.lang, force)
        click.echo(output)
        return
    write_out(_text(rating, form, settings.lang), None)


def _text(rating: object, form: str, lang: str) -> str:
    from kzrules.conclusions.rating import Rating
    from kzrules.conclusions.rating_tables import rating_csv, rating_json, rating_text

    assert isinstance(rating, Rating)
    match form:
        case "json":
            return json.dumps(rating_json(rating), ensure_ascii=False, indent=2)
        case "csv":
            return rating_csv(rating)
        case _:
            return rating_text(rating, lang)


def _write(rating: object, path: str, suffix: str, lang: str, force: bool) -> None:
    from kzrules.conclusions.rating import Rating
    from kzrules.conclusions.rating_svg import rating_svg
    from kzrules.conclusions.rating_tables import rating_html, rating_xlsx
    from kzrules.conclusions.typesetting import png_of

    assert isinstance(rating, Rating)
    match suffix:
        case ".xlsx":
            write_whole(rating_xlsx(rating, lang), path, force)
        case ".png":
            write_whole(png_of(rating_svg(rating, lang), "pdf"), path, force)
        case ".svg":
            write_out(rating_svg(rating, lang), path, force)
        case ".html":
            write_out(rating_html(rating, lang), path, force)
        case _:
            write_out(_text(rating, {".csv": "csv", ".json": "json"}.get(suffix, "table"), lang), path, force)

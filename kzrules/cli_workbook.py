"""Command `workbook`: an edition as live formulas beside the exact values, and the check of a recalculated one."""

from __future__ import annotations

import json

import click

from kzrules.cli_common import check_bodies, choices_of, cohort_of, complete_edition, library_of, note_period, print_faults, read_input, write_whole
from kzrules.settings import FINDINGS, Settings


@click.command("workbook")
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True), metavar="[ФАКТЫ…]")
@click.option("-e", "--edition", metavar="РЕДАКЦИЯ", shell_complete=complete_edition, help="По какой редакции считать.")
@click.option("-o", "--output", metavar="КНИГА.xlsx", help="Куда записать книгу.")
@click.option(
    "--body",
    "bodies",
    multiple=True,
    metavar="ОРГАН",
    help="Только этот орган; можно повторять. Прочие — в скрытых столбцах, если редакция берёт по ним среднее.",
)
@click.option("--reading", "readings", multiple=True, metavar="ИМЯ=ВАРИАНТ", help="Иное чтение вместо принятого по умолчанию; можно повторять.")
@click.option("--verify", "again", metavar="КНИГА.xlsx", help="Сверить пересчитанную книгу с точным расчётом по сведениям, которые в ней стоят.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Вид отчёта --verify.")
@click.option("--details", is_flag=True, help="С --verify: и те ячейки, где двоичная дробь отличается, но балла не меняет.")
@click.option("--force", is_flag=True, help="Заменить файл, если он есть.")
@click.pass_obj
def workbook_command(
    settings: Settings,
    paths: tuple[str, ...],
    edition: str | None,
    output: str | None,
    bodies: tuple[str, ...],
    readings: tuple[str, ...],
    again: str | None,
    form: str,
    details: bool,
    force: bool,
) -> None:
    """Редакция живыми формулами Excel рядом с точными значениями; --verify сверяет пересчитанную книгу."""
    library = library_of(settings)
    if again is not None:
        if paths or edition or output or bodies or readings:
            raise click.UsageError("--verify берёт редакцию, чтения и сведения из самой книги: других аргументов с ним не пишут")
        _verify(again, form, details, settings)
        return
    if not paths or not edition or not output:
        raise click.UsageError("нужны файлы фактов, редакция (-e) и имя книги (-o): kzrules workbook ФАКТЫ -e РЕДАКЦИЯ -o КНИГА.xlsx")
    if not output.lower().endswith(".xlsx"):
        raise click.UsageError(f"«{output}»: живая книга — файл .xlsx")
    from kzrules.workbook.rules import plan_of
    from kzrules.workbook.selection import shown_bodies
    from kzrules.workbook.write import workbook_bytes

    loaded = library.load(edition)
    cohort = cohort_of(paths, library, settings)
    check_bodies(bodies, cohort)
    note_period(cohort, [loaded], settings)
    choices = choices_of(readings)
    chosen, hidden = shown_bodies(loaded, cohort, bodies, choices)
    data = workbook_bytes(plan_of(loaded, chosen, choices, settings.lang, hidden))
    write_whole(data, output, force)
    click.echo(f"записано: {output}; органов: {len({b.id for b in chosen} - hidden)}", err=True)


def _verify(path: str, form: str, details: bool, settings: Settings) -> None:
    from kzrules.workbook.read_back import read_workbook
    from kzrules.workbook.verify import verified, verified_json, verified_text

    data, name = read_input(path)
    back, faults = read_workbook(data, name, library_of(settings))
    if back is None:
        print_faults(faults, settings)
        raise SystemExit(FINDINGS)
    result = verified(back)
    if form == "json":
        click.echo(json.dumps(verified_json(result, back.plan), ensure_ascii=False, indent=2))
    else:
        click.echo(verified_text(result, back.plan, details))
    if result.serious:
        raise SystemExit(FINDINGS)

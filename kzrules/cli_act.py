"""Command `act`: an empty reconciliation act, and an act as its annex prints it; what `eval --act` shares with it."""

from __future__ import annotations

from pathlib import Path

import click

from kzrules.cli_common import choices_of, complete_edition, library_of, print_faults, read_input, write_out, write_whole
from kzrules.edition import Edition
from kzrules.facts import Cohort
from kzrules.library import Library
from kzrules.settings import FINDINGS, Settings


@click.command("act")
@click.argument("act", required=False, type=click.Path(allow_dash=True), metavar="[АКТ]")
@click.option("-e", "--edition", required=True, metavar="РЕДАКЦИЯ", shell_complete=complete_edition, help="По какой редакции составлен акт.")
@click.option("-o", "--output", metavar="ФАЙЛ", help="Куда записать: .docx, .html или .xlsx; без него — HTML в стандартный вывод.")
@click.option("--new", is_flag=True, help="Пустая книга акта для заполнения (.xlsx).")
@click.option("--body", metavar="ОРГАН", help="С --new: код органа, как в фактах.")
@click.option("--kind", type=click.Choice(["central", "local"]), default="central", show_default=True, help="С --new: вид органа.")
@click.option("--period", type=click.IntRange(1990, 2100), metavar="ГОД", help="С --new: оцениваемый год.")
@click.option("--reading", "readings", multiple=True, metavar="ИМЯ=ВАРИАНТ", help="Иное чтение вместо принятого по умолчанию; можно повторять.")
@click.option("--force", is_flag=True, help="Заменить файл, если он есть.")
@click.pass_obj
def act_command(
    settings: Settings,
    act: str | None,
    edition: str,
    output: str | None,
    new: bool,
    body: str | None,
    kind: str,
    period: int | None,
    readings: tuple[str, ...],
    force: bool,
) -> None:
    """Акт сверки по итогам перепроверки: пустая книга или готовый акт по форме приложения."""
    from kzrules.reconciliation.form import form_of

    library = library_of(settings)
    loaded = library.load(edition)
    form = form_of(loaded.id, library)
    if form is None:
        raise click.UsageError(f"формы акта сверки для {loaded.id} нет: опишите её в reconciliation/{loaded.id.replace('/', '-')}.yaml")
    if new:
        if act is not None or body is None or output is None or not output.endswith(".xlsx"):
            raise click.UsageError("для пустой книги: kzrules act --new -e РЕДАКЦИЯ --body ОРГАН -o act.xlsx")
        from kzrules.reconciliation.act_workbook import empty_act

        write_whole(empty_act(loaded, form, body, kind, period), output, force)  # type: ignore[arg-type]
        return
    if act is None:
        raise click.UsageError("назовите файл акта (YAML или .xlsx) или попросите пустую книгу: --new")
    if body is not None or period is not None:
        raise click.UsageError("--body и --period пишут только с --new: в акте они уже есть")
    _print_act(act, loaded, library, output, choices_of(readings), force, settings)


def _print_act(path: str, loaded: Edition, library: Library, output: str | None, choices: dict[str, str], force: bool, settings: Settings) -> None:
    from kzrules.reconciliation.act_html import act_html
    from kzrules.reconciliation.files import act_of
    from kzrules.reconciliation.form import form_of
    from kzrules.reconciliation.permitted import unfit
    from kzrules.reconciliation.printed import printed

    suffix = Path(output).suffix.lower() if output and output != "-" else ".html"
    if suffix not in (".docx", ".html", ".xlsx"):
        raise click.UsageError(f"вид файла «{suffix}» не пишется; можно: .docx, .html, .xlsx")
    data, name = read_input(path)
    act, faults = act_of(data, name, library.dictionary)
    form = form_of(loaded.id, library)
    faults += [] if act is None else unfit(act, form, loaded)
    if act is None or form is None or faults:
        print_faults(faults, settings)
        raise SystemExit(FINDINGS)
    page = printed(act, form, loaded, choices, settings.lang)
    match suffix:
        case ".docx":
            from kzrules.reconciliation.act_docx import act_docx

            write_whole(act_docx(page), str(output), force)
        case ".xlsx":
            from kzrules.reconciliation.act_xlsx import act_xlsx

            write_whole(act_xlsx(page), str(output), force)
        case _:
            write_out(act_html(page), output, force)


def with_acts(paths: tuple[str, ...], corrected: bool, cohort: Cohort, loaded: Edition, library: Library, settings: Settings) -> Cohort:
    """The cohort with the acts of these files applied; what was done is said on stderr, faults end the command."""
    if not paths:
        if corrected:
            raise click.UsageError("--corrected пишут вместе с --act: исправлять сведения можно только по акту")
        return cohort
    from kzrules.reconciliation.applied import applied
    from kzrules.reconciliation.files import act_of
    from kzrules.reconciliation.form import form_of

    acts = []
    faults = []
    for path in paths:
        data, name = read_input(path)
        act, found = act_of(data, name, library.dictionary)
        faults += found
        acts += [act] if act is not None else []
    done = None
    if not faults:
        done, faults = applied(cohort, acts, form_of(loaded.id, library), loaded, corrected)
    if done is None:
        print_faults(faults, settings)
        raise SystemExit(FINDINGS)
    for note in done.notes:
        click.echo(note, err=True)
    return done.cohort

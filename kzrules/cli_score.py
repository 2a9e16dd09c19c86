"""Commands that score: `eval`, `compare`, `explain`."""

from __future__ import annotations

import json
from typing import Any

import click

from kzrules.cli_act import with_acts
from kzrules.cli_common import check_bodies, choices_of, cohort_of, complete_edition, library_of, note_period
from kzrules.cli_record import FORCE, RECORD, write_record
from kzrules.comparison import Comparison, comparison_json, comparison_of, report_of
from kzrules.explain import branch_lines, explanation
from kzrules.facts import Cohort
from kzrules.guess import guesses
from kzrules.library import NoEdition
from kzrules.report import Report, of_bodies, report_json
from kzrules.results import result_records, scores_csv
from kzrules.run_record import Command
from kzrules.score_text import comparison_text, report_text
from kzrules.settings import Settings

_READING = click.option(
    "--reading", "readings", multiple=True, metavar="ИМЯ=ВАРИАНТ", help="Иное чтение вместо принятого по умолчанию; можно повторять."
)
_FORMAT = click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
_BODY = click.option("--body", "bodies", multiple=True, help="Только этот орган; можно повторять.")


@click.command("eval")
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="ФАКТЫ…")
@click.option("-e", "--edition", required=True, metavar="РЕДАКЦИЯ", shell_complete=complete_edition)
@_BODY
@_READING
@click.option(
    "--missing",
    type=click.Choice(["name", "interval"]),
    default="name",
    show_default=True,
    help="Неизвестные факты: только назвать или показать, каким может быть балл.",
)
@click.option(
    "--act", "acts", multiple=True, type=click.Path(allow_dash=True), metavar="АКТ", help="Акт сверки (YAML или .xlsx): его вычеты; можно повторять."
)
@click.option("--corrected", is_flag=True, help="С --act: верные сведения вместо сообщённых (Методика об этом молчит).")
@_FORMAT
@RECORD
@FORCE
@click.pass_obj
def eval_command(
    settings: Settings,
    paths: tuple[str, ...],
    edition: str,
    bodies: tuple[str, ...],
    readings: tuple[str, ...],
    missing: str,
    acts: tuple[str, ...],
    corrected: bool,
    form: str,
    record: str | None,
    force: bool,
) -> None:
    """Оценить органы файлов ФАКТЫ по редакции («-» — стандартный ввод)."""
    library = library_of(settings)
    loaded = library.load(edition)
    if acts and record:
        raise click.UsageError("--record не записывает актов сверки: с --act прогон пока нельзя повторить командой verify")
    cohort = with_acts(acts, corrected, cohort_of(paths, library, settings), loaded, library, settings)
    note_period(cohort, [loaded], settings)
    choices = choices_of(readings)
    report = _only(report_of(loaded, cohort, choices), bodies, cohort)
    command = Command("eval", paths, (edition,), bodies=bodies, readings=choices, folder=settings.folder or "")
    write_record(command, library, [loaded], result_records(report), record, force)
    if missing == "interval":
        from kzrules.cli_missing import print_gaps

        print_gaps(loaded, cohort, bodies, choices, form, settings.lang)
        return
    match form:
        case "json":
            click.echo(json.dumps(report_json(report), ensure_ascii=False, indent=2))
        case "csv":
            click.echo(scores_csv([report]), nl=False)
        case _:
            click.echo(report_text(report, settings.lang))


def _only(report: Report, bodies: tuple[str, ...], cohort: Cohort) -> Report:
    check_bodies(bodies, cohort)
    return of_bodies(report, bodies)


@click.command("compare")
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="ФАКТЫ…")
@click.option(
    "-e", "--edition", "editions", multiple=True, metavar="РЕДАКЦИЯ", shell_complete=complete_edition, help="По умолчанию — все редакции линии."
)
@click.option("--line", default="interaction", show_default=True, help="Линия акта, если -e не задан.")
@click.option("--details", is_flag=True, help="И каждый показатель, со ссылками на акт.")
@_BODY
@_READING
@_FORMAT
@RECORD
@FORCE
@click.pass_obj
def compare_command(
    settings: Settings,
    paths: tuple[str, ...],
    editions: tuple[str, ...],
    line: str,
    details: bool,
    bodies: tuple[str, ...],
    readings: tuple[str, ...],
    form: str,
    record: str | None,
    force: bool,
) -> None:
    """Одни и те же факты по нескольким редакциям, рядом."""
    library = library_of(settings)
    names = editions or tuple(library.line(line))
    if not names:
        raise NoEdition(line, list(library.files), ambiguous=False)
    loaded = [library.load(name) for name in names]
    cohort = cohort_of(paths, library, settings)
    if editions:
        note_period(cohort, loaded, settings)
    choices = choices_of(readings)
    comparison = Comparison(tuple(_only(report, bodies, cohort) for report in comparison_of(loaded, cohort, choices).reports))
    command = Command("compare", paths, editions, "" if editions else line, bodies=bodies, readings=choices, folder=settings.folder or "")
    results = (result for report in comparison.reports for result in result_records(report))
    write_record(command, library, loaded if editions else [], results, record, force)
    match form:
        case "json":
            click.echo(json.dumps(comparison_json(comparison), ensure_ascii=False, indent=2))
        case "csv":
            click.echo(scores_csv(comparison.reports), nl=False)
        case _:
            click.echo(comparison_text(comparison, settings.lang, details))


@click.command("explain")
@click.argument("facts", type=click.Path(allow_dash=True), metavar="ФАКТЫ")
@click.argument("rule", required=False, default="", metavar="[ПОКАЗАТЕЛЬ]")
@click.option("-e", "--edition", required=True, metavar="РЕДАКЦИЯ", shell_complete=complete_edition)
@_BODY
@_READING
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def explain_command(settings: Settings, facts: str, rule: str, edition: str, bodies: tuple[str, ...], readings: tuple[str, ...], form: str) -> None:
    """Откуда взялось число: значение, формула словами, исходные факты с их местом, ссылка на акт."""
    library = library_of(settings)
    loaded = library.load(edition)
    cohort = cohort_of((facts,), library, settings)
    note_period(cohort, [loaded], settings)
    report = _only(report_of(loaded, cohort, choices_of(readings)), bodies, cohort)
    branches = [explanation(a, loaded, rule, settings.lang) for a in report.assessments]
    found = [branch for branch in branches if branch is not None]
    if not found:
        known = [s.rule.id for a in report.assessments for s in a.walk()]
        raise click.UsageError(f"показателя «{rule}» в {loaded.id} нет; {guesses(rule, known)['guess_ru']}")
    if form == "json":
        click.echo(json.dumps([_branch_json(branch) for branch in found], ensure_ascii=False, indent=2))
        return
    for assessment, branch in zip(report.assessments, branches, strict=True):
        if branch is not None:
            if rule:
                click.echo(f"{assessment.body.title(settings.lang)}, {loaded.id}")
            click.echo("\n".join(branch_lines(branch)) + "\n")


def _branch_json(branch: Any) -> dict[str, Any]:
    return {"text": branch.text, "inner": [_branch_json(b) for b in branch.inner]}

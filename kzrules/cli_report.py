"""Command `report`: the written conclusion of each body, in the form of the annexes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kzrules.cli_common import (
    check_bodies,
    choices_of,
    cohort_of,
    complete_edition,
    day_given,
    library_of,
    note_period,
    print_faults,
    read_input,
    write_whole,
)
from kzrules.cli_record import RECORD, write_record
from kzrules.edition import Edition
from kzrules.guess import guesses
from kzrules.library import Unreadable
from kzrules.progress import progress
from kzrules.report import of_bodies
from kzrules.results import result_records
from kzrules.run_record import Command
from kzrules.settings import Settings


@click.command("report")
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True), metavar="ФАКТЫ…")
@click.option(
    "-e", "--edition", default=None, metavar="РЕДАКЦИЯ", shell_complete=complete_edition, help="По умолчанию — та, которая оценивает этот год."
)
@click.option("-o", "--output", default=None, metavar="ФАЙЛ", help=".docx, .html, .pdf, .xlsx; имя со знаком / на конце — папка, по файлу на орган.")
@click.option("--format", "form", type=click.Choice(["docx", "html", "pdf", "xlsx"]), default=None, help="Вид файлов в папке (иначе docx).")
@click.option("--body", "bodies", multiple=True, metavar="ОРГАН", help="Только этот орган; можно повторять. Места считаются среди всех.")
@click.option("--direction", "directions", multiple=True, metavar="НАПРАВЛЕНИЕ", help="Только это направление; можно повторять.")
@click.option("--period", type=click.IntRange(1990, 2100), default=None, metavar="ГОД", help="Оцениваемый год; иначе — последний в данных.")
@click.option("--previous", default=None, metavar="ФАКТЫ", help="Файл прошлого года; иначе — прошлый год того же файла, если он там есть.")
@click.option("--previous-edition", default=None, metavar="РЕДАКЦИЯ", shell_complete=complete_edition, help="Редакция прошлого года.")
@click.option("--reading", "readings", multiple=True, metavar="ИМЯ=ВАРИАНТ", help="Иное чтение вместо принятого по умолчанию; можно повторять.")
@click.option("--template", default=None, metavar="ФАЙЛ", help="Свой шаблон: .docx, .html или .typ.")
@click.option("--new-template", default=None, metavar="ФАЙЛ", help="Записать готовый шаблон, чтобы править его, и ничего больше не делать.")
@click.option(
    "--date", "day", callback=day_given, default=None, metavar="ДАТА", help="Дата документа (2019-02-03, 03.02.2019); иначе впишут от руки."
)
@click.option("--lang", "lang", type=click.Choice(["ru", "kk"]), default=None, help="Язык документа.")
@click.option("--line", default="interaction", show_default=True, metavar="ЛИНИЯ", help="Линия Методики, если -e не задан.")
@RECORD
@click.option("--force", is_flag=True, help="Заменить файлы, если они есть.")
@click.pass_obj
def report_command(
    settings: Settings,
    paths: tuple[str, ...],
    edition: str | None,
    output: str | None,
    form: str | None,
    bodies: tuple[str, ...],
    directions: tuple[str, ...],
    period: int | None,
    previous: str | None,
    previous_edition: str | None,
    readings: tuple[str, ...],
    template: str | None,
    new_template: str | None,
    day: date | None,
    lang: str | None,
    line: str,
    record: str | None,
    force: bool,
) -> None:
    """Письменное заключение о каждом органе: формы приложений, потери баллов, выводы и рекомендации.

    \b
    Примеры:
      kzrules report examples/cohort-2018.yaml -e 2018-01 --body min-treasury -o заключение.docx
      kzrules report examples/cohort-2018.yaml -e 2018-01 -o заключения/ --format pdf --lang kk
    """
    from kzrules.conclusions.conclusion import Made, document_of
    from kzrules.conclusions.documents import by_body, written
    from kzrules.conclusions.forms import forms_of
    from kzrules.conclusions.rating import rating_of
    from kzrules.conclusions.sentences import sentences_of
    from kzrules.conclusions.years import Ask, previous_report, report_for

    if new_template is not None:
        _new_template(new_template, force)
        return
    if not paths:
        raise click.UsageError("не хватает файла фактов; пример: kzrules report examples/cohort-2018.yaml -e 2018-01 -o заключение.docx")
    folder, form = _where(output, form, template)
    library = library_of(settings)
    named = library.load(edition) if edition else None
    cohort = cohort_of(paths, library, settings)
    if period is not None and period not in cohort.periods:
        raise click.UsageError(f"{period} года в данных нет; есть {', '.join(str(p) for p in cohort.periods)}")
    choices = choices_of(readings)
    earlier = cohort_of((previous,), library, settings) if previous else None
    ask = Ask(named, line, period, choices, earlier, library.load(previous_edition) if previous_edition else None)
    report = report_for(library, cohort, ask)
    check_bodies(bodies, cohort.of(report.assessments[0].body.period))
    note_period(cohort.of(report.assessments[0].body.period), [report.edition], settings)
    _check_directions(directions, report.edition)
    forms, notes = forms_of(report.edition, library)
    if notes:
        print_faults(notes, settings)
    before, undecided = previous_report(library, cohort, ask, report)
    if undecided is not None:
        click.echo(f"с прошлым годом не сравнено: {undecided.message(settings.lang)}; выберите: --previous-edition", err=True)
    rating = rating_of(report, before)
    document_lang = lang or (settings.lang if settings.lang in ("ru", "kk") else "ru")
    made = Made(report.edition, rating, forms, sentences_of(library), document_lang, directions, day)
    document = document_of(made, bodies)
    own = read_input(template) if template else None
    documents = list(by_body(document)) if folder is not None else [("", document)]
    shown = progress(documents, settings.lang, "writing")
    files = [(folder / f"{name}.{form}" if folder is not None else Path(output or ""), written(one, form, own)) for name, one in shown]
    taken = [str(path) for path, _ in files if path.exists()]
    if taken and not force:
        raise Unreadable(f"файл уже есть: {taken[0]}" + (f" (и ещё {len(taken) - 1})" if taken[1:] else "") + "; чтобы заменить, добавьте --force")
    if folder is not None:
        _make(folder)
    if record is not None:
        if len(cohort.periods) > 1:
            raise click.UsageError("запись прогона делается о файле с одним годом; запишите его так: kzrules replay --record")
        command = Command("eval", paths, (edition or report.edition.id,), bodies=bodies, readings=choices, folder=settings.folder or "")
        write_record(command, library, [report.edition], result_records(of_bodies(report, bodies)), record, force)
    for path, data in files:
        write_whole(data, str(path), force)
    click.echo("\n".join(str(path) for path, _ in files))


def _where(output: str | None, form: str | None, template: str | None) -> tuple[Path | None, str]:
    """The folder (None: one file), and the format."""
    from kzrules.conclusions.documents import FORMATS, SUFFIXES

    if output is None:
        raise click.UsageError("куда писать? -o заключение.docx (.html, .pdf, .xlsx) или -o папка/")
    folder = Path(output) if output.endswith(("/", "\\")) or Path(output).is_dir() else None
    suffix = Path(output).suffix.lower()
    if folder is None and suffix.lstrip(".") not in FORMATS:
        raise click.UsageError(f"«{output}»: по имени не видно вида файла; нужно {', '.join('.' + name for name in FORMATS)} или папка/")
    found = (form or "docx") if folder is not None else suffix.lstrip(".")
    if form is not None and form != found:
        raise click.UsageError(f"--format {form} не подходит к имени «{output}»")
    if template is not None and SUFFIXES.get(Path(template).suffix.lower()) != found:
        raise click.UsageError(f"шаблон «{template}» не для .{found}: для .docx нужен .docx, для .html — .html, для .pdf — .typ, у .xlsx шаблона нет")
    return folder, found


def _check_directions(directions: tuple[str, ...], edition: Edition) -> None:
    known = [rule.id for rule in edition.programs["central"].directions]
    for name in directions:
        if name not in known:
            raise click.UsageError(f"направления «{name}» в {edition.id} нет; {guesses(name, known)['guess_ru']}")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unreadable(f"папка не создаётся: {folder} ({error.strerror})") from None


def _new_template(path: str, force: bool) -> None:
    from kzrules.conclusions.documents import SUFFIXES, shipped_template

    form = SUFFIXES.get(Path(path).suffix.lower(), "")
    if form in ("", "xlsx"):
        raise click.UsageError(f"«{path}»: шаблон бывает .docx, .html или .typ")
    write_whole(shipped_template(form), path, force)
    click.echo(path)

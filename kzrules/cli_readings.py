"""The command `readings`: what the act leaves open, and what hangs on it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import click

from kzrules.cli_common import cohort_of, complete_edition, library_of, note_period
from kzrules.levers import LIMIT, Lever, Question, Span, Study, questions_of, study_of
from kzrules.phrases import phrases
from kzrules.reading_nodes import in_language
from kzrules.settings import Settings
from kzrules.study_json import study_json
from kzrules.text_table import clipped, text_table
from kzrules.values import Missing, decimal_text, exact_text, shown


@click.command("readings")
@click.argument("edition", metavar="РЕДАКЦИЯ", shell_complete=complete_edition)
@click.option("--data", "paths", multiple=True, type=click.Path(allow_dash=True), metavar="ФАКТЫ", help="Файл фактов органов; можно повторять.")
@click.option("--only", multiple=True, metavar="ИМЯ", help="Только эти чтения, прочие по умолчанию; можно повторять.")
@click.option("--limit", type=click.IntRange(min=1), default=LIMIT, show_default=True, help="Предел вычислений на орган для точного диапазона.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.pass_obj
def readings_command(settings: Settings, edition: str, paths: tuple[str, ...], only: tuple[str, ...], limit: int, form: str) -> None:
    """Что акт оставил открытым: вопросы и варианты; с данными — что от каждого зависит и каким может быть балл."""
    library = library_of(settings)
    loaded = library.load(edition)
    if paths:
        cohort = cohort_of(paths, library, settings)
        note_period(cohort, [loaded], settings)
        study = study_of(loaded, cohort, only, limit)
    else:
        study = Study(loaded, "", limit, questions_of(loaded, only))
    match form:
        case "json":
            click.echo(json.dumps(study_json(study), ensure_ascii=False, indent=2))
        case "csv":
            click.echo(_levers_csv(study) if paths else _questions_csv(study), nl=False)
        case _:
            click.echo(_study_text(study, settings.lang) if paths else _questions_text(study, settings.lang))


# ── without data ──


def _questions_text(study: Study, lang: str) -> str:
    head = f"{study.edition.id} — {in_language(study.edition.title, lang)}"
    return "\n\n".join([head, *("\n".join(_question_lines(question, lang)) for question in study.questions)])


def _question_lines(question: Question, lang: str) -> list[str]:
    say, reading = phrases(lang), question.reading
    cited = f" ({reading.cite.text(lang)})" if reading.cite else ""
    bears = ", ".join(say.get(path, path) if path in ("overall", "dates") else path for path in question.bears_on)
    options = [f"    {'●' if o.id == reading.default else '○'} {o.id} — {in_language(o.label, lang)}" for o in reading.options.values()]
    return [
        f"{reading.id} [{say[reading.confidence]}] {in_language(reading.question, lang)}{cited}",
        *options,
        f"    {say['bears_on']}: {bears or '—'}",
    ]


def _questions_csv(study: Study) -> str:
    rows = []
    for q in study.questions:
        lead = [q.reading.id, in_language(q.reading.question, "ru"), q.reading.confidence]
        rows += [[*lead, o.id, int(o.id == q.reading.default), in_language(o.label, "ru"), " ".join(q.bears_on)] for o in q.reading.options.values()]
    return _csv(["reading", "question", "confidence", "option", "default", "label", "bears_on"], rows)


# ── with data ──


def _study_text(study: Study, lang: str) -> str:
    say = phrases(lang)
    bodies = len(study.spans)
    moving = [lever for lever in study.levers if lever.moves]
    still = [f"{lever.reading.id}={lever.option}" for lever in study.levers if not lever.moves]
    parts = [f"{study.edition.id} — {in_language(study.edition.title, lang)}", "", say["levers_alone"].format(bodies=bodies)]
    if moving:
        head = [
            say["reading"],
            say["confidence"],
            say["score"],
            say["grade"],
            say["place"],
            say["most_up"],
            "",
            say["most_down"],
            "",
            say["computable"],
        ]
        parts += ["", text_table(head, [_lever_row(lever, lang) for lever in moving], frozenset({2, 3, 4, 5, 7, 9}))]
    if still:
        parts += ["", f"{say['levers_still']}: {', '.join(still)}"]
    parts += ["", say["spans_all"].format(count=_count(study.spans[0].range.combinations) if study.spans else 0), "", _spans_table(study, lang)]
    parts += ["", say["spans_ends"], *(line for span in study.spans for line in _end_lines(span, lang))]
    if not all(span.exact for span in study.spans):
        parts += ["", say["spans_inner"].format(limit=study.limit)]
    return "\n".join(parts)


def _lever_row(lever: Lever, lang: str) -> list[str]:
    def change(one: Any) -> list[str]:
        return [f"{'+' if one.points > 0 else ''}{shown(one.points, lang)}", clipped(one.body.title(lang), 32)] if one else ["", ""]

    computable = " ".join(f"{sign}{len(bodies)}" for sign, bodies in (("−", lever.lost), ("+", lever.gained)) if bodies)
    counts = [str(count) if count else "" for count in (lever.scores, lever.grades, lever.ranks)]
    name = f"{lever.reading.id}={lever.option}"
    return [name, phrases(lang)[lever.reading.confidence], *counts, *change(lever.up), *change(lever.down), computable]


def _spans_table(study: Study, lang: str) -> str:
    say = phrases(lang)
    years = len({span.assessment.body.period for span in study.spans}) > 1
    head = [say["body"], say["kind"], *([say["year"]] if years else []), say["by_default"], say["span_range"], say["grades"], say["without_score"]]
    rows = []
    for span in study.spans:
        body = span.assessment.body
        year = [str(body.period)] if years else []
        default = "—" if isinstance(span.assessment.score, Missing) else shown(span.assessment.score, lang)
        lead = [clipped(body.title(lang), 52), say[f"a_{body.kind}"], *year, default]
        rows.append([*lead, _range_text(span, lang), _grades_text(span), _missing_text(span, lang)])
    return text_table(head, rows, frozenset({2 + years}))


def _range_text(span: Span, lang: str) -> str:
    if span.range.low is None or span.range.high is None:
        return "—"
    text = f"[{shown(span.range.low.score, lang)}; {shown(span.range.high.score, lang)}]"
    return text if span.exact else f"{phrases(lang)['at_least']} {text}"


def _grades_text(span: Span) -> str:
    met = ", ".join(attained.grade or "—" for attained in span.range.grades)
    return met + "".join(f", {grade}?" for grade in span.range.unsettled)


def _missing_text(span: Span, lang: str) -> str:
    if span.range.missing is None:
        return "?"
    if not span.range.missing:
        return "—"
    return f"{shown(Fraction(span.range.missing * 100, span.range.combinations), lang)} %"


def _end_lines(span: Span, lang: str) -> list[str]:
    say, body = phrases(lang), span.assessment.body
    found = [f"  {body.title(lang)}" + (f", {body.period}" if body.period else "")]
    for name, end in (("span_low", span.range.low), ("span_high", span.range.high)):
        if end is not None:
            found.append(f"    {say[name]} {shown(end.score, lang)}: {_choices_text(end.choices, lang)}")
    if span.range.missing or (span.range.missing is None and span.range.lacking):
        found.append(f"    {say['span_lacks']}: {_choices_text(span.range.lacking, lang)}")
    return found


def _choices_text(choices: Mapping[str, str], lang: str) -> str:
    return ", ".join(f"{name}={option}" for name, option in choices.items()) or phrases(lang)["all_default"]


def _count(count: int) -> str:
    return f"{count:,}".replace(",", " ")


def _levers_csv(study: Study) -> str:
    head = [
        "what",
        "reading",
        "option",
        "body",
        "period",
        "scores",
        "grades",
        "ranks",
        "up",
        "down",
        "lost",
        "gained",
        "default",
        "low",
        "high",
        "exact",
    ]
    rows: list[list[Any]] = []
    for one in study.levers:
        ends = [exact_text(change.points) if change else "0" for change in (one.up, one.down)]
        counts = [one.scores, one.grades, one.ranks, *ends, len(one.lost), len(one.gained)]
        rows.append(["lever", one.reading.id, one.option, "", "", *counts, "", "", "", ""])
    for span in study.spans:
        body = span.assessment.body
        default = "" if isinstance(span.assessment.score, Missing) else decimal_text(span.assessment.score)
        ends = ["" if end is None else decimal_text(end.score) for end in (span.range.low, span.range.high)]
        rows.append(["range", "", "", body.id, body.period or "", *[""] * 7, default, *ends, int(span.exact)])
    return _csv(head, rows)


def _csv(head: list[str], rows: list[list[Any]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([head, *rows])
    return stream.getvalue()

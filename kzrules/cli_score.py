"""Commands that score: `eval`, `compare`, `explain`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import click

from kzrules.cli_common import choices_of, cohort_of, complete_edition, library_of, note_period
from kzrules.comparison import Comparison, comparison_json, comparison_of, report_of
from kzrules.edition import Edition
from kzrules.explain import branch_lines, explanation
from kzrules.facts import Cohort
from kzrules.guess import guesses
from kzrules.library import NoEdition
from kzrules.outcome import Assessment, Score
from kzrules.phrases import phrases
from kzrules.program import Band
from kzrules.reading_nodes import in_language
from kzrules.report import Report, fact_label, provenance, report_json
from kzrules.settings import Settings
from kzrules.text_table import clipped, text_table
from kzrules.values import Missing, decimal_text, shown

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
@_FORMAT
@click.pass_obj
def eval_command(settings: Settings, paths: tuple[str, ...], edition: str, bodies: tuple[str, ...], readings: tuple[str, ...], form: str) -> None:
    """Оценить органы файлов ФАКТЫ по редакции («-» — стандартный ввод)."""
    library = library_of(settings)
    loaded = library.load(edition)
    cohort = cohort_of(paths, library, settings)
    note_period(cohort, [loaded], settings)
    report = _only(report_of(loaded, cohort, choices_of(readings)), bodies, cohort)
    match form:
        case "json":
            click.echo(json.dumps(report_json(report), ensure_ascii=False, indent=2))
        case "csv":
            click.echo(_csv([report]), nl=False)
        case _:
            click.echo(_report_text(report, settings.lang))


def _only(report: Report, bodies: tuple[str, ...], cohort: Cohort) -> Report:
    known = [body.id for body in cohort.bodies]
    for name in bodies:
        if name not in known:
            raise click.UsageError(f"органа «{name}» в данных нет; {guesses(name, known)['guess_ru']}")
    if not bodies:
        return report
    return Report(report.edition, report.data_sha256, report.choices, tuple(a for a in report.assessments if a.body.id in bodies))


def _report_text(report: Report, lang: str) -> str:
    directions = list(dict.fromkeys(s.rule.id for a in report.assessments for s in a.directions))
    say = phrases(lang)
    head = [say["body"], say["kind"], *directions, say["overall"], say["grade"]]
    rows = [_row(a, directions, lang) for a in report.assessments]
    parts = [f"{report.edition.id} — {in_language(report.edition.title, lang)}", "", text_table(head, rows, frozenset(range(2, len(directions) + 3)))]
    parts += ["", *_legend([report.edition], lang)]
    parts += _missing_text(report, lang)
    parts += ["", _provenance_text(report, lang)]
    return "\n".join(parts)


def _row(assessment: Assessment, directions: list[str], lang: str) -> list[str]:
    by_id = {s.rule.id: s for s in assessment.directions}
    cells = [_number(by_id[d].value, lang) if d in by_id else "" for d in directions]
    kind = phrases(lang)[f"a_{assessment.body.kind}"]
    return [clipped(assessment.body.title(lang), 52), kind, *cells, _number(assessment.score, lang), assessment.grade or "—"]


def _number(value: Any, lang: str) -> str:
    if isinstance(value, Missing):
        return "—"
    text = decimal_text(value, 2)
    return text if lang == "en" else text.replace(".", ",")


def _missing_text(report: Report, lang: str) -> list[str]:
    """What each body lacks; bodies that lack the same are said together."""
    say = phrases(lang)
    groups: dict[Missing, list[Assessment]] = {}
    for a in report.assessments:
        if isinstance(a.score, Missing):
            groups.setdefault(a.missing, []).append(a)
    lines = []
    for lack, assessments in groups.items():
        names = ", ".join(a.body.title(lang) for a in assessments)
        lines += ["", f"{names}: {say['lacks']} ({len(lack.facts)}):"]
        lines += [f"  - {in_language(fact_label(f, report.edition), lang) or f} [{f}]" for f in sorted(lack.facts)]
        lines += [f"  - {say['undecided']}: {sentence}" for sentence in lack.sentences(lang)]
        for a in assessments:
            known = [(s.rule, s.value) for s in a.walk() if not s.children and not isinstance(s.value, Missing)]
            lead = f"{a.body.title(lang)}: " if len(assessments) > 1 else ""
            lines += [f"  {say['computed']}:"] * (bool(known) and a is assessments[0])
            lines += [f"    {lead}{in_language(rule.label, lang)} = {shown(value, lang)} [{rule.path}]" for rule, value in known]
    return lines


def _provenance_text(report: Report, lang: str) -> str:
    shares = [provenance(a, report.edition) for a in report.assessments]
    if not shares:
        return ""
    say = phrases(lang)
    mean = {name: sum(s[name] for s in shares) / len(shares) for name in shares[0]}
    shares_said = (f"{say['no_readings' if name == 'printed' else name]} {_number(share, lang)} %" for name, share in mean.items())
    return f"{say['rests_on']}: {', '.join(shares_said)}"


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
    whole = comparison_of(loaded, cohort, choices_of(readings))
    comparison = Comparison(tuple(_only(report, bodies, cohort) for report in whole.reports))
    match form:
        case "json":
            click.echo(json.dumps(comparison_json(comparison), ensure_ascii=False, indent=2))
        case "csv":
            click.echo(_csv(comparison.reports), nl=False)
        case _:
            click.echo(_comparison_text(comparison, settings.lang, details))


def _comparison_text(comparison: Comparison, lang: str, details: bool) -> str:
    editions = [report.edition for report in comparison.reports]
    head = [phrases(lang)["body"], phrases(lang)["kind"]]
    for edition in editions:
        head += [edition.id.partition("/")[2], ""]
    rows = []
    for body in comparison.bodies:
        row = [clipped(body.title(lang), 52), phrases(lang)[f"a_{body.kind}"]]
        for a in comparison.of_body(body):
            row += [_number(a.score, lang), a.grade or "—"]
        rows.append(row)
    right = frozenset(range(2, len(head), 2))
    parts = [text_table(head, rows, right)]
    parts += ["", *_legend(editions, lang)]
    if details:
        parts += [part for body in comparison.bodies for part in ("", _details(comparison.of_body(body), editions, lang))]
    parts += _gaps(comparison, lang)
    return "\n".join(parts)


def _legend(editions: Sequence[Edition], lang: str) -> list[str]:
    said: dict[str, list[str]] = {}
    for edition in editions:
        for band in edition.programs["central"].bands:
            text = f"  {band.grade} — {in_language(band.label, lang)} ({_interval(band, lang)})"
            said.setdefault(text, []).append(edition.id.partition("/")[2])
    return [text if len(names) == len(editions) else f"{text}: {', '.join(names)}" for text, names in said.items()]


def _interval(band: Band, lang: str) -> str:
    if lang == "ru":
        return band.printed
    low = "" if band.low is None else f"{decimal_text(band.low)} ≤ "
    return f"{low}…" + ("" if band.high is None else f" < {decimal_text(band.high)}")


def _details(assessments: list[Assessment], editions: Sequence[Edition], lang: str) -> str:
    scores = [{s.rule.path: s for s in a.walk()} for a in assessments]
    paths = _paths_in_order([list(found) for found in scores])
    say = phrases(lang)
    head = [say["rule"]]
    for edition in editions:
        head += [edition.id.partition("/")[2], say["of"], say["article"]]
    rows = []
    for path in paths:
        first = next(found[path] for found in scores if path in found)
        label = "  " * path.count(".") + in_language(first.rule.label, lang)
        rows.append([clipped(label, 60), *(cell for found in scores for cell in _cells(found.get(path), lang))])
    total = [assessments[0].program.overall.label.get(lang, "=")]
    for a in assessments:
        total += [_number(a.score, lang), "", _short_cite(a.program.overall.cite)]
    right = frozenset(i for i in range(1, len(head)) if i % 3)
    return f"{assessments[0].body.title(lang)} ({say[f'a_{assessments[0].body.kind}']})\n{text_table(head, [*rows, total], right)}"


def _paths_in_order(lists: list[list[str]]) -> list[str]:
    """All paths, each below its parent and the directions in the order of the first edition."""
    first: dict[str, int] = {}
    for paths in lists:
        for path in paths:
            first.setdefault(path, len(first))
    return sorted(first, key=lambda p: [first[".".join(p.split(".")[: i + 1])] for i in range(p.count(".") + 1)])


def _cells(score: Score | None, lang: str) -> list[str]:
    if score is None:
        return ["", "", ""]
    most = "" if score.rule.maximum is None else shown(score.rule.maximum, lang)
    return [_number(score.value, lang), most, _short_cite(score.rule.cite)]


def _short_cite(cite: Any) -> str:
    if cite is None:
        return ""
    return " ".join(part for part in (f"п.{cite.item}" if cite.item else "", f"пр.{cite.annex}" if cite.annex else "") if part)


def _gaps(comparison: Comparison, lang: str) -> list[str]:
    """Why there is no score: bodies that lack the same under an edition are said together."""
    groups: dict[tuple[str, Missing], list[str]] = {}
    editions = {report.edition.id: report.edition for report in comparison.reports}
    for report in comparison.reports:
        for a in report.assessments:
            if isinstance(a.score, Missing):
                groups.setdefault((report.edition.id, a.missing), []).append(a.body.title(lang))
    lines = []
    for (name, lack), bodies in groups.items():
        facts = [in_language(fact_label(f, editions[name]), lang) or f for f in sorted(lack.facts)]
        said = [*facts[:5], *([f"… (+{len(facts) - 5})"] if len(facts) > 5 else []), *lack.sentences(lang)]
        lines += [f"  {name}, {', '.join(bodies)}:", *(f"    - {text}" for text in said)]
    return ["", phrases(lang)["why_not"], *lines] if lines else []


def _csv(reports: Sequence[Report]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["edition", "body", "kind", "path", "score", "exact", "max", "grade"])
    for report in reports:
        for a in report.assessments:
            lead = [report.edition.id, a.body.id, a.body.kind]
            exact = "" if isinstance(a.exact, Missing) else a.exact
            writer.writerow([*lead, "overall", _plain(a.score), exact, a.program.overall.maximum or "", a.grade or ""])
            for s in a.walk():
                exact = "" if isinstance(s.value, Missing) else s.value
                writer.writerow([*lead, s.rule.path, _plain(s.value), exact, "" if s.rule.maximum is None else s.rule.maximum, ""])
    return stream.getvalue()


def _plain(value: Any) -> str:
    return "" if isinstance(value, Missing) else decimal_text(value, 2)


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

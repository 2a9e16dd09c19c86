"""Commands about what a change of edition does: `diff`, `attribute`."""

from __future__ import annotations

import json
from fractions import Fraction
from html import escape
from typing import Any

import click

from kzrules.aspects import word
from kzrules.attribution import Attribution
from kzrules.change_html import diff_html, page
from kzrules.change_text import EFFECTS, attribution_text, consequences_text, diff_text, part_cites, part_title
from kzrules.changes import diff_json, diff_of, same_line
from kzrules.cli_common import choices_of, cohort_of, complete_edition, library_of, note_period, write_out
from kzrules.cohort_changes import cohort_attributions
from kzrules.comparison import comparison_of
from kzrules.consequences import consequences_json, consequences_of
from kzrules.guess import guesses
from kzrules.settings import FINDINGS, Settings
from kzrules.values import Missing, decimal_text, exact_text
from kzrules.waterfall import Bar, waterfall_svg

_READING = click.option("--reading", "readings", multiple=True, metavar="ИМЯ=ВАРИАНТ", help="Иное чтение в обеих редакциях; можно повторять.")
_OUTPUT = click.option("-o", "--output", default=None, help="Файл; без него — на экран.")
_FORCE = click.option("--force", is_flag=True, help="Заменить файл, если он есть.")


@click.command("diff")
@click.argument("before", metavar="БЫЛО", shell_complete=complete_edition)
@click.argument("after", metavar="СТАЛО", shell_complete=complete_edition)
@click.option("--data", "paths", multiple=True, type=click.Path(allow_dash=True), metavar="ФАКТЫ", help="Кого это меняет; можно повторять.")
@click.option("--period", type=click.IntRange(1990, 2100), metavar="ГОД", help="Правила какого оцениваемого года, если от него зависят.")
@click.option("--only", type=click.Choice(EFFECTS), multiple=True, help="Только изменения этого рода.")
@_READING
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@_OUTPUT
@_FORCE
@click.option("--exit-code", is_flag=True, help="Код 1, если результаты могут отличаться.")
@click.pass_obj
def diff_command(
    settings: Settings,
    before: str,
    after: str,
    paths: tuple[str, ...],
    period: int | None,
    only: tuple[Any, ...],
    readings: tuple[str, ...],
    form: str,
    output: str | None,
    force: bool,
    exit_code: bool,
) -> None:
    """Чем две редакции различаются по смыслу, и кого это меняет."""
    library = library_of(settings)
    one, other = library.load(before), library.load(after)
    diff = diff_of(one, other, period)
    found = None
    if paths:
        cohort = cohort_of(paths, library, settings)
        note_period(cohort, [other], settings)
        whole = comparison_of([one, other], cohort, choices_of(readings))
        found = consequences_of(*(report.assessments for report in whole.reports))
    match form:
        case "json":
            record = diff_json(diff) | ({} if found is None else {"consequences": list(consequences_json(found))})
            text = json.dumps(record, ensure_ascii=False, indent=2)
        case "html":
            text = diff_html(diff, found, settings.lang)
        case _:
            parts = [diff_text(diff, settings.lang, only or EFFECTS)]
            parts += [] if found is None else ["", consequences_text(found, settings.lang)]
            text = "\n".join(parts)
    write_out(text, output, force)
    if exit_code and diff.of("results"):
        raise SystemExit(FINDINGS)


@click.command("attribute")
@click.argument("before", metavar="БЫЛО", shell_complete=complete_edition)
@click.argument("after", metavar="СТАЛО", shell_complete=complete_edition)
@click.option("--data", "paths", multiple=True, required=True, type=click.Path(allow_dash=True), metavar="ФАКТЫ", help="Можно повторять.")
@click.option("--body", "bodies", multiple=True, help="Только этот орган; можно повторять.")
@_READING
@click.option("--format", "form", type=click.Choice(["text", "json", "svg", "html"]), default="text", show_default=True)
@_OUTPUT
@_FORCE
@click.pass_obj
def attribute_command(
    settings: Settings,
    before: str,
    after: str,
    paths: tuple[str, ...],
    bodies: tuple[str, ...],
    readings: tuple[str, ...],
    form: str,
    output: str | None,
    force: bool,
) -> None:
    """Разница оценок двух редакций, разложенная по изменениям: точно и без порядка."""
    library = library_of(settings)
    one, other = library.load(before), library.load(after)
    same_line(one, other)
    cohort = cohort_of(paths, library, settings)
    note_period(cohort, [other], settings)
    known = [body.id for body in cohort.bodies]
    for name in bodies:
        if name not in known:
            raise click.UsageError(f"органа «{name}» в данных нет; {guesses(name, known)['guess_ru']}")
    found = list(cohort_attributions(one, other, cohort, choices_of(readings), bodies))
    if form == "svg" and len(found) != 1:
        raise click.UsageError("картинка рисуется для одного органа: назовите его ключом --body")
    match form:
        case "json":
            text = json.dumps([_json(a) for a in found], ensure_ascii=False, indent=2)
        case "svg":
            text = attribution_svg(found[0], settings.lang)
        case "html":
            text = page(f"{one.id} → {other.id}", (_section(a, settings.lang) for a in found), settings.lang)
        case _:
            text = "\n\n".join(attribution_text(a, settings.lang) for a in found)
    write_out(text, output, force)


def attribution_svg(attribution: Attribution, lang: str) -> str:
    """The waterfall of one body."""
    before, after = attribution.before, attribution.after
    bars = [_total(before)]
    bars += [Bar(part_title(p, lang), f"{word(p.what, lang)}, {part_cites(p, lang)}", p.amount) for p in attribution.parts]
    title = f"{before.body.title(lang)}: {before.program.edition} → {after.program.edition}"
    return waterfall_svg(title, [*bars, _total(after)], lang)


def _total(assessment: Any) -> Bar:
    score = assessment.score
    return Bar(assessment.program.edition, assessment.grade or "—", Fraction(0) if isinstance(score, Missing) else score, total=True)


def _section(attribution: Attribution, lang: str) -> str:
    picture = "" if attribution.total is None else f"<figure>{attribution_svg(attribution, lang)}</figure>"
    return f'{picture}<pre class="table">{escape(attribution_text(attribution, lang))}</pre>'


def _json(attribution: Attribution) -> dict[str, Any]:
    total = attribution.total
    return {
        "body": attribution.before.body.id,
        "kind": attribution.before.body.kind,
        "period": attribution.before.body.period,
        "from": attribution.before.program.edition,
        "to": attribution.after.program.edition,
        "total": None if total is None else _exact(total),
        "parts": [
            {
                "path": p.path,
                "what": p.what,
                "label": dict(p.label),
                "amount": _exact(p.amount),
                "citations": [None if c is None else c.as_json() for c in p.cites],
            }
            for p in attribution.parts
        ],
        "missing": [] if attribution.missing is None else [*sorted(attribution.missing.facts), *attribution.missing.sentences("ru")],
    }


def _exact(value: Any) -> dict[str, str]:
    return {"decimal": decimal_text(value, 2), "exact": exact_text(value)}

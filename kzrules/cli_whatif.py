"""Commands that ask what facts could be: `seek`, `boundary`."""

from __future__ import annotations

import json
from fractions import Fraction

import click

from kzrules.cli_common import choices_of, cohort_of, complete_edition, library_of, note_period
from kzrules.settings import Settings

_READING = click.option(
    "--reading", "readings", multiple=True, metavar="ИМЯ=ВАРИАНТ", help="Иное чтение вместо принятого по умолчанию; можно повторять."
)
_EDITION = click.option("-e", "--edition", required=True, metavar="РЕДАКЦИЯ", shell_complete=complete_edition)


def _fraction(text: str, hint: str) -> Fraction:
    try:
        return Fraction(text.strip().replace(",", "."))
    except (ValueError, ZeroDivisionError):
        raise click.BadParameter(f"«{text}» — не число", param_hint=hint) from None


def _costs(options: tuple[str, ...]) -> dict[str, Fraction]:
    costs = {}
    for option in options:
        name, equals, value = option.rpartition("=")
        cost = _fraction(value, "--cost") if equals and name else Fraction(0)
        if cost <= 0:
            raise click.BadParameter(f"«{option}»: нужно факт=цена, цена больше нуля", param_hint="--cost")
        costs[name] = cost
    return costs


@click.command("seek")
@click.argument("path", type=click.Path(allow_dash=True), metavar="ФАКТЫ")
@_EDITION
@click.option("--body", required=True, metavar="ОРГАН", help="Для какого органа.")
@click.option("--period", type=int, default=None, metavar="ГОД", help="Если орган есть в файле за несколько лет.")
@click.option("--grade", default=None, metavar="СТЕПЕНЬ", help="Эта степень или выше.")
@click.option("--score", default=None, metavar="БАЛЛ", help="Не ниже этого балла.")
@click.option("--rule", default=None, metavar="ПОКАЗАТЕЛЬ", help="Балл этого показателя, а не итог.")
@click.option("--fact", "facts", multiple=True, metavar="ФАКТ", help="Менять только этот факт; нескольких ищется самое дешёвое сочетание.")
@click.option("--cost", "costs", multiple=True, metavar="ФАКТ=ЦЕНА", help="Цена одного шага этого факта; без неё 1.")
@_READING
@click.option("--limit", type=click.IntRange(min=1), default=20_000, show_default=True, help="Предел перебора.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def seek_command(
    settings: Settings,
    path: str,
    edition: str,
    body: str,
    period: int | None,
    grade: str | None,
    score: str | None,
    rule: str | None,
    facts: tuple[str, ...],
    costs: tuple[str, ...],
    readings: tuple[str, ...],
    limit: int,
    form: str,
) -> None:
    """Какими должны быть факты, чтобы орган получил степень или балл: все значения, а не одно."""
    from kzrules.seek_json import seek_json
    from kzrules.seek_text import seek_text
    from kzrules.seeking import sought
    from kzrules.wishes import answerable, bodies_named, questions_named, standings_of, wish_of

    if (grade is None) == (score is None):
        raise click.UsageError("назовите либо --grade СТЕПЕНЬ, либо --score БАЛЛ")
    if grade is not None and rule is not None:
        raise click.UsageError("--rule сочетается с --score: степень бывает только у итога")
    prices = _costs(costs)
    library = library_of(settings)
    loaded = library.load(edition)
    cohort = cohort_of((path,), library, settings)
    note_period(cohort, [loaded], settings)
    found = [one for one in bodies_named(cohort, [body]) if period in (None, one.period)]
    if len(found) != 1:
        years = ", ".join(str(one.period) for one in bodies_named(cohort, [body]))
        raise click.UsageError(f"орган «{body}» есть за годы {years}: назовите один через --period")
    choices = choices_of(readings)
    standing = standings_of(loaded, cohort, found, choices)[0]
    paths = questions_named(standing.inquiry, [*facts, *(name for name in prices if name not in facts)])
    wish = wish_of(standing, loaded, grade, None if score is None else _fraction(score, "--score"), rule)
    answerable(standing, wish.rule, paths)
    priced = {one: cost for name, cost in prices.items() for one in questions_named(standing.inquiry, [name])}
    answer = sought(standing, wish, paths, priced, limit)
    if form == "json":
        click.echo(json.dumps(seek_json(loaded, cohort.sha256, choices, priced, answer), ensure_ascii=False, indent=2))
    else:
        click.echo(seek_text(loaded, answer, settings.lang))


@click.command("boundary")
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="ФАКТЫ…")
@_EDITION
@click.option("--body", "bodies", multiple=True, metavar="ОРГАН", help="Только этот орган; можно повторять.")
@click.option("--period", type=int, default=None, metavar="ГОД", help="Только этот оцениваемый год.")
@_READING
@click.option("--limit", type=click.IntRange(min=1), default=20_000, show_default=True, help="Предел вычислений на орган для сочетаний чтений.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.pass_obj
def boundary_command(
    settings: Settings,
    paths: tuple[str, ...],
    edition: str,
    bodies: tuple[str, ...],
    period: int | None,
    readings: tuple[str, ...],
    limit: int,
    form: str,
) -> None:
    """Далеко ли органам до границы степени, и что её меняет: округление, чтение акта, один факт."""
    from kzrules.grade_edges import edges_of
    from kzrules.grade_edges_json import edges_json
    from kzrules.grade_edges_text import edges_csv, edges_text
    from kzrules.wishes import bodies_named

    library = library_of(settings)
    loaded = library.load(edition)
    cohort = cohort_of(paths, library, settings)
    if period is not None:
        cohort = cohort.of(period)
    note_period(cohort, [loaded], settings)
    choices = choices_of(readings)
    edges = edges_of(loaded, cohort, bodies_named(cohort, bodies), choices, limit)
    match form:
        case "json":
            click.echo(json.dumps(edges_json(loaded, cohort.sha256, choices, edges), ensure_ascii=False, indent=2))
        case "csv":
            click.echo(edges_csv(edges), nl=False)
        case _:
            click.echo(edges_text(loaded, edges, settings.lang, limit))

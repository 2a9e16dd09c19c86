"""`eval --missing interval`: what the scores can be while some facts are not known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import click

from kzrules.boxes import LIMIT
from kzrules.comparison import run_of
from kzrules.edition import Edition
from kzrules.facts import Cohort
from kzrules.gaps import Gaps, gaps_of
from kzrules.gaps_json import gaps_json
from kzrules.gaps_text import gaps_text
from kzrules.inquiry import inquiry_of


def print_gaps(edition: Edition, cohort: Cohort, bodies: Iterable[str], choices: Mapping[str, str], form: str, lang: str) -> None:
    """The intervals of the named bodies (none named: of all), beside the whole cohort."""
    found = intervals_of(edition, cohort, bodies, choices)
    match form:
        case "json":
            click.echo(json.dumps(gaps_json(edition, cohort.sha256, choices, found), ensure_ascii=False, indent=2))
        case "csv":
            raise click.UsageError("--missing interval печатается таблицей или --format json")
        case _:
            click.echo(gaps_text(edition, found, lang))


def intervals_of(edition: Edition, cohort: Cohort, bodies: Iterable[str], choices: Mapping[str, str], limit: int = LIMIT) -> list[Gaps]:
    """What the unknown facts of each body leave open."""
    runs = {period: run_of(edition, cohort.of(period).bodies, choices, period) for period in cohort.periods}
    wanted = set(bodies)
    chosen = [body for body in cohort.bodies if not wanted or body.id in wanted]
    return [gaps_of(inquiry_of(runs[body.period], body, edition.dictionary), limit) for body in chosen]

"""One run as a facts file that `kzrules eval` reads, with what else it drew in the comment on top."""

from __future__ import annotations

from collections.abc import Iterator

from kzrules.facts_text import cohort_text
from kzrules.program import KINDS
from kzrules.simulation.one_run import OneRun, assessed, weights_of
from kzrules.simulation.plan import Plan
from kzrules.simulation.words import words
from kzrules.values import Missing, decimal_text


def run_text(plan: Plan, run: OneRun, number: int, seed: int, lang: str) -> str:
    """The file."""
    return cohort_text(run.bodies, _head(plan, run, number, seed, lang))


def _head(plan: Plan, run: OneRun, number: int, seed: int, lang: str) -> Iterator[str]:
    say = words(lang)
    yield say["run_head"].format(number=number, edition=plan.edition.id, seed=seed)
    others = {name: option for name, option in sorted(run.choices.items()) if option != plan.edition.readings[name].default}
    if run.choices:
        yield f"{say['run_readings']}:"
        yield from (f"  {name}: {option}" for name, option in sorted(run.choices.items()))
    if run.weights:
        for kind in KINDS:
            program = plan.edition.program(kind, run.choices, plan.period)
            drawn = ", ".join(f"{name} {decimal_text(weight, 6)}" for name, weight in weights_of(plan, run, program).items())
            yield f"{say['run_weights']} ({kind}): {drawn}"
    yield f"{say['run_scores']}:"
    for one in assessed(plan, run):
        places = one.program.overall.rounding.places
        yield f"  {one.body.id}: {'—' if isinstance(one.score, Missing) else decimal_text(one.score, places)} {one.grade or ''}"
    chosen = "".join(f" --reading {name}={option}" for name, option in others.items())
    yield say["run_no_weights"] if run.weights else f"{say['run_eval']}: kzrules eval FILE.yaml -e {plan.edition.id}{chosen}"

"""One run as it was drawn: its facts, readings and weights, as the interpreter takes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from kzrules.facts import Body
from kzrules.inquiry import completed
from kzrules.outcome import Assessment
from kzrules.program import KINDS, Kind, Program
from kzrules.scoring import Run
from kzrules.simulation.draws import Drawn
from kzrules.simulation.plan import WEIGHT_PLACES, FactDim, Plan
from kzrules.values import Single


@dataclass(frozen=True, slots=True)
class OneRun:
    """A run.

    Attributes:
        bodies: with the answers that were drawn.
        choices: every reading that does not stand at its default, and every one that was drawn.
        weights: those drawn, by direction, before they are brought back to their sum: a weight, or a factor of the edition's.

    """

    bodies: tuple[Body, ...]
    choices: Mapping[str, str]
    weights: Mapping[str, Fraction]


def one_run(plan: Plan, found: Drawn, row: int) -> OneRun:
    """A run among some."""
    answers: dict[int, dict[str, Single]] = {}
    for dim, column in zip(plan.facts, found.facts, strict=True):
        answers.setdefault(dim.body, {})[dim.question.path] = answer_of(dim, int(column[row]))
    bodies = tuple(completed(body, answers.get(at, {})) for at, body in enumerate(plan.bodies))
    taken = {dim.reading: dim.options[int(column[row])] for dim, column in zip(plan.readings, found.options, strict=True)}
    unit = Fraction(1, 10**WEIGHT_PLACES)
    weights = {dim.direction: int(column[row]) * unit for dim, column in zip(plan.weights, found.weights, strict=True)}
    return OneRun(bodies, {**plan.choices, **taken}, weights)


def answer_of(dim: FactDim, value: int) -> Single:
    """The answer that a whole number stands for."""
    spec = dim.question.spec
    match spec.type:
        case "yes_no":
            return value == 1
        case "choice":
            return list(spec.choices)[value]
        case _:
            return Fraction(value, 10**dim.places)


def weights_of(plan: Plan, run: OneRun, program: Program) -> dict[str, Fraction]:
    """The weights of a run: those drawn, all brought back to the sum that the edition gives them."""
    own = program.overall.weights
    relative = {dim.direction for dim in plan.weights if dim.relative}
    raw = {name: run.weights.get(name, Fraction(1)) * weight if name in relative else run.weights.get(name, weight) for name, weight in own.items()}
    if not any(name in run.weights for name in own):
        return dict(own)
    whole, drawn = sum(own.values(), Fraction(0)), sum(raw.values(), Fraction(0))
    return {name: weight * whole / drawn for name, weight in raw.items()}


def assessed(plan: Plan, run: OneRun) -> list[Assessment]:
    """What the interpreter says of a run: the definition that a simulation is held to."""
    whole = _whole(plan, run)
    return [whole.assess(body) for body in run.bodies]


def assessed_one(plan: Plan, run: OneRun, at: int) -> Assessment:
    """The same of one body, by its place."""
    return _whole(plan, run).assess(run.bodies[at])


def _whole(plan: Plan, run: OneRun) -> Run:
    programs: dict[Kind, Program] = {}
    for kind in KINDS:
        program = plan.edition.program(kind, run.choices, plan.period)
        programs[kind] = replace(program, overall=replace(program.overall, weights=weights_of(plan, run, program)))
    return Run(programs, run.bodies)

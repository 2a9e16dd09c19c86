"""What the cases of an edition did exercise: the scorer at work, watched, below what each case expects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kzrules.branches import Branch, BranchEvaluator
from kzrules.cases import Case, bodies_of
from kzrules.coverage_points import Point, branch_point, edge_point, normalise_point, option_point, points_of
from kzrules.edges import band_edges, edges_of, looked_up
from kzrules.edition import Edition
from kzrules.facts import Body
from kzrules.frame import Frame, total_of
from kzrules.outcome import DeductionScore, Score
from kzrules.place import Place
from kzrules.program import KINDS, Checklist, Deduction, Each, Lookup, Normalise, Program, Rule, Special
from kzrules.reading_nodes import fields, key_places
from kzrules.scoring import Run, Scorer, assessment_of
from kzrules.values import Missing


@dataclass(frozen=True, slots=True)
class Coverage:
    """The points of an edition with their rules, and which cases exercised each (by index).

    Attributes:
        excused: points that no case can reach, with the written argument; they are not among `points`.

    """

    edition: Edition
    points: dict[Point, tuple[str, ...]]
    met: dict[Point, tuple[int, ...]]
    excused: tuple[Point, ...] = ()

    def unmet(self) -> list[Point]:
        """Points that no case exercises, in file order."""
        return [point for point in self.points if point not in self.met]


def coverage_of(edition: Edition, cases: Iterable[Case]) -> Coverage:
    """What the cases exercise."""
    points = points_of(edition)
    met: dict[Point, list[int]] = {}
    for index, case in enumerate(cases):
        for point in exercised(case, edition):
            met.setdefault(point, []).append(index)
    return Coverage(edition, points, {point: tuple(indexes) for point, indexes in met.items() if point in points})


def percent(met: int, whole: int) -> Fraction:
    """A share in percent; nothing to exercise is all of it."""
    return Fraction(100 * met, whole) if whole else Fraction(100)


def expected_rules(case: Case, program: Program) -> tuple[Rule, ...]:
    """The rules a case looks at, the highest of each branch; all of them when it expects the overall score."""
    if "overall" in case.expect or "grade" in case.expect:
        return program.directions
    paths = {path if path in program.rules else path.rpartition(".")[0] for path in case.expect}
    top = [p for p in paths if p in program.rules and not any(p.startswith(other + ".") for other in paths)]
    return tuple(program.rules[path] for path in sorted(top))


def exercised(case: Case, edition: Edition) -> set[Point]:
    """The points below what a case expects."""
    bodies = bodies_of(case, edition)
    programs = {kind: edition.program(kind, case.readings, case.period) for kind in KINDS}
    program = programs[case.kind]
    run = Run(programs, bodies)
    watch = _Watching(program, bodies[0], run, edition)
    scores = tuple(watch.score(rule) for rule in expected_rules(case, program))
    if "overall" in case.expect or "grade" in case.expect:
        watch.overall(scores)
    return watch.met | {branch_point(branch) for branch in watch.branches}


class _Watching(Scorer):
    """A scorer that notes what it meets."""

    def __init__(self, program: Program, body: Body, run: Run, edition: Edition) -> None:
        super().__init__(program, body, run)
        self.met: set[Point] = set()
        self.branches: set[Branch] = set()
        self.evaluator = BranchEvaluator(self.branches)
        self.dictionary = edition.dictionary
        self.option_places = {r: key_places(fields(node)["options"]) for r, node in fields(edition.root.get("readings")).items()}

    def score(self, rule: Rule, children: tuple[Score, ...] | None = None) -> Score:
        score = super().score(rule, children)
        if isinstance(score.value, Fraction):
            self.met.add(Point(rule.place, "rule", rule.path))
            self.met.update(_bounds(score))
        self._rest_on(score.readings)
        return score

    def overall(self, directions: tuple[Score, ...]) -> None:
        """Notes the scale and the readings of the overall score."""
        assessment = assessment_of(self.program, self.body, directions)
        self._rest_on((*self.program.overall.readings, *self.program.overall.rounding.readings))
        if assessment.band:
            self.met.add(Point(assessment.band.place, "band", assessment.band.grade))
        self.met.update(edge_point(edge, "band_edge") for edge in band_edges(self.program) if edge.met_by(assessment.score))

    def _rest_on(self, readings: Iterable[str]) -> None:
        for name in readings:
            option = self.program.choices[name]
            place: Place = self.option_places[name][option]
            self.met.add(option_point(place, name, option))

    def _decided(self, specials: tuple[Special, ...], frame: Frame) -> tuple[Any, Special | None]:
        value, special = super()._decided(specials, frame)
        if special is not None:
            self.met.add(Point(special.when.place, "special", special.when.text))
        return value, special

    def _deduction(self, deduction: Deduction, frame: Frame) -> DeductionScore:
        found = super()._deduction(deduction, frame)
        if isinstance(found.value, Fraction) and found.value != 0:
            self.met.add(Point(deduction.place, "deduction", deduction.id, "taken"))
            self.met.add(Point(deduction.place, "deduction", deduction.id, "reached" if found.value == deduction.cap else "within"))
        return found

    def _lookup(self, lookup: Lookup, frame: Frame) -> Any:
        points = super()._lookup(lookup, frame)
        step = frame.steps[-1]
        if step.row is not None:
            self.met.add(Point(step.row.place, "row", step.row.printed or step.row.code))
            value = looked_up(lookup, step.inputs[0].value)
            self.met.update(edge_point(edge, "edge") for edge in edges_of(lookup, self.dictionary) if edge.met_by(value))
        return points

    def _each(self, each: Each, frame: Frame) -> Any:
        below = len(frame.steps)
        value = super()._each(each, frame)
        records = self.body.value(each.over)
        if isinstance(records, tuple):
            counted = next((len(step.inner) for step in frame.steps[below:] if step.what == "list"), 0)
            self.met.add(Point(each.place, "list", each.over, "some" if counted else "empty"))
            if counted < len(records):
                self.met.add(Point(each.place, "list", each.over, "left_out"))
        return value

    def _normalise(self, normalise: Normalise, frame: Frame) -> Any:
        value = super()._normalise(normalise, frame)
        ends = {step.what: step.value for step in frame.steps[-1].inner if step.what in ("least", "greatest")}
        if ends:
            self.met.add(normalise_point(normalise, "equal" if ends["least"] == ends["greatest"] else "between"))
        return value

    def _checklist(self, checklist: Checklist, frame: Frame) -> Any:
        below = len(frame.lines)
        value = super()._checklist(checklist, frame)
        for line in frame.lines[below:]:
            if isinstance(line.value, Fraction):
                self.met.add(Point(line.line.place, "line", line.line.id))
        return value


def _bounds(score: Score) -> Iterator[Point]:
    rule = score.rule
    total = total_of(d.value for d in score.deductions)
    if isinstance(total, Missing) or isinstance(score.before, Missing):
        return
    if rule.deductions_cap is not None:
        yield _bound(rule, "deductions_cap", total >= rule.deductions_cap)
        total = min(total, rule.deductions_cap)
    left = score.before - total
    if rule.floor is not None:
        yield _bound(rule, "floor", left < rule.floor)
    if rule.cap is not None:
        yield _bound(rule, "cap", left > rule.cap)


def _bound(rule: Rule, name: str, reached: bool) -> Point:
    return Point(rule.place, "bound", f"{rule.path} {name}", "reached" if reached else "within")

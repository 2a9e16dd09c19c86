"""Assess stage: Program x Facts (x Cohort) -> Assessment, exactly, with every step kept.

The order within a rule: special cases, else the formula, else the sum of the children; then
deductions, each with its cap; then floor and cap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, assert_never

from kzrules.checklists import LineAnswers, earned, given_back
from kzrules.exact import NOT_APPLICABLE_USED, ExactEvaluator
from kzrules.facts import Body
from kzrules.formula import Formula
from kzrules.frame import Frame, bounded, frame_of, less, settled, total_of
from kzrules.normalisation import Extent, Survey, ends_of, placed, survey_of
from kzrules.outcome import Assessment, DeductionScore, Input, LineScore, Result, Score, Step
from kzrules.program import (
    Band,
    Checklist,
    CohortMean,
    Deduction,
    Each,
    Kind,
    Lookup,
    Normalise,
    Number,
    Outcome,
    Program,
    Rule,
    Special,
    Value,
)  # fmt: skip
from kzrules.scope import FULL, INDICATORS
from kzrules.tables import look_up
from kzrules.values import Mark, Missing, rounded, undecided

NOTHING_MISSING = Missing()
_NO_COHORT = undecided(
    "органа нет в общественном мониторинге, а в этом прогоне нет органов, чьи услуги в него вошли",
    "the body was not surveyed, and no surveyed bodies are in this run",
)


class Run:
    """The bodies of one run under one edition and one choice of readings; cohort rules look around in it."""

    def __init__(self, programs: Mapping[Kind, Program], bodies: Iterable[Body]) -> None:
        self.programs = programs
        self.bodies = tuple(bodies)
        self._own_scores: dict[tuple[int, str], Result | None] = {}
        self._surveys: dict[tuple[str, Kind | None], Survey] = {}

    def assess(self, body: Body) -> Assessment:
        """The assessment of one body."""
        program = self.programs[body.kind]
        return assessment_of(program, body, tuple(map(Scorer(program, body, self).score, program.directions)))

    def score(self, body: Body, rule: Rule, children: tuple[Score, ...]) -> Score:
        """The score of one rule whose parts are scored already."""
        return Scorer(self.programs[body.kind], body, self).score(rule, children)

    def surveyed(self, rule: Rule, pool: str, asking: Body) -> tuple[Result, list[tuple[Body, Result]]]:
        """The mean of a rule over the other bodies that have a result of their own, and those results."""
        found: list[tuple[Body, Result]] = []
        lack: Missing | None = None
        for index, other in enumerate(self.bodies):
            if other is asking or (pool == "same_kind" and other.kind != asking.kind):
                continue
            twin = self.programs[other.kind].rules.get(rule.path)
            own = self._own_score(index, twin) if twin else None
            if isinstance(own, Missing):
                ru = f"среднее по органам: нет сведений органа «{other.title()}»"
                reason = undecided(ru, f"mean over bodies: no data of “{other.title('en')}”")
                lack = reason if lack is None else lack | reason
            elif own is not None and twin is not None:
                found.append((other, own if pool == "same_kind" else own / (twin.maximum or 1)))
        if lack is not None:
            return Missing(reasons=tuple(sorted(lack.reasons))), found
        if not found:
            return _NO_COHORT, found
        mean = total_of(own for _, own in found) / len(found)
        return mean if pool == "same_kind" else mean * (rule.maximum or 1), found

    def extent(self, rule: Rule, pool: str, asking: Body) -> Extent:
        """What the other bodies have of the value that a rule normalises."""
        key = (rule.path, asking.kind if pool == "same_kind" else None)
        if key not in self._surveys:
            self._surveys[key] = survey_of(self._placed(rule.path, key[1]))
        return self._surveys[key].without(asking)

    def _placed(self, path: str, kind: Kind | None) -> Iterator[tuple[Body, Result]]:
        for body in self.bodies:
            twin = self.programs[body.kind].rules.get(path)
            if twin is not None and isinstance(twin.score, Normalise) and kind in (None, body.kind):
                yield body, Scorer(self.programs[body.kind], body, None).normalised(twin, twin.score)

    def _own_score(self, index: int, rule: Rule) -> Result | None:
        """The result a body has without looking at others; None when it has none."""
        key = (index, rule.path)
        if key not in self._own_scores:
            body = self.bodies[index]
            scorer = Scorer(self.programs[body.kind], body, None)
            value = scorer.score(rule).value
            self._own_scores[key] = None if scorer.asked_cohort else value
        return self._own_scores[key]


class Scorer:
    """Scores the rules of one body; `case_coverage` watches one at work."""

    def __init__(self, program: Program, body: Body, run: Run | None) -> None:
        self.program = program
        self.body = body
        self.run = run
        self.asked_cohort = False
        self.evaluator = ExactEvaluator()
        self.rule: Rule | None = None

    # ── rules ──

    def score(self, rule: Rule, children: tuple[Score, ...] | None = None) -> Score:
        """The score of a rule and of all below it, unless the scores below are given."""
        if children is None:
            children = tuple(self.score(child) for child in rule.children)
        self.rule = rule
        frame = frame_of(rule, self.program.let, children)
        value, special = self._decided(rule.specials, frame)
        if special is None and value is None:
            value = frame.indicators if rule.score is None else self.value(rule.score, frame)
        before = settled(value)
        deductions = tuple(self._deduction(d, frame) for d in rule.deductions)
        return Score(
            rule=rule,
            value=bounded(rule, less(before, deductions, rule.deductions_cap)),
            before=before,
            special=special,
            steps=tuple(frame.steps),
            lines=tuple(frame.lines),
            deductions=deductions,
            children=children,
            readings=tuple(frame.readings),
        )

    def normalised(self, rule: Rule, normalise: Normalise) -> Result:
        """The value that a rule places among those of other bodies."""
        frame = frame_of(rule, self.program.let, tuple(self.score(child) for child in rule.children))
        return settled(self.value(normalise.value, frame))

    def _decided(self, specials: tuple[Special, ...], frame: Frame) -> tuple[Any, Special | None]:
        """The outcome of the first special case that holds; Missing when that cannot be told."""
        for special in specials:
            holds = self._condition(special.when, frame)
            if isinstance(holds, Missing):
                return holds, None
            if holds is True:
                frame.readings.update(dict.fromkeys(special.readings))
                looked_at = tuple(frame.inputs[name] for name in sorted(special.when.names, key=special.when.text.index) if name in frame.inputs)
                frame.steps.append(Step("special", "", True, special.when, inputs=looked_at))
                return self.outcome(special.outcome, frame), special
        return None, None

    def _deduction(self, deduction: Deduction, frame: Frame) -> DeductionScore:
        inner = Frame(frame)
        inner.readings.update(dict.fromkeys(deduction.readings))
        cases: Any = Fraction(1)
        if deduction.when is not None:
            holds = self._condition(deduction.when, inner)
            cases = holds if isinstance(holds, Missing) else Fraction(1 if holds is True else 0)
        if deduction.per is not None and not isinstance(cases, Missing) and cases != 0:
            cases = settled(self.formula(deduction.per, inner, keep_step=False))
        points = settled(self.value(deduction.points, inner))
        if isinstance(cases, Missing) or isinstance(points, Missing):
            lack = cases if isinstance(cases, Missing) else points
            return DeductionScore(deduction, lack, cases, tuple(inner.inputs.values()))
        value = cases * points if deduction.cap is None else min(cases * points, deduction.cap)
        return DeductionScore(deduction, value, cases, tuple(inner.inputs.values()))

    # ── values ──

    def value(self, value: Value, frame: Frame) -> Any:
        """A value, its steps noted in the frame."""
        match value:
            case Number(value=figure):
                return figure
            case Formula():
                return self.formula(value, frame)
            case Lookup():
                return self._lookup(value, frame)
            case Each():
                return self._each(value, frame)
            case Checklist():
                return self._checklist(value, frame)
            case Normalise():
                return self._normalise(value, frame)
            case _:
                assert_never(value)

    def outcome(self, outcome: Outcome, frame: Frame) -> Any:
        """What a special case or an empty list gives."""
        if isinstance(outcome, Missing):
            return outcome
        if not isinstance(outcome, CohortMean):
            return self.value(outcome, frame)
        self.asked_cohort = True
        if self.run is None or self.rule is None:
            return _NO_COHORT
        mean, others = self.run.surveyed(self.rule, outcome.pool, self.body)
        inner = tuple(Step("element", body.title(), own) for body, own in others)
        frame.steps.append(Step("cohort", outcome.pool, mean, inner=inner))
        return mean

    def formula(self, formula: Formula, frame: Frame, keep_step: bool = True) -> Any:
        """The exact value of a formula."""
        below = len(frame.steps)
        value = self.evaluator.value(formula, lambda name: self._look(name, frame))
        if keep_step:
            inner = tuple(frame.steps[below:])
            del frame.steps[below:]
            inputs = tuple(frame.inputs[name] for name in sorted(formula.names, key=formula.text.index) if name in frame.inputs)
            frame.steps.append(Step("formula", "", value, formula, inputs=inputs, inner=inner))
        return value

    def _condition(self, formula: Formula, frame: Frame) -> bool | Missing:
        """Whether a condition holds; what is not applicable cannot tell, and is Missing with that reason."""
        holds = self.formula(formula, frame, keep_step=False)
        return NOT_APPLICABLE_USED if isinstance(holds, Mark) else holds

    def _look(self, name: str, frame: Frame) -> Any:
        if name in frame.inputs:
            return frame.inputs[name].value
        if name in frame.element:
            value, place = frame.element[name], self.body.places.get(f"{frame.over}.{name}")
        elif name in frame.let:
            return self._let(name, frame)
        elif name == FULL and frame.full is not None:
            value, place = frame.full, None
        elif name == INDICATORS and frame.indicators is not None:
            value, place = frame.indicators, None
        elif name in frame.children:
            value, place = frame.children[name], None
        else:
            value, place = self.body.value(name), self.body.places.get(name)
        frame.inputs[name] = Input(name, value, place)
        return value

    def _let(self, name: str, frame: Frame) -> Any:
        if name not in frame.let_values:
            below = len(frame.steps)
            value = self.value(frame.let[name], frame)
            inner = tuple(frame.steps[below:])
            del frame.steps[below:]
            frame.let_values[name] = value
            if inner:
                frame.steps.append(Step("let", name, value, inner=inner))
        value = frame.let_values[name]
        frame.inputs[name] = Input(name, value, None)
        return value

    def _lookup(self, lookup: Lookup, frame: Frame) -> Any:
        below = len(frame.steps)
        of = self.value(lookup.of, frame)
        inner = tuple(frame.steps[below:])
        del frame.steps[below:]
        found = look_up(lookup.table, of)
        frame.readings.update(dict.fromkeys(found.readings))
        frame.steps.append(
            Step("table", lookup.table.id, found.points, table=lookup.table, row=found.row, inputs=(Input("", of, None),), inner=inner)
        )
        return found.points

    def _each(self, each: Each, frame: Frame) -> Any:
        frame.readings.update(dict.fromkeys(each.readings))
        records = self.body.value(each.over)
        if not isinstance(records, tuple):
            return records
        points: list[Any] = []
        steps: list[Step] = []
        for index, record in enumerate(records):
            inner = Frame(frame)
            inner.element = {f: record.get(f, Missing(frozenset([f"{each.over}.{f}"]))) for f in each.fields}
            inner.over = f"{each.over}[{index}]"
            inner.let = {**frame.let, **each.let}
            inner.let_values = {k: v for k, v in frame.let_values.items() if k not in each.let}
            counts = True if each.where is None else self._condition(each.where, inner)
            if isinstance(counts, Missing):
                points.append(counts)
            elif counts is True:
                value, special = self._decided(each.specials, inner)
                if special is None and value is None:
                    value = self.value(each.score, inner)
                points.append(settled(value))
            else:
                continue
            steps.append(
                Step("element", str(next(iter(record.values()), index)), points[-1], inputs=tuple(inner.inputs.values()), inner=tuple(inner.steps))
            )
        if not points:
            frame.readings.update(dict.fromkeys(each.empty_readings))
            return self.outcome(each.empty, frame)
        total = total_of(points)
        value = total if isinstance(total, Missing) or each.combine == "sum" else total / len(points)
        frame.steps.append(Step("list", each.over, value, inner=tuple(steps)))
        return value

    def _normalise(self, normalise: Normalise, frame: Frame) -> Any:
        frame.readings.update(dict.fromkeys(normalise.readings))
        below = len(frame.steps)
        value: Any = settled(self.value(normalise.value, frame))
        if not isinstance(value, Missing):
            assert self.rule is not None
            extent = Extent() if self.run is None else self.run.extent(self.rule, normalise.pool, self.body)
            least, greatest, told = ends_of(extent, value, self.body)
            frame.steps += told
            if least == greatest:
                frame.readings.update(dict.fromkeys(normalise.equal_readings))
                value = self.outcome(normalise.when_equal, frame)
            else:
                value = placed(normalise, value, least, greatest)
        frame.steps[below:] = [Step("normalise", normalise.pool, value, inner=tuple(frame.steps[below:]))]
        return value

    # ── checklists ──

    def _checklist(self, checklist: Checklist, frame: Frame) -> Any:
        frame.readings.update(dict.fromkeys(checklist.readings))
        answers = [self._answers(checklist, line) for line in checklist.lines]
        scores = earned(checklist, answers)
        back = given_back(checklist, answers)
        if back:
            frame.steps.append(Step("cap", checklist.id, back))
        for answer, value in zip(answers, scores, strict=True):
            line = answer.line
            whole = line.points * max(1, len(checklist.languages))
            frame.lines.append(LineScore(checklist, line, value, whole, answer.inputs, answer.steps, answer.readings))
            frame.readings.update(dict.fromkeys(answer.readings))
        return total_of([*scores, back])

    def _answers(self, checklist: Checklist, line: Any) -> LineAnswers:
        frame = Frame()
        frame.let = self.program.let
        frame.full = line.points
        frame.readings = dict.fromkeys(line.readings)
        languages = checklist.languages or ("",)
        value, special = self._decided(line.specials, frame)
        decided = special is not None or value is not None
        answers: dict[str, Any]
        if not decided and line.score is not None:
            value, decided = self.value(line.score, frame), True
        if decided:
            answers = {}
            points = dict.fromkeys(languages, settled(value))
        else:
            points = {}
            answers = self._counted(line, frame, languages)
        return LineAnswers(line, points, answers, tuple(frame.inputs.values()), tuple(frame.steps), tuple(frame.readings))

    def _counted(self, line: Any, frame: Frame, languages: tuple[str, ...]) -> dict[str, Any]:
        if line.defects is not None:
            return dict.fromkeys(languages, self.formula(line.defects, frame))
        value = self.body.value(line.id)
        for language in languages:
            name = f"{line.id}.{language}" if language else line.id
            one = value.get(language) if isinstance(value, Mapping) else value
            frame.inputs[name] = Input(name, one, self.body.places.get(name) or self.body.places.get(line.id))
        if isinstance(value, Mapping):
            return {language: value.get(language, Missing(frozenset([line.id]))) for language in languages}
        return dict.fromkeys(languages, value)


def assessment_of(program: Program, body: Body, directions: tuple[Score, ...]) -> Assessment:
    """The overall score of a body whose directions are scored already, and its band."""
    overall = program.overall
    parts = [score.value if overall.of == "after_deductions" else score.before for score in directions if score.rule.id in overall.weights]
    weights = [overall.weights[score.rule.id] for score in directions if score.rule.id in overall.weights]
    total = total_of(p if isinstance(p, Missing) else p * w for p, w in zip(parts, weights, strict=True))
    score = total if isinstance(total, Missing) else rounded(total, overall.rounding.places, overall.rounding.mode)
    readings = dict.fromkeys(r for direction in directions for s in direction.walk() for r in s.readings)
    readings.update(dict.fromkeys((*overall.readings, *overall.rounding.readings)))
    return Assessment(
        body=body,
        program=program,
        score=score,
        exact=total,
        band=None if isinstance(score, Missing) else band_of(program.bands, score),
        directions=directions,
        readings=tuple(readings),
        missing=total if isinstance(total, Missing) else NOTHING_MISSING,
    )


def band_of(bands: tuple[Band, ...], score: Fraction) -> Band | None:
    """The band a rounded score falls in."""
    for band in bands:
        if (band.low is None or score >= band.low) and (band.high is None or score < band.high):
            return band
    return None

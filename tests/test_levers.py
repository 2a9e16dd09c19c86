"""What hangs on the readings: the structure-wise range against every combination tried one by one."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from helpers import COHORT, ROOT, edition, library, run
from hypothesis import given, settings
from hypothesis import strategies as st

from kzrules.bearing import asked, bearings_of
from kzrules.comparison import report_of, run_of
from kzrules.consequences import ranks_of
from kzrules.diagnostic import Faults
from kzrules.edition import Edition
from kzrules.facts import Body, Cohort, cohort_from_bytes
from kzrules.levers import Study, questions_of, study_of
from kzrules.program import KINDS, Program
from kzrules.reading_runs import Runs
from kzrules.scoring import Run
from kzrules.shape import schema
from kzrules.spans import Range, range_of
from kzrules.values import Missing
from kzrules.walk import readings_of

MINI = library().load(str(ROOT / "tests/levers/mini.yaml"))
PERIOD = library().load(str(ROOT / "tests/language/period.yaml"))
SHIPPED = ("interaction/2017-02", "interaction/2018-01", "interaction/2019-03")


def body(kind: Any = "central", name: str = "a", period: int | None = None, **facts: int) -> Body:
    return Body(name, kind, {}, {"services": (), **{key: Fraction(value) for key, value in facts.items()}}, period=period)


def shipped_cohort() -> Cohort:
    cohort, _ = cohort_from_bytes(COHORT.read_bytes(), str(COHORT), library().dictionary)
    assert cohort is not None
    return cohort


@cache
def built(name: str, kind: Any, choices: tuple[tuple[str, str], ...], period: int | None) -> Program:
    e = {MINI.id: MINI, PERIOD.id: PERIOD}.get(name) or edition(name)
    return e.program(kind, dict(choices), period)


def every(e: Edition, bodies: tuple[Body, ...], one: Body, names: list[str]) -> tuple[set[tuple[Fraction, str | None]], int, int]:
    """Every combination of options, tried one by one."""
    found, missing, count = set(), 0, 0
    for choice in product(*(e.readings[name].options for name in names)):
        programs = {kind: built(e.id, kind, tuple(zip(names, choice, strict=True)), one.period) for kind in KINDS}
        assessment = Run(programs, bodies).assess(one)
        count += 1
        if isinstance(assessment.score, Missing):
            missing += 1
        else:
            found.add((assessment.score, assessment.grade))
    return found, missing, count


def agrees(e: Edition, bodies: tuple[Body, ...], one: Body, names: list[str]) -> None:
    got: Range = range_of(Runs(e, bodies, one.period, names, 100_000), one)
    found, missing, count = every(e, bodies, one, names)
    assert (got.combinations, got.missing) == (count, missing)
    assert (got.low.score if got.low else None) == min((s for s, _ in found), default=None)
    assert (got.high.score if got.high else None) == max((s for s, _ in found), default=None)
    assert {a.grade for a in got.grades} == {g for _, g in found}
    assert got.unsettled == ()
    attained_as_said(e, bodies, one, got)


def attained_as_said(e: Edition, bodies: tuple[Body, ...], one: Body, got: Range) -> None:
    for end in (got.low, got.high, *got.grades):
        if end is not None:
            assessment = run_of(e, bodies, end.choices, one.period).assess(one)
            assert (assessment.score, assessment.grade) == (end.score, end.grade)
    if got.missing:
        assert isinstance(run_of(e, bodies, got.lacking, one.period).assess(one).score, Missing)


FEW = st.integers(0, 12)


@settings(max_examples=8)
@given(st.lists(st.tuples(st.sampled_from(KINDS), FEW, FEW, st.integers(0, 3)), min_size=1, max_size=3))
def test_the_range_is_that_of_every_combination(rows: list[tuple[Any, int, int, int]]) -> None:
    bodies = tuple(
        body(kind, str(i), services_total=max(total, late) if total else 0, services_late=late if total else 0, monitoring_data_late=data)
        for i, (kind, total, late, data) in enumerate(rows)
    )
    agrees(MINI, bodies, bodies[0], list(MINI.readings))


def test_readings_that_move_a_deduction_between_rules_and_years_of_their_own() -> None:
    for year in (2001, 2002, 2003):
        one = body("local", period=year, services_total=10, services_late=4, monitoring_data_late=7)
        agrees(PERIOD, (one,), one, list(PERIOD.readings))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_editions_agree_on_the_readings_that_tie_most_together(name: str) -> None:
    e, cohort = edition(name), shipped_cohort()
    bearings = bearings_of(e)
    varied = [n for n, reading in e.readings.items() if len(reading.options) > 1]
    names = sorted(varied, key=lambda n: -len(bearings.of(n)))[:5]
    for one in (cohort.bodies[3], cohort.bodies[-1]):
        agrees(e, cohort.bodies, one, names)


def test_no_combination_goes_beyond_the_whole_range() -> None:
    e, cohort = edition("interaction/2018-01"), shipped_cohort()
    runs = Runs(e, cohort.bodies, 2018, e.readings, 20_000)
    ranges = {one.id: range_of(runs, one) for one in cohort.bodies[1::4]}
    for one in cohort.bodies[1::4]:
        attained_as_said(e, cohort.bodies, one, ranges[one.id])
    for seed in range(8):
        choices = {n: sorted(r.options)[(seed * 7 + i * i) % len(r.options)] for i, (n, r) in enumerate(e.readings.items())}
        run_ = run_of(e, cohort.bodies, choices, 2018)
        for one in cohort.bodies[1::4]:
            assessment, got = run_.assess(one), ranges[one.id]
            if not isinstance(assessment.score, Missing):
                assert got.low is not None
                assert got.high is not None
                assert got.low.score <= assessment.score <= got.high.score
                assert assessment.grade in {a.grade for a in got.grades} | set(got.unsettled)


@pytest.mark.parametrize("name", [*library().files, "mini"])
def test_the_text_names_every_reading_that_a_program_rests_on(name: str) -> None:
    e = MINI if name == "mini" else edition(name)
    bearings = bearings_of(e)
    own = {path: asked(bearings, roots) for path, roots in bearings.rules.items()}
    for reading in e.readings.values():
        for option in list(reading.options)[1:]:
            for kind, year in product(KINDS, e.years[-1:]):
                for path, rule in e.program(kind, {reading.id: option}, year).rules.items():
                    assert readings_of(rule) <= own[path]


@pytest.mark.parametrize("name", list(library().files))
def test_every_reading_is_listed_with_what_it_bears_on(name: str) -> None:
    questions = questions_of(edition(name))
    assert [q.reading.id for q in questions] == list(edition(name).readings)
    assert all(q.bears_on for q in questions)
    out = run("readings", name).out
    for q in questions:
        assert f"{q.reading.id} [" in out
        assert f"● {q.reading.default} — " in out


# ── each option alone ──


def study(limit: int = 20_000, *only: str) -> tuple[Cohort, Study]:
    cohort = shipped_cohort()
    return cohort, study_of(edition("interaction/2018-01"), cohort, only, limit)


def test_an_option_that_moves_nobody_leaves_every_score_equal() -> None:
    cohort, found = study(20_000, "no_volume", "table_rounding", "rate_shape", "no_comments")
    base = report_of(found.edition, cohort)
    still = [lever for lever in found.levers if not lever.moves]
    assert {lever.reading.id for lever in still} == {"no_volume", "table_rounding"}
    for lever in found.levers:
        other = report_of(found.edition, cohort, {lever.reading.id: lever.option})
        same = sum(a.score == b.score for a, b in zip(base.assessments, other.assessments, strict=True))
        assert len(cohort.bodies) - same == lever.scores + len(lever.lost) + len(lever.gained)
    lost = next(lever for lever in found.levers if lever.option == "undecided")
    assert [one.id for one in lost.lost] == ["agency-crafts"]
    assert found.levers[0] is lost


def test_ties_share_the_best_place_within_a_kind_and_year() -> None:
    bodies = tuple(body("local", str(i), 2003, services_total=10, services_late=late, monitoring_data_late=0) for i, late in enumerate((4, 0, 4, 9)))
    central = body("central", "c", 2003, services_total=10, services_late=9, monitoring_data_late=0)
    other_year = body("local", "0", 2001, services_total=10, services_late=9, monitoring_data_late=0)
    unknown = body("local", "u", 2003)
    report = report_of(PERIOD, Cohort((*bodies, central, other_year, unknown), ""))
    assert ranks_of(report.assessments) == [2, 1, 2, 4, 1, 1, None]


def test_over_the_limit_the_range_is_said_to_be_an_inner_one() -> None:
    only = ("rate_shape", "timeliness_shape", "portal_defects", "no_comments")
    exact = study(20_000, *only)[1].spans
    inner = study(20, *only)[1].spans
    assert all(span.exact for span in exact)
    assert not any(span.exact for span in inner)
    for one, other in zip(exact, inner, strict=True):
        assert one.range.low is not None
        assert one.range.high is not None
        assert other.range.low is not None
        assert other.range.high is not None
        assert one.range.low.score <= other.range.low.score <= other.range.high.score <= one.range.high.score
        assert other.range.missing is None


def test_an_unknown_reading_is_named_with_its_neighbours() -> None:
    with pytest.raises(Faults):
        questions_of(MINI, ["shap"])
    ran = run("readings", "2018-01", "--only", "rate_shap")
    assert ran.code == 1
    assert "rate_shape" in ran.err


# ── the command ──


def asked_for(*args: str) -> str:
    only = [part for name in ("rate_shape", "no_comments", "no_volume") for part in ("--only", name)]
    ran = run("readings", "2018-01", "--data", str(COHORT), *only, *args)
    assert ran.code == 0
    return ran.out


def test_the_command_says_who_moves_and_how_far() -> None:
    out = asked_for()
    assert "у скольких из 12 органов меняются балл, степень и место" in out
    assert "rate_shape=proportional" in out
    assert "-11,87  Акимат Сарыкумской области" in out
    assert "Не меняют ничего ни для одного органа: no_volume=maximum" in out
    assert "(сочетаний: 12)" in out
    assert "≈33,33 %" in out
    assert "балла нет, например, при: no_comments=undecided" in out
    assert "Не уже чем" not in out
    said = asked_for("--limit", "3")
    assert "не уже чем [" in said
    assert "настоящий диапазон может быть шире" in said


def test_json_follows_its_schema_and_csv_has_a_line_for_each(tmp_path: Path) -> None:
    validator = jsonschema.Draft202012Validator(schema("readings"))
    questions = json.loads(run("readings", "2018-01", "--format", "json").out)
    validator.validate(questions)
    assert "options" not in questions
    whole = json.loads(asked_for("--format", "json"))
    validator.validate(whole)
    validator.validate(json.loads(asked_for("--format", "json", "--limit", "3")))
    assert len(whole["ranges"]) == 12
    assert len(whole["options"]) == 4
    rows = list(csv.DictReader(io.StringIO(asked_for("--format", "csv"))))
    assert [row["what"] for row in rows] == ["lever"] * 4 + ["range"] * 12
    assert len(list(csv.DictReader(io.StringIO(run("readings", "2018-01", "--only", "rate_shape", "--format", "csv").out)))) == 2


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_every_language(lang: str) -> None:
    assert run("--lang", lang, "readings", "2018-01").code == 0
    assert run("--lang", lang, "readings", "2018-01", "--data", str(COHORT), "--only", "rate_shape").code == 0

"""Commands about what facts leave open and could be: intervals, edges of grades, wanted grades."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from typing import Any

import jsonschema
import pytest
from helpers import COHORT, GAPS, edition, library, run

from kzrules.comparison import report_of, run_of
from kzrules.facts import Cohort, cohort_from_bytes
from kzrules.inquiry import completed
from kzrules.scoring import Run
from kzrules.shape import schema
from kzrules.values import Missing

FACTS = str(COHORT)
HOLED = str(GAPS)


def cohort(path: Any = COHORT) -> Cohort:
    found = cohort_from_bytes(path.read_bytes(), "cohort", library().dictionary)[0]
    assert found is not None
    return found


def answers(given: dict[str, Any]) -> dict[str, Any]:
    return {path: Fraction(one) if isinstance(one, str) and one[:1].isdigit() else one for path, one in given.items()}


def rescored(body: str, given: dict[str, Any], of: str = "2018-01", path: Any = COHORT) -> tuple[Any, str | None]:
    """What the interpreter says of a body with other answers."""
    bodies = cohort(path).bodies
    changed = [completed(b, answers(given)) if b.id == body else b for b in bodies]
    assessment = Run(run_of(edition(of), changed, {}, 2018).programs, changed).assess(next(b for b in changed if b.id == body))
    return assessment.score, assessment.grade


# ── eval --missing interval ──


def test_the_interval_is_shown_with_what_attains_it() -> None:
    ran = run("eval", HOLED, "-e", "2018-01", "--missing", "interval")
    assert ran.code == 0
    assert "[80,69; 91,13]  medium, high" in ran.out
    assert "высший 91,13 (high) при services_late_previous = 190, complaints_upheld_by_court = 0" in ran.out
    assert "services[паспорт ущелья].monitoring_mark" in ran.out
    assert "85,20  medium" in ran.out


def test_a_score_that_may_not_exist_is_said_apart() -> None:
    ran = run("eval", HOLED, "-e", "2019-03", "--missing", "interval", "--body", "akimat-kokzhiek")
    assert "medium или без балла" in ran.out
    assert "балла может и не быть: в таблице «Доля фактов привлечения к дисциплинарной ответственности" in ran.out
    assert "(при discipline_cases = 3" in ran.out


@pytest.mark.parametrize("of", ["2017-02", "2018-01", "2019-03"])
def test_the_json_of_intervals_is_in_its_schema_and_the_ends_are_attained(of: str) -> None:
    found = json.loads(run("eval", HOLED, "-e", of, "--missing", "interval", "--format", "json").out)
    jsonschema.Draft202012Validator(schema("intervals")).validate(found)
    for body in found["bodies"]:
        for end in (body["low"], body["high"], *(grade["attained"] for grade in body["grades"])):
            if end:
                given = {path: one for path, one in end["answers"].items() if one != "absent"}
                if len(given) == len(end["answers"]):
                    assert rescored(body["body"], given, of, GAPS) == (Fraction(end["score"]), end["grade"])


def test_a_list_that_is_not_known_is_named_not_guessed() -> None:
    text = GAPS.read_text(encoding="utf-8")
    start = text.index("      services: [")
    end = text.index("      ],", start) + len("      ],")
    ran = run(
        "eval",
        "-",
        "-e",
        "2018-01",
        "--missing",
        "interval",
        "--body",
        "min-caravan-routes",
        stdin=(text[:start] + '      services: "-",' + text[end:]).encode(),
    )
    assert ran.code == 0
    assert "не охвачено: неизвестен сам список" in ran.out
    assert "[services]" in ran.out
    assert "?  ?" in ran.out


@pytest.mark.parametrize("lang", ["kk", "en"])
def test_other_languages(lang: str) -> None:
    for args in (
        ("eval", HOLED, "-e", "2018-01", "--missing", "interval"),
        ("seek", FACTS, "-e", "2018-01", "--body", "min-museums", "--grade", "high"),
    ):
        ran = run("--lang", lang, *args)
        assert ran.code == 0
        assert "None" not in ran.out
        assert "Fraction" not in ran.out


def test_intervals_have_no_csv() -> None:
    assert run("eval", HOLED, "-e", "2018-01", "--missing", "interval", "--format", "csv").code == 2


# ── seek ──


def test_all_values_of_one_fact() -> None:
    ran = run("seek", FACTS, "-e", "2018-01", "--body", "min-mountain-roads", "--grade", "high", "--fact", "services_late")
    assert "все значения, при которых это так: 121…122" in ran.out
    assert "ближайшее: 122 → 90,31 (high)" in ran.out
    for late, grade in ((120, None), (121, "high"), (122, "high"), (123, "medium")):
        if grade:
            assert rescored("min-mountain-roads", {"services_late": str(late)})[1] == grade


def test_single_facts_that_are_enough() -> None:
    found = json.loads(run("seek", FACTS, "-e", "2018-01", "--body", "akimat-aksunkar", "--grade", "high", "--format", "json").out)
    jsonschema.Draft202012Validator(schema("seek")).validate(found)
    assert len(found["single"]) > 1
    steps = [Fraction(one["nearest"]["steps"]) for one in found["single"]]
    assert steps == sorted(steps)
    for one in found["single"]:
        given = one["nearest"]["answers"]
        if all(answer not in ("n/a", "absent") for answer in given.values()):
            assert rescored("akimat-aksunkar", given) == (Fraction(one["nearest"]["score"]), "high")


def test_the_cheapest_combination_with_costs() -> None:
    base = (
        "seek",
        FACTS,
        "-e",
        "2018-01",
        "--body",
        "min-mountain-roads",
        "--grade",
        "high",
        "--fact",
        "complaints_late",
        "--fact",
        "od_sets_updated",
    )
    ran = run(*base, "--cost", "services_late=2")
    assert "цена 239" in ran.out
    assert "дешевле нельзя: перебор полон" in ran.out
    short = run(*base, "--cost", "services_late=2", "--limit", "20")
    assert "перебор прерван" in short.out or "перебор полон" in short.out
    found = json.loads(run(*base, "--cost", "services_late=2", "--format", "json").out)
    jsonschema.Draft202012Validator(schema("seek")).validate(found)
    assert found["several"]["proven"] is True
    assert rescored("min-mountain-roads", found["several"]["reached"]["answers"])[1] == "high"


def test_what_cannot_be_reached_is_impossible_with_its_reason() -> None:
    ran = run("seek", FACTS, "-e", "2018-01", "--body", "min-museums", "--grade", "high", "--fact", "services_late", "--fact", "complaints_late")
    assert "Невозможно: больше 77,96 эти факты дать не могут" in ran.out
    assert "[services.optimisation]" in ran.out
    alone = run("seek", FACTS, "-e", "2018-01", "--body", "min-museums", "--grade", "high")
    assert "Ни один факт в одиночку этого не даёт" in alone.out


def test_a_rule_can_be_sought() -> None:
    ran = run("seek", FACTS, "-e", "2018-01", "--body", "min-museums", "--rule", "timeliness", "--score", "15", "--fact", "services_late")
    assert ran.code == 0
    assert "[services.timeliness] не ниже 15,00" in ran.out


def test_unknown_facts_may_be_sought_and_cost_nothing() -> None:
    args = ("seek", HOLED, "-e", "2018-01", "--body", "min-caravan-routes", "--grade", "high")
    ran = run(*args, "--fact", "services_late_previous", "--fact", "complaints_upheld_by_court")
    assert "цена 0" in ran.out
    assert "1 000 000 000" not in ran.out


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("--body", "min-museums", "--grade", "high", "--fact", "service_late"), "KZ681", "services_late"),
        (("--body", "min-museums", "--grade", "top"), "KZ682", "степени «top»"),
        (("--body", "min-museum", "--grade", "high"), "KZ683", "min-museums"),
        (("--body", "min-museums", "--score", "5", "--rule", "timelines"), "KZ601", "timeliness"),
    ],
)
def test_names_that_fit_nothing(args: tuple[str, ...], code: str, said: str) -> None:
    ran = run("seek", FACTS, "-e", "2018-01", *args)
    assert ran.code == 1
    assert code in ran.err
    assert said in ran.err


def test_unknown_facts_in_the_way_are_named() -> None:
    ran = run("seek", HOLED, "-e", "2018-01", "--body", "min-caravan-routes", "--grade", "high", "--fact", "services_late")
    assert ran.code == 1
    assert "KZ680" in ran.err
    assert "services_late_previous" in ran.err


@pytest.mark.parametrize("args", [(), ("--grade", "high", "--score", "5"), ("--score", "пять"), ("--grade", "high", "--cost", "services_late=0")])
def test_usage_of_seek(args: tuple[str, ...]) -> None:
    assert run("seek", FACTS, "-e", "2018-01", "--body", "min-museums", *args).code == 2


# ── boundary ──


def test_how_far_it_is_to_the_edge() -> None:
    ran = run("boundary", FACTS, "-e", "2018-01", "--body", "akimat-aksunkar", "--body", "min-treasury")
    assert ran.code == 0
    assert "+0,05" in ran.out
    assert "high (penalties_before_weights=before_deductions, portal_defects=once)" in ran.out
    assert "64 → 63" in ran.out
    assert "«Наименьшее»" in ran.out


def test_the_json_and_csv_of_edges() -> None:
    args = ("boundary", FACTS, "-e", "2018-01", "--body", "min-mountain-roads", "--body", "min-museums")
    found = json.loads(run(*args, "--format", "json").out)
    jsonschema.Draft202012Validator(schema("boundary")).validate(found)
    roads = found["bodies"][0]
    assert (roads["to_next"], roads["up"]["answers"]) == ("38/25", {"services_late": "122"})
    assert rescored("min-mountain-roads", roads["up"]["answers"])[1] == "high"
    for one in roads["readings"]:
        report = report_of(edition("2018-01"), cohort(), one["choices"])
        assert next(a.grade for a in report.assessments if a.body.id == "min-mountain-roads") == one["grade"]
    for one in roads["combinations"]:
        report = report_of(edition("2018-01"), cohort(), one["choices"])
        assert next(a.grade for a in report.assessments if a.body.id == "min-mountain-roads") == one["grade"]
    rows = list(csv.DictReader(io.StringIO(run(*args, "--format", "csv").out)))
    assert [row["up_to"] for row in rows] == ["122", ""]
    assert rows[1]["down_grade"] == "low"


def test_a_smaller_change_of_the_fact_does_not_change_the_grade() -> None:
    found = json.loads(run("boundary", FACTS, "-e", "2018-01", "--body", "min-museums", "--format", "json").out)["bodies"][0]
    to = int(found["down"]["answers"]["services_late"])
    assert rescored("min-museums", {"services_late": str(to)})[1] == "low"
    assert rescored("min-museums", {"services_late": str(to - 1)})[1] == "medium"


def test_edges_under_another_reading_and_with_gaps() -> None:
    ran = run("boundary", FACTS, "-e", "2018-01", "--body", "min-museums", "--reading", "rate_shape=proportional", "--format", "csv")
    assert next(csv.DictReader(io.StringIO(ran.out)))["grade"] == "low"
    holed = run("boundary", HOLED, "-e", "2018-01", "--body", "min-caravan-routes")
    assert holed.code == 0
    assert "нет балла" in holed.out
    assert isinstance(rescored("min-caravan-routes", {}, path=GAPS)[0], Missing)


# ── from Python ──


def test_the_api_gives_frozen_records() -> None:
    import kzrules as kz

    of = kz.load("interaction/2018-01")
    holed, whole = cohort(GAPS).bodies[0], cohort().bodies
    gaps = kz.interval(of, holed)
    assert (gaps.overall.low, gaps.overall.high) == (Fraction("80.69"), Fraction("91.13"))
    found = kz.seek(of, whole[1], grade="high", change=["services_late"], cohort=whole)
    assert found.singles[0].nearest is not None
    assert found.singles[0].nearest.answers == {"services_late": 122}
    assert kz.seek(of, whole[1], score=90, costs={"services_late": 1}, cohort=whole).singles
    (edge,) = kz.boundary(of, whole[1:2])
    assert edge.to_next == Fraction("1.52")
    with pytest.raises(ValueError, match="either"):
        kz.seek(of, whole[1])

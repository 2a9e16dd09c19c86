"""Past years again: which edition governs them, whose grade would differ, and what is said where no edition governs."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path

import pytest
from helpers import COHORT, GAPS, library, run
from hypothesis import given
from hypothesis import strategies as st

from kzrules.catalogue import Catalogue, catalogue_of
from kzrules.comparison import report_of
from kzrules.diagnostic import Diagnostic
from kzrules.facts import Cohort, cohort_from_bytes
from kzrules.outcome import Assessment
from kzrules.replay import Year, catalogue_under, changed, governing, grade_change, replay_of
from kzrules.results import result_records
from kzrules.which import edition_for

SHIPPED = catalogue_of(library())[0]
CHOICES = [(line, {}) for line in SHIPPED.lines] + [("interaction", {"assessed_period": o}) for o in ("year_before", "year_in_force")]


def cohort(path: Path = COHORT) -> Cohort:
    found, faults = cohort_from_bytes(path.read_bytes(), path.name, library().dictionary)
    assert found, faults
    return found


def of_year(path: Path, year: int) -> Path:
    """The cohort of 2018 as the data of another year."""
    path.write_text(COHORT.read_text("utf-8").replace("\nperiod: 2018\n", f"\nperiod: {year}\n"), "utf-8")
    return path


def records(*args: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run("replay", *args, "--format", "json").out)
    return found


# ── which edition ──


@cache
def catalogues(line: str, choices: tuple[tuple[str, str], ...]) -> tuple[Catalogue, Catalogue]:
    """The catalogue of everything, and the one that a replay makes of the line alone."""
    return catalogue_of(library(), choices=dict(choices))[0], catalogue_under(library(), line, dict(choices))


@given(st.sampled_from(CHOICES), st.integers(2010, 2030))
def test_a_year_is_replayed_under_the_edition_that_the_catalogue_finds(chosen: tuple[str, dict[str, str]], year: int) -> None:
    whole, own = catalogues(chosen[0], tuple(chosen[1].items()))
    found = governing(own, chosen[0], year)
    wanted = edition_for(whole, chosen[0], year)
    if isinstance(wanted, Diagnostic):
        assert isinstance(found, Diagnostic)
        assert (found.code, found.message()) == (wanted.code, wanted.message())
    else:
        assert found == wanted.id


def test_2018_is_replayed_under_the_edition_of_2018_and_gives_what_eval_gives() -> None:
    replayed = records(str(COHORT), "--period", "2018")
    assert {(r["edition"], r["own"]) for r in replayed} == {("interaction/2018-01", True)}
    report = json.loads(run("eval", str(COHORT), "-e", "2018-01", "--format", "json").out)
    assert [(r["body"], r["exact"], r["grade"]) for r in replayed] == [(a["body"], a["exact"], a["grade"]) for a in report["assessments"]]
    assert run("eval", str(COHORT), "-e", "2018-01").out in run("replay", str(COHORT)).out


def test_several_years_each_under_its_own(tmp_path: Path) -> None:
    other = of_year(tmp_path / "2017.yaml", 2017)
    replayed = records(str(COHORT), str(other))
    assert [(r["period"], r["edition"]) for r in replayed[:1] + replayed[-1:]] == [(2017, "interaction/2017-02"), (2018, "interaction/2018-01")]
    assert len(replayed) == 2 * len(cohort().bodies)
    assert len(records(str(COHORT), str(other), "--period", "2017")) == len(cohort().bodies)


def test_a_year_with_several_editions_is_a_finding_and_stops_only_itself(tmp_path: Path) -> None:
    other = of_year(tmp_path / "2019.yaml", 2019)
    ran = run("replay", str(other), "--period", "2019")
    assert (ran.code, ran.out) == (1, "")
    assert "KZ703" in ran.err
    both = run("replay", str(COHORT), str(other))
    assert both.code == 1
    assert "2018 · interaction/2018-01" in both.out
    assert "2019 ·" not in both.out
    assert "KZ703" in both.err


def test_a_named_edition_decides_the_year_it_assesses_and_no_other(tmp_path: Path) -> None:
    other = of_year(tmp_path / "2019.yaml", 2019)
    replayed = records(str(COHORT), str(other), "-e", "2019-03")
    assert {(r["period"], r["edition"]) for r in replayed} == {(2018, "interaction/2018-01"), (2019, "interaction/2019-03")}
    forced = run("replay", str(COHORT), "--period", "2018", "-e", "2019-03")
    assert "2018 · interaction/2019-03" in forced.out
    assert "данные за 2018 год" in forced.err


def test_a_reading_moves_a_year_to_another_edition() -> None:
    assert {r["edition"] for r in records(str(COHORT), "--reading", "assessed_period=year_before")} <= {"interaction/2019-03", "interaction/2018-01"}
    unknown = run("replay", str(COHORT), "--reading", "assessed_period=nothing")
    assert unknown.code == 1
    assert "KZ706" in unknown.err


def test_a_year_without_an_edition_says_which_are_nearest_and_takes_a_named_one(tmp_path: Path) -> None:
    other = of_year(tmp_path / "2031.yaml", 2031)
    ran = run("replay", str(other))
    assert ran.code == 1
    assert "KZ701" in ran.err
    assert {r["edition"] for r in records(str(other), "-e", "2019-03")} == {"interaction/2019-03"}


def test_wrong_years_and_lines(tmp_path: Path) -> None:
    ran = run("replay", str(COHORT), "--period", "2016")
    assert ran.code == 2
    assert "2018" in ran.err
    assert run("replay", str(COHORT), "--line", "nothing").code == 4


# ── every edition ──


def test_all_marks_the_own_edition_and_whose_grade_would_differ() -> None:
    ran = run("replay", str(COHORT), "--all")
    assert ran.code == 0
    assert "2018-01 *" in ran.out
    rows = records(str(COHORT), "--all")
    own = {r["body"]: r["grade"] for r in rows if r["own"]}
    others = {r["body"] for r in rows if r["grade"] and r["grade"] != own[r["body"]]}
    assert f"изменилась бы у {len(others)} из {len(own)}" in ran.out
    assert ran.out.count("▲") + ran.out.count("▼") - 2 == sum(bool(r["grade"]) and r["grade"] != own[r["body"]] for r in rows)
    tasbulak = next(line for line in ran.out.splitlines() if "Тасбулакской" in line)
    assert "low ▲" in tasbulak  # 50.31 in 2017, 46.55 in 2018


def test_all_scores_a_year_without_one_edition_and_says_why_below(tmp_path: Path) -> None:
    other = of_year(tmp_path / "2019.yaml", 2019)
    ran = run("--lang", "en", "replay", str(COHORT), str(other), "--all")
    assert ran.code == 0
    head = next(line for line in ran.out.splitlines() if line.startswith("2019 "))
    assert "*" not in head
    assert "KZ703: several editions" in ran.out
    assert ran.out.count("would change") == 1
    assert not [r for r in records(str(other), "--all") if r["own"]]


def test_what_is_missing_is_a_dash_and_grouped_below() -> None:
    ran = run("replay", str(GAPS), "--all")
    assert "Не вычисляется, и почему:" in ran.out
    assert "—  —" in ran.out
    lacking = [r for r in records(str(GAPS), "--all") if r["score"] is None]
    assert lacking
    assert all(r["missing"] for r in lacking)


def test_csv_says_what_json_says() -> None:
    rows = list(csv.DictReader(io.StringIO(run("replay", str(GAPS), "--all", "--format", "csv").out)))
    wanted = records(str(GAPS), "--all")
    assert [(r["edition"], r["body"], r["exact"], r["own"]) for r in rows] == [
        (w["edition"], w["body"], w["exact"] or "", "yes" if w["own"] else "no") for w in wanted
    ]
    assert list(rows[0]) == list(wanted[0])


# ── grades ──


def assessments(name: str) -> dict[str, Assessment]:
    return {a.body.id: a for a in report_of(library().load(name), cohort()).assessments}


OLD, NEW = assessments("2017-02"), assessments("2018-01")


@given(st.sampled_from(sorted(OLD)), st.sampled_from(sorted(NEW)))
def test_a_grade_is_higher_exactly_when_the_other_is_lower(one: str, two: str) -> None:
    own, other = OLD[one], NEW[two]
    assert grade_change(own, other) == -grade_change(other, own)
    order = ["ineffective", "low", "medium", "high"]
    there, here = order.index(str(other.grade)), order.index(str(own.grade))
    assert grade_change(own, other) == (there > here) - (there < here)


def test_a_replay_as_records() -> None:
    catalogue = catalogue_under(library(), "interaction", {})
    (year,) = replay_of(library(), catalogue, "interaction", cohort(), every=True)
    assert isinstance(year, Year)
    assert year.own == "interaction/2018-01"
    assert [r.edition.id for r in year.reports] == [card.id for card in catalogue.line("interaction")]
    count, whole = changed(year)
    assert 0 < count <= whole == len(year.bodies)
    assert {record["edition"] for record in result_records(year.reports[0])} == {year.reports[0].edition.id}


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_every_language_replays(lang: str) -> None:
    assert run("--lang", lang, "replay", str(COHORT), "--all").code == 0


# ── one body ──


def test_one_body_has_the_results_it_has_among_all() -> None:
    whole = records(str(COHORT), "--all")
    one = records(str(COHORT), "--all", "--body", "akimat-tasbulak", "--body", "min-treasury")
    assert one == [record for record in whole if record["body"] in ("akimat-tasbulak", "min-treasury")]
    assert len(one) == 10
    table = run("replay", str(COHORT), "--body", "akimat-tasbulak").out
    assert "Акимат Тасбулакской" in table
    assert "Министерство" not in table


def test_years_without_the_body_are_left_out(tmp_path: Path) -> None:
    path = of_year(tmp_path / "2020.yaml", 2020)
    path.write_text(path.read_text("utf-8").replace("body: akimat-tasbulak", "body: akimat-new"), "utf-8")
    both = records(str(COHORT), str(path), "--body", "akimat-tasbulak")
    assert {record["period"] for record in both} == {2018}
    unknown = run("replay", str(COHORT), "--body", "akimat-tasbulk")
    assert unknown.code == 2
    assert "«akimat-tasbulak»" in unknown.err

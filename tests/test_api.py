"""The Python API, as an engineer uses it."""

from __future__ import annotations

import json
import threading
from fractions import Fraction
from pathlib import Path

import pytest
from helpers import COHORT, ROOT, edition, library

import kzrules as kz
from kzrules.cases import results_of

RATE = {"services_total": 3000, "services_late": 10}


def test_load_assess_and_ask_why() -> None:
    loaded = kz.load("2018-01")
    result = kz.assess(loaded, {"body": "m", "kind": "central", "name": "Орган", "facts": RATE})
    assert result.score is None
    assert result.grade is None
    assert "services_late_previous" in result.missing
    assert "timeliness_shape" in result.readings
    assert "Орган" in str(result.trace)
    assert "<details" in result._repr_html_()
    assert "<script" not in kz.assess(loaded, {"kind": "local", "name": "<script>", "facts": {}})._repr_html_()
    assert result.to_dict()["directions"]["services"]["score"] is None


def test_a_whole_cohort_through_the_api_equals_each_body_alone_with_its_cohort() -> None:
    loaded = edition("2018-01")
    cohort = kz.read_facts(COHORT, loaded)
    together = kz.compare([loaded], cohort.bodies)
    for body in cohort.bodies:
        alone = kz.assess(loaded, body, cohort=cohort.bodies)
        assert results_of(alone.assessment) == results_of(together.of_body(body.id)[0])
        assert alone.score is not None


def test_a_reading_changes_the_result_and_is_said() -> None:
    facts = {"kind": "central", "facts": {**RATE, "services_late_previous": 10, "monitoring_data_late": 0}}
    found = {}
    for option in ("linear", "proportional"):
        result = kz.assess(edition("2018-01"), facts, readings={"timeliness_shape": option})
        score = next(s for s in result.assessment.walk() if s.rule.id == "timeliness")
        found[option] = score.value
        assert result.assessment.program.choices["timeliness_shape"] == option
    assert found == {"linear": 0, "proportional": 0}
    facts["facts"] = {**facts["facts"], "services_total": 100_000}  # type: ignore[dict-item]
    linear, proportional = (
        next(s for s in kz.assess(edition("2018-01"), facts, readings={"timeliness_shape": o}).assessment.walk() if s.rule.id == "timeliness").value
        for o in ("linear", "proportional")
    )
    assert linear == Fraction(14)  # 15 - 10 / 100000 * 10000
    assert proportional == 0  # 15 * (1 - 1)


def test_faults_come_together() -> None:
    with pytest.raises(kz.Faults) as caught:
        kz.assess(edition("2018-01"), {"kind": "central", "facts": {"services_total": -1, "servises_late": 2}})
    assert {d.code for d in caught.value.diagnostics} == {"KZ503", "KZ501"}
    assert "KZ503" in str(caught.value)
    with pytest.raises(kz.Faults, match="KZ518"):
        kz.assess(edition("2018-01"), {"kind": "regional", "facts": {}})
    with pytest.raises(kz.Faults, match="KZ605"):
        kz.assess(edition("2018-01"), {"kind": "central", "facts": {}}, readings={"rate_shape": "cubic"})
    with pytest.raises(kz.Faults, match="KZ211"):
        kz.compare([edition("2018-01")], [], {"no_such": "x"})
    with pytest.raises(TypeError, match="not exact"):
        kz.assess(edition("2018-01"), {"kind": "central", "facts": {"services_total": 1.5}})


def test_an_unknown_edition_names_the_candidates() -> None:
    with pytest.raises(kz.NoEdition) as caught:
        kz.load("interaction/20")
    assert caught.value.ambiguous
    assert caught.value.candidates == library().line("interaction")
    with pytest.raises(kz.NoEdition):
        kz.load("1999")
    with pytest.raises(kz.Unreadable):
        kz.load("nowhere.yaml")


def test_check_of_a_file() -> None:
    assert kz.check(ROOT / "methodologies/2017/interaction-2018-01.yaml") == []
    assert {d.code for d in kz.check(ROOT / "examples/cohort-2018.yaml")} >= {"KZ102"}


def test_load_is_safe_to_share_between_threads() -> None:
    loaded = edition("2019-03")
    cohort = kz.read_facts(COHORT, loaded)
    expected = [a.exact for a in kz.compare([loaded], cohort.bodies).reports[0].assessments]
    found: list[list[object]] = []

    def work() -> None:
        found.append([a.exact for a in kz.compare([loaded], cohort.bodies).reports[0].assessments])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_unknown_names_of_the_package_are_unknown() -> None:
    with pytest.raises(AttributeError):
        _ = kz.nothing  # type: ignore[attr-defined]


def test_two_editions_in_one_process_are_independent() -> None:
    cohort = kz.read_facts(COHORT, edition("2018-01"))
    both = kz.compare([edition("2017-02"), edition("2018-01")], cohort.bodies)
    alone = kz.compare([edition("2018-01")], cohort.bodies)
    assert json.dumps([a.grade for a in both.reports[1].assessments]) == json.dumps([a.grade for a in alone.reports[0].assessments])
    assert [a.exact for a in both.reports[1].assessments] == [a.exact for a in alone.reports[0].assessments]


def test_bodies_without_a_name_are_told_apart() -> None:
    def surveyed(mark: str) -> dict[str, object]:
        return {"kind": "central", "facts": {"services": [{"service": "a", "monitoring_mark": mark}]}}

    result = kz.assess(edition("2018-01"), surveyed("n/a"), cohort=[surveyed("4.9"), surveyed("4.5"), surveyed("3")])
    level = next(s.value for s in result.assessment.walk() if s.rule.id == "satisfaction_level")
    assert level == Fraction(15 + 9 + 0, 3)


def test_what_the_api_does_not_know_is_refused() -> None:
    for given in ({"kind": "central", "fatcs": {}}, {"kind": "central", "facts": [1]}):
        with pytest.raises(kz.Faults):
            kz.assess(edition("2018-01"), given)
    assert kz.assess(edition("2018-01"), {"kind": "central", "facts": {"site_reachable_percent": Fraction(101, 2)}}).score is None
    with pytest.raises(TypeError, match="finite"):
        kz.assess(edition("2018-01"), {"kind": "central", "facts": {"services_total": Fraction(1, 3)}})
    assert len(repr(edition("2018-01"))) < 200
    assert kz.compare([], []).bodies == []


def test_diff_and_attribute_through_the_api() -> None:
    one, other = edition("2018-01"), edition("2019-03")
    bodies = kz.read_facts(COHORT, one).bodies
    assert not kz.diff(one, one).rules
    assert kz.diff(one, other).rules
    for found in kz.attribute(one, other, bodies):
        assert sum((part.amount for part in found.parts), Fraction(0)) == found.total


def test_rules_that_differ_by_year_want_the_year_named() -> None:
    loaded = edition("organizational-development/2020-01")
    with pytest.raises(kz.Faults) as raised:
        kz.assess(loaded, {"kind": "central", "facts": {}})
    assert [d.code for d in raised.value.diagnostics] == ["KZ620"]
    assert "2020" in raised.value.diagnostics[0].message("ru")
    by_year = {y: kz.assess(loaded, {"kind": "central", "period": y, "facts": {}}).assessment.program.rules for y in (2018, 2019, 2020, 2024)}
    assert [any(path.endswith("local_content") for path in rules) for rules in by_year.values()] == [False, False, True, True]
    with pytest.raises(kz.Faults) as raised:
        kz.assess(loaded, {"kind": "central", "period": "2020", "facts": {}})
    assert "KZ622" in str(raised.value)


def test_bodies_of_another_year_are_no_cohort() -> None:
    loaded = edition("2018-01")
    facts = {"services": [{"service": "a", "monitoring_mark": "n/a"}]}
    other = {"services": [{"service": "a", "monitoring_mark": 5}]}
    levels = []
    for year in (2018, 2017):
        peer = {"body": "peer", "kind": "central", "period": year, "facts": other}
        result = kz.assess(loaded, {"body": "b", "kind": "central", "period": 2018, "facts": facts}, cohort=[peer])
        levels.append(results_of(result.assessment)["services.satisfaction.satisfaction_level"])
    assert levels == ["15", "-"]


def test_a_deduction_without_a_label_or_a_count_is_explained_by_its_name(tmp_path: Path) -> None:
    draft = tmp_path / "flat.yaml"
    base = (ROOT / "tests/golden/base.yaml").read_text(encoding="utf-8")
    draft.write_text(
        base.replace("cite: {item: 53}\n", "cite: {item: 53}\n        deductions: {flat: {points: 1, cite: {item: 53}}}\n"), encoding="utf-8"
    )
    assert "flat = 1" in str(kz.assess(kz.load(draft), {"kind": "central", "facts": {"services_total": 100, "services_late": 1}}).trace)

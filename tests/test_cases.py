"""The runner of cases: what fails is said with its place; what is ambiguous is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import ROOT, library, run

from kzrules.cases import cases_from_path

BASE = (ROOT / "tests/golden/base.yaml").read_text(encoding="utf-8")
CASES = """\
edition: demo/2018-01
cases:
  - name: Просрочка
    cite: {item: 38}
    kind: central
    of: timeliness
    given: {services_total: 10000, services_late: 5, monitoring_data_late: 0}
    expect: 15
  - name: Пропуск
    kind: local
    of: timeliness
    given: {services_total: 10000, services_late: "-", monitoring_data_late: 0}
    expect: "-"
    missing: [services_late]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "demo.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "demo.cases.yaml").write_text(CASES, encoding="utf-8")
    return tmp_path


def test_cases_beside_their_edition_pass(folder: Path) -> None:
    ran = run("test", str(folder))
    assert ran.code == 0, ran.err
    assert ran.out == "2 passed, 0 failed\n"


def test_a_wrong_expectation_fails_with_its_place(folder: Path) -> None:
    path = folder / "demo.cases.yaml"
    path.write_text(CASES.replace("expect: 15", "expect: 16").replace("[services_late]", "[services_total]"), encoding="utf-8")
    ran = run("test", str(path))
    assert ran.code == 1
    assert "1 passed" not in ran.out
    assert "demo.cases.yaml:3:5: Просрочка (пункт 38): services.timeliness: ожидалось 16, получено 15" in ran.err
    assert "missing: ожидалось services_total, получено services_late" in ran.err


def test_a_wrong_figure_in_the_edition_is_caught(folder: Path) -> None:
    (folder / "demo.yaml").write_text(BASE.replace("{k: 20, per: 10000}", "{k: 20, per: 1000}"), encoding="utf-8")
    assert run("test", str(folder)).code == 1


def test_only_the_named_cases(folder: Path) -> None:
    assert run("test", str(folder), "-k", "проп").out == "1 passed, 0 failed\n"
    nothing = run("test", str(folder), "-k", "нет такого")
    assert nothing.code == 1
    assert nothing.out == "0 passed, 0 failed\n"


def test_an_id_that_stands_twice_wants_the_whole_path(folder: Path) -> None:
    (folder / "demo.yaml").write_text(BASE.replace("      channels:\n        label", "      control:\n        label"), encoding="utf-8")
    path = folder / "demo.cases.yaml"
    path.write_text(CASES.replace("of: timeliness", "of: control"), encoding="utf-8")
    _, faults = cases_from_path(path, library())
    assert {d.code for d in faults} == {"KZ606"}
    assert "services.control, complaints.control" in faults[0].message()
    whole = CASES.replace("of: timeliness", "of: services.control").replace("expect: 15", 'expect: "-"')
    path.write_text(whole.replace("[services_late]", "[control_measures_planned]"), encoding="utf-8")
    assert run("test", str(folder)).code == 0


@pytest.mark.parametrize(("lang", "said"), [("ru", "ожидалось 14, получено 15"), ("kk", "күтілгені 14, шыққаны 15"), ("en", "expected 14, found 15")])
def test_a_case_that_fails_is_said_in_the_language_asked_for(folder: Path, lang: str, said: str) -> None:
    path = folder / "demo.cases.yaml"
    path.write_text(CASES.replace("expect: 15", "expect: 14"), encoding="utf-8")
    ran = run("--lang", lang, "test", str(folder))
    assert ran.code == 1
    assert said in ran.err


def test_faults_of_the_edition_are_faults_of_the_cases(folder: Path) -> None:
    (folder / "demo.yaml").write_text(BASE.replace("services_late /", "services_lat /"), encoding="utf-8")
    ran = run("test", str(folder))
    assert ran.code == 1
    assert "KZ203" in ran.err

"""What the cases exercise: every rule, row, edge and branch, on small editions and, for the shipped ones, whole."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from helpers import ROOT, library, run

from kzrules.case_coverage import Coverage, coverage_of
from kzrules.cases import cases_from_path
from kzrules.coverage_excused import without_unreachable
from kzrules.coverage_text import point_text
from kzrules.equivalents import excuses_beside

LANGUAGE = ROOT / "tests" / "language"
SHIPPED = sorted((ROOT / "methodologies").rglob("*.cases.yaml"))


def coverage(path: Path) -> Coverage:
    file, faults = cases_from_path(path, library())
    assert file is not None, faults
    return coverage_of(file.edition, file.cases)


def copied(name: str, folder: Path, cases: str | None = None) -> Path:
    """A small edition and its cases, or other cases, in a folder of their own."""
    (folder / f"{name}.yaml").write_text((LANGUAGE / f"{name}.yaml").read_text("utf-8"), "utf-8")
    path = folder / f"{name}.cases.yaml"
    path.write_text(cases or (LANGUAGE / f"{name}.cases.yaml").read_text("utf-8"), "utf-8")
    return path


def unmet(path: Path) -> list[str]:
    """What is not exercised, the scale and the direction left out: the small cases look below them."""
    points = [p for p in coverage(path).unmet() if p.what not in ("band", "band_edge") and p.name != "d"]
    return [f"{p.place.line}:{p.place.column} {point_text(p, 'en')}" for p in points]


def test_a_whole_set_of_cases_leaves_nothing() -> None:
    assert unmet(LANGUAGE / "table.cases.yaml") == []


def test_an_edge_needs_the_value_itself_and_its_neighbour(tmp_path: Path) -> None:
    whole = (LANGUAGE / "table.cases.yaml").read_text("utf-8")
    path = copied("table", tmp_path, whole.replace("control_measures_done: 8999}", "control_measures_done: 8900}").replace("89994", "89400"))
    assert "35:9 edge of a row «90»: a step below the edge" in unmet(path)
    assert not any("«90»: exactly" in text for text in unmet(path))


def test_a_branch_of_max_needs_a_case_where_it_wins(tmp_path: Path) -> None:
    whole = (LANGUAGE / "rate.cases.yaml").read_text("utf-8")
    path = copied("rate", tmp_path, re.sub(r".*services_late: 61.*\n", "", whole))
    assert unmet(path) == ["25:20 branch of a formula «0»: is the answer of min or max"]


def test_what_a_case_does_not_expect_it_does_not_exercise(tmp_path: Path) -> None:
    whole = (LANGUAGE / "table.cases.yaml").read_text("utf-8")
    path = copied("table", tmp_path, whole[: whole.index("  - name: Таблица по коду")])
    assert "22:7 the rule gets a number «d.k»" in unmet(path)


def test_deductions_floors_lists_and_lines_count() -> None:
    kinds = {point.what for name in ("deduction", "list", "checklist") for point in coverage(LANGUAGE / f"{name}.cases.yaml").met}
    assert {"deduction", "list", "line", "special", "rule"} <= kinds


def test_the_command_prints_a_summary_by_rule_and_every_gap_with_its_place(tmp_path: Path) -> None:
    path = copied("rate", tmp_path)
    ran = run("test", str(path), "--coverage")
    assert ran.code == 0, ran.err
    assert "language/2000-rate: проверено случаями" in ran.out
    assert re.search(r"^d\.c +\d+ +\d+ +100,0 %$", ran.out, re.MULTILINE)
    assert re.search(r"rate\.yaml:10:5: ступень шкалы «pass»$", ran.out, re.MULTILINE)
    assert "exercised by cases" in run("--lang", "en", "test", str(path), "--coverage").out


def test_fail_under_is_exit_code_1(tmp_path: Path) -> None:
    path = str(copied("rate", tmp_path))
    assert run("test", path, "--fail-under", "10").code == 0
    assert run("test", path, "--fail-under", "100").code == 1


def test_a_place_that_no_case_can_reach_is_named_and_a_stale_entry_is_said(tmp_path: Path) -> None:
    path = copied("rate", tmp_path)
    entry = "  - {{path: '', what: '{what}', why: {{ru: проверка, en: test}}}}\n"
    beside = tmp_path / "rate.equivalent.yaml"
    beside.write_text("for: language/2000-rate\nequivalent: []\nunreachable:\n" + entry.format(what="band of the scale «pass»"), "utf-8")
    ran = run("test", str(path), "--coverage")
    assert "недостижимо (названо в списке): 1" in ran.out
    assert "«pass»\n" not in ran.out
    beside.write_text("for: language/2000-rate\nequivalent: []\nunreachable:\n" + entry.format(what="band of the scale «top»"), "utf-8")
    assert "KZ672" in run("test", str(path), "--coverage").err
    beside.write_text("for: language/2000-other\nequivalent: []\n", "utf-8")
    ran = run("test", str(path), "--coverage")
    assert "KZ670" in ran.err
    assert ran.code == 1


def test_the_page_has_every_line_of_the_edition_once_and_escaped(tmp_path: Path) -> None:
    path = copied("list", tmp_path)
    source = tmp_path / "list.yaml"
    source.write_text(source.read_text("utf-8").replace("# ", "# <b>&</b> ", 1), "utf-8")
    page = tmp_path / "page.html"
    assert run("test", str(path), "--coverage-html", str(page)).code == 0
    text = page.read_text("utf-8")
    lines = [html.unescape(re.sub(r"<i>.*?</i>", "", line)) for line in re.findall(r"<li[^>]*>(.*?)</li>", text)]
    assert lines == source.read_text("utf-8").splitlines()
    assert "<b>&" not in text
    assert "http" not in re.sub(r"<li.*?</li>", "", text)
    assert 'class="met"' in text
    assert run("test", str(path), "--coverage-html", str(page)).code == 3
    assert run("test", str(path), "--coverage-html", str(page), "--force").code == 0


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.name)
def test_the_cases_of_a_shipped_edition_exercise_all_of_it(path: Path) -> None:
    whole = coverage(path)
    excuses, faults = excuses_beside(Path(whole.edition.file), whole.edition.id)
    left, stale = without_unreachable(whole, excuses)
    assert [*faults, *stale] == []
    assert [f"{p.place}: {point_text(p, 'ru')}" for p in left.unmet()] == []

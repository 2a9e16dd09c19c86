"""Small changes of an edition that no case notices: found, shown with a case that would, or argued to change nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers import ROOT, library, run

from kzrules.boundary_cases import boundary_of
from kzrules.cases import cases_from_path, run_case
from kzrules.equivalents import excuses_beside
from kzrules.formula_mutants import formula_mutants, next_number
from kzrules.mutation import bodies_by_case, tried
from kzrules.mutation_text import case_yaml
from kzrules.nodes import Text
from kzrules.place import NOWHERE
from kzrules.reach import mutants_in, reach_of

LANGUAGE = ROOT / "tests" / "language"
SHIPPED = sorted((ROOT / "methodologies").rglob("*.cases.yaml"))
RATE = """\
edition: language/2000-rate
cases:
  - name: Коэффициент минус случаи на тысячу
    of: c
    kind: central
    given: {services_total: 3000}
    rows:
      - {given: {services_late: 0}, expect: 20}
      - {given: {services_late: 10}, expect: "50/3"}
      - {given: {services_total: 0, services_late: 0}, expect: "-"}
"""


def copied(name: str, folder: Path, cases: str | None = None) -> Path:
    """A small edition and its cases, or other cases, in a folder of their own."""
    edition = folder / f"{name}.yaml"
    edition.write_text((LANGUAGE / f"{name}.yaml").read_text("utf-8"), "utf-8")
    (folder / f"{name}.cases.yaml").write_text(cases or (LANGUAGE / f"{name}.cases.yaml").read_text("utf-8"), "utf-8")
    return edition


def fates(edition: Path) -> dict[str, str]:
    """What became of every mutant."""
    file, faults = cases_from_path(edition.with_name(edition.stem + ".cases.yaml"), library())
    assert file is not None, faults
    reach = reach_of(file.edition, file.cases)
    bodies = bodies_by_case(reach)
    return {f"{m.where}: {m.what}": tried(m, reach, bodies).fate for m in mutants_in(reach)}


def test_a_formula_changes_in_one_place_at_a_time() -> None:
    node = Text("max(0, k - a / b * 10) if a <= 0.5 and not c else -k", True, NOWHERE)
    assert {mutant.text for mutant in formula_mutants(node)} == {
        "max(1, k - a / b * 10) if a <= 0.5 and not c else -k",
        "max(0, k + a / b * 10) if a <= 0.5 and not c else -k",
        "max(0, k - a * b * 10) if a <= 0.5 and not c else -k",
        "max(0, k - a / b / 10) if a <= 0.5 and not c else -k",
        "max(0, k - a / b * 11) if a <= 0.5 and not c else -k",
        "min(0, k - a / b * 10) if a <= 0.5 and not c else -k",
        "max(0, k - a / b * 10) if a < 0.5 and not c else -k",
        "max(0, k - a / b * 10) if a <= 0.6 and not c else -k",
        "max(0, k - a / b * 10) if a <= 0.5 or not c else -k",
        "max(0, k - a / b * 10) if a <= 0.5 and c else -k",
        "max(0, k - a / b * 10) if not (a <= 0.5 and not c) else -k",
        "max(0, k - a / b * 10) if a <= 0.5 and not c else k",
    }
    assert (next_number("15"), next_number("0.5"), next_number("-1")) == ("16", "0.6", "0")


def test_a_mutant_is_killed_by_the_case_that_sees_it(tmp_path: Path) -> None:
    found = fates(copied("table", tmp_path))
    assert found["tables.steps.rows[0].from: 90 → 89.99"] == "killed"
    assert found["tables.steps.rows[0].from: from: 90 → above: 90"] == "killed"
    assert found["tables.steps.rows[0].points.local: 8 → 9"] == "killed"
    assert found["overall.weights.d: 1 → 2"] == "survived"  # no case looks at the overall score
    assert "overall.max: 100 → 101" not in found


def test_a_survivor_is_shown_with_a_case_that_kills_it(tmp_path: Path) -> None:
    edition = copied("rate", tmp_path, RATE)
    key = "directions.d.criteria.c.score: max(0, k - services_late / services_total * per) → max(1, k - services_late / services_total * per)"
    assert fates(edition)[key] == "survived"
    ran = run("mutate", str(edition), "--rule", "c")
    assert ran.code == 0, ran.err
    assert f"rate.yaml:25:20: {key}" in ran.out
    generated = ran.out[ran.out.index('  - name: "directions.d.criteria.c.score: max(0') :].split("\n\n")[0]
    assert "    expect: 0" in generated
    (tmp_path / "rate.cases.yaml").write_text(RATE + generated + "\n", "utf-8")
    assert run("test", str(tmp_path)).code == 0
    assert fates(edition)[key] == "killed"


@pytest.mark.parametrize("name", ["checklist", "deduction", "list", "period", "rate", "table"])
def test_a_generated_case_passes_and_notices_its_mutant(name: str) -> None:
    file, _ = cases_from_path(LANGUAGE / f"{name}.cases.yaml", library())
    assert file is not None
    reach = reach_of(file.edition, file.cases)
    bodies = bodies_by_case(reach)
    survivors = [t for t in (tried(m, reach, bodies) for m in mutants_in(reach)) if t.fate == "survived" and "" not in t.rules]
    for survivor in survivors[:12]:
        boundary = boundary_of(survivor, reach)
        if boundary is not None:
            assert boundary.expect != boundary.instead
            assert "expect:" in case_yaml(boundary, "образец")


def test_pasted_cases_are_read_as_they_were_meant(tmp_path: Path) -> None:
    edition = copied("list", tmp_path)
    ran = run("mutate", str(edition), "--format", "json")
    assert ran.code == 0, ran.err
    report = json.loads(ran.out)
    pasted = [entry for entry in report["survived"] if entry["case"] and "overall" not in entry["case"]]
    path = tmp_path / "list.cases.yaml"
    path.write_text(path.read_text("utf-8") + "".join(f"{entry['case']}\n" for entry in pasted), "utf-8")
    file, faults = cases_from_path(path, library())
    assert file is not None, faults
    assert [failure for case in file.cases for failure in run_case(case, file.edition)] == []
    left = json.loads(run("mutate", str(edition), "--format", "json").out)["survived"]
    assert not {(e["path"], e["what"]) for e in left} & {(e["path"], e["what"]) for e in pasted}


def test_an_equivalent_mutant_is_named_and_a_stale_entry_is_said(tmp_path: Path) -> None:
    edition = copied("rate", tmp_path)
    entry = "  - {{path: overall.weights.d, what: {what}, why: {{ru: итога случаи не смотрят, en: no case looks at it}}}}\n"
    beside = tmp_path / "rate.equivalent.yaml"
    beside.write_text("for: language/2000-rate\nequivalent:\n" + entry.format(what="1 → 2"), "utf-8")
    ran = run("mutate", str(edition))
    assert "равнозначных 1" in ran.out
    assert "overall.weights.d" not in ran.out
    assert "KZ671" not in ran.err
    beside.write_text("for: language/2000-rate\nequivalent:\n" + entry.format(what="1 → 3"), "utf-8")
    ran = run("mutate", str(edition))
    assert "KZ671" in ran.err
    assert "overall.weights.d: 1 → 2" in ran.out


def test_fail_under_limit_and_rule(tmp_path: Path) -> None:
    edition = str(copied("rate", tmp_path))
    assert run("mutate", edition, "--fail-under", "10", "--limit", "8").code == 0
    assert run("mutate", edition, "--fail-under", "100").code == 1
    assert "changes noticed" in run("--lang", "en", "mutate", edition, "--limit", "5").out
    assert run("mutate", edition, "--rule", "nothing").code == 2
    assert "survived" in json.loads(run("mutate", edition, "--rule", "c", "--format", "json").out)


def test_failing_cases_are_said_first(tmp_path: Path) -> None:
    edition = copied("rate", tmp_path, RATE.replace("expect: 20", "expect: 19"))
    ran = run("mutate", str(edition))
    assert ran.code == 1
    assert "ожидалось 19, получено 20" in ran.err
    assert "kzrules test" in ran.err


@pytest.mark.slow
@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.name)
def test_the_cases_of_a_shipped_edition_notice_its_mutants(path: Path) -> None:
    file, faults = cases_from_path(path, library())
    assert file is not None, faults
    reach = reach_of(file.edition, file.cases)
    bodies = bodies_by_case(reach)
    results = [tried(mutant, reach, bodies) for mutant in mutants_in(reach)]
    excuses, _ = excuses_beside(Path(file.edition.file), file.edition.id)
    named = {(e.path, e.what) for e in excuses.equivalent}
    survived = {(t.mutant.where, t.mutant.what) for t in results if t.fate == "survived"}
    assert named <= survived, "stale entries"
    assert len(survived - named) <= 0.05 * len(results)

"""`kzrules prove`: what it says of an edition with known faults, and of the shipped ones."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from fractions import Fraction
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from helpers import ROOT, library, run

from kzrules.edition import Edition, edition_from_bytes
from kzrules.facts import cohort_from_bytes
from kzrules.program import KINDS
from kzrules.proofs import Claim, Proof
from kzrules.scoring import Run
from kzrules.values import Missing

pytest.importorskip("z3", reason="the solver (extra “prove”) is not installed")

from kzrules.proving import equality_of, proofs_of, proofs_of_options

FAULTY = ROOT / "tests" / "prove" / "faulty.yaml"
TEXT = FAULTY.read_text(encoding="utf-8")


def edition_of(text: str) -> Edition:
    edition, faults = edition_from_bytes(text.encode(), "faulty.yaml", library().dictionary)
    assert edition is not None, faults
    return edition


@cache
def proved(text: str = TEXT) -> Proof:
    (proof,) = proofs_of(edition_of(text), kinds=("central",), seconds=20)
    return proof


def claims(what: str, path: str, proof: Proof | None = None) -> list[Claim]:
    return [c for c in (proof or proved()).claims if c.what == what and c.path == path]


def claim(what: str, path: str, name: str = "", proof: Proof | None = None) -> Claim:
    (found,) = [c for c in claims(what, path, proof) if name in c.name]
    return found


@pytest.mark.parametrize(
    ("path", "least", "greatest"),
    [("d.rate", 0, 10), ("d.wrong_way", 0, 10), ("d.stepped", 0, 10), ("d.marks", 3, 15), ("d.tied", 10, 10), ("d.tied.good", 0, 10)],
)
def test_the_least_and_the_greatest_score_are_exact(path: str, least: int, greatest: int) -> None:
    for what, figure in (("least", least), ("greatest", greatest)):
        found = claim(what, path)
        assert (found.verdict, found.value, [w.score for w in found.witnesses]) == ("proved", figure, [figure])


def test_parts_that_exclude_each_other_are_not_added_up() -> None:
    """Both indicators reach 10, yet never together: the direction's greatest is 55 = 10 + 10 + 10 + 15 + 10, not 65."""
    assert claim("greatest", "d").value == 55
    assert claim("greatest", "overall").value == 55


def test_a_direction_without_a_floor_goes_below_nothing() -> None:
    """The cap holds 5 and 1 back, and nothing holds the direction."""
    least = claim("least", "d")
    assert (least.verdict, least.value) == ("proved", Fraction(7))  # 3 + 10 of the parts that are never 0, less 5 and 1
    floored = edition_of(
        TEXT.replace("score: 3 * monitoring_mark", "score: 3 * monitoring_mark - 15").replace("max: 15\n", "max: 15\n        min: open\n")
    )
    (proof,) = proofs_of(floored, kinds=("central",), seconds=20)
    below = claim("within", "d", proof=proof)
    assert below.verdict == "refuted"
    assert below.value == Fraction(-8)


def test_nothing_of_nothing_is_a_counterexample() -> None:
    found = claim("defined", "d.rate")
    assert found.verdict == "refuted"
    assert found.witnesses[0].body.values["services_total"] == 0
    assert found.witnesses[0].score is None
    assert claim("defined", "d.wrong_way").verdict == "proved"
    assert claim("defined", "d.stepped").verdict == "proved"


def test_a_score_that_follows_a_fact_the_wrong_way_is_refuted_by_a_pair() -> None:
    assert [c.verdict for c in claims("monotone", "d.rate")] == ["proved", "proved"]
    found = claim("monotone", "d.wrong_way")
    first, second = found.witnesses
    assert found.verdict == "refuted"
    assert second.body.values["complaints_late"] == first.body.values["complaints_late"] + 1  # type: ignore[operator]
    assert first.score is not None
    assert second.score is not None
    assert second.score > first.score


def test_dead_rows_cases_caps_and_grades_are_found() -> None:
    rows = {c.name: c.verdict for c in claims("row", "d.stepped")}
    assert list(rows.values()) == ["proved", "proved", "refuted"]
    assert [c.verdict for c in claims("case", "d.stepped")] == ["proved", "proved", "refuted"]
    assert {c.name: c.verdict for c in claims("cap", "d")} == {"untrue": "proved", "idle": "refuted"}
    assert {c.name: c.verdict for c in claims("band", "overall")} == {"dream": "refuted", "pass": "proved", "fail": "proved"}


def test_an_edition_written_anew_is_the_same() -> None:
    other_words = "0 if complaints_reviewed == 0 else complaints_late * 10 / complaints_reviewed"
    anew = (
        TEXT.replace("full - services_late / services_total * 100", "full * (1 - 10 * share(services_late, services_total))")
        .replace("full * complaints_late / complaints_reviewed if complaints_reviewed > 0 else 0", other_words)
        .replace("services_late * 2 <= services_total else 0", "not services_total < services_late * 2 else 0")
    )
    assert anew.count("share(") == 1
    proof = equality_of(edition_of(TEXT), edition_of(anew), "central", {}, None, 20)
    assert {c.verdict for c in proof.claims} == {"proved"}
    changed = TEXT.replace("services_late * 2 <= services_total", "services_late * 2 < services_total")
    other = equality_of(edition_of(TEXT), edition_of(changed), "central", {}, None, 20)
    found = claim("equal", "d.tied.good", proof=other)
    assert (found.verdict, [w.score for w in found.witnesses]) == ("refuted", [10, 0])
    assert claim("equal", "d.rate", proof=other).verdict == "proved"


def test_what_the_solver_cannot_decide_is_undecided_in_time() -> None:
    """A product of four unknowns under a root-like bound: no verdict but “undecided”, and no hang."""
    hard = TEXT.replace(
        "score: max(0, full - services_late / services_total * 100)",
        "score: 1 if services_late * services_late * services_late + complaints_late * complaints_late * complaints_late"
        " == control_measures_done * control_measures_done * control_measures_done and services_late > 1 and complaints_late > 1 else 0",
    ).replace("better: {services_late: less, services_total: more}", "better: {services_late: less}")
    hard = hard.replace(
        "services_late * services_late * services_late + complaints_late", "services_total * services_total * services_total + complaints_late"
    )
    edition, faults = edition_from_bytes(hard.encode(), "hard.yaml", library().dictionary)
    assert edition is not None, faults
    start = time.monotonic()
    (proof,) = proofs_of(edition, kinds=("central",), seconds=0.2, paths=frozenset({"d.rate"}))
    assert time.monotonic() - start < 60
    assert {c.verdict for c in proof.claims} <= {"proved", "undecided"}
    assert claim("greatest", "d.rate", proof=proof).verdict == "undecided"


def test_the_other_options_of_a_reading_are_proved_alone() -> None:
    edition = library().load("interaction/2018-01")
    found = list(proofs_of_options(edition, kinds=("central",), paths=frozenset({"services.timeliness"})))
    least = {proof.choices.get("timeliness_shape"): claim("least", "services.timeliness", proof=proof).value for proof in found}
    assert "proportional" in least
    assert all({c.path for c in proof.claims} == {"services.timeliness"} for proof in found)


# ── the shipped editions ──


@pytest.mark.parametrize("name", ["interaction/2018-01", "interaction/2021-04"])
def test_witnesses_are_files_that_score_what_the_proof_says(name: str, tmp_path: Path) -> None:
    done = run("prove", name, "--kind", "local", "--rule", "complaints", "--format", "json", "--witness", str(tmp_path))
    assert done.code == 0, done.err
    whole = json.loads(done.out)
    jsonschema.validate(whole, json.loads((ROOT / "schemas" / "proof.schema.json").read_text(encoding="utf-8")))
    expected = [
        (c["rule"], None if w["score"] is None else Fraction(w["score"])) for p in whole["proofs"] for c in p["claims"] for w in c["witnesses"]
    ]
    files = sorted(tmp_path.glob("*.yaml"))
    assert len(files) == len(expected) >= 3
    edition = library().load(name)
    for file, (path, score) in zip(files, expected, strict=True):
        cohort, faults = cohort_from_bytes(file.read_bytes(), file.name, library().dictionary)
        assert cohort is not None, faults
        assessment = Run({kind: edition.program(kind) for kind in KINDS}, cohort.bodies).assess(cohort.bodies[0])
        value = next(s.value for s in assessment.walk() if s.rule.path == path)
        assert (None if isinstance(value, Missing) else value) == score, file.name


def test_the_text_names_place_citation_and_facts() -> None:
    done = run("prove", str(FAULTY), "--kind", "central")
    assert done.code == 0
    assert "faulty.yaml:" in done.out
    assert "пункт 4" in done.out
    assert "services_total" not in done.out.split("любые данные дают число: опровергнуто")[1].splitlines()[1]  # all facts are nothing
    assert "Traceback" not in done.err
    english = run("--lang", "en", "prove", str(FAULTY), "--kind", "central", "--format", "summary")
    assert "follows the fact as declared" in english.out


def test_strict_ends_with_one_where_something_is_refuted() -> None:
    assert run("prove", str(FAULTY), "--kind", "central", "--rule", "wrong_way", "--strict").code == 1
    assert run("prove", str(FAULTY), "--kind", "central", "--rule", "tied", "--strict").code == 0


def test_the_python_api_gives_the_same_proof() -> None:
    import kzrules as kz

    central, local = kz.prove(edition_of(TEXT), seconds=20)
    assert (central.kind, local.kind) == ("central", "local")
    assert {(c.what, c.path, c.name): (c.verdict, c.value) for c in central.claims} == {
        (c.what, c.path, c.name): (c.verdict, c.value) for c in proved().claims
    }


def test_a_rule_that_is_not_there_is_a_usage_error() -> None:
    done = run("prove", str(FAULTY), "--rule", "rats")
    assert done.code == 2
    assert "rate" in done.err


HEEDING = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); from kzrules.cli import main; main(sys.argv[1:])"
"""A command begun in the background of a shell would ignore interrupts."""


def test_ctrl_c_leaves_nothing_half_written(tmp_path: Path) -> None:
    """Witnesses are written after the proof, each whole: a stopped proof leaves none."""
    command = [sys.executable, "-c", HEEDING, "prove", "interaction/2018-01", "--witness", str(tmp_path / "w")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)
    assert process.stderr is not None
    process.stderr.readline()  # it says that it began
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    code, said = process.wait(timeout=60), process.stderr.read()
    process.stderr.close()
    assert (code, b"Error" in said) == (130, False), said
    assert not (tmp_path / "w").exists()


def test_without_the_solver_prove_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzrules.cli_prove.available", lambda: False)
    done = run("prove", str(FAULTY))
    assert done.code == 3
    assert "pip install 'kzrules[prove]'" in done.err
    assert done.out == ""

"""Every sentence about a spec that cannot be used, whole. Renew with KZRULES_UPDATE_GOLDEN=1 and review the diff."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import simulated
import yaml
from helpers import edition, library, run

from kzrules.diagnostic import Diagnostic, Faults
from kzrules.diagnostic_text import diagnostics_text
from kzrules.messages_simulation import SIMULATION
from kzrules.simulation.planning import plan_of

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "messages.yaml").read_text(encoding="utf-8"))


def found(case: dict[str, Any]) -> list[Diagnostic]:
    try:
        made = plan_of(edition("2018-01"), simulated.few("2018"), simulated.spec(case["text"]), case.get("choices"))
        simulated.ran(made, case["runs"])
    except Faults as refused:
        return refused.diagnostics
    except simulated.Contradicts as refused:
        return list(refused.args[0])
    return []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_message(case: dict[str, Any]) -> None:
    faults = found(case)
    assert faults, "the fault went unseen"
    text = "\n\n── en ──\n\n".join(diagnostics_text(faults, {"vary.yaml": case["text"]}, lang) for lang in ("ru", "en")) + "\n"
    golden = HERE / "messages" / f"{case['name']}.txt"
    if os.environ.get("KZRULES_UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    for word in ("Traceback", "NoneType", "Fraction(", "<class", "KeyError", "{name", "{guess"):
        assert word not in diagnostics_text(faults, {}, "ru"), word


def test_every_code_of_the_room_has_a_golden_message() -> None:
    assert {fault.code for case in CASES for fault in found(case)} >= set(SIMULATION)


def test_check_knows_such_files_and_says_what_needs_no_data(tmp_path: Path) -> None:
    path = tmp_path / "vary.yaml"
    for case in CASES:
        if "[]" in case["text"] or "flip" in case["text"]:
            path.write_text(case["text"], encoding="utf-8")
            said = run("check", str(path))
            assert said.code == 1, case["name"]
    good = tmp_path / "good.yaml"
    good.write_text("vary: {facts: {services_late: {times: [0.9, 1.1]}}, readings: all}", encoding="utf-8")
    assert run("check", str(good)).code == 0
    assert library().dictionary.facts["services_late"].type == "count"

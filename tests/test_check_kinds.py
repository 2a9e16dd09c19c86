"""`check` knows a file by the keys at its top, whatever its kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import ROOT, library

from kzrules.cli_check_files import file_faults

KINDS = {
    "edition": "methodologies/2017/interaction-2018-01.yaml",
    "cases": "methodologies/2017/interaction-2018-01.cases.yaml",
    "equivalent": "methodologies/2017/interaction-2018-01.equivalent.yaml",
    "facts": "examples/cohort-2018.yaml",
    "dictionary": "methodologies/facts.yaml",
    "acts": "methodologies/acts.yaml",
    "form": "methodologies/2024/forms/1-mk.yaml",
    "filing": "tests/forms/small.filing.yaml",
    "conclusion": "methodologies/2017/conclusions/interaction-2018-01.yaml",
    "sentences": "methodologies/templates/sentences.yaml",
    "procedure": "methodologies/procedures/law-on-public-services.yaml",
    "counting": "methodologies/procedures/counting.yaml",
    "counts": "methodologies/procedures/registers/services.yaml",
    "register": "examples/registers/services.spec.yaml",
    "calendar": "examples/registers/calendar.yaml",
    "reporting": "examples/registers/reports-2019.yaml",
    "act form": "methodologies/reconciliation/interaction-2018-01.yaml",
    "act": "examples/reconciliation/akt-aksunkar-2018.yaml",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_any_kind_is_checked_as_what_it_is(kind: str, tmp_path: Path) -> None:
    """A key that no kind knows is the only fault; taken for another kind, the file would have many."""
    text = (ROOT / KINDS[kind]).read_text(encoding="utf-8") + "\nnonsense: 1\n"
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    faults = file_faults(text.encode(), str(path), library(), set())
    assert [(fault.code, fault.place.line) for fault in faults] == [("KZ101", len(text.splitlines()))]

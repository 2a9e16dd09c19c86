"""The commands of the two pages work as they stand."""

from __future__ import annotations

import re
import shlex

import pytest
from helpers import ROOT, run

pytest.importorskip("duckdb", reason="extra [registers] is not installed")
pytest.importorskip("holidays", reason="extra [calendar] is not installed")
PAGES = ("deadlines.md", "registers.md")
COMMANDS = [
    line.partition("#")[0].strip()
    for page in PAGES
    for line in (ROOT / "docs" / page).read_text(encoding="utf-8").splitlines()
    if line.startswith("kzrules ")
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_docs_works(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ran = run(*shlex.split(command)[1:])
    assert ran.code == 0, ran.err
    assert ran.out


@pytest.mark.parametrize("page", PAGES)
def test_a_link_of_the_docs_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / "docs" / page).read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []

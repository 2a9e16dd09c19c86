"""The page about batches shows what the commands do."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import tabled
from helpers import ROOT, run

PAGE = (ROOT / "docs/batch.md").read_text(encoding="utf-8")


def test_the_first_command_of_the_page_gives_the_row_it_shows(tmp_path: Path) -> None:
    command = re.search(r"```sh\nkzrules (batch .*?)\n```", PAGE, re.DOTALL)
    assert command
    words = [
        str(ROOT / word) if word.startswith("examples/") else word.replace("=examples/", f"={ROOT}/examples/")
        for word in shlex.split(command[1].replace("\\\n", " "))
    ]
    out = tmp_path / words[-1]
    ran = run(*words[:-1], str(out))
    assert ran.code == 0, ran.err
    shown = re.search(r"^\| min-river.*$", PAGE, re.MULTILINE)
    assert shown
    assert [cell.strip() for cell in shown[0].strip("|").split("|")] in [list(row.values()) for row in tabled.result(out)]


def test_the_options_of_the_page_are_those_of_the_command() -> None:
    known = run("batch", "--help").out
    named = set(re.findall(r"--[a-z][a-z-]+", PAGE))
    assert named
    assert [option for option in named if option not in known] == []

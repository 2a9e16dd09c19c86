"""The page about simulations shows what the command does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import ROOT, library, run

from kzrules.simulation.checking import spec_faults
from kzrules.simulation.draws import ATTEMPTS
from kzrules.simulation.packs import MOST_CHOICES

if TYPE_CHECKING:
    import pytest

PAGE = (ROOT / "docs/simulation.md").read_text(encoding="utf-8")


def test_the_first_command_gives_the_row_and_the_picture_of_the_page(tmp_path: Path) -> None:
    command = re.search(r"```sh\nkzrules (simulate .*?)\n```", PAGE, re.DOTALL)
    assert command
    words = [str(ROOT / word) if word.startswith("examples/") else word for word in shlex.split(command[1].replace("\\\n", " "))]
    picture = tmp_path / "ranks.svg"
    ran = run(*words[:-1], str(picture))
    assert ran.code == 0, ran.err
    shown = re.search(r"^\| Агентство .*$", PAGE, re.MULTILINE)
    assert shown
    assert " ".join(cell.strip() for cell in shown[0].strip("|").split("|")) in re.sub(" +", " ", ran.out)
    assert picture.read_text(encoding="utf-8") == (ROOT / "examples/simulation/ranks.svg").read_text(encoding="utf-8")


def test_the_options_of_the_page_are_those_of_the_command() -> None:
    known = run("simulate", "--help").out
    named = set(re.findall(r"--[a-z][a-z-]+", PAGE))
    assert named
    assert [option for option in named if option not in known] == []


def test_the_spec_of_the_page_and_the_examples_have_no_faults() -> None:
    written = re.search(r"```yaml\n(vary:.*?)```", PAGE, re.DOTALL)
    assert written
    texts = [written[1].encode(), *(path.read_bytes() for path in (ROOT / "examples/simulation").glob("*.yaml"))]
    assert len(texts) >= 3
    for text in texts:
        assert spec_faults(text, "vary.yaml", library().dictionary) == []


def test_the_python_of_the_page_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    written = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert written
    monkeypatch.chdir(ROOT)
    scope: dict[str, object] = {}
    exec(written[1].replace("runs=1000", "runs=20"), scope)
    assert len(scope["found"].bodies) == 12  # type: ignore[attr-defined]


def test_the_numbers_of_the_page_are_those_of_the_code() -> None:
    assert f"до {ATTEMPTS} раз" in PAGE
    assert f"больше чем от {MOST_CHOICES} сочетаний" in PAGE

"""The draft of an edition: the old text but for what must be written anew; it runs at once, and `check` counts what is left."""

from __future__ import annotations

import difflib
import json
import os
from pathlib import Path

import pytest
from helpers import COHORT, ROOT, library, run

from kzrules.catalogue import catalogue_of
from kzrules.checks import check_edition, todos
from kzrules.draft import draft_from_bytes
from kzrules.edition import edition_from_bytes
from kzrules.library import open_library
from kzrules.nodes import read_nodes
from kzrules.shape import shape_faults

GOLDEN = ROOT / "tests" / "golden" / "messages"
SCHEMA = "../edition.schema.json"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def drafted(data: bytes, name: str = "demo/2031-draft") -> str:
    text, faults = draft_from_bytes(data, "old.yaml", name, SCHEMA)
    assert text is not None, faults
    return text


@pytest.mark.parametrize("name", library().files)
def test_a_draft_differs_only_in_its_name_act_and_periods(name: str) -> None:
    old = library().files[name].read_text("utf-8")
    new = drafted(old.encode())
    gone = [line[2:] for line in difflib.ndiff(old.splitlines(), new.splitlines()) if line.startswith("- ")]
    assert not [line for line in gone[1:] if line.startswith("#")], "a comment was lost"
    tree, _ = read_nodes(old.encode(), "old.yaml")
    draft, faults = read_nodes(new.encode(), "new.yaml")
    assert not faults
    assert draft is not None
    assert not shape_faults(draft, "edition")
    assert list(draft.entries) == list(tree.entries)  # type: ignore[union-attr]
    for key, node in draft.entries.items():  # type: ignore[union-attr]
        assert bool(list(todos(node))) == (key in ("act", "in_force", "applies_to")), key


@pytest.mark.parametrize("name", library().files)
def test_a_draft_means_what_the_old_edition_means(name: str) -> None:
    old = library().load(name)
    draft, faults = edition_from_bytes(drafted(library().files[name].read_bytes()).encode(), "new.yaml", library().dictionary)
    assert draft is not None, faults
    assert [(d.code, d.message()) for d in check_edition(draft)] == [(d.code, d.message()) for d in check_edition(old)]
    assert [d.code for d in todos(draft.root)] == ["KZ331"] * 8
    assert {kind: list(p.rules) for kind, p in draft.programs.items()} == {kind: list(p.rules) for kind, p in old.programs.items()}


BLOCK = """act:
  id: V1700014795
  adopted:
    - number: "29"
      date: 2017-02-03
      by:
        ru: |
          Агентство
          и другие

# эта строка остаётся
"""


def test_an_edition_in_braces_and_one_whose_act_ends_in_a_long_text() -> None:
    base = (ROOT / "tests/golden/base.yaml").read_text("utf-8")
    braces = "{edition: demo/2018-01, title: {ru: A}, act: {id: V1700014795, adopted: [{by: {ru: B}, number: a, date: 2017-02-03}]},"
    braces += " in_force: {from: 2018-01-10}, applies_to: {from: 2018}, " + json.dumps(_rest(base), ensure_ascii=False)[1:]
    assert "edition: demo/2031-draft, title: {ru: A}, act: {id: TODO" in drafted(braces.encode())
    act = next(line for line in base.splitlines(keepends=True) if line.startswith("act:"))
    new = drafted(base.replace(act, BLOCK).encode())
    assert "date: TODO}\n\n# эта строка остаётся\nin_force: {from: TODO}" in new
    assert "и другие" not in new


def _rest(base: str) -> dict[str, object]:
    import yaml

    whole = yaml.safe_load(base)
    return {key: value for key, value in whole.items() if key not in ("edition", "title", "act", "in_force", "applies_to")}


# ── the command ──


def test_a_draft_is_written_checked_and_run(tmp_path: Path) -> None:
    ran = run("new", "interaction/2031-draft", "--from", "2018-01")
    assert ran.code == 0
    assert "kzrules check interaction-2031-draft.yaml" in ran.err
    path = "interaction-2031-draft.yaml"
    checked = run("check", path)
    assert checked.code == 0
    assert checked.err.count("KZ331:") == 8
    assert f"{path}:" in checked.err
    assert run("check", path, "--strict").code == 1
    scores = [json.loads(run("eval", str(COHORT), "-e", e, "--format", "json").out)["assessments"] for e in ("2018-01", path)]
    assert [(a["exact"], a["grade"]) for a in scores[0]] == [(a["exact"], a["grade"]) for a in scores[1]]
    ran = run("compare", str(COHORT), "-e", "2018-01", "-e", path)
    assert ran.code == 0
    assert "2031-draft" in ran.out
    assert run("show", path).code == 0
    assert run("explain", str(COHORT), "timeliness", "-e", path).code == 0
    replayed = run("replay", str(COHORT), "--all", "-e", path)
    assert replayed.code == 0
    assert "2031-draft" in replayed.out
    assert (tmp_path / path).read_text("utf-8").splitlines()[0].endswith("schemas/edition.schema.json")


def test_a_draft_is_found_by_name_and_by_no_date(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    (rules / "2017").mkdir(parents=True)
    for name in ("facts.yaml", "acts.yaml", "2017/interaction-2018-01.yaml"):
        (rules / name).write_bytes((ROOT / "methodologies" / name).read_bytes())
    own = ("--methodologies", str(rules))
    assert run(*own, "new", "interaction/2031-draft", "--from", "2018-01").code == 0
    assert (rules / "2031" / "interaction-2031-draft.yaml").is_file()
    catalogue, faults = catalogue_of(open_library(rules))
    assert not faults
    assert [card.id for card in catalogue.cards] == ["interaction/2018-01"]
    for command in (("list",), ("list", "--as-of", "2018-05-01"), ("list", "--period", "2018"), ("timeline",), ("timeline", "--svg")):
        assert run(*own, *command).code == 0
    assert run(*own, "eval", str(COHORT), "-e", "2031").code == 0
    checked = run(*own, "check")
    assert checked.code == 0
    assert checked.err.count("KZ331:") == 8
    again = run(*own, "new", "interaction/2031-draft", "--from", "2018-01")
    assert again.code == 2
    assert "уже есть" in again.err


def test_a_draft_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("mine", "utf-8")
    assert run("new", "interaction/2031-draft", "--from", "2018-01", "-o", "x.yaml").code == 3
    assert (tmp_path / "x.yaml").read_text("utf-8") == "mine"
    assert run("new", "interaction/2031-draft", "--from", "2018-01", "-o", "no/x.yaml").code == 3
    assert [p.name for p in tmp_path.iterdir()] == ["x.yaml"]
    assert run("new", "interaction/2031-draft", "--from", "2018-01", "-o", "x.yaml", "--force").code == 0
    printed = run("new", "interaction/2031-draft", "--from", "x.yaml", "-o", "-")
    assert "edition: interaction/2031-draft" in printed.out


def test_wrong_names_and_sources(tmp_path: Path) -> None:
    assert run("new", "Interaction", "--from", "2018-01").code == 2
    assert run("new", "interaction/2018-01", "--from", "2017-02").code == 2
    assert run("new", "interaction/2031-draft", "--from", "2031").code == 4
    (tmp_path / "bad.yaml").write_text("edition: 5\n", "utf-8")
    ran = run("new", "interaction/2031-draft", "--from", "bad.yaml")
    assert ran.code == 1
    assert "KZ10" in ran.err


def test_a_form_needs_the_year_that_is_still_to_be_written() -> None:
    run("new", "interaction/2031-draft", "--from", "2018-01", "-o", "draft.yaml")
    both = [run("--lang", lang, "facts", "draft.yaml", "--kind", "local") for lang in ("ru", "en")]
    assert [ran.code for ran in both] == [1, 1]
    text = "\n── en ──\n\n".join(ran.err for ran in both)
    golden = GOLDEN / "draft-without-years.txt"
    if os.environ.get("KZRULES_UPDATE_GOLDEN"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")
    assert run("facts", "draft.yaml", "--kind", "local", "--period", "2031").code == 0

"""A run record: the same run gives the same bytes, every edit is noticed, and a recorded run can be repeated to the last digit."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from helpers import COHORT, GAPS, ROOT, Ran, run
from hypothesis import given, settings
from hypothesis import strategies as st

import kzrules
from kzrules.library import read_file
from kzrules.run_record import SCHEMAS, command_from, command_json, seal_of, sha256_of
from kzrules.shape import schema
from kzrules.verify import differences, record_from_bytes

GOLDEN = ROOT / "tests" / "golden" / "messages"
RUNS = {
    "replay": ("replay", str(COHORT)),
    "replay-all": ("replay", str(COHORT), "--all"),
    "replay-year": ("replay", str(COHORT), "--period", "2018", "-e", "2019-03", "--reading", "assessed_period=year_before"),
    "replay-body": ("replay", str(COHORT), "--all", "--body", "akimat-tasbulak"),
    "eval": ("eval", str(COHORT), "-e", "2018-01"),
    "eval-body": ("eval", str(COHORT), "-e", "2018-01", "--body", "akimat-tasbulak", "--reading", "own_findings_hole=upper"),
    "eval-path": ("eval", str(COHORT), "-e", str(ROOT / "methodologies/2017/interaction-2018-01.yaml")),
    "compare": ("compare", str(COHORT), "-e", "2017-02", "-e", "2018-01"),
    "compare-line": ("compare", str(GAPS)),
}


def recorded(folder: Path, *args: str) -> Path:
    path = folder / "run.json"
    ran = run(*args, "--record", str(path), "--force")
    assert ran.code == 0, ran.err
    return path


@pytest.mark.parametrize("args", RUNS.values(), ids=RUNS)
def test_a_recorded_run_is_repeated_to_the_last_digit(args: tuple[str, ...], tmp_path: Path) -> None:
    path = recorded(tmp_path, *args)
    bytes_then = path.read_bytes()
    ran = run("verify", str(path))
    assert (ran.code, ran.err) == (0, "")
    value = json.loads(bytes_then)
    jsonschema.validate(value, schema("run"))
    assert f"результаты: {len(value['results'])} из {len(value['results'])} те же" in ran.out
    assert recorded(tmp_path, *args).read_bytes() == bytes_then
    assert command_json(command_from(value["command"])) == value["command"]


def test_a_record_holds_every_input_and_no_path_that_was_not_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    path = recorded(tmp_path, "replay", "examples/cohort-2018.yaml", "--all")
    value = json.loads(path.read_text("utf-8"))
    inputs = value["inputs"]
    for entry in inputs["editions"]:
        assert entry["sha256"] == sha256_of(ROOT / "methodologies" / entry["file"])
    assert inputs["dictionary"]["sha256"] == sha256_of(ROOT / "methodologies/facts.yaml")
    assert inputs["acts"]["sha256"] == sha256_of(ROOT / "methodologies/acts.yaml")
    assert inputs["data"] == [{"file": "examples/cohort-2018.yaml", "sha256": sha256_of(COHORT)}]
    assert [s["file"] for s in inputs["schemas"]] == [f"{name}.schema.json" for name in SCHEMAS]
    assert (value["engine"], value["semantics"]) == (kzrules.__version__, kzrules.SEMANTICS)
    assert str(ROOT) not in path.read_text("utf-8")
    assert {r["edition"] for r in value["results"] if r["own"]} == {"interaction/2018-01"}


def test_the_record_is_a_file_of_files(tmp_path: Path) -> None:
    assert run("eval", "-", "-e", "2018-01", "--record", str(tmp_path / "r.json"), stdin=COHORT.read_bytes()).code == 2
    assert run("eval", str(COHORT), "-e", "2018-01", "--record", "-").code == 2
    path = recorded(tmp_path, "eval", str(COHORT), "-e", "2018-01")
    again = run("eval", str(COHORT), "-e", "2018-01", "--record", str(path))
    assert (again.code, again.out) == (3, "")


def test_what_is_not_a_record(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    for text, code in (("[1]", "KZ103"), ("", "KZ010"), ("{", "KZ003"), ('{"version": "1"}', "KZ102"), ('{"a": 1, "a": 2}', "KZ004")):
        path.write_text(text, "utf-8")
        ran = run("verify", str(path))
        assert ran.code == 1
        assert code in ran.err
    assert run("verify", str(tmp_path / "no.json")).code == 3


# ── the seal ──

SMALL = ("eval", str(COHORT), "-e", "2018-01", "--body", "akimat-aksunkar")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    return recorded(tmp_path_factory.mktemp("small"), *SMALL).read_text("utf-8")


def noticed(original: str, text: str) -> bool:
    """Whether an edit is refused; what leaves every value as it was is layout, not an edit."""
    try:
        if json.loads(text) == json.loads(original):
            return True
    except ValueError:
        pass
    return record_from_bytes(text.encode(), "run.json")[0] is None


@settings(max_examples=200)
@given(st.data())
def test_every_edit_of_one_character_is_noticed(small: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(small) - 1))
    letter = data.draw(st.sampled_from("0123456789abcfz \n\"'{}[]:,#-/.\\TЖ") | st.characters(codec="utf-8"))
    kind = data.draw(st.sampled_from(["replace", "insert", "delete"]))
    text = {"replace": letter + small[position + 1 :], "insert": letter + small[position:], "delete": small[position + 1 :]}[kind]
    assert noticed(small, small[:position] + text)


def test_every_digit_that_is_another_is_noticed(small: str) -> None:
    results = small.index('"results"')
    for position in (i for i in range(results, len(small)) if small[i].isdigit()):
        other = "1" if small[position] != "1" else "2"
        assert record_from_bytes((small[:position] + other + small[position + 1 :]).encode(), "run.json")[0] is None


def test_the_seal_does_not_depend_on_layout(small: str) -> None:
    value = json.loads(small)
    for text in (json.dumps(value), json.dumps(value, indent=4, sort_keys=True, ensure_ascii=False)):
        assert record_from_bytes(text.encode(), "run.json")[0] is not None
    assert value["seal"] == seal_of(value) == seal_of(dict(reversed(value.items())))


# ── words ──


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with editions and data of its own."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "methodologies", "rules")
    shutil.copy(COHORT, "data.yaml")
    return tmp_path


def own(*args: str) -> Ran:
    return run("--methodologies", "rules", *args)


def golden(name: str, *args: str, wanted: int = 1) -> None:
    """What `verify` says, in both languages."""
    ran = run(*args)
    english = run("--lang", "en", *args)
    assert (ran.code, english.code) == (wanted, wanted)
    text = "\n── en ──\n\n".join(r.out + ("\n" if r.out else "") + r.err for r in (ran, english))
    path = GOLDEN / f"{name}.txt"
    text = "\n".join(masked(text))
    if os.environ.get("KZRULES_UPDATE_GOLDEN"):
        path.write_text(text + "\n", "utf-8")
    assert text + "\n" == path.read_text("utf-8")


def masked(text: str) -> Iterator[str]:
    """Lines without hashes and line numbers, which change with every edition."""
    for line in text.rstrip("\n").split("\n"):
        shown = re.sub(r"[0-9a-f]{64}", "‹sha256›", line)
        shown = re.sub(r"^ *\d+ \|", "    … |", shown)
        yield re.sub(r"~{60,}", "~~~~", re.sub(r"^r\.json:\d+:", "r.json:…:", shown))


def rewrite(path: str, old: str, new: str) -> None:
    text = Path(path).read_text("utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new, 1), "utf-8")


def test_an_edited_record(place: Path) -> None:
    own("eval", "data.yaml", "-e", "2018-01", "--record", "r.json")
    rewrite("r.json", '"grade": "low"', '"grade": "medium"')
    golden("run-record-edited", "verify", "r.json")


def test_changed_data(place: Path) -> None:
    own("replay", "data.yaml", "--record", "r.json")
    rewrite("data.yaml", "services_late: 18,", "services_late: 19,")
    golden("run-data-changed", "verify", "r.json")


def test_verify_as_json(place: Path) -> None:
    own("replay", "data.yaml", "--record", "r.json")
    same = run("verify", "r.json", "--format", "json")
    assert (same.code, same.err) == (0, "")
    answer = json.loads(same.out)
    assert (answer["record_whole"], answer["repeated"], answer["same"]) == (True, True, True)
    assert {one["status"] for one in answer["inputs"]} == {"same"}
    assert (answer["results"], answer["differences"], answer["diagnostics"]) == (12, [], [])

    rewrite("data.yaml", "services_late: 18,", "services_late: 19,")
    other = run("--lang", "en", "verify", "r.json", "--format", "json")
    assert (other.code, other.err) == (1, "")
    answer = json.loads(other.out)
    assert answer["same"] is False
    assert [one["file"] for one in answer["inputs"] if one["status"] == "changed"] == ["data.yaml"]
    (difference,) = answer["differences"]
    assert difference["was"]["exact"] != difference["now"]["exact"]
    assert [d["code"] for d in answer["diagnostics"]] == ["KZ652", "KZ655"]
    assert answer["diagnostics"][0]["message"].startswith("the data “data.yaml”")

    Path("data.yaml").unlink()
    answer = json.loads(run("verify", "r.json", "--format", "json").out)
    assert (answer["repeated"], answer["same"]) == (False, None)
    assert [one["status"] for one in answer["inputs"] if one["kind"] == "data"] == ["not found"]

    rewrite("r.json", '"grade": "low"', '"grade": "medium"')
    edited = run("verify", "r.json", "--format", "json")
    assert edited.code == 1
    answer = json.loads(edited.out)
    assert (answer["record_whole"], [d["code"] for d in answer["diagnostics"]]) == (False, ["KZ650"])


def test_a_changed_edition_shows_who_is_affected(place: Path) -> None:
    own("eval", "data.yaml", "-e", "2018-01", "--body", "akimat-aksunkar", "--record", "r.json")
    rewrite(
        "rules/2017/interaction-2018-01.yaml", "{services: 0.5, openness: 0.3, complaints: 0.2}", "{services: 0.5, openness: 0.2, complaints: 0.3}"
    )
    golden("run-edition-changed", "verify", "r.json")


def test_a_changed_edition_with_the_same_results_is_still_another_run(place: Path) -> None:
    own("eval", "data.yaml", "-e", "2018-01", "--record", "r.json")
    with Path("rules/2017/interaction-2018-01.yaml").open("a", encoding="utf-8") as file:
        file.write("# сверено\n")
    ran = run("verify", "r.json")
    assert ran.code == 1
    assert "KZ652" in ran.err
    assert "KZ655" not in ran.err


def test_a_changed_dictionary_with_the_same_results_is_said(place: Path) -> None:
    own("eval", "data.yaml", "-e", "2018-01", "--record", "r.json")
    for file in ("facts.yaml", "acts.yaml"):
        with Path("rules", file).open("a", encoding="utf-8") as stream:
            stream.write("# сверено\n")
    golden("run-dictionary-changed", "verify", "r.json", wanted=0)


def test_missing_inputs(place: Path) -> None:
    own("eval", "data.yaml", "-e", "2018-01", "--record", "r.json")
    Path("data.yaml").unlink()
    Path("rules/2017/interaction-2018-01.yaml").unlink()
    golden("run-inputs-missing", "verify", "r.json")


def test_files_are_found_by_name_in_a_folder(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("compare", "data.yaml", "-e", "2017-02", "-e", "rules/2017/interaction-2018-01.yaml", "--record", "r.json")
    files = place / "files"
    files.mkdir()
    for file in ("data.yaml", "rules/2017/interaction-2018-01.yaml"):
        shutil.move(file, files)
    (place / "elsewhere").mkdir()
    monkeypatch.chdir(place / "elsewhere")
    assert run("verify", "../r.json").code == 1
    ran = run("verify", "../r.json", "--data", "../files")
    assert (ran.code, ran.err) == (0, "")


def test_an_edition_that_came_later_changes_nothing(place: Path) -> None:
    later = Path("rules/2017/interaction-2019-03.yaml")
    text = later.read_text("utf-8")
    later.unlink()
    own("replay", "data.yaml", "--all", "--record", "r.json")
    own("compare", "data.yaml", "--record", "c.json")
    later.write_text(text, "utf-8")
    assert run("verify", "r.json").code == 0
    assert run("verify", "c.json").code == 0


def test_another_engine(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kzrules, "__version__", "9.9.8")
    own("eval", "data.yaml", "-e", "2018-01", "--record", "r.json")
    monkeypatch.setattr(kzrules, "__version__", "9.9.9")
    golden("run-another-version", "verify", "r.json", wanted=0)


def test_another_meaning(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kzrules, "SEMANTICS", "8")
    own("eval", "data.yaml", "-e", "2018-01", "--record", "r.json")
    monkeypatch.setattr(kzrules, "SEMANTICS", "9")
    golden("run-another-meaning", "verify", "r.json", wanted=0)


def test_data_that_became_faulty_are_said(place: Path) -> None:
    own("eval", "data.yaml", "-e", "2018-01", "--record", "r.json")
    rewrite("data.yaml", "services_late: 18,", "services_late: x,")
    assert run("verify", "r.json").code == 1
    shutil.copy(COHORT, "data.yaml")
    rewrite("rules/2017/interaction-2018-01.yaml", "{services: 0.5, openness: 0.3", "{services: 0.6, openness: 0.3")
    ran = run("verify", "r.json")
    assert ran.code == 1
    assert "KZ303" in ran.err
    assert "KZ652" in ran.err


def test_differences_say_what_came_and_what_went() -> None:
    one = {"period": 2018, "edition": "e", "body": "a", "exact": "1/3"}
    other = {**one, "body": "b"}
    assert differences([one, other], [one, other]) == []
    gone, came = differences([one], [other])
    assert (gone.was, gone.now) == (one, None)
    assert (came.was, came.now) == (None, other)


# ── the schema ──


def test_the_schema_of_a_record_is_described_in_both_languages() -> None:
    whole = json.loads(read_file(ROOT / "schemas/run.schema.json"))

    def described(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
        yield from ((key, part.get("description", "")) for key, part in node.get("properties", {}).items())

    for node in (whole, *whole["$defs"].values()):
        for key, text in described(node):
            assert " — " in text, key
        assert set(node.get("required", ())) <= set(node.get("properties", {}))

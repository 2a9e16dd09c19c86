"""`kzrules check` for machines: SARIF, GitHub annotations, chosen codes, the pre-commit hook."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
import yaml
from helpers import COHORT, ROOT, run

from kzrules import __version__
from kzrules.citation import Citation
from kzrules.diagnostic import Diagnostic
from kzrules.diagnostic_formats import chosen, github_text, prefixes_of, sarif_text, unknown_prefixes
from kzrules.diagnostic_text import summary_text
from kzrules.messages import CATALOGUE
from kzrules.place import NOWHERE, Place

BASE = (ROOT / "tests/golden/base.yaml").read_text(encoding="utf-8")
SUBSET = json.loads((ROOT / "tests/sarif.subset.schema.json").read_text(encoding="utf-8"))
LEVELS = {"error": ("error", "error"), "high": ("warning", "warning"), "medium": ("warning", "warning"), "low": ("note", "notice")}


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An edition with an error and issues, in the working folder."""
    text = BASE.replace("below: 20, cite", "below: 19.99, cite").replace("    max: 30\n", "    max: 35\n").replace("        reading: shape\n", "")
    (tmp_path / "моя редакция.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return "моя редакция.yaml"


def checked(text: str) -> dict[str, Any]:
    """The one run of a SARIF log that follows the rules."""
    log = json.loads(text)
    jsonschema.Draft202012Validator(SUBSET).validate(log)
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")
    ran: dict[str, Any] = log["runs"][0]
    rules = ran["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({result["ruleId"] for result in ran["results"]})
    for result in ran["results"]:
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["defaultConfiguration"]["level"] == result["level"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])
    return ran


# ── SARIF ──


def test_sarif_says_what_the_text_says(faulty: str) -> None:
    ran = run("check", faulty, "--format", "sarif")
    assert ran.code == 1
    assert ran.err == ""
    whole = checked(ran.out)
    assert whole["tool"]["driver"]["version"] == __version__
    assert whole["columnKind"] == "unicodeCodePoints"
    found = json.loads(run("check", faulty, "--format", "json").out)
    assert [r["ruleId"] for r in whole["results"]] == [d["code"] for d in found]
    for result, fault in zip(whole["results"], found, strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]) == faulty
        assert place["artifactLocation"]["uriBaseId"] in whole["originalUriBaseIds"]
        names = {"startLine": "line", "startColumn": "column", "endLine": "end_line", "endColumn": "end_column"}
        assert place["region"] == {there: fault[here] for there, here in names.items()}
        assert result["level"] == LEVELS[fault["severity"]][0]
        assert result["message"]["text"] == f"{fault['message']} → {fault['hint']}"
    assert {r["level"] for r in whole["results"]} == {"error", "warning", "note"}


def test_sarif_is_the_same_bytes_each_time_and_never_shows_the_machine(faulty: str, tmp_path: Path) -> None:
    first = run("check", faulty, "--format", "sarif").out
    assert first == run("check", faulty, "--format", "sarif").out
    assert str(tmp_path) not in first


def test_sarif_rules_are_explained_in_both_languages(faulty: str) -> None:
    for lang, word in (("ru", "шкала не покрывает"), ("kk", "шкала не покрывает"), ("en", "no band covers")):
        whole = checked(run("--lang", lang, "check", faulty, "--format", "sarif").out)
        rule = next(r for r in whole["tool"]["driver"]["rules"] if r["id"] == "KZ304")
        assert word in rule["shortDescription"]["text"]
        assert whole["language"] == ("en" if lang == "en" else "ru")
        for text in ("шкала не покрывает", "no band covers"):
            assert text in rule["help"]["text"]
            assert text in rule["help"]["markdown"]


def test_sarif_of_files_without_faults(tmp_path: Path) -> None:
    ran = run("check", str(COHORT), "--format", "sarif")
    assert ran.code == 0
    assert checked(ran.out)["results"] == []


def every_code() -> Iterator[Diagnostic]:
    for number, code in enumerate(CATALOGUE):
        yield Diagnostic(code, Place("a b/в.yaml", number + 1, 2, number + 1, 5), {"name": "%: ,\r\n"}, Citation(item="5"))
        yield Diagnostic(code, NOWHERE)


def test_every_code_can_be_written(tmp_path: Path) -> None:
    faults = [*every_code(), Diagnostic("KZ010", Place(str(tmp_path / "x.yaml"), 0, 0, 0, 0)), Diagnostic("KZ010", Place("x.yaml", 3, 9, 5, 2))]
    for lang in ("ru", "kk", "en"):
        ran = checked(sarif_text(faults, lang, "1.2.3"))
        assert len(ran["results"]) == len(faults)
        assert len(ran["tool"]["driver"]["rules"]) == len(CATALOGUE)
        *_, outside, lines = (r["locations"][0]["physicalLocation"] for r in ran["results"])
        assert outside["artifactLocation"] == {"uri": (tmp_path / "x.yaml").as_uri()}
        assert outside["region"] == {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
        assert lines["region"] == {"startLine": 3, "startColumn": 9, "endLine": 5, "endColumn": 2}


# ── GitHub ──

ANNOTATION = re.compile(r"::(error|warning|notice) file=([^,:]*),line=(\d+),col=(\d+),endLine=(\d+),endColumn=(\d+),title=(KZ\d{3})::(.*)")


def test_github_annotations(faulty: str) -> None:
    ran = run("check", faulty, "--format", "github")
    assert ran.code == 1
    found = json.loads(run("check", faulty, "--format", "json").out)
    lines = ran.out.splitlines()
    assert len(lines) == len(found)
    for line, fault in zip(lines, found, strict=True):
        match = ANNOTATION.fullmatch(line)
        assert match, line
        level, file, *place, code, said = match.groups()
        assert level == LEVELS[fault["severity"]][1]
        assert (file, code) == (faulty, fault["code"])
        assert [int(n) for n in place] == [fault[name] for name in ("line", "column", "end_line", "end_column")]
        assert said.startswith(fault["message"])
    assert any("%0Aпункт 18%0A→ " in line for line in lines)


def test_github_escapes_what_would_break_a_command() -> None:
    fault = Diagnostic("KZ001", Place("a,b:c%.yaml", 1, 2, 1, 3), {"detail": "50%\r\n::error::x"})
    line = github_text([fault], "en")
    assert line.startswith("::error file=a%2Cb%3Ac%25.yaml,line=1,")
    assert "::the file is not UTF-8: 50%25%0D%0A::error::x%0A→ save" in line
    assert line.count("\n") == 1
    for line in github_text(every_code(), "ru").splitlines():
        assert ANNOTATION.fullmatch(line), line


# ── which codes ──


def test_select_and_ignore_by_prefix(faulty: str) -> None:
    def codes(*options: str) -> set[str]:
        return {d["code"] for d in json.loads(run("check", faulty, "--format", "json", *options).out)}

    whole = codes()
    assert whole >= {"KZ304", "KZ306", "KZ309"}
    assert codes("--select", "KZ304,kz309") == {"KZ304", "KZ309"}
    assert codes("--select", "KZ3", "--ignore", "KZ304") == {code for code in whole if code.startswith("KZ3")} - {"KZ304"}
    assert codes("--select", "KZ304", "--select", "KZ306") == {"KZ304", "KZ306"}
    assert codes("--ignore", "KZ3", "--select", "KZ304") == {"KZ304"}
    assert codes("--ignore", "KZ304,KZ306") == whole - {"KZ304", "KZ306"}
    assert codes("--ignore", "KZ") == set()
    assert codes("--select", "KZ5") == set()


def test_what_is_ignored_does_not_fail(faulty: str) -> None:
    assert run("check", faulty).code == 1
    assert run("check", faulty, "--ignore", "KZ304").code == 0
    assert run("check", faulty, "--ignore", "KZ304", "--strict").code == 1
    quiet = run("check", faulty, "--ignore", "KZ3,KZ4", "--strict")
    assert quiet.code == 0
    assert "KZ3" not in quiet.err


def test_an_unknown_prefix_is_a_mistake_of_use(faulty: str) -> None:
    for option in ("--select", "--ignore"):
        ran = run("check", faulty, option, "KZ3,KZ3O4")
        assert ran.code == 2
        assert f"{option}: кодов на «KZ3O4» нет; возможно, имелось в виду: «KZ304»" in ran.err
    assert "no code begins with “X”" in run("--lang", "en", "check", faulty, "--select", "x").err


def test_prefixes() -> None:
    assert prefixes_of(["KZ3, kz405", "", "KZ5"]) == ("KZ3", "KZ405", "KZ5")
    assert unknown_prefixes(("KZ3", "KZ304", "ZZ")) == ["ZZ"]
    faults = [Diagnostic("KZ304", NOWHERE), Diagnostic("KZ501", NOWHERE)]
    assert chosen(faults) == faults
    assert chosen(faults, ("KZ3",)) == faults[:1]
    assert chosen(faults, ("KZ304",), ("KZ304",)) == []


# ── text ──


def test_text_keeps_excerpt_and_caret_and_counts_by_severity(faulty: str) -> None:
    ran = run("check", faulty)
    assert ran.out == ""
    assert "   13 | " in ran.err
    assert re.search(r"^ +\^", ran.err, re.MULTILINE)
    found = json.loads(run("check", faulty, "--format", "json").out)
    last = ran.err.rstrip().splitlines()[-1]
    assert last.startswith(f"всего: {len(found)} (ошибок: 1; замечаний важных: ")
    assert last.endswith("; что значит код: kzrules help KZ304")
    faults = [Diagnostic(code, NOWHERE) for code in ("KZ309", "KZ304", "KZ306", "KZ306", "KZ331")]
    counted = "ошибок: 1; замечаний важных: 2; замечаний: 1; замечаний малых: 1"
    assert summary_text(faults) == f"всего: 5 ({counted}); что значит код: kzrules help KZ304"
    counted = "errors: 1; issues, high: 2; issues, medium: 1; issues, low: 1"
    assert summary_text(faults, "en") == f"5 in all ({counted}); what a code means: kzrules help KZ304"
    assert summary_text([]) == "всего: 0"


# ── pre-commit ──

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def test_the_hook_runs_on_the_files_it_is_given(faulty: str) -> None:
    (hook,) = HOOKS
    assert hook["id"] == "kzrules-check"
    assert hook["language"] == "python"
    command, *words = shlex.split(hook["entry"])
    assert command == "kzrules"
    assert run(*words, str(COHORT), str(ROOT / "methodologies/acts.yaml")).code == 0
    failed = run(*words, faulty)
    assert failed.code == 1
    assert "KZ304" in failed.err


def test_the_hook_takes_methodologies_facts_and_cases() -> None:
    files = re.compile(HOOKS[0]["files"])
    for path in (ROOT / "methodologies").rglob("*.yaml"):
        assert files.search(path.relative_to(ROOT).as_posix())
    for name in ("facts.yaml", "data/facts-2020.yml", "examples/cohort-2018.yaml", "interaction-2021-draft.yaml", "new/x.cases.yaml"):
        assert files.search(name)
    for name in (".pre-commit-config.yaml", ".github/workflows/check.yaml", "docs/facts.md", "mkdocs.yml"):
        assert not files.search(name)

"""`kzrules help`: every code explained in both languages, each with an example.

The examples are made from the golden faults: renew them with KZRULES_UPDATE_GOLDEN=1 and review the diff.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import ROOT, run
from test_messages import FAULTS, HERE, found

from kzrules import diagnostic_help
from kzrules.diagnostic_help import GROUPS, example, help_markdown, help_text, list_text, meaning, outline, todo, why
from kzrules.messages import CATALOGUE

CODES = sorted(CATALOGUE)
EXAMPLES = ROOT / "kzrules" / "diagnostic_examples.yaml"
HEAD = "# Made by tests/test_help.py from tests/golden/faults.yaml: renew with KZRULES_UPDATE_GOLDEN=1, never by hand.\n"
FILES = {"base.yaml": "edition", "facts.yaml": "facts", "cases.yaml": "cases", "acts.yaml": "acts", "equivalent.yaml": "equivalent"}
LONGEST = 160
CLEAREST = {"KZ304": "band-gap"}


def fragments(fault: dict[str, Any]) -> tuple[str, str]:
    """The wrong lines and the right ones: whole lines around the place, with one line before where a side is empty."""
    if "text" in fault:
        return str(fault["text"]).rstrip("\n"), ""
    whole = (HERE / fault["base"]).read_text(encoding="utf-8")
    start = whole.index(fault["replace"])
    end = start + len(fault["replace"])
    faulty = whole.replace(fault["replace"], fault["with"])
    for before in range(0 if fault["with"] else 1, 3):
        right = _lines(whole, start, end, before)
        wrong = _lines(faulty, start - (not fault["with"]), start + len(fault["with"]), before - (not fault["with"]))
        if wrong.strip() and wrong != right:
            break
    return _dedented(wrong, right)


def _lines(text: str, start: int, end: int, before: int) -> str:
    for _ in range(before + 1):
        start = text.rfind("\n", 0, max(0, start - 1) if _ else start) + 1
    end = max(start, end - 1)
    stop = text.find("\n", end)
    return text[start : stop if stop >= 0 else len(text)]


def _dedented(wrong: str, right: str) -> tuple[str, str]:
    both = textwrap.dedent(f"{wrong}\n\0\n{right}".replace("\n\0\n", "\n" + " " * 40 + "\0\n")).split("\0\n")
    return tuple(part.rstrip(" \n") for part in both)  # type: ignore[return-value]


def made(folder: Path) -> dict[str, dict[str, Any]]:
    """For each code, the first fault that shows it alone; else the first that shows it."""
    chosen: dict[str, tuple[int, dict[str, Any]]] = {}
    for fault in FAULTS:
        if "bytes" in fault or "size" in fault or "BRACKETS" in fault.get("with", ""):
            continue
        faults = found(fault, folder)
        for one in faults:
            rank = 0 if CLEAREST.get(one.code) == fault["name"] else len(faults)
            if one.code in chosen and chosen[one.code][0] <= rank:
                continue
            wrong, right = fragments(fault)
            if max(map(len, wrong.splitlines())) > LONGEST:
                continue
            said = {"message": {lang: one.message(lang) for lang in ("ru", "en")}, "hint": {lang: one.hint(lang) for lang in ("ru", "en")}}
            chosen[one.code] = (rank, {"file": FILES[fault["base"]], "wrong": wrong, "right": right, **said})
    return {code: chosen[code][1] for code in sorted(chosen)}


class _Dumper(yaml.SafeDumper):
    pass


_Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None))


def test_the_examples_are_those_of_the_golden_faults(tmp_path: Path) -> None:
    text = HEAD + yaml.dump(made(tmp_path), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    if os.environ.get("KZRULES_UPDATE_GOLDEN"):
        EXAMPLES.write_text(text, encoding="utf-8")
        diagnostic_help._data.cache_clear()
    assert text == EXAMPLES.read_text(encoding="utf-8"), "renew with KZRULES_UPDATE_GOLDEN=1 pytest tests/test_help.py and review the diff"


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained_in_russian_and_english(code: str) -> None:
    assert code[:3] in GROUPS
    for lang, letters in (("ru", r"[а-яё]"), ("en", r"[a-z]")):
        assert 40 <= len(why(code, lang)) <= 320, f"{code}: one or two sentences in kzrules/diagnostics*.yaml"
        assert re.search(letters, why(code, lang))
        assert re.search(letters, meaning(code, lang))
        assert "{" not in meaning(code, lang).replace("{показатель: число}", "").replace("{rule: number}", "")
        assert todo(code, lang)
    assert not re.search(r"[А-Яа-яЁё]{3}", re.sub("[“«„].*?[”»]", "", why(code, "en")))
    given = example(code)
    assert given is not None, f"{code}: an example in kzrules/diagnostics.yaml, or a golden fault"
    assert given.run or given.wrong
    assert set(given.message or {}) == {"ru", "en"}
    for lang in ("ru", "kk", "en"):
        page = help_text(code, lang)
        assert page.startswith(f"{code} — ")
        assert why(code, lang) in page
        assert "NoneType" not in page
    assert "```" in help_markdown(code)


def test_only_codes_of_the_catalogue_are_explained() -> None:
    for name in (*diagnostic_help.WRITTEN, "diagnostic_examples.yaml"):
        assert set(diagnostic_help._data(name)) <= set(CATALOGUE), name


@pytest.mark.parametrize("code", CODES)
def test_a_written_example_says_what_the_catalogue_says(code: str) -> None:
    """The fixed words of the catalogue's sentence stand in the example's message, in their order."""
    given = example(code)
    assert given is not None
    for lang in ("ru", "en"):
        words = [re.escape(part) for part in re.split(r"\{[a-z_]+\}", CATALOGUE[code].text(lang).replace("{{", "\x01").replace("}}", "\x02"))]
        pattern = ".*".join(words).replace("\x01", r"\{").replace("\x02", r"\}")
        assert re.fullmatch(pattern, (given.message or {})[lang], re.DOTALL), (code, lang)


def test_an_outline_has_no_holes_at_its_end() -> None:
    assert outline("нет «{name}»: {allowed}") == "нет «…»"
    assert outline("у «{name}» ({label}) стоит {found}") == "у «…» стоит …"
    assert outline("{guess_ru}") == ""
    assert outline("напишите {{kk: …}}{or_ru}{why_ru}") == "напишите {kk: …}…"


def test_the_list_has_every_code_once_by_group() -> None:
    ran = run("help")
    assert ran.code == 0
    assert re.findall(r"^  (KZ\d{3})  ", ran.out, re.MULTILINE) == CODES
    assert ran.out.startswith("KZ0xx  Текст файла")
    assert run("--lang", "en", "help").out.startswith("KZ0xx  The text of a file")
    assert ran.out == list_text("kk") + "\n"


def test_one_code_in_any_writing_and_language() -> None:
    page = run("help", "KZ304")
    assert page.code == 0
    for word in ("Почему это важно", "below: 19.99", "kzrules скажет", "Что делать"):
        assert word in page.out
    assert run("help", "kz304").out == page.out
    assert run("help", "304").out == page.out
    assert run("--lang", "kk", "help", "KZ304").out == page.out
    assert "Why it matters" in run("--lang", "en", "help", "KZ304").out
    assert "\x1b[" in run("--color", "always", "help", "KZ304").out


def test_an_unknown_code_names_the_nearest() -> None:
    wrong = run("help", "KZ3O4")
    assert wrong.code == 2
    assert wrong.out == ""
    assert "«KZ304»" in wrong.err
    assert "did you mean" in run("--lang", "en", "help", "KZ3O4").err
    command = run("help", "eval")
    assert command.code == 2
    assert "kzrules eval --help" in command.err
    assert "kzrules eval --help" in run("--lang", "en", "help", "eval").err


def test_codes_are_completed() -> None:
    asked = {"COMP_WORDS": "kzrules help kz30", "COMP_CWORD": "2", "_KZRULES_COMPLETE": "bash_complete", "PATH": ""}
    done = subprocess.run([sys.executable, "-m", "kzrules"], env=asked, capture_output=True, text=True, cwd=ROOT, check=False)
    assert "plain,KZ304" in done.stdout.split()


def test_faults_say_once_where_to_read_more(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("edition: 5\n", encoding="utf-8")
    said = run("check", str(path)).err
    assert said.count("kzrules help KZ") == 1
    assert said.rstrip().splitlines()[-1].startswith("всего: ")


def test_other_commands_do_not_read_the_explanations() -> None:
    code = (
        "from kzrules.cli import main\n"
        "try: main(['check', 'examples/cohort-2018.yaml'])\n"
        "except SystemExit as stop: assert not stop.code\n"
        "import kzrules.diagnostic_help as h, json; print(json.dumps(h._data.cache_info().currsize))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert json.loads(done.stdout) == 0, done.stderr

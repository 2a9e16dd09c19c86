"""What differs between two editions, by meaning, and whom it moves."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from helpers import COHORT, GAPS, ROOT, edition, library, run

from kzrules.changes import Diff, applied, diff_of
from kzrules.diagnostic import Faults
from kzrules.edition import edition_from_bytes
from kzrules.meaning import meaning_of

INTERACTION = library().line("interaction")
PAIRS = list(product(INTERACTION, repeat=2))
BASE = (ROOT / "tests/golden/base.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", library().files)
def test_the_diff_of_an_edition_with_itself_is_empty(name: str) -> None:
    for year in edition(name).years:
        diff = diff_of(edition(name), edition(name), year)
        assert not diff.entries
        assert not diff.rules


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_diff_of_a_and_b_applied_to_a_gives_b(one: str, other: str) -> None:
    diff = diff_of(edition(one), edition(other))
    assert applied(meaning_of(edition(one)), diff.entries) == meaning_of(edition(other))
    assert bool(diff.rules) == (one != other)


def changed(*replacements: tuple[str, str]) -> Diff:
    """The diff of the small edition with itself after some changes of its text."""
    text = BASE
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    editions = [edition_from_bytes(t.encode(), "base.yaml", library().dictionary) for t in (BASE, text)]
    (one, _), (other, faults) = editions
    assert one is not None
    assert other is not None, faults
    return diff_of(one, other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("services_late / services_total", "(services_late) / (services_total)"),
        ("tables:\n", "# пояснение\ntables:\n"),
        ("    max: 30\n", "    max: 30.0\n"),
    ],
)
def test_what_only_looks_different_is_no_change(old: str, new: str) -> None:
    assert not changed((old, new)).entries


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ("{services: 0.6, complaints: 0.4}", "{services: 0.5, complaints: 0.5}", "results"),
        ("cite: {item: 53}", "cite: {item: 54}", "citation"),
        ("{ru: Внутренний контроль}", "{ru: Контроль внутри}", "wording"),
    ],
)
def test_a_change_says_what_it_touches(old: str, new: str, effect: str) -> None:
    diff = changed((old, new))
    assert {rule.effect for rule in diff.rules} == {effect}
    assert all(c.effect == effect for rule in diff.rules for c in rule.changes)


def test_a_rule_of_another_name_and_the_same_label_is_renamed() -> None:
    renamed = [r for r in diff_of(edition("interaction/2017-02"), edition("interaction/2018-01")).rules if r.status == "renamed"]
    assert renamed
    assert all(rule.was and rule.was != rule.path for rule in renamed)


def test_weights_and_maxima_show_with_their_citations() -> None:
    text = run("diff", "2019-03", "2020-03").out
    assert "вес openness: 0,3 → 0,2" in text
    assert "пункт 115, приложение 17 → пункт 100, приложение 15" in text


def test_the_forms_of_a_diff() -> None:
    found = json.loads(run("diff", "2018-01", "2019-03", "--data", str(COHORT), "--format", "json").out)
    jsonschema.validate(found, json.loads((ROOT / "schemas/diff.schema.json").read_text(encoding="utf-8")))
    assert len(found["consequences"]) == 12
    page = run("diff", "2018-01", "2019-03", "--format", "html").out
    ET.fromstring(page.partition("<body>")[2].join(("<body>", "")).replace("</html>", ""))
    assert "<script" not in page
    assert "http" not in page.replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_the_exit_code_tells_whether_results_can_differ() -> None:
    assert run("diff", "2018-01", "2018-01", "--exit-code").code == 0
    assert run("diff", "2018-01", "2019-03", "--exit-code").code == 1
    assert run("diff", "2018-01", "2019-03").code == 0


def test_only_changes_of_one_sort() -> None:
    text = run("diff", "2018-01", "2019-03", "--only", "citation").out
    assert "§ ссылка" in text
    assert "● максимум" not in text


def test_editions_of_two_lines_cannot_be_compared() -> None:
    with pytest.raises(Faults) as raised:
        diff_of(edition("interaction/2020-03"), edition("organizational-development/2020-01"))
    assert [d.code for d in raised.value.diagnostics] == ["KZ660"]
    ran = run("attribute", "interaction/2020-03", "organizational-development/2020-01", "--data", str(COHORT))
    assert ran.code == 1
    assert "KZ660" in ran.err


def test_consequences_say_who_moves_and_for_whom_nothing_can_be_said() -> None:
    text = run("diff", "2018-01", "2019-03", "--data", str(COHORT)).out
    assert "Из 12 органов: оценка меняется у 12, степень у 3, место у 2; не сравнить 0" in text
    gaps = run("diff", "2018-01", "2019-03", "--data", str(GAPS)).out
    assert "Не вычисляется, и почему:" in gaps


def test_a_file_is_written_whole_and_not_over_another(tmp_path: Path) -> None:
    target = tmp_path / "diff.html"
    assert run("diff", "2018-01", "2019-03", "--format", "html", "-o", str(target)).code == 0
    before = target.read_bytes()
    assert run("diff", "2018-01", "2018-01", "--format", "html", "-o", str(target)).code == 3
    assert target.read_bytes() == before

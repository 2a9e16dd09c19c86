"""The sentences of findings: a file that a methodologist edits, its faults, and how blanks are filled."""

from __future__ import annotations

from fractions import Fraction

import pytest
import yaml
from helpers import ROOT, library
from making import HERE, INTERACTION, cohort, document, shipped_sentences

from kzrules.conclusions.sentences import KINDS, filled, sentences_from_bytes
from kzrules.conclusions.wording import blank_date, counted, date_text, iso_date_text, number_text, plural, points_text, short_text

CASES = yaml.safe_load((HERE / "sentences.table.yaml").read_text(encoding="utf-8"))
SHIPPED = (ROOT / "methodologies" / "templates" / "sentences.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES["filled"], ids=lambda case: case["gives"])
def test_blanks_are_filled_with_numbers_and_words_in_their_form(case: dict) -> None:  # type: ignore[type-arg]
    values = {name: Fraction(str(value)) if isinstance(value, int | float) else value for name, value in case["values"].items()}
    assert filled({"ru": case["ru"], "kk": case.get("kk", case["ru"])}, values, lambda name: f"<{name}>", case.get("lang", "ru")) == case["gives"]


@pytest.mark.parametrize("case", CASES["faults"], ids=lambda case: case["name"])
def test_the_faults_of_a_file_of_sentences_are_said_whole(case: dict) -> None:  # type: ignore[type-arg]
    assert case["replace"] in SHIPPED
    found, faults = sentences_from_bytes(SHIPPED.replace(case["replace"], case["with"], 1).encode(), "sentences.yaml", library().dictionary)
    assert found is None
    assert [f"{f.place}: {f.code}: {f.message()}; {f.hint()}" for f in faults] == case["says"]


def test_every_way_a_score_comes_about_has_sentences_in_both_languages() -> None:
    sentences = shipped_sentences()
    assert set(sentences.by_kind) == set(KINDS)
    for pair in (*sentences.by_kind.values(), *sentences.by_rule.values()):
        assert {*pair.found, *pair.do} == {"ru", "kk"}


def test_sentences_of_a_rule_come_before_those_of_its_kind() -> None:
    sentences = shipped_sentences()
    assert "С нарушением сроков оказано" in sentences.about("services.timeliness", "share").found["ru"]
    assert sentences.about("openness.unreliable_facts", "deduction") is sentences.by_rule["unreliable_facts"]
    assert sentences.about("services.quality_assurance.appeals", "share") is sentences.by_kind["share"]


def test_nobody_is_advised_to_change_the_past() -> None:
    """A score that compares with the year before grows with the faults of that year: true, and no advice."""
    for year in (2019, 2020, 2021):
        for conclusion in document("interaction/2018-01", "cohort-2019-2021", year).conclusions:
            for section in conclusion.sections:
                for finding in section.findings:
                    assert "в предыдущем оцениваемом периоде" not in finding.do, finding.do


@pytest.mark.parametrize(("name", "lang"), [(name, "ru") for name in INTERACTION] + [("interaction/2018-01", "kk"), ("interaction/2020-03", "kk")])
def test_no_finding_has_a_blank_left(name: str, lang: str) -> None:
    found = 0
    for conclusion in document(name, "cohort-2019-2021", 2019, lang=lang).conclusions:
        for section in conclusion.sections:
            for finding in section.findings:
                found += 1
                assert "{" not in finding.found + finding.do
                assert "|" not in finding.found + finding.do
                assert finding.found
                assert finding.do
                assert finding.points > 0
    assert found > 100


def test_the_lines_named_under_a_finding_are_the_dearest_ones() -> None:
    (conclusion,) = document("interaction/2018-01", "cohort-2018", 2018, ("min-steppe-horticulture",)).conclusions
    (finding,) = [f for s in conclusion.sections if s.id == "openness" for f in s.findings if f.path.endswith("site_accessibility")]
    assert finding.items[0] == "Навигационная цепочка — 0,5 балла (приложение 14, строка 2.4)"
    assert finding.items[-1].startswith("прочие строки (12) — ")
    assert len(finding.items) == 9


# ── words and numbers ──


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("1", "балл"),
        ("2", "балла"),
        ("5", "баллов"),
        ("11", "баллов"),
        ("12", "баллов"),
        ("21", "балл"),
        ("22", "балла"),
        ("0", "баллов"),
        ("111", "баллов"),
        ("101", "балл"),
        ("2.5", "балла"),
        ("0.1", "балла"),
        ("100", "баллов"),
    ],
)
def test_a_word_takes_the_form_of_its_number(number: str, word: str) -> None:
    assert plural(Fraction(number), ("балл", "балла", "баллов")) == word


def test_numbers_and_dates_are_written_as_in_the_country() -> None:
    from datetime import date

    assert date_text(date(2017, 2, 3), "ru") == "3 февраля 2017 г."
    assert date_text(date(2017, 2, 3), "kk") == "2017 ж. 3 ақпан"
    assert iso_date_text("2018-01-10", "ru") == "10 января 2018 г."
    assert iso_date_text("TODO", "ru") == "TODO"
    assert "20__" in blank_date("ru")
    assert "20__" in blank_date("kk")
    assert points_text(Fraction(10947, 125)) == "87,58"
    assert points_text(Fraction(-1, 2)) == "−0,50"
    assert short_text(Fraction(5, 2)) == "2,5"
    assert short_text(Fraction(1, 3000)) == "0,0003"
    assert short_text(Fraction(0)) == "0"
    assert number_text(Fraction(446360)) == "446\u00a0360"
    assert counted(Fraction(5, 2), "ru", "points") == "2,5 балла"
    assert counted(3, "kk", "points") == "3 балл"
    assert cohort("cohort-2018").periods == (2018,)

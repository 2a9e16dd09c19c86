"""The forms of the annexes: every edition, kind and direction has one; what is printed adds up or says why not; faults of a form file."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from helpers import ROOT, edition, library
from hypothesis import given, settings
from hypothesis import strategies as st
from making import HERE, INTERACTION, YEARS_OF, any_body, document, document_from, of_bodies, report, shipped_forms

from kzrules.conclusions.checking import conclusion_faults
from kzrules.conclusions.forms import ConclusionForm, forms_from_bytes, forms_of, plain_forms
from kzrules.conclusions.record import Conclusion, FormPage
from kzrules.conclusions.score_table import ScoreTable, score_table
from kzrules.conclusions.wording import points_text
from kzrules.edition import edition_from_bytes
from kzrules.facts import Body
from kzrules.library import open_library
from kzrules.program import KINDS
from kzrules.values import Missing, rounded

sys.path.insert(0, str(ROOT / "tests" / "property"))
from shipped import EDITIONS, id_of
from strategies import bodies as edge_body
from strategies import readings

ALL = (*INTERACTION, "organizational-development/2020-01")
CASES = yaml.safe_load((HERE / "forms.table.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("kind", KINDS)
def test_every_edition_kind_and_direction_has_its_annex(name: str, kind: str) -> None:
    forms, faults = forms_of(edition(name), library())
    assert not faults
    for direction in ("", *(rule.id for rule in edition(name).programs[kind].directions)):  # type: ignore[index]
        found = forms.of(direction, kind)  # type: ignore[arg-type]
        assert found, direction
        assert not found[0].part
        assert all(form.annex for form in found)


@pytest.mark.parametrize("case", CASES["forms"], ids=lambda case: f"{case['edition']}, {case['annex']}")
def test_a_form_prints_what_the_annex_prints(case: dict) -> None:  # type: ignore[type-arg]
    """Order of rows, printed maxima, closing rows, signatures: as the digest of the edition has them."""
    (form,) = [form for form in shipped_forms(case["edition"]).forms if form.annex == str(case["annex"])]
    assert [row.of.rpartition(".")[2] or row.value for row in form.rows] == case["rows"]
    assert list(form.columns) == case["columns"]
    if "maxima" in case:
        assert [int(row.maximum) if row.maximum is not None else None for row in form.rows] == case["maxima"]
    assert list(form.kinds) == case["kinds"]
    assert [who["ru"] for who in form.signed] == case["signed"]


def number(text: str) -> Fraction | None:
    return Fraction(text.replace(",", ".").replace("−", "-")) if text not in ("", "—") else None


def adds_up(form: ConclusionForm, table: ScoreTable) -> None:
    """The printed criteria add up to the printed total, less the printed deduction to the result; where not, a note has the numbers."""
    parts = [number(row.text) for row in table.rows if not row.closing and row.text]
    closing = {row.value: number(printed.text) for row, printed in zip(form.rows, table.rows, strict=True) if printed.closing}
    if None in parts or not closing or "block" in closing:
        return
    whole = sum((part for part in parts if part is not None), Fraction(0))
    total = closing.get("sum", whole)
    assert total is not None
    assert whole == total or any(points_text(total) in note for note in table.notes), table
    off, result = closing.get("deductions", Fraction(0)), closing["result"]
    assert off is not None
    assert result is not None
    assert total - off == result or any(points_text(result) in note or points_text(total - result) in note for note in table.notes), table


def every_page(conclusion: Conclusion) -> list[FormPage]:
    return [page for section in conclusion.sections for page in section.forms]


@pytest.mark.parametrize("name", INTERACTION)
@pytest.mark.parametrize("year", [2019, 2020, 2021])
def test_what_is_printed_adds_up_or_a_note_says_why_not(name: str, year: int) -> None:
    tables = [
        (form, score_table(form, a, "ru"))
        for a in report(name, "cohort-2019-2021", year).assessments
        for form in shipped_forms(name).forms
        if a.body.kind in form.kinds
    ]
    assert len(tables) >= 12 * 4
    for form, table in tables:
        adds_up(form, table)


@pytest.mark.parametrize("name", INTERACTION)
def test_the_rows_are_those_of_the_assessment(name: str) -> None:
    one = report(name, "cohort-2019-2021", 2020)
    for a in one.assessments:
        scores = {score.rule.path: score for score in a.walk()}
        places = a.program.overall.rounding.places
        for form in shipped_forms(name).forms:
            if a.body.kind not in form.kinds:
                continue
            for row, printed in zip(form.rows, score_table(form, a, "ru").rows, strict=True):
                value = scores[row.of].value if row.of in scores else None
                value = {"result": scores.get(form.direction) and scores[form.direction].value, "block": a.score}.get(row.value, value)
                if isinstance(value, Fraction):
                    assert number(printed.text) == rounded(value, places, "half_up")


def made_in_both_languages(name: str, year: int, bodies: list[Body], choices: dict[str, str]) -> None:
    made = of_bodies(name, [Body(b.id, b.kind, b.name, b.values, period=year) for b in bodies], choices)
    for lang in ("ru", "kk"):
        whole = document_from(made, lang)
        assert [conclusion.body_id for conclusion in whole.conclusions] == [a.body.id for a in made.assessments]
        for conclusion, a in zip(whole.conclusions, made.assessments, strict=True):
            assert [section.id for section in conclusion.sections] == ["block", *(d.rule.id for d in a.directions)]
            for section in conclusion.sections:
                assert section.forms
                assert (section.losses is None) == isinstance(section.score, Missing)
                if section.losses is not None:
                    assert sum((row.points for row in section.losses), Fraction(0)) == section.maximum - section.score  # type: ignore[operator]


@pytest.mark.parametrize(("name", "year"), YEARS_OF)
@settings(max_examples=4)
@given(data=st.data())
def test_a_conclusion_of_any_body_is_made_in_both_languages(name: str, year: int, data: st.DataObject) -> None:
    made_in_both_languages(name, year, [data.draw(any_body(name, kind, year)) for kind in KINDS], {})


@pytest.mark.slow
@pytest.mark.parametrize("name", EDITIONS)
@settings(max_examples=40)
@given(data=st.data())
def test_a_conclusion_of_any_body_is_made_in_both_languages_under_any_reading(name: str, data: st.DataObject) -> None:
    year = int(name.partition("@")[2] or edition(id_of(name)).applies_to[0])
    bodies = [data.draw(edge_body(name, kind, f"body-{kind}")) for kind in KINDS]
    made_in_both_languages(id_of(name), year, bodies, dict(data.draw(readings(name))))


def test_a_form_without_a_deduction_row_says_what_was_taken() -> None:
    made = document("interaction/2018-01", "cohort-2018", 2018, ("min-steppe-horticulture",))
    (page,) = [page for page in every_page(made.conclusions[0]) if page.annex == "Приложение 18"]
    assert "Из суммы строк 81,66 вычтено 1,60: строки вычета эта форма не печатает." in page.notes
    assert "Напечатанные слагаемые дают 80,06; итог вычислен по точным значениям и равен 80,05." in page.notes


def test_a_row_of_a_criterion_that_the_kind_does_not_have_is_empty_and_explained() -> None:
    """Annex 11 of 2017 prints row 3 for all bodies; local ones have no criterion 3."""
    made = document("interaction/2017-02", "cohort-2018", 2018, ("akimat-sarykum",))
    (page,) = [page for page in every_page(made.conclusions[0]) if page.annex == "Приложение 11"]
    assert [row.text != "" for row in page.rows] == [True, True, False, True, True, True, True]
    assert "3. Для органов этого вида не оценивается." in page.notes


def test_borrowed_forms_say_so_on_every_document() -> None:
    made = document("interaction/2021-04", "cohort-2019-2021", 2021, ("min-treasury",))
    assert "Форма взята из редакции interaction/2020-03." in made.conclusions[0].notes[0]
    assert all("interaction/2020-03" in page.annex for page in every_page(made.conclusions[0]))


# ── faults of a form file ──


@pytest.mark.parametrize("case", CASES["faults"], ids=lambda case: case["name"])
def test_the_faults_of_a_form_file_are_said_whole(case: dict) -> None:  # type: ignore[type-arg]
    base = (ROOT / "methodologies/2017/conclusions/interaction-2018-01.yaml").read_text(encoding="utf-8")
    assert base.count(case["replace"]) >= 1
    text = base.replace(case["replace"], case["with"], 1)
    made, faults = forms_from_bytes(text.encode(), "forms.yaml", edition("interaction/2018-01"))
    assert made is None
    assert [f"{f.place}: {f.code}: {f.message()}; {f.hint()}" for f in faults] == case["says"]
    assert all(f.message("en") != f.message("ru") for f in faults)


def test_an_edition_without_described_annexes_has_plain_forms_and_a_note(tmp_path: Path) -> None:
    text = (ROOT / "methodologies/2017/interaction-2018-01.yaml").read_text(encoding="utf-8")
    made, _ = edition_from_bytes(
        text.replace("edition: interaction/2018-01", "edition: interaction/2022-01").encode(), "d.yaml", library().dictionary
    )
    assert made is not None
    forms, faults = forms_of(made, library())
    assert [(f.code, f.severity, f.message()) for f in faults] == [
        ("KZ887", "low", "формы заключений редакции interaction/2022-01 не описаны: взята простая форма из её критериев")
    ]
    assert forms == plain_forms(made)
    assert forms.of("services", "central")[0].title["ru"] == "Заключение о результатах оценки: Качество оказания государственных услуг"


def test_forms_of_an_own_folder_come_before_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "conclusions").mkdir()
    own = (ROOT / "methodologies/2017/conclusions/interaction-2018-01.yaml").read_text(encoding="utf-8").replace("annex: 19", "annex: 99")
    (tmp_path / "conclusions" / "mine.yaml").write_text(own, encoding="utf-8")
    (tmp_path / "e.yaml").write_bytes((ROOT / "methodologies/2017/interaction-2018-01.yaml").read_bytes())
    mine = open_library(tmp_path)
    forms, _ = forms_of(mine.load("2018-01"), mine)
    assert forms.of("", "local")[0].annex == "99"


def test_every_shipped_file_of_forms_and_sentences_is_without_faults() -> None:
    paths = [p for p in sorted((ROOT / "methodologies").rglob("*.yaml")) if p.parent.name == "conclusions" or p.name == "sentences.yaml"]
    assert len(paths) == 7
    for path in paths:
        assert conclusion_faults(path.read_bytes(), path.name, library()) == []
    broken = b"conclusion_for: interaction/1999-01\nforms: {}\n"
    assert [fault.code for fault in conclusion_faults(broken, "x.yaml", library())] == ["KZ108"]

"""`kzrules rating`: places with ties, grades, what changed against the year before, in every format."""

from __future__ import annotations

import csv
import io
import json
import os
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from helpers import ROOT, edition, run
from hypothesis import given
from hypothesis import strategies as st
from making import HERE, cohort, html_tables, of_bodies, report

from kzrules.conclusions.rating import Rating, places_of, rating_of
from kzrules.conclusions.rating_svg import rating_svg
from kzrules.conclusions.rating_tables import rating_csv, rating_html, rating_json, rating_text, rating_xlsx
from kzrules.facts import Body
from kzrules.outcome import Assessment
from kzrules.values import Missing

YEARS = str(ROOT / "examples" / "cohort-2019-2021.yaml")
GAPS = str(ROOT / "examples" / "cohort-2018-gaps.yaml")


def of_scores(scores: list[int | None]) -> list[Assessment]:
    """Assessments of one kind with these scores."""
    program = edition("interaction/2018-01").programs["central"]
    values = [Missing(frozenset(["x"])) if score is None else Fraction(score) for score in scores]
    return [Assessment(Body(f"b{i}", "central", {}, {}), program, v, v, None, (), (), Missing()) for i, v in enumerate(values)]


@given(st.lists(st.one_of(st.none(), st.integers(0, 6)), max_size=9))
def test_places_are_those_of_a_competition(scores: list[int | None]) -> None:
    """The bodies before a shared place are exactly those with a higher score; it reaches over all that share it; no place is left over."""
    places = places_of(of_scores(scores))
    known = [score for score in scores if score is not None]
    taken: set[int] = set()
    for score, place in zip(scores, places, strict=True):
        if score is None:
            assert (place.rank, place.last, place.text) == (None, None, "—")
            continue
        assert place.rank == 1 + sum(other > score for other in known)
        assert place.last == sum(other >= score for other in known)
        assert len(place.tied) == known.count(score) - 1
        assert place.count == len(known)
        taken.update(range(place.rank, place.last + 1))
    assert taken == set(range(1, len(known) + 1))


def test_kinds_are_rated_apart_and_ties_are_stated() -> None:
    assert [place.text for place in places_of(of_scores([5, 7, 7, 3, None, 7]))] == ["4", "1–3", "1–3", "5", "—", "1–3"]


def rating() -> Rating:
    return rating_of(report("interaction/2021-04", "cohort-2019-2021", 2021), report("interaction/2020-03", "cohort-2019-2021", 2020))


def test_the_table_reads_as_before() -> None:
    for lang in ("ru", "kk", "en"):
        path = HERE / "golden" / f"rating.{lang}.txt"
        text = rating_text(rating(), lang) + "\n"
        if os.environ.get("KZRULES_UPDATE_GOLDEN"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")


def test_the_year_before_is_found_in_the_same_file_under_its_own_edition() -> None:
    ran = run("rating", YEARS, "--format", "json")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert found["rating"]["edition"]["id"] == "interaction/2021-04"
    assert found["rating"]["previous"] == {"period": 2020, "edition": "interaction/2020-03"}
    assert found == json.loads(json.dumps(rating_json(rating())))
    one = next(body for body in found["bodies"] if body["body"] == "min-museums")
    assert (one["place"], one["previous"]["place"], one["places"], one["change"]) == ([3, 3], [5, 5], 2, "9.28")


def test_the_first_year_has_nothing_to_compare_with() -> None:
    ran = run("rating", YEARS, "--period", "2019", "-e", "2019-03")
    assert ran.code == 0
    assert "Изменение" not in ran.out


def test_a_file_of_the_year_before_and_its_edition(tmp_path: Path) -> None:
    ran = run("rating", YEARS, "--period", "2020", "--previous", str(ROOT / "examples" / "cohort-2018.yaml"), "--previous-edition", "2018-01",
              "--format", "json")  # fmt: skip
    assert ran.code == 0
    assert json.loads(ran.out)["rating"]["previous"] == {"period": 2018, "edition": "interaction/2018-01"}


def test_bodies_without_a_score_stand_apart_with_the_reason() -> None:
    ran = run("rating", GAPS, "-e", "2018-01")
    assert ran.code == 0
    apart = ran.out[ran.out.index("Без балла, вне рейтинга:") :]
    assert "Агентство горного эха (вымышленное) — не хватает: «Наборы, актуализированные в срок»" in apart
    assert "Акимат Кокжиекской области" not in apart


def test_csv_json_html_workbook_and_table_have_the_same_places_and_scores() -> None:
    import openpyxl

    one = rating()
    wanted = [(r.now.rank, r.now.assessment.score, r.change) for r in one.rated]
    rows = list(csv.DictReader(io.StringIO(rating_csv(one))))
    assert [(int(r["place"]), Fraction(r["score"]), Fraction(r["change"])) for r in rows] == wanted
    records = rating_json(one)["bodies"]
    assert [(r["place"][0], Fraction(r["score"]), Fraction(r["change"])) for r in records] == wanted
    sheet = openpyxl.load_workbook(io.BytesIO(rating_xlsx(one, "ru"))).worksheets[0]
    cells = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [(int(row[1]), Fraction(str(row[3])), Fraction(str(row[6]))) for row in cells] == wanted
    page = [row for table in html_tables(rating_html(one, "ru").encode()) for row in table.rows[1:]]
    said = [(int(row[0]), Fraction(row[2].replace(",", ".")), Fraction(row[5].replace(",", ".").replace("−", "-"))) for row in page]
    assert said == wanted


def test_the_chart_is_sound_says_the_same_and_is_the_same_each_time() -> None:
    one = rating()
    for lang in ("ru", "kk", "en"):
        picture = rating_svg(one, lang)
        assert picture == rating_svg(one, lang)
        root = ET.fromstring(picture)
        tags = {child.tag.rpartition("}")[2] for child in root}
        assert {"title", "desc"} <= tags
        words = next(child.text or "" for child in root if child.tag.endswith("desc"))
        for rated in one.rated:
            assert f"{rated.now.text}. " in words


def test_hostile_names_are_text_in_every_format() -> None:
    body = cohort("cohort-2018").of(2018).bodies[0]
    name = '=HYPERLINK("x")<script>&"'
    one = rating_of(of_bodies("interaction/2018-01", [Body("=1+1", "central", {"ru": name}, body.values, period=2018)]))
    ET.fromstring(rating_svg(one, "ru"))
    assert "<script>" not in rating_html(one, "ru")
    (row,) = csv.DictReader(io.StringIO(rating_csv(one)))
    assert row["name"].startswith("'=")
    assert row["body"].startswith("'=")


@pytest.mark.parametrize("suffix", [".xlsx", ".png", ".csv"])
def test_a_file_of_each_kind_is_written_whole_and_the_same_twice(suffix: str, tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}{suffix}" for n in (1, 2)]
    for path in paths:
        ran = run("rating", GAPS, "-e", "2018-01", "-o", str(path))
        assert (ran.code, ran.out) == (0, f"{path}\n")
    assert paths[0].read_bytes() == paths[1].read_bytes()
    again = run("rating", GAPS, "-e", "2018-01", "-o", str(paths[0]))
    assert again.code == 3
    assert "--force" in again.err


def test_what_cannot_be_asked() -> None:
    assert "1999 года в данных нет; есть 2019, 2020, 2021" in run("rating", YEARS, "--period", "1999").err
    assert "по имени не видно вида файла" in run("rating", YEARS, "-o", "x.pptx").err
    assert run("rating", YEARS, "-e", "nothing").code == 4
    ambiguous = run("rating", YEARS, "--period", "2019")
    assert ambiguous.code == 1
    assert "KZ703" in ambiguous.err


def test_a_year_before_that_two_editions_assess_is_not_compared_with_and_that_is_said() -> None:
    ran = run("rating", YEARS, "--period", "2020")
    assert ran.code == 0
    assert "Изменение" not in ran.out
    assert ran.err.startswith("с прошлым годом не сравнено: 2019 год в линии «interaction» оценивает не одна редакция")
    decided = run("rating", YEARS, "--period", "2020", "--previous-edition", "2019-03", "--format", "json")
    assert json.loads(decided.out)["rating"]["previous"] == {"period": 2019, "edition": "interaction/2019-03"}
    named = run("rating", YEARS, "--period", "2020", "-e", "2020-03", "--format", "json")
    assert json.loads(named.out)["rating"]["previous"] == {"period": 2019, "edition": "interaction/2020-03"}


def test_the_chart_of_the_docs_is_the_one_that_the_command_draws() -> None:
    committed = (ROOT / "examples" / "conclusions" / "rating-2021.svg").read_text(encoding="utf-8")
    assert committed.rstrip("\n") == rating_svg(rating(), "ru")

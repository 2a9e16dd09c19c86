"""Which edition: totals over years and days, exact words where there is none or more than one, and the register of acts."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest
from helpers import ROOT, library, run
from hypothesis import given
from hypothesis import strategies as st

from kzrules.acts import links_to
from kzrules.assessors import assessing_of, near_names
from kzrules.catalogue import Card, Catalogue, acts_of, catalogue_of
from kzrules.catalogue_checks import catalogue_faults, explained_seams, seams
from kzrules.diagnostic import Diagnostic, errors
from kzrules.diagnostic_text import diagnostics_text
from kzrules.library import open_library
from kzrules.which import assessing, edition_for, edition_on, in_force_on

GOLDEN = ROOT / "tests" / "golden"
SHIPPED = catalogue_of(library())[0]
BASE = (GOLDEN / "base.yaml").read_text("utf-8")
OPTIONS = (
    "{confidence: open, question: {ru: К каким годам}, why: {ru: Акт молчит}, default: in_force, options: {in_force: {label: {ru: тот же год}}, "
)


def draft(name: str, in_force: str, applies_to: str, act: str = "V1800000001", orders: str = "", before: str = "") -> str:
    """A small edition with other dates; `before` adds a reading of the assessed period with that option."""
    head, _, rest = BASE.partition("act:")
    body = rest[rest.index("overall:") :]
    head = head.replace("demo/2018-01", name)
    adopted = orders or 'registered: {number: "1", date: 2017-12-27}, adopted: [{by: {ru: Министр}, number: "1", date: 2017-12-20}]'
    if before:
        body = body.replace("readings:\n", f"readings:\n  assessed_period: {OPTIONS}year_before: {{label: {{ru: год до}}, {before}}}}}}}\n")
        applies_to += ", reading: assessed_period"
    return f"{head}act: {{id: {act}, {adopted}}}\nin_force: {{{in_force}}}\napplies_to: {{{applies_to}}}\n{body}"


def folder_of(path: Path, *drafts: str) -> Path:
    (path / "acts.yaml").write_bytes((GOLDEN / "acts.yaml").read_bytes())
    for i, text in enumerate(drafts):
        (path / f"{i}.yaml").write_text(text, "utf-8")
    return path


def catalogue(path: Path, *drafts: str, **choices: str) -> Catalogue:
    found, faults = catalogue_of(open_library(folder_of(path, *drafts)), choices=choices)
    assert not errors(faults), diagnostics_text(faults, {})
    return found


FIRST = draft("demo/2018-01", "from: 2018-01-10, until: 2019-03-10", "from: 2018, until: 2019", before="from: 2017, until: 2018")
SECOND_ORDERS = 'adopted: [{by: {ru: Министр}, number: "1", date: 2017-12-20}], restated: [{by: {ru: Министр}, number: "2", date: 2019-03-05}]'
SECOND = draft("demo/2019-03", "from: 2019-03-15, until: 2020-03-18", "from: 2019, until: 2020", orders=SECOND_ORDERS)


# ── the shipped library ──


def test_every_year_of_every_line_has_one_edition_or_a_named_reason() -> None:
    for line in SHIPPED.lines:
        for year in range(2016, 2027):
            named(edition_for(SHIPPED, line, year), {"KZ701", "KZ703"}, len(assessing(SHIPPED, line, year)))


@given(st.dates(date(2016, 1, 1), date(2026, 12, 31)))
def test_every_day_of_every_line_has_one_edition_or_a_named_reason(day: date) -> None:
    for line in SHIPPED.lines:
        named(edition_on(SHIPPED, line, str(day)), {"KZ702", "KZ704"}, len(in_force_on(SHIPPED, line, str(day))))


def named(found: Card | Diagnostic, codes: set[str], holding: int) -> None:
    assert isinstance(found, Card) == (holding == 1)
    if isinstance(found, Diagnostic):
        assert found.code in codes
        assert all(found.message(lang) and found.hint(lang) and "{" not in found.message(lang) + found.hint(lang) for lang in ("ru", "en"))


def test_until_is_excluded_in_both_axes() -> None:
    def on(day: str) -> str:
        found = edition_on(SHIPPED, "interaction", day)
        return found.id if isinstance(found, Card) else found.code

    assert [on(day) for day in ("2018-01-09", "2018-01-10", "2019-03-14", "2019-03-15", "2020-03-17", "2020-03-18")] == [
        "interaction/2017-02",
        "interaction/2018-01",
        "interaction/2018-01",
        "interaction/2019-03",
        "interaction/2019-03",
        "KZ702",
    ]
    found = edition_for(SHIPPED, "interaction", 2018)
    assert isinstance(found, Card)
    assert found.id == "interaction/2018-01"


def test_a_card_says_what_its_edition_says() -> None:
    for card in SHIPPED.cards:
        edition = library().load(card.id)
        assert (card.in_force.first, card.in_force.until) == edition.in_force
        assert (card.applies_to.first, card.applies_to.until) == edition.applies_to
        assert (card.sha256, card.title, card.act, card.line) == (edition.sha256, edition.title, edition.act.id, edition.line)


def test_the_shipped_editions_agree_with_the_register_of_acts() -> None:
    assert catalogue_faults(SHIPPED) == []
    assert all(card.act in SHIPPED.acts.cards for card in SHIPPED.cards)


def test_the_repeal_of_the_2017_technique() -> None:
    ((order, link),) = links_to(acts_of(library()), "V1700014795", "repeals")
    assert link.start == "2020-03-18"
    assert [s.number for s in order.adopted] == ["43", "37", "86/НҚ"]
    assert [link.start for _, link in links_to(acts_of(library()), "V1700014795", "restates")] == ["2018-01-10", "2019-03-15"]


# ── words ──


def test_choices_move_the_years_and_are_ignored_where_they_are_not_known(tmp_path: Path) -> None:
    one = catalogue(tmp_path, FIRST, SECOND, assessed_period="year_before")
    assert [(card.applies_to.first, card.applies_to.until) for card in one.cards] == [("2017", "2018"), ("2019", "2020")]


def golden(name: str, faults: list[Diagnostic], folder: Path) -> None:
    sources = {str(path): path.read_text("utf-8") for path in folder.glob("*.yaml")}
    text = "\n\n── en ──\n\n".join(diagnostics_text(faults, sources, lang) for lang in ("ru", "en")) + "\n"
    text = text.replace(f"{folder}/", "").replace(str(folder), ".")
    path = GOLDEN / "messages" / f"{name}.txt"
    if os.environ.get("KZRULES_UPDATE_GOLDEN"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def fault(found: Card | Diagnostic) -> Diagnostic:
    assert isinstance(found, Diagnostic)
    return found


def test_no_edition_names_the_nearest_and_why(tmp_path: Path) -> None:
    found = catalogue(tmp_path, FIRST, SECOND)
    golden("catalogue-no-year", [fault(edition_for(found, "demo", year)) for year in (2016, 2020)], tmp_path)
    golden("catalogue-no-day", [fault(edition_on(found, "demo", day)) for day in ("2018-01-09", "2019-03-12", "2020-03-18")], tmp_path)
    golden("catalogue-no-line", [fault(edition_for(found, "demmo", 2018))], tmp_path)


def test_several_editions_are_listed_with_the_readings_that_put_them_there(tmp_path: Path) -> None:
    second = draft("demo/2019-03", "from: 2019-03-01", "from: 2018", before="from: 2019")
    found = catalogue(tmp_path, FIRST, second)
    golden("catalogue-several", [fault(edition_for(found, "demo", 2018)), fault(edition_on(found, "demo", "2019-03-05"))], tmp_path)
    assert isinstance(edition_for(catalogue(tmp_path, FIRST, second, assessed_period="year_before"), "demo", 2017), Card)


def test_a_choice_that_no_edition_knows(tmp_path: Path) -> None:
    found, faults = catalogue_of(
        open_library(folder_of(tmp_path, FIRST, SECOND)), choices={"asessed_period": "year_before", "assessed_period": "year_befor"}
    )
    assert len(found.cards) == 2
    golden("catalogue-unknown-choice", faults, tmp_path)


def test_gaps_and_overlaps_are_issues_unless_the_register_explains_them(tmp_path: Path) -> None:
    assert catalogue_faults(catalogue(tmp_path, FIRST, SECOND)) == []
    assert len(explained_seams(catalogue(tmp_path, FIRST, SECOND), "en")) == 1
    third = draft("demo/2021-01", "from: 2020-02-01, until: 2020-03-18", "from: 2021", orders=SECOND_ORDERS)
    faults = catalogue_faults(catalogue(tmp_path, FIRST, SECOND, third))
    assert [d.severity for d in faults] == ["medium", "low"]
    golden("catalogue-seams", faults, tmp_path)


def test_an_edition_within_another_leaves_no_gap_behind(tmp_path: Path) -> None:
    whole = draft("demo/2018-01", "from: 2018-01-10, until: 2020-03-18", "from: 2018, until: 2021")
    within = draft("demo/2018-02", "from: 2018-02-01, until: 2018-03-01", "from: 2018, until: 2019")
    after = draft("demo/2020-01", "from: 2020-03-18, until: 2020-04-01", "from: 2021")
    assert {seam.what for seam in seams(catalogue(tmp_path, whole, within, after))} == {"overlap"}


def test_an_edition_that_contradicts_the_register(tmp_path: Path) -> None:
    wrong = 'registered: {number: "11", date: 2017-12-28}, adopted: [{by: {ru: Министр}, number: "1", date: 2017-12-21}]'
    editions = (
        draft("demo/2017-12", "from: 2017-12-19, until: 2018-01-10", "from: 2017, until: 2018", orders=wrong),
        draft("demo/2018-01", "from: 2018-01-10, until: 2019-03-15", "from: 2018, until: 2019", act="V1800000002"),
        draft("demo/2019-03", "from: 2019-03-15", "from: 2019", orders=SECOND_ORDERS.replace('"2"', '"22"')),
    )
    faults = catalogue_faults(catalogue(tmp_path, *editions))
    assert {d.code for d in faults} == {"KZ721", "KZ722", "KZ723", "KZ724"}
    golden("catalogue-against-the-register", faults, tmp_path)


def test_a_date_that_is_no_day_keeps_an_edition_out(tmp_path: Path) -> None:
    _, faults = catalogue_of(open_library(folder_of(tmp_path, FIRST.replace("2019-03-10", "2019-02-30"))))
    assert [d.code for d in faults] == ["KZ733"]


# ── the command line ──


def test_list_by_day_and_year() -> None:
    assert "interaction/2018-01" in run("list", "--as-of", "2018-05-01").out
    assert "interaction/2017-02" not in run("list", "--as-of", "2018-05-01").out
    assert json.loads(run("list", "--period", "2017", "--format", "json").out)[0]["id"] == "interaction/2017-02"
    gap = run("list", "--as-of", "2020-03-20", "--line", "interaction")
    assert gap.code == 4
    assert "KZ702" in gap.err
    assert "утратила силу 18.03.2020" in gap.err
    moved = json.loads(run("list", "--period", "2016", "--line", "interaction", "--reading", "assessed_period=year_before", "--format", "json").out)
    assert [card["id"] for card in moved] == ["interaction/2017-02"]
    assert run("list", "--line", "nothing").code == 4
    assert run("list", "--as-of", "01.05.2018").out == run("list", "--as-of", "2018-05-01").out
    ran = run("list", "--as-of", "2018-02-30")
    assert ran.code == 2
    assert "«2018-02-30»: нужен день: 2024-10-15 или 15.10.2024" in ran.err
    assert run("list", "--reading", "assessed_period=nobody").code == 1


def test_check_speaks_of_the_editions_together(tmp_path: Path) -> None:
    folder_of(tmp_path, FIRST, SECOND)
    fine = run("--methodologies", str(tmp_path), "check")
    assert fine.code == 0
    assert "Прежняя утратила силу раньше новой" in fine.err
    folder_of(tmp_path, FIRST, SECOND, draft("demo/2020-03", "from: 2020-03-18", "from: 2020"))
    assert "KZ724" in run("--methodologies", str(tmp_path), "check").err
    assert run("check", str(ROOT / "methodologies" / "acts.yaml")).code == 0


def test_a_faulty_register_is_said(tmp_path: Path) -> None:
    folder_of(tmp_path, FIRST)
    (tmp_path / "acts.yaml").write_text("acts: 5\n", "utf-8")
    assert "KZ103" in run("--methodologies", str(tmp_path), "check").err
    assert run("--methodologies", str(tmp_path), "list").code == 1


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_the_timeline_as_text_and_as_svg(lang: str, tmp_path: Path) -> None:
    text = run("--lang", lang, "timeline").out
    assert "✕ V1700014795" in text
    assert "2020-03-18" in text
    path = tmp_path / "years.svg"
    assert run("--lang", lang, "timeline", "--svg", "-o", str(path)).code == 0
    root = ET.fromstring(path.read_text("utf-8"))
    shown = " ".join(root.itertext())
    assert all(card.id.partition("/")[2] in shown for card in SHIPPED.cards)
    assert "prefers-color-scheme: dark" in shown
    assert run("timeline", "--svg", "-o", str(path)).code == 3
    assert run("timeline", "--svg", "-o", str(tmp_path / "no" / "x.svg")).code == 3
    assert "organizational" not in run("timeline", "--line", "interaction").out


def test_who_assesses_whom() -> None:
    whole = run("assessors", "-e", "2018-01").out
    assert "Композитные государственные услуги" in whole
    assert "пункты 6, 24, 73" in whole
    rows = json.loads(run("assessors", "-e", "2018-01", "--format", "json").out)
    assert len(rows) == len(library().load("2018-01").assessors)


def test_a_body_named_in_the_act_is_assessed_as_named_and_else_by_the_general_rule() -> None:
    edition = library().load("2019-03")
    named_rows = [(row.who["ru"], [path for path, _ in row.scope]) for row in assessing_of(edition, "агентство")]
    assert named_rows == [
        ("Администрация Президента", ["services"]),
        ("Администрация Президента", ["openness"]),
        ("Комитет по правовой статистике и специальным учетам", ["complaints"]),
    ]
    assert all(not row.named for row in assessing_of(edition, "Министерство финансов"))
    assert near_names(edition, "Агентство по делам государственной службы") == ["Агентство"]
    assert "возможно" in run("assessors", "-e", "2019-03", "--body", "Агентство по делам").err

"""The shipped procedures: sound, cited, of acts and editions that there are; and every fault that a file may have, whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import ROOT, library

from kzrules.acts import acts_from_bytes
from kzrules.diagnostic import Diagnostic
from kzrules.diagnostic_text import diagnostics_text
from kzrules.item_ranges import numbers_of
from kzrules.procedures.calendar_file import calendar_from_bytes
from kzrules.procedures.procedure import Procedure
from kzrules.procedures.procedure_files import open_late_reports, open_procedures, procedure_from_bytes

PROCEDURES = open_procedures()
ACTS = acts_from_bytes((ROOT / "methodologies/acts.yaml").read_bytes(), "acts.yaml")[0]
HEAD = """\
procedure: demo
act: law-2013-88-v
label: {ru: Порядок}
events:
  registered: {label: {ru: Зарегистрировано}}
"""


@pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=lambda p: p.id)
def test_a_procedure_speaks_of_acts_editions_and_facts_that_there_are(procedure: Procedure) -> None:
    assert ACTS is not None
    assert Path(procedure.file).stem == procedure.id
    assert {procedure.act, procedure.amended_by} - {""} <= set(ACTS.cards)
    assert set(procedure.editions) <= set(library().files)
    assert {fact for reports in procedure.reports.values() for fact in reports.facts.values()} <= set(library().dictionary.facts)
    for rule in procedure.rules.values():
        assert set(rule.label) == {"ru", "kk", "en"}, rule.id
        assert rule.cite.text(), rule.id


@pytest.mark.parametrize("procedure", [p for p in PROCEDURES.values() if p.editions], ids=lambda p: p.id)
def test_a_rule_cites_an_item_that_the_text_of_its_edition_has(procedure: Procedure) -> None:
    assert ACTS is not None
    text = ACTS.cards[procedure.amended_by or procedure.act].text
    for rule in procedure.rules.values():
        if text is not None:
            assert numbers_of(rule.cite.item) <= text.items, rule.id


def test_an_edition_without_a_printed_term_has_none() -> None:
    first = PROCEDURES["interaction-2017-02"]
    assert "commission-decision" not in first.rules
    assert any("15" in said.label["ru"] for said in first.unprinted)
    assert "commission-decision" in PROCEDURES["interaction-2018-01"].rules


def test_every_event_starts_a_term_by_some_reading() -> None:
    for procedure in PROCEDURES.values():
        started = {procedure.event_of(rule, {}) for rule in procedure.rules.values()}
        started |= {str(o.changes.get("start")) for r in procedure.readings.values() for o in r.options.values()}
        assert set(procedure.events) <= started, procedure.id


def test_the_readings_about_reports_are_two() -> None:
    assert set(open_late_reports()) == {"several_reports", "some_absent"}


def said(faults: list[Diagnostic], text: str, name: str) -> str:
    return diagnostics_text(faults, {name: text}) + "\n\n" + diagnostics_text(faults, {}, "en") + "\n"


def test_a_term_from_an_unknown_event() -> None:
    text = HEAD + "rules:\n  answered: {label: {ru: Ответить}, from: registred, within: {working_days: 5}, cite: {article: 25, item: 2}}\n"
    procedure, faults = procedure_from_bytes(text.encode(), "demo.yaml")
    assert procedure is None
    assert (
        said(faults, text, "demo.yaml")
        == """\
demo.yaml:7:43: ошибка KZ850: срок «answered» идёт от «registred», а такого события или срока в этом порядке нет
    7 |   answered: {label: {ru: Ответить}, from: registred, within: {working_days: 5}, cite: {article: 25, item: 2}}
                                                  ^~~~~~~~~
  = статья 25, пункт 2
  → возможно, имелось в виду: «registered»

demo.yaml:7:43: error KZ850: the term “answered” runs from “registred”, but this procedure has no such event or term
  = article 25, item 2
  → did you mean: «registered»
"""
    )


def test_terms_in_a_circle() -> None:
    text = HEAD + (
        "rules:\n"
        "  first: {label: {ru: Первое}, from: second, within: {working_days: 5}, cite: {item: 1}}\n"
        "  second: {label: {ru: Второе}, from: first, within: {working_days: 3}, cite: {item: 2}}\n"
    )
    procedure, faults = procedure_from_bytes(text.encode(), "demo.yaml")
    assert procedure is None
    assert (
        said(faults, text, "demo.yaml")
        == """\
demo.yaml:7:3: ошибка KZ851: сроки отсчитаны друг от друга по кругу: first → second → first
    7 |   first: {label: {ru: Первое}, from: second, within: {working_days: 5}, cite: {item: 1}}
          ^~~~~
  = пункт 1
  → один из них должен идти от события

demo.yaml:7:3: error KZ851: terms are counted from one another in a circle: first → second → first
  = item 1
  → one of them must run from an event
"""
    )


def test_a_day_that_stands_twice() -> None:
    text = "days_off: [{day: 2026-01-05}]\nworking_days: [{day: 2026-01-05}, {day: 2026-02-30}]\n"
    file, faults = calendar_from_bytes(text.encode(), "calendar.yaml")
    assert file is None
    assert [fault.code for fault in faults] == ["KZ733"]
    text = text.replace("2026-02-30", "2026-02-28")
    file, faults = calendar_from_bytes(text.encode(), "calendar.yaml")
    assert file is None
    assert (
        said(faults, text, "calendar.yaml")
        == """\
calendar.yaml:2:22: ошибка KZ852: день 2026-01-05 стоит в календаре дважды
    2 | working_days: [{day: 2026-01-05}, {day: 2026-02-28}]
                             ^~~~~~~~~~
  → оставьте его один раз: либо выходным, либо рабочим

calendar.yaml:2:22: error KZ852: the day 2026-01-05 stands twice in the calendar
  → keep it once: either off or working
"""
    )


@pytest.mark.parametrize(
    ("with_", "code"),
    [
        ("within: {workdays: 5}", "KZ101"),
        ("within: {working_days: 5, months: 1}", "KZ103"),
        ("within: {working_days: five}", "KZ103"),
        ("note: {ru: без срока}", "KZ102"),
        ("within: {working_days: 5}, reading: nothing", "KZ211"),
    ],
)
def test_a_limit_that_is_not_written_as_agreed(with_: str, code: str) -> None:
    text = HEAD + f"rules:\n  answered: {{label: {{ru: Ответить}}, from: registered, {with_}, cite: {{item: 1}}}}\n"
    procedure, faults = procedure_from_bytes(text.encode(), "demo.yaml")
    assert procedure is None
    assert code in [fault.code for fault in faults]

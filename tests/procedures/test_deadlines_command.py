"""The command `deadlines` as a jurist meets it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
from helpers import ROOT, run

from kzrules.shape import schema

pytest.importorskip("holidays", reason="extra [calendar] is not installed")
COMPLAINT = ("deadlines", "--event", "complaint-registered", "--on")


def test_without_arguments_it_lists_every_procedure_and_event() -> None:
    ran = run("deadlines")
    assert ran.code == 0
    for name in ("law-on-public-services", "complaint-registered", "state-control", "report-period", "interaction-2017-02"):
        assert name in ran.out


@pytest.mark.parametrize("name", ["law-2013-88-v", "law-on-public-services", "interaction/2018-01", "2018-01", "V1600014740"])
def test_a_procedure_is_found_by_its_name_its_act_and_its_edition(name: str) -> None:
    ran = run("deadlines", "--act", name)
    assert ran.code == 0
    assert "События (--event)" in ran.out


def test_what_an_edition_does_not_print_is_said() -> None:
    ran = run("deadlines", "--act", "interaction-2017-02")
    assert "Не печатано" not in ran.out
    assert "Не напечатано\n  - Срок решения специальной комиссии" in ran.out
    assert "не менее 5 человек" in ran.out


def test_a_date_is_given_with_its_place_in_the_act_and_how_it_was_counted() -> None:
    assert (
        run(*COMPLAINT, "26.04.2024").out.split("\n\n")[1]
        == """\
не позднее 04.05.2024, суббота
    Рассмотреть жалобу
    статья 25, пункт 2: 5 рабочих дней
    кто: государственный орган, услугодатель, центр обслуживания
    не считаются: выходных 2; 01.05 — Праздник единства народа Казахстана
    считаются рабочими: 04.05 — рабочий день взамен перенесённого
    иначе 03.05.2024, пятница: --reading first_day=included"""
    )


def test_it_speaks_kazakh_and_english() -> None:
    assert "25-бап, 2-тармақ" in run("--lang", "kk", *COMPLAINT, "2024-04-26").out
    assert "article 25, item 2: 5 working days" in run("--lang", "en", *COMPLAINT, "2024-04-26").out


def test_an_option_of_a_reading_changes_the_date() -> None:
    ran = run(*COMPLAINT, "2024-04-26", "--reading", "first_day=included")
    assert "не позднее 03.05.2024, пятница" in ran.out
    assert "принято: included" in ran.out


def test_machine_forms_agree() -> None:
    whole = json.loads(run(*COMPLAINT, "2024-04-26", "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(run(*COMPLAINT, "2024-04-26", "--format", "csv").out)))
    assert [(d["rule"], d["due"]) for d in whole["dues"]] == [(row["rule"], row["due"]) for row in rows]
    assert whole["dues"][0]["citation"] == {"article": "25", "item": "2"}
    assert whole["dues"][0]["rests_on"] == [{"reading": "first_day", "chosen": "excluded", "otherwise": {"included": "2024-05-03"}}]


def test_the_json_follows_its_schema() -> None:
    for event, moment in (("complaint-registered", "2024-04-26"), ("report-period", "2024Q3"), ("plan-year", "2025"), ("measure-ends", "2020-03-02")):
        whole = json.loads(run("deadlines", "--event", event, "--on", moment, "--format", "json").out)
        jsonschema.validate(whole, schema("deadlines"))
        assert whole["before_the_wording"] == (moment == "2020-03-02")


def test_an_event_before_the_wording_that_was_read_is_cautioned() -> None:
    assert "Осторожно: прочитанное изложение принято 25.06.2024" in run("deadlines", "--event", "measure-ends", "--on", "2020-03-02").out
    assert "Осторожно" not in run("deadlines", "--event", "measure-ends", "--on", "2024-09-16").out


def test_the_calendar_entries_are_those_of_rfc_5545(tmp_path: Path) -> None:
    path = tmp_path / "terms.ics"
    assert run(*COMPLAINT, "2024-04-26", "--format", "ics", "-o", str(path)).code == 0
    data = path.read_bytes()
    lines = data.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert lines.count(b"BEGIN:VEVENT") == 4
    assert b"DTSTART;VALUE=DATE:20240504" in lines
    unfolded = data.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:Рассмотреть жалобу\\, если срок в 5 дней продлён" in unfolded


def test_a_term_beyond_the_calendar_is_refused_and_a_file_of_days_helps() -> None:
    ran = run(*COMPLAINT, "2026-12-30")
    assert ran.code == 1
    assert ran.out == ""
    assert "ошибка KZ853: срок «complaint-considered» от 2026-12-30 выходит за календарь: известны дни с 01.01.2013 по 31.12.2026" in ran.err
    assert "→ добавьте недостающие годы файлом --calendar: years: [год], days_off и working_days по решению Правительства" in ran.err
    ran = run(*COMPLAINT, "2026-12-30", "--calendar", str(ROOT / "examples/registers/calendar.yaml"))
    assert ran.code == 0
    assert "не позднее 12.01.2027, вторник" in ran.out
    assert run(*COMPLAINT, "1999-01-01").code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--event", "complaint-registred", "--on", "2024-04-26"),
            "события «complaint-registred» нет; возможно, имелось в виду: «complaint-registered»",
        ),
        (("--event", "conclusion-received", "--on", "2024-04-26"), "назовите один: --act interaction-2017-02"),
        (("--event", "complaint-registered", "--on", "31.04.2024"), "нужен день: 2024-10-15 или 15.10.2024"),
        (("--event", "report-period", "--on", "2024Q5"), "нужен период: 2024Q3"),
        (("--event", "complaint-registered"), "--event и --on нужны вместе"),
        (("--act", "law-2013-88"), "возможно, имелось в виду: «law-2013-88-v»"),
        (("--format", "ics"), "нужны даты"),
        (("--event", "complaint-registered", "--on", "2024-04-26", "--reading", "first=included"), "чтения «first» нет"),
        (("--event", "complaint-registered", "--on", "2024-04-26", "--reading", "first_day=yes"), "у чтения «first_day» нет варианта «yes»"),
    ],
)
def test_what_it_cannot_do_is_said(arguments: tuple[str, ...], said: str) -> None:
    ran = run("deadlines", *arguments)
    assert ran.code == 2
    assert said in " ".join(ran.err.split())

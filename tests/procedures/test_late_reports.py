"""Late, absent and incomplete reports become the facts that an edition deducts for, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from helpers import ROOT, run
from test_procedure_files import PROCEDURES, said

from kzrules.procedures.calendar import work_calendar
from kzrules.procedures.deadlines import Counting
from kzrules.procedures.late_reports import facts_of_reports, reports_from_bytes
from kzrules.procedures.procedure import Procedure
from kzrules.procedures.procedure_files import open_counting, open_late_reports
from kzrules.values import FactValue, NotApplicable

pytest.importorskip("holidays", reason="extra [calendar] is not installed")
EDITION = "organizational-development/2020-01"
EXAMPLE = ROOT / "examples/registers/reports-2019.yaml"
READINGS = {**open_counting(), **open_late_reports()}


def facts(reports: str, procedures: Mapping[str, Procedure] = PROCEDURES, edition: str = EDITION, **choices: str) -> Mapping[str, FactValue]:
    text = f"year: 2019\nreporting:\n  - body: min-museums\n    kind: central\n    reports: [{reports}]\n"
    filed, faults = reports_from_bytes(text.encode(), "reports.yaml", edition, procedures)
    assert not faults, said(faults, text, "reports.yaml")
    assert filed is not None
    bodies, faults = facts_of_reports(filed, procedures, Counting(work_calendar(), READINGS, choices))
    assert not faults, said(faults, text, "reports.yaml")
    return {name.removesuffix("_personnel"): value for name, value in bodies[0].values.items()}


def report(filed: str, more: str = "", due: str = "2020-02-03", direction: str = "personnel") -> str:
    return f"{{direction: {direction}, form: приложение, due: {due}, filed: {filed}{more}}}"


def test_a_report_in_time_costs_nothing() -> None:
    assert facts(report("2020-02-03")) == {"report_days_late": 0, "report_absent": False, "incomplete_reports": 0, "incomplete_parts": 0}


def test_lateness_is_counted_in_calendar_days() -> None:
    assert facts(report("2020-02-10"))["report_days_late"] == 7


def test_lateness_in_working_days_where_a_redaction_counts_them() -> None:
    procedure = PROCEDURES["organizational-development-2020-01"]
    reports = {name: replace(part, unit="working_days") for name, part in procedure.reports.items()}
    later = {procedure.id: replace(procedure, reports=reports)}
    assert facts(report("2020-02-10"), later)["report_days_late"] == 5
    assert facts(report("2020-02-08"), later)["report_days_late"] == 5  # подан в субботу: как в понедельник


def test_a_direction_without_any_report_is_absent_and_not_late() -> None:
    found = facts(report("absent"))
    assert found["report_absent"] is True
    assert found["report_days_late"] is NotApplicable


def test_one_absent_report_of_several_is_a_missing_part_unless_read_otherwise() -> None:
    two = report("2020-02-05") + ", " + report("absent")
    assert facts(two) == {"report_days_late": 2, "report_absent": False, "incomplete_reports": 1, "incomplete_parts": 1}
    assert facts(two, some_absent="absent") == {"report_days_late": 2, "report_absent": True, "incomplete_reports": 0, "incomplete_parts": 0}


def test_several_late_reports_give_the_longest_lateness_unless_read_otherwise() -> None:
    two = report("2020-02-05") + ", " + report("2020-02-06")
    assert facts(two)["report_days_late"] == 3
    assert facts(two, several_reports="sum")["report_days_late"] == 5


def test_missing_parts_are_counted() -> None:
    found = facts(report("2020-02-03", ", missing: [приложение 4, 'строка 3']"))
    assert (found["incomplete_reports"], found["incomplete_parts"]) == (1, 2)


def test_an_edition_that_deducts_only_for_incompleteness_gets_only_that() -> None:
    found = facts(report("2020-02-10", ", missing: [таблица 1]", direction="services"), edition="interaction/2021-04")
    assert found == {"incomplete_reports_services": 1}


def test_a_due_day_may_come_from_a_term_and_a_period() -> None:
    text = "{direction: personnel, form: 1-мк, term: 'state-control:report-1-mk', period: 2019Q4, filed: 2020-01-17}"
    assert facts(text)["report_days_late"] == 2


@pytest.mark.parametrize(
    ("reports", "edition", "expected"),
    [
        (
            report("2020-02-06"),
            "interaction/2018-01",
            "reports.yaml:1:1: ошибка KZ854: редакция interaction/2018-01 не снимает баллов за опоздание, отсутствие "
            "и неполноту отчётов: фактов для неё нет\n"
            "  → снимают баллы: interaction/2021-04, organizational-development/2020-01",
        ),
        (
            report("2020-02-06", direction="personel"),
            EDITION,
            "reports.yaml:5:27: ошибка KZ855: направления «personel» с отчётами в organizational-development/2020-01 нет\n"
            "  → возможно, имелось в виду: «personnel»",
        ),
        (
            "{direction: personnel, form: приложения 1–7, filed: 2020-02-06}",
            EDITION,
            "reports.yaml:5:15: ошибка KZ856: неизвестно, когда истекал срок отчёта «приложения 1–7»: нет ни due, ни term\n"
            "  → напишите due: дату из Графика оценки, или term: порядок:срок и period: период",
        ),
        (
            "{direction: personnel, form: 1-мк, term: 'state-control:report-9-mk', period: 2019Q4, filed: 2020-02-06}",
            EDITION,
            "reports.yaml:5:15: ошибка KZ856: неизвестно, когда истекал срок отчёта «1-мк»: срока «state-control:report-9-mk» среди порядков нет\n"
            "  → напишите due: дату из Графика оценки, или term: порядок:срок и period: период",
        ),
        (
            report("2020-02-03", ", incomplete: true"),
            EDITION,
            "reports.yaml:5:104: ошибка KZ859: отчёт «приложение» и подан 2020-02-03, и назван неполным без перечня недостающего\n"
            "  → перечислите недостающее в missing: [приложение 4, строка 3]: от этого зависит вычет",
        ),
    ],
    ids=["KZ854", "KZ855", "KZ856", "KZ856-term", "KZ859"],
)
def test_what_is_said_of_a_report_that_cannot_be_used(reports: str, edition: str, expected: str) -> None:
    text = f"year: 2019\nreporting:\n  - body: min-museums\n    kind: central\n    reports: [{reports}]\n"
    filed, faults = reports_from_bytes(text.encode(), "reports.yaml", edition, PROCEDURES)
    if filed is not None:
        faults += facts_of_reports(filed, PROCEDURES, Counting(work_calendar(), READINGS, {}))[1]
    assert said(faults, "", "other").partition("\n\n")[0] == expected


def test_the_facts_are_evaluated_with_the_deductions_of_the_edition(tmp_path: Path) -> None:
    out = tmp_path / "facts.yaml"
    assert run("late-reports", str(EXAMPLE), "-e", EDITION, "-o", str(out)).code == 0
    assert run("check", str(out)).code == 0
    ran = run("explain", str(out), "personnel_management", "-e", EDITION, "--body", "min-river-transport")
    assert ran.code == 0
    assert "вычет: несвоевременная отчетная информация = 3, предел 5 (пункты 22–23)" in ran.out
    assert "вычет: отсутствие отчетной информации = 0 " in ran.out


def test_facts_are_added_to_a_file_or_refused(tmp_path: Path) -> None:
    facts_file, out = tmp_path / "facts.yaml", tmp_path / "more.yaml"
    head = "period: 2019\nbodies:\n"
    record = "  - {body: %s, kind: %s, facts: {%s}}\n"
    facts_file.write_text(
        head
        + record % ("min-river-transport", "central", 'avg_staff: 100, report_days_late_personnel: "-"')
        + record % ("min-museums", "central", "incomplete_parts_personnel: 2")
        + record % ("akimat-altyndala", "local", "work_days: 247"),
        encoding="utf-8",
    )
    text = facts_file.read_text(encoding="utf-8").replace("avg_staff: 100, ", "").replace("work_days: 247", "working_days: 247")
    facts_file.write_text(text, encoding="utf-8")
    ran = run("late-reports", str(EXAMPLE), "-e", EDITION, "--into", str(facts_file), "-o", str(out))
    assert ran.code == 0, ran.err
    bodies = {b["body"]: b["facts"] for b in yaml.safe_load(out.read_text(encoding="utf-8"))["bodies"]}
    assert bodies["min-river-transport"]["report_days_late_personnel"] == 3
    assert bodies["akimat-altyndala"]["working_days"] == 247
    facts_file.write_text(
        text.replace("incomplete_parts_personnel: 2", "incomplete_parts_personnel: 3").replace("akimat-altyndala", "akimat-altyndal"),
        encoding="utf-8",
    )
    ran = run("late-reports", str(EXAMPLE), "-e", EDITION, "--into", str(facts_file), "-o", str(tmp_path / "no.yaml"))
    assert ran.code == 1
    assert not (tmp_path / "no.yaml").exists()
    assert "ошибка KZ857: у органа min-museums за 2019 факт «incomplete_parts_personnel» уже есть и равен 3, а выведено 2" in ran.err
    assert 'решите, что верно: исправьте файл или напишите в нём «incomplete_parts_personnel: "-"», и он будет дополнен' in ran.err
    assert "ошибка KZ858: орган akimat-altyndala (local) за 2019 в файле фактов не найден: такого органа там нет" in ran.err
    assert "возможно, имелось в виду: «akimat-altyndal»" in ran.err


def test_a_body_of_another_kind_or_year_is_not_the_body(tmp_path: Path) -> None:
    facts_file = tmp_path / "facts.yaml"
    facts_file.write_text(
        "period: 2018\nbodies:\n  - {body: min-museums, kind: central, facts: {working_days: 247}}\n"
        "  - {body: min-river-transport, period: 2019, kind: local, facts: {working_days: 247}}\n",
        encoding="utf-8",
    )
    ran = run("late-reports", str(EXAMPLE), "-e", EDITION, "--into", str(facts_file))
    assert ran.code == 1
    assert "есть годы 2018" in ran.err
    assert "там он записан как local" in ran.err

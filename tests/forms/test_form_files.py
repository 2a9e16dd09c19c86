"""The shipped form files against what the acts print: rows and columns by count, deadlines, sums, and the facts that they feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from kzrules.acts import acts_from_bytes
from kzrules.dictionary import FactSpec
from kzrules.forms.feeds import facts_of
from kzrules.forms.filing import CellKey, CellValue, Filing, LineKey
from kzrules.forms.form import Column, Feed, Form, Section
from kzrules.forms.form_files import form_from_bytes
from kzrules.forms.periods import Period
from kzrules.forms.totals import with_totals
from kzrules.program import Kind
from kzrules.reading_nodes import Labels
from kzrules.values import FactValue
from tests.helpers import ROOT, library

FILES = sorted((ROOT / "methodologies").glob("*/forms/*.yaml"))
PRINTED: Mapping[str, Mapping[str, tuple[int, int]]] = {  # section: rows, columns; counted in the sources, the name column left out
    "1-mk/2024-06": {"control": (42, 4), "rendered": (8, 8), "breaches": (15, 8), "complaints": (13, 4), "outreach": (2, 4)},
    "2-mk/2024-06": {"services": (3, 13)},
    "3-mk/2024-06": {"services": (3, 13)},
    "4-mk/2024-06": {"services": (2, 9)},
    "openness-report/2018-01": {"central": (4 + 4 + 11 + 5 + 3, 1), "local": (4 + 4 + 5 + 4 + 3, 1)},  # four indicators and their lines
    "openness-report/2019-03": {"data": (2, 1), "budget_central": (11, 1), "budget_local": (4, 1), "legal_acts": (3, 1), "dialogue": (2, 1)},
    "openness-report/2020-03": {
        "data": (3, 1),
        "budget_central": (8, 1),
        "budget_local": (5, 1),
        "legal_acts": (4, 1),
        "dialogue": (4, 1),
        "subordinate": (3, 1),
    },
    "disagreements/2017-02": {"objections": (1, 4), "total": (1, 1)},
    "disagreements/2020-03": {"objections": (1, 3), "total": (1, 1)},
    "disagreements-od/2020-01": {"objections": (1, 4), "total": (3, 1)},
    "exit-interview-results/2020-01": {"interviews": (8, 3)},  # rows 1, 1.1, 1.1.1, 1.2, 2, 2.1, 2.2, total
    "competition-observers/2020-01": {"held": (3, 4), "total": (3, 1)},
    "promotions/2020-01": {"promoted": (7, 5), "total": (3, 1)},
    "staff-numbers/2020-01": {"quarters": (1, 5), "months": (9, 13)},  # A3-A10 and one of ours
    "long-service/2020-01": {"a": (7, 1), "a_total": (1, 1), "b": (1, 1), "b_total": (1, 1), "c": (1, 1), "c_total": (1, 1)},
    "training/2020-01": {"a": (3, 3), "a_total": (1, 4), "b": (3, 4), "b_total": (1, 4), "c": (3, 4), "c_total": (1, 4)},
    "staff-quality/2020-01": {"quality": (8, 8)},
    "it-report/2020-01": {"integration": (1, 5), "currency": (1, 2), "unused": (1, 3), "functions": (1, 4)},
    "it-contracts/2020-01": {"contracts": (1, 11 + 4)},  # card lines 2-12, and the status (13) as four marks
    "staff-survey/2020-01": {"answers": (1, 34 + 3)},  # 34 questions; sex, post, length of service
    "exit-interview/2020-01": {"interviews": (1, 12 + 2)},  # 12 questions, two of them with "other"
}
TRANSLATED = ("ru", "kk", "en")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "methodologies").as_posix()


@cache
def form_in(path: Path) -> Form:
    form, _ = form_from_bytes(path.read_bytes(), name_of(path), library().dictionary)
    assert form is not None
    return form


def form(name: str) -> Form:
    return next(form for form in map(form_in, FILES) if form.id == name)


each_file = pytest.mark.parametrize("path", FILES, ids=name_of)


@each_file
def test_a_form_file_has_neither_faults_nor_issues(path: Path) -> None:
    _, found = form_from_bytes(path.read_bytes(), name_of(path), library().dictionary)
    assert [f"{fault.place}: {fault.message()}" for fault in found] == []


def test_every_form_is_here_once_and_no_other() -> None:
    assert sorted(form.id for form in map(form_in, FILES)) == sorted(PRINTED)


@each_file
def test_rows_and_columns_are_as_many_as_printed(path: Path) -> None:
    found = form_in(path)
    assert {section.id: (len(section.rows), len(section.columns)) for section in found.sections} == PRINTED[found.id]


@each_file
def test_a_form_belongs_to_an_act_and_an_edition_that_are_known(path: Path) -> None:
    acts, _ = acts_from_bytes((ROOT / "methodologies" / "acts.yaml").read_bytes(), "acts.yaml")
    found = form_in(path)
    assert acts is not None
    assert found.act in acts.cards
    assert not found.edition or library().load(found.edition).act.id == found.act


def texts(found: Form) -> Iterator[Labels]:
    """Every text of a form that people read."""
    yield from (found.title, found.filed.by, found.filed.to, *found.signatures, *found.notes)
    for section in found.sections:
        yield section.title
        for column in section.columns:
            yield from (column.label, *column.choices.values(), *(text for text in (column.group, column.unit) if text))
        for row in section.rows:
            yield row.label
            yield from (label for _, label in row.lines.names) if row.lines else ()


@each_file
def test_every_text_is_in_russian_kazakh_and_english(path: Path) -> None:
    found = form_in(path)
    assert [text for text in texts(found) if not all(text.get(lang) for lang in TRANSLATED)] == []
    assert set(found.translated) in ({"ru", "kk"}, {"kk", "en"})


@pytest.mark.parametrize(("name", "day", "item"), [("1-mk", 15, "60"), ("2-mk", 25, "61"), ("3-mk", 25, "61"), ("4-mk", 25, "61")])
def test_the_control_forms_are_due_on_the_day_of_items_60_and_61(name: str, day: int, item: str) -> None:
    filed = form(f"{name}/2024-06").filed
    assert (filed.every, filed.due_day, filed.cite and filed.cite.item) == ("quarter", day, item)


@each_file
def test_only_the_control_forms_refuse_an_empty_cell_and_print_a_day(path: Path) -> None:
    found = form_in(path)
    control = found.act == "V1600014740"
    assert (found.gaps, bool(found.filed.due_day)) == (control, control)


def test_a_row_of_ten_and_more_parts_adds_up_all_of_them() -> None:
    control, breaches = form("1-mk/2024-06").section("control"), form("1-mk/2024-06").section("breaches")
    assert control.row("3").sum == tuple(f"3.{n}" for n in range(1, 18))
    assert control.row("1").sum == ("1.1", "1.2")
    assert breaches.row("10").sum == tuple(f"10.{n}" for n in range(1, 15))


@pytest.mark.parametrize("name", ["2-mk", "3-mk"])
def test_late_services_and_refusals_add_up_their_of_them_columns(name: str) -> None:
    section = form(f"{name}/2024-06").section("services")
    codes = {column.id: column.code for column in section.columns}
    assert [column.code for column in section.columns] == [str(n) for n in range(1, 14)]
    assert [codes[part] for part in section.column("c2").sum] == ["3", "4", "5", "6", "7", "8"]
    assert [codes[part] for part in section.column("c9").sum] == ["10", "11", "12", "13"]


# ── the facts that forms feed ──

FEEDS = [pytest.param(found, feed, id=f"{found.id}: {feed.fact} from {feed.section}") for found in map(form_in, FILES) for feed in found.feeds]
NUMBERS = ("count", "number")


def giver(section: Section, source: str) -> Column | None:
    """The column that gives a field; None for the name of a line."""
    return next((column for column in section.columns if column.id == source), None)


def fits(spec: FactSpec, column: Column | None) -> bool:
    if column is None:
        return spec.type == "text"
    if spec.type == "yes_no":
        return column.type in ("mark", "yes_no")
    whole = spec.type != "count" or column.type == "count"
    bounded = spec.most is None or (column.most is not None and column.most <= spec.most)
    return spec.type in NUMBERS and column.type in NUMBERS and whole and bounded and (spec.type == "count" or column.places <= spec.places)


@pytest.mark.parametrize(("found", "feed"), FEEDS)
def test_a_fact_is_fed_by_cells_of_its_type(found: Form, feed: Feed) -> None:
    spec, section = library().dictionary.facts[feed.fact], found.section(feed.section)
    match feed.how:
        case "cells":
            assert fits(spec, section.column(feed.columns[0]))
            assert all(section.row(row).has(section.column(column)) for row in feed.rows for column in feed.columns)
        case "lines":
            assert spec.type == "count"
            assert all(section.row(row).lines for row in feed.rows)
            assert all(section.column(column).type == "count" for column in feed.columns)
        case "over_lines":
            assert spec.type == "list"
            assert all(fits(spec.fields[field], giver(section, source)) for field, source in feed.fields.items())
        case "over_columns":
            assert spec.type == "list"
            assert feed.key == spec.key
            assert all(fits(spec.fields[field], section.column(feed.columns[0])) for field in feed.fields)
        case "answer":
            assert len(feed.rows) == len(feed.columns) == 1


@pytest.mark.parametrize(("found", "feed"), FEEDS)
def test_lines_are_chosen_by_an_answer_that_their_column_takes(found: Form, feed: Feed) -> None:
    for name, answer in feed.where.items():
        column = found.section(feed.section).column(name)
        if not answer:
            assert column.optional, "only a cell that may stay empty can be asked whether it is"
            continue
        assert answer in {"mark": {"+"}, "yes_no": {"yes", "no"}, "choice": set(column.choices)}[column.type]


def test_a_list_fact_gets_every_field_that_some_form_can_give() -> None:
    """What no column shows is named in the file's own notes; this keeps the list of such fields from growing unseen."""
    missing = {
        feed.fact: sorted(set(library().dictionary.facts[feed.fact].fields) - {*feed.fields, feed.key})
        for found in map(form_in, FILES)
        for feed in found.feeds
        if feed.how in ("over_lines", "over_columns")
    }
    assert missing == {"staff_months": [], "data_systems": [], "functions": ["document_flow"], "it_contracts": []}


def filing(name: str, cells: Mapping[CellKey, CellValue], kind: Kind = "central", period: Period | None = None) -> Filing:
    found = form(name)
    rows = {(section.id, row.code): len(row.lines.names) for section, row in found.rows() if row.lines}
    lines = {LineKey(key.section, key.row, key.line) for key in cells if key.line}
    names = {line: tuple(f"{line.row}-{line.line}" for _ in range(rows[line.section, line.row])) for line in sorted(lines)}
    empty = Filing(found, "body", kind, "Орган", period or Period(2020), cells, names)
    return Filing(found, "body", kind, "Орган", period or Period(2020), with_totals(found, empty.counts, cells), names)


def facts(*filings: Filing) -> Mapping[str, FactValue]:
    derived, _ = facts_of(list(filings), [form(each.form.id) for each in filings], library().dictionary)
    return derived.bodies[0].values


def test_each_kind_of_body_gives_its_own_head_office_for_the_months() -> None:
    for kind, row in (("central", "A8"), ("local", "A9")):
        codes = {"A3": 10, "A4": 20, "A5": 30, "A6": 33, "A7": 12, row: 9}
        cells: dict[CellKey, CellValue] = {
            CellKey("months", code, f"m{n:02}"): Fraction(value + n) for code, value in codes.items() for n in range(1, 13)
        }
        cells[CellKey("months", "A10", "m12")] = Fraction(5)
        given = facts(filing("staff-numbers/2020-01", cells, kind))  # type: ignore[arg-type]
        months = given["staff_months"]
        assert isinstance(months, tuple)
        assert [record["month"] for record in months][::11] == ["январь", "декабрь"]
        assert [record["head_office"] for record in months] == [9 + n for n in range(1, 13)]
        assert (months[0]["managers"], months[0]["with_political"], given["women_managers"]) == (11, 34, 5)


def test_competitions_are_the_lines_of_three_groups_and_marks_tell_which_were_observed() -> None:
    marks = {("A", 1): ("observed", "video"), ("A", 2): ("unobserved", "no_video"), ("C", 1): ("observed", "no_video")}
    cells: dict[CellKey, CellValue] = {CellKey("held", row, column, line): True for (row, line), columns in marks.items() for column in columns}
    assert facts(filing("competition-observers/2020-01", cells)) == {"competitions": 3, "competitions_observed": 2, "competitions_video": 1}


def test_breaches_of_training_are_counted_over_three_sections() -> None:
    marks = [("a", "1", 1, "in_time"), ("a", "2", 1, "late"), ("b", "1", 1, "missed"), ("b", "1", 2, "in_time"), ("c", "1.2", 1, "late")]
    given = facts(filing("training/2020-01", {CellKey(section, row, column, line): True for section, row, line, column in marks}))
    assert given == {  # due in each section, in time, and the breaches of all three
        "upgrade_due": 2,
        "upgrade_in_time": 1,
        "retraining_managers_due": 2,
        "retraining_managers_in_time": 1,
        "retraining_entrants_due": 1,
        "retraining_entrants_in_time": 0,
        "training_late": 2,
        "training_missed": 1,
    }


def test_the_leaves_alone_make_the_total_of_the_units() -> None:
    rows = {"1.1.1": 2, "1.2": 3, "2.1": 5, "2.2": 7}
    cells: dict[CellKey, CellValue] = {
        CellKey("interviews", row, column, line): Fraction(count)
        for row, count in rows.items()
        for column in ("leavers", "interviews")
        for line in (1, 2)
    }
    assert facts(filing("exit-interview-results/2020-01", cells)) == {"leavers": 34, "leavers_interviewed": 34}


def test_a_cancelled_contract_is_told_by_its_mark() -> None:
    cells: dict[CellKey, CellValue] = {
        CellKey("contracts", "1", "local_content", 1): Fraction("62.5"),
        CellKey("contracts", "1", "done", 1): True,
        CellKey("contracts", "1", "cancelled", 2): True,
        CellKey("contracts", "1", "local_content", 2): Fraction(0),
    }
    given = facts(filing("it-contracts/2020-01", cells))["it_contracts"]
    assert isinstance(given, tuple)
    assert [(record["contract"], record["local_content"], record["cancelled"]) for record in given] == [
        ("1-1", Fraction("62.5"), False),
        ("1-2", 0, True),
    ]

"""From filled forms to facts: what adds up, what stays unknown, whose a line is."""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from forming import LIBRARY, SMALL, load_filing
from helpers import run
from hypothesis import given
from hypothesis import strategies as st

from kzrules.diagnostic import Faults
from kzrules.facts import cohort_from_bytes
from kzrules.facts_text import cohort_text
from kzrules.forms.consolidation import Whole, consolidated
from kzrules.forms.feeds import facts_of
from kzrules.forms.filing import NO_INFORMATION, CellKey, CellValue, Filing, LineKey
from kzrules.forms.form_files import form_from_bytes
from kzrules.forms.form_library import Forms, open_forms
from kzrules.forms.periods import Period, whole
from kzrules.forms.totals import with_totals
from kzrules.forms.write_workbook import filled_workbook
from kzrules.library import open_library

FILED = load_filing("small.filing.yaml")
QUARTERS = [Period(2024, 3 * q + 1, 3 * q + 3) for q in range(4)]
SVOD = Whole("свод", "central", "Свод", Period(2024))


def year(filing: Filing = FILED) -> list[Filing]:
    return [replace(filing, period=period, file=f"{period}.xlsx") for period in QUARTERS]


def facts(filings: list[Filing], *, partial: bool = False) -> dict[str, object]:
    derived, _ = facts_of(filings, [SMALL], LIBRARY.dictionary, partial)
    [body] = derived.bodies
    return dict(body.values)


def test_cells_and_lines_add_up_over_the_quarters_of_the_year() -> None:
    assert facts(year()) == {"services_total": Fraction(66 * 4), "promoted": Fraction(2 * 4), "promoted_own": Fraction(4)}


def test_a_year_with_a_quarter_lacking_gives_no_fact_unless_asked_to() -> None:
    assert set(facts(year()[:3]).values()) == {NO_INFORMATION}
    assert facts(year()[:3], partial=True)["services_total"] == 66 * 3


def test_an_unknown_cell_makes_the_fact_unknown_never_zero() -> None:
    filings = year()
    cells = {**FILED.cells, CellKey("services", "8", "m1", 1): NO_INFORMATION}
    filings[2] = replace(filings[2], cells=with_totals(SMALL, FILED.counts, cells))
    assert facts(filings)["services_total"] == NO_INFORMATION
    assert facts(filings)["promoted"] == 8


def test_the_facts_written_read_back_to_the_same_facts() -> None:
    derived, _ = facts_of(year(), [SMALL], LIBRARY.dictionary)
    cohort, faults = cohort_from_bytes(cohort_text(derived.bodies, ["голова"]).encode(), "facts.yaml", LIBRARY.dictionary)
    assert not faults
    assert cohort is not None
    assert [(body.id, body.kind, body.period, dict(body.values), dict(body.name)) for body in cohort.bodies] == [
        (body.id, body.kind, body.period, dict(body.values), dict(body.name)) for body in derived.bodies
    ]


def test_every_term_of_a_fact_says_its_cells() -> None:
    derived, _ = facts_of(year(), [SMALL], LIBRARY.dictionary)
    terms = derived.terms["min-x", "services_total"]
    assert [term.value for term in terms] == [66] * 4
    assert [str(term.filing.period) for term in terms] == ["2024Q1", "2024Q2", "2024Q3", "2024Q4"]


# ── forms that speak of many bodies ──


def mk(forms: Forms, name: str, body: str, lines: dict[tuple[str, str, str], dict[str, int]]) -> list[Filing]:
    """Four quarterly filings of a form whose lines name providers; other cells are nought."""
    form = forms.form(name)
    assert form is not None
    section = form.sections[0]
    rows = [row for row in section.rows if row.lines]
    names, cells = {}, {}
    for number, (given_names, values) in enumerate(lines.items(), 1):
        names[LineKey(section.id, rows[0].code, number)] = given_names
        for column in section.columns:
            if not column.computed:
                cells[CellKey(section.id, rows[0].code, column.id, number)] = Fraction(values.get(column.id, 0))
    filing = Filing(form, body, "central", body, QUARTERS[0], cells, names)
    whole_cells = with_totals(form, filing.counts, cells)
    return [replace(filing, cells=whole_cells, period=period, file=f"{name}-{period}.xlsx") for period in QUARTERS]


def one_mk(forms: Forms, body: str, name: str) -> list[Filing]:
    form = forms.form("1-mk")
    assert form is not None
    cells = {}
    for section, row in form.rows():
        for column in section.columns:
            if row.kind == "input" and not column.computed:
                cells[CellKey(section.id, row.code, column.id)] = Fraction(1)
    filing = Filing(form, body, "central", name, QUARTERS[0], cells, {})
    return [replace(filing, cells=with_totals(form, {}, cells), period=period, file=f"{body}-{period}.xlsx") for period in QUARTERS]


def test_services_of_a_body_are_those_it_reports_and_those_that_others_report_about_it(forms: Forms) -> None:
    """1-mk row 8 of the body, and its lines in 2-mk, 3-mk and 4-mk of the body for informatisation; names compare without case."""
    of_x = ("МИНИСТЕРСТВО X", "услуга", "подвид")
    of_z = ("Министерство Z", "услуга", "подвид")
    filings = one_mk(forms, "min-x", "Министерство X")
    filings += mk(forms, "2-mk", "inform", {of_x: {"c1": 100}, of_z: {"c1": 7}})
    filings += mk(forms, "3-mk", "inform", {of_x: {"c1": 10}})
    filings += mk(forms, "4-mk", "inform", {of_x: {"c2": 600, "c3": 400}})
    derived, faults = facts_of(filings, forms.all(), LIBRARY.dictionary)
    [body] = derived.bodies
    own = [term.value for term in derived.terms["min-x", "services_total"] if term.filing.form.index == "1-мк"]
    assert own == [6] * 4, "row 8, three months of natural and of legal persons"
    assert body.values["services_total"] == 4 * (6 + 100 + 10 + 1000)
    assert [fault.code for fault in faults] == ["KZ897"] * 4
    assert {fault.values["name"] for fault in faults} == {"Министерство Z"}


def test_two_files_of_one_form_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "2024" / "forms"
    folder.mkdir(parents=True)
    text = Path(SMALL.file)
    source = Path(__file__).parent / text
    for name in ("a.yaml", "b.yaml"):
        (folder / name).write_bytes(source.read_bytes())
    (tmp_path / "facts.yaml").write_bytes((open_library().folder / "facts.yaml").read_bytes())
    with pytest.raises(Faults) as caught:
        open_forms(open_library(tmp_path))
    assert [fault.code for fault in caught.value.diagnostics] == ["KZ809"]


# ── consolidation ──


def test_consolidation_adds_the_values_of_the_same_fields() -> None:
    """The collected data shall be consolidated by simply adding the values of the respective fields (annex 7, item 3)."""
    result, faults = consolidated(year(), SVOD)
    assert result is not None
    assert not faults
    assert result.filing.cells[CellKey("work", "1.1", "m3")] == 48
    assert result.filing.cells[CellKey("work", "1", "m3")] == (12 + 4) * 4
    assert [origin.value for origin in result.origins[CellKey("work", "1.1", "m3")]] == [12] * 4


def test_lines_of_one_name_are_added_and_persons_stand_apart() -> None:
    other = replace(FILED, body="min-y", file="y.xlsx")
    result, _ = consolidated([FILED, other], SVOD)
    assert result is not None
    assert result.filing.counts == {("services", "8"): 2, ("staff", "1"): 4}
    assert result.filing.cells[CellKey("services", "8", "m1", 1)] == 20


@pytest.mark.parametrize(("dash", "sum_", "total"), [("propagate", NO_INFORMATION, NO_INFORMATION), ("zero", 0, 0)])
def test_what_a_dash_does_to_a_sum_is_chosen(dash: str, sum_: object, total: object) -> None:
    result, _ = consolidated(year(), SVOD, dash)  # type: ignore[arg-type]
    assert result is not None
    assert result.filing.cells[CellKey("work", "1.2", "m2")] == sum_
    assert result.filing.cells[CellKey("work", "1", "m2")] == total


@given(
    st.lists(st.lists(st.one_of(st.integers(0, 999).map(Fraction), st.just(NO_INFORMATION)), min_size=6, max_size=6), min_size=1, max_size=4),
    st.data(),
)
def test_the_order_of_files_and_the_way_of_grouping_change_nothing(rows: list[list[object]], data: st.DataObject) -> None:
    """Adding months into quarters and quarters into a year is adding the months into the year."""
    keys = [CellKey("work", row, column) for row in ("1.1", "1.2") for column in ("m1", "m2", "m3")]
    filings = []
    for number, row in enumerate(rows):
        cells = with_totals(SMALL, {}, dict(zip(keys, row, strict=True)))  # type: ignore[arg-type]
        filings.append(replace(FILED, body=f"b{number}", cells=cells, names={}, file=f"{number}.xlsx"))
    straight, _ = consolidated(filings, SVOD)
    shuffled, _ = consolidated(data.draw(st.permutations(filings)), SVOD)
    cut = data.draw(st.integers(1, len(filings)))
    parts = [consolidated(part, Whole(f"p{n}", None, "", FILED.period))[0] for n, part in enumerate((filings[:cut], filings[cut:])) if part]
    grouped, _ = consolidated([part.filing for part in parts if part], SVOD)
    assert straight is not None
    assert shuffled is not None
    assert grouped is not None
    assert straight.filing.cells == shuffled.filing.cells == grouped.filing.cells
    for key, terms in straight.origins.items():
        known = [term.value for term in terms]
        assert straight.filing.cells[key] == (NO_INFORMATION if NO_INFORMATION in known else sum(known))  # type: ignore[arg-type]


def test_periods_make_up_a_whole_without_gaps_or_overlaps() -> None:
    assert whole(QUARTERS) == Period(2024)
    assert whole([Period(2024, 1, 1), Period(2024, 3, 3), Period(2024, 2, 2)]) == QUARTERS[0]
    assert whole(QUARTERS[:2]) is None
    assert whole([QUARTERS[0], Period(2025, 4, 6)]) is None
    assert whole([]) is None


# ── commands ──


def test_the_commands_work_together(tmp_path: Path) -> None:
    """Blank form, filled reports, sum, facts: as the three users would."""
    blank = tmp_path / "blank.xlsx"
    assert run("form", "1-mk", "--period", "2024Q3", "--body", "min-x", "--kind", "central", "-o", str(blank)).code == 0
    assert blank.stat().st_size > 5000
    assert run("form", "1-mk", "--period", "2024Q3", "--body", "min-x", "-o", str(blank)).code == 3, "a file that is there is not replaced"
    assert "за квартал" in run("form", "1-mk", "--period", "2024", "--body", "min-x", "-o", str(tmp_path / "x.xlsx")).err
    unknown = run("form", "7-mk")
    assert unknown.code == 2
    unread = run("read", str(blank))
    assert unread.code == 1
    assert "KZ842" in unread.err
    assert "1-мк!" in unread.err


def test_reports_are_added_up_and_read_by_commands(tmp_path: Path, forms: Forms) -> None:
    paths = []
    for filing in one_mk(forms, "min-x", "Министерство X"):
        path = tmp_path / filing.file
        path.write_bytes(filled_workbook(filing))
        paths.append(str(path))
    svod, origin = tmp_path / "svod.yaml", tmp_path / "origin.csv"
    assert run("consolidate", *paths, "-o", str(svod), "--provenance", str(origin)).code == 0
    cells = yaml.safe_load(svod.read_text(encoding="utf-8"))
    assert cells["period"] == "2024"
    assert cells["body"] == "min-x"
    assert {value for row in cells["cells"]["control"].values() for value in row.values()} == {4}
    rows = list(csv.DictReader(origin.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 4 * len({(row["раздел"], row["строка"], row["графа"]) for row in rows})
    again = tmp_path / "svod.xlsx"
    assert run("consolidate", *paths, "-o", str(again)).code == 0
    assert run("form", "--fill", str(svod), "-o", str(tmp_path / "filled.xlsx")).code == 0
    read = run("read", *paths, "--partial", "--provenance", str(tmp_path / "facts.csv"))
    assert read.code == 0
    assert "services_total: 24" in read.out
    assert "KZ895" in read.err


def test_marked_copies_are_written_beside_the_originals(tmp_path: Path) -> None:
    book = tmp_path / "form.xlsx"
    run("form", "1-mk", "--period", "2024Q3", "--body", "min-x", "--kind", "central", "-o", str(book))
    before = book.read_bytes()
    assert run("read", str(book), "--annotate", str(tmp_path / "marked")).code == 1
    assert (tmp_path / "marked" / "form.xlsx").is_file()
    assert book.read_bytes() == before, "the original stays as it was"


def test_a_form_given_with_a_fault_names_it() -> None:
    form, faults = form_from_bytes(b"form: x/2024\n", "x.yaml", LIBRARY.dictionary)
    assert form is None
    assert {fault.code for fault in faults} == {"KZ102"}


def test_an_unused_system_is_one_whose_use_is_left_empty(forms: Forms) -> None:
    """Annex 8, table 3: a system used in no function and no service."""
    form = forms.form("it-report")
    assert form is not None
    names = {LineKey("unused", "1", n): (f"ИС {n}",) for n in (1, 2, 3)}
    cells: dict[CellKey, CellValue] = {CellKey("unused", "1", "holder", n): "орган" for n in (1, 2, 3)}
    cells |= {CellKey("unused", "1", "functions", 1): "учёт", CellKey("unused", "1", "services", 2): "выдача выписки"}
    filing = Filing(form, "min-x", "central", "", Period(2024), cells, names)
    derived, _ = facts_of([filing], [form], LIBRARY.dictionary)
    assert derived.bodies[0].values["systems_unused"] == 1

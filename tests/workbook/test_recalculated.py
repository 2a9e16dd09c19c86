"""The workbook recalculated by the real LibreOffice says what the interpreter says: for every edition, and after an inspector's changes."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers import ROOT, edition, library, run
from hypothesis import HealthCheck, Phase, find, settings
from office import needs_office, recalculated, with_wrong_values

from kzrules.comparison import report_of
from kzrules.dictionary import FactSpec
from kzrules.facts import Body, Cohort, cohort_from_bytes
from kzrules.values import Missing
from kzrules.workbook.layout import Layout
from kzrules.workbook.plan import Plan
from kzrules.workbook.read_back import read_workbook
from kzrules.workbook.rules import plan_of
from kzrules.workbook.verify import verified
from kzrules.workbook.write import workbook_bytes

sys.path.insert(0, str(ROOT / "tests" / "property"))
from strategies import bodies as any_body
from strategies import with_gaps

FEW = ("min-river-transport", "agency-lakes", "akimat-tasbulak", "akimat-kokzhiek", "min-steppe-horticulture")
ORGANIZATIONAL = "organizational-development/2020-01"


def bodies_of(*names: str) -> tuple[Body, ...]:
    found: list[Body] = []
    for name in names:
        cohort, faults = cohort_from_bytes((ROOT / "examples" / name).read_bytes(), name, library().dictionary)
        assert cohort is not None, faults
        found += cohort.bodies
    return tuple(found)


def drawn(name: str, year: int, count: int) -> tuple[Body, ...]:
    """Bodies with any facts: there is no example of a cohort for organizational development."""
    found: list[Body] = []
    how = settings(max_examples=1, phases=[Phase.generate], database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    for index in range(count):
        kind = ("central", "local")[index % 2]
        strategy = any_body(f"{name}@{year}", kind, f"body-{index}").flatmap(with_gaps)
        body = find(strategy, lambda _: True, settings=how, random=random.Random(index))
        found.append(replace(body, period=year))
    return tuple(found)


def some(bodies: tuple[Body, ...], years: tuple[int, ...] = ()) -> tuple[Body, ...]:
    return tuple(b for b in bodies if b.id in FEW and (not years or b.period in years))


def plans() -> list[Plan]:
    """Few bodies for each edition; the slow test takes them all."""
    of_2018 = some(bodies_of("cohort-2018.yaml", "cohort-2018-gaps.yaml"))
    later = tuple(b for b in bodies_of("cohort-2019-2021.yaml") if b.id in ("agency-lakes", "min-steppe-horticulture", "akimat-tasbulak"))
    found = [(f"interaction/{name}", of_2018) for name in ("2017-02", "2018-01", "2019-03")]
    found += [("interaction/2020-03", some(later, (2019, 2020))), ("interaction/2021-04", some(later, (2020, 2021)))]
    found += [("interaction/2020-03", bodies_of("public-monitoring-2020.yaml"))]
    found += [(ORGANIZATIONAL, (*drawn(ORGANIZATIONAL, 2019, 2), *drawn(ORGANIZATIONAL, 2020, 2)))]
    return [plan_of(edition(name), bodies, {}, "ru") for name, bodies in found]


def every_plan() -> list[Plan]:
    found = [
        plan_of(edition(f"interaction/{n}"), bodies_of("cohort-2018.yaml", "cohort-2018-gaps.yaml"), {}, "kk")
        for n in ("2017-02", "2018-01", "2019-03")
    ]
    found += [plan_of(edition(f"interaction/{n}"), bodies_of("cohort-2019-2021.yaml"), {}, "en") for n in ("2020-03", "2021-04")]
    return [*found, plan_of(edition(ORGANIZATIONAL), drawn(ORGANIZATIONAL, 2020, 60), {}, "ru")]


def compared(books: list[Plan], folder: Path) -> list[tuple[int, int, float]]:
    paths = [folder / f"book-{index}.xlsx" for index in range(len(books))]
    formulas = [with_wrong_values(workbook_bytes(plan), path) for plan, path in zip(books, paths, strict=True)]
    found = []
    for plan, count, path in zip(books, formulas, recalculated(paths, folder), strict=True):
        back, faults = read_workbook(path.read_bytes(), path.name, library())
        assert back is not None, [d.message() for d in faults]
        assert {b.id: b.values.keys() for b in back.plan.bodies}.keys() == {b.id: b for b in plan.bodies}.keys()
        result = verified(back)
        assert [(d.cell, d.title, d.exact, d.found) for d in result.serious] == []
        assert count > result.cells > 500
        sheet = openpyxl.load_workbook(path, data_only=True)[back.layout.names["check"]]
        assert sheet["B3"].value == 0  # the workbook's own count of differences
        found.append((result.cells, len(result.differences), max((abs(float(d.difference or 0)) for d in result.differences), default=0.0)))
    return found


@needs_office
def test_every_edition_recalculated(tmp_path: Path) -> None:
    """Every step of every body: the same rounded values, the same grades; doubles differ in the last digits only."""
    found = compared(plans(), tmp_path)
    assert len(found) == 7
    assert max(most for _, _, most in found) < 1e-9


@needs_office
@pytest.mark.slow
def test_every_edition_recalculated_long(tmp_path: Path) -> None:
    assert max(most for _, _, most in compared(every_plan(), tmp_path)) < 1e-9


# ── an inspector changes a fact ──


def changed(body: Body, draw: random.Random, asked: set[str], specs: dict[str, FactSpec]) -> tuple[Body, dict[str, Any]]:
    """A few answers of a body replaced by others; what to type into which cell."""
    values: dict[str, Any] = dict(body.values)
    typed: dict[str, Any] = {}
    for name in draw.sample(sorted(n for n in asked if specs[n].type != "list"), 4):
        spec = specs[name]
        fact, _, language = name.partition(".")
        new: Any
        match spec.type:
            case "yes_no":
                new, cell = ((True, "да"), (False, "нет"))[draw.randrange(2)]
            case "choice":
                new = draw.choice(sorted(spec.choices))
                cell = spec.choices[new]["ru"]
            case _:
                new = Fraction(draw.randrange(0, min(int(spec.most or 400), 400) + 1))
                cell = int(new)
        if draw.random() < 0.15:
            new, cell = Missing(frozenset([fact])), "-"
        values[fact] = {**values[fact], language: new} if language else new
        typed[name] = cell
    return replace(body, values=values), typed


@needs_office
def test_a_changed_fact_changes_the_score(tmp_path: Path) -> None:
    """Twelve bodies, four answers of each typed over: the recalculated scores are the interpreter's of the changed facts."""
    draw = random.Random(20181)
    before = bodies_of("cohort-2018.yaml")
    plan = plan_of(edition("interaction/2018-01"), before, {}, "ru")
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook_bytes(plan))
    layout = Layout(plan)
    book = openpyxl.load_workbook(path)
    after: list[Body] = []
    for group in plan.groups:
        for at, body in enumerate(group.bodies):
            new, typed = changed(body, draw, plan.asked[group.index], plan.facts)
            after.append(new)
            for name, value in typed.items():
                book[layout.names["facts"]].cell(layout.fact_rows[name], layout.body_columns[group.index, at]).value = value
    services = book[layout.names["list:services"]]
    row = next(r for r in range(6, services.max_row + 1) if not services.cell(r, 1).value)
    columns = layout.list_columns("services")
    for name, value in (("", "agency-lakes"), ("service", "=cmd|' /C calc'!A0"), ("monitoring_mark", 4.85)):
        services.cell(row, columns[name]).value = value
        services.cell(row, columns[name]).data_type = "n" if isinstance(value, float) else "s"
    record = {"service": "новая", "monitoring_mark": Fraction("4.85")}
    lakes = next(i for i, b in enumerate(after) if b.id == "agency-lakes")
    after[lakes] = replace(after[lakes], values={**after[lakes].values, "services": (*after[lakes].values["services"], record)})  # type: ignore[dict-item, misc]
    book.save(path)
    [new_path] = recalculated([path], tmp_path)
    total = openpyxl.load_workbook(new_path, data_only=True)[layout.names["total"]]
    heads = [cell.value for cell in total[5]]
    found = {
        row[0].value: (row[heads.index("Итоговая оценка")].value, row[heads.index("Степень")].value) for row in total.iter_rows(min_row=6, max_row=17)
    }
    report = report_of(edition("interaction/2018-01"), Cohort(tuple(after), ""), {})
    told = {
        a.body.title(): ("-" if isinstance(a.score, Missing) else float(a.score), a.band.label["ru"] if a.band else "-") for a in report.assessments
    }
    first = {a.body.title(): a.score for a in report_of(edition("interaction/2018-01"), Cohort(before, ""), {}).assessments}
    assert {name: (score if score == "-" else round(score, 9), grade) for name, (score, grade) in found.items()} == told
    assert sum(first[name] != told[name][0] for name in told) > 9
    ran = run("workbook", "--verify", str(new_path))
    assert ran.code == 0, ran.out + ran.err
    assert "иной балл, текст или степень — в 0" in ran.out

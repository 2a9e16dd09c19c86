"""Late, absent and incomplete reports, body by body, to the facts for which an edition deducts points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kzrules.acts import unreal_dates
from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.facts import Body
from kzrules.guess import guesses
from kzrules.nodes import Node, read_nodes
from kzrules.place import Place
from kzrules.procedures.deadlines import Counting, days_late, due_of
from kzrules.procedures.moments import moment_of
from kzrules.procedures.procedure import Procedure, Reports
from kzrules.program import Kind
from kzrules.reading_nodes import Labels, fields, items, labels, text
from kzrules.shape import shape_faults
from kzrules.values import FactValue, NotApplicable

SEVERAL, SOME_ABSENT = "several_reports", "some_absent"
ABSENT = "absent"
_TODO = (
    "начните с копии examples/registers/reports-2019.yaml",
    "begin with a copy of examples/registers/reports-2019.yaml",
)


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a body.

    Attributes:
        direction: the direction of the edition that it belongs to.
        due: the day by the Schedule, or None where `term` and `period` give it.
        filed: the day it was filed; None: not at all.
        missing: the parts that it lacks.

    """

    direction: str
    form: str
    due: date | None
    term: str
    period: str
    filed: date | None
    missing: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Reporter:
    """A body and what it filed."""

    body: str
    kind: Kind
    name: Labels
    reports: tuple[Report, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Reporting:
    """A file of reports: who filed what, for which assessed year, under which procedure's deductions."""

    year: int
    edition: str
    directions: Mapping[str, Reports]
    reporters: tuple[Reporter, ...]
    file: str


def reports_from_bytes(data: bytes, file: str, edition: str, procedures: Mapping[str, Procedure]) -> tuple[Reporting | None, list[Diagnostic]]:
    """The reports that a file lists for an edition, or None and every fault."""
    having = {e: p for p in procedures.values() if p.reports for e in p.editions}
    if edition not in having:
        known = ", ".join(sorted(having))
        guess = {"guess_ru": f"снимают баллы: {known}", "guess_en": f"editions that deduct: {known}"}
        return None, [Diagnostic("KZ854", Place(file), {"edition": edition, **guess})]
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "late-reports")
    faults += unreal_dates(root)
    if errors(faults):
        return None, in_file_order(faults)
    top = fields(root)
    directions = having[edition].reports
    reporters = []
    for entry in map(fields, items(top["reporting"])):
        reports = []
        for node in items(entry["reports"]):
            part = fields(node)
            direction = text(part["direction"])
            if direction not in directions:
                faults.append(Diagnostic("KZ855", part["direction"].place, {"name": direction, "edition": edition, **guesses(direction, directions)}))
            reports.append(_report(part, node.place))
            if text(part.get("incomplete")) == "true" and not reports[-1].missing:
                filed = text(part["filed"])
                faults.append(Diagnostic("KZ859", part["incomplete"].place, {"form": reports[-1].form, "filed": filed}))
        kind: Kind = text(entry["kind"])  # type: ignore[assignment]
        reporters.append(Reporter(text(entry["body"]), kind, labels(entry.get("name")), tuple(reports), entry["body"].place))
    reporting = Reporting(int(text(top["year"])), edition, directions, tuple(reporters), file)
    return (None if errors(faults) else reporting), in_file_order(faults)


def _report(part: Mapping[str, Node], place: Place) -> Report:
    filed = text(part["filed"])
    return Report(
        direction=text(part["direction"]),
        form=text(part["form"]),
        due=date.fromisoformat(text(part["due"])) if "due" in part else None,
        term=text(part.get("term")),
        period=text(part.get("period")),
        filed=None if filed == ABSENT else date.fromisoformat(filed),
        missing=tuple(text(node) for node in items(part.get("missing"))),
        place=place,
    )


def facts_of_reports(reporting: Reporting, procedures: Mapping[str, Procedure], counting: Counting) -> tuple[tuple[Body, ...], list[Diagnostic]]:
    """The penalty facts of every body, and the reports whose term is not known."""
    bodies = []
    faults: list[Diagnostic] = []
    for reporter in reporting.reporters:
        values: dict[str, FactValue] = {}
        for direction in reporting.directions.values():
            reports = [r for r in reporter.reports if r.direction == direction.id]
            if reports:
                late = []
                for report in reports:
                    days, fault = _days_late(report, direction, procedures, counting)
                    late.append(days)
                    faults += [fault] if fault else []
                values |= _facts(direction, reports, late, counting)
        bodies.append(Body(reporter.body, reporter.kind, reporter.name, values, {}, reporter.place, reporting.year))
    return tuple(bodies), in_file_order(faults)


def _facts(direction: Reports, reports: Sequence[Report], late: Sequence[int], counting: Counting) -> dict[str, FactValue]:
    """The facts of one direction; those that the edition does not ask for are left out."""
    absent = [r for r in reports if r.filed is None]
    none_filed = "absent" in direction.facts and (len(absent) == len(reports) or (bool(absent) and counting.option(SOME_ABSENT) == "absent"))
    incomplete = [r for r in reports if r.missing and r.filed]
    lacking = [] if none_filed or counting.option(SOME_ABSENT) == "absent" else absent
    days = sum(late) if counting.option(SEVERAL) == "sum" else max(late)
    all_facts: dict[str, FactValue] = {
        "days_late": NotApplicable if len(absent) == len(reports) else Fraction(days),
        "absent": none_filed,
        "incomplete_reports": Fraction(len(incomplete) + len(lacking)),
        "incomplete_parts": Fraction(sum(len(r.missing) for r in incomplete) + len(lacking)),
    }
    return {fact: all_facts[role] for role, fact in direction.facts.items()}


def _days_late(report: Report, direction: Reports, procedures: Mapping[str, Procedure], counting: Counting) -> tuple[int, Diagnostic | None]:
    """How late a report is; an absent one is not late but absent."""
    if report.filed is None:
        return 0, None
    due, problem = (report.due, None) if report.due else _due(report, procedures, counting)
    if due is None:
        ru, en = problem or ("", "")
        return 0, Diagnostic("KZ856", report.place, {"form": report.form, "problem_ru": ru, "problem_en": en})
    if direction.unit == "working_days" and not (counting.calendar.knows(due) and counting.calendar.knows(report.filed)):
        ru, en = "дни лежат за календарём", "the days lie beyond the calendar"
        return 0, Diagnostic("KZ856", report.place, {"form": report.form, "problem_ru": ru, "problem_en": en})
    return days_late(due, report.filed, direction.unit, counting.calendar), None


def _due(report: Report, procedures: Mapping[str, Procedure], counting: Counting) -> tuple[date | None, tuple[str, str] | None]:
    """The due day of a report by a term of a procedure and a period."""
    if not report.term:
        return None, ("нет ни due, ни term", "there is neither due nor term")
    name, _, rule_id = report.term.partition(":")
    procedure = procedures.get(name)
    rule = procedure.rules.get(rule_id) if procedure else None
    if procedure is None or rule is None:
        return None, (f"срока «{report.term}» среди порядков нет", f"no procedure has the term “{report.term}”")
    event = procedure.events[procedure.event_of(rule, counting.choices)]
    moment = moment_of(report.period, event.kind)
    if moment is None:
        return None, (f"период «{report.period}» не читается", f"the period “{report.period}” cannot be read")
    due = due_of(procedure, rule, moment.day, counting)
    return (due.day, None) if due else (None, ("срок лежит за календарём", "the term lies beyond the calendar"))


def reports_head(reporting: Reporting, counting: Counting) -> list[str]:
    """What stands above the facts: where they come from and on which readings they rest."""
    return [
        f"Получено из {reporting.file} командой kzrules late-reports для {reporting.edition}.",
        *_used(reporting, counting),
    ]


def _used(reporting: Reporting, counting: Counting) -> Iterator[str]:
    names = [SEVERAL, SOME_ABSENT]
    yield "Чтения: " + ", ".join(f"{name}={counting.option(name)}" for name in names)
    for direction in reporting.directions.values():
        unit = {"calendar_days": "календарные дни", "working_days": "рабочие дни"}[direction.unit]
        late = f"; опоздание — {unit}" if "days_late" in direction.facts else "; за опоздание баллы не снимаются"
        yield f"{direction.id} — {direction.label.get('ru', '')}: {direction.cite.text()}{late}"

"""Consolidation: the values of the same fields of several filings added up, with the origin of every sum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from kzrules.diagnostic import Diagnostic
from kzrules.forms.filing import NO_INFORMATION, CellKey, CellValue, Filing, LineKey
from kzrules.forms.form import Form, Section
from kzrules.forms.periods import Period
from kzrules.forms.totals import Dash, with_totals
from kzrules.place import Place, file_place
from kzrules.program import Kind
from kzrules.values import Missing

_COUNTED = ("count", "number")
DashRule = Literal["propagate", "zero", "error"]
"""What "-" does to a sum: makes it unknown, counts as nothing, or is refused."""


@dataclass(frozen=True, slots=True)
class Origin:
    """One term of a sum: whose, for which period, from which cell."""

    body: str
    period: Period
    value: CellValue
    place: Place


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The sum of several filings as a filing of its own, and where each cell comes from."""

    filing: Filing
    origins: Mapping[CellKey, tuple[Origin, ...]]


@dataclass(frozen=True, slots=True)
class Whole:
    """What the filings together are: the body and the period that the sum is said to be of."""

    body: str
    kind: Kind | None
    name: str
    period: Period


def consolidated(filings: list[Filing], whole: Whole, dash: DashRule = "propagate") -> tuple[Consolidated | None, list[Diagnostic]]:
    """The filings of one form added up cell by cell; lines with the same names are one line.

    Args:
        filings: at least one.
        whole: what the sum is of.
        dash: what "-" does to a sum.

    """
    form = filings[0].form
    faults = [*_other_forms(filings), *reported_twice(filings), *_holes(filings)]
    if dash == "error":
        faults += _dashes(filings)
    if any(fault.severity == "error" for fault in faults):
        return None, faults
    cells: dict[CellKey, CellValue] = {}
    origins: dict[CellKey, list[Origin]] = {}
    names: dict[LineKey, tuple[str, ...]] = {}
    for filing in filings:
        moved = _lines_moved(form, filing, names)
        for key, value in filing.cells.items():
            line = moved.get(LineKey(key.section, key.row, key.line), 0) if key.line else 0
            to = key._replace(line=line)
            if _computed(form, to):
                continue
            place = filing.places.get(key, file_place(filing.file))
            origins.setdefault(to, []).append(Origin(filing.body, filing.period, value, place))
            counted = form.section(key.section).column(key.column).type in _COUNTED
            cells[to] = _added(cells.get(to), value, "zero" if dash == "zero" and counted else "propagate")
    filing = Filing(form, whole.body, whole.kind, whole.name, whole.period, cells, names)
    filing = replace(filing, cells=with_totals(form, filing.counts, cells, "zero" if dash == "zero" else "propagate"))
    return Consolidated(filing, {key: tuple(found) for key, found in origins.items()}), faults


def _computed(form: Form, key: CellKey) -> bool:
    section = form.section(key.section)
    return section.column(key.column).computed or (not key.line and section.row(key.row).kind == "total")


def _added(before: CellValue | None, value: CellValue, dash: Dash) -> CellValue:
    """A term more; words that differ make no sum."""
    if before is None:
        return Fraction(0) if dash == "zero" and isinstance(value, Missing) else value
    if isinstance(before, Missing) or isinstance(value, Missing):
        known = value if isinstance(before, Missing) else before
        return known if dash == "zero" else NO_INFORMATION
    if isinstance(before, Fraction) and isinstance(value, Fraction):
        return before + value
    return before if before == value else NO_INFORMATION


def _lines_moved(form: Form, filing: Filing, names: dict[LineKey, tuple[str, ...]]) -> dict[LineKey, int]:
    """The number of each line of a filing in the sum: lines of numbers join by their names, others stand apart."""
    moved = {}
    for key, own in sorted(filing.names.items(), key=lambda pair: pair[0]):
        section = form.section(key.section)
        same = [k for k, known in names.items() if (k.section, k.row) == (key.section, key.row) and known == own]
        if same and _adds_up(section):
            moved[key] = same[0].line
            continue
        line = 1 + max((k.line for k in names if (k.section, k.row) == (key.section, key.row)), default=0)
        names[LineKey(key.section, key.row, line)] = own
        moved[key] = line
    return moved


def _adds_up(section: Section) -> bool:
    return all(column.type in _COUNTED for column in section.columns)


# ── what must not be added up ──


def _other_forms(filings: list[Filing]) -> Iterator[Diagnostic]:
    first = filings[0]
    for filing in filings[1:]:
        if filing.form.id != first.form.id:
            yield Diagnostic("KZ847", file_place(filing.file), {"form": filing.form.id, "first": first.form.id, "file": first.file})


def reported_twice(filings: Sequence[Filing]) -> Iterator[Diagnostic]:
    """Months that one body reports twice in one form would be counted twice; lists may come in several files, not twice the same."""
    for number, filing in enumerate(filings):
        for other in filings[:number]:
            same = filing.body == other.body and filing.form.id == other.form.id and filing.period.meets(other.period)
            if same and (not _in_parts(filing.form) or (filing.cells, filing.names) == (other.cells, other.names)):
                values = {"body": filing.body, "period": str(filing.period), "first": other.file, "other": str(other.period)}
                yield Diagnostic("KZ848", file_place(filing.file), values)


def _in_parts(form: Form) -> bool:
    """Whether a form is nothing but a list, such as the sheets of a survey, or is written whenever there is need."""
    return form.filed.every == "once" or all(row.kind == "heading" for _, row in form.rows())


def _holes(filings: list[Filing]) -> Iterator[Diagnostic]:
    """A body without a period that others report: perhaps late, perhaps forgotten."""
    periods = sorted({filing.period for filing in filings})
    bodies = sorted({filing.body for filing in filings})
    for body in bodies:
        own = {filing.period for filing in filings if filing.body == body}
        lacking = [str(period) for period in periods if not any(mine.holds(period) for mine in own)]
        if lacking and len(bodies) > 1:
            yield Diagnostic("KZ849", file_place(next(f.file for f in filings if f.body == body)), {"body": body, "periods": ", ".join(lacking)})


def _dashes(filings: Iterable[Filing]) -> Iterator[Diagnostic]:
    for filing in filings:
        for key, value in filing.cells.items():
            if isinstance(value, Missing) and not _computed(filing.form, key):
                yield Diagnostic("KZ800", filing.places.get(key, file_place(filing.file)), {"row": key.row})

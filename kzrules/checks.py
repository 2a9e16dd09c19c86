"""Check stage: what an edition means, before any data arrive. Each check is a small generator of faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kzrules.checks_attainable import attainable
from kzrules.checks_bands import bands
from kzrules.checks_caps import caps_below_a_case, idle_caps
from kzrules.checks_readings import alike_options, reasons
from kzrules.checks_rows import double_bounds, open_scale, printed_bands, printed_rows
from kzrules.checks_sums import maxima, missing_maxima, overall_maximum, points, sets_a_maximum, weights
from kzrules.checks_tables import outside, table_checks, unreached_rows
from kzrules.checks_unused import Used, unused
from kzrules.diagnostic import Diagnostic, in_file_order
from kzrules.edition import Edition, program_with
from kzrules.nodes import Fields, Items, Node, Text
from kzrules.program import KINDS, Kind, Program
from kzrules.reading_nodes import is_todo
from kzrules.tables import interval_text

__all__ = ["Checked", "check_edition", "interval_text", "studied", "todos"]

Check = Callable[[Program, Edition], Iterator[Diagnostic]]
CHECKS: tuple[Check, ...] = (table_checks, bands, weights, points, maxima, overall_maximum)
OF_MAXIMA = ("KZ306", "KZ351")
CLOSER: tuple[Check, ...] = (missing_maxima, outside, printed_rows, printed_bands, open_scale, caps_below_a_case, attainable)
OF_EDITIONS: tuple[Callable[[Edition], Iterator[Diagnostic]], ...] = (double_bounds, reasons, alike_options)


@dataclass(frozen=True, slots=True)
class Checked:
    """The faults of an edition under each option of its readings, and the facts that it asks for."""

    faults: list[Diagnostic]
    facts: frozenset[str]


def check_edition(edition: Edition, every_option: bool = False) -> list[Diagnostic]:
    """Faults of meaning under the default readings; with `every_option`, all that can be said, under each other option alone too."""
    return studied(edition).faults if every_option else in_file_order([*_defaults(edition, CHECKS), *_dates(edition)])


def studied(edition: Edition) -> Checked:
    """Everything that can be said of an edition before any data arrive."""
    found = [*_defaults(edition, (*CHECKS, *CLOSER)), *_dates(edition), *todos(edition.root)]
    found += [fault for check in OF_EDITIONS for fault in check(edition)]
    programs = [edition.program(kind, period=year) for kind, year in _stretches(edition)]
    found += [*unreached_rows(programs, edition), *idle_caps(programs, edition)]
    used = Used()
    found += _options(edition, used)
    found += unused(edition, used)
    return Checked(in_file_order(found), frozenset(used.facts))


def _stretches(edition: Edition) -> list[tuple[Kind, int | None]]:
    return [(kind, year) for kind in KINDS for year in edition.years]


def _defaults(edition: Edition, checks: tuple[Check, ...]) -> Iterator[Diagnostic]:
    for kind, year in _stretches(edition):
        program = edition.program(kind, period=year)
        yield from (fault for check in checks for fault in check(program, edition))


def _dates(edition: Edition) -> Iterator[Diagnostic]:
    for key, (first, until) in (("in_force", edition.in_force), ("applies_to", edition.applies_to)):
        if until and until <= first and not is_todo(first):
            yield Diagnostic("KZ310", edition.root.keys[key], {"first": first, "second": until})


def todos(node: Node, key: str = "") -> Iterator[Diagnostic]:
    """Values of a draft that are still to be written."""
    match node:
        case Text(value, _, place):
            if is_todo(value):
                yield Diagnostic("KZ331", place, {"key": key, "text": value})
        case Items(parts, _):
            for part in parts:
                yield from todos(part, key)
        case Fields(entries, _, _):
            for name, part in entries.items():
                yield from todos(part, name)


def _options(edition: Edition, used: Used) -> Iterator[Diagnostic]:
    """Each option alone must build and be sound too; what is said of the default is not said again."""
    said = {(d.code, d.place) for d in _defaults(edition, CHECKS)}
    alternatives = [(r.id, o) for r in edition.readings.values() for o in r.options if o != r.default]
    for kind, year in _stretches(edition):
        for reading, option in (("", ""), *alternatives):
            program, faults, parts = program_with(edition, kind, {reading: option} if reading else {}, year)
            used.note(program, parts)
            for fault in (*faults, *(fault for check in CHECKS for fault in check(program, edition))):
                if (fault.code, fault.place) in said:
                    continue
                if fault.severity == "error":
                    yield fault
                elif not (fault.code in OF_MAXIMA and sets_a_maximum(reading, edition)):
                    yield _under(reading, option, fault)


def _under(reading: str, option: str, fault: Diagnostic) -> Diagnostic:
    """An issue that only an option brings, with the option named."""
    said = {f"message_{lang}": fault.message(lang) for lang in ("ru", "en")} | {f"hint_{lang}": fault.hint(lang) for lang in ("ru", "en")}
    return Diagnostic("KZ345", fault.place, {"choice": f"{reading}={option}", **said}, fault.cite)

"""Which kind of file `check` was given, by the keys at its top, and its faults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kzrules.acts import acts_from_bytes
from kzrules.cases import cases_from_path
from kzrules.catalogue import acts_path
from kzrules.checks import studied
from kzrules.checks_citations import citation_faults
from kzrules.diagnostic import Diagnostic, in_file_order
from kzrules.dictionary import dictionary_from_bytes
from kzrules.edition import edition_from_bytes
from kzrules.equivalents import excuses_from_bytes
from kzrules.facts import cohort_from_bytes
from kzrules.library import Library, read_file, shown_path
from kzrules.nodes import read_nodes
from kzrules.reading_nodes import fields
from kzrules.shape import shape_faults

Check = Callable[[bytes, str, Library], list[Diagnostic]]


def file_faults(data: bytes, shown: str, library: Library, asked: set[str]) -> list[Diagnostic]:
    """Every fault of a file of any kind; the facts that an edition asks for are added to `asked`."""
    keys = set(fields(read_nodes(data, shown)[0]))
    for wanted, check in _KINDS:
        if wanted <= keys and not ("edition" in keys and "form" not in keys and "cases" not in keys):
            return check(data, shown, library)
    if "edition" not in keys and keys & {"bodies", "period", "fictional"}:
        return cohort_from_bytes(data, shown, library.dictionary)[1]
    if "edition" not in keys and keys & {"facts", "constraints"}:
        return dictionary_from_bytes(data, shown)[1]
    return _edition_faults(data, shown, library, asked)


def _edition_faults(data: bytes, shown: str, library: Library, asked: set[str]) -> list[Diagnostic]:
    dictionary, faults = library.dictionary_for(Path(shown))
    if dictionary is None:
        return faults
    edition, faults = edition_from_bytes(data, shown, dictionary)
    if edition is None:
        return faults
    checked = studied(edition)
    asked |= checked.facts
    path = acts_path(library)
    acts, _ = acts_from_bytes(read_file(path), shown_path(path))
    return in_file_order([*faults, *checked.faults, *(citation_faults(edition, acts) if acts else ())])


def _form(data: bytes, shown: str, library: Library) -> list[Diagnostic]:
    from kzrules.forms.form_files import form_from_bytes

    return form_from_bytes(data, shown, library.dictionary)[1]


def _filing(data: bytes, shown: str, library: Library) -> list[Diagnostic]:
    from kzrules.forms.filing_text import filing_from_bytes
    from kzrules.forms.form_library import open_forms

    return filing_from_bytes(data, shown, open_forms(library).form)[1]


def _conclusion(data: bytes, shown: str, library: Library) -> list[Diagnostic]:
    from kzrules.conclusions.checking import conclusion_faults

    return conclusion_faults(data, shown, library)


def _procedure(data: bytes, shown: str, _: Library) -> list[Diagnostic]:
    from kzrules.procedures.procedure_files import procedure_from_bytes

    return procedure_from_bytes(data, shown)[1]


def _act_form(data: bytes, shown: str, _: Library) -> list[Diagnostic]:
    from kzrules.reconciliation.form import form_from_bytes

    return form_from_bytes(data, shown)[1]


def _act(data: bytes, shown: str, library: Library) -> list[Diagnostic]:
    from kzrules.reconciliation.act import act_from_bytes

    return act_from_bytes(data, shown, library.dictionary)[1]


def _calendar(data: bytes, shown: str, _: Library) -> list[Diagnostic]:
    from kzrules.procedures.calendar_file import calendar_from_bytes

    return calendar_from_bytes(data, shown)[1]


def _register(data: bytes, shown: str, _: Library) -> list[Diagnostic]:
    from kzrules.registers.layout import layout_from_bytes

    return layout_from_bytes(data, shown)[1]


def _vary(data: bytes, shown: str, library: Library) -> list[Diagnostic]:
    from kzrules.simulation.checking import spec_faults

    return spec_faults(data, shown, library.dictionary)


def _by_schema(name: str) -> Check:
    """Files whose meaning hangs on another file: their shape."""

    def check(data: bytes, shown: str, _: Library) -> list[Diagnostic]:
        root, faults = read_nodes(data, shown)
        return faults if root is None else [*faults, *shape_faults(root, name)]

    return check


_KINDS: tuple[tuple[frozenset[str], Check], ...] = (
    (frozenset({"cases"}), lambda _, shown, library: cases_from_path(Path(shown), library)[1]),
    (frozenset({"form", "sections"}), _form),
    (frozenset({"form", "cells"}), _filing),
    (frozenset({"conclusion_for"}), _conclusion),
    (frozenset({"sentences"}), _conclusion),
    (frozenset({"procedure"}), _procedure),
    (frozenset({"form_of"}), _act_form),
    (frozenset({"under", "body"}), _act),
    (frozenset({"register"}), _register),
    (frozenset({"days_off"}), _calendar),
    (frozenset({"vary"}), _vary),
    (frozenset({"counts"}), _by_schema("counts")),
    (frozenset({"counting"}), _by_schema("counting")),
    (frozenset({"late_reports"}), _by_schema("counting")),
    (frozenset({"reporting"}), _by_schema("late-reports")),
    (frozenset({"equivalent"}), lambda data, shown, _: excuses_from_bytes(data, shown)[1]),
    (frozenset({"acts"}), lambda data, shown, _: acts_from_bytes(data, shown)[1]),
)
"""The keys that tell a kind; an edition that names other keys too stays an edition, so that its own faults are said."""

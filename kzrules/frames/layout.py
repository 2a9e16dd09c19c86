"""Which column of a table is what: the leading ones, facts, fields of lists; and the faults of the table as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kzrules.diagnostic import Diagnostic, Faults
from kzrules.dictionary import LANGUAGES, Dictionary, FactSpec
from kzrules.frames.cells import fits
from kzrules.frames.column_map import ColumnMap
from kzrules.frames.sources import Source
from kzrules.guess import guesses
from kzrules.place import file_place

BODY, KIND, PERIOD, NAME = "body", "kind", "period", "name"
_SHOWN = {
    "count": ("целые числа", "whole numbers"),
    "number": ("числа", "numbers"),
    "defects": ("целые числа", "whole numbers"),
    "yes_no": ("да и нет", "yes and no"),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """A table understood.

    Attributes:
        theirs: the name of each of our columns in the table.
        facts: what is read: `services_total`, `od_list.kk`, the fields of a list.
        lists: names of lists whose number of records the table gives.
        unknown: columns that were left aside.

    """

    theirs: Mapping[str, str]
    facts: Mapping[str, FactSpec]
    lists: tuple[str, ...]
    unknown: tuple[str, ...]


def known_facts(dictionary: Dictionary) -> dict[str, FactSpec]:
    """Every column that the table of bodies can have, with what it answers; of lists, the number of their records."""
    found: dict[str, FactSpec] = {}
    for name, spec in dictionary.facts.items():
        if spec.per_language:
            found.update({f"{name}.{language}": spec for language in LANGUAGES})
        else:
            found[name] = spec
    return found


def layout_of(
    source: Source,
    known: Mapping[str, FactSpec],
    leads: tuple[str, ...],
    mapped: tuple[str, ColumnMap],
    ignore_unknown: bool,
    optional: tuple[str, ...] = (),
) -> Layout:
    """What the columns of a table are.

    Args:
        source: the table.
        known: the facts that it may have.
        leads: the columns that it must have beside them.
        mapped: the name of its list (empty: the table of bodies), and the column map.
        ignore_unknown: leave unknown columns aside.
        optional: leading columns that may be absent.

    Raises:
        Faults: unknown columns, columns that are lacking, columns of a type that cannot be a fact's.

    """
    table, column_map = mapped
    ours = column_map.lists.get(table, {}) if table else column_map.columns
    faults = list(_faults_of_map(ours, known, leads, mapped, source))
    by_theirs = {theirs: name for name, theirs in ours.items()}
    theirs: dict[str, str] = {}
    unknown = []
    for column, type_ in zip(source.names, source.types, strict=True):
        name = by_theirs.get(column, column if column not in ours else "")
        spec = known.get(name)
        if name not in leads and name not in optional and spec is None:
            unknown.append(column)
            if not ignore_unknown:
                near = {*known, *leads} - set(theirs)
                faults.append(Diagnostic("KZ691", file_place(source.file), {"column": column, **guesses(column, near)}))
            continue
        if spec is not None and spec.type != "list" and not fits(type_, spec):
            faults.append(_wrong_type(source, column, str(type_), name, spec))
        theirs[name] = column
    faults += [_lacking(source, name) for name in leads if name not in theirs]
    if faults:
        raise Faults(faults)
    facts = {name: known[name] for name in theirs if name in known and known[name].type != "list"}
    return Layout(theirs, facts, tuple(name for name in theirs if name in known and known[name].type == "list"), tuple(unknown))


def _faults_of_map(
    ours: Mapping[str, str], known: Mapping[str, FactSpec], leads: tuple[str, ...], mapped: tuple[str, ColumnMap], source: Source
) -> Iterator[Diagnostic]:
    table, column_map = mapped
    for name, column in ours.items():
        place = column_map.places.get((table, name), file_place(source.file))
        if name not in known and name not in (*leads, NAME):
            yield Diagnostic("KZ691", place, {"column": name, **guesses(name, {*known, *leads})})
        elif column not in source.names:
            yield Diagnostic("KZ692", place, {"column": column, "file": source.file, **guesses(column, source.names)})


def _lacking(source: Source, name: str) -> Diagnostic:
    return Diagnostic("KZ692", file_place(source.file), {"column": name, "file": source.file, **guesses(name, source.names)})


def _wrong_type(source: Source, column: str, type_: str, name: str, spec: FactSpec) -> Diagnostic:
    ru, en = _SHOWN.get(spec.type, ("текст", "text"))
    values = {"column": column, "type": type_, "name": name, "label": spec.title(), "label_en": spec.title("en"), "needed_ru": ru, "needed_en": en}
    return Diagnostic("KZ693", file_place(source.file), values)

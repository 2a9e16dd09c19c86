"""A whole batch: the tables opened, looked at once for keys and means, scored chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kzrules.diagnostic import Diagnostic
from kzrules.dictionary import Dictionary
from kzrules.edition import Edition
from kzrules.facts import Body
from kzrules.frames.bodies import body_at
from kzrules.frames.cells import Fault
from kzrules.frames.cohort_means import Cohort, FormOf, look_at
from kzrules.frames.column_map import ColumnMap
from kzrules.frames.keys import NO_KIND, keys_of, survey_of
from kzrules.frames.layout import BODY, KIND, NAME, PERIOD, Layout, known_facts, layout_of
from kzrules.frames.list_tables import list_table, stray
from kzrules.frames.long_form import wide_source
from kzrules.frames.out_files import FaultRow
from kzrules.frames.scores import Plan
from kzrules.frames.sources import CHUNK, Source, source_of_file, tables_in
from kzrules.frames.table import Reading, Table, table_of
from kzrules.guess import guesses
from kzrules.place import Place, file_place
from kzrules.program import KINDS, Kind
from kzrules.scoring import Run

_SHOWN = 20
"""Records without a body that are told where one of them stops everything."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the user gave: the table of bodies, tables of lists by name, how to read them."""

    source: Source
    lists: Mapping[str, Source]
    columns: ColumnMap = field(default_factory=ColumnMap)
    long: bool = False
    kind: Kind | None = None
    ignore_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """Tables looked at.

    Attributes:
        notes: what is worth saying once: lists that were not given.
        strays: records of lists without a body, as rows of the file of faults.

    """

    source: Source
    how: Reading
    notes: tuple[Diagnostic, ...]
    strays: tuple[FaultRow, ...]

    @property
    def rows(self) -> int:
        """The number of bodies and years."""
        return self.how.survey.size

    def tables(self) -> Iterator[Table]:
        """The chunks, read; from the beginning each time."""
        start = 0
        for chunk in self.arrow_chunks():
            yield table_of(chunk, start, self.how)
            start += chunk.num_rows

    def arrow_chunks(self) -> Iterator[Any]:
        """The chunks, not read yet."""
        return self.source.chunks(list(self.how.layout.theirs.values()))


def opened(given: Given, dictionary: Dictionary, plan: Plan, lang: str, rows: int = CHUNK) -> Opened:
    """The tables understood and joined.

    Raises:
        Faults: when they cannot be read, or their columns are not what they must be.

    """
    source, before = wide_source(given.source, given.columns, rows) if given.long else (given.source, {})
    columns = ColumnMap({}, given.columns.lists, given.columns.places) if given.long else given.columns
    leads = (BODY, PERIOD) if given.kind else (BODY, KIND, PERIOD)
    layout = layout_of(source, {**known_facts(dictionary)}, leads, ("", columns), given.ignore_unknown, (NAME, KIND))
    keyed = [layout.theirs[name] for name in (BODY, KIND, PERIOD) if name in layout.theirs]
    bare = Layout({name: column for name, column in layout.theirs.items() if column in keyed}, {}, (), ())
    survey = survey_of(keys_of(chunk, bare, given.kind) for chunk in source.chunks(keyed))
    lists = {}
    for name, table in given.lists.items():
        lists[name] = list_table(table, dictionary.facts[name], given.columns, given.ignore_unknown, survey)
    how = Reading(dictionary, layout, lists, survey, given.kind, before)
    strays = []
    for name, one in lists.items():
        for row in one.strays:
            values = stray(one, row)
            said = Diagnostic("KZ695", file_place(given.lists[name].file), values)
            body = values["body"]
            strays.append(("", body, values["period"], name, str(row + 1), body, "KZ695", said.message(lang)))
    return Opened(source, how, tuple(_notes(given, plan, lists)), tuple(strays))


def sources_of(path: Path, table: str, lists: Mapping[str, Path], dictionary: Dictionary) -> dict[str, Source]:
    """The table of bodies (under the empty name) and those of lists; a DuckDB file may hold lists as tables of their names.

    Args:
        path: of the table of bodies.
        table: its name in a DuckDB file; empty: `bodies`, or the only one.
        lists: files by the name of the list.
        dictionary: says what is a list.

    Raises:
        Faults: when one cannot be read.
        Unreadable: when there is no such file.

    """
    inside = tables_in(path) if path.suffix.lower() == ".duckdb" and path.is_file() else []
    found = {"": source_of_file(path, table=table or ("bodies" if "bodies" in inside else ""))}
    found |= {name: source_of_file(path, table=name) for name in inside if name in dictionary.facts and dictionary.facts[name].type == "list"}
    named = {name: name if list_path.suffix.lower() == ".duckdb" else "" for name, list_path in lists.items()}
    return found | {name: source_of_file(list_path, table=named[name]) for name, list_path in lists.items()}


def unknown_list(name: str, dictionary: Dictionary, place: Place) -> Diagnostic | None:
    """The fault in the name of a list that is none."""
    lists = [fact for fact, spec in dictionary.facts.items() if spec.type == "list"]
    return None if name in lists else Diagnostic("KZ691", place, {"column": name, **guesses(name, lists)})


def stray_faults(found: Opened, files: Mapping[str, str]) -> list[Diagnostic]:
    """The first records of lists without a body, where they stop everything; `files`: the file of each list."""
    return [
        Diagnostic(code, file_place(f"{files[name]}: {record}"), {"list": name, "body": body, "period": period})
        for _, body, period, name, record, _, code, _ in found.strays[:_SHOWN]
    ]


def _notes(given: Given, plan: Plan, lists: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Lists that an edition looks at and nobody gave."""
    looked: dict[str, list[str]] = {}
    for edition, _ in plan.editions:
        for program in edition.programs.values():
            for name in sorted({fact.partition(".")[0] for fact in program.facts}):
                if edition.dictionary.facts[name].type == "list" and edition.id not in looked.setdefault(name, []):
                    looked[name].append(edition.id)
    for name, editions in sorted(looked.items()):
        if editions and name not in lists:
            yield Diagnostic("KZ697", file_place(given.source.file), {"list": name, "editions": ", ".join(editions)})


def cohorts_of(plan: Plan, opened_: Opened) -> list[Cohort]:
    """The sums behind the means of each edition; a first pass over all rows where some edition needs one."""
    return [look_at(opened_.tables(), form) if looks_around(edition, form) else Cohort() for edition, form in plan.editions]


def looks_around(edition: Edition, form: FormOf) -> bool:
    """Whether a rule of an edition can look at other bodies."""
    forms = (form(kind, year or 0).lowered for kind in range(len(KINDS)) for year in edition.years)
    return any(lowered.means or lowered.ends for lowered in forms)


def fault_rows(table: Table, lang: str, file: str) -> list[FaultRow]:
    """The faults of a chunk as rows of the side file; rows are counted from 1."""
    return [_fault_row(table, fault, lang, file) for fault in table.faults]


def sentence(fault: Fault, lang: str, file: str) -> str:
    """What is wrong, in words."""
    return Diagnostic(fault.code, file_place(file), fault.values).message(lang)


def _fault_row(table: Table, fault: Fault, lang: str, file: str) -> FaultRow:
    keys, row = table.keys, fault.row
    period = str(int(keys.period[row]) or "")
    record = str(fault.record or "")
    return (str(table.start + row + 1), keys.body[row], period, fault.column, record, fault.value, fault.code, sentence(fault, lang, file))


def body_in_run(opened_: Opened, row: int, edition: Edition, form: FormOf) -> tuple[Body, Run | None, tuple[Fault, ...]]:
    """The body of a row in the run that the interpreter needs: with the other bodies of its year, where the edition looks at them.

    Returns:
        The body, its run (None where the row was rejected), the faults of the row.

    """
    found = next(table for table in opened_.tables() if table.start <= row < table.start + table.size)
    here = row - found.start
    faults = tuple(fault for fault in found.faults if fault.row == here)
    body, period = body_at(found, here), int(found.keys.period[here])
    if faults:
        return body, None, faults
    programs = {kind: form(place, period).program for place, kind in enumerate(KINDS)}
    if not looks_around(edition, form):
        return body, Run(programs, [body]), ()
    others = (
        body if table.start + place == row else body_at(table, place)
        for table in opened_.tables()
        for place in range(table.size)
        if table.keys.period[place] == period and table.keys.kind[place] != NO_KIND
    )
    return body, Run(programs, others), ()

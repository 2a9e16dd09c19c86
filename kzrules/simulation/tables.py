"""A cohort from tables of bodies and of their lists, as `batch` reads them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from kzrules.diagnostic import Diagnostic, Faults
from kzrules.dictionary import Dictionary
from kzrules.facts import Body, Cohort
from kzrules.frames.batch_run import Given, opened, sources_of, stray_faults
from kzrules.frames.bodies import body_at
from kzrules.frames.cells import Fault
from kzrules.frames.scores import Plan
from kzrules.library import read_file
from kzrules.place import file_place


def cohort_of_table(path: Path, name: str, lists: Mapping[str, Path], dictionary: Dictionary, lang: str) -> tuple[Cohort, list[Diagnostic]]:
    """The bodies of a table, and what is worth saying of it.

    Args:
        path: of the table of bodies.
        name: its name in a DuckDB file; empty: `bodies`, or the only one.
        lists: files by the name of the list.
        dictionary: of the facts.
        lang: of what is said.

    Raises:
        Faults: when the table cannot be read, some row is faulty, or a record has no body: ranks without a body would be other ranks.
        Unreadable: when there is no such file.

    """
    sources = sources_of(path, name, lists, dictionary)
    files = {one: source.file for one, source in sources.items()}
    tables = opened(Given(sources.pop(""), sources), dictionary, Plan((), (), 0), lang)
    bodies: list[Body] = []
    faults = stray_faults(tables, files)
    for table in tables.tables():
        faults += (_fault(fault, table.start, files) for fault in table.faults)
        bodies += (body_at(table, row) for row in range(table.size))
    if faults:
        raise Faults(faults)
    digest = sha256()
    for one in (path, *lists.values()):
        digest.update(read_file(one))
    return Cohort(tuple(bodies), digest.hexdigest()), list(tables.notes)


def _fault(fault: Fault, start: int, files: Mapping[str, str]) -> Diagnostic:
    """A fault with the row it stands in, of the table of bodies or of a list."""
    list_name = fault.column.partition(".")[0]
    file, row = (files[list_name], fault.record) if fault.record else (files[""], start + fault.row + 1)
    return Diagnostic(fault.code, file_place(f"{file}: {row}"), fault.values)

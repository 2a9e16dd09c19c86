"""A cohort from tables of bodies and of their lists, as `batch` reads them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from kzrules.diagnostic import Diagnostic, Faults, errors
from kzrules.dictionary import Dictionary
from kzrules.facts import Body, Cohort
from kzrules.frames.batch_run import Given, opened, unknown_list
from kzrules.frames.bodies import body_at
from kzrules.frames.scores import Plan
from kzrules.frames.sources import source_of_file
from kzrules.library import read_file
from kzrules.place import file_place


def cohort_of_table(path: Path, lists: Mapping[str, Path], dictionary: Dictionary, lang: str) -> tuple[Cohort, list[Diagnostic]]:
    """The bodies of a table, and what is worth saying of it.

    Raises:
        Faults: when the table cannot be read, or some row is faulty: ranks without a body would be other ranks.
        Unreadable: when there is no such file.

    """
    wrong = [fault for name, one in lists.items() if (fault := unknown_list(name, dictionary, file_place(str(one)))) is not None]
    if wrong:
        raise Faults(wrong)
    sources = {name: source_of_file(one) for name, one in lists.items()}
    tables = opened(Given(source_of_file(path), sources), dictionary, Plan((), (), 0), lang)
    bodies: list[Body] = []
    faults: list[Diagnostic] = []
    for table in tables.tables():
        faults += (Diagnostic(fault.code, file_place(f"{path}: {table.start + fault.row + 1}"), fault.values) for fault in table.faults)
        bodies += (body_at(table, row) for row in range(table.size) if not table.rejected[row])
    if errors(faults):
        raise Faults(faults)
    digest = sha256()
    for one in (path, *lists.values()):
        digest.update(read_file(one))
    return Cohort(tuple(bodies), digest.hexdigest()), list(tables.notes)

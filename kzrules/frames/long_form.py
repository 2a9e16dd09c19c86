"""A long table (a row for each answer: body, period, fact, value) as a wide one; it is read into memory whole."""

from __future__ import annotations

from typing import Any

from kzrules.diagnostic import Diagnostic, Faults
from kzrules.extras import needed
from kzrules.frames.cells import Fault, plain_column
from kzrules.frames.column_map import ColumnMap
from kzrules.frames.layout import BODY, KIND, PERIOD
from kzrules.frames.sources import Source, source_of_table, whole
from kzrules.guess import guesses
from kzrules.place import file_place

FACT, VALUE = "fact", "value"
_BETWEEN = "\x1f"


def wide_source(source: Source, column_map: ColumnMap, rows: int) -> tuple[Source, dict[int, tuple[Fault, ...]]]:
    """The same answers with a row for each body and year, in the order of their first answers, and answers given twice.

    Raises:
        Faults: when one of the columns is lacking.

    """
    np, pa, pc = needed("numpy", "frames"), needed("pyarrow", "frames"), needed("pyarrow.compute", "frames")
    theirs = {name: column_map.columns.get(name, name) for name in (BODY, PERIOD, FACT, VALUE, KIND)}
    if theirs[KIND] not in source.names:
        del theirs[KIND]
    lacking = [name for name in theirs.values() if name not in source.names]
    if lacking:
        here = file_place(source.file)
        lacks = ({"column": name, "file": source.file, **guesses(name, source.names)} for name in lacking)
        raise Faults([Diagnostic("KZ692", here, values) for values in lacks])
    table = whole(source, list(theirs.values()))
    texts = {name: _text(table.column(column)) for name, column in theirs.items()}
    lead = pc.binary_join_element_wise(texts[BODY].fill_null(""), texts[PERIOD].fill_null(""), _BETWEEN)
    coded = lead.dictionary_encode()
    body, size = coded.indices.to_numpy(), len(coded.dictionary)
    first = np.full(size, -1, dtype=np.int64)
    first[body[::-1]] = np.arange(len(body))[::-1]
    columns: dict[str, Any] = {name: texts[name].take(pa.array(first)) for name in (BODY, PERIOD)}
    faults: dict[int, tuple[Fault, ...]] = {}
    if KIND in texts:
        columns[KIND] = texts[KIND].take(pa.array(first))
        unlike = pc.not_equal(texts[KIND].fill_null(""), columns[KIND].fill_null("").take(coded.indices)).to_numpy(zero_copy_only=False)
        for row in sorted({int(one) for one in body[unlike]}):
            unsure = {"problem_ru": "в разных строках стоят разные виды органа", "problem_en": "different rows have different kinds of body"}
            faults[row] = (Fault(row, KIND, "", "KZ698", unsure),)
    facts = texts[FACT].fill_null("").dictionary_encode()
    of = facts.indices.to_numpy()
    for place, name in enumerate(facts.dictionary.to_pylist()):
        mine = np.flatnonzero(of == place)
        positions = np.full(size, -1, dtype=np.int64)
        positions[body[mine]] = mine
        columns[name] = texts[VALUE].take(pa.array(positions, mask=positions < 0))
        for row in np.flatnonzero(np.bincount(body[mine], minlength=size) > 1):
            lines = [int(one) + 1 for one in mine[body[mine] == row]]
            said = {"body": columns[BODY][int(row)].as_py(), "period": columns[PERIOD][int(row)].as_py(), "other": lines[0], "fact": f", {name}"}
            faults[int(row)] = (*faults.get(int(row), ()), Fault(int(row), name, "", "KZ694", said))
    return source_of_table(pa.table(columns), source.file, rows), faults


def _text(column: Any) -> Any:
    pa = needed("pyarrow", "frames")
    plain = plain_column(column)
    if pa.types.is_boolean(plain.type):
        return pa.array([None if value is None else "yes" if value else "no" for value in plain.to_pylist()], pa.string())
    if pa.types.is_floating(plain.type):
        return pa.array([_number(value) for value in plain.to_pylist()], pa.string())
    return plain.cast(pa.string())


def _number(value: float | None) -> str | None:
    return None if value is None else str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)

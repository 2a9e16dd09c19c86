"""“No value comes there” is certain: whatever admissible facts a body has, a table is asked only for what its range holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import DEFAULTS, EDITIONS, Choice, choices, edition, program
from strategies import bodies

from kzrules.checks_tables import LookedUp, tables_of
from kzrules.outcome import Assessment, Step
from kzrules.program import KINDS, Kind, Row, Table
from kzrules.regions import reached, regions_of
from kzrules.scoring import Run

PROGRAMS = [(name, kind) for name in EDITIONS for kind in KINDS if tables_of(program(name, kind), edition(name))]


def rows_met(assessment: Assessment) -> Iterator[tuple[Table, Row]]:
    """Every row that gave points."""
    for score in assessment.walk():
        for step in (*score.steps, *(step for line in score.lines for step in line.steps)):
            yield from _rows(step)


def _rows(step: Step) -> Iterator[tuple[Table, Row]]:
    if step.table is not None and step.row is not None:
        yield step.table, step.row
    for inner in step.inner:
        yield from _rows(inner)


def can_come(one: LookedUp, row: Row) -> bool:
    """Whether the check holds a row for reachable."""
    if row.code:
        return one.codes is None or row.code in one.codes
    regions = regions_of(tuple(other for other in one.table.rows if not other.code))
    return any(row in region.rows and reached(region, one.values) for region in regions)


@pytest.mark.parametrize(("name", "kind"), PROGRAMS, ids=str)
@given(data=st.data())
def test_a_row_that_gave_points_is_one_that_values_can_reach(name: str, kind: Kind, data: st.DataObject) -> None:
    """KZ343 says of a row that no value comes to it: then no body ever scores by it, under any option."""
    body = data.draw(bodies(name, kind), label="body")
    taken: list[Choice] = data.draw(st.lists(st.sampled_from(choices(name)), max_size=2, unique=True), label="readings")
    for choice in dict.fromkeys((DEFAULTS, *taken)):
        one = program(name, kind, choice)
        asked = {looked.table.id: looked for looked in tables_of(one, edition(name))}
        for table, row in rows_met(Run({kind: one}, [body]).assess(body)):
            assert can_come(asked[table.id], row), f"{table.id}: {row.printed} ({asked[table.id].values})"

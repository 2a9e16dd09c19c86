"""The nodes of an integer form over columns: the one place that knows which engine computes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kzrules.compiled.integers import Node, Part, Parts
from kzrules.compiled.numpy_columns import Columns
from kzrules.compiled.python_function import python_function
from kzrules.engines.numpy_plans import Plans
from kzrules.engines.steps import BeyondEngine
from kzrules.extras import needed

Column = Any
TRUTHS = frozenset(("flag", "constant", "negative", "not_positive", "nothing", "not", "and", "or"))


@dataclass(slots=True)
class Engine:
    """Computes nodes, again and again.

    Attributes:
        plans: what was planned already; on one thread: a plan is done in a millisecond.
        beyond: nodes whose numbers no machine word holds: Python's whole numbers compute them.

    """

    plans: Plans = field(default_factory=lambda: Plans(1))
    beyond: set[tuple[Node, ...]] = field(default_factory=set)

    def columns(self, nodes: Sequence[Node], inputs: Mapping[str, Column], size: int) -> list[Column]:
        """The value of every node in `size` runs; what machine words cannot decide is decided by Python's whole numbers."""
        found = self.by_words(nodes, inputs, size)
        return _exact(tuple(nodes), inputs, size) if found is None else found

    def by_words(self, nodes: Sequence[Node], inputs: Mapping[str, Column], size: int) -> list[Column] | None:
        """The same; None where machine words decide no run at all."""
        key = tuple(nodes)
        if key in self.beyond:
            return None
        try:
            computed = self.plans.computed(key, inputs, size)
        except BeyondEngine:
            self.beyond.add(key)
            return None
        found = [computed.columns[node] for node in key]
        rows = needed("numpy", "simulate").flatnonzero(computed.left)
        if len(rows):
            some = {name: column[rows] for name, column in inputs.items()}
            found = [_with(column, rows, exact) for column, exact in zip(found, _exact(key, some, len(rows)), strict=True)]
        return found


def _with(column: Column, rows: Column, exact: Column) -> Column:
    """A column with the numbers of some rows laid in: one of Python's whole numbers where a machine word does not hold these."""
    whole = column.copy()  # two nodes that are one within words may share a column, and differ beyond
    try:
        whole[rows] = exact
    except OverflowError:
        whole = column.astype(object)
        whole[rows] = exact
    return whole


def _exact(nodes: Sequence[Node], inputs: Mapping[str, Column], size: int) -> list[Column]:
    try:
        columns = Columns(inputs, size)
        columns.of(nodes)
        return [columns.found[node] for node in nodes]
    except OverflowError:  # a factor beyond a machine word, of a column that is nothing throughout
        return _one_by_one(nodes, inputs, size)


def _one_by_one(nodes: Sequence[Node], inputs: Mapping[str, Column], size: int) -> list[Column]:
    """Run by run, by the function that the form is in Python."""
    np = needed("numpy", "simulate")
    wanted: list[Parts | Node] = [node if node.op in TRUTHS else (Part(node, 1, ()),) for node in nodes]
    function, _ = python_function(wanted)
    columns = {name: column.tolist() for name, column in inputs.items()}
    rows = [function({name: column[row] for name, column in columns.items()}) for row in range(size)]
    values = [[row[at][0] if isinstance(row[at], tuple) else row[at] for row in rows] for at in range(len(nodes))]
    return [np.array(column, dtype=bool if node.op in TRUTHS else object) for node, column in zip(nodes, values, strict=True)]

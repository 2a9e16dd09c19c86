"""Every way of computing the scores, by name: what it is, what it imports, and how it is made."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Group = Literal["rows", "columns"]
Numbers = Literal["exact", "decimals", "doubles", "floats of 32 bits"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way of computing.

    Attributes:
        title: as the tables name it.
        group: a record at a time, or columns.
        numbers: what it computes in.
        libraries: the modules that it needs besides kzrules, imported in this order.
        module, maker, options: where the class is, and what it is made with.
        lists: whether it gathers the lists itself.

    """

    title: str
    group: Group
    numbers: Numbers
    libraries: tuple[str, ...]
    module: str
    maker: str
    options: tuple[Any, ...] = ()
    lists: bool = False

    def make(self) -> Callable[..., Any]:
        """The maker: give it a `Setting`."""
        maker = getattr(importlib.import_module(f"benchmarks.others.{self.module}"), self.maker)
        return lambda setting: maker(setting, *self.options)


_FISCA = ("numpy", "openfisca_core.model_api", "openfisca_core.simulations", "openfisca_core.taxbenefitsystems")
WAYS: Mapping[str, Kind] = {
    "simpleeval": Kind("simpleeval, parsed once", "rows", "doubles", ("simpleeval",), "simpleeval_rows", "SimpleEvalRows"),
    "zen": Kind("zen-engine, a call a record", "rows", "decimals", ("zen",), "zen_rows", "ZenRows", ("single",)),
    "zen-batch": Kind("zen-engine, batch of calls", "rows", "decimals", ("zen",), "zen_rows", "ZenRows", ("batch",)),
    "zen-loop": Kind("zen-engine, loop mode", "rows", "decimals", ("zen",), "zen_rows", "ZenRows", ("loop",)),
    "cel": Kind("CEL (common-expression-language)", "rows", "doubles", ("cel",), "cel_rows", "CelRows"),
    "interpreter": Kind("kzrules: interpreter, with trace", "rows", "exact", ("simpleeval",), "own", "Interpreter"),
    "python": Kind("kzrules: Python function", "rows", "exact", (), "own", "PythonFunction"),
    "python-body": Kind("kzrules: Python function, from a body", "rows", "exact", (), "own", "PythonFromBodies"),
    "openfisca": Kind("OpenFisca-core", "columns", "floats of 32 bits", _FISCA, "openfisca_columns", "OpenFiscaColumns"),
    "polars-plain": Kind("plain Polars, in memory", "columns", "doubles", ("polars",), "polars_columns", "PolarsColumns", ("in-memory",)),
    "polars-stream": Kind("plain Polars, streaming", "columns", "doubles", ("polars",), "polars_columns", "PolarsColumns", ("streaming",)),
    "polars-default": Kind(
        "plain Polars, its default rounding", "columns", "doubles", ("polars",), "polars_columns", "PolarsColumns", ("streaming", "half_to_even")
    ),
    "duckdb-plain": Kind("plain DuckDB", "columns", "doubles", ("pyarrow", "duckdb"), "duckdb_columns", "DuckdbColumns"),
    "numpy": Kind("kzrules: NumPy", "columns", "exact", ("numpy",), "own", "ColumnsWay", ("numpy",)),
    "duckdb": Kind("kzrules: DuckDB", "columns", "exact", ("numpy", "pyarrow", "duckdb"), "own", "ColumnsWay", ("duckdb",)),
    "polars": Kind("kzrules: Polars", "columns", "exact", ("numpy", "polars"), "own", "ColumnsWay", ("polars",)),
    "numpy-lists": Kind("kzrules: NumPy, with lists", "columns", "exact", ("numpy",), "own", "ColumnsWay", ("numpy",), lists=True),
    "duckdb-lists": Kind(
        "kzrules: DuckDB, with lists", "columns", "exact", ("numpy", "pyarrow", "duckdb"), "own", "ColumnsWay", ("duckdb",), lists=True
    ),
    "polars-lists": Kind("kzrules: Polars, with lists", "columns", "exact", ("numpy", "polars"), "own", "ColumnsWay", ("polars",), lists=True),
}

"""A yardstick: the same program as DuckDB SQL in doubles with the engine's own `round`, as one would write it by hand. Not exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kzrules.compiled.integers import Node, Part, Parts
from kzrules.compiled.magnitudes import Interval
from kzrules.engines.select import ROW
from kzrules.engines.sql import DUCKDB
from kzrules.engines.steps import Piece, Steps, _Making, layers_of


class PlainFloats(_Making[str]):
    """Sums of fractions divided as doubles."""

    def _quotients(self, parts: Parts) -> Piece[str]:
        return self._added([self._divided_part(part) for part in parts])

    def _divided_part(self, part: Part) -> Piece[str]:
        over = self.pieces[part.over]
        below = [self.pieces[node] for node in part.by]
        made = " / ".join([f"CAST({over.made} AS DOUBLE)", f"{part.scale}e0", *(one.made for one in below)])
        return self._made(f"({made})", (over, *below))

    def _added(self, pieces: Sequence[Piece[str]]) -> Piece[str]:
        return self._made(self.o.added([one.made for one in pieces]), pieces)

    def _rounded(self, node: Node) -> Piece[str]:
        parts, factor, _ = node.args
        places = len(str(factor)) - 1
        quotient = self._quotients(parts)
        return self._made(f"CAST(round(round({quotient.made}, {places}) * {factor}) AS BIGINT)", (quotient,), most=2**40)

    def _sign(self, node: Node) -> Piece[str]:
        quotient = self._quotients(node.args[0])
        return self._made(self.o.compared(quotient.made, {"negative": "<", "not_positive": "<=", "nothing": "="}[node.op]), (quotient,))


def plain_select(roots: Sequence[Node], intervals: Mapping[str, Interval], relation: str) -> tuple[str, Mapping[Node, str]]:
    """The query, and the column of every root."""
    making = PlainFloats(roots, intervals, DUCKDB)
    for node in making.order:
        making.make(node)
    columns = {root: making.name_of(making.column(making.pieces[root], f"n{root.serial}")) for root in dict.fromkeys(roots)}
    steps = Steps(making.reads, tuple(making.steps.values()), columns, (), frozenset())
    read = [f"{DUCKDB.quoted(source)} AS {name}" for name, source in steps.reads.items()]
    layers = [f'l0 AS (SELECT "{ROW}", {", ".join(read)} FROM {relation})']
    for index, (made, kept) in enumerate(layers_of(steps)):
        shown = ", ".join([f'"{ROW}"', *kept, *(f"{step.made} AS {step.name}" for step in made)])
        layers.append(f"l{index + 1} AS (SELECT {shown} FROM l{index})")
    last = ", ".join([f'"{ROW}"', *dict.fromkeys(columns.values())])
    return f"WITH {', '.join(layers)} SELECT {last} FROM l{len(layers) - 1}", columns

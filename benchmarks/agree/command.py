"""The command: every edition, body kind, year of rules, choice of readings and manner of drawing; a table; the differences in full."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

import kzrules as kz
from benchmarks.agree.blocks import INTERPRETER, Difference, Line, Subject, Ways, block, compared, subject_of, ways_of
from benchmarks.agree.table_blocks import cohorts_compared, table_compared
from benchmarks.agree.tables import table_engines
from benchmarks.drawing_styles import STYLES, Style
from kzrules.edition import Edition
from kzrules.facts import Body
from kzrules.facts_text import cohort_text, facts_text
from kzrules.library import open_library
from kzrules.program import KINDS, Kind
from kzrules.values import Missing

BLOCK = 2**16
"""The most rows of a block."""
TOGETHER = 1000
"""The rows below which manners of drawing share a block: a statement of DuckDB costs half a second, however few they are."""


def main(args: list[str]) -> int:
    """Run the comparison; 1 when anything differs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agree", description=__doc__)
    parser.add_argument("-n", "--rows", type=int, default=2000, help="bodies for each edition, body kind and year of rules")
    parser.add_argument("--oracle-every", type=int, default=100, help="ask the interpreter and the other slow ways of one body in so many")
    parser.add_argument("--choices", type=int, default=3, help="random choices of readings for each program, beside the default one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ways", default="", help="only these, with commas between: numpy, duckdb, interpreter, function, table-numpy, …")
    parser.add_argument("--data", choices=[style.name for style in STYLES], action="append", help="only this manner of drawing")
    parser.add_argument("--kind", choices=KINDS, action="append", help="only this body kind")
    parser.add_argument("--markdown", action="store_true", help="the table for docs/engines.md")
    parser.add_argument("--blocks", action="store_true", help="a line for each block, not for each program")
    parser.add_argument("editions", nargs="*", help="all that are shipped, unless named")
    options = parser.parse_args(args)
    names = [name for name in options.ways.split(",") if name]
    ways, tables = ways_of(names, options.oracle_every), table_engines(names)
    wrong = 0
    if options.markdown:
        print(HEAD)
    for name in options.editions or list(open_library(None).files):
        for lines in lines_of(kz.load(name), options, ways, tables):
            wrong += sum(line.wrong for line in lines)
            for line in lines if options.blocks else [together(lines)]:
                print(in_markdown(line) if options.markdown else said(line), flush=True)
    print("0 differences" if not wrong else f"{wrong} differences")
    return 1 if wrong else 0


def lines_of(edition: Edition, options: argparse.Namespace, ways: Ways, tables: Sequence[str]) -> Iterator[list[Line]]:
    """The blocks of each program of an edition: half of the bodies under the default readings, the others under random choices; and of its tables."""
    styles = [style for style in STYLES if not options.data or style.name in options.data]
    chance = np.random.default_rng([options.seed, *edition.id.encode()])
    shares: list[tuple[float, dict[str, str]]] = [(0.5, {}), *((0.5 / options.choices, any_choices(edition, chance)) for _ in range(options.choices))]
    cohorts: list[Line] = []
    large: dict[tuple[Kind, int | None], list[Line]] = {}
    for place, (share, choices) in enumerate(shares):
        subjects = [subject_of(edition, kind, year, choices) for kind in options.kind or KINDS for year in edition.years]
        engines = [name for name in tables if name != "python"]
        for subject in subjects:
            lines = large.setdefault((subject.kind, subject.year), [])
            for data, sizes in blocks_of(styles, options.rows * share):
                lines.append(_told(subject, compared(subject, block(subject, sizes, chance), data, ways)))
            if engines and not subject.form.means:
                few = {style: max(1, int(min(options.rows * share * 0.05, 5000) * style.share)) for style in styles if not style.alone}
                lines.append(_told(subject, table_compared(subject, few, ways, engines, chance)))
        if engines:
            size = max(14, min(84, options.rows // 100))
            cohorts.append(_told(subjects[0], cohorts_compared(subjects, size, engines, chance)))
        if "python" in tables and not place:  # a function for every combination of lengths of lists takes long: few bodies
            cohorts.append(_told(subjects[0], cohorts_compared(subjects, 1, ["python"], chance)))
    yield from large.values()
    yield from [cohorts] if cohorts else []


def _told(subject: Subject, line: Line) -> Line:
    """The line; its differences are printed at once."""
    for difference in line.differences:
        print(difference_text(subject, line, difference), file=sys.stderr, flush=True)
    return line


def blocks_of(styles: Sequence[Style], rows: float) -> Iterator[tuple[str, dict[Style, int]]]:
    """Blocks of one manner of drawing each; where they would be too small, several manners in one block."""
    few: dict[Style, int] = {}
    for style in styles:
        size = max(1, style.least, min(style.most, int(rows * style.share)))
        if size < TOGETHER and not style.alone:
            few[style] = size
            continue
        for start in range(0, size, BLOCK):
            yield style.name, {style: min(BLOCK, size - start)}
    if few:
        yield "mixed", few


def any_choices(edition: Edition, chance: np.random.Generator) -> dict[str, str]:
    """An option of every reading, whichever."""
    return {name: str(chance.choice(list(reading.options))) for name, reading in edition.readings.items()}


# ── said ──


def together(lines: list[Line]) -> Line:
    """The blocks of a program as one line."""
    ways: dict[str, int] = {}
    left: dict[str, int] = {}
    for line in lines:
        for total, counts in ((ways, line.ways), (left, line.left)):
            for name, count in counts.items():
                total[name] = total.get(name, 0) + count
    sums: dict[str, Any] = {part: sum(getattr(line, part) for line in lines) for part in ("rows", "known", "edges", "wrong", "seconds")}
    return replace(lines[0], data=f"{len(lines)} blocks", ways=ways, left=left, differences=(), **sums)


def said(line: Line) -> str:
    """A line of the table."""
    fast = {name: count for name, count in line.ways.items() if count == line.rows}
    slow = ", ".join(f"{name} {count}" for name, count in line.ways.items() if name not in fast)
    left = ", ".join(f"{name} {count}" for name, count in line.left.items())
    return (
        f"{line.subject:<42} {line.data:<11} {line.rows:>8} bodies, {line.known:>7} scored, {line.edges:>6} at an edge; "
        f"{', '.join(fast)}; {slow}; {pairs(line)} pairs; left: {left or '–'}; {line.wrong} differences; {line.seconds:.0f} s"
    )


HEAD = """\
| program | bodies | scored | at an edge | by the interpreter | ways | pairs | left: NumPy / DuckDB / Polars | differences |
|---|---|---|---|---|---|---|---|---|"""


def in_markdown(line: Line) -> str:
    """A line of the table of the page."""
    left = " / ".join(f"{line.left[name]:,}" if name in line.left else "–" for name in ("numpy", "duckdb", "polars")) if line.left else "–"
    edges = f"{line.edges:,}" if line.edges else "–"
    counts = f"{line.rows:,} | {line.known:,} | {edges} | {line.ways.get(INTERPRETER, 0):,}"
    return f"| {line.subject} | {counts} | {len(line.ways)} | {pairs(line)} | {left} | {line.wrong} |"


def pairs(line: Line) -> int:
    """How many pairs of ways were compared: each way with one of them, row by row, and so each with each."""
    return len(line.ways) * (len(line.ways) - 1) // 2


def difference_text(subject: Subject, line: Line, difference: Difference) -> str:
    """A difference in full: what each way says, and the facts as a file for `kzrules eval`."""
    edition, choices = subject.edition, subject.choices
    one, other = difference.ways
    head = [f"{line.subject}, {line.data}: {one} and {other} differ"]
    if difference.failure:
        return f"# {head[0]}: {difference.failure}"
    head += [f"{path}: {_shown(a)} and {_shown(b)}" for path, (a, b) in difference.said.items()]
    head += [f"mean over other bodies, given: {name} = {_shown(value)}" for name, value in difference.means.items()]
    head += [] if difference.alone else ["only beside the other bodies of its block: the facts are as drawn"]
    readings = " ".join(f"--reading {name}={option}" for name, option in choices.items() if edition.readings[name].default != option)
    head.append(f"kzrules eval -e {edition.id} facts.yaml {readings}".rstrip())
    body = difference.body
    if body is None:
        return cohort_text(difference.others, head)
    period = body.period or edition.first_year
    known = {name: value for name, value in body.values.items() if not _gone(value)}
    return facts_text(Body(body.id, body.kind, body.name, known), period, head)


def _gone(value: object) -> bool:
    return isinstance(value, Missing) or (isinstance(value, Mapping) and all(isinstance(one, Missing) for one in value.values()))


def _shown(value: object) -> str:
    return "missing" if value is None else str(value)

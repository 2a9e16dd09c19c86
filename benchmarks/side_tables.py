"""What was measured as Markdown tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.others.drawn_rows import DATA
from benchmarks.others.ways import WAYS
from benchmarks.side_chart import Bar, Panel

Results = dict[str, Any]
Measure = Callable[[Results, str], float]
MIB = 2**20


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table; every column but the first to the right."""
    lines = [f"| {' | '.join(head)} |", f"|---{'|---:' * (len(head) - 1)}|"]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows)]


def worked(edition: Results, way: str) -> float:
    """Microseconds of processor a row."""
    one = edition[way]["data"][DATA[0]]
    return float(one["worked"] / one["rows"] * 1e6)


def waited(edition: Results, way: str) -> float:
    """Microseconds a row, by the clock."""
    one = edition[way]["data"][DATA[0]]
    return float(one["seconds"] / one["rows"] * 1e6)


def ordered(edition: Results) -> list[str]:
    """The ways that were measured, slowest first; ours in their places."""
    return [way for way in WAYS if way in edition]


def speeds(edition: Results, slow: int) -> list[str]:
    """Speed and wrong rows of every way; those of the first rows, which every way computed, beside."""
    speed = ["", "numbers", "rows", "µs of processor a row", "rows/s by the clock", "× simpleeval, processor", "clock"]
    wrong = [f"wrong {data}" for data in DATA]
    return table([*speed, *wrong, f"of the first {slow:,} each"], (_speed(edition, way) for way in ordered(edition)))


def _speed(edition: Results, way: str) -> list[str]:
    one = edition[way]["data"][DATA[0]]
    ratios = [_few(of(edition, "simpleeval") / of(edition, way)) if "simpleeval" in edition else "" for of in (worked, waited)]
    wrong = [_share(part["wrong"], part["rows"]) for part in edition[way]["data"].values()]
    first = " / ".join(str(part["wrong_slow"]) for part in edition[way]["data"].values())
    speed = [f"{one['rows']:,}", _few(worked(edition, way)), f"{1e6 / waited(edition, way):,.0f}"]
    return [_title(way), WAYS[way].numbers, *speed, *ratios, *wrong, first]


def start_and_memory(edition: Results) -> list[str]:
    """Start-up, and memory for a million rows."""
    head = ["", "import, s", "first ten rows, s", "peak above the columns, MiB per 10^6 rows", "of which the answer"]
    return table(head, (_start(edition[way], way) for way in ordered(edition)))


def _start(said: Results, way: str) -> list[str]:
    one = said["data"][DATA[0]]
    memory = ["–", "–"]
    if WAYS[way].group == "columns":
        memory = [f"{one[part] / one['rows'] * 1e6 / MIB:,.0f}" for part in ("memory", "answer")]
    return [_title(way), f"{said['import']:.2f}", f"{said['first']:.3f}", *memory]


def single(editions: Results) -> list[str]:
    """Microseconds of one record at a time."""
    ways = [way for way in WAYS if WAYS[way].group == "rows" and all(way in one for one in editions.values())]
    head = ["", *(f"{name}, µs" for name in editions), *(f"{name}, times the Python function" for name in editions)]
    return table(head, (_single(editions, way) for way in ways))


def _single(editions: Results, way: str) -> list[str]:
    times = [f"{worked(one, way) / worked(one, 'python'):.2g}" if "python" in one else "" for one in editions.values()]
    return [_title(way), *(_few(worked(one, way)) for one in editions.values()), *times]


# ── ratios ──


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio to hold: `slower` takes so many times what `faster` takes, at least; `most`: at most."""

    text: str
    slower: str
    faster: str
    bound: float
    most: bool = False

    def held(self, value: float) -> bool:
        """Whether a value is good enough."""
        return value <= self.bound if self.most else value >= self.bound


GOALS = (
    Goal("one record: at least 15 × simpleeval", "simpleeval", "python", 15),
    Goal("one record: at least 50 × zen-engine, a call a record", "zen", "python", 50),
    Goal("one record: at least 40 × the interpreter", "interpreter", "python", 40),
    Goal("batch: at least 700 × simpleeval", "simpleeval", "numpy", 700),
    Goal("batch: at least 500 × zen-engine, loop mode", "zen-loop", "numpy", 500),
    Goal("batch: at least OpenFisca", "openfisca", "numpy", 1),
    Goal("batch: within 1.3 × of plain Polars, streaming", "numpy", "polars-stream", 1.3, most=True),
    Goal("batch: not slower than plain DuckDB", "numpy", "duckdb-plain", 1, most=True),
    Goal("like with like: DuckDB within 1.0 × of plain DuckDB", "duckdb", "duckdb-plain", 1, most=True),
    Goal("like with like: Polars within 1.3 × of plain Polars, streaming", "polars", "polars-stream", 1.3, most=True),
)
MEMORY_GOAL = 64


def goals(editions: Results) -> list[str]:
    """Each ratio to hold, by processor time and by the clock."""
    head = ["to hold", *(f"{name}: {by}" for name in editions for by in ("processor", "clock")), "held"]
    rows = [_goal(goal, editions) for goal in GOALS if all({goal.slower, goal.faster} <= set(one) for one in editions.values())]
    return table(head, [*rows, _memory(editions), _differing(editions)])


def _goal(goal: Goal, editions: Results) -> list[str]:
    by = {of: [of(one, goal.slower) / of(one, goal.faster) for one in editions.values()] for of in (worked, waited)}
    by_processor, by_clock = (all(goal.held(value) for value in values) for values in by.values())
    values = [_few(by[of][place]) for place in range(len(editions)) for of in (worked, waited)]
    return [goal.text, *values, _verdict(by_processor, by_clock)]


def _verdict(by_processor: bool, by_clock: bool) -> str:
    if by_processor and by_clock:
        return "yes"
    return "by processor only" if by_processor else "by the clock only" if by_clock else "no"


def _memory(editions: Results) -> list[str]:
    values = []
    for one in editions.values():
        said = one["numpy"]["data"][DATA[0]]
        values.append(max(0.0, (said["memory"] - said["answer"]) / said["rows"] * 1e6 / MIB))
    shown = [part for value in values for part in (f"{value:,.0f}", "")]
    text = f"batch: peak memory above columns and answer under {MEMORY_GOAL} MiB per 10^6 rows"
    return [text, *shown, "yes" if max(values) < MEMORY_GOAL else "no"]


def _differing(editions: Results) -> list[str]:
    exact = [way for way in WAYS if WAYS[way].numbers == "exact"]
    values = [sum(part["wrong"] for way in exact if way in one for part in one[way]["data"].values()) for one in editions.values()]
    shown = [part for value in values for part in (str(value), "")]
    return ["0 differing rows: random, round, mixed, in every way of ours", *shown, "yes" if not any(values) else "no"]


# ── files and growth ──


def files(found: Sequence[Results]) -> list[str]:
    """From file to file."""
    read = ["Parquet read, MiB"] if found and "read" in found[0] else []
    return table(["", "rows", "s", "s of processor", "rows/s", "peak memory of the process, MiB", *read], map(_file, found))


def _file(one: Results) -> list[str]:
    read = [f"{one['read'] / MIB:,.0f}"] if "read" in one else []
    spent = [f"{one['seconds']:.1f}", f"{one['worked']:.1f}", _rate(one), f"{one['memory'] / MIB:,.0f}"]
    return [f"**{one['title']}**" if one["title"].startswith("kzrules") else one["title"], f"{one['rows']:,}", *spent, *read]


def _rate(one: Results) -> str:
    return f"{one['rows'] / one['seconds']:,.0f}" if one["seconds"] > 0.2 else "–"


def growth(edition: Results) -> list[str]:
    """Microseconds of processor a row by number of rows."""
    ways = [way for way in ordered(edition) if edition[way].get("grown")]
    sizes = list(edition[ways[0]]["grown"]) if ways else []
    head = ["µs of processor a row, of so many rows", *(f"{int(size):,}" for size in sizes)]
    return table(head, ([_title(way), *(_few(edition[way]["grown"][size]["worked"] / int(size) * 1e6) for size in sizes)] for way in ways))


def panels(editions: Results) -> Iterator[Panel]:
    """The bars of the chart."""
    for name, edition in editions.items():
        bars = []
        for way in ordered(edition):
            one = edition[way]["data"][DATA[0]]
            bars.append(Bar(WAYS[way].title, 1e6 / worked(edition, way), WAYS[way].numbers, one["wrong"], one["rows"]))
        bars.sort(key=lambda bar: bar.speed)
        yield Panel(f"{name}: random rows around the example cohort, central bodies", bars)


def _title(way: str) -> str:
    kind = WAYS[way]
    return f"**{kind.title}**" if kind.numbers == "exact" else kind.title


def _few(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _share(wrong: int, rows: int) -> str:
    return f"{wrong:,} ({wrong / rows:.1%})" if wrong / rows >= 0.001 else f"{wrong:,}"

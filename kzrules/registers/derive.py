"""Registers to counts: DuckDB reads and counts, within a limit of memory; faulty rows are named, never dropped."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.extras import needed
from kzrules.facts import Body, Cohort
from kzrules.guess import guesses
from kzrules.library import Unreadable
from kzrules.place import Place
from kzrules.procedures.calendar import DAY, WorkCalendar
from kzrules.registers import query
from kzrules.registers.counts import Counts
from kzrules.registers.layout import Layout, RegisterBody, layout_faults
from kzrules.registers.plan import Plan, uncountable
from kzrules.registers.rejected import torn_lines
from kzrules.registers.side_files import BadRow, renumbered, write_late_cases
from kzrules.registers.sources import Source, open_source

_SMALL_TABLES_ARE_BUILT = "join_order,build_side_probe_side"
"""DuckDB cannot know how long a CSV file is and would build its hash tables from the register; as written, they are built from the calendar."""
MOST_BAD_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Derived:
    """What a register gives.

    Attributes:
        bodies: bodies with their facts, for each counted year.
        cases: how many cases there are, faulty rows left out.
        pending: cases that are not finished and not yet due (or, by a reading, just not finished).
        other_years: finished cases of other years.
        bad_rows: how many rows cannot be counted.
        bad: their faults, the first hundred thousand.
        lacking: facts that no column allows to count, and the column that is lacking.
        without: bodies of the layout that have no case in the counted years.

    """

    bodies: tuple[Body, ...]
    cases: int
    pending: int
    other_years: int
    bad_rows: int
    bad: tuple[BadRow, ...]
    lacking: Mapping[str, str]
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a register.

    Attributes:
        years: the assessed years.
        choices: the chosen option of every reading, defaults included.
        memory: how much memory DuckDB may take, as it writes it (`2GB`); what is more goes to the disk.
        late_cases: the file to which each late case is to be written; None: none.

    """

    years: tuple[int, ...]
    choices: Mapping[str, str]
    memory: str
    late_cases: Path | None


def derive(
    paths: Sequence[Path], layout: Layout, counts: Counts, known: Cohort | None, calendar: WorkCalendar, wanted: Wanted
) -> tuple[Derived | None, list[Diagnostic]]:
    """The facts of a register, or the faults of its files and of its layout.

    Raises:
        NotInstalled: when DuckDB is absent.
        Unreadable: when a file is not there, or memory or disk run out.

    """
    faults = list(layout_faults(layout, counts))
    if errors(faults):
        return None, in_file_order(faults)
    duckdb = needed("duckdb", "registers")
    with tempfile.TemporaryDirectory(prefix="kzrules-") as folder:
        scratch = Path(folder) / "files"
        scratch.mkdir()
        connection = duckdb.connect(":memory:", config={"memory_limit": wanted.memory, "temp_directory": str(Path(folder) / "spill")})
        connection.execute(f"SET disabled_optimizers = '{_SMALL_TABLES_ARE_BUILT}'")
        try:
            sources, found = _sources(paths, layout, connection, scratch)
            if errors(found):
                return None, in_file_order(found)
            plan = Plan(layout, counts, sources, wanted.choices, counts.facts_under(wanted.choices), date(max(wanted.years), 12, 31))
            lacking = uncountable(plan, plan.facts)
            if len(lacking) == len(plan.facts):
                return None, [_no_facts(layout, counts, lacking)]
            plan = replace(plan, facts=tuple(fact for fact in plan.facts if fact.fact not in lacking))
            bodies = registered_bodies(layout, known)
            _tables(connection, calendar, plan.as_of, bodies)
            return _counted(connection, plan, bodies, wanted, lacking)
        except duckdb.OutOfMemoryException:
            raise Unreadable(f"не хватило памяти ({wanted.memory}) или места на диске: дайте больше, не меньше 500MB (--memory)") from None
        except (duckdb.InvalidInputException, duckdb.IOException, duckdb.InternalException, duckdb.SerializationException) as error:
            if "space" in str(error).lower():
                raise Unreadable("на диске не хватило места для счёта") from None
            return None, [_reading_fault(paths, str(error))]
        finally:
            connection.close()


def _no_facts(layout: Layout, counts: Counts, lacking: Mapping[str, str]) -> Diagnostic:
    """Nothing can be counted: the first column that would change that."""
    column = counts.columns[next(iter(lacking.values()))]
    values = {"name": column.id, "label": column.label["ru"], "label_en": column.label.get("en", ""), "counts": counts.id}
    return Diagnostic("KZ868", layout.place, values)


def registered_bodies(layout: Layout, known: Cohort | None) -> dict[str, RegisterBody]:
    """Every body that cases may name, by each word for it, as spelled and in small letters: the layout's own and those of a facts file."""
    found: dict[str, RegisterBody] = {}
    for body in known.bodies if known else ():
        entry = RegisterBody(body.id, body.kind, body.name, (), body.place)
        found |= {word: entry for called in (body.id, *body.name.values()) for word in (called.strip(), called.strip().lower())}
    for own in layout.bodies:
        named = RegisterBody(own.id, own.kind, own.name or next((b.name for b in found.values() if b.id == own.id), {}), own.called, own.place)
        found |= {word: named for called in (own.id, *own.called) for word in (called.strip(), called.strip().lower())}
    return found


def _sources(paths: Sequence[Path], layout: Layout, connection: Any, scratch: Path) -> tuple[tuple[Source, ...], list[Diagnostic]]:
    sources: list[Source] = []
    faults: list[Diagnostic] = []
    for path in paths:
        source, found = open_source(path, layout, connection, scratch)
        faults += found
        if source:
            sources.append(source)
            faults += list(_title_faults(source, layout))
    return tuple(sources), faults


def _title_faults(source: Source, layout: Layout) -> Iterator[Diagnostic]:
    """Titles that the layout names and the file lacks, or has twice."""
    for name, title in layout.titles.items():
        count = source.titles.count(title)
        if not count:
            shown = [t for t in source.titles if t]
            yield Diagnostic("KZ861", layout.places[name], {"title": title, "file": source.file, **guesses(title, shown)})
        elif count > 1:
            yield Diagnostic("KZ867", layout.places[name], {"title": title, "file": source.file, "count": count})


def _reading_fault(paths: Sequence[Path], said: str) -> Diagnostic:
    file = next((str(path) for path in paths if str(path) in said), str(paths[0]))
    line = next((part for part in said.splitlines() if "Line:" in part), "")
    number = "".join(filter(str.isdigit, line.rpartition("Line:")[2].strip()))
    place = Place(file, int(number)) if number else Place(file)
    return Diagnostic("KZ860", place, {"problem_ru": "файл обрывается или повреждён", "problem_en": "the file is cut short or damaged"})


def _tables(connection: Any, calendar: WorkCalendar, as_of: date, bodies: Mapping[str, RegisterBody]) -> None:
    """The calendar and the names of bodies, as tables; a day after the calendar's end stands for “still not done”."""
    days = [calendar.first + n * DAY for n in range(len(calendar.upto))]
    working = [calendar.is_working(day) for day in days]
    upto = list(calendar.upto)
    if as_of == calendar.last:
        days, working, upto = [*days, as_of + DAY], [*working, False], [*upto, upto[-1]]
    connection.execute(
        "CREATE TABLE calendar AS SELECT day, working, upto, upto - working::INTEGER AS before"
        " FROM (SELECT unnest($1::DATE[]) AS day, unnest($2::BOOLEAN[]) AS working, unnest($3::INTEGER[]) AS upto)",
        [days, working, upto],
    )
    connection.execute("CREATE TABLE ordinals AS SELECT upto AS ordinal, day FROM calendar WHERE working")
    names = [(name, body.id) for name, body in bodies.items()] or [("", "")]
    connection.execute("CREATE TABLE bodies(name VARCHAR, id VARCHAR)")
    connection.executemany("INSERT INTO bodies VALUES (?, ?)", names)


def _counted(
    connection: Any, plan: Plan, bodies: Mapping[str, RegisterBody], wanted: Wanted, lacking: Mapping[str, str]
) -> tuple[Derived | None, list[Diagnostic]]:
    totals = connection.execute(query.totals_sql(plan)).fetchall()
    torn, fatal = torn_lines(connection, plan)
    if fatal:
        return None, [fatal]
    if not totals and not torn:
        said = {"problem_ru": "в нём нет ни одного дела", "problem_en": "there is no case in it"}
        return None, [Diagnostic("KZ860", Place(plan.sources[0].file), said)]
    if _has_repeated(connection, plan):
        connection.execute(query.repeated_sql(plan))
        plan = replace(plan, repeated=True)
        totals = connection.execute(query.totals_sql(plan)).fetchall()
    bad = list(torn)
    if any(faulty for _, _, faulty, *_ in totals):
        bad += [BadRow(*row) for row in renumbered(connection.execute(query.bad_rows_sql(plan, MOST_BAD_ROWS)).fetchall(), torn)]
    if wanted.late_cases is not None:
        write_late_cases(connection.execute(query.late_cases_sql(plan, wanted.years)), torn, wanted.late_cases)
    by_id = {body.id: body for body in bodies.values()}
    derived = [_body(by_id[body], year, values, plan) for body, year, faulty, _, *values in totals if not faulty and year in wanted.years]
    return Derived(
        bodies=tuple(sorted(derived, key=lambda b: (b.period or 0, list(by_id).index(b.id)))),
        cases=sum(count for *_, faulty, count in (row[:4] for row in totals) if not faulty),
        pending=sum(row[3] for row in totals if not row[2] and row[1] is None),
        other_years=sum(row[3] for row in totals if not row[2] and row[1] is not None and row[1] not in wanted.years),
        bad_rows=len(torn) + sum(row[3] for row in totals if row[2]),
        bad=tuple(sorted(bad, key=lambda b: (b.file, b.row))),
        lacking=lacking,
        without=tuple(body.id for body in plan.layout.bodies if body.id not in {found.id for found in derived}),
    ), []


def _has_repeated(connection: Any, plan: Plan) -> bool:
    column = plan.counts.columns.get("case")
    if column is None or not column.unique or "case" not in plan.layout.titles:
        return False
    given, different = connection.execute(query.distinct_sql(plan)).fetchone()
    return bool(given != different)


def _body(body: RegisterBody, year: int, values: Sequence[int], plan: Plan) -> Body:
    facts = {fact.fact: Fraction(value) for fact, value in zip(plan.facts, values, strict=True)}
    return Body(body.id, body.kind, body.name, facts, {}, body.place, year)

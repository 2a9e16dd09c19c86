"""Every two ways to a score give the same digits, for every edition; and the comparison finds a way that is broken.

The long version: `python -m benchmarks.agree -n 100000`.
"""

# ruff: noqa: E402 - what is imported below needs the extra
from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from helpers import ROOT, edition, library, run

np = pytest.importorskip("numpy", reason="extra [frames] is not installed")
for absent in ("pyarrow", "duckdb", "polars"):
    pytest.importorskip(absent, reason="extra [frames] is not installed")
sys.path.insert(0, str(ROOT))

from benchmarks.agree.blocks import Line, Subject, Ways, block, compared, subject_of, ways_of
from benchmarks.agree.columns import by_columns
from benchmarks.agree.command import any_choices, difference_text, main
from benchmarks.agree.table_blocks import cohorts_compared
from benchmarks.drawing import drawn
from benchmarks.drawing_limits import limits_of
from benchmarks.drawing_styles import STYLES
from kzrules.compiled.integers import Node, Part, in_order
from kzrules.compiled.lowered import LoweredProgram
from kzrules.compiled.lowering import roots_of
from kzrules.engines.outcome import Outcome
from kzrules.frames import cells, cohort_means, scores
from kzrules.program import KINDS, Kind
from kzrules.values import rounded

STYLE = {style.name: style for style in STYLES}
MIXED = {STYLE[name]: 12 for name in ("everyday", "small", "edges", "ties", "coprime", "gaps", "one gap", "sought")}
QUICK = ("numpy", "interpreter", "fractions", "terms")


def nothing_differs(line: Line, subject: Subject) -> None:
    assert [difference_text(subject, line, difference) for difference in line.differences] == []
    assert line.wrong == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", library().files)
def test_every_two_ways_agree(name: str, kind: Kind) -> None:
    """Columns, buffers, SQL, expressions, a function, fractions, terms, the solver, the interpreter; some of them by other readings."""
    chance = np.random.default_rng([1, *f"{name} {kind}".encode()])
    for year in edition(name).years:
        subject = subject_of(edition(name), kind, year, {})
        line = compared(subject, block(subject, MIXED, chance), "mixed", ways_of((), 20))
        nothing_differs(line, subject)
        assert line.known > line.rows / 16, "bodies with nothing to compare prove nothing"
        assert {"numpy", "duckdb", "polars", "interpreter", "fractions", "function", "terms"} <= line.ways.keys()
        other = subject_of(edition(name), kind, year, any_choices(edition(name), chance))
        nothing_differs(compared(other, block(other, MIXED, chance), "mixed", ways_of(QUICK, 50)), other)


@pytest.mark.parametrize("style", ["huge", "long lists"])
def test_huge_numbers_and_long_lists(style: str) -> None:
    chance = np.random.default_rng(3)
    for name, kind in (("interaction/2018-01", "local"), ("interaction/2021-04", "central")):
        subject = subject_of(edition(name), kind, None, {})
        size = 24 if style == "huge" else 6
        nothing_differs(compared(subject, block(subject, {STYLE[style]: size}, chance), style, ways_of((), 12)), subject)


@pytest.mark.parametrize("name", library().files)
def test_tables_of_cohorts_score_as_by_the_interpreter(name: str) -> None:
    """Bodies alone, few, alike, of which nothing is known; means over others; every engine of a batch on some edition."""
    chance = np.random.default_rng([2, *name.encode()])
    subjects = [subject_of(edition(name), kind, year, {}) for kind in KINDS for year in edition(name).years]
    engines = ["numpy", "duckdb", "polars"] if name == "interaction/2020-03" else ["numpy"]
    line = cohorts_compared(subjects, 8, engines, chance)
    nothing_differs(line, subjects[0])
    assert line.known


def test_the_command_says_what_it_compared(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["-n", "80", "--choices", "1", "--ways", "numpy,interpreter", "--kind", "local", "--data", "small", "interaction/2020-03"]
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert "interaction/2020-03" in out
    assert "numpy" in out
    assert out.rstrip().endswith("0 differences")


# ── what is drawn may be said of a real body ──


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_what_is_drawn_keeps_what_the_dictionary_says_must_hold(style: Any) -> None:
    subject = subject_of(edition("organizational-development/2020-01"), "central", 2020, {})
    given = drawn(subject.form, subject.dictionary, style, 40, np.random.default_rng(5))
    seen = 0
    for within in ("", *given.lists):
        answers = given.lists[within].answers if within else given.answers
        for limit in limits_of(subject.dictionary, within):
            if limit.terms.keys() <= answers.keys():
                known = ~np.any([answers[name].unknown | answers[name].na | answers[name].absent for name in limit.terms], axis=0)
                totals = [sum(times * Fraction(int(answers[name].value[row]), 10 ** answers[name].spec.places) for name, times in limit.terms.items())
                          for row in np.flatnonzero(known)]  # fmt: skip
                assert max(totals, default=0) <= 0, limit
                seen += len(totals)
    assert seen or style.name == "gaps"


# ── a way that is broken is found ──


def mutated(form: LoweredProgram, change: Callable[[Node], Node | None]) -> LoweredProgram:
    """The form with some nodes changed."""
    made: dict[Node, Node] = {}

    def part(one: Part) -> Part:
        return Part(made[one.over], one.scale, tuple(made[node] for node in one.by))

    def argument(one: Any) -> Any:
        match one:
            case Node():
                return made[one]
            case Part():
                return part(one)
            case tuple():
                return tuple(map(argument, one))
            case _:
                return one

    def of(nodes: Any) -> None:
        for node in in_order(nodes):
            if node not in made:
                same = Node(node.op, tuple(map(argument, node.args)), node.serial)
                made[node] = change(same) or same

    gathered = []
    for one in form.gathered:
        of(roots_of([one.value, one.counted, one.open]))
        gathered.append(replace(one, counted=made[one.counted], open=made[one.open], value=tuple(map(part, one.value))))
    of(roots_of(form.wanted))
    return replace(form, gathered=tuple(gathered), wanted=tuple(argument(one) for one in form.wanted))


def half_even(node: Node) -> Node | None:
    return Node("rounded", (*node.args[:2], "half_even"), node.serial) if node.op == "rounded" else None


def known_all_the_same(node: Node) -> Node | None:
    return Node("constant", (False,), node.serial) if node.op == "flag" and node.args[0] == "complaints_late:unknown" else None


def edges_on_the_other_side(node: Node) -> Node | None:
    return Node("not_positive", node.args, node.serial) if node.op == "negative" else None


def a_unit_more(node: Node) -> Node | None:
    return Node("sum", (node.args[0] + 1, node.args[1]), node.serial) if node.op == "sum" and node.args[0] and node.args[1] else None


def lists_never_open(node: Node) -> Node | None:
    return Node("constant", (False,), node.serial) if node.op == "flag" and node.args[0].endswith("].documents_obtained:unknown") else None


def broken(change: Callable[[Node], Node | None]) -> Callable[..., Outcome]:
    def engine(form: LoweredProgram, inputs: Any, records: Any, size: int) -> Outcome:
        other = mutated(form, change)
        found = by_columns(other, inputs, records, size).found
        return Outcome({node: found[twin] for node, twin in zip(roots_of(form.wanted), roots_of(other.wanted), strict=True)}, size, 0)

    return engine


def through_doubles(form: LoweredProgram, inputs: Mapping[str, Any], records: Any, size: int) -> Outcome:
    doubles = {name: column if column.dtype == bool else column.astype(float).astype(np.int64) for name, column in inputs.items()}
    return by_columns(form, doubles, records, size)


@pytest.mark.parametrize(
    ("change", "style", "name"),
    [
        (half_even, "sought", "interaction/2020-03"),
        (known_all_the_same, "one gap", "interaction/2020-03"),
        (edges_on_the_other_side, "edges", "interaction/2018-01"),
        (a_unit_more, "everyday", "interaction/2021-04"),
        (lists_never_open, "one gap", "interaction/2018-01"),
        (through_doubles, "huge", "interaction/2020-03"),
    ],
)
def test_a_broken_engine_is_found(change: Any, style: str, name: str) -> None:
    """And the body that shows it is as plain as can be, ready for `kzrules eval`."""
    subject = subject_of(edition(name), "central", None, {})
    engine = change if change is through_doubles else broken(change)
    given = block(subject, {STYLE[style]: 800 if style == "one gap" else 120}, np.random.default_rng(8))
    line = compared(subject, given, style, Ways({"columns": by_columns, "broken": engine}, frozenset(), 10**6))
    assert 0 < line.wrong <= line.rows
    first = line.differences[0]
    assert first.alone
    assert first.body is not None
    text = difference_text(subject, line, first)
    assert f"kzrules eval -e {name} facts.yaml" in text
    assert len(text.splitlines()) < 100, "a difference is shown with few facts"
    if change is not lists_never_open:
        return
    assert 'documents_obtained: "-"' in text


def test_a_difference_can_be_replayed(tmp_path: Any) -> None:
    """The facts that are printed are a facts file."""
    subject = subject_of(edition("interaction/2020-03"), "central", None, {})
    given = block(subject, {STYLE["edges"]: 100}, np.random.default_rng(8))
    line = compared(subject, given, "edges", Ways({"columns": by_columns, "broken": broken(a_unit_more)}, frozenset(), 10**6))
    path = tmp_path / "facts.yaml"
    path.write_text(difference_text(subject, line, line.differences[0]), encoding="utf-8")
    assert run("eval", "-e", "interaction/2020-03", str(path)).code == 0


def test_an_engine_that_fails_is_a_difference() -> None:
    def failing(*_: Any) -> Outcome:
        raise OverflowError("too large")

    subject = subject_of(edition("interaction/2020-03"), "local", None, {})
    given = block(subject, {STYLE["small"]: 5}, np.random.default_rng(1))
    line = compared(subject, given, "small", Ways({"columns": by_columns, "failing": failing}, frozenset(), 10**6))
    assert line.wrong == 5
    assert "columns and failing differ: OverflowError: too large" in difference_text(subject, line, line.differences[0])


def test_a_broken_interpreter_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzrules.scoring.rounded", lambda value, places, _: rounded(value, places, "half_even"))
    subject = subject_of(edition("interaction/2020-03"), "central", None, {})
    given = block(subject, {STYLE["sought"]: 200}, np.random.default_rng(8))
    line = compared(subject, given, "sought", Ways({"columns": by_columns}, frozenset(["interpreter", "fractions"]), 4))
    assert {difference.ways for difference in line.differences} == {("columns", "interpreter")}
    assert all(said.keys() == {"overall"} for said in (difference.said for difference in line.differences))


def test_broken_sql_and_broken_expressions_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A comparison of the engines themselves, one sign wrong: what stands at an edge of a table goes to its other side."""
    from kzrules.engines.polars_operations import PolarsOperations

    monkeypatch.setattr("kzrules.engines.sql._SIGNS", {"<": "<= 0", "<=": "<= 0", "=": "= 0"})
    monkeypatch.setattr(PolarsOperations, "compared", lambda _, a, sign: a == 0 if sign == "=" else a <= 0)
    subject = subject_of(edition("interaction/2020-03"), "central", None, {})
    given = block(subject, {STYLE["edges"]: 100}, np.random.default_rng(8))
    line = compared(subject, given, "edges", replace(ways_of(("numpy", "duckdb", "polars"), 10**6), slow=frozenset()))
    assert {difference.ways[1] for difference in line.differences} == {"duckdb", "polars"}


@pytest.mark.parametrize("fault", ["grade", "mean", "unknown"])
def test_a_broken_table_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bands five points off; a mean over other bodies a point off; an answer that is not known read as nothing."""
    means, read = cohort_means.Cohort.means, cells.read_cells
    match fault:
        case "grade":
            monkeypatch.setattr(scores, "ceil", lambda value: int(value) + 500)
        case "mean":
            monkeypatch.setattr(cohort_means.Cohort, "means", lambda *args: {name: value and value + 1 for name, value in means(*args).items()})
        case _:

            def without_gaps(*args: Any) -> Any:
                found, faults = read(*args)
                return replace(found, unknown=np.zeros_like(found.unknown)), faults

            monkeypatch.setattr("kzrules.frames.table.read_cells", without_gaps)
    subjects = [subject_of(edition("interaction/2018-01"), kind, None, {}) for kind in KINDS]
    assert cohorts_compared(subjects, 24, ["numpy"], np.random.default_rng(4)).wrong

"""A value placed between the least and the greatest of all bodies: every way to compute it gives the interpreter's digits."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, library, run
from hypothesis import assume, given
from hypothesis import strategies as st

import kzrules as kz
from kzrules.attribution import attributions_of
from kzrules.checks import check_edition
from kzrules.compiled.batch import batch_columns, fractions_of
from kzrules.compiled.from_bodies import inputs_and_records
from kzrules.compiled.lowered import EXACT, OVERALL, lowered_program
from kzrules.compiled.programs import compiled_program, scores
from kzrules.diagnostic import Diagnostic
from kzrules.edition import edition_from_bytes
from kzrules.facts import Body
from kzrules.gaps import gaps_of
from kzrules.inquiry import completed, inquiry_of
from kzrules.outcome import Assessment
from kzrules.program import KINDS
from kzrules.questions import answers_in, values_of
from kzrules.reading_runs import Runs
from kzrules.scoring import Run
from kzrules.solver import Evaluated, available
from kzrules.spans import range_of
from kzrules.symbolic import program_terms
from kzrules.symbolic_cohort import around
from kzrules.term_bounds import Bounds, Span, whole_box
from kzrules.term_values import TermValues
from kzrules.values import Missing, decimal_text

EDITION = ROOT / "tests" / "language" / "normalise.yaml"
TEXT = EDITION.read_text("utf-8")
LOADED = library().load(str(EDITION))
PROGRAMS = {kind: LOADED.program(kind, period=2000) for kind in KINDS}


def body_of(name: str, kind: str, total: int | None, late: int | None) -> Body:
    given = {"services_total": total, "services_late": late}
    values = {fact: Missing(frozenset([fact])) if value is None else Fraction(value) for fact, value in given.items()}
    return Body(name, kind, {}, values, period=2000)  # type: ignore[arg-type]


def written(value: Any) -> str | None:
    return None if isinstance(value, Missing) else str(value)


NUMBERS = st.none() | st.integers(0, 4) | st.integers(0, 10**15)


@st.composite
def cohorts(draw: st.DrawFn, least: int = 1) -> list[Body]:
    found = []
    for index in range(draw(st.integers(least, 6))):
        total, late = draw(NUMBERS), draw(NUMBERS)
        if total is not None and late is not None:
            total, late = max(total, late), min(total, late)
        found.append(body_of(f"b{index}", draw(st.sampled_from(KINDS)), total, late))
    return found


def results(assessment: Assessment) -> dict[str, Fraction | None]:
    found: dict[str, Any] = {score.rule.path: score.value for score in assessment.walk()} | {OVERALL: assessment.score, EXACT: assessment.exact}
    return {path: None if isinstance(value, Missing) else value for path, value in found.items()}


# ── every stage agrees ──


@given(bodies=cohorts())
def test_the_integer_form_gives_the_digits_of_the_interpreter(bodies: list[Body]) -> None:
    """For one body as a Python function, and for all of a kind by columns."""
    whole = Run(PROGRAMS, bodies)
    for kind in KINDS:
        own = [body for body in bodies if body.kind == kind]
        compiled = compiled_program(PROGRAMS[kind], LOADED.dictionary, {})
        form = lowered_program(PROGRAMS[kind], LOADED.dictionary, {})
        inputs, records = inputs_and_records(form, own, whole) if own else ({}, {})
        columns = batch_columns(form, inputs, records, len(own)) if own else None
        for row, body in enumerate(own):
            expected = results(whole.assess(body))
            assert scores(compiled, body, whole) == expected
            for name, parts, lacks in zip(form.outputs, form.wanted[::2], form.wanted[1::2], strict=True):
                found = None if columns.found[lacks][row] else fractions_of(columns, parts)[row]  # type: ignore
                assert found == expected[name], name


@given(bodies=cohorts(), rows=st.integers(1, 4), engine=st.sampled_from(["numpy", "python"]))
def test_a_batch_cut_anywhere_gives_the_digits_of_the_interpreter(bodies: list[Body], rows: int, engine: str) -> None:
    pa = pytest.importorskip("pyarrow", reason="needs the extra frames")
    from kzrules.frames.batch_run import Given, cohorts_of, opened
    from kzrules.frames.engines import ENGINES
    from kzrules.frames.scores import plan_of, scored_table
    from kzrules.frames.sources import source_of_table

    columns: dict[str, list[str | None]] = {
        "body": [body.id for body in bodies],
        "kind": [body.kind for body in bodies],
        "period": ["2000" for _ in bodies],
        **{
            name: [None if isinstance(b.values[name], Missing) else str(b.values[name]) for b in bodies]
            for name in ("services_total", "services_late")
        },
    }
    table = pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()})
    plan = plan_of([(LOADED, {})], "all")
    found = opened(Given(source_of_table(table, "t", rows), {}), LOADED.dictionary, plan, "ru", rows)
    seen = cohorts_of(plan, found)
    scored = [row for one in found.tables() for row in scored_table(plan, one, ENGINES[engine], seen).to_pylist()]
    whole = Run(PROGRAMS, bodies)
    for row, body in zip(scored, bodies, strict=True):
        for path, value in results(whole.assess(body)).items():
            if path != EXACT:
                number = row["score" if path == OVERALL else path]
                got = None if number is None else str(number)
                assert got == (None if value is None else decimal_text(value, 2)), path


@given(bodies=cohorts(2), data=st.data())
def test_the_terms_of_a_proof_give_the_digits_of_the_interpreter(bodies: list[Body], data: st.DataObject) -> None:
    """A body whose facts are known, among others that may lack theirs; no score lies outside its bounds."""
    body = bodies[0]
    assume(not any(isinstance(value, Missing) for value in body.values.values()))
    whole = Run(PROGRAMS, bodies)
    terms = program_terms(PROGRAMS[body.kind], LOADED.dictionary, {}, fixed=True)
    symbols = {path: rule.value for path, rule in terms.rules.items()} | {OVERALL: terms.score, EXACT: terms.exact}
    known: dict[str, Fraction | bool] = around(terms.program, terms.means, terms.ends.values(), whole, body)
    for path, answer in answers_in(terms.questions, body.values).items():
        known |= values_of(terms.questions[path], answer) or {}
    found = TermValues([part for s in symbols.values() for part in (s.term, s.missing)]).of(known)
    expected = results(whole.assess(body))
    assert {path: None if found[s.missing] else found[s.term] for path, s in symbols.items()} == expected
    bounds = Bounds([part for s in symbols.values() for part in (s.term, s.missing)], {}, terms.admissible).of(whole_box(terms.questions.values()))
    for path, value in expected.items():
        span = bounds[symbols[path].term]
        assert isinstance(span, Span)
        assert value is None or span.low is None or span.low <= value
        assert value is None or span.high is None or span.high >= value
    if available() and data.draw(st.integers(0, 7)) == 0:
        form = Evaluated(known)
        assert {path: None if form.truth(s.missing) else form.number(s.term) for path, s in symbols.items()} == expected


@pytest.mark.parametrize("kind", KINDS)
def test_bounds_know_that_a_place_is_between_the_ends(kind: Any) -> None:
    terms = program_terms(PROGRAMS[kind], LOADED.dictionary, {}, fixed=True)
    roots = [rule.value.term for rule in terms.rules.values()]
    found = Bounds(roots, {}, terms.admissible).of(whole_box(terms.questions.values()))
    assert found[terms.rules["d.m"].value.term] == Span(Fraction(0), Fraction(100))
    assert found[terms.rules["d.r"].value.term] == Span(Fraction(0), Fraction(100 if kind == "central" else 50))
    assert found[terms.rules["d"].value.term] == Span(Fraction(0), Fraction(100 if kind == "central" else 80))


@given(others=cohorts(), total=st.integers(0, 9), late=st.none())
def test_an_unknown_value_moves_the_ends_too(others: list[Body], total: int, late: None) -> None:
    """What-if: the interval over an unknown fact holds what the interpreter gives for any answer, the ends moved by it included."""
    body = body_of("own", "central", total, late)
    bodies = [body, *others]
    gaps = gaps_of(inquiry_of(Run(PROGRAMS, bodies), body, LOADED.dictionary))
    rule = gaps.rules["d.l"]
    for answer in range(total + 1):
        one = completed(body, {"services_late": Fraction(answer)})
        value = results(Run(PROGRAMS, [one, *others]).assess(one))["d.l"]
        if value is not None:
            assert rule.low is None or rule.low <= value
            assert rule.high is None or value <= rule.high


@pytest.mark.parametrize("engine", ["numpy", "duckdb", "polars"])
def test_other_engines_give_the_digits_of_the_interpreter(engine: str) -> None:
    pytest.importorskip("pyarrow", reason="needs the extra frames")
    import kzrules.engines.duckdb_engine
    import kzrules.engines.numpy_engine
    import kzrules.engines.polars_engine

    run_engine = getattr(getattr(kzrules.engines, f"{engine}_engine"), f"run_{engine}")
    pairs = [(10, 2), (40, 0), (3, 3), (None, 0), (7, None), (0, 0), (10**15, 10**14), (10**15 + 1, 1)]
    bodies = [body_of(f"b{index}", KINDS[index % 2], *pair) for index, pair in enumerate(pairs)]
    whole = Run(PROGRAMS, bodies)
    for kind in KINDS:
        own = [body for body in bodies if body.kind == kind]
        form = lowered_program(PROGRAMS[kind], LOADED.dictionary, {})
        found = run_engine(form, *inputs_and_records(form, own, whole), len(own))
        for row, body in enumerate(own):
            assert {name: output.exactly(row) for name, output in found.items()} == results(whole.assess(body))


def test_a_rejected_row_is_left_out_as_an_unknown_value_is() -> None:
    """Said in the file of faults, and by `--explain-row`: the ends are those of the rows that were accepted."""
    pa = pytest.importorskip("pyarrow", reason="needs the extra frames")
    columns = {"body": ["a", "b", "c"], "kind": ["central"] * 3, "period": ["2000"] * 3, "services_total": ["10", "20", "1000"]}
    sound = pa.table({**columns, "services_late": ["1", "2", "3"]})
    faulty = pa.table({**columns, "services_late": ["1", "2", "-3"]})
    found = {name: kz.assess_frame(LOADED, table, detail="all") for name, table in (("sound", sound), ("faulty", faulty))}
    assert [str(value) for value in found["faulty"]["d.m"].to_pylist()] == ["0.00", "100.00", "None"]
    assert [str(value) for value in found["sound"]["d.m"].to_pylist()] == ["0.00", "1.01", "100.00"]
    assert found["faulty"]["rejected"].to_pylist() == ["no", "no", "yes"]


# ── the meaning ──


@given(bodies=cohorts(), data=st.data())
def test_the_order_of_bodies_changes_no_score(bodies: list[Body], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(bodies))
    assert [results(Run(PROGRAMS, bodies).assess(body)) for body in bodies] == [results(Run(PROGRAMS, shuffled).assess(body)) for body in bodies]


@given(bodies=cohorts(2))
def test_the_ends_get_nothing_and_all(bodies: list[Body]) -> None:
    """The body with the greatest value has 100, the one with the least 0, nobody is outside; unknown values change nothing."""
    whole = Run(PROGRAMS, bodies)
    central = [body for body in bodies if body.kind == "central" and not isinstance(body.values["services_total"], Missing)]
    values = {id(body): body.values["services_total"] for body in central}
    assume(len(set(values.values())) > 1)
    found = {id(body): results(whole.assess(body))["d.m"] for body in central}
    assert {found[key] for key, value in values.items() if value == max(values.values())} == {100}  # type: ignore[type-var]
    assert {found[key] for key, value in values.items() if value == min(values.values())} == {0}  # type: ignore[type-var]
    assert all(value is not None and 0 <= value <= 100 for value in found.values())
    known = [body for body in bodies if not isinstance(body.values["services_total"], Missing)]
    assert {id(body): results(Run(PROGRAMS, known).assess(body))["d.m"] for body in central} == found


def test_the_explanation_names_whose_the_ends_are_and_who_is_left_out(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    rows = [("a", "central", "10", "2"), ("b", "central", "20", "5"), ("c", "local", "30", "0"), ("e", "local", '"-"', "0")]
    lines = [f"  - {{body: {b}, kind: {k}, facts: {{services_total: {t}, services_late: {late}}}}}" for b, k, t, late in rows]
    facts.write_text("\n".join(["period: 2000", "fictional: true", "bodies:", *lines]), "utf-8")
    told = run("explain", str(facts), "d.r", "-e", str(EDITION), "--body", "a").out
    assert "место между наименьшим и наибольшим (все органы) = 20" in told
    assert "наименьшее = 0 (c)" in told
    assert "наибольшее = 25 (b)" in told
    assert "не участвуют, значение неизвестно: e" in told
    english = run("--lang", "en", "show", f"{EDITION}:l").out
    assert "from the greatest (0) to the least (100); all bodies" in english


READ = (
    TEXT.replace("when_equal: {score: 50}}}", "when_equal: {score: 50}, reading: which_end}}", 1)
    .replace("let: {late: ", "reading: what_is_late\n        let: {late: ")
    .replace("    max: 100\n    score: (m", "    reading: weight_of_r\n    max: 100\n    score: (m")
    + """
readings:
  which_end:
    question: {ru: Что лучше}
    confidence: open
    default: more
    options: {more: {label: {ru: больше}}, less: {label: {ru: меньше}, better: less, value: services_total - services_late}}
  what_is_late:
    question: {ru: Что считать долей}
    confidence: open
    default: all
    options: {all: {label: {ru: от всех}}, plain: {label: {ru: число}, let: {late: services_late}}}
  weight_of_r:
    question: {ru: Сколько весит r}
    confidence: open
    default: twice
    options: {twice: {label: {ru: вдвое}}, once: {label: {ru: раз}, score: (m + l + r + p) / 4}}
"""
)


@given(bodies=cohorts(2))
def test_the_range_over_readings_is_that_of_all_combinations(bodies: list[Body]) -> None:
    """A reading that changes what is compared changes the ends for every body."""
    edition, found = edition_from_bytes(READ.encode(), "e.yaml", library().dictionary)
    assert edition is not None, [fault.message() for fault in found]
    body = bodies[0]
    names = list(edition.readings)
    every = set()
    for options in product(*(edition.readings[name].options for name in names)):
        programs = {kind: edition.program(kind, dict(zip(names, options, strict=True)), 2000) for kind in KINDS}
        every.add(results(Run(programs, bodies).assess(body))[OVERALL])
    got = range_of(Runs(edition, bodies, 2000, names, 100_000), body)
    numbers = [value for value in every if value is not None]
    assert (got.low.score if got.low else None) == min(numbers, default=None)
    assert (got.high.score if got.high else None) == max(numbers, default=None)


LATER = [
    ("over: same_kind, better: more, to: 100, when_equal: {score: 50}", "over: all_bodies, better: less, to: 80, when_equal: {score: 9}"),
    ("to: {central: 100, local: 50}", "to: {central: 100, local: 30}"),
    ("score: (m + l + 2 * r + p) / 5", "score: (3 * m + l + r + p) / 6"),
    ("value: indicators, method: min_max, over: same_kind, better: more", "value: indicators, method: min_max, over: same_kind, better: less"),
    ("max: {central: 100, local: 50} ", "max: {central: 100, local: 40} "),
]


@given(bodies=cohorts(2), changes=st.sets(st.integers(0, len(LATER) - 1), min_size=1))
def test_the_parts_of_a_difference_add_up(bodies: list[Body], changes: set[int]) -> None:
    """Whatever changed between two editions, for one body kind or both: the parts are the whole difference, exactly."""
    text = reduce(lambda text, index: text.replace(*LATER[index], 1), sorted(changes), TEXT)
    assert text.count("\n") == TEXT.count("\n")
    later, found = edition_from_bytes(text.replace("language/2000-", "language/2001-").encode(), "e.yaml", library().dictionary)
    assert later is not None, found
    runs = Run(PROGRAMS, bodies), Run({kind: later.program(kind, period=2000) for kind in KINDS}, bodies)
    for one in attributions_of(runs, bodies):
        if one.total is not None:
            assert sum((part.amount for part in one.parts), Fraction(0)) == one.total


def test_a_change_of_what_is_compared_is_split_from_a_change_of_a_weight() -> None:
    """Each with the other bodies under the same mixture."""
    text = TEXT.replace(*LATER[0], 1).replace(*LATER[2], 1)
    later, _ = edition_from_bytes(text.encode(), "e.yaml", library().dictionary)
    assert later is not None
    bodies = [body_of("a", "central", 10, 2), body_of("b", "central", 20, 5), body_of("c", "local", 30, 0)]
    runs = Run(PROGRAMS, bodies), Run({kind: later.program(kind, period=2000) for kind in KINDS}, bodies)
    (first, *_) = attributions_of(runs, bodies)
    # m: 0, then 80. With the old weights 20 and 36, with the new 40/3 and 160/3: each change on average over both orders
    assert {(part.path, part.what): part.amount for part in first.parts} == {
        ("d.m", "rule"): Fraction(16 + 40, 2),
        ("d", "rule"): (Fraction(40, 3) - 20 + Fraction(160, 3) - 36) / 2,
        ("overall", "rounding"): Fraction("53.33") - Fraction(160, 3),
    }


# ── what check says ──


def faults(text: str) -> list[tuple[str, str]]:
    edition, found = edition_from_bytes(text.encode(), "e.yaml", library().dictionary)
    every: list[Diagnostic] = [*found, *(check_edition(edition) if edition else ())]
    return list(dict.fromkeys((fault.code, fault.message("ru")) for fault in every))


def test_the_edition_of_the_language_has_no_fault() -> None:
    assert faults(TEXT) == []


def test_what_looks_at_other_bodies_is_not_normalised_again() -> None:
    value = '{normalise: {value: "m + l", method: min_max, over: same_kind, better: more, to: 100, when_equal: {score: 0}}}'
    again = TEXT.replace("score: (m + l + 2 * r + p) / 5 ", f"score: {value} ")
    said = "нормализуется то, что само зависит от других органов: «{}»"
    assert [f for f in faults(again) if f[0] == "KZ910"] == [("KZ910", said.format("l")), ("KZ910", said.format("m"))]
    whole = again.replace('value: "m + l"', "value: indicators")
    assert [f for f in faults(whole) if f[0] == "KZ910"] == [("KZ910", said.format("indicators"))]


def test_a_mean_is_not_taken_of_what_is_normalised() -> None:
    mean = TEXT.replace("exceptions: [{when: services_total == 0, score: 0}]", "exceptions: [{when: services_total == 0, cohort: same_kind}]")
    said = "«r»: среднее по прочим органам берётся от оценки, которая сама нормализуется по органам («r»)"
    assert ("KZ911", said) in faults(mean)


def test_a_normalisation_is_the_score_of_a_rule_and_says_everything() -> None:
    inside = TEXT.replace("let: {late: ", "let: {x: {normalise: {value: services_late}}, late: ")
    assert [code for code, _ in faults(inside)] == ["KZ101"]
    for key in ("method: min_max, ", "over: same_kind, ", "better: more, ", "to: 100, "):
        assert [code for code, _ in faults(TEXT.replace(key, "", 1))] == ["KZ102"], key
    assert [code for code, _ in faults(TEXT.replace("when_equal: {score: 50}", "when_equal: {cohort: same_kind}"))] == ["KZ101"]

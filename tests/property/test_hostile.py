"""Whatever a file says, it ends in diagnostics or in a program: a fault in the user's file or data is a value, not an exception."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import pytest
from hostile import HERE, broken_formula, broken_text, broken_tree, unlike
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import EDITIONS, all_formulas, dictionary, edition, library
from strategies import values

from kzrules.cases import cases_from_path, run_case
from kzrules.checks import check_edition
from kzrules.diagnostic import Diagnostic, errors
from kzrules.diagnostic_text import diagnostic_text
from kzrules.dictionary import dictionary_from_bytes
from kzrules.edition import Edition, edition_from_bytes
from kzrules.facts import Body, cohort_from_bytes
from kzrules.formula import formula_from_text
from kzrules.library import Library
from kzrules.nodes import Text
from kzrules.place import Place
from kzrules.program import KINDS
from kzrules.scoring import Run
from kzrules.values import FactValue, Single

SMALL = (HERE / "small.yaml").read_text(encoding="utf-8")
FACTS = (HERE / "small.facts.yaml").read_text(encoding="utf-8")
CASES = (HERE / "small.cases.yaml").read_text(encoding="utf-8")
MANY = settings(max_examples=4 * settings().max_examples)
ANYTHING = st.one_of(st.text(), st.text(alphabet="{}[]:,-'\"#&*!|> \n0a"), st.binary().map(lambda data: data.decode("latin-1")))


def speakable(faults: Iterable[Diagnostic], text: str) -> None:
    """Every fault can be shown, as text beside its line and as JSON."""
    for fault in faults:
        for lang in ("ru", "kk", "en"):
            assert json.dumps(fault.as_json(lang), ensure_ascii=False).encode()
            assert diagnostic_text(fault, {fault.place.file: text}, lang).encode()


def read_edition(text: str) -> Edition | None:
    """The edition, if it has no fault; else every fault is said."""
    found, faults = edition_from_bytes(text.encode("utf-8", "surrogatepass"), "small.yaml", dictionary())
    speakable(faults, text)
    assert found is not None or errors(faults), "no edition, and no word why"
    if found is None:
        return None
    checked = check_edition(found, every_option=True)
    speakable(checked, text)
    return None if errors(checked) else found


def score(found: Edition, data: st.DataObject) -> None:
    """A sound edition scores any admissible facts, under each option alone."""
    for kind in KINDS:
        facts = data.draw(values(found.programs[kind].facts, EDITIONS[0], most_records=2), label=kind)
        body = Body("body", kind, {}, facts)
        for choices in ({}, *({reading.id: option} for reading in found.readings.values() for option in reading.options)):
            Run({kind: found.program(kind, choices)}, [body]).assess(body)


def test_the_small_files_are_sound() -> None:
    """What is broken below is whole at first: it proves nothing to break what never worked."""
    found, faults = cases_from_path(HERE / "small.cases.yaml", Library(HERE, dictionary(), {}))
    assert found is not None
    assert not [*faults, *check_edition(found.edition, every_option=True), *cohort_from_bytes(FACTS.encode(), "facts", dictionary())[1]]
    assert not [failure for case in found.cases for failure in run_case(case, found.edition)]


# ── editions ──


@pytest.mark.parametrize("name", library().files)
@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_a_broken_edition_is_diagnosed(name: str, data: st.DataObject) -> None:
    """Lines and letters of a shipped edition deleted, repeated, swapped."""
    text = data.draw(broken_text(library().files[name].read_text(encoding="utf-8")))
    found, faults = edition_from_bytes(text.encode("utf-8", "surrogatepass"), name, dictionary())
    assert found is not None or errors(faults)
    speakable(faults if found is None else check_edition(found), text)


@MANY
@given(text=broken_tree(SMALL) | broken_text(SMALL), data=st.data())
def test_a_broken_small_edition_is_diagnosed_or_scores(text: str, data: st.DataObject) -> None:
    """Parts of an edition dropped, exchanged, renamed: what still passes every check can be scored."""
    found = read_edition(text)
    if found is not None:
        score(found, data)


@MANY
@given(text=ANYTHING)
def test_any_text_is_diagnosed(text: str) -> None:
    """Anything at all as an edition, a facts file, a dictionary."""
    assert read_edition(text) is None
    for file, (found, faults) in {
        "facts": cohort_from_bytes(text.encode("utf-8", "surrogatepass"), "facts", dictionary()),
        "dictionary": dictionary_from_bytes(text.encode("utf-8", "surrogatepass"), "dictionary"),
    }.items():
        assert found is None, file
        assert errors(faults)
        speakable(faults, text)


# ── formulas ──


def formula(text: str) -> None:
    found, faults = formula_from_text(Text(text, True, Place("f", 1, 1, 1, len(text) + 1)))
    assert (found is None) is bool(errors(faults))
    speakable(faults, text)


@MANY
@given(text=ANYTHING)
def test_any_text_as_a_formula_is_diagnosed(text: str) -> None:
    """No attributes, subscripts, powers, strings beyond equality, comprehensions, lambdas: refused, not run."""
    formula(text)


@MANY
@given(text=unlike() | broken_formula([f.text for name in EDITIONS for f in all_formulas(name)]), data=st.data())
def test_a_broken_formula_is_diagnosed_or_scores(text: str, data: st.DataObject) -> None:
    """A formula with its parts exchanged, wherever formulas stand in an edition: what passes the check of kinds has a value."""
    formula(text)
    place = data.draw(
        st.sampled_from(["max(0, k - share_late * per) + improvement", "not ic_unit", "applicable(monitoring_mark)", "blog_questions == 0"])
    )
    assert place in SMALL
    found = read_edition(SMALL.replace(place, json.dumps(text)))
    if found is not None:
        score(found, data)


# ── facts and cases ──


@MANY
@given(text=broken_tree(FACTS) | broken_text(FACTS), name=st.sampled_from(EDITIONS))
def test_broken_facts_are_diagnosed_or_score(text: str, name: str) -> None:
    """Facts with wrong answers, names and shapes: either every fault is said, or the bodies are scored."""
    found, faults = cohort_from_bytes(text.encode("utf-8", "surrogatepass"), "facts.yaml", dictionary())
    speakable(faults, text)
    assert found is not None or errors(faults)
    if found is not None:
        run = Run(edition(name).programs, found.bodies)
        assert [run.assess(body).body for body in found.bodies] == list(found.bodies)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile")
    (path / "small.yaml").write_text(SMALL, encoding="utf-8")
    return path


@given(text=broken_tree(CASES) | broken_text(CASES) | ANYTHING)
def test_broken_cases_are_diagnosed_or_run(folder: Path, text: str) -> None:
    """A file of cases with wrong names, numbers and shapes: either every fault is said, or the cases run."""
    path = folder / "small.cases.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    found, faults = cases_from_path(path, Library(folder, dictionary(), {"demo/2018-01": folder / "small.yaml"}))
    speakable(faults, text)
    assert found is not None or errors(faults)
    for case in found.cases if found is not None else ():
        assert all(isinstance(failure.found, str) for failure in run_case(case, found.edition))  # type: ignore[union-attr]


# ── what broke it once ──

SCORE = "max(0, k - share_late * per) + improvement"
BLOG = "score: share(blog_answered, blog_questions) * full"
CRASHED = {
    "places below zero": (SCORE, "round_half_up(services_total, -1)"),
    "places below zero, computed": (SCORE, "round_half_up(services_total, 0 - 1)"),
    "places below zero, from facts": (SCORE, "round_half_up(services_total, services_late - 11)"),
    "answers compared": ("not ic_unit", "site_symbols < site_general"),
    "let in a circle through a list": (
        "services_late / services_total",
        "{each: {over: services, score: share_late, combine: sum, empty: {score: 0}}}",
    ),
    "let in a circle through an empty list": (
        "services_late / services_total",
        "{each: {over: services, score: 1, combine: sum, empty: {score: share_late}}}",
    ),
    "checklist in itself": (BLOG, "score: {checklist: blog}"),
    "checklist in its exception": ("{when: blog_questions == 0, score: full}", "{when: blog_questions == 0, score: {checklist: blog}}"),
    "checklist in itself through a list": (BLOG, "score: {each: {over: services, score: {checklist: blog}, combine: mean, empty: {score: 0}}}"),
    "checklist in itself through a table": (BLOG, "score: {table: marks, of: {checklist: blog}}"),
}


@pytest.mark.parametrize("what", CRASHED)
@pytest.mark.parametrize("records", [0, 2])
def test_what_crashed_once(what: str, records: int) -> None:
    """Circles, places below zero and unlike answers are refused when the edition is read, or have a value: they are no exception."""
    assert SMALL.count(CRASHED[what][0]) == 1
    found = read_edition(SMALL.replace(*CRASHED[what]))
    if found is not None:
        record: dict[str, Single] = {
            "service": "a",
            "monitoring_mark": Fraction(5),
            "channel": "portal_only",
            "standard_approved": True,
            "gcorp_exempt": False,
        }
        answers = {"kk": Fraction(0), "ru": Fraction(1)}
        counts = {fact: Fraction(10) for fact in ("services_total", "services_late", "services_late_previous", "blog_questions", "blog_answered")}
        lists: dict[str, FactValue] = {"services": tuple({**record, "service": str(n)} for n in range(records))}
        body = Body("body", "central", {}, {**counts, **lists, "ic_unit": True, "site_symbols": answers, "site_general": answers})
        Run(found.programs, [body]).assess(body)


@pytest.mark.parametrize("places", ["99999999999", "services_total", "0.5"])
def test_places_have_a_limit(places: str) -> None:
    """Limits on number size: ten to the power of a fact, or of a long literal, would never end; half a place is none."""
    refused = read_edition(SMALL.replace(SCORE, json.dumps(f"round_half_up(services_late, {places})"))) is None
    assert refused


OUTSIDE_THE_GRAMMAR = ("services_total # - services_late", "services_total\n# note\n- services_late")


@pytest.mark.parametrize("text", OUTSIDE_THE_GRAMMAR)
def test_formulas_with_a_silent_tail(text: str) -> None:
    """The grammar has no comments: what stands after `#` is refused, never silently left out."""
    found, faults = formula_from_text(Text(text, False, Place("f", 1, 1, 1, 9)))
    assert found is None
    assert errors(faults)


@pytest.mark.parametrize("text", ["'\\d'", "1if ic_unit else 0"])
def test_formulas_are_read_without_a_word_from_python(text: str) -> None:
    """A fault of a formula is a diagnostic, not a warning of Python's compiler beside the report."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        formula_from_text(Text(text + " ", True, Place("f")))
    assert not said

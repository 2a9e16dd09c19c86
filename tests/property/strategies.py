"""Admissible facts of a body, drawn from the dictionary of facts and kept inside its constraints.

Numbers lean to the edges: nothing, one, the whole, one less than the whole, the steps of the point tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from drawing import LARGEST, answers, in_order, numbers, span, with_marks
from hypothesis import strategies as st
from shipped import asked, better, choices, denominators, dictionary, table_edges

from kzrules.dictionary import LANGUAGES, FactSpec
from kzrules.facts import Body
from kzrules.program import KINDS, Kind
from kzrules.values import FactValue, Missing, NotApplicable, Single

_ONE_IN_THREE = st.sampled_from([False, False, True])
Style = Literal["any", "best", "worst"]
_STYLES: st.SearchStrategy[Style] = st.sampled_from(["any", "any", "any", "best", "worst"])
Draw = st.DrawFn


@dataclass(frozen=True, slots=True)
class Drawn:
    """How a body is drawn.

    Attributes:
        edges: where point tables step.
        above_zero: facts that are not zero.
        marks: whether things can be wholly absent or not applicable.
        style: any answers, or all as good, or all as bad, as we know how.
        better: which way a fact is better.
        listed: whether records of a list have the answers that can be not applicable (a service: its public monitoring mark).

    """

    edges: frozenset[Fraction]
    above_zero: frozenset[str]
    marks: bool
    style: Style
    better: Mapping[str, str]
    listed: bool


def _extreme(spec: FactSpec, least: Fraction, most: Fraction | None, how: Drawn) -> Single | None:
    """The best or the worst answer, None where that cannot be told from the fact alone."""
    best = how.style == "best"
    top = Fraction(LARGEST) if most is None else most
    way = how.better.get(spec.name)
    match spec.type:
        case "yes_no":
            return best
        case "defects":
            return Fraction(0 if best else 1000)
        case "count" if way is not None or spec.most is not None:
            return top if (way == "more") is best else least
        case "number":
            return top if best else least
        case _:
            return None


def _values(draw: Draw, specs: Mapping[str, FactSpec], names: Iterable[str], how: Drawn, within: str = "") -> dict[str, Any]:
    known: dict[str, Any] = {}
    for name in in_order(names, within):
        spec = specs[name]
        least, most = span(name, known, spec, within)
        if name in how.above_zero and (most is None or most >= 1):
            least = max(least, Fraction(1))
        extreme = None if how.style == "any" else _extreme(spec, least, most, how)
        one = answers(spec, least, most, how.edges) if extreme is None else st.just(extreme)
        whole = {v for v in known.values() if isinstance(v, Fraction) and v.denominator == 1 and v >= least}
        same = sorted(whole) if spec.type == "count" and most is None else []
        if same and extreme is None:
            one = st.one_of(one, one, st.sampled_from(same))
        if within and spec.not_applicable and not how.listed:
            one = st.just(NotApplicable)
        elif how.marks or within:
            one = with_marks(spec, one)
        known[name] = {language: draw(one) for language in LANGUAGES} if spec.per_language else draw(one)
    return known


@st.composite
def values(draw: Draw, names: frozenset[str], edition: str, most_records: int = 4) -> dict[str, FactValue]:
    """Values of the named facts (`list.field` for lists); two times in three, none of the usual denominators is zero."""
    specs = dictionary().facts
    lists = {name for name in names if name in specs and specs[name].type == "list"}
    plain = {name for name in names - lists if "." not in name}
    volumes = not draw(_ONE_IN_THREE)
    above_zero = denominators(edition) if volumes else frozenset()
    how = Drawn(table_edges(edition), above_zero, draw(_ONE_IN_THREE), draw(_STYLES), better(edition), not draw(_ONE_IN_THREE))
    known = _values(draw, specs, plain, how)
    for name in sorted(lists):
        inner = {field for over, _, field in (n.partition(".") for n in names) if over == name and field} - {specs[name].key}
        count = draw(st.integers(1 if volumes else 0, most_records))
        records = (_values(draw, specs[name].fields, inner, how, name) for _ in range(count))
        known[name] = tuple({specs[name].key: f"n{index}", **record} for index, record in enumerate(records))
    return known


@st.composite
def bodies(draw: Draw, edition: str, kind: Kind, id_: str = "body", names: frozenset[str] | None = None) -> Body:
    """A body with every fact that its program asks for, under one choice of readings or another."""
    return Body(id_, kind, {"ru": id_}, draw(values(asked(edition, kind) if names is None else names, edition)))


@st.composite
def cohorts(draw: Draw, edition: str, least: int = 2, most: int = 4, only: str = "") -> list[Body]:
    """The bodies of a run, of both kinds; `only`: with nothing but one list."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=least, max_size=most))
    names = {kind: frozenset(n for n in asked(edition, kind) if not only or n.partition(".")[0] == only) for kind in KINDS}
    return [draw(bodies(edition, kind, f"other{index}", names[kind])) for index, kind in enumerate(kinds)]


@st.composite
def with_gaps(draw: Draw, body: Body) -> Body:
    """The same body with a few facts unknown."""
    gone = draw(st.sets(st.sampled_from(sorted(body.values)), max_size=3))
    return Body(body.id, body.kind, body.name, {**body.values, **{name: unknown(name) for name in gone}})


def readings(edition: str) -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    """The default readings, or one other option."""
    return st.sampled_from(choices(edition))


def unknown(name: str) -> FactValue:
    """What `-` in a facts file means."""
    lack = Missing(frozenset([name]))
    spec = dictionary().facts[name]
    return dict.fromkeys(LANGUAGES, lack) if spec.per_language else lack


def another(fact: str, known: Mapping[str, FactValue], edition: str) -> st.SearchStrategy[Fraction]:
    """Another admissible number for a fact, beside the same other facts."""
    spec = dictionary().facts[fact]
    assert spec.type in ("count", "number"), f"{fact} is no number"
    return numbers(spec, *span(fact, known, spec), table_edges(edition))

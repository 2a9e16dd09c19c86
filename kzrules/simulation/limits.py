"""What drawn answers must keep: the bounds of the dictionary, and what it says must hold among facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kzrules.dictionary import Constraint
from kzrules.facts import Body
from kzrules.questions import Question, answers_in, symbol_of
from kzrules.simulation.drawing import Bell, Triangle, span_of
from kzrules.simulation.plan import FactDim, Plan
from kzrules.symbols import Symbol, Symbols
from kzrules.term_bounds import Bounds, Span
from kzrules.terms import Term, Terms
from kzrules.values import Mark, Missing, decimal_text


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of one body.

    Attributes:
        text: as people read it.
        holds: over what is drawn.
        dims: the places in `Plan.facts` of what it is about.

    """

    body: int
    text: str
    holds: Term
    dims: tuple[int, ...]


def limits_of(plan: Plan, terms: Terms) -> list[Limit]:
    """Every limit that a draw could break."""
    symbols = Symbols(terms)
    by_body: dict[int, dict[str, int]] = {}
    for place, dim in enumerate(plan.facts):
        by_body.setdefault(dim.body, {})[dim.question.path] = place
    found = [limit for place, dim in enumerate(plan.facts) for limit in _bounds(place, dim, terms)]
    for at, drawn in by_body.items():
        for constraint in plan.edition.dictionary.constraints:
            for prefix in _prefixes(constraint, plan.bodies[at]):
                found += _among(constraint, prefix, at, drawn, plan, symbols)
    bounds = Bounds([limit.holds for limit in found], {}).of({dim.name: span for dim in plan.facts if (span := _span(dim)) is not None})
    return [limit for limit in found if bounds[limit.holds] is not True]


def _span(dim: FactDim) -> Span | None:
    """Between what an answer is drawn; None where there is no bound."""
    span = span_of(dim.drawing)
    if span is None or not dim.question.is_number:
        return None
    scale = 10**dim.places
    return Span(Fraction(span[0], scale), Fraction(span[1], scale))


def _bounds(place: int, dim: FactDim, t: Terms) -> Iterator[Limit]:
    """The declared bounds, of a distribution that may go beyond them."""
    if not isinstance(dim.drawing, Triangle | Bell):
        return
    spec, span = dim.question.spec, span_of(dim.drawing)
    scale = 10**dim.places
    value = t.unknown(dim.name)
    name = dim.question.path
    if spec.least is not None and (span is None or span[0] < spec.least * scale):
        yield Limit(dim.body, f"{name} >= {decimal_text(spec.least)}", t.at_most(t.number(spec.least), value), (place,))
    if spec.most is not None and (span is None or span[1] > spec.most * scale):
        yield Limit(dim.body, f"{name} <= {decimal_text(spec.most)}", t.at_most(value, t.number(spec.most)), (place,))


def _prefixes(constraint: Constraint, body: Body) -> Iterator[str]:
    if not constraint.within:
        yield ""
        return
    records = body.values.get(constraint.within)
    yield from (f"{constraint.within}[{place}]." for place in range(len(records) if isinstance(records, tuple) else 0))


def _among(constraint: Constraint, prefix: str, at: int, drawn: Mapping[str, int], plan: Plan, symbols: Symbols) -> Iterator[Limit]:
    """A constraint of the dictionary, where it is about something drawn and all of it is known."""
    t = symbols.terms
    names = sorted(constraint.that.names)
    dims = tuple(drawn[prefix + name] for name in names if prefix + name in drawn)
    if not dims:
        return
    facts = plan.edition.dictionary.facts
    specs = facts[constraint.within].fields if constraint.within else facts
    known: dict[str, Symbol] = {}
    for name in names:
        path = prefix + name
        if path in drawn:
            known[name] = _unknown(plan.facts[drawn[path]], symbols)
            continue
        answer = answers_in({path: Question(path, specs[name])}, plan.bodies[at].values)[path]
        if isinstance(answer, Missing | Mark | str):
            return
        known[name] = symbols.known(answer)
    holds = symbols.formula(constraint.that, known.__getitem__)
    yield Limit(at, constraint.that.text, t.some(holds.term, holds.missing, holds.na), dims)


def _unknown(dim: FactDim, symbols: Symbols) -> Symbol:
    t, question = symbols.terms, Question(dim.name, dim.question.spec)
    symbol = symbol_of(question, symbols)
    return Symbol(symbol.value, t.false, t.false)

"""Terms made anew with some unknowns replaced by figures, and with what the bounds settle already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from kzrules.term_bounds import Span, Truth
from kzrules.term_copies import remade
from kzrules.terms import Term, Terms, all_terms, linear

Settled = Mapping[Term, "Span | Truth"]


def folded(
    terms: Terms,
    roots: Iterable[Term],
    known: Mapping[str, Fraction | bool],
    settled: Settled | None = None,
    names: Mapping[str, str] | None = None,
    made: Mapping[Term, Term] | None = None,
) -> dict[Term, Term]:
    """Each root, and every term inside the roots, with the term that it becomes.

    Args:
        terms: makes the new terms.
        roots: what to make anew.
        known: figures and truths by name of the unknown.
        settled: bounds of the terms where they will be used: what they settle becomes a figure, or falls away.
        names: new names of unknowns.
        made: what the terms right inside the roots became already; then only the roots are made.

    """
    found: dict[Term, Term] = {}
    bounds = settled or {}
    if made is not None:
        return {term: _made(terms, term, made, known, bounds, names or {}) for term in roots}
    for term in all_terms(roots):
        bound = bounds.get(term)
        if isinstance(bound, bool):
            found[term] = terms.truth(bound)
        elif isinstance(bound, Span) and bound.low is not None and bound.low == bound.high:
            found[term] = terms.number(bound.low)
        else:
            found[term] = _made(terms, term, found, known, bounds, names or {})
    return found


def _made(terms: Terms, term: Term, found: Mapping[Term, Term], known: Mapping[str, Any], bounds: Settled, names: Mapping[str, str]) -> Term:
    args = term.args
    match term.op:
        case "linear":
            return _total(terms, [(found[atom], times) for atom, times in args[1]], args[0])
        case "number":
            name = args[0]
            return terms.number(known[name]) if name in known else terms.unknown(names[name]) if name in names else term
        case "least" | "greatest":
            parts = [found[arg] for arg in _undominated(args, bounds, least=term.op == "least")]
            return terms.least(*parts) if term.op == "least" else terms.greatest(*parts)
        case "named":
            return found[args[1]]  # taken into the sums around it, where its parts may meet others
        case "condition":
            name = args[0]
            return terms.truth(known[name]) if name in known else terms.condition(names[name]) if name in names else term
        case "constant":
            return term
        case _:
            return remade(terms, term, found)


def _undominated(args: tuple[Term, ...], bounds: Settled, least: bool) -> list[Term]:
    """The parts that can be the least (or the greatest)."""
    spans = [span if isinstance(span := bounds.get(arg), Span) else Span(None, None) for arg in args]
    if least:
        limit = min((s.high for s in spans if s.high is not None), default=None)
        kept = [a for a, s in zip(args, spans, strict=True) if limit is None or s.low is None or s.low < limit]
        ends = [a for a, s in zip(args, spans, strict=True) if s.high == limit]
    else:
        limit = max((s.low for s in spans if s.low is not None), default=None)
        kept = [a for a, s in zip(args, spans, strict=True) if limit is None or s.high is None or s.high > limit]
        ends = [a for a, s in zip(args, spans, strict=True) if s.low == limit]
    if limit is None:
        return list(args)
    return list(dict.fromkeys([*kept, *ends[:1]]))


def _total(terms: Terms, parts: list[tuple[Term, Fraction]], constant: Fraction) -> Term:
    """A sum; a least or greatest that shares unknowns with the rest takes the rest inside, where parts may cancel."""
    whole = terms.total(parts, constant)
    add, atoms = linear(whole)
    for atom, times in atoms:
        if atom.op not in ("least", "greatest") or len(atoms) == 1:
            continue
        rest = [(a, c) for a, c in atoms if a is not atom]
        names = {a for a, _ in rest}
        if any(a in names for arg in atom.args for a, _ in linear(arg)[1]):
            inner = [_total(terms, [(arg, times), *rest], add) for arg in atom.args]
            return terms.least(*inner) if (atom.op == "least") == (times > 0) else terms.greatest(*inner)
    return whole

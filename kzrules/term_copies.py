"""Terms made again with some unknowns replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from kzrules.terms import Term, Terms, all_terms


def copies(terms: Terms, roots: Iterable[Term], replaced: Mapping[Term, Term]) -> dict[Term, Term]:
    """Every term inside the roots, by what it becomes when the unknowns are replaced."""
    found: dict[Term, Term] = {}
    for term in all_terms(roots):
        found[term] = replaced[term] if term in replaced else _copy(terms, term, found)
    return found


def _copy(terms: Terms, term: Term, found: Mapping[Term, Term]) -> Term:
    inner = list(term.below())
    if all(found[part] is part for part in inner):
        return term
    new = [found[part] for part in inner]
    match term.op:
        case "linear":
            return terms.total(zip(new, (times for _, times in term.args[1]), strict=True), term.args[0])
        case "product":
            return terms.product(*new)
        case "quotient":
            return terms.quotient(*new)
        case "least":
            return terms.least(*new)
        case "greatest":
            return terms.greatest(*new)
        case "choice":
            return terms.choice(*new)
        case "named":
            return terms.named(term.args[0], new[0])
        case "rounded":
            return terms.rounded(new[0], term.args[1], term.args[2])
        case "below":
            return terms.below(new[0], terms.number(0))
        case "at_most":
            return terms.at_most(new[0], terms.number(0))
        case "zero":
            return terms.equal(new[0], terms.number(0))
        case "not":
            return terms.no(new[0])
        case "and":
            return terms.every(*new)
        case "or":
            return terms.some(*new)
        case "number" | "condition" | "constant":
            raise AssertionError(term)
        case _:
            assert_never(term.op)

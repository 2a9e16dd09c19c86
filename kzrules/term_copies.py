"""Terms made again, by the same `Terms` or another, with some of them replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from kzrules.terms import Term, Terms, all_terms


def copies(terms: Terms, roots: Iterable[Term], replaced: Mapping[Term, Term]) -> dict[Term, Term]:
    """Every term inside the roots, by what it becomes when the unknowns are replaced."""
    found: dict[Term, Term] = {}
    for term in all_terms(roots):
        found[term] = replaced[term] if term in replaced else remade(terms, term, found)
    return found


def remade(terms: Terms, term: Term, found: Mapping[Term, Term]) -> Term:
    """A term of other parts: what each part becomes, `found` says."""
    inner = list(term.below())
    if inner and all(found[part] is part for part in inner):
        return term
    new = [found[part] for part in inner]
    match term.op:
        case "number":
            return terms.unknown(term.args[0])
        case "condition":
            return terms.condition(term.args[0])
        case "constant":
            return terms.truth(term.args[0])
        case "linear":
            return terms.total(zip(new, (times for _, times in term.args[1]), strict=True), term.args[0])
        case "named":
            return terms.named(term.args[0], new[0])
        case "rounded":
            return terms.rounded(new[0], term.args[1], term.args[2])
        case "below" | "at_most" | "zero":
            compare = {"below": terms.below, "at_most": terms.at_most, "zero": terms.equal}[term.op]
            return compare(new[0], terms.number(0))
        case _:
            made: dict[str, Callable[..., Term]] = {
                "product": terms.product,
                "quotient": terms.quotient,
                "least": terms.least,
                "greatest": terms.greatest,
                "choice": terms.choice,
                "not": terms.no,
                "and": terms.every,
                "or": terms.some,
            }
            return made[term.op](*new)

"""Claims that two editions give the same: a text written anew is the same text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kzrules.proofs import Claim, Witness
from kzrules.prove_scores import OVERALL, notes_of
from kzrules.prover import Prover
from kzrules.solver import No, edges_of
from kzrules.symbols import Symbol
from kzrules.term_copies import copies
from kzrules.terms import Term


def equal_claims(one: Prover, other: Prover) -> Iterator[Claim]:
    """For every rule that both programs have, and for the overall score: the same number, or missing alike, for all facts.

    Parts come before the whole; a part that is proved the same is the same inside the whole.
    """
    same: dict[Term, Term] = {}
    for path, rule in one.terms.rules.items():
        twin = other.terms.rules.get(path)
        if twin is not None:
            claim = _claim(one, other, path, (rule.value, twin.value), same)
            if claim.verdict == "proved":
                same |= {theirs: mine for theirs, mine in _parts(rule.value, twin.value) if theirs.op not in ("constant", "linear")}
            yield replace(claim, cite=rule.rule.cite, place=rule.rule.place)
    yield replace(_claim(one, other, OVERALL, (one.terms.score, other.terms.score), same), cite=one.program.overall.cite)


def _parts(mine: Symbol, theirs: Symbol) -> Iterator[tuple[Term, Term]]:
    """What may stand for one another inside the whole: a rule's score kept whole (a figure is the same anyway), and when it is missing."""
    if theirs.term.op == "named" == mine.term.op:
        yield theirs.term, mine.term
    yield theirs.missing, mine.missing


def _claim(one: Prover, other: Prover, path: str, pair: tuple[Symbol, Symbol], same: Mapping[Term, Term]) -> Claim:
    t, (mine, theirs) = one.make, pair
    copy = copies(t, [theirs.term, theirs.missing, *other.terms.admissible], same)
    term, missing = copy[theirs.term], copy[theirs.missing]
    notes = notes_of(one, mine)
    if any(name.startswith("mean:all_bodies") for name in one.unknowns(mine.term) | other.unknowns(theirs.term)):
        return Claim("equal", path, "", "undecided", notes=notes)  # the rules of the other kind may differ
    differ = t.some(
        t.every(mine.missing, t.no(missing)),
        t.every(missing, t.no(mine.missing)),
        t.every(t.no(mine.missing), t.no(missing), t.no(t.equal(mine.term, term))),
    )
    if differ is t.false:
        return Claim("equal", path, "", "proved", notes=notes)
    edges, one.edges = one.edges, {**one.edges, **edges_of([differ])}
    found = one.find([differ, *(copy[part] for part in other.related([theirs.term, theirs.missing]))])
    one.edges = edges
    if found is No.IMPOSSIBLE:
        return Claim("equal", path, "", "proved", notes=notes)
    if isinstance(found, No):
        return Claim("equal", path, "", "undecided", notes=notes)
    whole = other.complete({name: value for name, value in found.items() if name in set(other.unknowns_of_all)})
    witnesses: tuple[Witness, ...] = (one.witness(path, found), other.witness(path, whole))
    return Claim("equal", path, "", "refuted", witnesses=witnesses, notes=notes)

"""Claims that something can happen: each table row, special case, cap, floor and band, or it is dead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from kzrules.citation import Citation
from kzrules.place import Place
from kzrules.program import Band, Row
from kzrules.proofs import Claim, What
from kzrules.prove_scores import OVERALL, notes_of
from kzrules.prover import Prover
from kzrules.solver import No, Values
from kzrules.symbolic import RuleTerms
from kzrules.tables import interval_text
from kzrules.terms import Term


def reach_claims(prover: Prover) -> Iterator[Claim]:
    """Claims about every row, special case, cap, floor and band of a program."""
    for row in prover.terms.rows:
        name = f"{row.table.id} {_row_text(row.row)}"
        yield _claim(prover, "row", row.rule, name, [row.when], row.table.cite, row.row.place)
    for path, rule in prover.terms.rules.items():
        yield from _of_rule(prover, path, rule)
    for band in prover.terms.program.bands:
        yield _band(prover, band)


def _row_text(row: Row) -> str:
    return row.printed or interval_text(row)


def _of_rule(prover: Prover, path: str, rule: RuleTerms) -> Iterator[Claim]:
    t = prover.make
    for special, when in rule.specials:
        yield _claim(prover, "case", path, special.when.text, [when], special.cite or rule.rule.cite, special.when.place)
    for deduction, loss in rule.losses:
        if deduction.cap is not None:
            above = [t.no(loss.missing), t.below(t.number(deduction.cap), loss.term)]
            yield _claim(prover, "cap", path, deduction.id, above, deduction.cite or rule.rule.cite, deduction.place)
    bounds: tuple[tuple[What, str, Fraction | None], ...] = (("floor", "floor", rule.rule.floor), ("cap", "cap", rule.rule.cap))
    for what, name, figure in bounds:
        if figure is not None:
            edge, inner = t.number(figure), rule.unbounded.term
            beyond = t.below(inner, edge) if what == "floor" else t.below(edge, inner)
            yield _claim(prover, what, path, name, [t.no(rule.unbounded.missing), beyond], rule.rule.cite, rule.rule.place)


def _band(prover: Prover, band: Band) -> Claim:
    t, score = prover.make, prover.terms.score
    low = [] if band.low is None else [t.at_most(t.number(band.low), score.term)]
    high = [] if band.high is None else [t.below(score.term, t.number(band.high))]
    return _claim(prover, "band", OVERALL, band.grade, [t.no(score.missing), *low, *high], band.cite, band.place)


def _claim(prover: Prover, what: What, path: str, name: str, conditions: Sequence[Term], cite: Citation | None, place: Place) -> Claim:
    claim = Claim(what, path, name, "proved", cite=cite, place=place)
    notes = notes_of(prover, prover.terms.score if path == OVERALL else prover.terms.rules[path].value)
    found: Values | No = next((values for values in prover.samples if path == OVERALL and prover.holds(conditions, values)), No.UNKNOWN)
    found = prover.find(conditions) if isinstance(found, No) else found
    if found is No.IMPOSSIBLE:
        return replace(claim, verdict="refuted", notes=notes)
    if isinstance(found, No):
        return replace(claim, verdict="undecided", notes=notes)
    return replace(claim, witnesses=(prover.witness(path, found),))



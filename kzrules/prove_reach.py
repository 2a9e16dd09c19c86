"""Claims that something can happen: each table row, special case, cap, floor and band, or it is dead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from kzrules.outcome import Assessment
from kzrules.place import Place
from kzrules.program import Band, Row
from kzrules.proofs import Claim, What
from kzrules.prove_scores import OVERALL, notes_of
from kzrules.prover import Prover
from kzrules.solver import No, Values
from kzrules.tables import interval_text
from kzrules.term_records import RuleTerms
from kzrules.terms import Term

_TRIES = 4


def reach_claims(prover: Prover, paths: frozenset[str] | None = None) -> Iterator[Claim]:
    """Claims about every row, special case, cap, floor and band of a program."""
    for row in prover.terms.rows:
        if paths is not None and row.rule not in paths:
            continue
        name = f"{row.table.id} {_row_text(row.row)}"
        claim = Claim("row", row.rule, name, "proved", cite=row.table.cite, place=row.row.place)
        yield _looked_up(prover, claim, [row.when])
    for path, rule in prover.terms.rules.items():
        if paths is None or path in paths:
            yield from _of_rule(prover, path, rule)
    for band in prover.terms.program.bands if paths is None or OVERALL in paths else ():
        yield _band(prover, band)


def _row_text(row: Row) -> str:
    return row.printed or interval_text(row)


def _of_rule(prover: Prover, path: str, rule: RuleTerms) -> Iterator[Claim]:
    t = prover.make
    for special, when in rule.specials:
        cite = special.cite or rule.rule.cite
        yield _settled(prover, Claim("case", path, special.when.text, "proved", cite=cite, place=special.when.place), [when])
    for deduction, loss in rule.losses:
        if deduction.cap is not None:
            above = [t.no(loss.missing), t.below(t.number(deduction.cap), loss.term)]
            cite = deduction.cite or rule.rule.cite
            yield _settled(prover, Claim("cap", path, deduction.id, "proved", cite=cite, place=deduction.place), above)
    bounds: tuple[tuple[What, str, Fraction | None], ...] = (("floor", "floor", rule.rule.floor), ("cap", "cap", rule.rule.cap))
    for what, name, figure in bounds:
        if figure is not None:
            edge, inner = t.number(figure), rule.unbounded.term
            beyond = t.below(inner, edge) if what == "floor" else t.below(edge, inner)
            claim = Claim(what, path, name, "proved", cite=rule.rule.cite, place=rule.rule.place)
            yield _settled(prover, claim, [t.no(rule.unbounded.missing), beyond])


def _band(prover: Prover, band: Band) -> Claim:
    t, score = prover.make, prover.terms.score
    above = [b.low for b in prover.terms.program.bands[: prover.terms.program.bands.index(band)] if b.low is not None]
    taken = [t.below(score.term, t.number(edge)) for edge in above if band.low is None or edge > band.low]
    low = [] if band.low is None else [t.at_most(t.number(band.low), score.term)]
    high = [] if band.high is None else [t.below(score.term, t.number(band.high))]
    return _settled(
        prover, Claim("band", OVERALL, band.grade, "proved", cite=band.cite, place=band.place), [t.no(score.missing), *low, *high, *taken]
    )


def _looked_up(prover: Prover, claim: Claim, conditions: list[Term]) -> Claim:
    """A row that a value falls in is reached if the interpreter then looks it up: other scores are tried until it does."""
    t, rule = prover.make, prover.terms.rules[claim.path]
    for attempt in range(_TRIES):
        found = _settled(prover, claim, conditions)
        if not found.witnesses:
            return found if attempt == 0 else replace(claim, verdict="undecided", notes=found.notes)
        rows = list(_rows_met(prover.assessed(found.witnesses[0].body), claim.path))
        unseen = rule.rule.deductions and not any(claim.name.startswith(f"{table} ") for table, _ in rows)
        if unseen or claim.place in {place for _, place in rows}:  # what a deduction looks up leaves no step
            return found
        score = found.witnesses[0].score
        another = rule.value.missing if score is None else t.equal(rule.value.term, t.number(score))
        conditions = [*conditions, t.no(another)]
    return replace(claim, verdict="undecided")


def _rows_met(assessment: Assessment, path: str) -> Iterator[tuple[str, Place]]:
    """The rows that a rule looked up: table and place."""
    score = next(s for s in assessment.walk() if s.rule.path == path)
    waiting = [*score.steps, *(step for line in score.lines for step in line.steps)]
    while waiting:
        step = waiting.pop()
        waiting += step.inner
        if step.row is not None and step.table is not None:
            yield step.table.id, step.row.place


def _settled(prover: Prover, claim: Claim, conditions: Sequence[Term]) -> Claim:
    """The claim with its verdict: facts under which the conditions hold, or that there are none."""
    path = claim.path
    notes = notes_of(prover, prover.terms.score if path == OVERALL else prover.terms.rules[path].value)
    found: Values | No = next((values for values in prover.samples if path == OVERALL and prover.holds(conditions, values)), No.UNKNOWN)
    found = prover.find(conditions) if isinstance(found, No) else found
    if found is No.IMPOSSIBLE:
        return replace(claim, verdict="refuted", notes=notes)
    if isinstance(found, No):
        return replace(claim, verdict="undecided", notes=notes)
    return replace(claim, witnesses=(prover.witness(path, found),))

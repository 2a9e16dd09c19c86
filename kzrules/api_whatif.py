"""The Python API of questions about what facts leave open and could be: `kz.interval`, `kz.boundary`, `kz.seek`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from kzrules.api import FactsLike, body_of
from kzrules.comparison import run_of
from kzrules.edition import Edition
from kzrules.facts import Cohort
from kzrules.gaps import Gaps, gaps_of
from kzrules.grade_edges import GradeEdge, edges_of
from kzrules.inquiry import Inquiry, inquiry_of
from kzrules.seeking import Sought, sought
from kzrules.standing import standing_of
from kzrules.wishes import answerable, questions_named, wish_of


def interval(edition: Edition, facts: FactsLike, *, cohort: Iterable[FactsLike] = (), readings: Mapping[str, str] | None = None) -> Gaps:
    """What the scores of a body can be while some of its facts are not known; arguments as of `assess`.

    Raises:
        Faults: when the facts or the choices have faults.

    """
    return gaps_of(_inquiry(edition, facts, cohort, readings))


def boundary(edition: Edition, bodies: Iterable[FactsLike], *, readings: Mapping[str, str] | None = None) -> list[GradeEdge]:
    """How near each body of a cohort is to another grade, and what would bring it there.

    Raises:
        Faults: when facts or choices have faults.

    """
    cohort = Cohort(tuple(body_of(body, edition) for body in bodies), "")
    return edges_of(edition, cohort, cohort.bodies, readings or {})


def seek(
    edition: Edition,
    facts: FactsLike,
    *,
    grade: str | None = None,
    score: Fraction | int | None = None,
    rule: str | None = None,
    change: Iterable[str] = (),
    costs: Mapping[str, Fraction | int] | None = None,
    cohort: Iterable[FactsLike] = (),
    readings: Mapping[str, str] | None = None,
) -> Sought:
    """What facts would have to be for a grade, or for a score overall or of a rule.

    Args:
        edition: from `load`.
        facts: the body, as of `assess`.
        grade: this grade or a higher one; else name `score`.
        score: at least so much.
        rule: the score of this rule, not the overall one.
        change: the facts that may change; none named: each alone.
        costs: the price of a step by fact, 1 unless named.
        cohort: the other bodies of the run.
        readings: option by reading, where another than the default is wanted.

    Raises:
        Faults: when facts, names or choices have faults.
        ValueError: when not exactly one of grade and score is named.

    """
    if (grade is None) == (score is None):
        raise ValueError("name either a grade or a score")
    standing = standing_of(_inquiry(edition, facts, cohort, readings))
    prices = {name: Fraction(cost) for name, cost in (costs or {}).items()}
    named = list(dict.fromkeys([*change, *prices]))
    paths = questions_named(standing.inquiry, named)
    wish = wish_of(standing, edition, grade, None if score is None else Fraction(score), rule)
    answerable(standing, wish.rule, paths)
    priced = {path: cost for name, cost in prices.items() for path in questions_named(standing.inquiry, [name])}
    return sought(standing, wish, paths, priced)


def _inquiry(edition: Edition, facts: FactsLike, cohort: Iterable[FactsLike], readings: Mapping[str, str] | None) -> Inquiry:
    body = body_of(facts, edition)
    others = [body_of(other, edition) for other in cohort]
    peers = [other for other in others if other != body and other.period in (body.period, None)]
    return inquiry_of(run_of(edition, [body, *peers], readings, body.period), body, edition.dictionary)

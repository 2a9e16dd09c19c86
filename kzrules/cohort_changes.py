"""A cohort under two editions: the attribution of every body, year by year."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from kzrules.attribution import Attribution, attributions_of
from kzrules.comparison import known_choices, run_of
from kzrules.edition import Edition
from kzrules.facts import Cohort


def cohort_attributions(
    before: Edition, after: Edition, cohort: Cohort, choices: Mapping[str, str] | None = None, only: Collection[str] = ()
) -> Iterator[Attribution]:
    """Each body's difference between two editions, split; bodies of one assessed year are each other's cohort.

    Args:
        before: the older edition.
        after: the newer one.
        cohort: the bodies.
        choices: option by reading, in each edition that has it.
        only: ids of the bodies to attribute; empty: all.

    Raises:
        Faults: when a choice fits neither edition, or a needed year is not given.

    """
    own = known_choices([before, after], choices)
    for period in cohort.periods:
        bodies = cohort.of(period).bodies
        one, other = (run_of(edition, bodies, chosen, period) for edition, chosen in zip((before, after), own, strict=True))
        yield from attributions_of((one, other), (body for body in bodies if not only or body.id in only))

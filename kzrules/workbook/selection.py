"""Which bodies a workbook holds when only some are asked for: means and normalisation need the others too."""

from __future__ import annotations

from collections.abc import Mapping

from kzrules.edition import Edition
from kzrules.facts import Body, Cohort
from kzrules.program import KINDS, CohortMean, Normalise
from kzrules.walk import pieces


def shown_bodies(edition: Edition, cohort: Cohort, wanted: tuple[str, ...], choices: Mapping[str, str]) -> tuple[tuple[Body, ...], frozenset[str]]:
    """The bodies to write, and which of them are there only to be looked at."""
    if not wanted:
        return cohort.bodies, frozenset()
    periods = {body.period for body in cohort.bodies if body.id in wanted}
    if any(_looks_around(edition, choices, period) for period in periods):
        kept = tuple(body for body in cohort.bodies if body.period in periods)
        return kept, frozenset(body.id for body in kept if body.id not in wanted)
    return tuple(body for body in cohort.bodies if body.id in wanted), frozenset()


def _looks_around(edition: Edition, choices: Mapping[str, str], period: int | None) -> bool:
    programs = [edition.program(kind, choices, period) for kind in KINDS]
    return any(isinstance(piece, CohortMean | Normalise) for program in programs for rule in program.rules.values() for piece in pieces(rule))

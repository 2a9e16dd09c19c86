"""All that is proved of an edition: for each body kind and stretch of assessed years, and for other options of its readings alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from kzrules.bearing import bearings_of
from kzrules.edition import Edition
from kzrules.program import KINDS, Kind
from kzrules.proofs import Claim, Proof
from kzrules.prove_equal import equal_claims
from kzrules.prove_monotone import monotone_claims
from kzrules.prove_reach import reach_claims
from kzrules.prove_scores import score_claims
from kzrules.prover import Prover
from kzrules.solver import available

SECONDS = 2.0
Progress = Callable[[Kind, int | None, Mapping[str, str]], None]


def prove(edition: Edition, *, readings: Mapping[str, str] | None = None, period: int | None = None, seconds: float = SECONDS) -> list[Proof]:
    """What holds of an edition for all facts: one proof for each body kind and stretch of assessed years.

    Args:
        edition: what is proved.
        readings: option by reading; those left out take their default.
        period: the assessed year; left out, every stretch of years with rules of its own.
        seconds: for one question to the solver.

    Raises:
        Faults: when a choice names no reading or option of this edition.
        ImportError: when the solver (extra `prove`) is not installed.

    """
    if not available():
        raise ImportError("pip install 'kzrules[prove]'")
    return list(proofs_of(edition, choices=readings, period=period, seconds=seconds))


def proofs_of(
    edition: Edition,
    *,
    kinds: Iterable[Kind] = KINDS,
    choices: Mapping[str, str] | None = None,
    period: int | None = None,
    seconds: float = SECONDS,
    paths: frozenset[str] | None = None,
    progress: Progress = lambda *_: None,
) -> Iterator[Proof]:
    """The claims about an edition, one proof for each body kind and stretch of assessed years.

    Args:
        edition: what is proved.
        kinds: body kinds.
        choices: option by reading; those left out take their default.
        period: the assessed year; left out, every stretch of years with rules of its own.
        seconds: for one question to the solver.
        paths: only these rules (`overall` for the overall score).
        progress: told what is being proved.

    """
    years = edition.years if period is None else (edition.year(period),)
    for kind in kinds:
        for year in years:
            progress(kind, year, choices or {})
            yield _proof(edition, kind, choices or {}, year, seconds, paths)


def proofs_of_options(
    edition: Edition,
    *,
    kinds: Iterable[Kind] = KINDS,
    seconds: float = SECONDS,
    paths: frozenset[str] | None = None,
    progress: Progress = lambda *_: None,
) -> Iterator[Proof]:
    """For each other option of each reading alone, the claims about the rules that the reading bears on."""
    bearings = bearings_of(edition)
    for kind in kinds:
        for reading in edition.readings.values():
            borne = frozenset(bearings.of(reading.id))
            wanted = borne & edition.program(kind, period=edition.years[-1]).rules.keys() if paths is None else borne & paths
            for option in reading.options:
                if option != reading.default and wanted:
                    choices = {reading.id: option}
                    progress(kind, edition.years[-1], choices)
                    yield _proof(edition, kind, choices, edition.years[-1], seconds, wanted)


def equality_of(one: Edition, other: Edition, kind: Kind, choices: Mapping[str, str], period: int | None, seconds: float = SECONDS) -> Proof:
    """Whether two editions give the same for all facts, rule by rule."""
    mine = {name: option for name, option in choices.items() if name in one.readings}
    theirs = {name: option for name, option in choices.items() if name in other.readings}
    first = Prover(one.program(kind, mine, period), one.dictionary, seconds)
    second = Prover(other.program(kind, theirs, period), other.dictionary, seconds)
    return Proof(one.id, one.sha256, kind, period, dict(choices), first.lengths, tuple(equal_claims(first, second)))


def _proof(edition: Edition, kind: Kind, choices: Mapping[str, str], year: int | None, seconds: float, paths: frozenset[str] | None) -> Proof:
    twin = next(other for other in KINDS if other != kind)
    prover = Prover(edition.program(kind, choices, year), edition.dictionary, seconds, edition.program(twin, choices, year))
    claims: list[Claim] = [*score_claims(prover, paths), *monotone_claims(prover, paths), *reach_claims(prover, paths)]
    return Proof(edition.id, edition.sha256, kind, year, dict(choices), prover.lengths, tuple(claims))

"""What a simulation came to: plain records, every share and mean an exact number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kzrules.facts import Body
from kzrules.simulation.plan import Plan

SHARES = (Fraction(5, 100), Fraction(25, 100), Fraction(50, 100), Fraction(75, 100), Fraction(95, 100))
NAMES = ("p5", "p25", "p50", "p75", "p95")


@dataclass(frozen=True, slots=True)
class GradeShare:
    """A grade: the share of all runs that gave it, and the first of them; 0 where none did."""

    grade: str
    share: Fraction
    first: int


@dataclass(frozen=True, slots=True)
class Ranks:
    """The rank of a body within its kind; None where it never had one."""

    nominal: int | None
    median: int | None
    p5: int | None
    p95: int | None
    best: int | None
    worst: int | None


@dataclass(frozen=True, slots=True)
class Next:
    """The neighbour below in the nominal order, and in which share of the runs with both scores the body stood above it, or level."""

    body: str
    above: Fraction | None
    level: Fraction | None


@dataclass(frozen=True, slots=True)
class BodyResult:
    """One body.

    Attributes:
        nominal: its score with nothing varied; None where there is none.
        mean, quantiles: over the runs with a score.
        missing: the share of runs without a score; `lacking`: the first of these, `reasons`: why, the most frequent first.

    """

    body: Body
    nominal: Fraction | None
    grade: str | None
    mean: Fraction | None
    quantiles: tuple[Fraction, ...]
    grades: tuple[GradeShare, ...]
    ranks: Ranks
    next: Next | None
    missing: Fraction
    lacking: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Index:
    """The share of a variance that comes from one thing alone (`first`), and with all that it joins in (`total`); each ± 95 %."""

    group: int
    first: float
    first_conf: float
    total: float
    total_conf: float


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Sobol indices.

    Attributes:
        base: the base sample; `runs`: how many runs it took.
        of_body: by body id, its score's; None where it does not vary, or some run gives no score (then `undefined` has the body).
        of_shift: of the mean absolute shift of ranks; None where it does not vary, or nobody has a rank in some run (`shift_undefined`).
        libraries: names and versions of what computed them.

    """

    base: int
    runs: int
    of_body: Mapping[str, tuple[Index, ...] | None]
    undefined: tuple[str, ...]
    of_shift: tuple[Index, ...] | None
    shift_undefined: bool
    libraries: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Redraw:
    """A limit that draws broke at first: of which body, in which share of its runs."""

    body: str
    text: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class Source:
    """Where everything came from."""

    data_sha256: str
    spec_sha256: str
    spec: str
    seed: int
    runs: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """The whole.

    Attributes:
        bodies: by kind, then by nominal rank.
        shift: the mean absolute shift of ranks over bodies: its mean and quantiles over runs; None where nobody had a rank.
        not_asked: groups that nothing in the edition rests on.

    """

    plan: Plan
    source: Source
    places: int
    grades: tuple[str, ...]
    labels: Mapping[str, Mapping[str, str]]
    bodies: tuple[BodyResult, ...]
    shift: Fraction | None
    shift_quantiles: tuple[Fraction, ...]
    redrawn: tuple[Redraw, ...]
    not_asked: tuple[int, ...]
    sensitivity: Sensitivity | None

"""What is proved of an edition: claims with their verdicts and witnesses. Plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kzrules.citation import Citation
from kzrules.facts import Body
from kzrules.place import NOWHERE, Place
from kzrules.program import Kind

Verdict = Literal["proved", "refuted", "undecided"]
What = Literal["least", "greatest", "within", "defined", "monotone", "row", "case", "cap", "floor", "band", "equal"]
REACHED: frozenset[What] = frozenset({"row", "case", "cap", "floor", "band"})
"""Claims that something can happen: refuted means that it never does."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Facts that show something, scored by the interpreter.

    Attributes:
        body: with all facts that the program asks for.
        about: the names of those that the rule looks at.
        score: of the rule (None: missing).

    """

    body: Body
    about: frozenset[str]
    score: Fraction | None


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence about a rule, and whether it holds.

    Attributes:
        what: `least`, `greatest`: the least or greatest attainable score is `value`; `within`: no score lies outside 0 … maximum;
            `defined`: every admissible facts file gives a number; `monotone`: the score follows the fact `name` as the edition declares;
            `row`, `case`, `cap`, `floor`, `band`: it can happen; `equal`: both editions give the same.
        path: of the rule; `overall`.
        value: the figure proved, or the best one found.
        bound: where undecided, no score goes beyond it.
        witnesses: facts that attain the value, or contradict the claim, or show that it can happen; two for `monotone`.
        notes: keys of sentences that say how it was proved.

    """

    what: What
    path: str
    name: str
    verdict: Verdict
    value: Fraction | None = None
    bound: Fraction | None = None
    witnesses: tuple[Witness, ...] = ()
    notes: tuple[str, ...] = ()
    cite: Citation | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Proof:
    """All claims about an edition for one body kind and one choice of readings."""

    edition: str
    sha256: str
    kind: Kind
    period: int | None
    choices: Mapping[str, str]
    lengths: Mapping[str, int]
    claims: tuple[Claim, ...]

    def count(self, verdict: Verdict) -> int:
        """How many claims have a verdict."""
        return sum(claim.verdict == verdict for claim in self.claims)

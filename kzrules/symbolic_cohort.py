"""What a program sees of other bodies, as unknowns, and what these are in a run: means, and the ends among which a value is placed.

The ends are those of the others, which the body's own value may move: it stands at a / (a + b), where a is how far it is above
the least of the others, b how far below their greatest, each at least nothing. So the terms hold whatever the value is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from kzrules.facts import Body
from kzrules.program import Normalise, Program
from kzrules.scoring import Run
from kzrules.symbols import Symbol, Symbols
from kzrules.term_records import Ends, Mean
from kzrules.terms import Term
from kzrules.values import Missing


def ends_of(path: str, normalise: Normalise, own: Symbol) -> Ends:
    """The unknowns among which a rule places a value."""
    name = f"ends:{normalise.pool}:{path}"
    return Ends(path, normalise.pool, own, normalise.fact, f"{name}:least", f"{name}:greatest", f"{name}:nobody")


def placed(normalise: Normalise, ends: Ends, symbols: Symbols) -> tuple[Symbol, Term]:
    """Where the body's own value stands, and when all bodies have one value (it means nothing then)."""
    t = symbols.terms
    nothing, own = t.number(0), ends.own.term
    above = t.greatest(t.less(own, t.unknown(ends.least)), nothing)
    below = t.greatest(t.less(t.unknown(ends.greatest), own), nothing)
    whole = t.add(above, below)
    share = t.quotient(above if normalise.better == "more" else below, whole)
    return symbols.of(t.times(share, normalise.to)), t.some(t.condition(ends.nobody), t.equal(whole, nothing))


def around(program: Program, means: Mapping[str, Mean], ends: Iterable[Ends], run: Run, body: Body) -> dict[str, Fraction | bool]:
    """The unknowns about other bodies as they are in a run; a number that is not there is nothing."""
    found: dict[str, Fraction | bool] = {}
    for name, mean in means.items():
        value, _ = run.surveyed(program.rules[mean.path], mean.pool, body)
        lacks = isinstance(value, Missing)
        found |= {name: Fraction(0) if isinstance(value, Missing) else value, f"{name}:missing": lacks}
    for one in ends:
        extent = run.extent(program.rules[one.path], one.pool, body)
        least, greatest = (Fraction(0) if end is None else end[0] for end in (extent.least, extent.greatest))
        found |= {one.least: least, one.greatest: greatest, one.nobody: extent.least is None}
    return found


def nobody_else(ends: Iterable[Ends]) -> dict[str, Fraction | bool]:
    """The ends as a body sees them that is alone in its run."""
    return {name: value for one in ends for name, value in ((one.least, Fraction(0)), (one.greatest, Fraction(0)), (one.nobody, True))}

"""The least and the greatest value of a term under conditions: taken apart as far as its parts share no unknown.

A sum is as great as can be when its independent parts are; a bound or a rounding passes the extreme on. What is
left is asked of the solver.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kzrules.prover import Prover, merged, plainly
from kzrules.solver import Asked, Form, No, Values, best
from kzrules.term_bounds import Bounds, Span
from kzrules.terms import ZERO, Term, linear
from kzrules.values import rounded

_MOST_STEPS = 2
Given = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class End:
    """The least or greatest value: what was found, beyond what none is possible (None: no bound is known), and facts that give what was found.

    `empty`: the conditions never hold.
    """

    value: Fraction | None
    bound: Fraction | None
    values: Values
    empty: bool = False

    @property
    def settled(self) -> bool:
        """Whether nothing lies between what was found and what is impossible."""
        return self.empty or (self.value is not None and self.value == self.bound)


NEVER = End(None, None, {}, empty=True)


class Extremes:
    """Extremes of the terms of one prover, the greatest or the least; those of rules are kept."""

    def __init__(self, prover: Prover, greatest: bool, other: Extremes | None = None) -> None:
        self.prover = prover
        self.greatest = greatest
        self.other: Extremes = Extremes(prover, not greatest, self) if other is None else other
        self.known: dict[Term, End] = {}
        """Extremes of whole rules, by the term that stands for the rule."""

    def of(self, term: Term, given: Given) -> End:
        """The extreme of a term where the given conditions hold."""
        given = _parts(given)
        if self.prover.make.false in given:
            return NEVER
        found = self._taken_apart(term, given)
        if found.settled or found.value is None or term.op in ("named", "rounded"):
            return found
        more = self._beyond(term, found.value)
        return replace(found, bound=found.value) if self.prover.ask([more, *given], Form.OUTER) is No.IMPOSSIBLE else found

    def _beyond(self, term: Term, value: Fraction) -> Term:
        t = self.prover.make
        return t.below(t.number(value), term) if self.greatest else t.below(term, t.number(value))

    def _taken_apart(self, term: Term, given: Given) -> End:
        match term.op:
            case "linear":
                return self._sum(term, given)
            case "named":
                return self._rule(term, given)
            case "choice":
                return self._choice(term, given)
            case "rounded":
                inner = self.of(term.args[0], given)
                return self._mapped(inner, lambda value: rounded(value, term.args[1], term.args[2]))
            case "least" | "greatest":
                figures = [figure for part in term.args if (figure := part.figure) is not None]
                others = [part for part in term.args if part.figure is None]
                if len(others) == 1:
                    pick = min if term.op == "least" else max
                    met = self._at_bound(self._start(term), term, given)
                    return met if met.settled else self._mapped(self.of(others[0], given), lambda value: pick([value, *figures]))
                return self.asked(term, given, self._guess([self.of(part, given) for part in others]))
            case _:
                return self.asked(term, given, self._plain(term, given))

    def _mapped(self, end: End, change: object) -> End:
        assert callable(change)
        value, bound = (None if figure is None else change(figure) for figure in (end.value, end.bound))
        return replace(end, value=value, bound=bound)

    def _better(self, ends: Iterable[End]) -> End:
        """The more extreme of several."""
        found = [end for end in ends if not end.empty]
        if not found:
            return NEVER
        pick = max if self.greatest else min
        bounds = [end.bound for end in found]
        valued = [(end.value, end.values) for end in found if end.value is not None]
        value, values = pick(valued, key=lambda pair: pair[0]) if valued else (None, {})
        return End(value, None if None in bounds else pick(b for b in bounds if b is not None), values)

    def _choice(self, term: Term, given: Given) -> End:
        condition, a, b = term.args
        no = self.prover.make.no(condition)
        sides = [(a, condition)] if condition in given else [(b, no)] if no in given else [(a, condition), (b, no)]
        return self._better(self.of(side, (*given, holds)) for side, holds in sides)

    def _rule(self, term: Term, given: Given) -> End:
        """A rule's extreme, if the facts that attain it keep to the conditions; else looked for anew, within its bound."""
        known = self.known.get(term)
        if known is not None and known.value is not None and self.prover.holds(given, self.prover.complete(known.values), [term]):
            return known
        found = self.of(term.args[1], given)
        if known is None or found.empty or known.bound is None:
            return found
        pick = min if self.greatest else max
        return replace(found, bound=known.bound if found.bound is None else pick(found.bound, known.bound))

    # ── sums ──

    def _sum(self, term: Term, given: Given) -> End:
        constant, atoms = linear(term)
        if not atoms:
            return self._figure(constant, given)
        groups = self._groups(atoms, given)
        if len(groups) == 1 and len(atoms) == 1:
            return self._one(*atoms[0], constant, given)
        ends = [self._together(parts, conditions) for parts, conditions in groups]
        if any(end.empty for end in ends):
            return NEVER
        bounds = [end.bound for end in ends]
        bound = None if None in bounds else sum((b for b in bounds if b is not None), constant)
        whole = merged(end.values for end in ends)
        if whole is None or any(end.value is None for end in ends):
            return End(None, bound, {})
        return End(sum((end.value for end in ends if end.value is not None), constant), bound, whole)

    def _figure(self, figure: Fraction, given: Given) -> End:
        """A figure, where the conditions can hold at all."""
        met = self.prover.find(given) if given else {}
        if met is No.IMPOSSIBLE:
            return NEVER
        return End(None, figure, {}) if isinstance(met, No) else End(figure, figure, self.prover.about(met, given))

    def _one(self, atom: Term, times: Fraction, constant: Fraction, given: Given) -> End:
        side = self if times > 0 else self.other
        return self._mapped(side.of(atom, given), lambda value: value * times + constant)

    def _together(self, atoms: list[tuple[Term, Fraction]], given: Given) -> End:
        """Parts that share unknowns: each for itself if their facts fit together, else all at once."""
        if not atoms:
            return self._figure(ZERO, given)
        if len(atoms) == 1:
            return self._one(*atoms[0], ZERO, given)
        ends = [self._one(atom, times, ZERO, self._own(atom, given)) for atom, times in atoms]
        if any(end.empty for end in ends):
            return NEVER
        term = self.prover.make.total(atoms)
        bounds = [end.bound for end in ends]
        apart = None if None in bounds else sum((b for b in bounds if b is not None), ZERO)
        start = replace(self._start(term), bound=apart)
        for guess in (*self._guess(ends), *self._one_by_one(atoms, ends, given)):
            start = self._met(start, term, given, guess)
            if start.settled:
                return start
        found = self._improved(start, term, given)
        pick = min if self.greatest else max
        return found if apart is None or found.bound is None else replace(found, bound=pick(found.bound, apart))

    def _own(self, atom: Term, given: Given) -> Given:
        """The conditions that are about nothing else: with fewer conditions a bound only gets wider."""
        reach = self.prover.reach(atom)
        return tuple(condition for condition in given if self.prover.reach(condition) <= reach)

    def _one_by_one(self, atoms: list[tuple[Term, Fraction]], ends: list[End], given: Given) -> Iterator[Values]:
        """Facts that bring as many parts as possible to their own extremes, and then the others as far as they go."""
        t, prover = self.prover.make, self.prover
        held: list[Term] = []
        others: list[tuple[Term, Fraction]] = []
        for (atom, times), end in zip(atoms, ends, strict=True):
            figure = None if end.value is None else end.value / times
            wish = [] if figure is None else [t.equal(atom, t.number(figure))]
            met = prover.ask([*wish, *held, *given], Form.INNER) if wish else No.UNKNOWN
            if isinstance(met, No):
                others.append((atom, times))
            else:
                held += wish
                yield met
        if others and held:
            met = self._best(t.total(others), (*given, *held))
            yield from () if isinstance(met, No) else (met,)

    def _best(self, term: Term, given: Given) -> Values | No:
        prover = self.prover
        conditions = [*given, *prover.related([*given, term]), *prover.alone()]
        return best(term, conditions, Asked(Form.INNER, prover.steps, prover.edges), self.greatest, prover.seconds)

    def _groups(self, atoms: Sequence[tuple[Term, Fraction]], given: Given) -> list[tuple[list[tuple[Term, Fraction]], Given]]:
        """Atoms and conditions that share unknowns, at once or through what holds among facts."""
        pieces: list[tuple[list[tuple[Term, Fraction]], list[Term], set[str]]] = []
        for atom, condition in [*((pair, None) for pair in atoms), *((None, c) for c in given)]:
            term = atom[0] if atom is not None else condition
            assert term is not None
            names = self.prover.reach(term)
            joined = [piece for piece in pieces if piece[2] & names]
            pieces = [piece for piece in pieces if not piece[2] & names]
            parts = [*(p for piece in joined for p in piece[0]), *([atom] if atom is not None else [])]
            conditions = [*(c for piece in joined for c in piece[1]), *([condition] if condition is not None else [])]
            pieces.append((parts, conditions, set(names).union(*(piece[2] for piece in joined))))
        return [(parts, tuple(conditions)) for parts, conditions, _ in pieces]

    # ── what is left ──

    def _start(self, term: Term) -> End:
        span = Bounds([term], self.prover.steps, self.prover.terms.admissible).of(self.prover.box, self.prover.spans)[term]
        assert isinstance(span, Span)
        return End(None, span.high if self.greatest else span.low, {})

    def _at_bound(self, found: End, term: Term, given: Given) -> End:
        """Facts that attain the bound, if the solver finds some at once."""
        if found.bound is None or found.settled:
            return found
        t = self.prover.make
        met = self.prover.ask([t.equal(term, t.number(found.bound)), *given], Form.INNER)
        return found if isinstance(met, No) else self._met(found, term, given, met)

    def _plain(self, term: Term, given: Given) -> Iterable[Values]:
        bound = self._start(term).bound
        if term.op == "number" and bound is not None:
            yield {**plainly(given), term.args[0]: bound}

    def _guess(self, ends: list[End]) -> Iterable[Values]:
        whole = merged(end.values for end in ends)
        if whole is not None:
            yield whole
        yield from (end.values for end in ends)

    def asked(self, term: Term, given: Given, guesses: Iterable[Values]) -> End:
        """The extreme by the solver: at the bound if it can be, else the best there is, else the best that was found in time."""
        found = self._start(term)
        for guess in guesses:
            found = self._met(found, term, given, guess)
        found = self._at_bound(found, term, given)
        if not found.settled:
            met = self._best(term, given)
            found = found if isinstance(met, No) else self._met(found, term, given, met)
        return self._improved(found, term, given)

    def _improved(self, found: End, term: Term, given: Given) -> End:
        """What was found, made better as far as the solver gets, or proved to be the best."""
        prover = self.prover
        for _ in range(_MOST_STEPS):
            if found.settled:
                break
            more = [] if found.value is None else [self._beyond(term, found.value)]
            met = prover.find([*more, *given])
            if met is No.IMPOSSIBLE:
                return NEVER if found.value is None else replace(found, bound=found.value)
            if isinstance(met, No):
                break
            found = self._met(found, term, given, met)
        return found

    def _met(self, found: End, term: Term, given: Given, values: Values) -> End:
        whole = self.prover.complete(values)
        if not self.prover.holds(given, whole, [term]):
            return found
        value: Fraction = self.prover.value(term, whole)
        better = found.value is None or (value > found.value if self.greatest else value < found.value)
        return replace(found, value=value, values=self.prover.about(whole, [term, *given])) if better else found


def _parts(given: Given) -> Given:
    """Conditions one by one."""
    return tuple(dict.fromkeys(part for term in given for part in (term.args if term.op == "and" else (term,))))

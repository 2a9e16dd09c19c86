"""Questions about terms to an SMT solver (z3): exact rationals and whole numbers, never floats.

A quotient of two unknowns is not linear. It is asked about twice. `OUTER`: the quotient is any number that
keeps on the right side of every figure it is compared with; what is impossible then is impossible (a proof).
`INNER`: its denominator is one of a few figures; what is possible then is possible (a witness). `EXACT`: as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Any, assert_never

from kzrules.interrupts import heed
from kzrules.terms import Term, all_terms, linear
from kzrules.values import Mode

try:
    import z3
except ImportError:  # pragma: no cover - the extra is not installed
    z3 = None


class Form(Enum):
    """How a product or quotient of unknowns is asked about."""

    OUTER = "outer"
    INNER = "inner"
    EXACT = "exact"


class No(Enum):
    """The solver's answers without values."""

    IMPOSSIBLE = "impossible"
    UNKNOWN = "unknown"


Values = dict[str, Fraction | bool]
_DENOMINATORS = tuple(map(Fraction, (1, 2, 3, 4, 5, 8, 10, 12, 20, 100, 1000, 10_000, 100_000, 1_000_000)))
_LARGEST_SHOWN = 2_000_000
MEMORY_MB = 1500


def available() -> bool:
    """Whether the solver is installed (extra `prove`)."""
    return z3 is not None


def _room() -> Any:
    return z3.Context()


@dataclass(slots=True)
class Asked:
    """What was asked: the solver's expressions of terms in one form.

    Attributes:
        steps: by what neighbouring numbers of an unknown differ; an unknown without a step is any number.
        edges: figures that quotients and products are compared with.
        compare: whether quotients are compared with one another, not only with figures.
        context: the solver's own room for this question: what was asked before changes nothing about its answer.

    """

    form: Form
    steps: Mapping[str, Fraction]
    edges: Mapping[Term, frozenset[Fraction]]
    compare: bool = False
    made: dict[Term, Any] = field(default_factory=dict)
    unknowns: dict[str, Any] = field(default_factory=dict)
    sides: list[Any] = field(default_factory=list)
    quotients: list[tuple[Term, Any, Any, Any]] = field(default_factory=list)
    context: Any = field(default_factory=_room)

    def of(self, term: Term) -> Any:
        """The expression of a term."""
        if term not in self.made:
            waiting = [term]
            while waiting:
                top = waiting[-1]
                inner = [t for t in top.below() if t not in self.made]
                if inner:
                    waiting += inner
                else:
                    self.made[waiting.pop()] = self._made(top)
        return self.made[term]

    def real(self, value: Fraction) -> Any:
        """A figure."""
        return z3.RealVal(f"{value.numerator}/{value.denominator}", self.context)

    def _made(self, term: Term) -> Any:
        if term in self.made:
            return self.made[term]
        args = term.args
        match term.op:
            case "linear":
                return z3.Sum([self.real(args[0]), *(self.made[atom] * self.real(times) for atom, times in args[1])])
            case "number":
                return self._number(args[0])
            case "product":
                return self._product(term)
            case "quotient":
                return self._quotient(term)
            case "least" | "greatest":
                whole = self.made[args[0]]
                for arg in args[1:]:
                    other = self.made[arg]
                    whole = z3.If(whole <= other, whole, other) if term.op == "least" else z3.If(whole >= other, whole, other)
                return whole
            case "choice":
                return z3.If(*(self.made[arg] for arg in args))
            case "rounded":
                return _rounded(self.made[args[0]], args[1], args[2], self.real(Fraction(1, 2)))
            case "named":
                return self.made[args[1]]
            case _:
                return self._condition(term)

    def _condition(self, term: Term) -> Any:
        args = term.args
        match term.op:
            case "constant":
                return z3.BoolVal(args[0], self.context)
            case "condition":
                self.unknowns[args[0]] = z3.Bool(args[0], self.context)
                return self.unknowns[args[0]]
            case "below":
                return self.made[args[0]] < 0
            case "at_most":
                return self.made[args[0]] <= 0
            case "zero":
                return self.made[args[0]] == 0
            case "not":
                return z3.Not(self.made[args[0]])
            case "and":
                return z3.And(*(self.made[arg] for arg in args))
            case "or":
                return z3.Or(*(self.made[arg] for arg in args))
            case "linear" | "number" | "product" | "quotient" | "least" | "greatest" | "choice" | "rounded" | "named":
                raise AssertionError(term)
            case _:
                assert_never(term.op)

    def _number(self, name: str) -> Any:
        step = self.steps.get(name)
        if step is None:
            self.unknowns[name] = z3.Real(name, self.context)
            return self.unknowns[name]
        whole = z3.Int(name, self.context)
        self.unknowns[name] = z3.ToReal(whole) * self.real(step) if step != 1 else z3.ToReal(whole)
        if self.form is Form.INNER:
            self.sides.append(whole <= int(_LARGEST_SHOWN / step))
        return self.unknowns[name]

    def _quotient(self, term: Term) -> Any:
        upper, lower = self.made[term.args[0]], self.made[term.args[1]]
        fresh = z3.Real(f"q{term.serial}", self.context)
        match self.form:
            case Form.EXACT:
                self.sides.append(z3.Implies(lower != 0, fresh * lower == upper))
            case Form.INNER:
                self.sides.append(z3.Or(lower == 0, *(z3.And(lower == self.real(d), fresh * self.real(d) == upper) for d in _DENOMINATORS)))
            case Form.OUTER:
                for edge in sorted(self.edges.get(term, frozenset()) | {Fraction(0), Fraction(1)}):
                    gap = upper - lower * self.real(edge)
                    for positive in (True, False):
                        side = lower > 0 if positive else lower < 0
                        more, same = (gap > 0 if positive else gap < 0), gap == 0
                        self.sides.append(z3.Implies(side, z3.And((fresh > self.real(edge)) == more, (fresh == self.real(edge)) == same)))
                for other, up, low, value in self.quotients if self.compare else ():
                    self._alike(term, (upper, lower, fresh), other, (up, low, value))
            case _:
                assert_never(self.form)
        self.quotients.append((term, upper, lower, fresh))
        return fresh

    def _alike(self, term: Term, one: tuple[Any, Any, Any], other_term: Term, other: tuple[Any, Any, Any]) -> None:
        """Of two quotients of like parts: a larger numerator over a smaller denominator is larger."""
        if not _like(term, other_term):
            return
        for (a, b, q), (c, d, r) in ((one, other), (other, one)):
            self.sides.append(z3.Implies(z3.And(b > 0, d > 0, a >= 0, a <= c, b >= d), q <= r))
            self.sides.append(z3.Implies(z3.And(b > 0, d > 0, a <= 0, c <= 0, a <= c, b <= d), q <= r))

    def _product(self, term: Term) -> Any:
        a, b = self.made[term.args[0]], self.made[term.args[1]]
        fresh = z3.Real(f"p{term.serial}", self.context)
        match self.form:
            case Form.EXACT:
                self.sides.append(fresh == a * b)
            case Form.INNER:
                figures = [self.real(f) for f in (Fraction(0), Fraction(1), *_DENOMINATORS[1:])]
                self.sides.append(z3.Or(*(z3.And(a == figure, fresh == b * figure) for figure in figures)))
            case Form.OUTER:
                self.sides += [
                    z3.Implies(z3.Or(a == 0, b == 0), fresh == 0),
                    z3.Implies(z3.And(a >= 0, b >= 0), fresh >= 0),
                    z3.Implies(z3.And(a >= 0, b <= 0), fresh <= 0),
                    z3.Implies(z3.And(a <= 0, b >= 0), fresh <= 0),
                    z3.Implies(z3.And(a <= 0, b <= 0), fresh >= 0),
                    z3.Implies(z3.And(a >= 0, a <= 1, b >= 0), fresh <= b),
                    z3.Implies(z3.And(b >= 0, b <= 1, a >= 0), fresh <= a),
                ]
            case _:
                assert_never(self.form)
        return fresh


def ask(conditions: Sequence[Term], asked: Asked, seconds: float) -> Values | No:
    """Values of the unknowns under which all conditions hold, or that there are none, or that this was not found out in time."""
    heed()
    z3.set_param("memory_max_size", MEMORY_MB)
    solver = z3.Solver(ctx=asked.context)
    solver.set("timeout", max(1, int(seconds * 1000)))
    solver.set("ctrl_c", False)  # else an interrupt would look like a question without an answer
    for condition in conditions:
        solver.add(asked.of(condition))
    solver.add(*asked.sides)
    try:
        outcome = solver.check()
    except z3.Z3Exception:
        return No.UNKNOWN
    if outcome == z3.sat:
        return _values(solver.model(), asked)
    return No.IMPOSSIBLE if outcome == z3.unsat else No.UNKNOWN


def best(term: Term, conditions: Sequence[Term], asked: Asked, greatest: bool, seconds: float) -> Values | No:
    """Values of the unknowns that give the greatest (or least) value of a term that was found in time."""
    heed()
    optimizer = z3.Optimize(ctx=asked.context)
    optimizer.set("timeout", max(1, int(seconds * 1000)))
    optimizer.set("ctrl_c", False)
    for condition in conditions:
        optimizer.add(asked.of(condition))
    goal = asked.of(term)
    optimizer.add(*asked.sides)
    (optimizer.maximize if greatest else optimizer.minimize)(goal)
    try:
        outcome = optimizer.check()
        return _values(optimizer.model(), asked) if outcome == z3.sat else No.IMPOSSIBLE if outcome == z3.unsat else No.UNKNOWN
    except z3.Z3Exception:
        return No.UNKNOWN


class Evaluated:
    """The solver's own form of terms where every unknown is known: what it takes a term to mean."""

    def __init__(self, values: Mapping[str, Fraction | bool]) -> None:
        self._asked = Asked(Form.EXACT, {}, {})
        self._known = values
        self._found: dict[Term, Any] = {}

    def number(self, term: Term) -> Fraction:
        """The value of a number."""
        return _fraction(self._of(term))

    def truth(self, term: Term) -> bool:
        """The value of a condition."""
        return bool(z3.is_true(self._of(term)))

    def _of(self, term: Term) -> Any:
        for inner in all_terms([term]):
            if inner not in self._found:
                self._found[inner] = self._value(inner)
        return self._found[term]

    def _value(self, term: Term) -> Any:
        """Each term by the solver, from the values of the terms inside."""
        match term.op:
            case "number" | "condition":
                known = self._known[term.args[0]]
                return z3.BoolVal(known, self._asked.context) if isinstance(known, bool) else self._asked.real(known)
            case "quotient":
                upper, lower = (_fraction(self._found[part]) for part in term.args)
                return self._asked.real(upper / lower if lower else Fraction(0))
            case "product":
                return z3.simplify(self._found[term.args[0]] * self._found[term.args[1]])
            case _:
                self._asked.made.update({part: self._found[part] for part in term.below()})
                return z3.simplify(self._asked.of(term))


def _values(model: Any, asked: Asked) -> Values:
    found: Values = {}
    for name, unknown in asked.unknowns.items():
        value = model.eval(unknown, model_completion=True)
        found[name] = z3.is_true(value) if z3.is_bool(value) else _fraction(value)
    return found


def _fraction(value: Any) -> Fraction:
    value = z3.simplify(value)
    if z3.is_algebraic_value(value):
        value = value.approx(20)
    return Fraction(value.numerator_as_long(), value.denominator_as_long())


def _rounded(value: Any, places: int, mode: Mode, half: Any) -> Any:
    scaled = value * 10**places
    match mode:
        case "half_up":
            whole = z3.If(scaled >= 0, z3.ToReal(z3.ToInt(scaled + half)), -z3.ToReal(z3.ToInt(-scaled + half)))
        case "down":
            whole = z3.If(scaled >= 0, z3.ToReal(z3.ToInt(scaled)), -z3.ToReal(z3.ToInt(-scaled)))
        case "half_even":
            below = z3.ToInt(scaled)
            rest = scaled - z3.ToReal(below)
            up = z3.Or(rest > half, z3.And(rest == half, below % 2 == 1))
            whole = z3.ToReal(z3.If(up, below + 1, below))
        case _:
            assert_never(mode)
    return whole / 10**places


def _like(one: Term, other: Term) -> bool:
    """Whether two quotients are made of the same number of parts each: only such are compared."""
    return all(len(linear(a)[1]) == len(linear(b)[1]) for a, b in zip(one.args, other.args, strict=True))


def edges_of(terms: Iterable[Term]) -> dict[Term, frozenset[Fraction]]:
    """The figures that each quotient is compared with, through roundings and bounds too."""
    found: dict[Term, set[Fraction]] = {}
    for term in all_terms(terms):
        match term.op:
            case "below" | "at_most" | "zero":
                _note(term.args[0], (Fraction(0),), found)
            case "least" | "greatest":
                figures = [f for arg in term.args if (f := arg.figure) is not None]
                for arg in term.args:
                    _note(arg, figures, found)
            case _:
                pass
    return {term: frozenset(figures) for term, figures in found.items()}


def _note(term: Term, figures: Iterable[Fraction], found: dict[Term, set[Fraction]]) -> None:
    constant, atoms = linear(term)
    if len(atoms) != 1:
        return
    atom, times = atoms[0]
    edges = [(figure - constant) / times for figure in figures]
    if atom.op == "quotient":
        found.setdefault(atom, set()).update(edges)
    elif atom.op == "named":
        _note(atom.args[1], edges, found)
    elif atom.op == "rounded":
        half = Fraction(1, 2 * 10 ** atom.args[1])
        _note(atom.args[0], [edge + shift for edge in edges for shift in (-half, Fraction(0), half)], found)
    elif atom.op in ("least", "greatest", "choice"):
        for part in atom.below():
            if part.op not in ("constant", "condition", "below", "at_most", "zero", "not", "and", "or"):
                _note(part, edges, found)

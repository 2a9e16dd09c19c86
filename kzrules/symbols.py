"""Formulas over what is not known yet: a value as terms, with the cases in which it is no number.

Follows the exact interpreter (exact.py) rule for rule: Missing and “not applicable” travel as conditions.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from kzrules.formula import Formula
from kzrules.terms import Term, Terms


@dataclass(frozen=True, slots=True)
class Symbol:
    """A value that is not known yet: a number, a condition or a code, unless missing or not applicable.

    Attributes:
        value: the number or condition as a term; the codes with the condition of each.
        missing: when it is not to be had: undecided by the edition, or divided by nothing.
        na: when it is not applicable (never where `missing` holds).

    """

    value: Term | Mapping[str, Term]
    missing: Term
    na: Term

    @property
    def term(self) -> Term:
        """The number or condition."""
        assert isinstance(self.value, Term)
        return self.value


Look = Callable[[str], Symbol]


class Symbols:
    """Values of formulas as terms."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    def known(self, value: Fraction | int | bool) -> Symbol:
        """A figure or a settled condition."""
        truth = isinstance(value, bool)
        return self.of(self.terms.truth(bool(value)) if truth else self.terms.number(value))

    def of(self, value: Term | Mapping[str, Term], missing: Term | None = None, na: Term | None = None) -> Symbol:
        """A value; never missing, never not applicable unless said."""
        return Symbol(value, missing or self.terms.false, na or self.terms.false)

    def undecided(self) -> Symbol:
        """What the act does not decide."""
        return self.of(self.terms.number(0), self.terms.true)

    def not_known(self, path: str) -> Term:
        """When an answer is “-”: never, unless a reader of open answers says so; `path` names it."""
        del path
        return self.terms.false

    def settled(self, symbol: Symbol) -> Symbol:
        """As a score: what is not applicable is missing."""
        return self.of(symbol.value, self.terms.some(symbol.missing, symbol.na))

    def chosen(self, condition: Term, a: Symbol, b: Symbol) -> Symbol:
        """Value a where a settled condition holds, else b."""
        t = self.terms
        if isinstance(a.value, Term) and isinstance(b.value, Term):
            number = _is_number(a.value) or _is_number(b.value)
            value: Term | dict[str, Term] = t.choice(condition, a.value, b.value) if number else t.settled(condition, a.value, b.value)
        else:
            one, other = codes(a), codes(b)
            value = {code: t.settled(condition, one.get(code, t.false), other.get(code, t.false)) for code in {**one, **other}}
        return Symbol(value, t.settled(condition, a.missing, b.missing), t.settled(condition, a.na, b.na))

    def lacking(self, parts: Iterable[Symbol]) -> tuple[Term, Term]:
        """When a value made of all the parts is missing, and when it is not applicable."""
        found = list(parts)
        missing = self.terms.some(*(part.missing for part in found))
        na = self.terms.some(*(part.na for part in found))
        return missing, self.terms.every(na, self.terms.no(missing))

    def made(self, value: Term, *parts: Symbol, undefined: Term | None = None) -> Symbol:
        """A value made of parts; `undefined`: when it is missing though the parts are there."""
        missing, na = self.lacking(parts)
        if undefined is not None:
            missing = self.terms.some(missing, self.terms.every(undefined, self.terms.no(na)))
        return Symbol(value, missing, na)

    # ── formulas ──

    def formula(self, formula: Formula, look: Look) -> Symbol:
        """The value of a formula where `look` answers its names."""
        return self._value(formula.tree, look)

    def _value(self, node: ast.expr, look: Look) -> Symbol:
        match node:
            case ast.Constant(value=str() as code):
                return self.of({code: self.terms.true})
            case ast.Constant(value=value):
                return self.known(value)  # type: ignore[arg-type]
            case ast.Name(id=name):
                return look(name)
            case ast.BinOp(left=left, op=op, right=right):
                return self._arithmetic(op, self._value(left, look), self._value(right, look))
            case ast.UnaryOp(op=op, operand=operand):
                part = self._value(operand, look)
                return self.made(self.terms.no(part.term) if isinstance(op, ast.Not) else self.terms.times(part.term, Fraction(-1)), part)
            case ast.BoolOp(op=joint, values=values):
                return self._joined(isinstance(joint, ast.Or), [self._value(part, look) for part in values])
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self._if(self._value(test, look), self._value(body, look), self._value(orelse, look))
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                return self._comparison([self._value(side, look) for side in (left, *comparators)], ops)
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._call(name, [self._value(argument, look) for argument in args])
            case _:  # pragma: no cover - the allow-list admits nothing else
                raise AssertionError(ast.dump(node))

    def _arithmetic(self, op: ast.operator, a: Symbol, b: Symbol) -> Symbol:
        match op:
            case ast.Add():
                return self.made(self.terms.add(a.term, b.term), a, b)
            case ast.Sub():
                return self.made(self.terms.less(a.term, b.term), a, b)
            case ast.Mult():
                return self.made(self.terms.product(a.term, b.term), a, b)
            case _:
                return self._quotient(a, b, Fraction(1))

    def _quotient(self, a: Symbol, b: Symbol, times: Fraction) -> Symbol:
        value = self.terms.times(self.terms.quotient(a.term, b.term), times)
        return self.made(value, a, b, undefined=self.terms.equal(b.term, self.terms.number(0)))

    def _joined(self, settles: bool, parts: list[Symbol]) -> Symbol:
        """`and`, `or`: a part that settles the whole settles it, whatever the others lack."""
        t = self.terms
        decided = t.some(*(t.every(p.term if settles else t.no(p.term), t.no(p.missing), t.no(p.na)) for p in parts))
        missing, na = self.lacking(parts)
        open_ = t.no(decided)
        return Symbol(decided if settles else open_, t.every(open_, missing), t.every(open_, na))

    def _if(self, test: Symbol, body: Symbol, orelse: Symbol) -> Symbol:
        t = self.terms
        inner = self.chosen(test.term, body, orelse)
        there = t.every(t.no(test.missing), t.no(test.na))
        return Symbol(inner.value, t.some(test.missing, t.every(there, inner.missing)), t.some(test.na, t.every(there, inner.na)))

    def _comparison(self, sides: list[Symbol], ops: list[ast.cmpop]) -> Symbol:
        """Whether a < b < c: the first link that does not hold is the outcome."""
        t = self.terms
        whole = self.known(True)
        for left, op, right in reversed(list(zip(sides, ops, sides[1:], strict=False))):
            link = self.made(self._link(left, op, right), left, right)
            holds = t.every(link.term, t.no(link.missing), t.no(link.na))
            whole = Symbol(
                t.every(link.term, whole.term), t.some(link.missing, t.every(holds, whole.missing)), t.some(link.na, t.every(holds, whole.na))
            )
        return whole

    def _link(self, left: Symbol, op: ast.cmpop, right: Symbol) -> Term:
        t = self.terms
        match op:
            case ast.Lt():
                return t.below(left.term, right.term)
            case ast.LtE():
                return t.at_most(left.term, right.term)
            case ast.Gt():
                return t.below(right.term, left.term)
            case ast.GtE():
                return t.at_most(right.term, left.term)
            case ast.NotEq():
                return t.no(self._alike(left, right))
            case _:
                return self._alike(left, right)

    def _alike(self, left: Symbol, right: Symbol) -> Term:
        t = self.terms
        if not isinstance(left.value, Term) or not isinstance(right.value, Term):
            one, other = codes(left), codes(right)
            return t.some(*(t.every(condition, other[code]) for code, condition in one.items() if code in other))
        if _is_number(left.value):
            return t.equal(left.value, right.value)
        return t.settled(left.value, right.value, t.no(right.value))

    def _call(self, name: str, args: list[Symbol]) -> Symbol:
        t = self.terms
        match name:
            case "abs":
                (a,) = args
                return self.made(t.greatest(a.term, t.times(a.term, Fraction(-1))), a)
            case "applicable":
                (a,) = args
                return Symbol(t.no(a.na), a.missing, t.false)
            case "max":
                return self.made(t.greatest(*(a.term for a in args)), *args)
            case "min":
                return self.made(t.least(*(a.term for a in args)), *args)
            case "percent":
                part, whole = args
                return self._quotient(part, whole, Fraction(100))
            case "share":
                part, whole = args
                return self._quotient(part, whole, Fraction(1))
            case "round_half_up":
                value, places = args
                digits = places.term.figure
                assert digits is not None
                return self.made(t.rounded(value.term, int(digits), "half_up"), value)
            case _:  # pragma: no cover - a function that this reader does not know must not pass
                raise AssertionError(name)


class Divisions(Symbols):
    """Where only a division by nothing makes a value missing: what the act leaves undecided counts as nothing."""

    def undecided(self) -> Symbol:
        """Nothing."""
        return self.known(0)


class OpenAnswers(Symbols):
    """Where any answer may be “-”."""

    def not_known(self, path: str) -> Term:
        """The unknown “the answer is not known”."""
        return self.terms.condition(f"{path}:unknown")


def codes(symbol: Symbol) -> Mapping[str, Term]:
    """The codes of a choice; none for a value that has no codes (nothing but `missing` can be true of it)."""
    return {} if isinstance(symbol.value, Term) else symbol.value


def _is_number(term: Term) -> bool:
    match term.op:
        case "linear" | "number" | "product" | "quotient" | "least" | "greatest" | "choice" | "rounded" | "named":
            return True
        case "constant" | "condition" | "below" | "at_most" | "zero" | "not" | "and" | "or":
            return False
        case _:
            assert_never(term.op)

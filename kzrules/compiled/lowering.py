"""From exact terms to whole numbers: every fraction brought to a numerator and denominators, nothing lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import Literal, assert_never

from kzrules.compiled.integers import Integers, Node, Part, Parts
from kzrules.terms import Term, all_terms


class Lowering:
    """Terms as parts and conditions over whole numbers.

    Args:
        integers: makes the nodes.
        places: how many decimals each unknown number has at most; None where it is a fraction of two inputs (a mean over bodies).
        signed: the unknown numbers that can be below nothing.

    """

    def __init__(self, integers: Integers, places: Mapping[str, int | None], signed: Collection[str]) -> None:
        self.integers = integers
        self.places = places
        self.signed = signed
        self.numbers: dict[Term, Parts] = {}
        self.truths: dict[Term, Node] = {}

    def lower(self, *terms: Term) -> None:
        """Lower terms and all that they are made of."""
        for term in all_terms(terms):
            if term in self.numbers or term in self.truths:
                continue
            match term.op:
                case "linear" | "number" | "product" | "quotient" | "least" | "greatest" | "choice" | "rounded" | "named":
                    self.numbers[term] = self._number(term)
                case "constant" | "condition" | "below" | "at_most" | "zero" | "not" | "and" | "or":
                    self.truths[term] = self._truth(term)
                case _:
                    assert_never(term.op)

    def _number(self, term: Term) -> Parts:
        args = term.args
        match term.op:
            case "number":
                places = self.places[args[0]]
                below = (self.integers.input(below_of(args[0])),) if places is None else ()
                return (Part(self.integers.input(args[0]), 10 ** (places or 0), below),)
            case "linear":
                return self._sum([(self.numbers[atom], times) for atom, times in args[1]], args[0])
            case "product":
                return self._product(self.numbers[args[0]], self.numbers[args[1]])
            case "quotient":
                return self._quotient(self.numbers[args[0]], self.numbers[args[1]])
            case "choice":
                return self._choice(self.truths[args[0]], self.numbers[args[1]], self.numbers[args[2]])
            case "rounded":
                whole = self.integers.rounded(self.numbers[args[0]], 10 ** args[1], args[2])
                return (Part(whole, 10 ** args[1], ()),)
            case "named":
                return self.numbers[args[1]]
            case _:
                least = self.numbers[args[0]]
                for other in args[1:]:
                    least = self._extreme("least" if term.op == "least" else "greatest", least, self.numbers[other])
                return least

    def _truth(self, term: Term) -> Node:
        i, args = self.integers, term.args
        match term.op:
            case "constant":
                return i.truth(args[0])
            case "condition":
                return i.flag(args[0])
            case "below":
                return i.sign("negative", self.numbers[args[0]])
            case "at_most":
                return i.sign("not_positive", self.numbers[args[0]])
            case "zero":
                return i.sign("nothing", self.numbers[args[0]])
            case "not":
                return i.no(self.truths[args[0]])
            case _:
                return i.joined("and" if term.op == "and" else "or", (self.truths[arg] for arg in args))

    # ── arithmetic of parts ──

    def _sum(self, parts: list[tuple[Parts, Fraction]], constant: Fraction = Fraction(0)) -> Parts:
        """Σ times · number + constant, fractions of like denominators brought together."""
        alike: dict[tuple[Node, ...], list[tuple[Node, Fraction]]] = {}
        for number, times in parts:
            for part in number:
                alike.setdefault(part.by, []).append((part.over, times / part.scale))
        if constant or not alike:
            alike.setdefault((), [])
        found = []
        for by, terms in alike.items():
            whole = constant if by == () else Fraction(0)
            scale = lcm(whole.denominator, *(times.denominator for _, times in terms))
            over = self.integers.total(((node, int(times * scale)) for node, times in terms), int(whole * scale))
            if over.figure != 0 or len(alike) == 1:
                found.append(Part(over, scale, by))
        return tuple(found) or (Part(self.integers.figure(0), 1, ()),)

    def _product(self, a: Parts, b: Parts) -> Parts:
        pairs = [Part(self.integers.product(x.over, y.over), x.scale * y.scale, _joined(x.by, y.by)) for x in a for y in b]
        return self._sum([((part,), Fraction(1)) for part in pairs])

    def _quotient(self, a: Parts, b: Parts) -> Parts:
        """Division by a number that may be below nothing takes its sign along; by nothing, the fraction means nothing and is not looked at."""
        i = self.integers
        below = self._one(b)
        size, sign = i.greatest(below.over, i.figure(1)), i.figure(below.scale)
        if self._may_be_negative(below.over):
            size = i.greatest(size, i.times(below.over, -1))
            sign = i.choice(i.sign("negative", (below,)), i.figure(-below.scale), sign)
        factor = sign
        for node in below.by:
            factor = i.product(factor, node)
        found = [Part(i.product(part.over, factor), part.scale, _joined(part.by, (size,))) for part in a]
        return self._sum([((part,), Fraction(1)) for part in found])

    def _one(self, parts: Parts) -> Part:
        """A number as one fraction."""
        whole = parts[0]
        for part in parts[1:]:
            over = self.integers.total(((self._times(part, whole), 1), (self._times(whole, part), 1)))
            whole = Part(over, whole.scale * part.scale, _joined(whole.by, part.by))
        return whole

    def _times(self, part: Part, other: Part) -> Node:
        over = self.integers.times(part.over, other.scale)
        for node in other.by:
            over = self.integers.product(over, node)
        return over

    def _choice(self, condition: Node, a: Parts, b: Parts) -> Parts:
        """Fractions of like denominators are chosen between; one that the other side lacks is chosen or nothing."""
        if condition.op == "constant":
            return a if condition.args[0] else b
        nothing = self.integers.figure(0)
        found = []
        for by in dict.fromkeys(part.by for part in (*a, *b)):
            ones, others = [p for p in a if p.by == by], [p for p in b if p.by == by]
            scale = lcm(*(part.scale for part in (*ones, *others)))
            sides = [self.integers.times(p[0].over, scale // p[0].scale) if p else nothing for p in (ones, others)]
            found.append(Part(self.integers.choice(condition, *sides), scale, by))
        return tuple(found)

    def _extreme(self, op: Literal["least", "greatest"], a: Parts, b: Parts) -> Parts:
        if len(a) == len(b) == 1 and a[0].by == b[0].by:
            scale = lcm(a[0].scale, b[0].scale)
            sides = [self.integers.times(p[0].over, scale // p[0].scale) for p in (a, b)]
            return (Part(getattr(self.integers, op)(*sides), scale, a[0].by),)
        first = self.integers.sign("negative" if op == "least" else "not_positive", self._sum([(a, Fraction(1)), (b, Fraction(-1))]))
        return self._choice(first, a, b) if op == "least" else self._choice(first, b, a)

    def _may_be_negative(self, node: Node) -> bool:
        """Whether a whole number can be below nothing, as far as its form tells."""
        match node.op:
            case "input":
                return node.args[0] in self.signed
            case "sum":
                return node.args[0] < 0 or any(times < 0 or self._may_be_negative(inner) for inner, times in node.args[1])
            case "choice":
                return any(self._may_be_negative(part) for part in node.args[1:])
            case "greatest":
                return all(self._may_be_negative(part) for part in node.args)
            case "product":
                return any(self._may_be_negative(part) for part in node.args)
            case _:
                return True


def below_of(name: str) -> str:
    """The input that holds the denominator of a fraction."""
    return f"{name}:below"


def _joined(a: tuple[Node, ...], b: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(sorted((*a, *b), key=lambda node: node.serial))


def roots_of(values: Iterable[Parts | Node]) -> list[Node]:
    """The nodes of parts and conditions, to put in order."""
    found: list[Node] = []
    for value in values:
        found += [value] if isinstance(value, Node) else [node for part in value for node in (part.over, *part.by)]
    return found

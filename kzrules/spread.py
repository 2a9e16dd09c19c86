"""All values that a score can take as readings change, each with a choice of options that gives it.

A Spread holds the values; a Factor holds one Spread for each choice of the readings it still depends on.
Sums of factors that share no reading are sums of their spreads: nobody has to try every combination.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Any, TypeVar

from kzrules.outcome import Result
from kzrules.values import Missing

Witness = tuple[Any, ...]  # (), (reading, option), or (witness, witness): a tree, told by `choices_of_witness`
Options = Mapping[str, tuple[str, ...]]
Key = tuple[str, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spread:
    """The attainable values.

    Attributes:
        values: each with the number of choices that give it and one of them.
        computable: how many choices give a number.
        missing: how many give none; `lacking` is one of them.
        whole: every value is here. Otherwise values in between were left out, never the least or the greatest,
            and the numbers of choices per value are not to be used.

    """

    values: Mapping[Fraction, tuple[int, Witness]]
    computable: int
    missing: int
    lacking: Witness
    whole: bool = True

    @property
    def total(self) -> int:
        """How many choices there are."""
        return self.computable + self.missing

    @property
    def any(self) -> Witness:
        """Some choice."""
        return next(iter(self.values.values()))[1] if self.values else self.lacking


def certain(value: Result) -> Spread:
    """A value that no reading changes."""
    return Spread({}, 0, 1, ()) if isinstance(value, Missing) else Spread({value: (1, ())}, 1, 0, ())


def spread_sum(one: Spread, other: Spread, keep: int) -> Spread:
    """The sum of independent spreads, thinned to `keep` values."""
    found: dict[Fraction, tuple[int, Witness]] = {}
    for a, (n, left) in one.values.items():
        for b, (m, right) in other.values.items():
            value = a + b
            known = found.get(value)
            found[value] = (n * m, (left, right)) if known is None else (known[0] + n * m, known[1])
    missing = one.missing * other.total + one.computable * other.missing
    lacking = (one.lacking if one.missing else one.any, other.any if one.missing else other.lacking)
    return _thinned(Spread(found, one.computable * other.computable, missing, lacking, one.whole and other.whole), keep)


def spread_union(parts: Sequence[tuple[Witness, Spread]], keep: int) -> Spread:
    """Either of several spreads, each with the choice that leads to it; every choice weighs the same."""
    whole = lcm(*(part.total for _, part in parts))
    found: dict[Fraction, tuple[int, Witness]] = {}
    computable = missing = 0
    lacking: Witness = ()
    for choice, part in parts:
        times = whole // part.total
        computable += part.computable * times
        if part.missing and not missing:
            lacking = (choice, part.lacking)
        missing += part.missing * times
        for value, (count, witness) in part.values.items():
            known = found.get(value)
            found[value] = (count * times, (choice, witness)) if known is None else (known[0] + count * times, known[1])
    return _thinned(Spread(found, computable, missing, lacking, all(part.whole for _, part in parts)), keep)


def spread_map(spread: Spread, change: Callable[[Result], Result]) -> Spread:
    """Each value changed; for a spread that is not whole the change must keep the order of values."""
    found: dict[Fraction, tuple[int, Witness]] = {}
    computable = missing = 0
    lacking: Witness = ()
    entries: list[tuple[Result, int, Witness]] = [(v, n, w) for v, (n, w) in spread.values.items()]
    for value, count, witness in [*entries, *([(Missing(), spread.missing, spread.lacking)] if spread.missing else [])]:
        changed = change(value)
        if isinstance(changed, Missing):
            missing, lacking = missing + count, lacking if missing else witness
        else:
            computable += count
            known = found.get(changed)
            found[changed] = (count, witness) if known is None else (known[0] + count, known[1])
    if not spread.whole:  # the counts per value are gone, but numbers stay numbers, or all become Missing
        computable, missing = (spread.computable, spread.missing) if found else (0, spread.total)
    return Spread(found, computable, missing, lacking, spread.whole)


def _thinned(spread: Spread, keep: int) -> Spread:
    count = len(spread.values)
    if count <= keep:
        return spread
    ordered = sorted(spread.values)
    kept = {ordered[i * (count - 1) // (keep - 1)] for i in range(keep)}
    return Spread({v: spread.values[v] for v in ordered if v in kept}, spread.computable, spread.missing, spread.lacking, False)


def choices_of_witness(witness: Witness) -> dict[str, str]:
    """The options that a witness names."""
    found = {}
    waiting = [witness]
    while waiting:
        one = waiting.pop()
        if len(one) == 2 and isinstance(one[0], str):
            found[one[0]] = one[1]
        else:
            waiting += one
    return found


@dataclass(frozen=True, slots=True)
class Factor:
    """A spread for each choice of the readings of `scope`, in their order."""

    scope: tuple[str, ...]
    table: Mapping[tuple[str, ...], Spread]

    def at(self, choices: Mapping[str, str]) -> Spread:
        """The spread under choices of at least the readings of the scope."""
        return self.table[tuple(choices[name] for name in self.scope)]


def cells(scope: Iterable[str], options: Options) -> list[dict[str, str]]:
    """Every choice of options of some readings, the defaults first."""
    names = tuple(scope)
    return [dict(zip(names, choice, strict=True)) for choice in product(*(options[name] for name in names))]


def narrowed(scope: tuple[str, ...], table: Mapping[Key, T], same: Callable[[T, T], bool]) -> tuple[tuple[str, ...], dict[Key, T]]:
    """The table without the readings that change nothing in it."""
    found = dict(table)
    for name in scope:
        at = scope.index(name)
        first: dict[Key, T] = {}
        if all(same(first.setdefault((*key[:at], *key[at + 1 :]), value), value) for key, value in found.items()):
            found, scope = first, (*scope[:at], *scope[at + 1 :])
    return scope, found


def alike(one: Spread, other: Spread) -> bool:
    """Whether two spreads have the same values from the same numbers of choices."""
    if not (one.whole and other.whole) or one.values.keys() != other.values.keys() or one.missing * other.total != other.missing * one.total:
        return False
    return all(n * other.total == other.values[v][0] * one.total for v, (n, _) in one.values.items())


def factor_sum(factors: Sequence[Factor], options: Options, keep: int) -> Factor:
    """The sum of factors, over all the readings of any of them."""
    scope = tuple(sorted({name for factor in factors for name in factor.scope}))
    table = {}
    for cell in cells(scope, options):
        spread = certain(Fraction(0))
        for part in sorted((factor.at(cell) for factor in factors), key=lambda s: len(s.values)):
            spread = spread_sum(spread, part, keep)
        table[tuple(cell.values())] = spread
    return Factor(scope, table)


def without(factor: Factor, names: Iterable[str], keep: int) -> Factor:
    """The factor with readings left free: at each choice of the others, any of their options."""
    for name in names:
        if name not in factor.scope:
            continue
        at = factor.scope.index(name)
        groups: dict[tuple[str, ...], list[tuple[Witness, Spread]]] = {}
        for key, spread in factor.table.items():
            groups.setdefault((*key[:at], *key[at + 1 :]), []).append(((name, key[at]), spread))
        scope = (*factor.scope[:at], *factor.scope[at + 1 :])
        factor = Factor(scope, {key: spread_union(parts, keep) for key, parts in groups.items()})
    return factor

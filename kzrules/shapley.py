"""Order-free shares of a difference: the Shapley value of a small game, nested for groups (Owen), exact.

A game says what the score is when the changes of a set are made and the others are not. A player's share
is its mean contribution over all orders of making the changes; players of a group stand together in the
order, and share among themselves in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

Game = Callable[[frozenset[str]], Fraction]
MOST_PLAYERS = 8


@dataclass(frozen=True, slots=True)
class Group:
    """Players, or groups of players, that stand together."""

    members: tuple[str | Group, ...]

    def leaves(self) -> frozenset[str]:
        """Every player inside."""
        return frozenset(leaf for member in self.members for leaf in leaves_of(member))


def leaves_of(member: str | Group) -> frozenset[str]:
    """The players of a member: itself, or those inside."""
    return frozenset([member]) if isinstance(member, str) else member.leaves()


def shares(members: Sequence[str | Group], game: Game) -> dict[str, Fraction]:
    """Each player's share; they add up to `game(all) - game(none)` exactly.

    More than eight members are put into groups of neighbours first: still exact, for that grouping.
    """
    members = grouped(members)
    memo: dict[frozenset[str], Fraction] = {}

    def known(state: frozenset[str]) -> Fraction:
        if state not in memo:
            memo[state] = game(state)
        return memo[state]

    found: dict[str, Fraction] = {}
    for member in members:
        others = [leaves_of(other) for other in members if other is not member]
        if isinstance(member, str):
            alone = frozenset([member])
            found[member] = _mean(others, lambda made, alone=alone: known(made | alone) - known(made))  # type: ignore[misc]
        else:
            found |= shares(member.members, lambda inner, others=others: _mean(others, lambda made: known(made | inner)))  # type: ignore[misc]
    return found


def grouped(members: Sequence[str | Group]) -> Sequence[str | Group]:
    """At most eight members: neighbours are put together where there are more."""
    if len(members) <= MOST_PLAYERS:
        return members
    size = -(-len(members) // MOST_PLAYERS)
    chunks = [tuple(members[i : i + size]) for i in range(0, len(members), size)]
    return grouped([chunk[0] if len(chunk) == 1 else Group(chunk) for chunk in chunks])


def _mean(others: Sequence[frozenset[str]], value: Callable[[frozenset[str]], Fraction]) -> Fraction:
    """The mean of a value over the sets of others made before, in a random order."""
    count = len(others)
    total = Fraction(0)
    for mask in range(1 << count):
        made = [others[i] for i in range(count) if mask >> i & 1]
        weight = Fraction(factorial(len(made)) * factorial(count - len(made)), factorial(count + 1))
        total += weight * value(frozenset().union(*made))
    return total

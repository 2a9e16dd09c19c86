"""Things made under every choice of some readings, joined to one that the options taken choose from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from kzrules.terms import Term, Terms

Choice = Mapping[str, str]
Made = TypeVar("Made")


def by_choice(t: Terms, found: Sequence[tuple[Choice, Made]], join: Callable[[Terms, Term, Made, Made], Made]) -> Made:
    """What was made under every choice, as one: the options taken choose."""
    if len(found) == 1:
        return found[0][1]
    name = min(set.intersection(*(set(choice) for choice, _ in found)))
    parts: list[tuple[str, Made]] = []
    for option in dict.fromkeys(choice[name] for choice, _ in found):
        inner = [({k: v for k, v in choice.items() if k != name}, one) for choice, one in found if choice[name] == option]
        parts.append((option, by_choice(t, inner, join)))
    whole = parts[-1][1]
    for option, one in reversed(parts[:-1]):
        whole = join(t, t.condition(f"reading:{name}={option}"), one, whole)
    return whole


def either(terms: Terms, condition: Term, a: Term, b: Term) -> Term:
    """Condition a where the condition holds, else condition b."""
    return a if a is b else terms.settled(condition, a, b)

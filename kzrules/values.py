"""What a value can be, and how numbers are written and rounded: exact inside, decimal at the edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Literal

Mode = Literal["half_up", "half_even", "down"]


@dataclass(frozen=True, slots=True)
class Missing:
    """Unknown, with its reasons: the facts that are not known, and what the edition leaves undecided.

    Attributes:
        facts: names of facts without a value.
        reasons: sentences by language, for what the act does not decide.

    """

    facts: frozenset[str] = frozenset()
    reasons: tuple[tuple[tuple[str, str], ...], ...] = ()

    def __or__(self, other: Missing) -> Missing:
        """Both lacks together."""
        more = tuple(r for r in other.reasons if r not in self.reasons)
        return Missing(self.facts | other.facts, self.reasons + more)

    def sentences(self, lang: str) -> list[str]:
        """The reasons in one language, Russian where it has none."""
        return [dict(r).get(lang) or dict(r)["ru"] for r in self.reasons]


class Mark(Enum):
    """Answers that are neither numbers nor unknown."""

    NOT_APPLICABLE = "n/a"
    ABSENT = "absent"


NotApplicable = Mark.NOT_APPLICABLE
Absent = Mark.ABSENT

Single = Fraction | bool | str | Missing | Mark
PerLanguage = Mapping[str, Single]
Record = Mapping[str, Single]
FactValue = Single | PerLanguage | tuple[Record, ...]


def undecided(ru: str, en: str | None = None) -> Missing:
    """What the act leaves open, as a reason."""
    return Missing(reasons=((("ru", ru), ("en", en or ru)),))


def rounded(value: Fraction, places: int, mode: Mode) -> Fraction:
    """`value` to `places` decimals.

    `half_up` takes halves away from zero (as an accountant does, also below zero); `half_even` takes
    them to the even neighbour; `down` cuts towards zero.
    """
    scaled = abs(value) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest
    match mode:
        case "half_up":
            whole += twice >= scaled.denominator
        case "half_even":
            whole += twice > scaled.denominator or (twice == scaled.denominator and whole % 2 == 1)
        case "down":
            pass
    return Fraction(whole if value >= 0 else -whole, 10**places)


@lru_cache(maxsize=4096)
def terminates(value: Fraction) -> bool:
    """Whether the number has a finite decimal form."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def exact_text(value: Fraction) -> str:
    """`p/q`, or a whole number: the form that loses nothing."""
    return str(value)


def decimal_text(value: Fraction, places: int | None = None) -> str:
    """A decimal form with a point: exactly `places` decimals (half up), or as many as the number has."""
    if places is not None:
        value = rounded(value, places, "half_up")
        sign = "-" if value < 0 else ""
        digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
        return sign + (digits[:-places] + "." + digits[-places:] if places else digits)
    if not terminates(value):
        return str(value)
    number = Decimal(value.numerator) / Decimal(value.denominator) if value.denominator != 1 else Decimal(value.numerator)
    if Fraction(number) != value:
        return str(value)
    return f"{number:f}"


def shown(value: Fraction, lang: str = "ru", places: int = 2) -> str:
    """A number for people: a decimal comma in ru and kk; `≈` where `places` decimals lose something."""
    text = decimal_text(value)
    if "/" in text or len(text.partition(".")[2]) > places + 2:
        text = "≈" + decimal_text(value, places)
    return text if lang == "en" else text.replace(".", ",")

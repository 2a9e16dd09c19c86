"""What an engine must be able to do to run an integer form, whatever its expressions are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

E = TypeVar("E")


class Operations(Protocol[E]):
    """Makes expressions of an engine.

    Attributes:
        limit: whole numbers from here on, either way, do not fit this engine's widest type.
        word: whole numbers from here on, either way, need the wide type.

    """

    @property
    def limit(self) -> int: ...  # noqa: D102

    @property
    def word(self) -> int: ...  # noqa: D102

    def column(self, name: str) -> E:
        """A column of the step before."""

    def whole(self, value: int, *, wide: bool) -> E:
        """A whole number."""

    def truth(self, value: bool) -> E:
        """A known condition."""

    def added(self, terms: Sequence[E]) -> E:
        """The sum of whole numbers of one width, or of doubles."""

    def times(self, a: E, b: E) -> E:
        """The product of whole numbers of one width."""

    def quotient(self, a: E, b: E) -> E:
        """The whole part of a / b, b above nothing: to nothing or down where a is below nothing, the same way as `rest`."""

    def rest(self, a: E, b: E) -> E:
        """What is left of a by `quotient`: a - quotient · b."""

    def ratio(self, a: E, b: E) -> E:
        """The quotient a / b as a double."""

    def floor(self, a: E) -> E:
        """A double down to a whole number of the narrow type."""

    def near(self, a: E, offset: float, hair: float) -> E:
        """Whether a double is within a hair of a whole number plus an offset."""

    def moved(self, a: E, by: float) -> E:
        """A double plus a figure."""

    def widened(self, a: E) -> E:
        """A whole number as the wide type."""

    def narrowed(self, a: E) -> E:
        """A whole number of the wide type that fits the narrow one."""

    def compared(self, a: E, sign: str) -> E:
        """Whether a number is `<`, `<=` or `=` nothing."""

    def extreme(self, op: str, a: E, b: E) -> E:
        """The `least` or the `greatest` of two."""

    def choice(self, condition: E, a: E, b: E) -> E:
        """Number a where the condition holds, else b."""

    def no(self, a: E) -> E:
        """Not."""

    def joined(self, op: str, terms: Sequence[E]) -> E:
        """All of them (`and`), or one of them (`or`)."""

"""Numbers of items as people write them: `1-5, 7`."""

from __future__ import annotations

from collections.abc import Iterable


def numbers_of(ranges: str) -> frozenset[int]:
    """The numbers that `1-5, 7` names."""
    found: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip().partition("-")
        if first:
            found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)


def ranges_text(numbers: Iterable[int]) -> str:
    """`1-5, 7`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)

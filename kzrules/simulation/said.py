"""What was varied and what was left, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from kzrules.simulation.plan import Group, Left
from kzrules.simulation.result import Simulation
from kzrules.simulation.spec import Distribution
from kzrules.simulation.words import words
from kzrules.values import decimal_text, shown

NAMES_SHOWN = 3
_NOTICED = Fraction(1, 20)
_INDEX = re.compile(r"\[[0-9]+\]")


def how_text(group: Group, lang: str) -> str:
    """How a group is drawn."""
    if group.what == "reading":
        if len({chance for _, chance in group.chances}) == 1:
            return words(lang)["alike"].format(", ".join(option for option, _ in group.chances))
        return ", ".join(f"{option} {_comma(chance, lang)}" for option, chance in group.chances)
    return "; ".join(distribution_text(one, lang) for one in group.distributions)


def distribution_text(given: Distribution, lang: str) -> str:
    """A distribution."""
    say = words(lang)
    numbers = [say["own"] if one is None else shown(one, lang, 4) for one in given.numbers]
    if given.shape == "values":
        whole = sum(given.chances, Fraction(0))
        alike = len(set(given.chances)) == 1
        parts = [v if alike else f"{v} ({shown(c / whole, lang)})" for v, c in zip(given.values, given.chances, strict=True)]
        return say["values"].format(", ".join(parts))
    return say["times3" if given.shape == "times" and len(numbers) == 3 else given.shape].format(*numbers)


def _comma(text: str, lang: str) -> str:
    return text if lang == "en" else text.replace(".", ",")


def left_lines(left: Sequence[Left], lang: str) -> Iterator[str]:
    """What stayed as it is, and why; things that stayed altogether for one reason share a line."""
    say = words(lang)
    together: dict[tuple[str, str], list[str]] = {}
    for one in left:
        if one.bodies:
            some = ", ".join(one.bodies[:NAMES_SHOWN]) + (" …" if len(one.bodies) > NAMES_SHOWN else "")
            yield f"{say[one.what]} {one.name}: {say[one.why]} ({len(one.bodies)}: {some})"
        else:
            together.setdefault((one.what, one.why), []).append(one.name)
    for (what, why), names in together.items():
        yield f"{say[what]} {', '.join(names)}: {say[why]}"


def redrawn_lines(found: Simulation, lang: str) -> Iterator[str]:
    """Which limits draws broke, each once with the body that broke it most often."""
    say = words(lang)
    by_text: dict[str, list[tuple[Fraction, str]]] = {}
    for one in found.redrawn:
        by_text.setdefault(_INDEX.sub("[]", one.text), []).append((one.share, one.body))
    for text, bodies in by_text.items():
        share, body = bodies[0]
        others = len({name for _, name in bodies}) - 1
        more = say["more"].format(count=others) if others else ""
        yield say["redrawn"].format(text=text, body=body, share=percent(share, lang), more=more)
    if any(one.share > _NOTICED for one in found.redrawn):
        yield say["redrawn_note"]


def percent(share: Fraction, lang: str) -> str:
    """A share in percent: two decimals, more where these would hide that it is not nothing and not all."""
    value = share * 100
    places = next((p for p in (1, 2, 4) if 0 < Fraction(decimal_text(value, p)) < 100), 4) if 0 < share < 1 else 0
    return _comma(decimal_text(value, places), lang)


def number(value: Fraction | None, lang: str, places: int = 2) -> str:
    """A number, or a dash."""
    return "—" if value is None else _comma(decimal_text(value, places), lang)

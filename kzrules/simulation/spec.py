"""What is to be varied, as a file says it: distributions of facts and weights, options of readings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.nodes import Fields, Items, Node, Text, read_nodes
from kzrules.place import NOWHERE, Place
from kzrules.reading_nodes import fields, items, key_places, number, text
from kzrules.shape import shape_faults

Shape = Literal["uniform", "times", "triangular", "normal", "percent", "values", "flip"]
_SHAPES = ("uniform", "times", "triangular", "normal", "values", "flip")
_LENGTHS = {"uniform": (2,), "times": (2, 3), "triangular": (3,)}
_TODO = ("начните с vary: и facts:, weights: или readings: под ним", "begin with vary: and below it facts:, weights: or readings:")
_ONE_OF = (
    "нужно одно из: uniform, times, triangular, normal, values, flip; образцы — docs/simulation.md",
    "one of uniform, times, triangular, normal, values, flip is needed; see docs/simulation.md",
)
_WIDTH = ("например normal: {percent: 5}", "for instance normal: {percent: 5}")
_MIDDLE = ("например triangular: [10, own, 30]", "for instance triangular: [10, own, 30]")
_NO_CHANCES = ("уберите chances или перечислите значения: values", "leave out chances, or list the values: values")
_EACH_CHANCE = ("дайте каждому значению свою вероятность", "give every value a chance of its own")
_ENDS = {"uniform": "uniform: [10, 30]", "times": "times: [0.9, 1.1]", "triangular": "triangular: [10, 15, 30]"}
_SOME_CHANCE = ("дайте вероятность хотя бы одному варианту", "give one of them a chance")
OWN = "own"
"""The word for a body's own value, as the likeliest of a triangle."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """How something is drawn.

    Attributes:
        numbers: the ends; the likeliest in the middle where there are three, None for the own value. Of `normal` and `percent` the
            standard deviation, of `flip` the chance.
        values: the words of `values`.
        chances: of each value, as written.

    """

    shape: Shape
    numbers: tuple[Fraction | None, ...]
    values: tuple[str, ...] = ()
    chances: tuple[Fraction, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class VariedFact:
    """A fact, how it is drawn, and for which bodies.

    Attributes:
        bodies: each with the place where it is named; all of them, where none is.
        named: where the fact is.

    """

    name: str
    distribution: Distribution
    bodies: Mapping[str, Place]
    kinds: tuple[str, ...]
    place: Place
    named: Place


@dataclass(frozen=True, slots=True)
class Spec:
    """What a simulation varies.

    Attributes:
        weights: by direction.
        readings: by reading, the options with their chances; no options: all of them, all alike.
        every_reading: all readings of the edition.
        places: where each reading and weight is named, and each option (`reading=option`).

    """

    facts: tuple[VariedFact, ...]
    weights: Mapping[str, Distribution]
    readings: Mapping[str, Mapping[str, Fraction]]
    every_reading: bool
    places: Mapping[str, Place]
    file: str
    sha256: str


def spec_from_bytes(data: bytes, file: str) -> tuple[Spec | None, list[Diagnostic]]:
    """What a file says, or None and every fault."""
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "vary")
    if errors(faults):
        return None, in_file_order(faults)
    vary = fields(root)["vary"]
    reader = _Reader(faults)
    facts = [
        fact
        for name, node in fields(fields(vary).get("facts")).items()
        for fact in reader.facts(name, node, key_places(fields(vary).get("facts"))[name])
    ]
    weights = {}
    for name, node in fields(fields(vary).get("weights")).items():
        drawn = reader.distribution(name, node)
        weights.update({name: drawn} if drawn else {})
    readings = fields(vary).get("readings")
    named = {name: reader.options(node) for name, node in fields(readings).items()}
    places = {**key_places(fields(vary).get("weights")), **key_places(readings)}
    for name, node in fields(readings).items():
        places |= {f"{name}={option}": place for option, place in key_places(node).items()}
        places |= {f"{name}={text(option)}": option.place for option in items(node)}
    for name, chances in named.items():
        if chances and not any(chances.values()):
            reader.wrong(name, places[name], "все вероятности — нули", "all chances are nothing", _SOME_CHANCE)
    if errors(faults):
        return None, in_file_order(faults)
    every = isinstance(readings, Text)
    return Spec(tuple(facts), weights, named, every, places, file, hashlib.sha256(data).hexdigest()), in_file_order(faults)


class _Reader:
    def __init__(self, faults: list[Diagnostic]) -> None:
        self.said = faults

    def wrong(self, name: str, place: Place, ru: str, en: str, todo: tuple[str, str] = _ONE_OF) -> None:
        todo_ru, todo_en = todo
        self.said.append(Diagnostic("KZ901", place, {"name": name, "problem_ru": ru, "problem_en": en, "todo_ru": todo_ru, "todo_en": todo_en}))

    def facts(self, name: str, node: Node, named: Place) -> Iterator[VariedFact]:
        for entry in node.items if isinstance(node, Items) else (node,):
            drawn = self.distribution(name, entry)
            if drawn is not None:
                bodies = {text(body): body.place for body in items(fields(entry).get("bodies"))}
                yield VariedFact(name, drawn, bodies, tuple(text(kind) for kind in items(fields(entry).get("kinds"))), entry.place, named)

    def options(self, node: Node) -> dict[str, Fraction]:
        if isinstance(node, Fields):
            return {name: number(chance) or Fraction(0) for name, chance in node.entries.items()}
        return {text(option): Fraction(1) for option in items(node)}

    def distribution(self, name: str, node: Node) -> Distribution | None:
        """How something is drawn, or None when that is not said, said twice or said wrongly."""
        entry = fields(node)
        given = [shape for shape in _SHAPES if shape in entry]
        if len(given) != 1:
            found = ", ".join(given)
            several = (f"сказано и то и другое: {found}", f"several are written: {found}")
            self.wrong(name, node.place, *(several if given else ("как тянуть, не сказано", "how to draw is not said")))
            return None
        shape, part = given[0], entry[given[0]]
        if shape == "values":
            return self._values(name, entry, part)
        if "chances" in entry:
            self.wrong(name, entry["chances"].place, "chances бывает только у values", "chances belong to values only", _NO_CHANCES)
            return None
        if shape == "normal":
            own = fields(part)
            if len(own) != 1:
                self.wrong(name, part.place, "у normal нужно spread или percent", "normal needs spread or percent", _WIDTH)
                return None
            (width,) = own
            return Distribution("percent" if width == "percent" else "normal", (number(own[width]),), place=part.place)
        if shape == "flip":
            return Distribution("flip", (number(part),), place=part.place)
        return self._ends(name, shape, part)

    def _ends(self, name: str, shape: str, part: Node) -> Distribution | None:
        numbers = tuple(number(one) for one in items(part))
        own = [text(one) == OWN for one in items(part)]
        if len(numbers) not in _LENGTHS[shape]:
            wanted = " или ".join(map(str, _LENGTHS[shape]))
            english = " or ".join(map(str, _LENGTHS[shape]))
            ru, en = f"у {shape} чисел {len(numbers)}, а нужно {wanted}", f"{shape} has {len(numbers)} numbers, it takes {english}"
            self.wrong(name, part.place, ru, en, (f"например {_ENDS[shape]}", f"for instance {_ENDS[shape]}"))
            return None
        if any(n is None and not (o and i == 1) for i, (n, o) in enumerate(zip(numbers, own, strict=True))):
            self.wrong(name, part.place, "own может стоять только посередине", "own can stand in the middle only", _MIDDLE)
            return None
        known = [n for n in numbers if n is not None]
        if known != sorted(known):
            self.said.append(Diagnostic("KZ902", part.place, {"name": name, "numbers": ", ".join(text(one) for one in items(part))}))
            return None
        return Distribution(shape, numbers, place=part.place)  # type: ignore[arg-type]

    def _values(self, name: str, entry: Mapping[str, Node], part: Node) -> Distribution | None:
        values = tuple(text(one) for one in items(part))
        chances = tuple(number(one) or Fraction(0) for one in items(entry.get("chances"))) or (Fraction(1),) * len(values)
        if len(chances) != len(values):
            ru, en = f"значений {len(values)}, а вероятностей {len(chances)}", f"{len(values)} values but {len(chances)} chances"
            self.wrong(name, part.place, ru, en, _EACH_CHANCE)
            return None
        if not any(chances):
            self.wrong(name, part.place, "все вероятности — нули", "all chances are nothing", _SOME_CHANCE)
            return None
        return Distribution("values", (), values, chances, part.place)

"""Which weights and which readings are drawn, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from kzrules.bearing import bearings_of
from kzrules.diagnostic import Diagnostic
from kzrules.edition import Edition
from kzrules.guess import guesses
from kzrules.place import Place
from kzrules.program import KINDS
from kzrules.simulation.drawing import Evenly, Triangle, pick_of
from kzrules.simulation.plan import WEIGHT_PLACES, Group, Left, ReadingDim, WeightDim
from kzrules.simulation.spec import Distribution, Spec
from kzrules.values import decimal_text, terminates

_UNIT = 10**WEIGHT_PLACES
_MOST = 1000
"""A weight or a factor beyond it is a slip."""


@dataclass(slots=True)
class RestFound:
    """What came of the weights and readings of a spec; `fixed`: readings of which one option was named."""

    groups: list[Group] = field(default_factory=list)
    weights: list[WeightDim] = field(default_factory=list)
    readings: list[ReadingDim] = field(default_factory=list)
    fixed: dict[str, str] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)


def varied_rest(spec: Spec, edition: Edition, period: int | None, given: Mapping[str, str], first_group: int) -> RestFound:
    """The weights and readings that are drawn; `given`: options that were chosen already."""
    found = RestFound()
    _weights(spec, edition, period, given, first_group, found)
    _readings(spec, edition, given, first_group, found)
    return found


def _weights(spec: Spec, edition: Edition, period: int | None, given: Mapping[str, str], first: int, found: RestFound) -> None:
    if not spec.weights:
        return
    programs = [edition.program(kind, given, period) for kind in KINDS]
    known = list(dict.fromkeys(name for program in programs for name in program.overall.weights))
    for name, how in spec.weights.items():
        place = spec.places[name]
        if name not in known:
            found.faults.append(Diagnostic("KZ905", place, {"name": name, **guesses(name, known)}))
        elif len(known) < 2:
            ru, en = "направление одно, и сумма весов от него не изменится", "there is one direction, and the sum of weights is its own"
            found.faults.append(_no_weights(place, ru, en, "варьируйте факты или чтения", "vary facts or readings"))
        elif None in how.numbers:
            ru, en = f"own у веса «{name}» не пишут", f"own is not for weights, such as “{name}”"
            found.faults.append(_no_weights(how.place, ru, en, "напишите число или times: [0.8, 1, 1.2]", "write a number, or times: [0.8, 1, 1.2]"))
        elif any(end is None or not 0 <= end <= _MOST for end in how.numbers):
            ru, en = f"вес «{name}» — число от нуля до {_MOST}", f"the weight “{name}” is a number from zero to {_MOST}"
            found.faults.append(_no_weights(how.place, ru, en, "например times: [0.8, 1.2]", "for instance times: [0.8, 1.2]"))
        else:
            found.weights.append(WeightDim(first + len(found.groups), name, _of_weight(how), how.shape == "times"))
            found.groups.append(Group("weight", name, (how,)))
    for program in programs:
        if not found.faults and not sum(_least(name, weight, spec.weights) for name, weight in program.overall.weights.items()):
            place = spec.places[next(iter(spec.weights))]
            ru, en = "все они могут разом стать нулём", "all of them may become nothing at once"
            found.faults.append(_no_weights(place, ru, en, "поднимите хотя бы одну нижнюю границу", "raise one of the lower bounds"))


def _no_weights(place: Place, ru: str, en: str, todo_ru: str, todo_en: str) -> Diagnostic:
    return Diagnostic("KZ906", place, {"why_ru": ru, "why_en": en, "todo_ru": todo_ru, "todo_en": todo_en})


def _least(name: str, weight: Fraction, varied: Mapping[str, Distribution]) -> Fraction:
    how = varied.get(name)
    if how is None:
        return abs(weight)
    least = how.numbers[0] or Fraction(0)
    return weight * least if how.shape == "times" else least


def _of_weight(how: Distribution) -> Evenly | Triangle:
    ends = [(end or Fraction(0)) * _UNIT for end in how.numbers]
    return Triangle(*ends) if len(ends) == 3 else Evenly(ceil(ends[0]), max(ceil(ends[0]), floor(ends[1])))


def _readings(spec: Spec, edition: Edition, given: Mapping[str, str], first: int, found: RestFound) -> None:
    wanted: Mapping[str, Mapping[str, Fraction]] = {name: {} for name in edition.readings} if spec.every_reading else spec.readings
    bearings = bearings_of(edition)
    scored = {name for name in edition.readings if set(bearings.of(name)) - {"dates"}} if wanted else set()
    for name, chances in wanted.items():
        found.faults += _named_wrongly(name, chances, spec, edition, given)
        if found.faults:
            continue
        options = {o: c for o, c in (chances or dict.fromkeys(edition.readings[name].options, Fraction(1))).items() if c}
        if name in given:
            found.left.append(Left("reading", name, "given"))
        elif name not in scored:
            found.left.append(Left("reading", name, "dates_only"))
        elif len(options) < 2:
            found.left.append(Left("reading", name, "one_option"))
            found.fixed[name] = next(iter(options))
        else:
            pick = pick_of(list(options.values()))
            found.readings.append(ReadingDim(first + len(found.groups), name, tuple(options), pick))
            said = tuple((option, _chance(chance)) for option, chance in zip(options, pick.chances, strict=True))
            found.groups.append(Group("reading", name, chances=said))


def _named_wrongly(name: str, chances: Mapping[str, Fraction], spec: Spec, edition: Edition, given: Mapping[str, str]) -> Iterator[Diagnostic]:
    if name not in edition.readings:
        known = {"what_ru": "чтения", "what_en": "reading", "name": name, **guesses(name, edition.readings)}
        yield Diagnostic("KZ211", spec.places[name], known)
        return
    options = edition.readings[name].options
    for option in chances:
        if option not in options:
            yield Diagnostic("KZ605", spec.places[f"{name}={option}"], {"name": name, "option": option, **guesses(option, options)})
    if name in given and not spec.every_reading:
        why = {"why_ru": f"вариант «{given[name]}» задан командой", "why_en": f"the command gives it the option “{given[name]}”"}
        todo = {"todo_ru": "уберите --reading или это чтение из файла", "todo_en": "leave out --reading, or this reading of the file"}
        yield Diagnostic("KZ900", spec.places[name], {"name": name, **why, **todo})


def _chance(chance: Fraction) -> str:
    return decimal_text(chance) if terminates(chance) else str(chance)

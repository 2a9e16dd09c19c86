"""Which answers of which bodies are drawn, and how: a fact's distribution laid on each body's own value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from kzrules.answers import answer_from_text
from kzrules.diagnostic import Diagnostic
from kzrules.dictionary import LANGUAGES, Dictionary, FactSpec
from kzrules.facts import Body
from kzrules.guess import guesses
from kzrules.nodes import Text
from kzrules.place import NOWHERE, Place
from kzrules.questions import Question, answers_in
from kzrules.simulation.around_own import fits, number_drawing
from kzrules.simulation.drawing import moves, pick_of, span_of
from kzrules.simulation.fitting import fitting, spec_of
from kzrules.simulation.plan import FactDim, Group, Left, Why
from kzrules.simulation.spec import VariedFact
from kzrules.values import Absent, Mark, Missing, decimal_text


@dataclass(slots=True)
class FactsFound:
    """What came of the facts of a spec."""

    groups: list[Group] = field(default_factory=list)
    dims: list[FactDim] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)


def varied_facts(facts: Sequence[VariedFact], bodies: Sequence[Body], dictionary: Dictionary) -> FactsFound:
    """The answers that are drawn for the bodies of a cohort."""
    found = FactsFound()
    by_name: dict[str, list[VariedFact]] = {}
    for fact in facts:
        by_name.setdefault(fact.name, []).append(fact)
    taken: dict[tuple[int, str], Place] = {}
    for name, entries in by_name.items():
        spec = spec_of(name, dictionary)
        if isinstance(spec, Diagnostic):
            found.faults.append(Diagnostic(spec.code, entries[0].named, spec.values))
            continue
        before, number = len(found.dims), len(found.groups)
        for entry in entries:
            found.faults += fitting(entry, spec)
            known = [body.id for body in bodies]
            unknown = [(body, place) for body, place in entry.bodies.items() if body not in known]
            found.faults += (Diagnostic("KZ904", place, {"body": body, **guesses(body, known)}) for body, place in unknown)
            if not found.faults:
                _lay(entry, spec, bodies, number, found, taken)
        drawn = len({dim.body for dim in found.dims[before:]})
        if drawn:
            found.groups.append(Group("fact", name, tuple(entry.distribution for entry in entries), drawn, place=entries[0].place))
    return found


def _lay(entry: VariedFact, spec: FactSpec, bodies: Sequence[Body], group: int, found: FactsFound, taken: dict[tuple[int, str], Place]) -> None:
    """An entry laid on its bodies."""
    why: dict[Why, list[str]] = {}
    meant = [(at, body) for at, body in enumerate(bodies) if _meant(entry, body)]
    coarse = replace(spec, places=_places(entry, spec, [body for _, body in meant]))
    for place, body in meant:
        paths = list(_paths(entry.name, body, spec))
        if not paths:
            why.setdefault("no_fact", []).append(body.id)
        laid: set[Why] = set()
        for path in paths:
            if (place, path) in taken:
                said = {"name": entry.name, "body": body.id, "first": taken[place, path].line}
                found.faults.append(Diagnostic("KZ908", entry.place, said))
                return
            taken[place, path] = entry.place
            question = Question(path, spec)
            dim = _dim(entry, question, body, place, group, coarse)
            if isinstance(dim, FactDim):
                found.dims.append(dim)
            elif isinstance(dim, Diagnostic):
                found.faults.append(dim)
                return
            else:
                laid.add(dim)
        for one in sorted(laid):
            why.setdefault(one, []).append(body.id)
    found.left += (Left("fact", entry.name, reason, tuple(ids)) for reason, ids in why.items())


def _meant(entry: VariedFact, body: Body) -> bool:
    return (not entry.bodies or body.id in entry.bodies) and (not entry.kinds or body.kind in entry.kinds)


def _places(entry: VariedFact, spec: FactSpec, bodies: Sequence[Body]) -> int:
    """Decimals of what is drawn, the same for all bodies: as many as the largest of their numbers allows."""
    questions = [(body, {path: Question(path, spec)}) for body in bodies for path in _paths(entry.name, body, spec)]
    answers = (answer for body, one in questions for answer in answers_in(one, body.values).values())
    return min((number_drawing(entry.distribution, own, spec)[1] for own in answers if isinstance(own, Fraction)), default=spec.places)


def _paths(name: str, body: Body, spec: FactSpec) -> Iterator[str]:
    head, _, inner = name.partition("[].")
    if inner:
        records = body.values.get(head)
        yield from (f"{head}[{place}].{inner}" for place in range(len(records) if isinstance(records, tuple) else 0))
    elif spec.per_language and "." not in name:
        yield from (f"{name}.{language}" for language in LANGUAGES)
    else:
        yield name


def _dim(entry: VariedFact, question: Question, body: Body, at: int, group: int, coarse: FactSpec) -> FactDim | Diagnostic | Why:
    """How one answer is drawn; why it is not."""
    answer, name = answers_in({question.path: question}, body.values)[question.path], body.id
    if isinstance(answer, Missing):
        return "unknown"
    if isinstance(answer, Mark):
        return "absent" if answer is Absent else "not_applicable"
    spec, given = question.spec, entry.distribution
    places = spec.places
    if isinstance(answer, Fraction):
        drawing, places = number_drawing(given, answer, coarse)
        own = int(answer * 10**places)
    else:
        own = int(answer) if isinstance(answer, bool) else list(spec.choices).index(answer)
        if given.shape == "flip":
            chance = given.numbers[0] or Fraction(0)
            drawing = pick_of((1 - chance, chance), (own, 1 - own))
        else:
            drawing = pick_of(given.chances, [_place(word, spec) for word in given.values])
    if drawing is None:
        ends = "…".join(decimal_text(one) for one in (given.numbers[0], given.numbers[-1]) if one is not None)
        shown = decimal_text(answer) if isinstance(answer, Fraction) else ""
        said = {"problem_ru": f"у «{name}» own — {shown}, вне {ends}", "problem_en": f"own of “{name}” is {shown}, not within {ends}"}
        todo = {"todo_ru": "раздвиньте границы или напишите число вместо own", "todo_en": "widen the bounds, or write a number in place of own"}
        return Diagnostic("KZ901", given.place, {"name": entry.name, **said, **todo})
    if not fits(drawing):
        said = {"why_ru": f"числа «{entry.name}» слишком велики", "why_en": f"the numbers of “{entry.name}” are too large"}
        todo = {"todo_ru": "варьируются числа до 15 знаков", "todo_en": "numbers of up to 15 digits can be varied"}
        return Diagnostic("KZ909", given.place, said | todo)
    span = span_of(drawing)
    return "too_small" if not moves(drawing) and (span is None or span[0] == own) else FactDim(group, at, question, drawing, places)


def _place(word: str, spec: FactSpec) -> int:
    """The number that stands for a yes, a no or a code."""
    answer, _ = answer_from_text(Text(word, True, NOWHERE), spec, "")
    return int(answer) if isinstance(answer, bool) else list(spec.choices).index(str(answer))

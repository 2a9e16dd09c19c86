"""Whether a fact can be varied, and whether a distribution suits it, whatever the data."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor

from kzrules.answers import answer_from_text
from kzrules.diagnostic import Diagnostic
from kzrules.dictionary import Dictionary, FactSpec
from kzrules.guess import guesses
from kzrules.nodes import Text
from kzrules.place import Place
from kzrules.simulation.spec import Distribution, VariedFact
from kzrules.values import Mark, Missing, decimal_text

NUMBERS = ("count", "number", "defects")
_FITS = {
    "uniform": NUMBERS, "times": NUMBERS, "triangular": NUMBERS, "normal": NUMBERS, "percent": NUMBERS,
    "values": (*NUMBERS, "yes_no", "choice"), "flip": ("yes_no",),
}  # fmt: skip


def fact_faults(fact: VariedFact, dictionary: Dictionary) -> Iterator[Diagnostic]:
    """What is wrong with an entry whatever the data."""
    spec = spec_of(fact.name, dictionary)
    if isinstance(spec, Diagnostic):
        yield Diagnostic(spec.code, fact.named, spec.values)
    else:
        yield from fitting(fact, spec)


def spec_of(name: str, dictionary: Dictionary) -> FactSpec | Diagnostic:
    """What a name of a spec stands for, or what is wrong with it (without its place)."""
    head, _, inner = name.partition("[].")
    head, _, language = head.partition(".")
    spec = dictionary.facts.get(head)
    if spec is None:
        return Diagnostic("KZ501", Place(""), {"name": head, **guesses(head, dictionary.facts)})
    if inner:
        if spec.type != "list":
            return _cannot(name, "это не список", "it is no list", f"уберите «[]»: {head}", f"leave out the brackets: {head}")
        own = spec.fields.get(inner)
        if own is None:
            return Diagnostic("KZ501", Place(""), {"name": inner, **guesses(inner, spec.fields)})
        spec = own
    elif spec.type == "list":
        example = next((f"{head}[].{one.name}" for one in spec.fields.values() if one.type != "text"), head)
        return _cannot(name, "это список", "it is a list", f"варьируются поля его записей, например {example}", f"vary a field, such as {example}")
    if language and not spec.per_language:
        return _cannot(name, "у него нет языковых версий", "it has no language versions", f"напишите {head}", f"write {head}")
    if spec.type == "text":
        return _cannot(
            name, "это имя, а не ответ", "it is a name, not an answer", "варьируются числа, да/нет и коды", "numbers, yes/no and codes can be"
        )
    return spec


def _cannot(name: str, ru: str, en: str, todo_ru: str, todo_en: str) -> Diagnostic:
    return Diagnostic("KZ900", Place(""), {"name": name, "why_ru": ru, "why_en": en, "todo_ru": todo_ru, "todo_en": todo_en})


def fitting(entry: VariedFact, spec: FactSpec) -> Iterator[Diagnostic]:
    """What does not suit the kind of answer: the shape, or one of the values."""
    given = entry.distribution
    if spec.type not in _FITS[given.shape]:
        shapes = [shape for shape, types in _FITS.items() if spec.type in types and shape != "percent"]
        values = {"name": entry.name, "problem_ru": f"{_word(given)} к такому факту не подходит", "problem_en": f"{_word(given)} does not suit it"}
        todo = {"todo_ru": "подходит: " + ", ".join(shapes), "todo_en": "these do: " + ", ".join(shapes)}
        yield Diagnostic("KZ901", given.place, values | todo)
        return
    labels = {"name": entry.name, "label": spec.title(), "label_en": spec.title("en")}
    for word in given.values:
        answer, faults = answer_from_text(Text(word, True, given.place), spec, entry.name)
        if faults:
            why = {"why_ru": faults[0].message("ru"), "why_en": faults[0].message("en")}
        elif isinstance(answer, Missing | Mark):
            why = {"why_ru": "варьируются ответы, а не их отсутствие", "why_en": "answers are varied, not the lack of them"}
        else:
            continue
        yield Diagnostic("KZ903", given.place, {"value": word, **labels, **why})
    if given.shape in ("uniform", "triangular") and not _admitted(given, spec):
        ends = [decimal_text(one) for one in given.numbers if one is not None]
        low, high = (None if end is None else decimal_text(end) for end in (spec.least, spec.most))
        why = {"why_ru": f"по словарю он от {low or '…'} до {high or '…'}", "why_en": f"the dictionary has it from {low or '…'} to {high or '…'}"}
        yield Diagnostic("KZ903", given.place, {"value": "…".join((ends[0], ends[-1])), **labels, **why})


def _admitted(given: Distribution, spec: FactSpec) -> bool:
    """Whether some value between the ends is one that the dictionary admits."""
    low, high = given.numbers[0], given.numbers[-1]
    assert low is not None
    assert high is not None
    scale = 10**spec.places
    least = max(ceil(low * scale), ceil((spec.least if spec.least is not None else low) * scale))
    most = min(floor(high * scale), floor((spec.most if spec.most is not None else high) * scale))
    return bool(least <= most)


def _word(given: Distribution) -> str:
    return "normal" if given.shape == "percent" else given.shape

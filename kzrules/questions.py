"""The answers that a program asks a body for, as unknowns of terms, and back: answers to values, values to answers.

One question is one answer of a facts file: `services_total`, `od_list.kk`, `services[0].channel`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kzrules.answers import DIGIT_LIMIT
from kzrules.dictionary import LANGUAGES, Dictionary, FactSpec
from kzrules.symbols import Symbol, Symbols
from kzrules.terms import Term
from kzrules.values import Absent, FactValue, Missing, NotApplicable, Single

Values = Mapping[str, Fraction | bool]
MOST = Fraction(10**DIGIT_LIMIT - 1)


ANY = ""
"""The index of a record that stands for any of its list."""


@dataclass(frozen=True, slots=True)
class Question:
    """One answer: where it stands in the facts, and what it may be."""

    path: str
    spec: FactSpec

    @property
    def na(self) -> str:
        """The unknown “it is not applicable”."""
        return f"{self.path}:n/a"

    @property
    def absent(self) -> str:
        """The unknown “nothing is placed at all”."""
        return f"{self.path}:absent"

    def code(self, code: str) -> str:
        """The unknown “the answer is this code”."""
        return f"{self.path}={code}"

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """The least and the greatest number that may be answered."""
        spec = self.spec
        return (-MOST if spec.least is None else spec.least, MOST if spec.most is None else spec.most)

    @property
    def step(self) -> Fraction:
        """What two neighbouring numbers differ by."""
        return Fraction(1, 10**self.spec.places) if self.spec.type == "number" else Fraction(1)

    @property
    def is_number(self) -> bool:
        """Whether the answer is a number when it is applicable."""
        return self.spec.type in ("count", "number", "defects")


def present(name: str, index: int) -> str:
    """The unknown “the list has a record of this index”."""
    return f"{name}[{index}]:present"


def list_unknown(name: str) -> str:
    """The unknown “nothing is known of the list”."""
    return f"{name}:unknown"


def questions_of(facts: Iterable[str], dictionary: Dictionary, lengths: Mapping[str, int | None]) -> dict[str, Question]:
    """The questions behind the names that a program asks for; lists up to the given lengths (None: one record that stands for any)."""
    found: dict[str, Question] = {}
    for name in sorted(facts):
        head, _, field = name.partition(".")
        spec = dictionary.facts[head]
        if field:
            length = lengths.get(head, 0)
            indices = [ANY] if length is None else [str(index) for index in range(length)]
            paths = [(f"{head}[{index}].{field}", spec.fields[field]) for index in indices]
        elif spec.per_language:
            paths = [(f"{head}.{language}", spec) for language in LANGUAGES]
        else:
            paths = [(head, spec)] if spec.type != "list" else []
        found.update({path: Question(path, spec) for path, spec in paths if spec.type != "text"})
    return found


def symbol_of(question: Question, symbols: Symbols) -> Symbol:
    """What a formula sees of the answer."""
    t = symbols.terms
    missing = symbols.not_known(question.path)
    na = t.every(t.condition(question.na), t.no(missing)) if question.spec.not_applicable is not None else t.false
    match question.spec.type:
        case "yes_no":
            return symbols.of(t.condition(question.path), missing, na)
        case "choice":
            return symbols.of({code: t.condition(question.code(code)) for code in question.spec.choices}, missing, na)
        case _:
            return symbols.of(t.unknown(question.path), missing, na)


def absent_of(question: Question, symbols: Symbols) -> Term:
    """When the answer is “absent”."""
    return symbols.terms.condition(question.absent) if question.spec.type == "defects" else symbols.terms.false


def admissible(question: Question, symbols: Symbols) -> Iterator[Term]:
    """What must hold of the unknowns of one answer."""
    t = symbols.terms
    if question.spec.type == "choice":
        codes = [t.condition(question.code(code)) for code in question.spec.choices]
        yield t.some(*codes, t.condition(question.na) if question.spec.not_applicable is not None else t.false)
        yield from (t.no(t.every(a, b)) for i, a in enumerate(codes) for b in codes[:i])
    elif question.is_number:
        low, high = question.bounds
        number = t.unknown(question.path)
        yield t.at_most(t.number(low), number)
        yield t.at_most(number, t.number(high))
    if question.spec.type == "defects" and question.spec.not_applicable is not None:
        yield t.no(t.every(t.condition(question.na), t.condition(question.absent)))


def values_of(question: Question, answer: Single) -> dict[str, Fraction | bool] | None:
    """The unknowns of an answer; None when it is missing."""
    if isinstance(answer, Missing):
        return None
    na = answer is NotApplicable
    found: dict[str, Fraction | bool] = {question.na: na}
    match question.spec.type:
        case "yes_no":
            found[question.path] = bool(answer) and not na
        case "choice":
            found.update({question.code(code): answer == code for code in question.spec.choices})
        case _:
            found[question.absent] = answer is Absent
            found[question.path] = answer if isinstance(answer, Fraction) else max(question.bounds[0], Fraction(0))
    return found


def answer_of(question: Question, values: Values) -> Single:
    """The answer behind the unknowns; an unknown without a value is the plainest there is."""
    if values.get(question.na):
        return NotApplicable
    match question.spec.type:
        case "yes_no":
            return bool(values.get(question.path, False))
        case "choice":
            codes = list(question.spec.choices)
            return next((code for code in codes if values.get(question.code(code))), codes[0])
        case _:
            if values.get(question.absent):
                return Absent
            return Fraction(values.get(question.path, max(question.bounds[0], Fraction(0))))


def lengths_in(facts: Mapping[str, FactValue]) -> dict[str, int]:
    """The number of records of each list."""
    return {name: len(value) for name, value in facts.items() if isinstance(value, tuple)}


def answers_in(questions: Mapping[str, Question], facts: Mapping[str, Any]) -> dict[str, Single]:
    """The answer to each question in the facts of a body; Missing where there is none."""
    return {path: _answer(path, facts) for path in questions}


def _answer(path: str, facts: Mapping[str, Any]) -> Single:
    head, _, field = path.partition(".")
    name, _, index = head.partition("[")
    value = facts.get(name)
    if index and isinstance(value, tuple):
        value = value[int(index[:-1])]
    if field and isinstance(value, Mapping):
        value = value.get(field)
    return Missing(frozenset([path])) if value is None else value


def facts_from(questions: Mapping[str, Question], values: Values, lengths: Mapping[str, int], dictionary: Dictionary) -> dict[str, FactValue]:
    """The facts of a body that the unknowns stand for; records that are not present are left out."""
    found: dict[str, Any] = {}
    for name, length in lengths.items():
        spec = dictionary.facts[name]
        there = [index for index in range(length) if values.get(present(name, index), False)]
        found[name] = tuple(
            {**({spec.key: f"{name}_{index + 1}"} if spec.key else {}), **_record(questions, values, f"{name}[{index}].")} for index in there
        )
    for path, question in questions.items():
        if "[" in path:
            continue
        head, _, language = path.partition(".")
        if language:
            found.setdefault(head, {})[language] = answer_of(question, values)
        else:
            found[head] = answer_of(question, values)
    return found


def _record(questions: Mapping[str, Question], values: Values, prefix: str) -> dict[str, Single]:
    return {path.removeprefix(prefix): answer_of(question, values) for path, question in questions.items() if path.startswith(prefix)}

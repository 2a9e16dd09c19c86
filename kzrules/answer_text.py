"""Answers and the questions they answer, as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kzrules.facts import Body
from kzrules.phrases import phrases
from kzrules.questions import Question
from kzrules.term_bounds import Span
from kzrules.values import Mark, Single, decimal_text


def number_text(value: Fraction, lang: str) -> str:
    """A number with all its decimals and thin groups of digits."""
    text = decimal_text(value)
    whole, point, rest = text.partition(".")
    if "/" not in text and len(whole) > 4:
        sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        whole = sign + f"{int(digits):,}".replace(",", " ")
    return whole + (point if lang == "en" else point and ",") + rest


def answer_text(answer: Single | None, lang: str) -> str:
    """An answer; codes and marks as facts files write them."""
    match answer:
        case bool():
            return phrases(lang)["yes" if answer else "no"]
        case Fraction():
            return number_text(answer, lang)
        case Mark():
            return answer.value
        case str():
            return answer
        case _:
            return "—"


def answers_text(answers: Mapping[str, Single], lang: str, body: Body) -> str:
    """Several answers by name."""
    return ", ".join(f"{name_of(path, body)} = {answer_text(answer, lang)}" for path, answer in answers.items())


def span_text(span: Span, lang: str) -> str:
    """All numbers from one to another."""
    assert span.low is not None
    assert span.high is not None
    low, high = number_text(span.low, lang), number_text(span.high, lang)
    return low if span.low == span.high else f"{low}…{high}"


def name_of(path: str, body: Body) -> str:
    """How a facts file names the answer: `services[карта].channel` for a record that has a name."""
    head, dot, field = path.partition(".")
    name, bracket, index = head.partition("[")
    if not bracket:
        return path
    records = body.values.get(name)
    record = records[int(index[:-1])] if isinstance(records, tuple) else {}
    return f"{name}[{next(iter(record.values()), index[:-1])}]{dot}{field}"


def title_of(question: Question, body: Body, lang: str) -> str:
    """The label of a question, with its language version or record."""
    title = question.spec.title(lang)
    head, _, field = question.path.partition(".")
    if "[" in head:
        return f"{title}: {name_of(question.path, body).partition('[')[2].rpartition(']')[0]}"
    return f"{title} ({field})" if field else title

"""Checklists over answers that are not known yet; follows checklists.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kzrules.formula import Formula
from kzrules.program import Checklist, Line
from kzrules.questions import Question, absent_of, symbol_of
from kzrules.symbols import Symbol, Symbols
from kzrules.terms import ONE, Term


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """The answer of one language version; `number`: it counts defects (else yes or no)."""

    symbol: Symbol
    absent: Term
    number: bool


@dataclass(frozen=True, slots=True)
class LineSymbols:
    """One line: where `ruled`, `points` for each language version, else by the answers."""

    line: Line
    points: Symbol
    ruled: Term
    answers: Mapping[str, LineAnswer]


def answers_of(
    checklist: Checklist, line: Line, questions: Mapping[str, Question], symbols: Symbols, formula: Callable[[Formula], Symbol]
) -> dict[str, LineAnswer]:
    """The answers of a line by language version."""
    found = {}
    for language in checklist.languages or ("",):
        if line.defects is not None:
            found[language] = LineAnswer(formula(line.defects), symbols.terms.false, number=True)
        else:
            question = questions.get(f"{line.id}.{language}") or questions[line.id]
            found[language] = LineAnswer(symbol_of(question, symbols), absent_of(question, symbols), question.is_number)
    return found


def line_points(checklist: Checklist, given: LineSymbols, symbols: Symbols) -> Symbol:
    """The points of a line over all language versions."""
    t = symbols.terms
    ruled = symbols.made(t.times(given.points.term, Fraction(max(1, len(checklist.languages)))), given.points)
    if not given.answers:
        return ruled
    parts = [_one(checklist, given.line, answer, symbols) for answer in given.answers.values()]
    total = symbols.made(t.add(*(part.term for part in parts)), *parts)
    if checklist.count == "once":
        total = Symbol(t.add(total.term, _once(checklist, given, symbols)), total.missing, total.na)
    return symbols.chosen(given.ruled, ruled, total)


def _one(checklist: Checklist, line: Line, answer: LineAnswer, symbols: Symbols) -> Symbol:
    t = symbols.terms
    value = answer.symbol
    if answer.number:
        points = symbols.of(_less_defects(checklist, line, value.term, symbols))
    else:
        points = symbols.of(t.choice(value.term, t.number(line.points), t.number(0)))
    points = symbols.chosen(answer.absent, _absent(line, symbols), points)
    points = symbols.chosen(value.na, _nothing(line, symbols), points)
    return symbols.of(points.value, t.some(value.missing, points.missing))


def _nothing(line: Line, symbols: Symbols) -> Symbol:
    match line.nothing:
        case "full":
            return symbols.known(line.points)
        case "zero":
            return symbols.known(0)
        case "undecided":
            return symbols.undecided()


def _absent(line: Line, symbols: Symbols) -> Symbol:
    match line.absent:
        case "nothing":
            return symbols.known(0)
        case "keep":
            return symbols.known(line.keep * line.points)
        case "defect":
            return symbols.known(max(line.keep * line.points, line.points - line.defect))
        case "undecided":
            return symbols.undecided()


def _less_defects(checklist: Checklist, line: Line, defects: Term, symbols: Symbols) -> Term:
    t = symbols.terms
    left = t.total(((defects, -line.defect),), line.points)
    return left if checklist.cap_base == "language" else t.greatest(t.number(line.keep * line.points), left)


def _counts(answer: LineAnswer, symbols: Symbols) -> Term:
    """When an answer is a number of defects."""
    t = symbols.terms
    return t.every(t.no(answer.absent), t.no(answer.symbol.na), t.no(answer.symbol.missing)) if answer.number else t.false


def _once(checklist: Checklist, given: LineSymbols, symbols: Symbols) -> Term:
    """What changes when the versions are counted once: by the worst of them, where two or more are counted."""
    t, line = symbols.terms, given.line
    answers = list(given.answers.values())
    if len(answers) < 2 or not all(answer.number for answer in answers):
        return t.number(0)
    assert len(answers) == 2, "the dictionary has two languages"
    numbers = [answer.symbol.term for answer in answers]
    separately = t.add(*(_less_defects(checklist, line, number, symbols) for number in numbers))
    whole = len(answers) * line.points
    together = t.greatest(t.number(line.keep * whole), t.total(((t.greatest(*numbers), -line.defect),), whole))
    return t.choice(t.every(*(_counts(answer, symbols) for answer in answers)), t.less(together, separately), t.number(0))


def given_back(checklist: Checklist, lines: list[LineSymbols], symbols: Symbols) -> Symbol:
    """What the lines lost above the cap of their language version."""
    t = symbols.terms
    if checklist.cap_base == "line":
        return symbols.known(0)
    cap = (1 - checklist.keep) * sum((given.line.points for given in lines), Fraction(0))
    found = []
    for language in checklist.languages or ("",):
        lost = []
        for given in lines:
            answer = given.answers.get(language)
            if answer is not None:
                counted = t.every(t.no(given.ruled), _counts(answer, symbols))
                lost.append(t.choice(counted, t.times(answer.symbol.term, given.line.defect), t.number(0)))
        found.append(t.greatest(t.number(0), t.total(((part, ONE) for part in lost), -cap)))
    return symbols.of(t.add(*found))

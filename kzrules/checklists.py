"""Checklists: points when present, a little off per defect, never more off than a share of the weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kzrules.outcome import Input, Result, Step
from kzrules.program import Checklist, Line
from kzrules.values import Absent, Missing, NotApplicable, undecided

_NOTHING_TO_PLACE = undecided(
    "размещать нечего, а акт не говорит, сколько баллов тогда получает строка",
    "there is nothing to place, and the act does not say what the line then earns",
)
_WHOLLY_ABSENT = undecided(
    "размещённого нет вовсе, а акт не говорит, сколько баллов тогда получает строка",
    "nothing is placed at all, and the act does not say what the line then earns",
)
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class LineAnswers:
    """The answers of one line: `points` where a rule of its own settled them, else `answers` by language."""

    line: Line
    points: Mapping[str, Result]
    answers: Mapping[str, Any]
    inputs: tuple[Input, ...]
    steps: tuple[Step, ...]
    readings: tuple[str, ...]


def earned(checklist: Checklist, lines: list[LineAnswers]) -> list[Result]:
    """The points of each line over all language versions, in order."""
    return [_line(checklist, line) for line in lines]


def _line(checklist: Checklist, given: LineAnswers) -> Result:
    total = _ZERO
    lack: Missing | None = None
    once: list[Fraction] = []
    for part in (*given.points.values(), *(_one(given.line, answer, checklist) for answer in given.answers.values())):
        if isinstance(part, Missing):
            lack = part if lack is None else lack | part
        else:
            total += part
    if lack is not None:
        return lack
    if checklist.count == "once":
        once = [answer for answer in given.answers.values() if isinstance(answer, Fraction)]
        if len(once) > 1:
            separately = sum((_less_defects(given.line, n, checklist) for n in once), _ZERO)
            together = len(once) * given.line.points
            total += max(given.line.keep * together, together - given.line.defect * max(once)) - separately
    return total


def _one(line: Line, answer: Any, checklist: Checklist) -> Result:
    match answer:
        case Missing():
            return answer
        case bool():
            return line.points if answer else _ZERO
        case Fraction():
            return _less_defects(line, answer, checklist)
        case _ if answer is NotApplicable:
            return {"full": line.points, "zero": _ZERO}.get(line.nothing, _NOTHING_TO_PLACE)
        case _ if answer is Absent:
            return _absent(line)
        case _:  # pragma: no cover - answers are typed when they are read
            raise AssertionError(answer)


def _absent(line: Line) -> Result:
    match line.absent:
        case "nothing":
            return _ZERO
        case "keep":
            return line.keep * line.points
        case "defect":
            return max(line.keep * line.points, line.points - line.defect)
        case "undecided":
            return _WHOLLY_ABSENT


def _less_defects(line: Line, defects: Fraction, checklist: Checklist) -> Fraction:
    left = line.points - line.defect * defects
    return left if checklist.cap_base == "language" else max(line.keep * line.points, left)


def given_back(checklist: Checklist, lines: list[LineAnswers]) -> Fraction:
    """What the lines of known answers lost above the cap of their language version (nothing when the cap is of the line)."""
    if checklist.cap_base == "line":
        return _ZERO
    cap = (1 - checklist.keep) * sum((given.line.points for given in lines), _ZERO)
    total = _ZERO
    for language in checklist.languages or ("",):
        answers = [(given.line.defect, given.answers.get(language)) for given in lines]
        lost = sum((defect * answer for defect, answer in answers if isinstance(answer, Fraction)), _ZERO)
        total += max(_ZERO, lost - cap)
    return total

"""Diagnostics of simulations: what is varied, and what cannot be (KZ900-KZ909)."""

from __future__ import annotations

from kzrules.message import Message

SIMULATION: dict[str, Message] = {
    "KZ900": Message(
        "«{name}» варьировать нельзя: {why_ru}", "“{name}” cannot be varied: {why_en}",
        "{todo_ru}", "{todo_en}",
    ),
    "KZ901": Message(
        "распределение у «{name}» задано не так: {problem_ru}", "the distribution of “{name}” is not as it must be: {problem_en}",
        "{todo_ru}", "{todo_en}",
    ),
    "KZ902": Message(
        "границы у «{name}» не по порядку: {numbers}", "the bounds of “{name}” are out of order: {numbers}",
        "сначала наименьшее, потом наиболее вероятное, потом наибольшее; доля — не ниже нуля", "the least first, then the likeliest, then the greatest; a factor is not below zero",
    ),
    "KZ903": Message(
        "«{value}» не может быть значением «{name}» ({label})", "“{value}” cannot be a value of “{name}” ({label_en})",
        "{why_ru}", "{why_en}",
    ),
    "KZ904": Message(
        "органа «{body}» в этих данных нет", "these data have no body “{body}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ905": Message(
        "веса «{name}» у общей оценки нет", "the overall score has no weight “{name}”",
        "варьируются веса направлений; {guess_ru}", "the weights of directions can be varied; {guess_en}",
    ),
    "KZ906": Message(
        "веса так варьировать нельзя: {why_ru}", "the weights cannot be varied so: {why_en}",
        "{todo_ru}", "{todo_en}",
    ),
    "KZ907": Message(
        "у органа «{body}» не выходит вытянуть числа, которые не нарушают «{that}»: с первого раза нарушено в {share} % прогонов",
        "numbers that do not break “{that}” could not be drawn for the body “{body}”: at first it was broken in {share} % of runs",
        "сузьте границы этих фактов или варьируйте их так, чтобы одно не обгоняло другое: {names}",
        "narrow the bounds of these facts, or vary them so that one does not overtake the other: {names}",
    ),
    "KZ908": Message(
        "«{name}» у органа «{body}» варьируется дважды; первый раз — в строке {first}", "“{name}” of the body “{body}” is varied twice; first on line {first}",
        "оставьте одно распределение: укажите bodies или kinds так, чтобы органы не повторялись",
        "keep one distribution: write bodies or kinds so that no body comes twice",
    ),
    "KZ909": Message(
        "точно этого не сосчитать: {why_ru}", "this cannot be computed exactly: {why_en}",
        "{todo_ru}", "{todo_en}",
    ),
}  # fmt: skip

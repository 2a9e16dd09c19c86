"""simpleeval: every step parsed once, then evaluated row by row with the results so far among its names."""

# ruff: noqa: D102 - said in `setting.Way`
from __future__ import annotations

from math import floor
from typing import Any

import simpleeval

from benchmarks.others.idiom import step_written
from benchmarks.others.setting import Found, Rows, Setting, dictionaries, printed_rows
from benchmarks.others.texts import PythonText

Row = dict[str, Any]


def round_half_up(value: float, places: int) -> float:
    """What a user writes because Python's `round` goes to the even neighbour."""
    scale: int = 10**places
    return floor(abs(value) * scale + 0.5) / scale * (-1 if value < 0 else 1)


class SimpleEvalRows:
    """Rows of Python numbers in, a dictionary of results for each out."""

    def __init__(self, setting: Setting) -> None:
        self.steps = steps = setting.steps()
        self.evaluator = simpleeval.SimpleEval(functions={"min": min, "max": max, "round_half_up": round_half_up})
        self.evaluator.names = {}
        texts = [(step.name, step_written(step, steps.names, PythonText())) for step in steps.steps]
        for name, (over, below) in steps.fractions.items():
            texts.insert(0, (name, f"({over} / {below})"))
        self.parsed = [(name, text, self.evaluator.parse(text)) for name, text in texts]

    def ready(self, rows: Rows) -> list[Row]:
        return dictionaries(rows.plain(self.steps))

    def run(self, ready: list[Row]) -> list[Row]:
        found = []
        evaluator, outputs = self.evaluator, self.steps.outputs
        for row in ready:
            names = evaluator.names = dict(row)
            for name, text, tree in self.parsed:
                names[name] = evaluator.eval(text, previously_parsed=tree)
            found.append({name: names[name] for name in outputs})
        return found

    def found(self, answer: list[Row]) -> Found:
        return printed_rows(answer)

    def size(self, answer: list[Row]) -> int:  # noqa: ARG002 - Python objects are not counted
        return 0

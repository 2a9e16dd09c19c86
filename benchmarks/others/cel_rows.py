"""CEL (common-expression-language, Rust): a chain of compiled expressions, each result a variable of the next."""

# ruff: noqa: D102 - said in `setting.Way`
from __future__ import annotations

from typing import Any

import cel

from benchmarks.others.idiom import step_written
from benchmarks.others.setting import Found, Rows, Setting, dictionaries, printed_rows
from benchmarks.others.texts import CelText

Row = dict[str, Any]


class CelRows:
    """Rows of Python numbers in, a dictionary of results for each out."""

    def __init__(self, setting: Setting) -> None:
        self.steps = steps = setting.steps("least", "greatest", "rounded")
        texts = [(name, f"{over} / {below}") for name, (over, below) in steps.fractions.items()]
        texts += [(step.name, step_written(step, steps.names, CelText())) for step in steps.steps]
        self.programs = [(name, cel.compile(text)) for name, text in texts]

    def ready(self, rows: Rows) -> list[Row]:
        columns = rows.plain(self.steps)
        return dictionaries({name: column if column.dtype == bool else column.astype(float) for name, column in columns.items()})

    def run(self, ready: list[Row]) -> list[Row]:
        found = []
        outputs = self.steps.outputs
        names: Row = {}
        context = cel.Context()
        context.set_variable_resolver(names.get)  # forty times faster than a context of all variables for each expression
        for row in ready:
            names.clear()
            names.update(row)
            for name, program in self.programs:
                names[name] = program.execute(context)
            found.append({name: names[name] for name in outputs})
        return found

    def found(self, answer: list[Row]) -> Found:
        return printed_rows(answer)

    def size(self, answer: list[Row]) -> int:  # noqa: ARG002 - Python objects are not counted
        return 0

"""OpenFisca-core: a tax and benefit system of variables over vectors; numbers are of 32 bits there, as its own default is."""

# ruff: noqa: D102 - said in `setting.Way`
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.model_api import max_, min_, not_
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.others.idiom import step_written
from benchmarks.others.setting import Column, Found, Rows, Setting, printed
from benchmarks.others.step_list import Step, is_figure
from benchmarks.others.texts import NumpyText

YEAR = "2020"
_TYPES = {"whole": int, "number": float, "truth": bool}
_WORDS = {"min_": min_, "max_": max_, "not_": not_, "where": np.where, "floor": np.floor}


class OpenFiscaColumns:
    """Columns in, a vector for each result out."""

    def __init__(self, setting: Setting) -> None:
        self.steps = steps = setting.steps()
        self.entity = build_entity(key="body", plural="bodies", label="Assessed body", is_person=True)
        self.system = TaxBenefitSystem([self.entity])
        quotients = {name for pair in steps.fractions.values() for name in pair}
        for given in steps.inputs:
            self._add(given.name, float if given.name in quotients else _TYPES[given.kind])
        for name, (over, below) in steps.fractions.items():
            self._add(name, float, f'body("{over}", period) / body("{below}", period)')
        for step in steps.steps:
            self._add(step.name, _TYPES[step.kind], self._formula(step))

    def _formula(self, step: Step) -> str:
        text = step_written(step, self.steps.names, NumpyText())
        return f"body.filled_array({text})" if is_figure(step.term) or step.term.op == "constant" else text

    def _add(self, name: str, kind: type, text: str | None = None) -> None:
        attributes: dict[str, Any] = {"value_type": kind, "entity": self.entity, "definition_period": DateUnit.YEAR, "label": name}
        if text is not None:
            formula: Callable[[Any, Any], Any] = eval(f"lambda body, period: {text}", dict(_WORDS))
            attributes["formula"] = formula
        self.system.add_variable(type(name, (Variable,), attributes))

    def ready(self, rows: Rows) -> tuple[int, dict[str, Column]]:
        return rows.size, rows.plain(self.steps)

    def run(self, ready: tuple[int, dict[str, Column]]) -> dict[str, Column]:
        size, columns = ready
        simulation = SimulationBuilder().build_default_simulation(self.system, count=size)
        for name, column in columns.items():
            simulation.set_input(name, YEAR, column)
        with np.errstate(all="ignore"):
            return {name: simulation.calculate(name, YEAR) for name in self.steps.outputs}

    def found(self, answer: dict[str, Column]) -> Found:
        return printed(answer[self.steps.outputs[0]], answer[self.steps.outputs[1]])

    def size(self, answer: dict[str, Column]) -> int:
        return sum(column.nbytes for column in answer.values())

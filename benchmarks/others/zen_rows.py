"""zen-engine: a JDM graph of one expression node; a call for each record, a batch of calls, or one call for many records in loop mode."""

# ruff: noqa: D102 - said in `setting.Way`
from __future__ import annotations

import json
from typing import Any, Literal

import zen

from benchmarks.others.idiom import step_written
from benchmarks.others.setting import Found, Rows, Setting, dictionaries, printed_rows
from benchmarks.others.step_list import StepList
from benchmarks.others.texts import ZenText

Row = dict[str, Any]
Mode = Literal["single", "batch", "loop"]
CHUNK = 1000
"""Records of one call in batch and loop mode."""


class ZenRows:
    """Rows of Python numbers in, a dictionary of results for each out."""

    def __init__(self, setting: Setting, mode: Mode) -> None:
        self.steps = setting.steps()
        self.mode = mode
        content = graph(self.steps, mode)
        self.engine = zen.ZenEngine({"loader": {"type": "static", "content": {"scores": content}}})
        self.decision = self.engine.create_decision(json.dumps(content))

    def ready(self, rows: Rows) -> list[Row]:
        return dictionaries(rows.plain(self.steps))

    def run(self, ready: list[Row]) -> list[Row]:
        evaluate = self.decision.evaluate
        if self.mode == "single":
            return [evaluate(row)["result"] for row in ready]
        found: list[Row] = []
        for start in range(0, len(ready), CHUNK):
            rows = ready[start : start + CHUNK]
            if self.mode == "loop":
                found += evaluate({"rows": rows})["result"]["rows"]
            else:
                answers = self.engine.evaluate_batch([{"key": "scores", "context": row} for row in rows])
                found += [one["data"]["result"] for one in answers]
        return found

    def found(self, answer: list[Row]) -> Found:
        return printed_rows(answer)

    def size(self, answer: list[Row]) -> int:  # noqa: ARG002 - Python objects are not counted
        return 0


def graph(steps: StepList, mode: Mode) -> dict[str, Any]:
    """Input, expressions, output."""
    idiom = ZenText(frozenset([*steps.fractions, *(step.name for step in steps.steps)]))
    lines = [{"id": name, "key": name, "value": f"({over} / {below})"} for name, (over, below) in steps.fractions.items()]
    lines += [{"id": step.name, "key": step.name, "value": step_written(step, steps.names, idiom)} for step in steps.steps]
    content: dict[str, Any] = {"expressions": lines, "passThrough": False, "executionMode": "single", "inputField": None, "outputPath": None}
    if mode == "loop":
        content |= {"executionMode": "loop", "inputField": "rows", "outputPath": "rows"}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "content": {}},
        {"id": "scores", "name": "scores", "type": "expressionNode", "content": content},
        {"id": "out", "name": "out", "type": "outputNode", "content": {}},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "scores", "type": "edge"},
        {"id": "2", "sourceId": "scores", "targetId": "out", "type": "edge"},
    ]
    return {"nodes": nodes, "edges": edges}

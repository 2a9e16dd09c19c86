"""The program as it is written out for other engines in `benchmarks` is the program: its scores are those of the interpreter."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pytest

pytest.importorskip("numpy", reason="needs numpy: pip install 'kzrules[bench]'")

from benchmarks.others.drawn_rows import rows_of, setting_of
from benchmarks.others.own import Interpreter
from benchmarks.others.step_list import identifier
from benchmarks.others.ways import WAYS
from benchmarks.side_by_side import wrong_rows
from benchmarks.side_chart import Bar, Panel, chart
from kzrules.values import Missing

EDITIONS = ("interaction/2018-01", "interaction/2020-03")
BODIES = 8
OTHERS = [way for way, kind in WAYS.items() if kind.numbers != "exact"]
OURS = [way for way, kind in WAYS.items() if kind.numbers == "exact"]
HUNDREDTH = 0.01


@cache
def setting(edition: str, lists: bool = False) -> Any:
    return setting_of(edition, lists=lists)


@cache
def rows(edition: str) -> Any:
    return rows_of(edition, BODIES, "mixed")


@cache
def exact_scores(edition: str) -> dict[str, list[Fraction | Missing]]:
    """Every score of the interpreter, by the name of the step that stands for it."""
    interpreter = Interpreter(setting(edition))
    found: dict[str, list[Fraction | Missing]] = {}
    for one in interpreter.run(interpreter.ready(rows(edition))):
        found.setdefault("overall", []).append(one.score)
        for score in one.walk():
            found.setdefault(identifier(score.rule.path), []).append(score.value)
    return found


def answered(way: str, edition: str) -> tuple[Any, Any]:
    """A way made, and its answer."""
    kind = WAYS[way]
    for library in kind.libraries:
        pytest.importorskip(library, reason=f"needs {library}: pip install 'kzrules[bench]'")
    made = kind.make()(setting(edition, kind.lists))
    return made, made.run(made.ready(rows(edition)))


def column(answer: Any, name: str) -> list[Any]:
    """One output of an answer, of whatever kind it is."""
    if isinstance(answer, list):
        return [one[name] for one in answer]
    got = answer.column(name) if hasattr(answer, "schema") and hasattr(answer, "nbytes") else answer[name]
    return got.to_pylist() if hasattr(got, "to_pylist") else got.to_list() if hasattr(got, "to_list") else got.tolist()


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("way", OTHERS)
def test_another_engine_has_the_scores_of_the_interpreter_but_for_rounding(way: str, edition: str) -> None:
    _, answer = answered(way, edition)
    near = 1e-4 if WAYS[way].numbers == "floats of 32 bits" else 1e-9
    gaps = []
    for name, exact in exact_scores(edition).items():
        missing, scores = column(answer, f"missing_{name}"), column(answer, f"score_{name}")
        assert [bool(one) for one in missing] == [isinstance(one, Missing) for one in exact], name
        gaps += [(name, abs(score - float(one))) for score, one in zip(scores, exact, strict=True) if not isinstance(one, Missing)]
    assert max(gap for _, gap in gaps) < HUNDREDTH + near  # a score at a tie may be rounded to the other side
    assert sum(gap > near for _, gap in gaps) <= len(gaps) // 50, [one for one in gaps if one[1] > near]


@pytest.mark.parametrize("edition", EDITIONS[1:])
@pytest.mark.parametrize("way", OURS)
def test_every_way_of_ours_has_the_hundredths_of_the_interpreter(way: str, edition: str) -> None:
    made, answer = answered(way, edition)
    found = made.found(answer)
    exact = exact_scores(edition)["overall"]
    assert found.missing.tolist() == [isinstance(one, Missing) for one in exact]
    for ours, one in zip(found.overall.tolist(), exact, strict=True):
        assert isinstance(one, Missing) or ours == one * 100


def test_a_row_is_wrong_when_its_score_or_its_lack_is_another() -> None:
    import numpy as np

    right = {"overall": np.array([100, 200, 0, 400]), "missing": np.array([False, False, True, False])}
    mine = {"overall": np.array([100, 201, 7]), "missing": np.array([False, False, True])}
    assert wrong_rows(mine, right) == 1
    assert wrong_rows({**mine, "missing": np.array([True, False, False])}, right) == 3


def test_the_chart_writes_wrong_rows_beside_the_bars() -> None:
    drawn = chart([Panel("edition", [Bar("A & B", 1500.0, "doubles", 48, 1000), Bar("ours", 250_000.0, "exact", 0, 1000)])])
    assert "A &amp; B" in drawn
    assert "1,500 · 4.80% wrong" in drawn
    assert "250,000 · 0 wrong" in drawn

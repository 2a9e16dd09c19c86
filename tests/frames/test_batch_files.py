"""The result appears whole or not at all, and an interrupted run is carried on to the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import tabled
from helpers import ROOT, library, run

from kzrules.diagnostic import Faults
from kzrules.frames import scoring_run
from kzrules.frames.batch_run import Given, opened
from kzrules.frames.out_files import hash_of
from kzrules.frames.scores import plan_of
from kzrules.frames.scoring_run import Done, Question, score_all
from kzrules.frames.sources import source_of_file


@pytest.fixture
def data(tmp_path: Path) -> Path:
    cohort = tabled.cohort_in(ROOT / "examples/cohort-2018.yaml", library().dictionary)
    rows, _ = tabled.rows_of(cohort.bodies, library().dictionary)
    rows = [{name: value for name, value in row.items() if name not in ("services", "site_search_positions")} for row in rows]
    rows[5]["services_total"] = "-7"
    return tabled.save(tabled.arrow(rows), tmp_path / "bodies.parquet")


def score(data: Path, out: Path, *, resume: bool, edition: str = "interaction/2018-01", force: bool = False) -> Done:
    plan = plan_of([(library().load(edition), {})], "directions")
    tables = opened(Given(source_of_file(data, 4), {}), library().dictionary, plan, "ru", 4)
    return score_all(plan, tables, Question({"data": data}, {}, [{}]), out, "numpy", "ru", resume=resume, force=force, rows=4)


def interrupted(monkeypatch: pytest.MonkeyPatch, after: int, error: BaseException) -> None:
    """The engine breaks off after some chunks."""
    whole, seen = scoring_run.scored_table, []

    def breaking(*args: Any) -> Any:
        if len(seen) == after:
            raise error
        seen.append(1)
        return whole(*args)

    monkeypatch.setattr(scoring_run, "scored_table", breaking)


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_a_resumed_run_gives_the_same_bytes(ending: str, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, out = tmp_path / f"whole{ending}", tmp_path / f"out{ending}"
    assert score(data, whole, resume=False).rejected == 1
    with monkeypatch.context() as patch:
        interrupted(patch, 2, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            score(data, out, resume=True)
    assert not out.exists()
    parts = tmp_path / f"out{ending}.parts"
    assert sorted(path.name for path in parts.iterdir()) == ["000000.arrow", "000000.json", "000001.arrow", "000001.json", "manifest.json"]
    with monkeypatch.context() as patch:
        interrupted(patch, 1, KeyboardInterrupt())  # only the last chunk is scored again
        assert score(data, out, resume=True).rejected == 1
    assert out.read_bytes() == whole.read_bytes()
    assert (tmp_path / f"out{ending}.faults.csv").read_bytes() == (tmp_path / f"whole{ending}.faults.csv").read_bytes()
    assert not parts.exists()


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_a_broken_off_run_leaves_nothing(error: BaseException, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.csv"
    before = {path.name for path in tmp_path.iterdir()}
    interrupted(monkeypatch, 1, error)
    with pytest.raises((KeyboardInterrupt, OSError)):
        score(data, out, resume=False)
    assert {path.name for path in tmp_path.iterdir()} == before


def test_what_was_there_stays_until_the_new_result_is_whole(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.csv"
    out.write_text("прежнее\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        interrupted(patch, 1, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            score(data, out, resume=False, force=True)
    assert out.read_text(encoding="utf-8") == "прежнее\n"
    score(data, out, resume=False, force=True)
    assert len(tabled.result(out)) == 12


def test_parts_of_another_question_are_not_carried_on(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.csv"
    with monkeypatch.context() as patch:
        interrupted(patch, 1, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            score(data, out, resume=True)
    with pytest.raises(Faults) as caught:
        score(data, out, resume=True, edition="interaction/2019-03")
    (fault,) = caught.value.diagnostics
    assert fault.code == "KZ699"
    assert fault.message() == "незаконченный прогон рядом сделан по другому вопросу; отличаются: editions"
    manifest = json.loads((tmp_path / "out.csv.parts/manifest.json").read_text(encoding="utf-8"))
    assert manifest["data"] == hash_of(data)


def test_ctrl_c_leaves_no_result(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(monkeypatch, 0, KeyboardInterrupt())
    out = tmp_path / "out.csv"
    ran = run("batch", str(data), "-e", "2018-01", "-o", str(out))
    assert ran.code == 130
    assert "прервано" in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bodies.parquet"]


def test_faults_of_an_earlier_result_do_not_stay_beside_a_new_one(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    score(data, out, resume=False)
    assert (tmp_path / "out.csv.faults.csv").is_file()
    row: dict[str, str | None] = {"body": "a", "kind": "central", "period": "2018"}
    score(tabled.save(tabled.arrow([row]), tmp_path / "good.csv"), out, resume=False, force=True)
    assert not (tmp_path / "out.csv.faults.csv").exists()

"""Spark in local mode gives the table of `assess_frame`: bodies in several partitions, lists joined, means over all. Slow: it starts Java."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tabled

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "property"))
import shipped

import kzrules as kz
from kzrules.diagnostic import Faults

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    if shutil.which("java") is None:
        pytest.skip("there is no Java")
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "3", "spark.driver.host": "127.0.0.1"}
    before = os.environ.get("PYSPARK_PYTHON")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2]").appName("kzrules")
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    yield session
    session.stop()
    os.environ.pop("PYSPARK_PYTHON") if before is None else os.environ.update(PYSPARK_PYTHON=before)


@pytest.mark.parametrize(("edition", "cohort"), [("interaction/2018-01", "cohort-2018-gaps"), ("interaction/2020-03", "cohort-2019-2021")])
def test_spark_gives_the_table_of_assess_frame(spark: Any, edition: str, cohort: str) -> None:
    from kzrules.frames.spark import assess_spark

    bodies = tabled.cohort_in(ROOT / "examples" / f"{cohort}.yaml", shipped.dictionary()).bodies
    table, lists = tabled.tables_of(bodies, shipped.dictionary())
    loaded = kz.load(edition)
    wanted = kz.assess_frame(loaded, table, lists, detail="all").to_pylist()
    frames = {name: spark.createDataFrame(one) for name, one in lists.items()}
    found = assess_spark(loaded, spark.createDataFrame(table).repartition(4), frames, detail="all").toArrow().to_pylist()
    by_key = {(row["body"], row["period"]): row for row in found}
    assert len(by_key) == len(found) == len(wanted)
    assert [by_key[row["body"], row["period"]] for row in wanted] == wanted


@pytest.mark.parametrize(("code", "table"), [("KZ690", "bodies"), ("KZ695", "services")])
def test_a_row_that_cannot_be_placed_is_refused_not_dropped(spark: Any, code: str, table: str) -> None:
    from kzrules.frames.spark import assess_spark

    given: dict[str, list[dict[str, Any]]] = {
        "bodies": [{"body": "a", "kind": "central", "period": "2018"}],
        "services": [{"body": "a", "period": "2018", "channel": "paper"}],
    }
    given[table] = [{**given[table][0], **extra} for extra in ({}, {"body": "a" if table == "bodies" else "nobody"})]
    frames = {name: spark.createDataFrame(rows) for name, rows in given.items()}
    with pytest.raises(Faults) as caught:
        assess_spark(kz.load("interaction/2018-01"), frames["bodies"], {"services": frames["services"]})
    assert [fault.code for fault in caught.value.diagnostics] == [code]

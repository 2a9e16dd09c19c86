"""The SQL text for Spark, run by pyspark in local mode: `pytest -m slow tests/engines`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "property"))
from test_engines_agree import EDGES, drawn, lowered

from kzrules.compiled.batch import batch_columns
from kzrules.compiled.lowering import roots_of
from kzrules.engines.select import select_of, sql_of
from kzrules.engines.sql import SPARK

np = pytest.importorskip("numpy", reason="extra [frames] is not installed")


def test_the_text_is_of_the_dialect() -> None:
    """Names in backquotes, DIV for whole numbers, and no type that Spark does not have."""
    form = lowered("interaction/2019-03", "local")
    inputs, records = drawn(form, 20, EDGES, 1)
    columns = batch_columns(form, inputs, records, 20).columns
    intervals = {name: (int(column.min()), int(column.max())) for name, column in columns.items() if column.dtype != bool}
    text = sql_of(form, intervals, "spark")
    assert " DIV " in text
    assert "HUGEINT" not in text
    assert '"' not in text
    assert "`services_total`" in text


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_spark_gives_the_digits_of_numpy(tmp_path: Path) -> None:
    """A few rules (Spark thinks about a whole program for a minute), on edges and on everyday counts; rows left out or near are few."""
    pyspark = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    absent = "pyarrow is not installed"
    parquet, pa = pytest.importorskip("pyarrow.parquet", reason=absent), pytest.importorskip("pyarrow", reason=absent)
    if shutil.which("java") is None:
        pytest.skip("there is no Java")
    builder = pyspark.SparkSession.builder.master("local[1]").appName("kzrules")
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    try:
        for figures in (EDGES, range(60)):
            compared(spark, tmp_path, figures, parquet, pa)
    finally:
        spark.stop()


SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.extraJavaOptions": "-XX:-DontCompileHugeMethods",
    "spark.sql.shuffle.partitions": "1",
}


def compared(spark: Any, folder: Path, figures: Any, parquet: Any, pa: Any) -> None:
    form, size = lowered("interaction/2019-03", "local"), 300
    inputs, records = drawn(form, size, figures, 5)
    right = batch_columns(form, inputs, records, size)
    table = {"row": np.arange(size), **right.columns}
    parquet.write_table(pa.table(table), folder / "inputs.parquet")
    spark.read.parquet(str(folder / "inputs.parquet")).createOrReplaceTempView("inputs")
    intervals = {name: (int(column.min()), int(column.max())) for name, column in table.items() if column.dtype != bool}
    select = select_of(roots_of(form.wanted[-12:]), intervals, SPARK, "inputs")
    spark.sql(select.text).write.mode("overwrite").parquet(str(folder / "found.parquet"))
    found = parquet.read_table(folder / "found.parquet")
    rows, near = found.column("row").to_numpy(), found.column("near").to_numpy()
    assert (~near).sum() > size // 2
    for node, name in select.columns.items():
        differs = (found.column(name).to_numpy() != np.asarray(right.found[node])[rows]) & ~near
        assert not differs.any(), name

"""From a file to a file, each way a process of its own: `benchmarks.side_by_side` calls `ingest` and `ready_made`.

`kzrules batch` reads facts as a ministry sends them, checks every cell, and gathers the lists. The other ways read Parquet whose columns are ready:
whole numbers and conditions, lists gathered.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
READY: Mapping[str, str] = {
    "numpy": "kzrules: NumPy, slices of Parquet by pyarrow",
    "duckdb": "kzrules: DuckDB, Parquet to Parquet as in engines.md",
    "polars": "kzrules: Polars, slices of Parquet by pyarrow",
    "duckdb-plain": "plain DuckDB, Parquet to Parquet",
    "polars-stream": "plain Polars, Parquet to Parquet",
}
SLICE, LAUNCH = 2**18, "launch"
_GROUP = 2**17


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took: seconds, seconds of processor, bytes of memory at most."""

    seconds: float
    worked: float
    memory: float


def spent(command: Sequence[str]) -> Spent:
    """Run a command from a small process: a child's peak of memory begins with what its parent had.

    Raises:
        CalledProcessError: it failed.

    """
    done = subprocess.run([sys.executable, "-m", "benchmarks.ingest", LAUNCH, *command], capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command, stderr=done.stderr)
    return Spent(**json.loads(done.stdout))


def launch(command: Sequence[str]) -> None:
    """Run a command and print what it took."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(said.decode())
    print(json.dumps(asdict(Spent(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024.0))))


# ── what the parent asks ──


def ingest(edition: str, rows: int, folder: Path) -> list[dict[str, Any]]:
    """Every way from file to file, with the lists and the checks of cells where the way has them."""
    from benchmarks.others.facts_tables import facts_tables  # noqa: PLC0415 - a child of this module does without

    folder.mkdir(parents=True)
    facts_tables(edition, rows).write(folder)
    found = [_said("nothing: Python starts and ends", rows, [sys.executable, "-c", "pass"])]
    names = sorted(path.stem for path in folder.glob("*.csv") if path.stem != "bodies")
    for engine in _batch_engines():
        for ending in ("parquet", "csv"):
            lists = [f"--list={name}={folder / name}.{ending}" for name in names]
            out = ["-o", str(folder / f"scores-{engine}.{ending}"), "--detail", "all", "--allow-rejected", "--engine", engine]
            command = [sys.executable, "-m", "kzrules", "batch", str(folder / f"bodies.{ending}"), "-e", edition.partition("/")[2], *lists, *out]
            found.append(_said(f"kzrules batch --engine {engine}, {ending} to {ending}", rows, command))
    found.append(_said("kzrules.assess_frame, Polars frames", rows, _child("frame", edition, folder, rows)))
    return [one for one in found if one]


def ready_made(edition: str, rows: int, folder: Path, ways: Sequence[str] = tuple(READY)) -> list[dict[str, Any]]:
    """The ways that read columns made ready, from a Parquet file of `write_ready`."""
    found = [_said(READY[way], rows, _child(way, edition, folder, rows)) for way in ways]
    read = {way: (folder / f"{'plain' if way.endswith(('-plain', '-stream')) else 'whole'}.parquet").stat().st_size for way in ways}
    return [one | {"read": read[way]} for way, one in zip(ways, found, strict=True) if one]


def _child(way: str, edition: str, folder: Path, rows: int) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", "benchmarks.ingest", way, edition, str(folder), str(rows)]


def _said(title: str, rows: int, command: Sequence[str]) -> dict[str, Any]:
    try:
        one = spent(command)
    except subprocess.CalledProcessError as fault:
        print(f"  {title}: left out: {(fault.stderr.strip().splitlines() or ['it was ended'])[-1]}", flush=True)
        return {}
    print(f"  {title:<56} {one.seconds:8.2f} s, {one.worked:8.2f} s of processor, {one.memory / 2**20:8,.0f} MiB", flush=True)
    return {"title": title, "rows": rows, **asdict(one)}


def _batch_engines() -> list[str]:
    """The engines that `kzrules batch` takes; `auto` is the one that it chooses."""
    from kzrules.cli_batch import batch_command  # noqa: PLC0415

    (option,) = (one for one in batch_command.params if one.name == "engine")
    return [name for name in getattr(option.type, "choices", ()) if name != "python"]


def write_ready(edition: str, folder: Path, source: Path, size: int, *, plain: bool = True) -> int:
    """Columns made ready as Parquet, the rows of a folder over and over until they are at least so many; how many that is."""
    import numpy as np  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    from benchmarks.others.drawn_rows import kept, setting_of  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    rows = kept(source, lists=False)
    blocks = -(-size // rows.size)
    if plain:
        table = pa.table(rows.plain(setting_of(edition).steps()))
        with parquet.ParquetWriter(folder / "plain.parquet", table.schema) as file:
            for _ in range(blocks):
                file.write_table(table, row_group_size=_GROUP)
    whole = pa.table(rows.inputs)
    schema = pa.schema([("row", pa.int64()), *whole.schema])
    with parquet.ParquetWriter(folder / "whole.parquet", schema) as file:
        for block in range(blocks):
            row = pa.array(np.arange(block * rows.size, (block + 1) * rows.size))
            file.write_table(pa.table([row, *whole.columns], schema=schema), row_group_size=_GROUP)
    return blocks * rows.size


# ── what a child does ──


def by_frame(edition: str, folder: Path) -> None:
    import polars as pl  # noqa: PLC0415

    import kzrules as kz  # noqa: PLC0415

    lists = {path.stem: pl.read_parquet(path) for path in folder.glob("*.parquet") if path.stem != "bodies" and not path.stem.startswith("scores")}
    kz.assess_frame(kz.load(edition), pl.read_parquet(folder / "bodies.parquet"), lists, detail="all").write_parquet(folder / "scores-frame.parquet")


def by_slices(engine: str) -> Callable[[str, Path], None]:
    """Parquet read and written by pyarrow, a slice at a time through an engine."""

    def work(edition: str, folder: Path) -> None:
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415

        from benchmarks.others.drawn_rows import setting_of  # noqa: PLC0415
        from benchmarks.others.own import ENGINES  # noqa: PLC0415
        from kzrules.compiled.lowering import roots_of  # noqa: PLC0415

        form = setting_of(edition).form
        outputs, writer = list(dict.fromkeys(roots_of(form.wanted))), None
        for batch in parquet.ParquetFile(folder / "whole.parquet").iter_batches(SLICE):
            columns = {name: batch.column(name).to_numpy(zero_copy_only=False) for name in batch.schema.names if name != "row"}
            outcome = ENGINES[engine](form, columns, {}, batch.num_rows)
            table = pa.table({f"n{node.serial}": pa.array(outcome.found[node]) for node in outputs})
            writer = writer or parquet.ParquetWriter(folder / f"out-{engine}.parquet", table.schema)
            writer.write_table(table)
        if writer:
            writer.close()

    return work


def by_duckdb(edition: str, folder: Path) -> None:
    import duckdb  # noqa: PLC0415

    from benchmarks.others.drawn_rows import setting_of  # noqa: PLC0415
    from kzrules.compiled.lowering import roots_of  # noqa: PLC0415
    from kzrules.engines.duckdb_lists import staged_by  # noqa: PLC0415
    from kzrules.engines.select import select_of  # noqa: PLC0415
    from kzrules.engines.sql import DUCKDB  # noqa: PLC0415

    form = setting_of(edition).form
    connection = _duckdb(duckdb, folder)
    connection.execute(f"CREATE VIEW bodies AS SELECT * FROM '{folder / 'whole.parquet'}'")
    staged = staged_by(connection, form, "bodies", {})
    select = select_of(roots_of(form.wanted), staged.intervals, DUCKDB, staged.relation)
    connection.execute(f"COPY ({select.text}) TO '{folder / 'out-duckdb.parquet'}'")


def by_plain_duckdb(edition: str, folder: Path) -> None:
    import duckdb  # noqa: PLC0415

    from benchmarks.others.drawn_rows import setting_of  # noqa: PLC0415
    from benchmarks.others.duckdb_columns import select  # noqa: PLC0415

    connection = _duckdb(duckdb, folder)
    text = select(setting_of(edition).steps(), f"'{folder / 'plain.parquet'}'")
    connection.execute(f"COPY ({text}) TO '{folder / 'out-duckdb-plain.parquet'}'")


def _duckdb(duckdb: Any, folder: Path) -> Any:
    """A connection that does not keep the order of rows and puts what is too much for memory beside the files."""
    return duckdb.connect(config={"preserve_insertion_order": "false", "temp_directory": str(folder / "spill")})


def by_plain_polars(edition: str, folder: Path) -> None:
    import polars as pl  # noqa: PLC0415

    from benchmarks.others.drawn_rows import setting_of  # noqa: PLC0415
    from benchmarks.others.polars_columns import scored  # noqa: PLC0415

    frame = pl.scan_parquet(folder / "plain.parquet")
    scored(frame, setting_of(edition).steps(), "half_away_from_zero").sink_parquet(folder / "out-polars-stream.parquet")


CHILDREN: Mapping[str, Callable[[str, Path], None]] = {
    "frame": by_frame, "numpy": by_slices("numpy"), "polars": by_slices("polars"), "duckdb": by_duckdb, "duckdb-plain": by_plain_duckdb,
    "polars-stream": by_plain_polars,
}  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1] == LAUNCH:
        launch(sys.argv[2:])
    else:
        CHILDREN[sys.argv[1]](sys.argv[2], Path(sys.argv[3]))

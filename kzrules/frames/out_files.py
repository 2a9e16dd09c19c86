"""The result and the file of faults: written beside their place and moved there when both are whole; chunks kept for a resumed run."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kzrules.diagnostic import Diagnostic, Faults
from kzrules.extras import needed
from kzrules.library import Unreadable, shown_path
from kzrules.place import file_place

FAULT_COLUMNS = ("row", "body", "period", "column", "record", "value", "code", "sentence")
FaultRow = Sequence[str]
_PLAIN = 6
"""Decimals up to which a nought is written without an exponent."""


def faults_path(out: Path) -> Path:
    """Where the faults of the rows stand."""
    return out.with_name(out.name + ".faults.csv")


def parts_path(out: Path) -> Path:
    """Where the chunks of an unfinished run stand."""
    return out.with_name(out.name + ".parts")


# ── the whole result ──


@dataclass(slots=True)
class Output:
    """Two files being written."""

    table: Any
    faults: Any
    fault_count: int = 0

    def write(self, table: Any, faults: Sequence[FaultRow]) -> None:
        """A chunk of both."""
        self.table.write_table(table)
        self.faults.writerows(faults)
        self.fault_count += len(faults)


@contextmanager
def output(out: Path, schema: Any, force: bool) -> Iterator[Output]:
    """The result and its faults; both appear when the block ends, or neither.

    Raises:
        Unreadable: when a file stands there already, or cannot be written.

    """
    check_free(out, force)
    beside = faults_path(out)
    made: list[Path] = []
    try:
        try:
            made += [_temporary(out), _temporary(beside)]
            with made[1].open("w", encoding="utf-8", newline="") as stream:
                faults = csv.writer(stream, lineterminator="\n")
                faults.writerow(FAULT_COLUMNS)
                with _writer(made[0], out.suffix.lower(), schema) as table:
                    written = Output(table, faults)
                    yield written
            _into_place(made[0], out)
            if written.fault_count:
                _into_place(made[1], beside)
            elif force:
                beside.unlink(missing_ok=True)
        finally:
            for path in made:
                path.unlink(missing_ok=True)
    except OSError as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"не записывается: {out} ({error.strerror or error})") from None


def check_free(out: Path, force: bool) -> None:
    """Nothing stands where the result will.

    Raises:
        Unreadable: when something does, or the ending is not one that is written.

    """
    if out.suffix.lower() not in (".parquet", ".csv"):
        raise Unreadable(f"окончание «{out.suffix}»: результат пишется в .parquet или .csv")
    for path in (out, faults_path(out)):
        if path.exists() and not path.is_file():
            raise Unreadable(f"это не обычный файл: {path}")
        if path.exists() and not force:
            raise Unreadable(f"файл уже есть: {path}; чтобы заменить его, добавьте --force")
    if not out.resolve().parent.is_dir():
        raise Unreadable(f"папки нет: {out.parent}")


def _temporary(path: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=path.resolve().parent, prefix=f".{path.name}.")
    os.close(handle)
    return Path(name)


def _into_place(made: Path, path: Path) -> None:
    umask = os.umask(0)
    os.umask(umask)
    made.chmod(0o666 & ~umask)
    made.replace(path.resolve())


def _writer(path: Path, suffix: str, schema: Any) -> Any:
    if suffix == ".parquet":
        return needed("pyarrow.parquet", "frames").ParquetWriter(path, schema, compression="zstd")
    arrow_csv = needed("pyarrow.csv", "frames")
    options = arrow_csv.WriteOptions(quoting_style="needed")
    long = [field.name for field in schema if _is_long(field.type)]
    if not long:
        return arrow_csv.CSVWriter(path, schema, write_options=options)
    return _PlainNumbers(arrow_csv.CSVWriter(path, _as_text(schema.empty_table(), long).schema, write_options=options), long)


def _is_long(type_: Any) -> bool:
    """Whether Arrow writes small numbers of a decimal type with an exponent (`0E-10`)."""
    return bool(needed("pyarrow.types", "frames").is_decimal(type_) and type_.scale > _PLAIN)


def _as_text(table: Any, names: Sequence[str]) -> Any:
    """Decimals as people write them."""
    pa = needed("pyarrow", "frames")
    for name in names:
        written = pa.array([None if value is None else f"{value:f}" for value in table.column(name).to_pylist()], pa.string())
        table = table.set_column(table.schema.get_field_index(name), name, written)
    return table


@dataclass(frozen=True, slots=True)
class _PlainNumbers:
    """Writes a table as CSV, long decimals without exponents."""

    writer: Any
    long: Sequence[str]

    def __enter__(self) -> _PlainNumbers:
        self.writer.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        self.writer.__exit__(*raised)

    def write_table(self, table: Any) -> None:
        self.writer.write_table(_as_text(table, self.long))


# ── chunks of a run that may be resumed ──


@dataclass(frozen=True, slots=True)
class Parts:
    """The chunks that an earlier run of the same question left; `folder` None: they are not kept."""

    folder: Path | None

    def load(self, number: int) -> tuple[Any, list[FaultRow]] | None:
        """A chunk, None where it is not there whole."""
        if self.folder is None or not (self.folder / f"{number:06}.json").is_file():
            return None
        with needed("pyarrow", "frames").OSFile(str(self.folder / f"{number:06}.arrow")) as stream:
            table = needed("pyarrow.ipc", "frames").open_file(stream).read_all()
        return table, json.loads((self.folder / f"{number:06}.json").read_text(encoding="utf-8"))

    def keep(self, number: int, table: Any, faults: Sequence[FaultRow]) -> None:
        """A chunk; its second file, written last, says that it is whole."""
        if self.folder is None:
            return
        stream = io.BytesIO()
        with needed("pyarrow.ipc", "frames").new_file(stream, table.schema) as writer:
            writer.write_table(table)
        (self.folder / f"{number:06}.arrow").write_bytes(stream.getvalue())
        waiting = self.folder / f"{number:06}.json.new"
        waiting.write_text(json.dumps([list(row) for row in faults], ensure_ascii=False), encoding="utf-8")
        waiting.replace(self.folder / f"{number:06}.json")

    def remove(self) -> None:
        """Everything joined: the chunks go."""
        if self.folder is not None:
            shutil.rmtree(self.folder)


def open_parts(out: Path, question: dict[str, Any], resume: bool) -> Parts:
    """The folder of chunks beside the result, made when it is not there.

    Raises:
        Faults: when chunks of another question stand there.
        Unreadable: when it cannot be written.

    """
    if not resume:
        return Parts(None)
    folder = parts_path(out)
    manifest = folder / "manifest.json"
    text = json.dumps(question, ensure_ascii=False, indent=1, sort_keys=True)
    try:
        folder.mkdir(exist_ok=True)
        if not manifest.is_file():
            manifest.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unreadable(f"не записывается: {folder} ({error.strerror})") from None
    before: dict[str, Any] = {}
    with suppress(ValueError):
        before = json.loads(manifest.read_text(encoding="utf-8"))
    differs = [key for key in question if before.get(key) != question[key]]
    if differs:
        raise Faults([Diagnostic("KZ699", file_place(shown_path(folder)), {"differs": ", ".join(differs)})])
    return Parts(folder)


def hash_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

"""A register's file, whatever it is, as something that DuckDB reads: CSV, Parquet, a workbook (xlsx, xls, ods)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kzrules.diagnostic import Diagnostic
from kzrules.library import Unreadable, shown_path
from kzrules.place import Place
from kzrules.registers.layout import Layout
from kzrules.registers.workbook_rows import workbook_rows

_DELIMITERS = ";,\t|"
_HEAD = 1 << 16
_PARQUET, _ZIP, _OLE = b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOKS = {".xlsx", ".xls", ".ods"}


@dataclass(frozen=True, slots=True)
class Source:
    """A relation and its columns.

    Attributes:
        relation: what stands after FROM.
        titles: the titles of its columns, as the register writes them.
        columns: each of them as text, in SQL, in the same order.
        row: an expression that numbers the rows as the file's reader sees them, header included.
        is_csv: lines with too few or too many fields are kept aside by DuckDB, in `reject_errors`.

    """

    file: str
    relation: str
    titles: tuple[str, ...]
    columns: tuple[str, ...]
    row: str
    is_csv: bool


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def open_source(path: Path, layout: Layout, connection: Any, scratch: Path) -> tuple[Source | None, list[Diagnostic]]:
    """A register's file, or why it cannot be read.

    Args:
        path: the file.
        layout: how it is laid out.
        connection: the DuckDB connection.
        scratch: a folder for what must be rewritten first.

    Raises:
        Unreadable: when there is no such file, or it cannot be opened.

    """
    head = _head(path)
    shown, suffix = shown_path(path), path.suffix.lower()
    if head.startswith(_PARQUET):
        return _parquet(path, shown, connection)
    if head.startswith((_ZIP, _OLE)):
        return _workbook(path, shown, layout, scratch)
    if suffix in _WORKBOOKS or suffix == ".parquet":
        return None, [_broken(shown, *_misnamed(head, suffix))]
    return _csv(path, shown, layout, head, scratch)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    except FileNotFoundError:
        raise Unreadable(f"файла нет: {path}") from None
    except OSError as error:
        raise Unreadable(f"не читается: {path} ({error.strerror})") from None


def _broken(file: str, ru: str, en: str) -> Diagnostic:
    return Diagnostic("KZ860", Place(file), {"problem_ru": ru, "problem_en": en})


def _misnamed(head: bytes, suffix: str) -> tuple[str, str]:
    if not head:
        return "файл пуст", "the file is empty"
    kind_ru, kind_en = ("книга", "a workbook") if suffix in _WORKBOOKS else ("Parquet", "Parquet")
    if b"\0" in head:
        return f"имя {suffix}, но это не {kind_ru} и не текст", f"named {suffix}, but it is neither {kind_en} nor text"
    return (
        f"имя {suffix}, но внутри текст: если это CSV, переименуйте файл в .csv",
        f"named {suffix}, but it holds text: if it is CSV, rename it to .csv",
    )


# ── CSV ──


def _csv(path: Path, shown: str, layout: Layout, head: bytes, scratch: Path) -> tuple[Source | None, list[Diagnostic]]:
    if not head.strip():
        return None, [_broken(shown, "файл пуст", "the file is empty")]
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else layout.encoding
    line, fault = _first_lines(head, encoding, shown)
    if fault:
        return None, [fault]
    delimiter = layout.delimiter or max(_DELIMITERS, key=line.partition("\n")[0].count)
    titles = tuple(title.strip() for title in next(csv.reader(io.StringIO(line), delimiter=delimiter)))
    target = path
    if encoding != "utf-8":
        target = scratch / f"{len(list(scratch.iterdir()))}.csv"
        _recode(path, encoding, target)
    names = tuple(f"c{n}" for n in range(len(titles)))
    return Source(shown, csv_relation(target, delimiter, names), titles, names, "row_number() OVER () + 1", is_csv=True), []


def csv_relation(path: Path, delimiter: str, names: Sequence[str]) -> str:
    """The call that reads a CSV file with all its columns as text."""
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({literal(str(path))}, delim={literal(delimiter)}, quote='\"', escape='\"', header=true,"
        f" auto_detect=false, columns={{{columns}}}, store_rejects=true)"
    )


def _first_lines(head: bytes, encoding: str, shown: str) -> tuple[str, Diagnostic | None]:
    whole = head if len(head) < _HEAD else head[: head.rfind(b"\n") + 1] or head
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    try:
        return whole.decode(codec, "strict" if codec != "utf-16" else "ignore"), None
    except UnicodeDecodeError as error:
        return "", Diagnostic("KZ862", Place(shown, whole.count(b"\n", 0, error.start) + 1), {"encoding": encoding})


def _recode(path: Path, encoding: str, target: Path) -> None:
    """The file once more, in UTF-8; letters that the encoding does not have become marks that the counting will name."""
    with path.open(encoding=encoding, errors="replace", newline="") as source, target.open("w", encoding="utf-8", newline="") as out:
        while piece := source.read(1 << 20):
            out.write(piece)


# ── Parquet ──


def _parquet(path: Path, shown: str, connection: Any) -> tuple[Source | None, list[Diagnostic]]:
    import duckdb  # noqa: PLC0415 - the connection proves that it is there

    relation = f"read_parquet({literal(str(path))}, file_row_number=true)"
    try:
        rows = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()  # noqa: S608 - our own relation
    except duckdb.Error:
        return None, [_broken(shown, "файл Parquet обрывается или повреждён", "the Parquet file is cut short or damaged")]
    found = [(str(name), str(kind)) for name, kind, *_ in rows if name != "file_row_number"]
    titles = tuple(name for name, _ in found)
    columns = tuple(_as_written('"' + name.replace('"', '""') + '"', kind) for name, kind in found)
    return Source(shown, relation, titles, columns, "file_row_number + 1", is_csv=False), []


def _as_written(column: str, kind: str) -> str:
    """A typed column as text: a moment as its day, a whole number without a point."""
    if kind == "VARCHAR":
        return column
    if kind.startswith("TIMESTAMP"):
        return f"{column}::DATE::VARCHAR"
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        return f"CASE WHEN {column} = floor({column}) THEN {column}::BIGINT::VARCHAR ELSE {column}::VARCHAR END"
    return f"{column}::VARCHAR"


# ── workbooks ──


def _workbook(path: Path, shown: str, layout: Layout, scratch: Path) -> tuple[Source | None, list[Diagnostic]]:
    rows, problem = workbook_rows(path, layout.sheet, layout.header_row)
    if rows is None:
        return None, [_broken(shown, *problem)]
    first = next(rows, None)
    if first is None:
        return None, [_broken(shown, "на листе нет ни одной строки", "the sheet has no rows")]
    titles = tuple(first[1])
    target = scratch / f"{len(list(scratch.iterdir()))}.csv"
    with target.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, delimiter=",", lineterminator="\n")
        table.writerow(["row", *titles])
        table.writerows([number, *padded(cells, len(titles))] for number, cells in rows)
    names = tuple(f"c{n}" for n in range(len(titles)))
    relation = csv_relation(target, ",", ["row", *names])
    return Source(shown, relation, titles, names, "row::BIGINT", is_csv=False), []


def padded(cells: Sequence[str], width: int) -> Iterator[str]:
    """So many cells: what is short is filled up, what stands right of the titles is left out."""
    yield from cells[:width]
    yield from [""] * (width - len(cells))

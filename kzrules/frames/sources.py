"""Tables as they lie on the disk, read in chunks of rows: Parquet, CSV and tables of DuckDB as streams, a workbook whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kzrules.diagnostic import Diagnostic, Faults
from kzrules.extras import needed
from kzrules.library import Unreadable, shown_path
from kzrules.place import file_place

CHUNK = 32 * 1024
"""Rows at a time."""
_BUFFER = 128 * 1024
"""Bytes of each Parquet column read ahead."""
Table = Any
"""A table of Arrow."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table to read: its columns with their Arrow types, and its chunks, from the beginning each time they are asked for.

    Attributes:
        file: its name as shown to people.
        chunks: tables of `CHUNK` rows (the last: fewer) with the named columns.

    """

    file: str
    names: tuple[str, ...]
    types: tuple[Any, ...]
    chunks: Callable[[Sequence[str]], Iterator[Table]]


def source_of_file(path: Path, rows: int = CHUNK, table: str = "") -> Source:
    """A file by its ending: `.parquet`, `.csv`, `.xlsx`, or a table of a `.duckdb` (the only one, where none is named).

    Raises:
        Faults: when it cannot be read as such.
        Unreadable: when there is no such file.

    """
    if not path.is_file():
        raise Unreadable(f"файла нет: {path}")
    needed("pyarrow", "frames")
    match path.suffix.lower():
        case ".parquet":
            return _parquet(path, rows)
        case ".csv":
            return _csv(path, rows)
        case ".xlsx":
            return source_of_table(_workbook(path), shown_path(path), rows)
        case ".duckdb":
            return _duckdb(path, table, rows)
        case other:
            read = ".parquet, .csv, .xlsx, .duckdb"
            raise unreadable(path, f"окончание «{other}»; читаются {read}", f"the ending “{other}”; {read} are read")


def tables_in(path: Path) -> dict[str, bool]:
    """The tables and views of a DuckDB file (of its schema `main`: a name says no other), and which of them are views.

    Raises:
        Faults: when it is none.

    """
    duckdb = needed("duckdb", "frames")
    asked = "SELECT table_name, table_type = 'VIEW' FROM information_schema.tables WHERE table_schema = 'main' ORDER BY table_name"
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            return dict(connection.execute(asked).fetchall())
    except duckdb.Error:
        ru = "это не база DuckDB, её пишет другая программа, или её версия новее"
        raise unreadable(path, ru, "not a DuckDB database, or another program writes to it, or its version is newer") from None


def _duckdb(path: Path, table: str, rows: int) -> Source:
    """A table, in the order in which it is stored; a view whole: its rows may come in another order each time they are asked for."""
    duckdb, pa = needed("duckdb", "frames"), needed("pyarrow", "frames")
    there = tables_in(path)
    if not there:
        raise unreadable(path, "таблиц в схеме main нет", "there are no tables in its schema main")
    name = table or (next(iter(there)) if len(there) == 1 else "")
    if name not in there:
        known = ", ".join(there)
        if table:
            raise unreadable(path, f"таблицы «{table}» нет; есть {known}", f"there is no table “{table}”; there are {known}")
        ru = f"таблиц не одна; есть {known}; нужную назовёт --table"
        raise unreadable(path, ru, f"there is not just one table; there are {known}; --table names the one wanted")
    shown = f"{shown_path(path)}:{name}"

    def asked(connection: Any, names: Sequence[str]) -> Any:
        columns = ", ".join(_identifier(one) for one in names) or "NULL"
        return connection.sql(f"SELECT {columns} FROM {_identifier(name)}")  # noqa: S608 - names of columns, quoted

    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            names = [column for column, *_ in connection.execute(f"DESCRIBE {_identifier(name)}").fetchall()]
            if there[name]:
                return source_of_table(asked(connection, names).to_arrow_table(), shown, rows)
            schema = asked(connection, names).to_arrow_reader(1).schema
    except duckdb.Error:
        ru = f"«{name}» не прочесть; если это представление (VIEW), того, из чего оно составлено, нет"
        raise unreadable(path, ru, f"“{name}” cannot be read; if it is a view, what it is made of is not there") from None

    def chunks(wanted: Sequence[str]) -> Iterator[Table]:
        try:
            with duckdb.connect(str(path), read_only=True) as connection:
                for batch in asked(connection, wanted).to_arrow_reader(rows):
                    yield plain_text(pa.Table.from_batches([batch]))
        except duckdb.Error:
            raise unreadable(path, "таблицу не удалось дочитать", "the table cannot be read to its end") from None

    return Source(shown, tuple(names), tuple(schema.types), _even(chunks, rows))


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def source_of_table(table: Table, file: str, rows: int = CHUNK) -> Source:
    """A table in memory."""
    table = plain_text(table)

    def chunks(names: Sequence[str]) -> Iterator[Table]:
        chosen = table.select(list(names))
        for start in range(0, table.num_rows, rows):
            yield chosen.slice(start, rows)

    return Source(file, tuple(table.column_names), tuple(table.schema.types), chunks)


def plain_text(table: Table) -> Table:
    """The table with its texts as Arrow's plain strings, whatever way of storing them it has."""
    pa = needed("pyarrow", "frames")
    types = pa.types
    other = [types.is_large_string(type_) or types.is_string_view(type_) for type_ in table.schema.types]
    if not any(other):
        return table
    fields = [field.with_type(pa.string()) if is_other else field for field, is_other in zip(table.schema, other, strict=True)]
    return table.cast(pa.schema(fields))


def coded_text(table: Table) -> Table:
    """The table with its texts as codes of a dictionary: for what is kept in memory whole."""
    pa = needed("pyarrow", "frames")
    for place, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            table = table.set_column(place, field.name, table.column(place).dictionary_encode())
    return table


def unreadable(path: Path, ru: str, en: str) -> Faults:
    """The table cannot be read, and why."""
    return Faults([Diagnostic("KZ690", file_place(shown_path(path)), {"problem_ru": ru, "problem_en": en})])


def whole(source: Source, names: Sequence[str]) -> Table:
    """All rows of some columns; texts are coded."""
    pa = needed("pyarrow", "frames")
    chunks = [coded_text(chunk) for chunk in source.chunks(names)]
    if chunks:
        return pa.concat_tables(chunks).unify_dictionaries().combine_chunks()
    types = dict(zip(source.names, source.types, strict=True))
    return pa.table({name: pa.array([], types[name]) for name in names})


def _parquet(path: Path, rows: int) -> Source:
    pa, pq = needed("pyarrow", "frames"), needed("pyarrow.parquet", "frames")
    broken = ("файл Parquet повреждён или обрывается", "the Parquet file is damaged or cut short")
    try:
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
    except (pa.ArrowException, OSError):
        raise unreadable(path, *broken) from None

    def chunks(names: Sequence[str]) -> Iterator[Table]:
        try:
            with pq.ParquetFile(path, buffer_size=_BUFFER) as file:
                for batch in file.iter_batches(batch_size=rows, columns=list(names)):
                    yield plain_text(pa.Table.from_batches([batch]))
        except (pa.ArrowException, OSError):
            raise unreadable(path, *broken) from None

    return Source(shown_path(path), tuple(schema.names), tuple(schema.types), _even(chunks, rows))


def _csv(path: Path, rows: int) -> Source:
    """Every column is text: what it says is decided by the fact."""
    pa, arrow_csv = needed("pyarrow", "frames"), needed("pyarrow.csv", "frames")
    with path.open("rb") as stream:
        head = stream.readline().removeprefix(b"\xef\xbb\xbf")
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError:
        raise unreadable(path, "это не UTF-8: сохраните таблицу как CSV UTF-8", "not UTF-8: save the table as CSV UTF-8") from None
    delimiter = max(",;\t", key=text.count)
    names = next(csv.reader(io.StringIO(text), delimiter=delimiter), [])
    if not names:
        raise unreadable(path, "нет строки с именами столбцов", "there is no line with the names of the columns")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise unreadable(path, f"столбец «{twice[0]}» стоит дважды", f"the column “{twice[0]}” stands twice")

    def chunks(wanted: Sequence[str]) -> Iterator[Table]:
        convert = arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), include_columns=list(wanted), strings_can_be_null=False, check_utf8=True
        )
        parse = arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True)
        read = arrow_csv.ReadOptions(column_names=names, skip_rows=1, block_size=8 * 1024 * 1024)
        try:
            with arrow_csv.open_csv(path, read_options=read, parse_options=parse, convert_options=convert) as reader:
                for batch in reader:
                    yield pa.Table.from_batches([batch])
        except pa.ArrowInvalid as error:
            if "Empty CSV" in str(error):
                return
            raise unreadable(path, *_csv_problem(str(error), len(names))) from None

    return Source(shown_path(path), tuple(names), tuple(pa.string() for _ in names), _even(chunks, rows))


def _csv_problem(said: str, columns: int) -> tuple[str, str]:
    if "UTF8" in said:
        return "это не UTF-8: сохраните таблицу как CSV UTF-8", "not UTF-8: save the table as CSV UTF-8"
    return f"в какой-то строке не {columns} значений, как в заголовке", f"some line has not {columns} values, as the head has"


def _even(chunks: Callable[[Sequence[str]], Iterator[Table]], rows: int) -> Callable[[Sequence[str]], Iterator[Table]]:
    """Chunks of whatever size the file has, as chunks of `rows` rows: the same wherever the file's own borders lie."""
    pa = needed("pyarrow", "frames")

    def even(names: Sequence[str]) -> Iterator[Table]:
        kept: list[Table] = []
        count = 0
        for table in chunks(names):
            kept.append(table)
            count += table.num_rows
            if count < rows:
                continue
            joined, start = pa.concat_tables(kept), 0
            while count - start >= rows:
                yield joined.slice(start, rows)
                start += rows
            kept, count = [joined.slice(start)], count - start
        if count:
            yield pa.concat_tables(kept)

    return even


def _workbook(path: Path) -> Table:
    """The first sheet: its first row are the names. Cells become text as they were typed; a number is a double in the file already."""
    pa = needed("pyarrow", "frames")
    openpyxl = needed("openpyxl", "excel")
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception:  # a broken workbook breaks in many ways
        raise unreadable(path, "это не книга Excel", "not an Excel workbook") from None
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    names = ["" if name is None else str(name) for name in (rows[0] if rows else ())]
    while names and not names[-1]:
        names.pop()
    if not names or "" in names or len(set(names)) < len(names):
        ru, en = "в первой строке нет имён столбцов, или имя стоит дважды", "the first row has no names of columns, or one stands twice"
        raise unreadable(path, ru, en)
    body = [row for row in rows[1:] if any(cell is not None for cell in row)]
    return pa.table({name: pa.array([_cell(row, place) for row in body], pa.string()) for place, name in enumerate(names)})


def _cell(row: Sequence[Any], place: int) -> str | None:
    value = row[place] if place < len(row) else None
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)
    return str(value)

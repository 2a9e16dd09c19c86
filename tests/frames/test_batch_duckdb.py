"""A DuckDB file as input: the table of bodies and the lists inside it; what is said of one that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
import tabled
from helpers import run

duckdb = pytest.importorskip("duckdb", reason="extra [frames] is not installed")
EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "batch"
LISTS = ("services", "site_search_positions")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The tables of the example in one file."""
    path = tmp_path / "register.duckdb"
    with duckdb.connect(str(path)) as connection:
        for name in ("bodies", *LISTS):
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{EXAMPLE / name}.csv', all_varchar => true)")
    return path


def test_a_file_with_all_tables_gives_what_the_csv_files_give(database: Path, tmp_path: Path) -> None:
    lists = [word for name in LISTS for word in ("--list", f"{name}={EXAMPLE / name}.csv")]
    outs = [tmp_path / "csv.csv", tmp_path / "inside.csv", tmp_path / "given.csv"]
    csv = run("batch", str(EXAMPLE / "bodies.csv"), *lists, "-e", "2018-01", "--detail", "all", "-o", str(outs[0]))
    inside = run("batch", str(database), "-e", "2018-01", "--detail", "all", "-o", str(outs[1]))
    others = [word for name in LISTS for word in ("--list", f"{name}={database}")]
    given = run("batch", str(EXAMPLE / "bodies.csv"), *others, "-e", "2018-01", "--detail", "all", "-o", str(outs[2]))
    assert (csv.code, inside.code, given.code) == (0, 0, 0), inside.err + given.err
    assert outs[0].read_bytes() == outs[1].read_bytes() == outs[2].read_bytes()


def test_numbers_in_the_types_of_the_database_are_read_exactly(database: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "CREATE TABLE typed AS SELECT * REPLACE (services_total::HUGEINT AS services_total, period::SMALLINT AS period) FROM bodies"
        )
    plain, typed = tmp_path / "plain.csv", tmp_path / "typed.csv"
    assert run("batch", str(database), "-e", "2018-01", "-o", str(plain)).code == 0
    assert run("batch", str(database), "--table", "typed", "-e", "2018-01", "-o", str(typed)).code == 0
    assert tabled.result(plain) == tabled.result(typed)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("ministries", "таблицы «ministries» нет; есть a, b"),
        ("", "таблиц не одна; есть a, b"),
    ],
)
def test_a_table_that_is_not_there_is_told_with_those_that_are(table: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "two.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE a (x INTEGER)")
        connection.execute("CREATE TABLE b (x INTEGER)")
    ran = run("batch", str(path), *(("--table", table) if table else ()), "-e", "2018-01", "-o", str(tmp_path / "o.csv"))
    assert ran.code != 0
    assert said in ran.err
    assert not (tmp_path / "o.csv").exists()


def test_a_view_is_read_as_the_table_it_shows(database: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute("CREATE VIEW shown AS SELECT * FROM bodies ORDER BY body DESC")
    plain, shown = tmp_path / "plain.csv", tmp_path / "shown.csv"
    assert run("batch", str(database), "-e", "2018-01", "-o", str(plain)).code == 0
    assert run("batch", str(database), "--table", "shown", "-e", "2018-01", "-o", str(shown)).code == 0
    head, *rows = plain.read_text(encoding="utf-8").splitlines()
    assert shown.read_text(encoding="utf-8").splitlines() == [head, *sorted(rows, reverse=True)]
    assert len(rows) > 1


def test_a_view_whose_rows_come_in_another_order_each_time_keeps_each_record_with_its_body(database: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute("CREATE VIEW shuffled AS SELECT * FROM bodies ORDER BY random()")
    plain, shuffled = tmp_path / "plain.csv", tmp_path / "shuffled.csv"
    assert run("batch", str(database), "-e", "2018-01", "-o", str(plain)).code == 0
    assert run("batch", str(database), "--table", "shuffled", "-e", "2018-01", "-o", str(shuffled)).code == 0
    one, other = (sorted(path.read_text(encoding="utf-8").splitlines()) for path in (plain, shuffled))
    assert one == other


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (("CREATE TABLE gone (body TEXT)", "CREATE VIEW bodies AS SELECT * FROM gone", "DROP TABLE gone"), "«bodies» не прочесть"),
        (("CREATE SCHEMA other", "CREATE TABLE other.bodies (body TEXT)"), "таблиц в схеме main нет"),
    ],
)
def test_a_view_of_nothing_and_tables_of_another_schema_are_told(made: tuple[str, ...], said: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.duckdb"
    with duckdb.connect(str(path)) as connection:
        for sentence in made:
            connection.execute(sentence)
    ran = run("batch", str(path), "-e", "2018-01", "-o", str(tmp_path / "o.csv"))
    assert ran.code == 1
    assert said in ran.err
    assert not (tmp_path / "o.csv").exists()


def test_a_table_is_named_in_a_database_only(tmp_path: Path) -> None:
    ran = run("batch", str(EXAMPLE / "bodies.csv"), "--table", "bodies", "-e", "2018-01", "-o", str(tmp_path / "o.csv"))
    assert ran.code == 2
    assert "--table нужен базе .duckdb" in ran.err
    assert not (tmp_path / "o.csv").exists()


def test_a_file_of_another_kind_is_told(tmp_path: Path) -> None:
    path = tmp_path / "no.duckdb"
    path.write_bytes(b"PK not a database")
    ran = run("batch", str(path), "-e", "2018-01", "-o", str(tmp_path / "o.csv"))
    assert ran.code != 0
    assert "это не база DuckDB" in ran.err

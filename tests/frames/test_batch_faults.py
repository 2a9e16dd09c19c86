"""What a batch says of tables that it cannot use, whole or in a row: every sentence, and that no row is dropped silently."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import tabled
from helpers import run

from kzrules.messages_frames import FRAMES

GOOD: dict[str, str | None] = {"body": "min-museums", "kind": "central", "period": "2018", "services_total": "120", "services_late": "3"}
OTHER = {**GOOD, "body": "min-lakes", "services_total": "80"}


def faulty(folder: Path, *rows: dict[str, str | None], more: tuple[str, ...] = ()) -> tuple[Any, list[dict[str, str]], list[dict[str, Any]]]:
    """What the command did, the file of faults, the result."""
    data = tabled.save(tabled.arrow(list(rows)), folder / "bodies.csv")
    out = folder / "out.csv"
    ran = run("batch", str(data), "-e", "2018-01", "-o", str(out), "--force", *more)
    beside = folder / "out.csv.faults.csv"
    faults = list(csv.DictReader(io.StringIO(beside.read_text(encoding="utf-8")))) if beside.is_file() else []
    return ran, faults, tabled.result(out) if out.is_file() else []


ROWS = [
    ({"services_total": "12.5"}, "KZ504", "дробь у «services_total» (Оказано государственных услуг, всего, включая электронные): 12.5"),
    ({"services_total": "-1"}, "KZ503", None),
    ({"services_total": "NaN"}, "KZ507", None),
    ({"services_total": "inf"}, "KZ507", None),
    ({"services_total": "1234567890123456789012"}, "KZ506", None),
    ({"services_total": "12,5"}, "KZ522", None),
    ({"services_total": "много"}, "KZ502", None),
    ({"services_total": "n/a"}, "KZ509", None),
    ({"site_reachable_percent": "99.123"}, "KZ516", None),
    ({"site_reachable_percent": "101"}, "KZ505", None),
    ({"site_map": "возможно"}, "KZ515", None),
    ({"mobile_mode": "automatc"}, "KZ512", None),
    ({"od_list.kk": "x"}, "KZ520", None),
    ({"services_late": "121"}, "KZ510", None),
    ({"kind": "regional"}, "KZ698", "строка не принадлежит ни одному органу и году: «regional»: нужно central или local"),
    ({"period": "18"}, "KZ698", "строка не принадлежит ни одному органу и году: «18»: нужен год, например 2019"),
    ({"body": ""}, "KZ698", "строка не принадлежит ни одному органу и году: пусто, а нужно имя органа"),
]


@pytest.mark.parametrize(("wrong", "code", "said"), ROWS, ids=[f"{code}-{index}" for index, (_, code, _) in enumerate(ROWS)])
def test_a_faulty_row_is_rejected_alone(wrong: dict[str, str | None], code: str, said: str | None, tmp_path: Path) -> None:
    ran, faults, rows = faulty(tmp_path, OTHER, {**GOOD, **wrong})
    assert ran.code == 1
    assert [(fault["row"], fault["code"]) for fault in faults] == [("2", code)]
    if said is not None and code in FRAMES:
        assert faults[0]["sentence"] == said
    column = next(iter(wrong))
    assert faults[0]["column"] == column
    assert faults[0]["value"] == (wrong[column] or "")
    assert [row["rejected"] for row in rows] == ["no", "yes"]
    assert rows[1]["score"] is None
    assert rows[1]["missing"] is None
    assert "отклонено строк: 1" in ran.err
    assert "out.csv.faults.csv" in ran.err
    assert faulty(tmp_path, OTHER, {**GOOD, **wrong}, more=("--allow-rejected",))[0].code == 0


def test_one_row_may_have_several_faults_and_counts_once(tmp_path: Path) -> None:
    ran, faults, _ = faulty(tmp_path, {**GOOD, "services_total": "-1", "services_late": "x"})
    assert [fault["code"] for fault in faults] == ["KZ503", "KZ502"]
    assert "отклонено строк: 1" in ran.err


def test_a_body_twice_is_scored_neither_time(tmp_path: Path) -> None:
    _, faults, rows = faulty(tmp_path, GOOD, OTHER, GOOD, {**GOOD, "period": "2017"}, GOOD)
    assert [(fault["row"], fault["code"]) for fault in faults] == [("1", "KZ694"), ("3", "KZ694"), ("5", "KZ694")]
    assert [fault["sentence"] for fault in faults] == [
        "орган «min-museums» за 2018 год стоит ещё в строке 3",
        "орган «min-museums» за 2018 год стоит ещё в строке 1",
        "орган «min-museums» за 2018 год стоит ещё в строке 1",
    ]
    assert [row["rejected"] for row in rows] == ["yes", "no", "yes", "no", "yes"]


def test_an_answer_twice_in_a_long_table(tmp_path: Path) -> None:
    rows: list[dict[str, str | None]] = [
        {**{k: GOOD[k] for k in ("body", "kind", "period")}, "fact": fact, "value": value}
        for fact, value in (("services_total", "5"), ("services_late", "1"), ("services_total", "6"))
    ]
    _, faults, found = faulty(tmp_path, *rows, more=("--long",))
    assert [fault["sentence"] for fault in faults] == ["орган «min-museums» за 2018 год стоит ещё в строке 1, services_total"]
    assert found[0]["rejected"] == "yes"
    rows[1]["kind"] = "local"
    _, faults, _ = faulty(tmp_path, *rows[:2], more=("--long",))
    assert [fault["sentence"] for fault in faults] == [
        "строка не принадлежит ни одному органу и году: в разных строках стоят разные виды органа",
    ]


def test_records_of_lists_that_do_not_add_up(tmp_path: Path) -> None:
    records: list[dict[str, str | None]] = [
        {"body": "min-museums", "period": "2018", "service": "а", "monitoring_mark": "4.5"},
        {"body": "min-museums", "period": "2018", "service": "а", "monitoring_mark": "6"},
        {"body": "min-musems", "period": "2018", "service": "в", "monitoring_mark": "4"},
    ]
    services = tabled.save(tabled.arrow(records), tmp_path / "services.parquet")
    ran, faults, rows = faulty(tmp_path, {**GOOD, "services": "3"}, {**OTHER, "services": "-"}, more=("--list", f"services={services}"))
    assert [(fault["row"], fault["column"], fault["record"], fault["code"]) for fault in faults] == [
        ("1", "services", "", "KZ696"),
        ("1", "services.monitoring_mark", "2", "KZ505"),
        ("1", "services.service", "2", "KZ517"),
        ("", "services", "3", "KZ695"),
    ]
    assert faults[0]["sentence"] == "в списке «services» записей: 2, а таблица органов говорит: 3"
    assert faults[3]["sentence"] == "в списке «services» есть запись органа «min-musems» за 2018 год, которого нет в таблице органов"
    assert "отклонено строк: 1, записей без органа: 1" in ran.err
    assert [row["rejected"] for row in rows] == ["yes", "no"]


def test_a_list_without_a_table_is_said_once_and_unknown(tmp_path: Path) -> None:
    ran, faults, rows = faulty(tmp_path, GOOD, OTHER)
    assert ran.code == 0
    assert faults == []
    assert ran.err.count("список «services» не дан: для interaction/2018-01 он неизвестен у всех органов") == 1
    assert "KZ697" in ran.err
    assert [row["missing"] for row in rows] == ["yes", "yes"]


def test_an_empty_table_gives_an_empty_result(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("body,kind,period,services_total\n", encoding="utf-8")
    ran = run("batch", str(path), "-e", "2018-01", "-o", str(tmp_path / "out.csv"))
    assert ran.code == 0, ran.err
    assert tabled.result(tmp_path / "out.csv") == []


# ── tables that cannot be used at all ──


def refused(ran: Any, out: Path) -> str:
    assert ran.code in (1, 3)
    assert not out.exists()
    assert "Traceback" not in ran.err
    return str(ran.err)


def columns(folder: Path, **values: pa.Array) -> tuple[Any, Path]:
    lead = {"body": ["a"], "kind": ["central"], "period": [2018]}
    path = tabled.save(pa.table({**lead, **values}), folder / "t.parquet")
    out = folder / "o.parquet"
    return run("batch", str(path), "-e", "2018-01", "-o", str(out)), out


def test_unknown_and_lacking_columns(tmp_path: Path) -> None:
    row: dict[str, str | None] = {"body": "a", "kind": "central", "year": "2018", "services_totl": "5"}
    path, out = tabled.save(tabled.arrow([row], ("body", "kind", "year")), tmp_path / "t.csv"), tmp_path / "o.csv"
    said = refused(run("batch", str(path), "-e", "2018-01", "-o", str(out)), out)
    assert "столбец «services_totl» здесь не известен" in said
    assert "возможно, имелось в виду: «services_total»" in said
    assert "KZ691" in said
    assert "KZ692" in said
    assert "нет столбца «period»" in said
    table = pa.table({"body": ["a"], "kind": ["central"], "period": [2018], "colour": ["red"]})
    extra = str(tabled.save(table, tmp_path / "x.parquet"))
    assert "столбец «colour»" in refused(run("batch", extra, "-e", "2018-01", "-o", str(out)), out)
    assert run("batch", extra, "-e", "2018-01", "-o", str(out), "--ignore-unknown").code == 0


def test_a_column_of_another_type(tmp_path: Path) -> None:
    said = refused(*columns(tmp_path, services_total=pa.array([17000], pa.date32())))
    assert "столбец «services_total» имеет тип date32[day], а «Оказано государственных услуг, всего, включая электронные» — это целые числа" in said
    assert "KZ693" in refused(*columns(tmp_path, site_map=pa.array([1])))
    assert "KZ693" in refused(*columns(tmp_path, services_total=pa.array([[1]])))


def test_a_map_with_slips(tmp_path: Path) -> None:
    path = tabled.save(pa.table({"body": ["a"], "kind": ["central"], "period": ["2018"]}), tmp_path / "t.csv")
    column_map, out = tmp_path / "map.yaml", tmp_path / "o.csv"
    column_map.write_text("columns: {services_totl: Всего, services_late: Поздно}\n", encoding="utf-8")
    said = refused(run("batch", str(path), "-e", "2018-01", "-o", str(out), "--map", str(column_map)), out)
    assert "map.yaml:1:26" in said
    assert "столбец «services_totl» здесь не известен" in said
    assert "нет столбца «Поздно»" in said
    column_map.write_text("colums: {}\n", encoding="utf-8")
    assert "columns" in refused(run("batch", str(path), "-e", "2018-01", "-o", str(out), "--map", str(column_map)), out)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    good = tabled.save(
        pa.table({"body": [f"b{i}" for i in range(5000)], "kind": ["central"] * 5000, "period": [2018] * 5000}), tmp_path / "g.parquet"
    )
    out = tmp_path / "o.csv"
    whole = good.read_bytes()
    bad = {
        "cut.parquet": (whole[: len(whole) // 2], "файл Parquet повреждён или обрывается"),
        "page.parquet": (whole[:100] + bytes(60) + whole[160:], "файл Parquet повреждён или обрывается"),
        "cp1251.csv": ("body,kind,period\nмузей,central,2018\n".encode("cp1251"), "это не UTF-8"),
        "head.csv": ("тело,kind,period\n".encode("cp1251"), "это не UTF-8"),
        "ragged.csv": (b"body,kind,period\na,central\n", "в какой-то строке не 3 значений"),
        "twice.csv": (b"body,kind,period,kind\na,central,2018,central\n", "столбец «kind» стоит дважды"),
        "nothing.csv": (b"", "нет строки с именами столбцов"),
        "t.xlsx": (b"PK", "это не книга Excel"),
        "t.json": (b"{}", "окончание «.json»"),
    }
    for name, (data, said) in bad.items():
        path = tmp_path / name
        path.write_bytes(data)
        ran = run("batch", str(path), "-e", "2018-01", "-o", str(out))
        assert said in refused(ran, out), name
        assert "KZ690" in ran.err
    assert "файла нет" in refused(run("batch", str(tmp_path / "no.csv"), "-e", "2018-01", "-o", str(out)), out)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_arguments_that_do_not_fit(tmp_path: Path) -> None:
    path = str(tabled.save(tabled.arrow([GOOD]), tmp_path / "t.csv"))
    out = str(tmp_path / "o.csv")
    assert "нужно имя результата" in run("batch", path, "-e", "2018-01").err
    assert "результат пишется в .parquet или .csv" in run("batch", path, "-e", "2018-01", "-o", "o.txt").err
    assert "нужно список=файл" in run("batch", path, "-e", "2018-01", "-o", out, "--list", "services").err
    assert "дан дважды" in run("batch", path, "-e", "2018-01", "-o", out, "--list", f"services={path}", "--list", f"services={path}").err
    assert "столбец «servics» здесь не известен" in run("batch", path, "-e", "2018-01", "-o", out, "--list", f"servics={path}").err
    assert run("batch", path, "-e", "2018-01", "-o", out).code == 0
    assert "файл уже есть" in run("batch", path, "-e", "2018-01", "-o", out).err


def test_every_code_of_the_room_is_shown_here_or_in_the_tests_of_files() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [code for code in FRAMES if code not in text] == []

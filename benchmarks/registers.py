"""Counting a register of ten million lines, ours against one query written by hand: `python -m benchmarks.registers [LINES]`.

Each run is a process of its own, so that its peak memory is its own. The register is made in a temporary folder and deleted.
"""

from __future__ import annotations

import contextlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import yaml

from kzrules.cli import main as command
from kzrules.procedures.calendar import DAY, work_calendar

ROOT = Path(__file__).resolve().parent.parent
MEMORY = "2GB"
SPEC = """\
register: services
columns: {case: "№", body: Орган, registered: Принято, done: Оказано, term: Срок, channel: Канал, outage: Сбой}
values: {channel: {бумага: paper, портал: portal}}
dates: [dd.mm.yyyy]
bodies:
"""
BY_HAND = """
WITH t AS (
  SELECT r.*, a.upto, d.before FROM {source} r
  LEFT JOIN bodies b ON b.name = r."Орган"
  LEFT JOIN cal a ON a.day = r."Принято" LEFT JOIN cal d ON d.day = r."Оказано"
)
SELECT "Орган", year("Оказано") AS y, count(*) AS total,
  count(*) FILTER (WHERE "Срок" > 1) AS over_one_day,
  count(*) FILTER (WHERE "Срок" > 1 AND "Сбой" = 'нет' AND before >= upto + "Срок") AS late,
  count(*) FILTER (WHERE "Канал" = 'портал') AS electronic
FROM t WHERE "Оказано" >= "Принято" GROUP BY ALL
"""


def make(folder: Path, lines: int) -> None:
    """The register as CSV and as Parquet, and its layout."""
    connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder / "spill")})
    connection.execute(f"""
        COPY (SELECT 'У-' || i AS "№", 'Орган ' || (hash(i) % 12) AS "Орган",
                strftime(DATE '2020-01-01' + (hash(i * 7) % 340)::INT, '%d.%m.%Y') AS "Принято",
                strftime(DATE '2020-01-01' + (hash(i * 7) % 340)::INT + (hash(i * 13) % 20)::INT, '%d.%m.%Y') AS "Оказано",
                1 + (hash(i * 17) % 15)::INT AS "Срок", CASE WHEN hash(i * 19) % 3 = 0 THEN 'бумага' ELSE 'портал' END AS "Канал",
                CASE WHEN hash(i * 23) % 100 = 0 THEN 'да' ELSE 'нет' END AS "Сбой"
              FROM range({lines}) t(i)) TO '{folder}/register.csv' (HEADER, DELIMITER ';')""")
    connection.execute(f"COPY (SELECT * FROM {csv_source(folder)}) TO '{folder}/register.parquet'")
    bodies = "\n".join(f"  - {{body: body-{n}, kind: central, called: [Орган {n}]}}" for n in range(12))
    (folder / "spec.yaml").write_text(SPEC + bodies + "\n", encoding="utf-8")


def csv_source(folder: Path) -> str:
    return f"read_csv('{folder}/register.csv', delim=';', dateformat='%d.%m.%Y')"


def by_hand(folder: Path, kind: str) -> dict[str, int]:
    """What an analyst would write: the counts, and whether a number is repeated."""
    connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder / "spill")})
    calendar = work_calendar()
    rows = [(calendar.first + n * DAY, upto, upto - calendar.is_working(calendar.first + n * DAY)) for n, upto in enumerate(calendar.upto)]
    lines = ", ".join(f"(DATE '{day}', {upto}, {before})" for day, upto, before in rows)
    connection.execute(f"CREATE TABLE cal AS SELECT * FROM (VALUES {lines}) t(day, upto, before)")
    connection.execute("CREATE TABLE bodies AS SELECT 'Орган ' || i AS name FROM range(12) t(i)")
    source = csv_source(folder) if kind == "csv" else f"read_parquet('{folder}/register.parquet')"
    found = connection.execute(BY_HAND.format(source=source)).fetchall()
    given, different = connection.execute(f'SELECT count("№"), count(DISTINCT hash("№")) FROM {source}').fetchone() or (0, 1)
    assert given == different
    this_year = [row for row in found if row[1] == 2020]
    return {"total": sum(r[2] for r in this_year), "late": sum(r[4] for r in this_year)}


def ours(folder: Path, kind: str) -> dict[str, int]:
    """`kzrules derive`, as a command."""
    register = str(folder / f"register.{kind}")
    arguments = ["derive", register, "--spec", str(folder / "spec.yaml"), "-e", "interaction/2020-03", "--period", "2020", "--memory", MEMORY]
    with contextlib.suppress(SystemExit):
        command([*arguments, "-o", str(folder / "facts.yaml"), "--force"])
    facts = [body["facts"] for body in yaml.safe_load((folder / "facts.yaml").read_text(encoding="utf-8"))["bodies"]]
    return {"total": sum(f["services_total"] for f in facts), "late": sum(f["services_late"] for f in facts)}


def measured(who: str, folder: Path, kind: str) -> dict[str, float]:
    """One run in a process of its own: seconds, peak memory in MB, and what it counted."""
    code = ["-m", "benchmarks.registers", "--run", who, str(folder), kind]
    done = subprocess.run([sys.executable, *code], capture_output=True, text=True, check=True, cwd=ROOT)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def run(who: str, folder: Path, kind: str) -> None:
    start = time.perf_counter()
    counted = {"ours": ours, "hand": by_hand}[who](folder, kind)
    spent = time.perf_counter() - start
    print(json.dumps({**counted, "seconds": spent, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def main(lines: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, lines)
        for kind in ("csv", "parquet"):
            best = {who: min((measured(who, folder, kind) for _ in range(3)), key=lambda m: m["seconds"]) for who in ("ours", "hand")}
            mine, hand = best["ours"], best["hand"]
            assert (mine["total"], mine["late"]) == (hand["total"], hand["late"]), (mine, hand)
            ratio = f"{mine['seconds']:6.2f} s / {hand['seconds']:6.2f} s = {mine['seconds'] / hand['seconds']:5.2f}"
            peak = f"peak {mine['peak']:.0f} MB / {hand['peak']:.0f} MB"
            print(f"derive, {lines:,} lines of {kind:<8} / the same query by hand  {ratio}; {peak}; counted alike: late {mine['late']:.0f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2], Path(sys.argv[3]), sys.argv[4])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)

"""A batch gives the very digits of the interpreter, whatever the form of its tables."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pytest
import shipped
import strategies
import tabled
from helpers import ROOT, run
from hypothesis import given, settings
from hypothesis import strategies as st

from kzrules.comparison import report_of
from kzrules.facts import Body, Cohort
from kzrules.frames.batch_run import Given, cohorts_of, opened
from kzrules.frames.column_map import ColumnMap
from kzrules.frames.engines import ENGINES
from kzrules.frames.scores import plan_of, scored_table
from kzrules.frames.sources import source_of_table

COHORTS = ["cohort-2018", "cohort-2018-gaps", "cohort-2019-2021"]
LINES = ",".join(shipped.library().files)


def agrees(rows: list[dict[str, str | None]], edition: str, cohort: Cohort, choices: dict[str, str] | None = None) -> None:
    mine = [row for row in rows if row["edition"] == shipped.id_of(edition)]
    exact = report_of(shipped.edition(edition), cohort, choices).assessments
    assert [(row["body"], row["period"]) for row in mine] == [(a.body.id, str(a.body.period)) for a in exact]
    for row, assessment in zip(mine, exact, strict=True):
        columns = [name for name in row if name == "score" or name in assessment.program.rules]
        wanted = tabled.expected(assessment, columns, assessment.program.overall.rounding.places)
        got = {name: row[name] for name in wanted}
        assert got == wanted, (edition, row["body"])


def scored(edition: str, cohort: Cohort, choices: dict[str, str], rows: int, engine: str = "numpy") -> list[dict[str, str | None]]:
    table, lists = tabled.tables_of(cohort.bodies, shipped.dictionary())
    plan = plan_of([(shipped.edition(edition), choices)], "all")
    sources = {name: source_of_table(records, name) for name, records in lists.items()}
    found = opened(Given(source_of_table(table, "bodies", rows), sources), shipped.dictionary(), plan, "ru", rows)
    cohorts = cohorts_of(plan, found)
    tables = list(found.tables())
    assert [fault for one in tables for fault in one.faults] == []
    whole = pa.concat_tables([scored_table(plan, one, ENGINES[engine], cohorts) for one in tables])
    return [tabled.plain(row) for row in whole.to_pylist()]


@pytest.mark.parametrize(("name", "ending"), [("cohort-2018", ".csv"), *((name, ".parquet") for name in COHORTS)])
def test_the_example_cohorts_score_as_by_eval(name: str, ending: str, tmp_path: Path) -> None:
    cohort = tabled.cohort_in(ROOT / "examples" / f"{name}.yaml", shipped.dictionary())
    arguments = tabled.saved(cohort.bodies, shipped.dictionary(), tmp_path, ending)
    out = tmp_path / f"out{ending}"
    ran = run("batch", *arguments, "-e", LINES, "--detail", "all", "-o", str(out))
    assert ran.code == 0, ran.err
    rows = tabled.result(out)
    assert len(rows) == len(cohort.bodies) * len(shipped.library().files)
    for edition in shipped.library().files:
        agrees(rows, edition, cohort)


@pytest.mark.parametrize("edition", shipped.EDITIONS)
@settings(max_examples=min(2, settings().max_examples))
@given(data=st.data())
def test_random_bodies_score_as_by_the_interpreter(edition: str, data: st.DataObject) -> None:
    """Under any reading, with gaps, in a cohort cut into chunks anywhere."""
    choices = dict(data.draw(strategies.readings(edition)))
    period = int(edition.partition("@")[2] or shipped.edition(edition).first_year)
    bodies = [data.draw(strategies.with_gaps(body)) if data.draw(st.booleans()) else body for body in data.draw(strategies.cohorts(edition))]
    cohort = Cohort(tuple(Body(body.id, body.kind, body.name, body.values, period=period) for body in bodies), "")
    agrees(scored(edition, cohort, choices, data.draw(st.integers(1, 3))), edition, cohort, choices)


@pytest.mark.parametrize("edition", shipped.SURVEYED)
@settings(max_examples=min(2, settings().max_examples))
@given(data=st.data())
def test_means_over_other_bodies_are_those_of_the_interpreter(edition: str, data: st.DataObject) -> None:
    """Cohorts in which some bodies were not surveyed: their score is the mean over those that were."""
    choices = dict(data.draw(strategies.readings(edition)))
    period = shipped.edition(edition).first_year
    bodies = data.draw(strategies.cohorts(edition, 3, 5, only="services"))
    years = st.sampled_from([period, period, period + 1])
    cohort = Cohort(tuple(Body(body.id, body.kind, body.name, body.values, period=data.draw(years)) for body in bodies), "")
    agrees(scored(edition, cohort, choices, 2), edition, cohort, choices)


@pytest.mark.parametrize("engine", sorted(set(ENGINES) - {"auto", "numpy"}))
@pytest.mark.parametrize("edition", ["interaction/2018-01", "interaction/2021-04"])
def test_every_engine_gives_the_same_table(edition: str, engine: str) -> None:
    if engine == "polars":
        pytest.importorskip("polars", reason="polars is not installed")
    cohort = tabled.cohort_in(ROOT / "examples/cohort-2018-gaps.yaml", shipped.dictionary())
    some = Cohort(cohort.bodies[:5], "")
    assert scored(edition, some, {}, 3, engine) == scored(edition, some, {}, 3)


def test_a_score_longer_than_eighteen_digits_is_printed_whole() -> None:
    """Facts that the dictionary allows can come to one: no table falls because of it."""
    cohort = tabled.cohort_in(Path(__file__).resolve().parent / "long_score.yaml", shipped.dictionary())
    rows = scored("organizational-development/2020-01@2020", cohort, {}, 3)
    assert max(len(str(value)) for value in rows[0].values()) > 20
    agrees(rows, "organizational-development/2020-01@2020", cohort)


def test_a_rejected_body_leaves_the_mean_over_others_unknown() -> None:
    """Its result is not known, and the mean without it would be another number; other kinds and years do not mind."""
    marks = {"a": "4.5", "b": "n/a", "c": "4"}
    services = tabled.arrow([{"body": body, "period": "2018", "monitoring_mark": mark} for body, mark in marks.items()])
    path = "services.satisfaction.satisfaction_level"
    plan = plan_of([(shipped.edition("interaction/2018-01"), {})], "all")
    found = {}
    for name, late, period in (("sound", "0", "2018"), ("rejected", "-1", "2018"), ("another year", "-1", "2019")):
        rows: list[dict[str, str | None]] = [{"body": body, "kind": "central", "period": "2018"} for body in marks]
        rows.append({"body": "d", "kind": "central", "period": period, "services_late": late})
        four = services if period == "2019" else pa.concat_tables([services, services.slice(2).set_column(0, "body", [pa.array(["d"])])])
        tables = opened(Given(source_of_table(tabled.arrow(rows), "t"), {"services": source_of_table(four, "s")}), shipped.dictionary(), plan, "ru")
        (table,) = [scored_table(plan, one, ENGINES["numpy"], cohorts_of(plan, tables)) for one in tables.tables()]
        found[name] = table[path].to_pylist()
    assert found["sound"][1] is not None
    assert found["sound"][0] != found["sound"][2]
    assert found["rejected"] == [found["sound"][0], None, found["sound"][2], None]
    assert found["another year"][1] is not None
    assert found["another year"][1] != found["sound"][1], "the mean of two bodies, not of three"


@pytest.mark.parametrize("rows", [1, 5, 11, 12, 13])
def test_chunk_borders_change_nothing(rows: int) -> None:
    cohort = tabled.cohort_in(ROOT / "examples/cohort-2018.yaml", shipped.dictionary())
    assert scored("interaction/2018-01", cohort, {}, rows) == scored("interaction/2018-01", cohort, {}, 1000)


def test_the_order_of_records_of_a_list_changes_nothing() -> None:
    cohort = tabled.cohort_in(ROOT / "examples/cohort-2018.yaml", shipped.dictionary())
    table, lists = tabled.tables_of(cohort.bodies, shipped.dictionary())
    plan = plan_of([(shipped.edition("interaction/2018-01"), {})], "all")
    shuffled = list(range(lists["services"].num_rows))
    random.Random(7).shuffle(shuffled)
    found = []
    for services in (lists["services"], lists["services"].take(pa.array(shuffled))):
        sources = {name: source_of_table(records, name) for name, records in {**lists, "services": services}.items()}
        tables = opened(Given(source_of_table(table, "t"), sources, ColumnMap()), shipped.dictionary(), plan, "ru")
        found.append([scored_table(plan, one, ENGINES["numpy"], cohorts_of(plan, tables)) for one in tables.tables()])
    assert found[0][0].equals(found[1][0])


def test_a_reading_changes_the_batch_as_it_changes_eval(tmp_path: Path) -> None:
    cohort = tabled.cohort_in(ROOT / "examples/cohort-2018.yaml", shipped.dictionary())
    arguments = tabled.saved(cohort.bodies, shipped.dictionary(), tmp_path)
    name = "interaction/2018-01"
    changed = 0
    for choice in shipped.choices(name)[1:3]:
        out = tmp_path / f"{choice[0][0]}.csv"
        option = f"{choice[0][0]}={choice[0][1]}"
        ran = run("batch", *arguments, "-e", name, "--detail", "directions", "--reading", option, "-o", str(out), "--force")
        assert ran.code == 0, ran.err
        agrees(tabled.result(out), name, cohort, dict(choice))
        changed += 1
    assert changed


def test_a_long_table_scores_as_a_wide_one(tmp_path: Path) -> None:
    cohort = tabled.cohort_in(ROOT / "examples/cohort-2018.yaml", shipped.dictionary())
    rows, lists = tabled.rows_of(cohort.bodies, shipped.dictionary())
    lead = ("body", "kind", "period", "name")
    long = [{**{k: row[k] for k in lead[:3]}, "fact": name, "value": value} for row in rows for name, value in row.items() if name not in lead]
    random.Random(3).shuffle(long)
    arguments = [str(tabled.save(tabled.arrow(long), tmp_path / "long.parquet")), "--long"]
    for name, records in lists.items():
        arguments += ["--list", f"{name}={tabled.save(tabled.arrow(records), tmp_path / f'{name}.csv')}"]
    out = tmp_path / "out.csv"
    ran = run("batch", *arguments, "-e", "2018-01", "-o", str(out))
    assert ran.code == 0, ran.err
    exact = {a.body.id: a for a in report_of(shipped.edition("interaction/2018-01"), cohort).assessments}
    for row in tabled.result(out):
        assert {"score": row["score"], "grade": row["grade"]} == {
            k: v for k, v in tabled.expected(exact[str(row["body"])], ["score"]).items() if k != "missing"
        }


def test_other_names_of_columns_and_one_kind_for_all(tmp_path: Path) -> None:
    cohort = tabled.cohort_in(ROOT / "examples/cohort-2018.yaml", shipped.dictionary())
    central = [body for body in cohort.bodies if body.kind == "central"]
    table, lists = tabled.tables_of(central, shipped.dictionary())
    theirs = {"body": "Код", "period": "Год", "services_total": "Оказано, всего", "od_list.kk": "Перечень (каз)"}
    table = table.drop_columns(["kind"]).rename_columns([theirs.get(name, name) for name in table.column_names if name != "kind"])
    services = lists["services"].rename_columns([{"body": "Орган", "channel": "Форма"}.get(name, name) for name in lists["services"].column_names])
    column_map = tmp_path / "map.yaml"
    lines = [f'  {ours}: "{name}"' for ours, name in theirs.items()]
    column_map.write_text("columns:\n" + "\n".join(lines) + "\nlists:\n  services: {body: Орган, channel: Форма}\n", encoding="utf-8")
    arguments = [str(tabled.save(table, tmp_path / "t.csv")), "--list", f"services={tabled.save(services, tmp_path / 's.csv')}"]
    positions = tabled.save(lists["site_search_positions"], tmp_path / "p.csv")
    arguments += ["--list", f"site_search_positions={positions}", "--map", str(column_map), "--kind", "central"]
    ran = run("batch", *arguments, "-e", "2018-01", "-o", str(tmp_path / "out.parquet"))
    assert ran.code == 0, ran.err
    agrees(tabled.result(tmp_path / "out.parquet"), "interaction/2018-01", Cohort(tuple(central), ""))


def test_a_workbook_scores_too(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="extra [excel] is not installed")
    cohort = tabled.cohort_in(ROOT / "examples/cohort-2018.yaml", shipped.dictionary())
    table, lists = tabled.tables_of(cohort.bodies, shipped.dictionary())
    arguments = []
    for name, one in {"": table, **lists}.items():
        book = openpyxl.Workbook()
        book.active.append(one.column_names)
        for row in one.to_pylist():
            book.active.append([float(v) if v and v.replace(".", "").isdigit() else v for v in row.values()])
        path = tmp_path / f"{name or 'bodies'}.xlsx"
        book.save(path)
        arguments += ["--list", f"{name}={path}"] if name else [str(path)]
    ran = run("batch", *arguments, "-e", "2018-01", "-o", str(tmp_path / "out.csv"))
    assert ran.code == 0, ran.err
    agrees(tabled.result(tmp_path / "out.csv"), "interaction/2018-01", cohort)


def test_a_row_is_explained_by_the_interpreter(tmp_path: Path) -> None:
    """With the mean over other bodies, where the edition looks at them."""
    cohort = tabled.cohort_in(ROOT / "examples/cohort-2018.yaml", shipped.dictionary())
    arguments = tabled.saved(cohort.bodies, shipped.dictionary(), tmp_path)
    exact = report_of(shipped.edition("interaction/2018-01"), cohort).assessments
    for number, assessment in [(1, exact[0]), (12, exact[11])]:
        ran = run("batch", *arguments, "-e", "2018-01", "--explain-row", str(number))
        assert ran.code == 0, ran.err
        head = ran.out.splitlines()[1]
        assert head.startswith(f"{assessment.body.title()}. ")
        assert f"= {tabled.expected(assessment, ['score'])['score']}".replace(".", ",").rstrip("0") in head
    assert "services.timeliness" in ran.out
    beyond = run("batch", *arguments, "-e", "2018-01", "--explain-row", "13")
    assert beyond.code == 2
    assert "строки 13 нет: в таблице строк 12" in beyond.err

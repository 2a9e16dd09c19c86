"""Frames of other libraries, and what their typed columns hold: exact, or refused."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import tabled
from helpers import ROOT, edition, library, run
from hypothesis import given, settings
from hypothesis import strategies as st

import kzrules as kz
from kzrules.answers import answer_from_text
from kzrules.diagnostic import Faults
from kzrules.frames.cells import read_cells
from kzrules.nodes import Text
from kzrules.place import NOWHERE

COUNT = library().dictionary.facts["services_total"]
PERCENT = library().dictionary.facts["site_reachable_percent"]
MARK = library().dictionary.facts["services"].fields["monitoring_mark"]
HOURS = library().dictionary.facts["eservice_downtime_hours"]


def read(column: pa.Array, spec: Any) -> tuple[list[Any], list[tuple[int, str]]]:
    cells, faults = read_cells(column, spec, spec.name)
    return [cells.at(row, spec.name) for row in range(len(column))], [(fault.row, fault.code) for fault in faults]


def numbers(column: pa.Array, spec: Any) -> list[Fraction | None]:
    values, faults = read(column, spec)
    assert faults == []
    return [value if isinstance(value, Fraction) else None for value in values]


def test_whole_numbers_of_every_width() -> None:
    for type_ in (pa.int8(), pa.uint8(), pa.int16(), pa.int32(), pa.int64(), pa.uint64(), pa.float64(), pa.float32(), pa.decimal128(30, 2)):
        assert numbers(pa.array([0, 7, None, 100], pa.int64()).cast(type_), COUNT) == [0, 7, None, 100], type_
        assert numbers(pa.array([0, 7, None, 100], pa.int64()).cast(type_), PERCENT) == [0, 7, None, 100], type_


def test_decimals_are_exact_and_doubles_are_the_decimals_they_are_printed_as() -> None:
    texts = ["4.94", "1.0001", "5", "1.1", "4.9999"]
    exact = [Fraction(text) for text in texts]
    assert numbers(pa.array(texts), MARK) == exact
    assert numbers(pa.array([Decimal(text) for text in texts], pa.decimal128(6, 4)), MARK) == exact
    assert numbers(pa.array([Decimal(text) for text in texts], pa.decimal128(10, 8)), MARK) == exact
    assert numbers(pa.array([Decimal(text) for text in texts], pa.decimal256(40, 4)), MARK) == exact
    assert numbers(pa.array([float(text) for text in texts]), MARK) == exact
    assert numbers(pa.array([float(text) for text in texts], pa.float32()), MARK) == exact
    assert numbers(pa.array(texts).dictionary_encode(), MARK) == exact


@pytest.mark.parametrize(
    ("column", "spec", "codes"),
    [
        (pa.array([1.0, 2.5, float("nan"), float("inf"), -1.0, 1e300]), COUNT, ["KZ504", "KZ507", "KZ507", "KZ503", "KZ506"]),
        (pa.array([2**64 - 1, 10**18, 10**18 - 1], pa.uint64()), COUNT, ["KZ506", "KZ506"]),
        (pa.array([-(2**63), -1, 2**63 - 1]), COUNT, ["KZ506", "KZ503", "KZ506"]),
        (pa.array([Decimal("4.94001"), Decimal("4.94000")], pa.decimal128(6, 5)), MARK, ["KZ516"]),
        (pa.array([Decimal(2**70), Decimal(3), Decimal(-(2**70))], pa.decimal128(38, 0)), COUNT, ["KZ506", "KZ506"]),
        (pa.array([4.94001, 0.1 + 0.2]), MARK, ["KZ516", "KZ505", "KZ516"]),
        (pa.array([10**17, 10**16], pa.int64()), PERCENT, ["KZ505", "KZ505"]),
        (pa.array(["100000000000000000", "999999999999999999"]), HOURS, ["KZ506"]),
    ],
)
def test_what_is_no_answer_is_refused_and_never_wrapped(column: pa.Array, spec: Any, codes: list[str]) -> None:
    assert [code for _, code in read(column, spec)[1]] == codes


@settings(max_examples=60)
@given(
    texts=st.lists(st.one_of(st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{1,6})?", fullmatch=True), st.sampled_from(["-", "n/a", "1e3", "010", ".5", "5."])))
)
def test_a_text_answers_what_it_answers_in_a_facts_file(texts: list[str]) -> None:
    for spec in (COUNT, PERCENT, MARK):
        values, faults = read(pa.array(texts, pa.string()), spec)
        for row, text in enumerate(texts):
            answer, found = answer_from_text(Text(text, True, NOWHERE), spec, spec.name)
            assert values[row] == answer, text
            assert [code for where, code in faults if where == row] == [fault.code for fault in found], text


@settings(max_examples=60)
@given(hundredths=st.lists(st.integers(0, 10_000)))
def test_a_double_of_two_decimals_comes_back_exactly(hundredths: list[int]) -> None:
    column = pa.array([one / 100 for one in hundredths], pa.float64())
    assert numbers(column, PERCENT) == [Fraction(one, 100) for one in hundredths]


def frame() -> tuple[pa.Table, dict[str, pa.Table]]:
    cohort = tabled.cohort_in(ROOT / "examples/cohort-2018.yaml", library().dictionary)
    table, lists = tabled.tables_of(cohort.bodies, library().dictionary)
    numbers = [pa.array([int(value) for value in table["services_total"].to_pylist()])]
    return table.set_column(table.column_names.index("services_total"), "services_total", numbers), lists


def test_a_frame_scores_as_the_command_does(tmp_path: Path) -> None:
    table, lists = frame()
    found = kz.assess_frame(edition("interaction/2018-01"), table, lists, detail="all")
    arguments = [str(tabled.save(table, tmp_path / "b.parquet"))]
    for name, records in lists.items():
        arguments += ["--list", f"{name}={tabled.save(records, tmp_path / f'{name}.parquet')}"]
    assert run("batch", *arguments, "-e", "2018-01", "--detail", "all", "-o", str(tmp_path / "o.parquet")).code == 0
    assert [tabled.plain(row) for row in found.drop_columns(["fault"]).to_pylist()] == tabled.result(tmp_path / "o.parquet")
    assert found["fault"].null_count == 12


def test_polars_and_pandas_come_back_as_they_came() -> None:
    table, lists = frame()
    loaded = edition("interaction/2018-01")
    wanted = kz.assess_frame(loaded, table, lists)["score"].to_pylist()
    tried = 0
    for module in ("polars", "pandas"):
        try:
            library_ = __import__(module)
        except ModuleNotFoundError:
            continue
        given = library_.from_arrow(table) if module == "polars" else table.to_pandas()
        some = {name: library_.from_arrow(one) if module == "polars" else one.to_pandas() for name, one in lists.items()}
        found = kz.assess_frame(loaded, given, some)
        assert type(found) is type(given)
        assert list(found["score"]) == wanted
        tried += 1
    if not tried:
        pytest.skip("neither polars nor pandas is installed")


def test_a_rejected_row_says_why_in_the_frame() -> None:
    table = pa.table({"body": ["a", "b"], "kind": ["central"] * 2, "period": [2018] * 2, "services_total": [5, -5]})
    found = kz.assess_frame(edition("interaction/2018-01"), table)
    assert found["rejected"].to_pylist() == ["no", "yes"]
    assert found["fault"].to_pylist()[0] is None
    assert found["fault"].to_pylist()[1].startswith("services_total: ")


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(TypeError, match="__arrow_c_stream__"):
        kz.assess_frame(edition("interaction/2018-01"), [{"body": "a"}])
    with pytest.raises(kz.Faults) as caught:
        kz.assess_frame(edition("interaction/2018-01"), pa.table({"body": ["a"], "kind": ["local"]}))
    assert [fault.code for fault in caught.value.diagnostics] == ["KZ692"]
    with pytest.raises(kz.Faults) as caught:
        kz.assess_frame(edition("interaction/2018-01"), frame()[0], readings={"no_such": "x"})
    assert [fault.code for fault in caught.value.diagnostics] == ["KZ211"]


def test_nothing_optional_is_imported_unless_asked_for() -> None:
    code = "import sys, kzrules.frames.assess, kzrules.cli_batch; print([m for m in ('numpy', 'pyarrow', 'polars', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.strip() == "[]", done.stderr


def test_an_empty_frame_gives_an_empty_one() -> None:
    table = pa.table({"body": pa.array([], pa.string()), "kind": pa.array([], pa.string()), "period": pa.array([], pa.int64())})
    found = kz.assess_frame(edition("interaction/2018-01"), table)
    assert found.num_rows == 0
    assert found.column_names[:4] == ["body", "kind", "period", "edition"]


def test_a_record_whose_body_is_not_in_the_frame_is_refused_not_dropped() -> None:
    table = pa.table({"body": ["a"], "kind": ["central"], "period": [2018]})
    services = pa.table({"body": ["a", "nobody", "a"], "period": [2018, 2018, 2019], "monitoring_mark": [4, 5, 5]})
    with pytest.raises(Faults) as refused:
        kz.assess_frame(edition("interaction/2018-01"), table, {"services": services})
    assert [(fault.code, fault.place.file) for fault in refused.value.diagnostics] == [("KZ695", "<services>: 2"), ("KZ695", "<services>: 3")]

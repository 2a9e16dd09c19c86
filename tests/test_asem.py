"""COINr's ASEM example: 51 countries, 49 indicators, 11 aggregates. Our edition gives its doubles to 1e-12, its rounded values and its ranks."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, run

import kzrules as kz
from kzrules.comparison import report_of, run_of
from kzrules.compiled.programs import compiled_program, scores
from kzrules.edition import Edition
from kzrules.facts import Cohort
from kzrules.values import Missing, decimal_text, rounded

EXAMPLE = ROOT / "examples" / "asem"
DATA = ROOT.parent / "shared" / "data" / "asem"
ACCURACY = Fraction(1, 10**12)
"""Of the whole scale from 0 to 100."""
PRINTED = 10
pytestmark = pytest.mark.skipif(not (DATA / "treated.csv").is_file(), reason="the ASEM tables are not beside the project: ../shared/data/asem")

sys.path.append(str(EXAMPLE))
Values = Mapping[tuple[str, str], Fraction]
"""By country and code."""


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def stored() -> Values:
    """The values that COINr computed: normalised indicators and aggregates."""
    found = {}
    for name in ("normalised.csv", "aggregated.csv"):
        for row in rows(name):
            found |= {(row["UnitCode"], code): Fraction(Decimal(word)) for code, word in row.items() if not code.startswith("Unit")}
    return found


def ranks() -> dict[str, dict[str, int]]:
    """The places that COINr gives, by aggregate and country."""
    table = rows("ranks.csv")
    return {code: {row["UnitCode"]: int(row[code]) for row in table} for code in table[0] if not code.startswith("Unit")}


@cache
def loaded() -> Edition:
    return kz.load(EXAMPLE / "composite.yaml")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import convert

    out: Path = tmp_path_factory.mktemp("asem")
    convert.main(DATA, out)
    return out


@cache
def cohort_in(folder: Path) -> Cohort:
    return kz.read_facts(folder / "asem.yaml", loaded())


def paths() -> dict[str, str]:
    """The rule of each code; the index itself is the overall score."""
    program = loaded().programs["central"]
    return {path.rpartition(".")[2]: path for path in program.rules} | {"index": ""}


@cache
def ours(folder: Path) -> Values:
    """The exact values by the interpreter."""
    found = {}
    for assessment in report_of(loaded(), cohort_in(folder)).assessments:
        by_path = {score.rule.path: score.value for score in assessment.walk()} | {"": assessment.exact}
        found |= {(assessment.body.id.upper(), code): by_path[path] for code, path in paths().items()}
    return {(country, _as_stored(code)): value for (country, code), value in found.items()}  # type: ignore[misc]


@cache
def _codes() -> dict[str, str]:
    return {code.lower(): code for _, code in stored()}


def _as_stored(code: str) -> str:
    return _codes()[code]


def places(values: Values, code: str) -> dict[str, int]:
    """The rank of every country. COINr ranks what it prints, two places; equal values share the best rank."""
    own = {country: rounded(value, 2, "half_up") for (country, of), value in values.items() if of == code}
    return {country: 1 + sum(other > value for other in own.values()) for country, value in own.items()}


# ── the independent check ──


def test_the_tables_are_whole(folder: Path) -> None:
    assert len(cohort_in(folder).bodies) == 51
    assert len(stored()) == 51 * (49 + 11)
    assert set(ours(folder)) == set(stored())
    assert not [word for row in rows("treated.csv") for word in row.values() if word in ("", "NA")], "no cell is empty: nothing to be left out"


def test_every_value_is_the_stored_one_to_a_millionth_of_a_millionth(folder: Path) -> None:
    differences = {key: abs(value - ours(folder)[key]) / 100 for key, value in stored().items()}
    worst = max(differences, key=lambda key: differences[key])
    assert differences[worst] <= ACCURACY, (worst, float(differences[worst]))


def test_rounded_to_two_places_they_are_the_same(folder: Path) -> None:
    """All but one: Indonesia's tariff stands at 65.625 exactly, which rounds to 65.63; the double of it is a hair below and rounds to 65.62."""
    mine, theirs = ({key: rounded(value, 2, "half_up") for key, value in values.items()} for values in (ours(folder), stored()))
    tie = ("IDN", "Tariff")
    assert {key for key, value in mine.items() if theirs[key] != value} == {tie}
    assert ours(folder)[tie] == Fraction("65.625")
    assert stored()[tie] < ours(folder)[tie]


def test_the_ranks_of_the_index_and_of_every_aggregate_are_the_same(folder: Path) -> None:
    for code, expected in ranks().items():
        assert places(ours(folder), code) == expected, code


def test_the_command_prints_the_ranks(folder: Path) -> None:
    ran = run("--methodologies", str(EXAMPLE), "rating", str(folder / "asem.yaml"), "-e", "asem", "--format", "csv")
    assert ran.code == 0, ran.err
    assert {line["body"].upper(): int(line["place"]) for line in csv.DictReader(ran.out.splitlines())} == ranks()["Index"]


# ── the other engines ──


def test_the_integer_form_gives_every_fraction(folder: Path) -> None:
    """The Python function of the integer form: not rounded, the very fractions of the interpreter."""
    program = loaded().program("central", period=2018)
    compiled = compiled_program(program, loaded().dictionary, {})
    whole = run_of(loaded(), cohort_in(folder).bodies, period=2018)
    for body in whole.bodies:
        found = scores(compiled, body, whole)
        assert {path: found[path or "exact"] for path in paths().values()} == {
            path: ours(folder)[body.id.upper(), _as_stored(code)] for code, path in paths().items()
        }


def printed(table: list[dict[str, Any]], folder: Path) -> None:
    """A table of results holds every value of the interpreter, rounded to its places, and so those of COINr."""
    assert len(table) == 51
    for row in table:
        for code, path in paths().items():
            key = (row["body"].upper(), _as_stored(code))
            assert f"{Decimal(row[path or 'score']):f}" == decimal_text(ours(folder)[key], PRINTED), key
            assert abs(Fraction(Decimal(row[path or "score"])) - stored()[key]) / 100 <= ACCURACY


@pytest.mark.parametrize("engine", ["numpy", "python"])
def test_a_batch_gives_every_value(folder: Path, tmp_path: Path, engine: str) -> None:
    pytest.importorskip("pyarrow", reason="needs the extra frames")
    out = tmp_path / "out.csv"
    arguments = ["batch", str(folder / "asem.csv"), "-e", "asem", "--detail", "all", "--engine", engine, "-o", str(out)]
    ran = run("--methodologies", str(EXAMPLE), *arguments)
    assert ran.code == 0, ran.err
    with out.open(encoding="utf-8", newline="") as file:
        printed(list(csv.DictReader(file)), folder)


def _frames(folder: Path) -> Iterator[Any]:
    """The table as text, as doubles, and as decimals of 38 digits: the same numbers."""
    pa = pytest.importorskip("pyarrow", reason="needs the extra frames")
    with (folder / "asem.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    lead = {name: pa.array([row[name] for row in table], pa.string()) for name in ("body", "kind", "period", "name")}
    numbers = {name: [row[name] for row in table] for name in table[0] if name not in lead}
    yield pa.table({**lead, **{name: pa.array(column, pa.string()) for name, column in numbers.items()}})
    yield pa.table({**lead, **{name: pa.array([float(word) for word in column], pa.float64()) for name, column in numbers.items()}})
    yield pa.table({**lead, **{name: pa.array([Decimal(word) for word in column], pa.decimal128(38, 24)) for name, column in numbers.items()}})


@pytest.mark.parametrize("kind", [0, 1, 2], ids=["text", "doubles", "decimals"])
def test_a_frame_of_any_numbers_gives_every_value(folder: Path, kind: int) -> None:
    """A double stands for the shortest decimal that reads back to it: here the one that the CSV prints."""
    printed(kz.assess_frame(loaded(), list(_frames(folder))[kind], detail="all").to_pylist(), folder)


@pytest.mark.parametrize("engine", ["duckdb", "polars"])
def test_other_engines_give_every_value(folder: Path, engine: str) -> None:
    """Numbers too long for an engine's own are decided exactly beside it: the digits are the same."""
    printed(kz.assess_frame(loaded(), next(_frames(folder)), detail="all", engine=engine).to_pylist(), folder)


# ── the example itself ──


def test_the_edition_is_the_one_that_its_tables_make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import make

    monkeypatch.setattr(make, "HERE", tmp_path)
    make.main(DATA)
    for name in ("facts.yaml", "composite.yaml"):
        assert (tmp_path / name).read_bytes() == (EXAMPLE / name).read_bytes(), f"{name}: python examples/asem/make.py ../shared/data/asem"


def test_a_country_without_a_value_is_left_out_of_the_ends(folder: Path) -> None:
    """COINr leaves unknown values out of the least and the greatest; the country itself has no index here, where COINr takes the mean of the rest."""
    bodies = cohort_in(folder).bodies
    lowest = min(bodies, key=lambda body: body.values["lpi"])  # type: ignore[arg-type, return-value]
    less = [replace(body, values={**body.values, "lpi": Missing()}) if body is lowest else body for body in bodies]
    assessments = {a.body.id: a for a in report_of(loaded(), Cohort(tuple(less), "")).assessments}
    assert isinstance(assessments[lowest.id].score, Missing)
    values = sorted(body.values["lpi"] for body in bodies)  # type: ignore[type-var]
    next_lowest = next(body for body in bodies if body.values["lpi"] == values[1])
    lpi = {score.rule.id: score.value for score in assessments[next_lowest.id].walk()}["lpi"]
    assert lpi == 0

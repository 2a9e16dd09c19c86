"""Every diagnostic, whole: what a jurist reads. Renew with KZRULES_UPDATE_GOLDEN=1 and review the diff."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from kzrules.acts import acts_from_bytes
from kzrules.cases import cases_from_path
from kzrules.checks import check_edition
from kzrules.checks_citations import citation_faults
from kzrules.diagnostic import Diagnostic, in_file_order
from kzrules.diagnostic_text import diagnostics_text
from kzrules.edition import edition_from_bytes
from kzrules.equivalents import excuses_from_bytes, stale
from kzrules.facts import cohort_from_bytes
from kzrules.library import open_library
from kzrules.messages import CATALOGUE

HERE = Path(__file__).parent / "golden"
FAULTS: list[dict[str, Any]] = yaml.safe_load((HERE / "faults.yaml").read_text(encoding="utf-8"))
LIBRARY = open_library()
ACTS = acts_from_bytes((HERE / "acts.yaml").read_bytes(), "acts.yaml")[0]
assert ACTS is not None
NOT_SEEN_IN_FILES = {
    "KZ518",  # only through the Python API: a facts file names its kind by an enumeration of the schema
    "KZ319",  # two files of one folder: see test_cli
    "KZ620",  # the rules differ by year and a command names none: see test_api
    "KZ622",  # only through the Python API
    "KZ660",  # two editions of two lines: see test_changes
    *(f"KZ7{n}" for n in ("01", "02", "03", "04", "05", "06", "11", "12", "21", "22", "23", "24")),  # several editions: see test_catalogue
    *(f"KZ65{n}" for n in range(7)),  # run records: see test_run_record
    *(f"KZ68{n}" for n in range(4)),  # questions of the command line: see test_whatif
    *(f"KZ69{n}" for n in range(10)),  # tables of many bodies: see tests/frames
    *(f"KZ90{n}" for n in range(10)),  # simulations: see tests/simulation
    "KZ371",  # a fact that no edition asks for: see test_checks
    "KZ332",  # a draft is asked for its form: see test_draft
    *(code for code in CATALOGUE if code.startswith("KZ8")),  # the paper around a score: each room has its own golden messages
    "KZ606",  # needs an edition with one id twice: see test_cases
}


def faulty(fault: dict[str, Any]) -> bytes:
    """The bytes of a file with one fault."""
    if "bytes" in fault:
        return bytes.fromhex(fault["bytes"])
    if "size" in fault:
        return b" " * fault["size"]
    if "text" in fault:
        return str(fault["text"]).encode()
    base = (HERE / fault["base"]).read_text(encoding="utf-8")
    assert base.count(fault["replace"]) == 1, f"{fault['name']}: {fault['replace']!r} stands {base.count(fault['replace'])} times"
    text = base.replace(fault["replace"], fault["with"]).replace("BRACKETS", "(" * 10_000)
    return text.encode()


def found(fault: dict[str, Any], folder: Path) -> list[Diagnostic]:
    """What is said about the faulty file."""
    data = faulty(fault)
    name = f"{fault['name']}.yaml"
    match fault["base"]:
        case "facts.yaml":
            return cohort_from_bytes(data, name, LIBRARY.dictionary)[1]
        case "equivalent.yaml":
            excuses, faults = excuses_from_bytes(data, name, "demo/2018-01")
            return [*faults, *stale(excuses.equivalent, set(), "KZ671"), *stale(excuses.unreachable, set(), "KZ672")]
        case "acts.yaml":
            return acts_from_bytes(data, name)[1]
        case "cases.yaml":
            path = folder / name
            path.write_bytes(data)
            return [Diagnostic(d.code, d.place._replace(file=name), d.values, d.cite) for d in cases_from_path(path, LIBRARY)[1]]
        case _:
            edition, faults = edition_from_bytes(data, name, LIBRARY.dictionary)
            if edition is None:
                return faults
            return in_file_order([*faults, *check_edition(edition, every_option=True), *citation_faults(edition, ACTS)])


def test_the_base_files_have_no_faults(tmp_path: Path) -> None:
    for base in ("base.yaml", "facts.yaml", "cases.yaml", "acts.yaml", "equivalent.yaml"):
        assert not found({"name": "none", "base": base, "replace": "2018", "with": "2018"} | {"text": (HERE / base).read_text("utf-8")}, tmp_path)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f["name"])
def test_message(fault: dict[str, Any], tmp_path: Path) -> None:
    faults = found(fault, tmp_path)
    assert faults, "the fault went unseen"
    name = f"{fault['name']}.yaml"
    sources = {name: faulty(fault).decode("utf-8", "replace")[:200_000]}
    text = "\n\n── en ──\n\n".join(diagnostics_text(faults, sources, lang) for lang in ("ru", "en")) + "\n"
    golden = HERE / "messages" / f"{fault['name']}.txt"
    if os.environ.get("KZRULES_UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert golden.is_file(), "no golden file: renew with KZRULES_UPDATE_GOLDEN=1 and review it"
    assert text == golden.read_text(encoding="utf-8")


def test_every_diagnostic_of_the_catalogue_has_a_golden_message(tmp_path: Path) -> None:
    seen = {d.code for fault in FAULTS for d in found(fault, tmp_path)}
    assert seen | NOT_SEEN_IN_FILES == set(CATALOGUE)


def test_no_message_shows_the_insides_of_python() -> None:
    for golden in (HERE / "messages").glob("*.txt"):
        text = golden.read_text(encoding="utf-8")
        for word in ("Traceback", "NoneType", "Decimal(", "Fraction(", "dict[", "<class", "KeyError"):
            assert word not in text, f"{golden.name}: {word}"

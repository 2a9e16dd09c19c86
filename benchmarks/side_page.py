"""Tables and chart into docs/benchmarks.md, between its marks; what stands around them is written by hand and stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import side_tables as tables
from benchmarks.side_chart import chart

CHART = "benchmarks.svg"


def write_page(page: Path, results: dict[str, Any]) -> None:
    """Put what was measured between the marks of the page, and the chart beside it."""
    text = page.read_text()
    for name, lines in parts(results).items():
        text, count = re.subn(_between(name), lambda found, lines=lines: f"{found[1]}\n{lines}\n{found[2]}", text)  # type: ignore[misc]
        if not count:
            print(f"{page.name} has no <!-- {name} -->: not written there")
    page.write_text(text)
    (page.parent / CHART).write_text(chart(list(tables.panels(results["editions"]))))
    print(f"written: {page}, {page.parent / CHART}")


def _between(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {re.escape(name)} -->)\n.*?(<!-- end -->)", re.DOTALL)


def parts(results: dict[str, Any]) -> Mapping[str, str]:
    """Every measured part of the page by the name of its mark."""
    editions = results["editions"]
    found: dict[str, list[str]] = {"run": [_run(results)], "ratios": tables.goals(editions), "single": tables.single(editions)}
    for name, edition in editions.items():
        found[f"speed {name}"] = tables.speeds(edition, results["slow"])
        found[f"start {name}"] = tables.start_and_memory(edition)
        if any(said.get("grown") for said in edition.values()):
            found["growth"] = [f"{name}:", "", *tables.growth(edition)]
    for name in ("ingest", "files", "huge"):
        if results.get(name):
            found[name] = tables.files(results[name])
    return {name: "\n".join(lines) for name, lines in found.items()}


def _run(results: dict[str, Any]) -> str:
    return (
        f"Rows for the engines of columns: {results['rows']:,} of each kind; for those that take one record at a time the first "
        f"{results['slow']:,} of them. {results['processors']} processors; the whole run took {results['minutes']:.0f} minutes."
    )

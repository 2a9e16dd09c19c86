"""Writes the values of the ASEM example as a facts file and as a table: `python examples/asem/convert.py ../shared/data/asem asem-out`.

Every number goes over exactly, digit for digit; what the source writes with an exponent (`7.59E-7`) is written out. An empty cell, or
`NA`, is “not known” (in this table there is none). The data name no year: 2018 stands for it.
"""

from __future__ import annotations

import csv
import sys
from decimal import Decimal
from pathlib import Path

PERIOD = 2018


def written(word: str) -> str:
    """A number as kzrules reads it; `-` for what is not known."""
    if word in ("", "NA"):
        return "-"
    text = f"{Decimal(word):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def main(source: Path, out: Path) -> None:
    """Writes `asem.yaml` for `eval` and `explain`, `asem.csv` for `batch`."""
    with (source / "treated.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name not in ("UnitCode", "UnitName")]
    lines = ["# yaml-language-server: $schema=https://kzrules.example/schemas/facts.schema.json", f"period: {PERIOD}", "bodies:"]
    table = [["body", "kind", "period", "name", *map(str.lower, names)]]
    for row in rows:
        values = [written(row[name]) for name in names]
        shown = ", ".join(f"{name.lower()}: {value if value != '-' else chr(34) + '-' + chr(34)}" for name, value in zip(names, values, strict=True))
        code, title = row["UnitCode"].lower(), row["UnitName"]
        lines.append(f'  - {{body: {code}, kind: central, name: {{ru: "{title}", en: "{title}"}}, facts: {{{shown}}}}}')
        table.append([code, "central", str(PERIOD), title, *values])
    out.mkdir(parents=True, exist_ok=True)
    (out / "asem.yaml").write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
    with (out / "asem.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""Writes the edition and the dictionary of the ASEM example from the tables of COINr: `python examples/asem/make.py ../shared/data/asem`.

Structure and names are those of `indicators.csv` and `aggregates.csv` (COINr, MIT licence, (c) 2022 William Becker); the Russian
words and what an index with one value everywhere comes to are ours. The tables of values are not needed and not kept here.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from russian import RUSSIAN

HERE = Path(__file__).resolve().parent
Row = dict[str, str]
Weights = dict[str, Fraction]


def table(path: Path) -> list[Row]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def places_of(column: list[str]) -> int:
    """The most decimals that a number of a column has, zeros at the end left out."""
    return max(max(0, -int(Decimal(word).normalize().as_tuple().exponent)) for word in column)


def label(name: str, code: str) -> str:
    """Our Russian words and the name in the source."""
    return f'{{ru: "{RUSSIAN[code]}", en: "{name}"}}'


def dictionary(indicators: list[Row], treated: list[Row]) -> Iterator[str]:
    """The facts: a number for each indicator, with as many decimals as its column has."""
    yield "# yaml-language-server: $schema=../../schemas/dictionary.schema.json"
    yield "# Записано examples/asem/make.py · written by examples/asem/make.py"
    yield "facts:"
    for row in indicators:
        code = row["IndCode"]
        yield f"  {code.lower()}:"
        yield f"    label: {label(row['IndName'], code)}"
        yield "    type: number"
        yield f"    places: {places_of([body[code] for body in treated])}"
        per = f" / {row['Denominator']}" if row["Denominator"] else ""
        yield f'    source: {{ru: "COINr, ASEM, treated.csv, {code}; {row["IndUnit"]}{per}"}}'


def mean(parts: list[str], weights: Weights) -> str:
    """The weighted mean of parts as a formula."""
    own = [weights[part] for part in parts]
    if len(set(own)) == 1:
        return f"indicators / {len(parts)}"
    terms = [f"{weight} * {part.lower()}" for part, weight in zip(parts, own, strict=True)]
    return f"({' + '.join(terms)}) / {sum(own)}"


def head(top: str, parts: list[str], weights: Weights) -> Iterator[str]:
    """The edition above its directions."""
    whole = sum(weights[part] for part in parts)
    shares = ", ".join(f"{part.lower()}: {weights[part] / whole}" for part in parts)
    yield "# yaml-language-server: $schema=../../schemas/edition.schema.json"
    yield "# Записано examples/asem/make.py · written by examples/asem/make.py"
    yield "# Индекс устойчивой связанности ASEM, как он посчитан в пакете COINr: нормализация min-max, вложенные взвешенные средние."
    yield "# Structure: COINr (MIT licence, (c) 2022 William Becker). Не нормативный акт: номер в реестре условный."
    yield "edition: asem/2018-coinr"
    yield 'title: {ru: "Индекс устойчивой связанности ASEM (пример пакета COINr)", en: "ASEM Sustainable Connectivity Index (the example of COINr)"}'
    yield 'act: {id: V0000000000, adopted: [{by: {ru: пример}, number: "0", date: 2018-01-01}]}'
    yield "in_force: {from: 2018-01-01}"
    yield "applies_to: {from: 2018}"
    yield "overall:"
    yield f"  label: {label('Sustainable Connectivity', top)}"
    yield "  cite: {annex: aggregates.csv, row: 11}"
    yield f"  weights: {{{shares}}}"
    yield "  max: 100"
    yield "  rounding: {places: 10, mode: half_up}                       # COINr не округляет: десять знаков, чтобы места не делились округлением"
    yield "bands:"
    yield '  - {grade: none, label: {ru: степеней нет, en: no grades}, printed: "0–100", cite: {annex: aggregates.csv, row: 11}}'
    yield "directions:"


def edition(indicators: list[Row], aggregates: list[Row], weights: Weights) -> Iterator[str]:
    """The edition: sub-indexes are directions, pillars criteria."""
    (top,) = {row["Agg3"] for row in indicators}
    names = {row["Code"]: (row["Name"], number) for number, row in enumerate(aggregates, 1)}
    inside: dict[str, list[str]] = {}
    for row in indicators:
        for part, whole in ((row["Agg2"], top), (row["Agg1"], row["Agg2"]), (row["IndCode"], row["Agg1"])):
            if part not in inside.setdefault(whole, []):
                inside[whole].append(part)
    numbers = {row["IndCode"]: number for number, row in enumerate(indicators, 1)}
    rows = {row["IndCode"]: row for row in indicators}
    yield from head(top, inside[top], weights)
    for index in inside[top]:
        yield from aggregate(index, names, inside[index], weights, "  ")
        yield "    criteria:"
        for pillar in inside[index]:
            yield from aggregate(pillar, names, inside[pillar], weights, "      ")
            yield "        indicators:"
            for code in inside[pillar]:
                better = "more" if Decimal(rows[code]["Direction"]) > 0 else "less"
                yield f"          {code.lower()}:"
                yield f"            label: {label(rows[code]['IndName'], code)}"
                yield f"            cite: {{annex: indicators.csv, row: {numbers[code]}}}"
                yield "            max: 100"
                yield "            score:"
                yield f"              normalise: {{value: {code.lower()}, method: min_max, over: all_bodies, better: {better}, to: 100, {EQUAL}}}"


EQUAL = "when_equal: {undecided: {ru: у всех стран одно значение}}"


def aggregate(code: str, names: dict[str, tuple[str, int]], parts: list[str], weights: Weights, lead: str) -> Iterator[str]:
    """A mean of its parts."""
    name, number = names[code]
    yield f"{lead}{code.lower()}:"
    yield f"{lead}  label: {label(name, code)}"
    yield f"{lead}  cite: {{annex: aggregates.csv, row: {number}}}"
    yield f"{lead}  max: 100"
    yield f"{lead}  score: {mean(parts, weights)}"


def main(source: Path) -> None:
    """Writes both files beside this one."""
    indicators, aggregates = table(source / "indicators.csv"), table(source / "aggregates.csv")
    weights = {row["Code"]: Fraction(row["Weight"]) for row in table(source / "weights.csv")}
    treated = table(source / "treated.csv")
    for name, lines in (("facts.yaml", dictionary(indicators, treated)), ("composite.yaml", edition(indicators, aggregates, weights))):
        (HERE / name).write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""The JSON Schemas: sound, described in both languages, and pointed at by every YAML file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from helpers import ROOT

SCHEMAS = sorted((ROOT / "schemas").glob("*.schema.json"))
YAML_FILES = [p for folder in ("methodologies", "examples", "tests/language") for p in sorted((ROOT / folder).rglob("*.yaml"))]


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda p: p.name)
def test_a_schema_is_a_schema_in_words_that_older_editors_know(path: Any) -> None:
    whole = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(whole)
    for part in parts(whole):
        assert not {"oneOf", "unevaluatedProperties", "prefixItems", "dependentSchemas"} & set(part)


def parts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts(value)


def test_the_keys_of_an_edition_are_described_in_russian_and_english() -> None:
    whole = json.loads((ROOT / "schemas/edition.schema.json").read_text(encoding="utf-8"))
    for key in ("label", "cite", "max", "score", "exceptions", "deductions", "floor", "better", "indicators"):
        description = whole["$defs"]["rule"]["properties"][key].get("description", "")
        if not description:
            description = whole["$defs"][whole["$defs"]["rule"]["properties"][key]["$ref"].rpartition("/")[2]].get("description", "")
        assert "—" in description or key == "cite", key


@pytest.mark.parametrize("path", YAML_FILES, ids=lambda p: p.name)
def test_a_yaml_file_names_its_schema_for_editors(path: Any) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.partition("$schema=")[2]).resolve() in SCHEMAS

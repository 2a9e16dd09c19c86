"""Validate stage: the JSON Schemas of `schemas/`, and their faults said in a jurist's words.

The schemas prefer `if`/`then` on a key to `oneOf`, so that a fault is said about the key at fault.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import jsonschema

from kzrules.diagnostic import Diagnostic
from kzrules.guess import guesses
from kzrules.nodes import Fields, Items, Node, plain_value
from kzrules.place import Place
from kzrules.resources import data_folder

_NAME_FORM = {"ru": "имена пишутся строчными латинскими буквами, цифрами и знаком _", "en": "names take small Latin letters, digits and _"}
_BOUNDS = {"minimum": ("не меньше", "at least"), "maximum": ("не больше", "at most")}
_KINDS = {
    "object": ("поля вида «имя: значение»", "a mapping"),
    "array": ("список", "a list"),
    "number": ("число", "a number"),
    "integer": ("целое число", "a whole number"),
    "string": ("текст", "text"),
    "boolean": ("true или false", "true or false"),
}


@cache
def schema(name: str) -> dict[str, Any]:
    """A schema by name: `edition`, `facts`, `cases`, `dictionary`, `report`."""
    text = (data_folder("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
    return json.loads(text, parse_float=Decimal)  # type: ignore[no-any-return]


@cache
def _validator(name: str) -> Any:
    class_ = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
        jsonschema.Draft202012Validator,
        type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number).redefine("integer", _is_integer),
    )
    return class_(schema(name))


def _is_number(_: Any, value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _is_integer(_: Any, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def shape_faults(root: Node, name: str) -> list[Diagnostic]:
    """Every fault of shape against the schema `name`, each at its place."""
    return [fault for error in _validator(name).iter_errors(plain_value(root)) for fault in _said(error, root, name)]


def part_faults(part: Fields, name: str, shape: str) -> list[Diagnostic]:
    """Faults of an incomplete mapping against one definition of a schema; what is left out is no fault."""
    validator = _part_validator(name, shape)
    found = (e for e in validator.iter_errors(plain_value(part)) if e.validator not in ("required", "minProperties"))
    return [fault for error in found for fault in _said(error, part, name)]


@cache
def _part_validator(name: str, shape: str) -> Any:
    whole = schema(name)
    return _validator(name).evolve(schema={**whole["$defs"][shape], "$defs": whole["$defs"]})


def _said(error: Any, root: Node, name: str) -> Iterator[Diagnostic]:
    path = list(error.absolute_path)
    node, key_place = _at(root, path)
    key = str(path[-1]) if path else name
    where = ".".join(str(p) for p in path) or name
    match error.validator:
        case "additionalProperties":
            yield from _unknown_keys(error, node, where, name)
        case "required":
            missing = next(k for k in error.validator_value if k not in error.instance and repr(k) in error.message)
            code = "KZ107" if missing == "cite" else "KZ102"
            yield Diagnostic(code, key_place, {"key": missing, "where": where})
        case "type":
            yield _wrong_kind(error, node, key)
        case "enum" | "const":
            allowed = error.validator_value if error.validator == "enum" else [error.validator_value]
            values = {"key": key, "value": _shown(error.instance), "allowed": ", ".join(map(str, allowed))}
            yield Diagnostic("KZ104", node.place, values | guesses(str(error.instance), map(str, allowed)))
        case "pattern":
            form = error.schema.get("x-form", {"ru": f"образец: {error.validator_value}", "en": f"pattern: {error.validator_value}"})
            yield Diagnostic("KZ105", node.place, {"key": key, "value": error.instance, "form_ru": form["ru"], "form_en": form["en"]})
        case "minimum" | "maximum":
            ru, en = _BOUNDS.get(error.validator, (error.validator, error.validator))
            bound = {"bound_ru": f"{ru} {error.validator_value}", "bound_en": f"{en} {error.validator_value}"}
            yield Diagnostic("KZ106", node.place, {"key": key, "value": _shown(error.instance), **bound})
        case "minItems" | "minProperties" | "minLength":
            yield Diagnostic("KZ108", node.place, {"key": key})
        case "if" | "anyOf" | "allOf" | "oneOf":
            for inner in error.context or ():
                yield from _said(inner, root, name)
        case _:
            wanted, found = str(error.validator), _shown(error.instance)
            yield Diagnostic("KZ103", node.place, {"key": key, "expected_ru": wanted, "expected_en": wanted, "found_ru": found, "found_en": found})


def _unknown_keys(error: Any, node: Node, where: str, name: str) -> Iterator[Diagnostic]:
    known = error.schema.get("properties", {})
    patterns = error.schema.get("patternProperties", {})
    for key in error.instance:
        if key in known or any(re.search(p, key) for p in patterns):
            continue
        place = node.keys.get(key, node.place) if isinstance(node, Fields) else node.place
        if patterns:
            form = error.schema.get("x-form", _NAME_FORM)
            yield Diagnostic("KZ105", place, {"key": where, "value": key, "form_ru": form["ru"], "form_en": form["en"]})
            continue
        yield Diagnostic("KZ101", place, {"key": key, **_key_guess(key, known, name)})


def _key_guess(key: str, known: Any, name: str) -> dict[str, str]:
    guessed = guesses(key, known)
    if "возможно" not in guessed["guess_ru"]:
        homes = sorted(_homes(schema(name)).get(key, ()))
        if homes:
            shown = ", ".join(f"«{home}»" for home in homes)
            return {"guess_ru": f"этот ключ стоит в {shown}: проверьте отступ", "guess_en": f"this key belongs to {shown}: check the indentation"}
    return guessed


def _homes(whole: dict[str, Any]) -> dict[str, set[str]]:
    """Where each key is at home: for a key that was written one level too high or too low."""
    homes: dict[str, set[str]] = {}
    for title, part in whole.get("$defs", {}).items():
        for key in part.get("properties", {}):
            homes.setdefault(key, set()).add(title)
    return homes


def _wrong_kind(error: Any, node: Node, key: str) -> Diagnostic:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    found = _KINDS[_kind(error.instance)]
    quoted = "" if isinstance(error.instance, dict | list) else f" «{_shown(error.instance)}»"
    return Diagnostic(
        "KZ103",
        node.place,
        {
            "key": key,
            "expected_ru": " или ".join(_KINDS[w][0] for w in wanted),
            "expected_en": " or ".join(_KINDS[w][1] for w in wanted),
            "found_ru": found[0] + quoted,
            "found_en": found[1] + quoted,
        },
    )


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "boolean"
        case int() | Decimal():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def _shown(value: Any) -> str:
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _at(root: Node, path: list[Any]) -> tuple[Node, Place]:
    """The node at a path, and the place of the key that leads to it."""
    node, place = root, Place(root.place.file, root.place.line, root.place.column, root.place.line, root.place.column + 1)
    for step in path:
        if isinstance(node, Fields):
            place, node = node.keys[step], node.entries[step]
        elif isinstance(node, Items):
            node = node.items[step]
            place = Place(node.place.file, node.place.line, node.place.column, node.place.line, node.place.column + 1)
    return node, place

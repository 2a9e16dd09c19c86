"""kzrules: rules as code for public assessment. Editions of a methodology, scored exactly, with reasons.

import kzrules as kz
edition = kz.load("interaction/2018-01")
result = kz.assess(edition, {"body": "ministry", "kind": "central", "facts": {"services_total": 1000}})
result.score, result.missing, result.trace
"""

from __future__ import annotations

__version__ = "0.1.0"
SEMANTICS = "2"
"""Version of what a rule means: changes only when the same edition and data could score differently."""

_API = ("Result", "assess", "attribute", "check", "compare", "diff", "load", "read_facts")
_WHATIF = ("boundary", "interval", "seek")
_PROVING = ("prove",)
_FRAMES = ("assess_frame",)
_SPARK = ("assess_spark",)
__all__ = ["SEMANTICS", "Faults", "NoEdition", "Unreadable", "__version__", *_API, *_WHATIF, *_PROVING, *_FRAMES, *_SPARK]


def __getattr__(name: str) -> object:
    """The API, imported when first asked for, so that `kzrules --help` stays quick."""
    import importlib

    homes = {"Faults": "kzrules.diagnostic", "NoEdition": "kzrules.library", "Unreadable": "kzrules.library"}
    homes.update(dict.fromkeys(_API, "kzrules.api"))
    homes.update(dict.fromkeys(_WHATIF, "kzrules.api_whatif"))
    homes.update(dict.fromkeys(_PROVING, "kzrules.proving"))
    homes.update(dict.fromkeys(_FRAMES, "kzrules.frames.assess"))
    homes.update(dict.fromkeys(_SPARK, "kzrules.frames.spark"))
    if name not in homes:
        raise AttributeError(name)
    return getattr(importlib.import_module(homes[name]), name)

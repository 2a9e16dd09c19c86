"""Ranks of the bodies of each run: within their kind, the best first, equal scores sharing the better rank."""

from __future__ import annotations

from typing import Any

from kzrules.extras import needed

UNRANKED = 0
_BELOW_ALL = -(2**62)


def ranks_of(scores: Any, missing: Any, kinds: Any) -> Any:
    """The rank of every body (a column each) in every run (a row each); `UNRANKED` where it has no score.

    Args:
        scores: whole numbers.
        missing: where there is no score.
        kinds: the kind of each body, as a number.

    """
    np = needed("numpy", "simulate")
    found = np.zeros(scores.shape, dtype=np.int64)
    for kind in np.unique(kinds):
        at = np.flatnonzero(kinds == kind)
        found[:, at] = _within(np, scores[:, at], missing[:, at])
    return found


def _within(np: Any, scores: Any, missing: Any) -> Any:
    shown = np.where(missing, _BELOW_ALL, scores)
    order = np.argsort(-shown, axis=1, kind="stable")
    sorted_ = np.take_along_axis(shown, order, axis=1)
    places = np.arange(1, scores.shape[1] + 1)
    new = np.ones(scores.shape, dtype=bool)
    new[:, 1:] = sorted_[:, 1:] != sorted_[:, :-1]
    ranks = np.maximum.accumulate(np.where(new, places, 0), axis=1)
    found = np.empty(scores.shape, dtype=np.int64)
    np.put_along_axis(found, order, ranks, axis=1)
    return np.where(missing, UNRANKED, found)

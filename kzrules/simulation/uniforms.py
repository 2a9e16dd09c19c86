"""Where chance comes from: the raw bits of PCG64, block by block, and new bits for what has to be drawn again.

A run is its number and the seed, whatever the machine, the version of NumPy or the size of the slices in which runs are scored.
"""

from __future__ import annotations

from typing import Any

from kzrules.extras import needed

BLOCK = 8192
"""Runs that share a seed sequence: part of what a seed means, never a matter of speed."""
_BITS = 2.0**-53


def uniforms(seed: int, block: int, dims: int) -> Any:
    """Doubles from 0 to below 1: a row for each thing drawn, a column for each run of a block."""
    np = needed("numpy", "simulate")
    bits = np.random.PCG64(np.random.SeedSequence((seed, block))).random_raw(dims * BLOCK)
    return ((bits >> 11) * _BITS).reshape(dims, BLOCK)


def again(u: Any, times: int) -> Any:
    """Other doubles, as good as new, that depend on the given ones and on how often they were drawn again (SplitMix64).

    So a run stays a function of its first doubles, and an analysis of variance may vary these.
    """
    np = needed("numpy", "simulate")
    z = (u * 2.0**53).astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15 * times % 2**64)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return (z >> np.uint64(11)) * _BITS

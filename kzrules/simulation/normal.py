"""The quantile of the normal distribution with the same last bit on every machine: only operations that IEEE 754 rounds alike.

Wichura, algorithm AS 241 (1988), as in Python's `statistics`, over columns; the logarithm is our own series, for those of the
mathematical libraries differ in the last bit.
"""

from __future__ import annotations

from typing import Any

from kzrules.extras import needed

_LEAST, _MOST = 2.0**-54, 1 - 2.0**-53
_LN2 = 0.6931471805599453
_CENTRE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
_SIDE = (
    (7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.4178072517745061177e-1, 1.27045825245236838258,
     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2, 1.4810397642748007459e-1,
     6.8976733498510000455e-1, 1.6763848301838038494, 2.05319162663775882187, 1.0),
)  # fmt: skip
_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.2426609473880784386e-3, 2.653218952657612309e-2,
     2.9656057182850489123e-1, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
     1.487536129085061485e-2, 1.3692988092273580531e-1, 5.9983220655588793769e-1, 1.0),
)  # fmt: skip


def normal_quantile(u: Any) -> Any:
    """Where the standard normal distribution has the share `u` below it; `u` is a column of doubles from 0 to below 1."""
    np = needed("numpy", "simulate")
    u = np.clip(u, _LEAST, _MOST)
    q = u - 0.5
    near = np.abs(q) <= 0.425
    centre = q * _ratio(_CENTRE, 0.180625 - q * q)
    r = np.sqrt(-_log(np.where(near, 0.25, np.where(q < 0, u, 1 - u))))
    side = np.where(r <= 5, _ratio(_SIDE, r - 1.6), _ratio(_TAIL, r - 5))
    return np.where(near, centre, np.where(q < 0, -side, side))


def _ratio(coefficients: tuple[tuple[float, ...], tuple[float, ...]], r: Any) -> Any:
    over, below = (_polynomial(part, r) for part in coefficients)
    return over / below


def _polynomial(coefficients: tuple[float, ...], x: Any) -> Any:
    total = coefficients[0] + 0 * x
    for coefficient in coefficients[1:]:
        total = total * x + coefficient
    return total


def _log(x: Any) -> Any:
    np = needed("numpy", "simulate")
    part, power = np.frexp(x)
    low = part < 0.7071067811865476
    part, power = np.where(low, part * 2, part), power - low
    s = (part - 1) / (part + 1)
    return 2 * s * _polynomial(tuple(1 / k for k in range(25, 0, -2)), s * s) + power * _LN2

"""Sobol indices of everything that is varied, for the score of every body and for the shift of ranks; estimated by SALib.

The sample is SALib's own (Saltelli's scheme over a scrambled Sobol sequence), laid out a block at a time: SALib would hold it whole. A fact is
one group: the answers of all its bodies change together, each by a double of its own.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from kzrules.diagnostic import Diagnostic, Faults
from kzrules.extras import needed
from kzrules.interrupts import heed
from kzrules.progress import progress
from kzrules.simulation.draws import Redrawn, draws
from kzrules.simulation.integer_form import CohortForm
from kzrules.simulation.outcomes import Outcomes, outcomes
from kzrules.simulation.result import Index, Sensitivity
from kzrules.simulation.simulating import Nominal
from kzrules.simulation.tally import shifts_of

RESAMPLES = 100
MOST_DIMS = 10_600
"""Half of what the Sobol sequence of SciPy has directions for."""
_ROWS = 2048


def sensitivity(form: CohortForm, nominal: Nominal, seed: int, base: int, lang: str = "ru") -> Sensitivity | None:
    """The indices; None where nothing is varied.

    Args:
        form: what is varied, made ready.
        nominal: from which ranks shift.
        seed: the chance.
        base: the base sample, a power of two.
        lang: of the bar that shows how far it is.

    Raises:
        Faults: when a run draws more numbers than the sequence has dimensions for.

    """
    np = needed("numpy", "simulate")
    plan = form.plan
    groups = len(plan.groups)
    if not groups:
        return None
    bodies = len(plan.bodies)
    if plan.dims > MOST_DIMS:
        why = {"why_ru": f"для индексов Соболя чисел на прогон {plan.dims}", "why_en": f"Sobol indices would take {plan.dims} numbers a run"}
        todo = {"todo_ru": f"варьируйте не больше {MOST_DIMS} или уберите --sobol", "todo_en": f"vary {MOST_DIMS} at most, or leave out --sobol"}
        raise Faults([Diagnostic("KZ909", plan.groups[0].place, {**why, **todo})])
    found = np.zeros((base, groups + 2, bodies + 1))
    missing = np.zeros(bodies + 1, dtype=bool)
    for at, place, u in _samples(form, seed, base, lang):
        one = outcomes(form, draws(form, u, Redrawn()))
        rows = slice(at, at + u.shape[1])
        found[rows, place, :bodies] = one.scores
        missing[:bodies] |= one.missing.any(axis=0)
        found[rows, place, bodies], missing[bodies] = _shift(np, nominal, one, bool(missing[bodies]))
        heed()
    indices = [None if missing[at] else _analysed(np, found[:, :, at].ravel(), groups, seed) for at in range(bodies + 1)]
    names = [body.id for body in plan.bodies]
    lacking = tuple(name for name, lacks in zip(names, missing[:bodies], strict=True) if lacks)
    libraries = {name: version(name) for name in ("SALib", "scipy", "numpy")}
    return Sensitivity(base, base * (groups + 2), dict(zip(names, indices, strict=False)), lacking, indices[bodies], bool(missing[bodies]), libraries)


def base_sample(dims: int, base: int, seed: int) -> Any:
    """The scrambled Sobol sequence that SALib draws: a row for each point, twice as many columns as dimensions."""
    return needed("scipy.stats.qmc", "simulate").Sobol(d=2 * dims, scramble=True, seed=seed).random(base)


def _samples(form: CohortForm, seed: int, base: int, lang: str) -> Iterator[tuple[int, int, Any]]:
    """Saltelli's scheme, part by part: where in the base sample, which column of the scheme (A, A with a group of B, …, B), the doubles."""
    np = needed("numpy", "simulate")
    plan, dims = form.plan, form.plan.dims
    points = base_sample(dims, base, seed)
    of = np.array(plan.group_of)
    steps = [(at, place) for at in range(0, base, _ROWS) for place in range(len(plan.groups) + 2)]
    for at, place in progress(steps, lang, "running"):
        a, b = (points[at : at + _ROWS, half : half + dims] for half in (0, dims))
        yield at, place, np.ascontiguousarray(np.where(scheme(of, place, len(plan.groups)), b, a).T)


def scheme(group_of: Any, place: int, groups: int) -> Any:
    """Which dimensions a column of the scheme takes from the second half of the sample."""
    np = needed("numpy", "simulate")
    return np.full(len(group_of), place == groups + 1) if place in (0, groups + 1) else group_of == place - 1


def _shift(np: Any, nominal: Nominal, one: Outcomes, lacking: bool) -> tuple[Any, bool]:
    total, ranked = shifts_of(np.array(nominal.ranks), one)
    return total / np.maximum(ranked, 1), lacking or bool((ranked == 0).any())


def _analysed(np: Any, y: Any, groups: int, seed: int) -> tuple[Index, ...] | None:
    """SALib's estimates of one outcome, in the order of its sample; None where it never varies."""
    if np.ptp(y) == 0:
        return None
    problem = {"num_vars": groups, "names": [str(group) for group in range(groups)], "bounds": [[0, 1]] * groups}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SALib warns of resamples in which nothing varies: their index is nought
        found = needed("SALib.analyze.sobol", "simulate").analyze(
            problem, y, calc_second_order=False, num_resamples=RESAMPLES, conf_level=0.95, seed=seed + 1
        )
    columns = zip(*(found[name] for name in ("S1", "S1_conf", "ST", "ST_conf")), strict=True)
    return tuple(Index(group, *map(float, column)) for group, column in enumerate(columns))

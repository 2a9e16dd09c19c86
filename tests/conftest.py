"""Profiles of Hypothesis: `ci` is the same on every machine; HYPOTHESIS_PROFILE=long explores."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)  # explaining a failure of a body with a hundred facts takes minutes
SLOW = (HealthCheck.too_slow,)

settings.register_profile("ci", derandomize=True, database=None, deadline=None, max_examples=45, phases=PHASES, suppress_health_check=SLOW)
settings.register_profile("long", deadline=None, max_examples=2000, phases=PHASES, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

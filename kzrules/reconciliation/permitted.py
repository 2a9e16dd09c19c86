"""Whether an act can be printed under an edition."""

from __future__ import annotations

from kzrules.diagnostic import Diagnostic, in_file_order
from kzrules.edition import Edition
from kzrules.reconciliation.act import ReconciliationAct
from kzrules.reconciliation.counts import unforeseen
from kzrules.reconciliation.form import ActForm


def unfit(act: ReconciliationAct, form: ActForm | None, edition: Edition) -> list[Diagnostic]:
    """Reasons against it: another edition, or findings that this one knows nothing of."""
    if act.under != edition.id:
        return [Diagnostic("KZ872", act.under_place, {"under": act.under, "edition": edition.id})]
    return in_file_order(unforeseen(act, form, edition))

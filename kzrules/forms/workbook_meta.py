"""What the hidden sheet of a workbook says: which form, whose, for which period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kzrules.forms.grids import Grid
from kzrules.forms.periods import Period, period_from_text
from kzrules.forms.write_workbook import META
from kzrules.program import Kind


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of a workbook before its cells are read; empty or None where not known.

    Attributes:
        form: id of the form.
        shape: hash of what the form asked when the workbook was made.

    """

    form: str = ""
    shape: str = ""
    body: str = ""
    kind: Kind | None = None
    name: str = ""
    period: Period | None = None

    def over(self, other: Meta) -> Meta:
        """This, and what it does not say from another."""
        return Meta(
            form=self.form or other.form,
            shape=self.shape or other.shape,
            body=self.body or other.body,
            kind=self.kind or other.kind,
            name=self.name or other.name,
            period=self.period or other.period,
        )


def meta_of(grids: list[Grid]) -> Meta:
    """What the hidden sheet says; nothing where there is none."""
    sheet = next((grid for grid in grids if grid.name == META), None)
    if sheet is None:
        return Meta()
    said: Mapping[str, str] = {str(sheet.at(row, 1).value): str(sheet.at(row, 2).value or "") for row in sheet.rows()}
    kind = said.get("kind", "")
    return Meta(
        form=said.get("form", ""),
        shape=said.get("shape", ""),
        body=said.get("body", ""),
        kind=kind if kind in ("central", "local") else None,  # type: ignore[arg-type]
        name=said.get("name", ""),
        period=period_from_text(said.get("period", "")),
    )

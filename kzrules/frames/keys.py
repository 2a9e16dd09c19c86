"""Which body of which year a row is about, which rows say so twice, and where the rows of other tables belong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kzrules.extras import needed
from kzrules.frames.cells import Array, Fault, plain_column
from kzrules.frames.layout import BODY, KIND, NAME, PERIOD, Layout
from kzrules.program import KINDS, Kind

_YEAR = re.compile(r"(19|20)[0-9]{2}")
NO_KIND, NO_YEAR = -1, 0


@dataclass(frozen=True, slots=True)
class Keys:
    """The leading columns of some rows.

    Attributes:
        kind: place in `KINDS`, `NO_KIND` where it is none.
        period: the assessed year, `NO_YEAR` where it is none.

    """

    body: Sequence[str]
    kind: Array
    period: Array
    name: Sequence[str | None]
    faults: tuple[Fault, ...]

    def hashes(self) -> Array:
        """A number for each body and year, equal for equal ones (of one run of Python)."""
        np = needed("numpy", "frames")
        return np.array([hash(pair) for pair in zip(self.body, self.period.tolist(), strict=True)], dtype=np.int64)


def keys_of(table: Any, layout: Layout, kind: Kind | None) -> Keys:
    """The leading columns of a chunk; `kind` is that of all bodies where the table has no column for it."""
    np = needed("numpy", "frames")
    body = _texts(table, layout, BODY)
    faults = [Fault(row, BODY, "", "KZ698", _said("пусто, а нужно имя органа", "empty, a body is needed")) for row, one in enumerate(body) if not one]
    period, texts = _each_word(table, layout, PERIOD, _year)
    for row in np.flatnonzero(period == NO_YEAR):
        text = texts[row].as_py()
        faults.append(
            Fault(int(row), PERIOD, text, "KZ698", _said(f"«{text}»: нужен год, например 2019", f"“{text}”: a year is needed, such as 2019"))
        )
    kinds = np.full(len(body), KINDS.index(kind) if kind else NO_KIND, dtype=np.int64)
    if KIND in layout.theirs:
        codes: dict[str, int] = {name: place for place, name in enumerate(KINDS)}
        kinds, texts = _each_word(table, layout, KIND, lambda text: codes.get(text, NO_KIND))
        for row in np.flatnonzero(kinds == NO_KIND):
            text = texts[row].as_py()
            faults.append(Fault(int(row), KIND, text, "KZ698", _said(f"«{text}»: нужно central или local", f"“{text}”: central or local is needed")))
    name = _texts(table, layout, NAME) if NAME in layout.theirs else [None] * len(body)
    return Keys(body, kinds, period, name, tuple(faults))


def _year(text: str) -> int:
    return int(text) if _YEAR.fullmatch(text) else NO_YEAR


def _each_word(table: Any, layout: Layout, name: str, meaning: Callable[[str], int]) -> tuple[Array, Any]:
    """What each row of a column means, every text asked about once; and the column."""
    np = needed("numpy", "frames")
    coded = _coded(table.column(layout.theirs[name]))
    meanings = np.array([meaning(word) for word in coded.dictionary.to_pylist()], dtype=np.int64)
    return (meanings[coded.indices.to_numpy()] if len(coded) else np.zeros(0, dtype=np.int64)), coded


def record_keys(table: Any, layout: Layout) -> tuple[Any, Array, Array]:
    """Of the records of a list: bodies (coded), assessed years, and a number for both as `Keys.hashes` has it."""
    np = needed("numpy", "frames")
    coded = _coded(table.column(layout.theirs[BODY]))
    period, _ = _each_word(table, layout, PERIOD, _year)
    both, place = np.unique(coded.indices.to_numpy().astype(np.int64) * 10_000 + period, return_inverse=True)
    names = coded.dictionary.to_pylist()
    hashes = np.array([hash((names[one // 10_000], one % 10_000)) for one in both.tolist()], dtype=np.int64)
    return coded, period, hashes[place] if len(hashes) else hashes


def _coded(column: Any) -> Any:
    """A column of texts as codes; texts that differ in the spaces around them only are still apart."""
    pa, pc = needed("pyarrow", "frames"), needed("pyarrow.compute", "frames")
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if pa.types.is_floating(column.type):
        column = pa.array([_year_text(value) for value in column.to_pylist()], pa.string())
    if not pa.types.is_dictionary(column.type):
        column = plain_column(column).cast(pa.string()).dictionary_encode()
    indices = column.indices
    words = pc.utf8_trim_whitespace(column.dictionary.cast(pa.string()))
    if indices.null_count:
        indices, words = indices.fill_null(len(words)), pa.concat_arrays([words, pa.array([""])])
    return pa.DictionaryArray.from_arrays(indices, words)


def _year_text(value: float | None) -> str:
    """A year that a library without whole numbers beside nulls holds as a double."""
    return "" if value is None else str(int(value)) if value.is_integer() else str(value)


def _said(ru: str, en: str) -> dict[str, str]:
    return {"problem_ru": ru, "problem_en": en}


def _texts(table: Any, layout: Layout, name: str) -> list[str]:
    pa = needed("pyarrow", "frames")
    column = plain_column(table.column(layout.theirs[name]))
    if pa.types.is_floating(column.type):
        return [_year_text(value) for value in column.to_pylist()]
    texts = column if pa.types.is_string(column.type) else column.cast(pa.string())
    return [value.strip() if value else "" for value in texts.to_pylist()]


@dataclass(frozen=True, slots=True)
class Survey:
    """A first look at a table: how many rows, whose they are, and which are about the same body and year.

    Attributes:
        order: the rows by their hash; `sorted` the hashes in that order.
        years: the assessed years.
        twice: for each row that is not alone, the first row about the same body and year (for the first: the second).

    """

    size: int
    sorted: Array
    order: Array
    twice: dict[int, int]
    years: frozenset[int]

    def row_of(self, hashes: Array) -> Array:
        """The row about each of some bodies and years; −1: none."""
        np = needed("numpy", "frames")
        if not self.size:
            return np.full(len(hashes), -1, dtype=np.int64)
        place = np.minimum(np.searchsorted(self.sorted, hashes), self.size - 1)
        return np.where(self.sorted[place] == hashes, self.order[place], -1)


def survey_of(chunks: Iterator[Keys]) -> Survey:
    """A first look at all rows. Equal hashes are taken for equal keys where they are so: see `unlike` of the callers."""
    np = needed("numpy", "frames")
    hashes, usable = [], []
    years: set[int] = set()
    for keys in chunks:
        hashes.append(keys.hashes())
        years |= set(np.unique(keys.period).tolist()) - {NO_YEAR}
        usable.append((keys.period != NO_YEAR) & np.array([bool(one) for one in keys.body], dtype=bool))
    every = np.concatenate(hashes) if hashes else np.array([], dtype=np.int64)
    usable_rows = np.concatenate(usable) if usable else np.array([], dtype=bool)
    order = np.argsort(every, kind="stable")
    in_order = every[order]
    twice: dict[int, int] = {}
    for place in np.flatnonzero(in_order[1:] == in_order[:-1]) if len(every) else []:
        one, other = int(order[place]), int(order[place + 1])
        if usable_rows[one] and usable_rows[other]:
            first = twice.get(one, one)
            first = min(first, one)
            twice.setdefault(one, other)
            twice[other] = first
    return Survey(len(every), in_order, order, twice, frozenset(years))

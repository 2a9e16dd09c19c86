"""A column of a table as whole numbers and marks: what every cell answers, and the faults of the cells that answer nothing.

The usual number is read by the column; whatever is not one is read word by word as a facts file is read, with its very sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from kzrules.answers import DIGIT_LIMIT, answer_from_text
from kzrules.dictionary import FactSpec
from kzrules.extras import needed
from kzrules.nodes import Text
from kzrules.place import NOWHERE
from kzrules.values import Absent, Missing, NotApplicable, Single

Array = Any
"""A NumPy array, or one of Arrow."""
_WORD = 2**63 - 1
_DOUBLES = 10**15
"""Below this, a double has one decimal of fifteen digits nearest to it."""
_WORDS = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell, or a whole row (`column` empty), that cannot be used.

    Attributes:
        row: of the table of bodies, from 0.
        values: what the sentence of `code` quotes.
        record: the row of the table of a list, from 1; 0: the fault is in the table of bodies.

    """

    row: int
    column: str
    value: str
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    record: int = 0


@dataclass(frozen=True, slots=True)
class Cells:
    """The answers of a column: numbers times ten to the power of the decimals of the fact, conditions, or places in its list of codes.

    Attributes:
        value: int64 (Python's whole numbers for a fact that is `wide`), or booleans for yes and no; nothing where one of the marks holds.
        unknown, na, absent: booleans.

    """

    spec: FactSpec
    value: Array
    unknown: Array
    na: Array
    absent: Array

    def at(self, row: int, name: str) -> Single:
        """One answer as the interpreter has it."""
        if self.unknown[row]:
            return Missing(frozenset([name]))
        if self.na[row]:
            return NotApplicable
        if self.absent[row]:
            return Absent
        match self.spec.type:
            case "yes_no":
                return bool(self.value[row])
            case "choice":
                return list(self.spec.choices)[int(self.value[row])]
            case _:
                return Fraction(int(self.value[row]), 10**self.spec.places)

    def taken(self, rows: Array) -> Cells:
        """Those of some rows."""
        return Cells(self.spec, self.value[rows], self.unknown[rows], self.na[rows], self.absent[rows])


def nothing_known(spec: FactSpec, size: int) -> Cells:
    """A column that nobody gave."""
    np = needed("numpy", "frames")
    no = _nowhere(size)
    return Cells(spec, np.zeros(size, dtype=bool if spec.type == "yes_no" else np.int64), np.ones(size, dtype=bool), no, no)


@lru_cache(maxsize=4)
def _nowhere(size: int) -> Array:
    """No row at all: one array for all columns that have no such mark."""
    no = needed("numpy", "frames").zeros(size, dtype=bool)
    no.flags.writeable = False
    return no


def fits(type_: Any, spec: FactSpec) -> bool:
    """Whether a column of this Arrow type can hold answers of a fact."""
    types = needed("pyarrow.types", "frames")
    inner = type_.value_type if types.is_dictionary(type_) else type_
    if types.is_null(inner) or _is_text(inner):
        return True
    if spec.type == "yes_no":
        return bool(types.is_boolean(inner))
    numbers = types.is_integer(inner) or types.is_floating(inner) or types.is_decimal(inner)
    return bool(numbers and spec.type in ("count", "number", "defects"))


def _is_text(type_: Any) -> bool:
    types = needed("pyarrow.types", "frames")
    return bool(types.is_string(type_) or types.is_large_string(type_) or types.is_string_view(type_))


def one_array(column: Array) -> Array:
    """An Arrow column as one array."""
    pa = needed("pyarrow", "frames")
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    return column


def plain_column(column: Array) -> Array:
    """An Arrow column as one array: text as strings, dictionaries written out."""
    pa = needed("pyarrow", "frames")
    column = one_array(column)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column.cast(pa.string()) if _is_text(column.type) or pa.types.is_null(column.type) else column


def coded_column(column: Array) -> Array:
    """An Arrow column as codes of texts, an empty one for a null; equal texts have one code."""
    pa = needed("pyarrow", "frames")
    column = one_array(column)
    if not pa.types.is_dictionary(column.type) or len(column.dictionary.unique()) < len(column.dictionary):
        return plain_column(column).cast(pa.string()).fill_null("").dictionary_encode()
    indices, words = column.indices, plain_column(column.dictionary).cast(pa.string())
    if indices.null_count:
        indices, words = indices.fill_null(len(words)), pa.concat_arrays([words, pa.array([""])])
    return pa.DictionaryArray.from_arrays(indices, words)


def read_cells(column: Array, spec: FactSpec, name: str) -> tuple[Cells, list[Fault]]:
    """The answers of an Arrow column that `fits`, and the faults of its cells; a faulty cell counts as unknown."""
    pa = needed("pyarrow", "frames")
    column = one_array(column)
    if pa.types.is_dictionary(column.type) or _is_text(column.type):  # the same few words again and again: each is read once
        coded = column if pa.types.is_dictionary(column.type) else plain_column(column).dictionary_encode()
        return _spread(*_read(plain_column(coded.dictionary), spec, name), coded.indices)
    return _read(plain_column(column), spec, name)


def _spread(cells: Cells, faults: Sequence[Fault], indices: Array) -> tuple[Cells, list[Fault]]:
    """The answers and faults of words as those of the cells that say them; a cell that says nothing is unknown."""
    np = needed("numpy", "frames")
    words, size = len(cells.unknown), len(indices)
    place = indices.fill_null(words).to_numpy()
    value = np.append(cells.value, np.zeros(1, dtype=cells.value.dtype))[place]
    unknown = np.append(cells.unknown, True)[place]
    na, absent = (np.append(mark, False)[place] if mark.any() else _nowhere(size) for mark in (cells.na, cells.absent))
    found: list[Fault] = []
    if faults:
        order = np.argsort(place, kind="stable")
        starts = np.searchsorted(place[order], np.arange(words + 1))
        found = [replace(fault, row=int(row)) for fault in faults for row in order[starts[fault.row] : starts[fault.row + 1]]]
    return Cells(cells.spec, value, unknown, na, absent), found


def _read(column: Array, spec: FactSpec, name: str) -> tuple[Cells, list[Fault]]:
    np = needed("numpy", "frames")
    size = len(column)
    nulls = _booleans(column.is_null())
    value, sure = _usual(column, spec)
    value[~sure] = 0
    unknown = nulls.copy()
    na = absent = _nowhere(size)
    faults: list[Fault] = []
    rest = np.flatnonzero(~nulls & ~sure)
    if len(rest):
        for word, rows in _by_word(column, rest):
            if not word.strip():
                unknown[rows] = True
                continue
            answer, found = _answer(word, spec, name)
            faults += [Fault(int(row), name, word, code, values) for code, values in found for row in rows]
            if found or isinstance(answer, Missing):
                unknown[rows] = True
            elif answer is NotApplicable:
                na = na if na.flags.writeable else na.copy()
                na[rows] = True
            elif answer is Absent:
                absent = absent if absent.flags.writeable else absent.copy()
                absent[rows] = True
            else:
                value[rows] = answer
    return Cells(spec, value, unknown, na, absent), faults


def _booleans(column: Array) -> Array:
    return column.to_numpy(zero_copy_only=False).astype(bool)


def _by_word(column: Array, rows: Array) -> Iterator[tuple[str, Array]]:
    """The rows of each text among some rows; other columns are written out as people write them."""
    np, pa = needed("numpy", "frames"), needed("pyarrow", "frames")
    some = column.take(pa.array(rows))
    if not _is_text(some.type):
        some = pa.array([_written(value) for value in some.to_pylist()], pa.string())
    coded = some.dictionary_encode()
    indices = coded.indices.to_numpy()
    order = np.argsort(indices, kind="stable")
    starts = np.searchsorted(indices[order], np.arange(len(coded.dictionary) + 1))
    for place, word in enumerate(coded.dictionary.to_pylist()):
        yield word, rows[order[starts[place] : starts[place + 1]]]


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return _WORDS[value]
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return str(number).lower()
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _answer(word: str, spec: FactSpec, name: str) -> tuple[Any, list[tuple[str, Mapping[str, Any]]]]:
    """What a word answers, as the column holds it."""
    answer, found = answer_from_text(Text(word, True, NOWHERE), spec, name)
    if isinstance(answer, Fraction):
        whole = answer * 10**spec.places
        if abs(whole) > _WORD and not spec.wide:
            digits = sum(letter.isdigit() for letter in word)
            said = {"name": name, "label": spec.title(), "value": word, "digits": digits, "limit": DIGIT_LIMIT - spec.places}
            return Missing(), [("KZ506", said)]
        answer = int(whole)  # type: ignore[assignment]
    elif isinstance(answer, str):
        answer = list(spec.choices).index(answer) if spec.choices else 0  # type: ignore[assignment]
    return answer, [(fault.code, fault.values) for fault in found]


# ── the usual cell, by the column ──


def _usual(column: Array, spec: FactSpec) -> tuple[Array, Array]:
    """The value of the cells that need no second look, and which they are."""
    np, pa = needed("numpy", "frames"), needed("pyarrow", "frames")
    types, size = pa.types, len(column)
    if spec.type in ("yes_no", "choice", "text"):
        if types.is_boolean(column.type):
            return _booleans(column.fill_null(False)), ~_booleans(column.is_null())
        return np.zeros(size, dtype=bool if spec.type == "yes_no" else np.int64), np.zeros(size, dtype=bool)
    if spec.wide:  # beyond machine words: read word by word
        return np.zeros(size, dtype=object), np.zeros(size, dtype=bool)
    if _is_text(column.type):
        value, sure = _from_text(column, spec)
    elif types.is_integer(column.type):
        value, sure = _from_whole(column, spec)
    elif types.is_decimal(column.type):
        value, sure = _from_decimals(column, spec)
    else:
        value, sure = _from_doubles(column, spec)
    scale = 10**spec.places
    if spec.least is not None:
        sure &= value >= int(spec.least * scale)
    if spec.most is not None:
        sure &= value <= int(spec.most * scale)
    return value, sure


def _from_text(column: Array, spec: FactSpec) -> tuple[Array, Array]:
    pa, pc = needed("pyarrow", "frames"), needed("pyarrow.compute", "frames")
    places = spec.places
    pattern = f"^-?(0|[1-9][0-9]{{0,{DIGIT_LIMIT - places - 1}}})" + (rf"(\.[0-9]{{1,{places}}})?$" if places else "$")
    sure = pc.fill_null(pc.match_substring_regex(column, pattern), False)
    texts = pc.if_else(sure, column, "0")
    if not places:
        return _own(texts.cast(pa.int64())), _booleans(sure)
    return _words(texts.cast(pa.decimal128(38, places)))[0], _booleans(sure)


def _from_whole(column: Array, spec: FactSpec) -> tuple[Array, Array]:
    np, pa = needed("numpy", "frames"), needed("pyarrow", "frames")
    most = 10 ** (DIGIT_LIMIT - spec.places) - 1
    filled = column.fill_null(0)
    if pa.types.is_uint64(column.type):
        large = filled.to_numpy(zero_copy_only=False)
        sure = large <= most
        return np.where(sure, large, 0).astype(np.int64) * 10**spec.places, sure & ~_booleans(column.is_null())
    value = filled.cast(pa.int64()).to_numpy(zero_copy_only=False)
    sure = (value <= most) & (value >= -most)
    return np.where(sure, value, 0) * 10**spec.places, sure & ~_booleans(column.is_null())


def _from_decimals(column: Array, spec: FactSpec) -> tuple[Array, Array]:
    """Exact: more decimals than the fact has are accepted where they are zeros."""
    np, pa = needed("numpy", "frames"), needed("pyarrow", "frames")
    scale, size = column.type.scale, len(column)
    if scale - spec.places > DIGIT_LIMIT:  # more zeros to check than a machine word holds: read word by word
        return np.zeros(size, dtype=np.int64), np.zeros(size, dtype=bool)
    try:
        value, fits_word = _words(column.cast(pa.decimal128(38, scale)).fill_null(Decimal(0)))
    except pa.ArrowInvalid:  # longer than 38 digits: written out and read word by word
        return np.zeros(size, dtype=np.int64), np.zeros(size, dtype=bool)
    given = fits_word & ~_booleans(column.is_null())
    if scale >= spec.places:
        whole, rest = np.divmod(value, 10 ** (scale - spec.places))
        return whole, given & (rest == 0)
    up = 10 ** (spec.places - scale)
    sure = given & (np.abs(value) <= 10**DIGIT_LIMIT // up)
    return np.where(sure, value, 0) * up, sure


def _from_doubles(column: Array, spec: FactSpec) -> tuple[Array, Array]:
    """A double stands for a number where it is the double nearest to a decimal with the places of the fact."""
    np, pa = needed("numpy", "frames"), needed("pyarrow", "frames")
    doubles = column.cast(pa.float64()).fill_null(np.nan).to_numpy(zero_copy_only=False)
    if spec.places and not pa.types.is_float64(column.type):  # a short float stands for the decimal that it prints as
        doubles = column.fill_null(np.nan).to_numpy(zero_copy_only=False).astype(str).astype(np.float64)
    scale = 10**spec.places
    with np.errstate(invalid="ignore", over="ignore"):
        whole = np.rint(doubles * scale)
        sure = np.abs(whole) < _DOUBLES
        whole = np.where(sure, whole, 0)
        sure &= whole / scale == doubles
    return whole.astype(np.int64), sure


def _own(column: Array) -> Array:
    return column.to_numpy(zero_copy_only=False).copy()


def _words(column: Array) -> tuple[Array, Array]:
    """The unscaled whole numbers of decimals of 128 bits, and which of them have at most 18 digits."""
    np = needed("numpy", "frames")
    halves = np.frombuffer(column.buffers()[1], dtype=np.int64)[2 * column.offset : 2 * (column.offset + len(column))]
    low, high = halves[::2].copy(), halves[1::2]
    return low, (high == low >> 63) & (low > -(10**DIGIT_LIMIT)) & (low < 10**DIGIT_LIMIT)

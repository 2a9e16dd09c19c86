"""No score lies outside the bounds of its term, in the whole box and in a small one."""

from __future__ import annotations

import pytest
import shipped
import strategies
from hypothesis import given
from hypothesis import strategies as st
from test_symbolic_agrees import known_of, read, symbols_of

from kzrules.program import Kind
from kzrules.questions import lengths_in
from kzrules.term_bounds import Bounds, Span, whole_box


@pytest.mark.parametrize(("edition", "kind"), shipped.PROGRAMS)
@given(data=st.data())
def test_no_score_lies_outside_its_bounds(edition: str, kind: Kind, data: st.DataObject) -> None:
    """The least and the greatest score that check and prove start from hold for every facts file."""
    body = data.draw(strategies.bodies(edition, kind))
    terms, reader = read(edition, kind, shipped.DEFAULTS, tuple(sorted(lengths_in(body.values).items())))
    known = known_of(body, terms)
    values = reader.of(known)
    symbols = symbols_of(terms)
    steps = {q.path: q.step for q in terms.questions.values() if q.is_number}
    bounds = Bounds([part for s in symbols.values() for part in (s.term, s.missing, s.na)], steps, terms.admissible)
    wide = whole_box(terms.questions.values())
    some = data.draw(st.sets(st.sampled_from(sorted(known)), max_size=3))
    point = {name: value if isinstance(value, bool) else Span(value, value) for name, value in known.items()}
    for box in (wide, point, {**point, **{name: wide[name] for name in some if name in wide}}):
        found = bounds.of(box)
        for path, symbol in symbols.items():
            if not values[symbol.missing]:
                span = found[symbol.term]
                assert isinstance(span, Span)
                assert span.low is None or span.low <= values[symbol.term], path
                assert span.high is None or span.high >= values[symbol.term], path
            assert found[symbol.missing] in (None, values[symbol.missing]), path

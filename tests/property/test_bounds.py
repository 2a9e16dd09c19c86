"""Every score lies between the minimum and the maximum of its rule, whatever admissible facts a body has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import DEFAULTS, EDITIONS, PROGRAMS, Choice, choices, id_of, programs
from strategies import bodies, cohorts

from kzrules.outcome import Assessment, Result
from kzrules.program import Kind
from kzrules.scoring import Run

Bounds = tuple[Fraction | None, Fraction | None]
LOSSES: Bounds = (None, Fraction(20))


def reach(least: str, most: str) -> Bounds:
    return Fraction(least), Fraction(most)


@dataclass(frozen=True, slots=True)
class Exceeds:
    """What one option of a reading does to the bounds that the edition prints; nothing exceeds them under the default readings.

    Attributes:
        by: the widest bounds of either body kind, by path; `path.*` is every line of the checklist below a rule.

    """

    edition: str
    choice: tuple[str, str]
    why: str
    by: Mapping[str, Bounds]


_WEBSITE_2017 = "openness.open_dialogue.official_website"
_CAP_PER_LANGUAGE = (
    "ENGINE: the cap is half the points of a language version, absent sections too, so that what is there can lose more than it has;"
    " what is above the cap is given back on the whole, so that a line shows a loss below zero"
)
_OWN_MINIMUM_ONLY = "EDITION: the option lowers the minimum of its own rule, not of the rules above it"
_KAZAKH_SUM = "the Kazakh points add up to more than the printed maximum, as the reading says"

EXCEEDS: tuple[Exceeds, ...] = (
    Exceeds(
        "interaction/2017-02", ("english_points", "kazakh"), "0.5 points in a line that weighs 0.3: the Kazakh text, as the reading says",
        {
            f"{_WEBSITE_2017}.site_accessibility.site_english": reach("0", "0.5"),
            f"{_WEBSITE_2017}.site_accessibility": reach("0", "5.1"),
            _WEBSITE_2017: reach("0", "20.1"),
            "openness.open_dialogue": reach("0", "40.1"),
            "openness": reach("-14", "90.1"),
        },
    ),
    Exceeds(
        "interaction/2017-02", ("mobile_link_penalty", "unfloored"), _OWN_MINIMUM_ONLY,
        {
            _WEBSITE_2017: reach("-1", "20"),
            "openness.open_dialogue": reach("-1", "40"),
            "openness": reach("-15", "90"),
            "overall": reach("-8", "100"),
        },
    ),
    Exceeds(
        "interaction/2017-02", ("open_budget_value", "rescaled"),
        "EDITION: the option says «направление — не более 100», the direction keeps 90 and -14",
        {"openness": reach("-16", "100"), "overall": reach("-8.3", "100")},
    ),
    Exceeds(
        "interaction/2017-02", ("partial_deduction", "cumulative"), _OWN_MINIMUM_ONLY,
        {
            "openness.open_npa": reach("-6.5", "0"),
            "openness.open_budget": reach("-6", "20"),
            "openness": reach("-17.5", "90"),
            "overall": reach("-8.75", "100"),
        },
    ),
    Exceeds(
        "interaction/2017-02", ("site_defect_cap", "per_language"), _CAP_PER_LANGUAGE,
        {
            f"{_WEBSITE_2017}.site_completeness.*": LOSSES,
            f"{_WEBSITE_2017}.site_mobile.*": LOSSES,
            f"{_WEBSITE_2017}.site_completeness": reach("-4.8", "10"),
            _WEBSITE_2017: reach("-4.8", "20"),
            "openness.open_dialogue": reach("-4.8", "40"),
            "openness": reach("-18.8", "90"),
            "overall": reach("-9.14", "100"),
        },
    ),
    Exceeds(
        "interaction/2017-02", ("timeliness_cap", "uncapped"), "EDITION: the option raises the maximum of the criterion, not of the direction",
        {"services": reach("-5", "110"), "overall": reach("-7.7", "102")},
    ),
    Exceeds(
        "interaction/2018-01", ("annex15_points", "kazakh"), _KAZAKH_SUM,
        {
            "openness.official_website.site_completeness": reach("0", "10.2"),
            "openness.official_website": reach("0", "20.2"),
            "openness": reach("-5", "100.2"),
            "overall": reach("-5", "100.06"),
        },
    ),
    Exceeds(
        "interaction/2018-01", ("annex6_central", "kazakh"), _KAZAKH_SUM,
        {
            "services.satisfaction.satisfaction_level": reach("0", "35"),
            "services.satisfaction": reach("0", "40"),
            "services": reach("-5", "105"),
            "overall": reach("-5", "102.5"),
        },
    ),
    Exceeds(
        "interaction/2018-01", ("english_points", "kazakh"), "0.5 points in a line that weighs 0.3: the Kazakh text, as the reading says",
        {
            "openness.official_website.site_accessibility.site_english": reach("0", "0.5"),
            "openness.official_website.site_accessibility": reach("0", "5.1"),
            "openness.official_website": reach("0", "20.1"),
            "openness": reach("-5", "100.1"),
            "overall": reach("-5", "100.03"),
        },
    ),
    Exceeds(
        "interaction/2018-01", ("mobile_link_penalty", "unfloored"), _OWN_MINIMUM_ONLY,
        {"openness.official_website": reach("-1", "20"), "openness": reach("-6", "100"), "overall": reach("-5.3", "100")},
    ),
    Exceeds(
        "interaction/2018-01", ("site_defect_cap", "per_language"), _CAP_PER_LANGUAGE,
        {
            "openness.official_website.site_completeness.*": LOSSES,
            "openness.official_website.site_mobile.*": LOSSES,
            "openness.official_website.site_completeness": reach("-4.8", "10"),
            "openness.official_website": reach("-4.8", "20"),
            "openness": reach("-9.8", "100"),
            "overall": reach("-6.44", "100"),
        },
    ),
    Exceeds(
        "interaction/2018-01", ("timeliness_penalty_floor", "none"), _OWN_MINIMUM_ONLY,
        {"services": reach("-10", "100"), "overall": reach("-7.5", "100")},
    ),
    Exceeds(
        "interaction/2018-01", ("upheld_floor", "none"), _OWN_MINIMUM_ONLY + ": it has none, factors reach 1000",
        {"complaints": (None, Fraction(100)), "overall": (None, Fraction(100))},
    ),
    Exceeds(
        "interaction/2019-03", ("timeliness_penalty_floor", "none"), _OWN_MINIMUM_ONLY,
        {"services": reach("-15", "100")},
    ),
)  # fmt: skip


def excused(name: str, choice: Choice) -> Mapping[str, Bounds]:
    return next((e.by for e in EXCEEDS if e.edition == id_of(name) and choice == (e.choice,)), {})


def scores(assessment: Assessment) -> Iterator[tuple[str, str, Result, Bounds]]:
    """Path, path of the checklist's lines, score and declared bounds of everything that is scored."""
    overall = assessment.program.overall
    yield "overall", "", assessment.score, (overall.minimum, overall.maximum)
    for score in assessment.walk():
        rule = score.rule
        yield rule.path, "", score.value, (rule.minimum, rule.maximum)
        for line in score.lines:
            yield f"{rule.path}.{line.line.id}", f"{rule.path}.*", line.value, (Fraction(0), line.maximum)


def outside(value: Result, bounds: Bounds) -> bool:
    least, most = bounds
    return isinstance(value, Fraction) and ((least is not None and value < least) or (most is not None and value > most))


@pytest.mark.parametrize(("name", "kind"), PROGRAMS)
@given(data=st.data())
def test_every_score_lies_within_its_bounds(name: str, kind: Kind, data: st.DataObject) -> None:
    """A score is not below the minimum and not above the maximum of the rule: under the default readings, and under each other option alone."""
    body = data.draw(bodies(name, kind), label="body")
    others = data.draw(cohorts(name, least=0, most=1, only="services"), label="others")
    taken = data.draw(st.lists(st.sampled_from(choices(name)), min_size=6, max_size=8, unique=True), label="readings")
    for choice in dict.fromkeys((DEFAULTS, *taken)):
        found = Run(programs(name, choice), [body, *others]).assess(body)
        allowed = excused(name, choice)
        for path, lines, value, declared in scores(found):
            bounds = allowed.get(path) or allowed.get(lines) or declared
            assert not outside(value, bounds), f"{path} = {value}, not within {bounds} under {choice or 'the default readings'}"


def test_exceptions_are_about_options_that_exist() -> None:
    """An exception is an option other than the default, of an edition that is shipped, and about a rule that it has."""
    for entry in EXCEEDS:
        assert (entry.choice,) in choices(entry.edition)
        known = {path for program in programs(entry.edition, (entry.choice,)).values() for path in program.rules}
        assert {path for path in entry.by if path.removesuffix(".*").rpartition(".")[0] not in known} <= known | {"overall"}


def test_exceptions_are_wider_than_the_edition() -> None:
    """A bound that the edition itself declares by now is taken out of the table."""
    for entry in EXCEEDS:
        declared: dict[str, list[Bounds]] = {}
        for one in (one for name in EDITIONS if id_of(name) == entry.edition for one in programs(name, (entry.choice,)).values()):
            declared.setdefault("overall", []).append((one.overall.minimum, one.overall.maximum))
            for path, rule in one.rules.items():
                declared.setdefault(path, []).append((rule.minimum, rule.maximum))
        for path in entry.by.keys() & declared.keys():
            assert any(wider(entry.by[path], bounds) for bounds in declared[path]), f"{entry.edition} {entry.choice}: {path} needs no exception"


def wider(bounds: Bounds, declared: Bounds) -> bool:
    (low, high), (least, most) = bounds, declared
    return (least is not None and (low is None or low < least)) or (most is not None and (high is None or high > most))

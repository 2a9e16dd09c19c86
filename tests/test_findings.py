"""docs/findings.md: every finding has its witness, the interpreter confirms each figure, the solver each dead row and each end.

The tables below are the machine-readable part of that page. A finding without rows of its own has claims of the solver.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from helpers import ROOT, edition, run

import kzrules as kz
from kzrules.facts import Body
from kzrules.outcome import Assessment
from kzrules.program import Kind
from kzrules.proofs import Claim
from kzrules.solver import available
from kzrules.values import Missing, exact_text

SECONDS = 10.0  # for one question to the solver: a busy machine needs more than the command gives
FOLDER = ROOT / "examples" / "findings"
PAGE = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")

# finding · edition · readings other than the defaults · body of the witness file · rule · exact score (“-”: not computable)
SCORES = """
 1 2017-02 - spotless overall 97
 1 2018-01 - spotless overall -
 1 2019-03 - spotless overall -
 1 2020-03 - spotless overall 100
 1 2021-04 - spotless overall 100
 1 2017-02 - spotless openness 90
 1 2018-01 no_base=maximum spotless overall 100
 1 2019-03 no_violations=maximum,no_late_complaints=maximum spotless overall 100
 2 2017-02 - everything-placed openness.open_budget 20
 2 2017-02 open_budget_value=rescaled everything-placed openness.open_budget 30
 3 2017-02 - central-none-late services.timeliness 20
 3 2017-02 timeliness_cap=uncapped central-none-late services.timeliness 25
 3 2017-02 - local-none-late services.timeliness 40
 3 2017-02 timeliness_cap=uncapped local-none-late services.timeliness 50
 4 2018-01 - none-late services.timeliness 20
 4 2018-01 - none-late services.internal_control.ic_own_findings -
 4 2018-01 - one-late services.timeliness 239/12
 4 2018-01 - one-late services.internal_control.ic_own_findings 3
 4 2018-01 no_base=maximum none-late services.internal_control.ic_own_findings 3
 4 2018-01 no_base=zero none-late services.internal_control.ic_own_findings 0
 5 2019-03 - none-late complaints.complaints_internal_control -
 5 2019-03 - none-late complaints.complaint_timeliness 40
 5 2019-03 - one-late complaints.complaints_internal_control 10
 5 2019-03 - one-late complaints.complaint_timeliness 39
 5 2019-03 no_late_complaints=zero none-late complaints.complaints_internal_control 0
 5 2020-03 - none-late complaints.complaints_internal_control 10
 5 2021-04 - none-late complaints.complaints_internal_control 10
 6 organizational-development - all-full personnel_management.meritocracy_culture 83/2
 6 organizational-development bonus_excess=criterion all-full personnel_management.meritocracy_culture 40
 7 2018-01 - best-marks services.satisfaction 20
 7 2018-01 annex6_central=kazakh best-marks services.satisfaction 25
 8 2020-03 - no-appeals services.satisfaction.appeals 20
 8 2020-03 appeals_k=item34 no-appeals services.satisfaction.appeals 10
 9 organizational-development - no-systems information_technologies 25
10 2018-01 - all-explained complaints.complaints_satisfied_share 10
10 2018-01 explained_points=kazakh all-explained complaints.complaints_satisfied_share 5
10 2017-02 - all-explained complaints.complaints_satisfied_share 0
11 2017-02 - no-complaints complaints 100
11 2017-02 no_complaints=undecided no-complaints complaints -
11 2018-01 - no-complaints complaints -
11 2019-03 - no-complaints complaints -
11 2020-03 - no-complaints complaints -
11 2021-04 - no-complaints complaints -
11 2018-01 - no-complaints complaints.complaint_timeliness -
11 2020-03 - no-complaints complaints.complaint_timeliness -
11 2020-03 no_volume=maximum no-complaints complaints 100
11 2021-04 no_volume=maximum no-complaints complaints 100
11 2020-03 - no-complaints complaints.complaints_upheld_by_court 30
12 organizational-development - nobody-left personnel_management.hr_potential.exit_interview -
12 organizational-development - nobody-left personnel_management.meritocracy_culture.competition_transparency -
12 organizational-development - nobody-left personnel_management.meritocracy_culture.bonus_competition_video -
12 organizational-development - nobody-left personnel_management.meritocracy_culture.career_growth -
12 organizational-development zero_leavers=full nobody-left personnel_management.hr_potential.exit_interview 5
13 2020-03 - outside services.satisfaction.satisfaction_level 15
13 2021-04 - outside services.satisfaction.satisfaction_level -
13 2021-04 not_surveyed=same_kind outside services.satisfaction.satisfaction_level 15
14 2017-02 - one-such services.optimisation.automation_degree -
14 2017-02 channel_hole=nothing one-such services.optimisation.automation_degree 10
14 2017-02 channel_hole=as_2018 one-such services.optimisation.automation_degree 15
15 2019-03 - entered-7-of-10 services.register_expansion -
15 2019-03 exactly_70=upper entered-7-of-10 services.register_expansion 3
15 2019-03 exactly_70=lower entered-7-of-10 services.register_expansion 2
15 2019-03 - entered-1-of-1000 services.register_expansion 1
15 2019-03 - entered-0-of-1000 services.register_expansion 0
15 2019-03 register_precondition=literal entered-0-of-1000 services.register_expansion 1
16 2017-02 - on-every-edge openness.open_dialogue.dlg_feedback.dlg_conferences 5
16 2017-02 exact_events=lower on-every-edge openness.open_dialogue.dlg_feedback.dlg_conferences 5/2
16 2017-02 exact_events=undecided on-every-edge openness.open_dialogue.dlg_feedback.dlg_conferences -
16 2017-02 - on-every-edge openness.open_dialogue.dlg_feedback.dlg_polls 5/2
16 2017-02 exact_events=lower on-every-edge openness.open_dialogue.dlg_feedback.dlg_polls 0
16 2017-02 - on-every-edge openness.open_budget.ob_reports 5
16 2017-02 exact_reports=lower on-every-edge openness.open_budget.ob_reports 3
16 2017-02 - on-every-edge openness.open_budget.ob_audit 5
16 2017-02 exact_audits=lower on-every-edge openness.open_budget.ob_audit 3
16 2017-02 - on-every-edge openness.open_budget.ob_programmes 5
16 2017-02 exact_programmes=lower on-every-edge openness.open_budget.ob_programmes 3
16 2017-02 - on-every-edge openness.open_budget.ob_comments 0
16 2017-02 exactly_70_budget=upper on-every-edge openness.open_budget.ob_comments 3
16 2017-02 - on-every-edge openness.open_budget 15
16 2017-02 exact_reports=lower,exact_audits=lower,exact_programmes=lower on-every-edge openness.open_budget 9
17 2019-03 - three-for-two complaints.complaints_internal_control -
17 2019-03 above_hundred=upper three-for-two complaints.complaints_internal_control 10
17 2020-03 - three-for-two complaints.complaints_internal_control 10
18 2018-01 - all-late complaints -5
18 2018-01 direction_floor=zero all-late complaints 0
18 2018-01 upheld_floor=none all-late complaints.complaints_upheld_externally -960
18 2018-01 upheld_floor=none all-late complaints -965
19 2020-03 - nothing-online services.automation -5
19 2020-03 floors=zero nothing-online services.automation 0
19 2021-04 - nothing-online services.automation -5
19 2021-04 floors=zero nothing-online services.automation 0
20 organizational-development - untrained personnel_management.work_organization.staff_training 5/2
20 organizational-development training_target=indicator untrained personnel_management.work_organization.staff_training -235/2
20 organizational-development training_target=indicator,indicator_floor=zero untrained personnel_management.work_organization.staff_training 0
21 organizational-development - one-leaver personnel_management.hr_potential.exit_interview -1
21 organizational-development indicator_floor=zero one-leaver personnel_management.hr_potential.exit_interview 0
21 organizational-development majority_base=interviewed one-leaver personnel_management.hr_potential.exit_interview -1
22 2019-03 - two-penalties services 49632933/557950
22 2019-03 services_penalties_cap=joint two-penalties services 52422683/557950
22 2019-03 - two-penalties overall 9329/100
22 2019-03 services_penalties_cap=joint two-penalties overall 9579/100
23 2018-01 - found-0 services.internal_control.ic_own_findings 1
23 2018-01 - found-19 services.internal_control.ic_own_findings 1
23 2018-01 - found-25 services.internal_control.ic_own_findings 0
23 2018-01 - found-30 services.internal_control.ic_own_findings 2
23 2018-01 own_findings_hole=lower found-25 services.internal_control.ic_own_findings 1
23 2018-01 own_findings_hole=upper found-25 services.internal_control.ic_own_findings 2
24 2018-01 - reviewed-980 complaints.complaints_upheld_externally 79/2
24 2018-01 - reviewed-1000 complaints.complaints_upheld_externally 35
24 2018-01 - reviewed-5000 complaints.complaints_upheld_externally 0
24 2018-01 upheld_floor=none reviewed-5000 complaints.complaints_upheld_externally -10
24 2018-01 - all-upheld complaints.complaints_upheld_externally 30
24 2018-01 - nine complaints.complaints_upheld_externally 40
24 2018-01 few_complaints=factor_10 nine complaints.complaints_upheld_externally 30
24 2018-01 few_complaints=undecided nine complaints.complaints_upheld_externally -
25 2019-03 - reviewed-333 complaints.complaints_upheld_externally 0
25 2019-03 - reviewed-400 complaints.complaints_upheld_externally 0
25 2019-03 - reviewed-401 complaints.complaints_upheld_externally 25/401
25 2019-03 - reviewed-20000 complaints.complaints_upheld_externally 49/2
25 2019-03 rate_shape=proportional reviewed-401 complaints.complaints_upheld_externally 0
25 2019-03 rate_shape=proportional reviewed-20000 complaints.complaints_upheld_externally 25/2
25 2020-03 - reviewed-333 complaints.complaints_upheld_by_court 0
25 2020-03 - reviewed-334 complaints.complaints_upheld_by_court 10/167
25 2020-03 - reviewed-20000 complaints.complaints_upheld_by_court 59/2
25 2021-04 - reviewed-333 complaints.complaints_upheld_by_court 0
26 2019-03 - services-3333 services.quality_assurance.unfounded_refusals 0
26 2019-03 - services-33333 services.quality_assurance.paid_free_services 0
26 2019-03 - services-50000 services.quality_assurance.working_hours 0
26 2019-03 - services-1000000 services.quality_assurance.unfounded_refusals 299/100
26 2019-03 - services-1000000 services.quality_assurance.paid_free_services 29/10
26 2019-03 - services-1000000 services.quality_assurance.working_hours 19/10
26 2018-01 - services-3333 services.quality_assurance.unfounded_refusals 0
26 2020-03 - services-1250 services.quality_assurance.unfounded_refusals 0
27 organizational-development - at-threshold personnel_management.hr_potential.gender_composition 5
27 organizational-development - at-threshold personnel_management.hr_potential.staff_stability 5
27 organizational-development - below-threshold personnel_management.hr_potential.gender_composition 29/20
27 organizational-development below_threshold=rescaled below-threshold personnel_management.hr_potential.gender_composition 29/6
27 organizational-development - below-threshold personnel_management.hr_potential.staff_stability 79/20
27 organizational-development below_threshold=rescaled below-threshold personnel_management.hr_potential.staff_stability 79/16
28 organizational-development - one-left personnel_management.hr_potential.net_turnover 10
28 organizational-development turnover_rate=pooled one-left personnel_management.hr_potential.net_turnover 10
28 organizational-development turnover_rate=sum one-left personnel_management.hr_potential.net_turnover 0
28 organizational-development - two-left personnel_management.hr_potential.net_turnover 0
28 organizational-development turnover_rate=pooled two-left personnel_management.hr_potential.net_turnover 10
28 organizational-development turnover_rate=sum two-left personnel_management.hr_potential.net_turnover 0
29 2021-04 - ten-disliked openness.open_dialogue 20
29 2021-04 - eleven-disliked openness.open_dialogue 10
30 2019-03 - found-none services.internal_control.ic_own_detection 1
30 2019-03 - no-violations services.internal_control.ic_own_detection -
30 2019-03 no_violations=zero no-violations services.internal_control.ic_own_detection 0
31 2021-04 - empty-blog openness.open_dialogue 3/5
31 2021-04 no_posts=zero empty-blog openness.open_dialogue 0
32 2017-02 - failing-site openness.open_dialogue.official_website.site_accessibility 1/200
32 2018-01 - failing-site openness.official_website.site_accessibility 1/8
33 2018-01 - nothing-published openness.open_gov_portals.open_data 35/12
33 2018-01 absent_parameter=keep nothing-published openness.open_gov_portals.open_data 155/36
33 2019-03 - defects-everywhere openness.open_data 25/4
"""

# finding · edition · body kind · readings · rule · claim · exact figure, “unlimited”, or “refuted”
ENDS = """
 1 2017-02 local - openness greatest 90
 2 2017-02 local - openness.open_budget greatest 20
 3 2017-02 local timeliness_cap=uncapped services.timeliness greatest 50
 4 2018-01 central - services.internal_control.ic_own_findings defined refuted
 5 2019-03 central - complaints.complaints_internal_control defined refuted
 6 organizational-development central - personnel_management.meritocracy_culture greatest 83/2
 8 2020-03 local appeals_k=item34 services.satisfaction.appeals greatest 10
18 2018-01 central - complaints least -5
19 2020-03 central - services.automation least -5
20 organizational-development central training_target=indicator personnel_management.work_organization.staff_training least unlimited
21 organizational-development central - personnel_management.hr_potential.exit_interview least -1
30 2019-03 central - services.internal_control.ic_own_detection least 1
31 2021-04 central - openness.open_dialogue least 3/5
32 2017-02 central - openness.open_dialogue.official_website.site_accessibility least 1/200
32 2018-01 central - openness.official_website.site_accessibility least 1/8
33 2018-01 central - openness.open_gov_portals.open_data least 35/12
33 2019-03 central - openness.open_data least 25/4
"""

# edition · body kind · assessed year · least and greatest overall score · rules with data that give no result, of all rules
WHOLE = """
2017-02 central - -77/10 97 7/35
2017-02 local - -5 97 4/27
2018-01 central - -179/50 100 17/37
2018-01 local - -37/10 100 15/32
2019-03 central - 1/2 100 21/33
2019-03 local - 1/2 100 18/27
2020-03 central - -93/10 100 13/24
2020-03 local - -93/10 100 11/20
2021-04 central - -459/50 100 14/24
2021-04 local - -167/25 100 12/21
organizational-development central 2019 unlimited 409/4 20/29
organizational-development central 2020 unlimited 409/4 21/30
organizational-development local 2019 unlimited 409/4 20/29
organizational-development local 2020 unlimited 409/4 21/30
"""

# finding · edition · body kind · rule · row or cap · its name: what no data reach
DEAD = """
34 2017-02 central openness.open_dialogue.official_website.site_mobile row mobile_coefficient не оценивается, 0 баллов
34 2018-01 central openness.official_website.site_mobile row mobile_coefficient не оценивается, 0 баллов
34 2018-01 central complaints.complaints_upheld_externally row complaints_factor (−∞; 10)
34 2020-03 central services cap unavailability_by_fault
"""


@dataclass(frozen=True)
class Row:
    """A line of SCORES."""

    finding: int
    edition: str
    readings: str
    body: str
    rule: str
    score: str

    def choices(self) -> dict[str, str]:
        return choices_of(self.readings)


def choices_of(text: str) -> dict[str, str]:
    return {} if text == "-" else dict(pair.split("=") for pair in text.split(","))


def lines(table: str, parts: int) -> Iterator[list[str]]:
    return (line.split(maxsplit=parts - 1) for line in table.strip().splitlines())


ROWS = [Row(int(number), *rest) for number, *rest in lines(SCORES, 6)]
NUMBERS = {int(line[0]) for table in (SCORES, ENDS, DEAD) for line in lines(table, 2)}


def files_of(finding: int) -> list[Path]:
    return sorted(FOLDER.glob(f"{finding:02d}-*.yaml"))


@cache
def bodies_of(file: Path, name: str) -> tuple[Body, ...]:
    return kz.read_facts(file, edition(name)).bodies


@cache
def assessed(file: Path, name: str, readings: str, body: str) -> Assessment:
    bodies = bodies_of(file, name)
    (mine,) = [b for b in bodies if b.id == body]
    others = [b for b in bodies if b is not mine]
    return kz.assess(edition(name), mine, cohort=others, readings=choices_of(readings)).assessment


def score_of(row: Row) -> str:
    (file,) = files_of(row.finding)
    assessment = assessed(file, row.edition, row.readings, row.body)
    value = assessment.score if row.rule == "overall" else next(score.value for score in assessment.walk() if score.rule.path == row.rule)
    if not isinstance(value, Missing):
        return exact_text(value)
    assert not value.facts, "what the rule looks at must be in the witness: only the act may leave it undecided"
    return "-"


@pytest.mark.parametrize("finding", sorted({row.finding for row in ROWS}))
def test_the_interpreter_confirms_each_witness_exactly(finding: int) -> None:
    mine = [row for row in ROWS if row.finding == finding]
    assert [score_of(row) for row in mine] == [row.score for row in mine]


@pytest.mark.parametrize("finding", sorted({row.finding for row in ROWS}))
def test_the_head_of_a_witness_gives_the_commands_and_their_scores(finding: int) -> None:
    (file,) = files_of(finding)
    text = file.read_text(encoding="utf-8")
    assert "\nfictional: true\n" in text
    told = re.findall(r"^#   (kzrules .+)\n#     (.+)$", text, re.MULTILINE)
    assert [command_of(row, file) for row in ROWS if row.finding == finding] == [command for command, _ in told]
    assert [row.score for row in ROWS if row.finding == finding] == [exact_of(figure) for _, figure in told]


def command_of(row: Row, file: Path) -> str:
    start = f"kzrules {'eval' if row.rule == 'overall' else 'explain'} examples/findings/{file.name}"
    rule = "" if row.rule == "overall" else f" {row.rule}"
    options = "".join(f" --reading {name}={option}" for name, option in row.choices().items())
    body = f" --body {row.body}" if row.rule != "overall" and len(bodies_of(file, row.edition)) > 1 else ""
    return f"{start}{rule} -e {edition(row.edition).id}{options}{body}"


def exact_of(figure: str) -> str:
    return "-" if figure == "не вычисляется" else exact_text(Fraction(figure.split(maxsplit=1)[0].replace(",", ".").replace("−", "-")))


def test_page_and_tables_have_the_same_findings_in_order_in_both_languages() -> None:
    russian = [int(number) for number in re.findall(r"^### (\d+)\. ", PAGE, re.MULTILINE)]
    english = [int(number) for number in re.findall(r"^(\d+)\. ", PAGE, re.MULTILINE)]
    assert russian == english == sorted(NUMBERS)


def test_each_witness_is_linked_from_its_own_finding() -> None:
    parts = re.split(r"^### (\d+)\. ", PAGE, flags=re.MULTILINE)
    linked = {int(number): re.findall(r"\(\.\./examples/findings/([\w.-]+)\)", text) for number, text in zip(parts[1::2], parts[2::2], strict=True)}
    assert {number: [file.name for file in files_of(number)] for number in NUMBERS} == linked
    assert sorted(name for names in linked.values() for name in names) == sorted(file.name for file in FOLDER.glob("*.yaml"))


def test_check_finds_no_fault_in_the_witnesses() -> None:
    done = run("check", *(str(file) for file in sorted(FOLDER.glob("*.yaml"))))
    assert done.code == 0, done.out + done.err


@cache
def claims_of(name: str, kind: Kind, readings: str, paths: frozenset[str]) -> tuple[Claim, ...]:
    from kzrules.proving import proofs_of

    loaded = edition(name)
    (proof,) = proofs_of(loaded, kinds=(kind,), choices=choices_of(readings), period=loaded.years[-1], paths=paths, seconds=SECONDS)
    return proof.claims


solver = pytest.mark.skipif(not available(), reason="the solver (extra “prove”) is not installed")


@solver
@pytest.mark.parametrize("line", ENDS.strip().splitlines())
def test_the_solver_confirms_each_end(line: str) -> None:
    _, name, told, readings, rule, what, figure = line.split()
    kind: Kind = "local" if told == "local" else "central"
    asked = [row.split() for row in ENDS.strip().splitlines()]
    together = frozenset(row[4] for row in asked if row[1:4] == [name, told, readings])
    (found,) = [c for c in claims_of(name, kind, readings, together) if (c.path, c.what) == (rule, what)]
    if figure == "refuted":
        assert found.verdict == "refuted"
        return
    assert found.verdict == "proved"
    assert found.value is not None
    assert figure_of(found.value) == figure


def figure_of(value: Fraction) -> str:
    return "unlimited" if abs(value) >= 10**12 else exact_text(value)


@solver
@pytest.mark.parametrize("line", DEAD.strip().splitlines())
def test_the_solver_confirms_what_no_data_reach(line: str) -> None:
    _, name, told, rule, what, named = line.split(maxsplit=5)
    kind: Kind = "local" if told == "local" else "central"
    (found,) = [c for c in claims_of(name, kind, "-", frozenset([rule])) if (c.path, c.what, c.name) == (rule, what, named)]
    assert found.verdict == "refuted"


@solver
@pytest.mark.slow
@pytest.mark.parametrize("line", WHOLE.strip().splitlines())
def test_the_solver_confirms_the_table_of_whole_editions(line: str) -> None:
    from kzrules.proving import proofs_of

    name, told, year, least, greatest, undefined = line.split()
    kind: Kind = "local" if told == "local" else "central"
    loaded = edition(name)
    (proof,) = proofs_of(loaded, kinds=(kind,), period=loaded.years[-1] if year == "-" else int(year), seconds=SECONDS)
    for what, figure in (("least", least), ("greatest", greatest)):
        (end,) = [claim for claim in proof.claims if (claim.path, claim.what) == ("overall", what)]
        assert end.verdict == "undecided" or (end.value is not None and figure_of(end.value) == figure)  # undecided: no time left
    defined = [claim.verdict for claim in proof.claims if claim.what == "defined"]
    assert f"{defined.count('refuted')}/{len(defined)}" == undefined
    assert {claim.verdict for claim in proof.claims if claim.what == "monotone"} == {"proved"}
    dead = [claim for claim in proof.claims if claim.what in {"row", "case", "cap", "floor"} and claim.verdict != "proved"]
    known = {tuple(row[3:]) for row in lines(DEAD, 6) if row[1] == name}
    assert {(claim.path, claim.what, claim.name) for claim in dead} <= known

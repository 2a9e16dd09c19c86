"""Reconciliation acts: what they count up to, what the edition takes off for it, what is refused, how they print."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers import COHORT, ROOT, edition, library, run
from hypothesis import given, settings
from hypothesis import strategies as st

from kzrules.comparison import report_of
from kzrules.diagnostic import Diagnostic
from kzrules.facts import Cohort, cohort_from_bytes
from kzrules.reconciliation.act import ReconciliationAct, act_from_bytes
from kzrules.reconciliation.act_html import act_html
from kzrules.reconciliation.act_workbook import SHEETS, act_from_workbook
from kzrules.reconciliation.applied import applied
from kzrules.reconciliation.deduction import taken
from kzrules.reconciliation.form import ActForm, form_of
from kzrules.reconciliation.printed import printed
from kzrules.values import Missing

FOLDER = ROOT / "examples" / "reconciliation"
FACTS, ACT = FOLDER / "aksunkar-2018.yaml", FOLDER / "akt-aksunkar-2018.yaml"
ORGANIZATIONAL = FOLDER / "akt-organizational-development-2020.yaml"
HEAD = "under: {under}\nbody: akimat-aksunkar\nkind: local\nperiod: 2018\n"


def told(found: list[Diagnostic]) -> list[str]:
    return [f"{d.code} {d.place}: {d.message()} | {d.hint()}" for d in found]


def act(text: str, under: str = "interaction/2018-01") -> ReconciliationAct:
    made, faults = act_from_bytes((HEAD.format(under=under) + text).encode(), "акт.yaml", library().dictionary)
    assert made is not None, told(faults)
    return made


def faults_of(text: str, under: str = "interaction/2018-01") -> list[str]:
    made, faults = act_from_bytes((HEAD.format(under=under) + text).encode(), "акт.yaml", library().dictionary)
    assert made is None
    return told(faults)


def cohort(path: Path = FACTS) -> Cohort:
    found, faults = cohort_from_bytes(path.read_bytes(), path.name, library().dictionary)
    assert found is not None, faults
    return found


def form(name: str = "interaction/2018-01") -> ActForm:
    found = form_of(name, library())
    assert found is not None
    return found


def untrue(count: int, direction: str = "services") -> str:
    lines = "".join(f"  - {{direction: {direction}, what: факт {n}, reported: {n}, actual: {n + 1}}}\n" for n in range(count))
    return f"unreliable:\n{lines}" if lines else ""


def facts_after(acts: list[ReconciliationAct], corrected: bool = False, path: Path = FACTS) -> Any:
    under = acts[0].under
    done, faults = applied(cohort(path), acts, form(under), edition(under), corrected)
    assert done is not None, told(faults)
    return next(body for body in done.cohort.bodies if body.id == acts[0].body)


# ── the edition takes the points off ──


def direction_score(count: int) -> Fraction:
    done, _ = applied(cohort(), [act(untrue(count))], form(), edition("interaction/2018-01"), corrected=False)
    assert done is not None
    body = done.cohort.bodies[0]
    if count == 0:
        body = type(body)(body.id, body.kind, body.name, {**body.values, "unreliable_facts_services": Fraction(0)}, {}, body.place, body.period)
    report = report_of(edition("interaction/2018-01"), Cohort((body,), ""))
    score = next(s for s in report.assessments[0].walk() if s.rule.path == "services")
    assert not isinstance(score.value, Missing)
    return score.value


def test_twenty_five_untrue_facts_reach_the_cap_and_the_next_changes_nothing() -> None:
    """Item 15: the sum of points taken off for unreliable information does not exceed 5 in each direction."""
    clean = direction_score(0)
    assert clean - direction_score(1) == Fraction(1, 5)
    assert clean - direction_score(24) == Fraction(24, 5)
    assert clean - direction_score(25) == 5
    assert direction_score(26) == direction_score(25)
    assert direction_score(400) == direction_score(25)


@settings(max_examples=25)
@given(count=st.integers(0, 60))
@pytest.mark.parametrize(
    ("name", "cap"),
    [
        ("interaction/2017-02", 5),
        ("interaction/2018-01", 5),
        ("interaction/2019-03", 5),
        ("interaction/2020-03", 5),
        ("interaction/2021-04", 5),
        ("organizational-development/2020-01", 10),
    ],
)
def test_what_untrue_facts_cost_in_every_edition(name: str, cap: int, count: int) -> None:
    """A deduction for each recorded fact, up to the cap of the direction: the figures are the edition's, here they are only compared."""
    direction = next(iter(form(name).takes))
    found = taken(act(untrue(count, direction), name), form(name), edition(name), {}, direction)
    assert found.final == found.by_kind["unreliable"] == min(Fraction(count, 5), Fraction(cap))
    assert any(c == cap and met == (found.final == cap) for _, c, met in found.caps)


def test_four_kinds_of_findings_of_annex_10() -> None:
    """Items 22-27: incomplete 2, unreliable 0.2 each, late 1 a calendar day up to 5, absent 5; absent is not late as well."""
    made, faults = act_from_bytes(ORGANIZATIONAL.read_bytes(), ORGANIZATIONAL.name, library().dictionary)
    assert made is not None, faults
    name = "organizational-development/2020-01"
    people = taken(made, form(name), edition(name), {}, "personnel_management")
    assert dict(people.by_kind) == {"unreliable": Fraction(1, 5), "incomplete": 2, "late": 3, "absent": 0}
    assert people.final == Fraction(26, 5)
    machines = taken(made, form(name), edition(name), {}, "information_technologies")
    assert (machines.by_kind["absent"], machines.final) == (5, 5)
    by_part = taken(made, form(name), edition(name), {"incomplete_counting": "part"}, "personnel_management")
    assert by_part.by_kind["incomplete"] == 4


def test_two_deductions_share_one_cap() -> None:
    """The edition of 2021: 0.2 for an untrue fact and 2 for an incomplete report, at most 5 together."""
    text = untrue(10) + "incomplete:\n" + "".join(f"  - {{direction: services, report: отчёт {n}, part: итог}}\n" for n in range(2))
    found = taken(act(text, "interaction/2021-04"), form("interaction/2021-04"), edition("interaction/2021-04"), {}, "services")
    assert (found.by_kind["unreliable"], found.by_kind["incomplete"], found.final) == (2, 4, 5)
    assert found.caps == (("", Fraction(5), True),)


# ── what acts count up to ──


def test_findings_become_the_facts_that_the_edition_asks_for() -> None:
    body = facts_after([act(untrue(3)), act(untrue(2) + "number: 2\n"), act(untrue(1, "openness"))])
    assert [body.values[f"unreliable_facts_{d}"] for d in ("services", "openness", "complaints")] == [5, 1, 0]


def test_every_penalty_fact_that_an_edition_asks_for_has_its_place_in_an_act() -> None:
    """No figure of an act is left to be typed into the facts by hand."""
    for name in library().files:
        asked = {f for p in edition(name).programs.values() for f in p.facts}
        of_acts = {
            f for f, spec in library().dictionary.facts.items() if "Акт сверки" in spec.source.get("ru", "") or f.startswith("report_days_late")
        }
        mapped = {fact for kinds in form(name).takes.values() for takes in kinds.values() for fact in takes}
        assert asked & of_acts <= mapped, name
        assert mapped <= set(library().dictionary.facts)


def test_what_is_true_takes_the_place_of_what_was_reported_only_when_asked() -> None:
    made, _ = act_from_bytes(ACT.read_bytes(), ACT.name, library().dictionary)
    assert made is not None
    as_reported, corrected = facts_after([made]), facts_after([made], corrected=True)
    assert as_reported.values["services_late"] == 114
    assert corrected.values["services_late"] == 121
    assert corrected.values["od_correct"] == {"kk": Fraction(5), "ru": Fraction(2)}
    assert next(r for r in corrected.values["services"] if r["service"] == "наружная реклама")["documents_obtained"] == 1
    again = facts_after([act("unreliable: [{direction: services, fact: services_late, reported: 114, actual: 121, correct: yes}]\n")])
    assert again.values["services_late"] == 121
    never = facts_after([act("unreliable: [{direction: services, fact: services_late, reported: 114, actual: 121, correct: no}]\n")], corrected=True)
    assert never.values["services_late"] == 114


def test_eval_says_what_it_took_where_the_technique_is_silent() -> None:
    without = run("eval", str(FACTS), "-e", "2018-01")
    assert "не вычисляется" in without.out
    ran = run("eval", str(FACTS), "-e", "2018-01", "--act", str(ACT))
    assert ran.code == 0, ran.err
    assert "89,95" in ran.out
    assert ran.err == (
        "Акимат города Аксункар (вымышленный), 2018: Недостоверные факты в сведениях по государственным услугам (unreliable_facts_services) = 3\n"
        "Акимат города Аксункар (вымышленный), 2018: Недостоверные факты в сведениях по открытости (unreliable_facts_openness) = 1\n"
        "пересчёт по верным сведениям Методика не описывает; взяты сведения, как они сообщены (--corrected — верные)\n"
    )
    other = run("eval", str(FACTS), "-e", "2018-01", "--act", str(ACT), "--corrected")
    assert "взяты верные сведения вместо сообщённых" in other.err
    assert other.out != ran.out
    assert run("eval", str(FACTS), "-e", "2018-01", "--corrected").code == 2
    assert run("eval", str(FACTS), "-e", "2018-01", "--act", str(ACT), "--record", "r.json").code == 2


# ── YAML and Excel ──


def filled(path: Path, entries: dict[str, list[dict[str, Any]]], head: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(path)
    main = book["Акт"]
    for row in range(1, main.max_row + 1):
        if main.cell(row, 3).value in head:
            main.cell(row, 2).value = head[str(main.cell(row, 3).value)]
    for key, records in entries.items():
        sheet = book[SHEETS[key][0]]
        codes = {cell.value: cell.column for cell in sheet[2]}
        for row, record in enumerate(records, start=4):
            for field, value in record.items():
                sheet.cell(row, codes[field]).value = value
    book.save(path)


def test_an_act_in_excel_and_in_yaml_is_the_same_act(tmp_path: Path) -> None:
    path = tmp_path / "act.xlsx"
    assert run("act", "--new", "-e", "2018-01", "--body", "akimat-aksunkar", "--kind", "local", "--period", "2018", "-o", str(path)).code == 0
    proof = {"system": "реестр информационных систем", "date": "04.02.2019"}
    filled(
        path,
        {
            "unreliable": [
                {
                    "direction": "services",
                    "fact": "services_late",
                    "reported": 114,
                    "actual": "121",
                    "document": "журнал регистрации заявлений отдела архитектуры",
                    "system": "ИС «Мониторинг»",
                    "date": "2019-02-04",
                },
                {
                    "direction": "services",
                    "fact": "services",
                    "record": "наружная реклама",
                    "field": "documents_obtained",
                    "reported": 2,
                    "actual": 1,
                    **proof,
                },
                {
                    "direction": "services",
                    "what": "Приказ об утверждении плана контрольных мероприятий",
                    "reported": "подписан 15.01.2018",
                    "actual": "подписан 02.04.2018",
                    "document": "приказ № 31",
                    "date": "2019-02-05",
                },
                {
                    "direction": "openness",
                    "fact": "od_correct",
                    "language": "kk",
                    "reported": 2,
                    "actual": 5,
                    "system": "портал открытых данных",
                    "date": "2019-02-06",
                },
            ],
            "signatures": [
                {
                    "side": "Оценивающий орган",
                    "position": "Главный эксперт департамента Агентства",
                    "name": "А. Б. Вымышленный",
                    "date": "11.02.2019",
                },
                {"side": "body", "position": "Руководитель аппарата акима", "name": "Г. Д. Вымышленный", "date": "12.02.2019"},
            ],
        },
        {"name": "Акимат города Аксункар (вымышленный)", "number": 7, "date": "11.02.2019"},
    )
    from_excel, faults = act_from_workbook(path.read_bytes(), path.name, library().dictionary)
    assert from_excel is not None, told(faults)
    from_yaml, _ = act_from_bytes(ACT.read_bytes(), ACT.name, library().dictionary)
    assert from_yaml is not None
    assert facts_after([from_excel], corrected=True).values == facts_after([from_yaml], corrected=True).values
    pages = [act_html(printed(a, form(), edition("interaction/2018-01"), {}, "ru")) for a in (from_excel, from_yaml)]
    assert pages[0] == pages[1]
    assert run("eval", str(FACTS), "-e", "2018-01", "--act", str(path)).out == run("eval", str(FACTS), "-e", "2018-01", "--act", str(ACT)).out


def test_the_empty_workbook_is_an_act_without_findings(tmp_path: Path) -> None:
    path = tmp_path / "act.xlsx"
    run("act", "--new", "-e", "organizational-development", "--body", "min-river-transport", "--period", "2020", "-o", str(path))
    made, faults = act_from_workbook(path.read_bytes(), path.name, library().dictionary)
    assert made is not None, told(faults)
    assert (made.body, made.period, made.directions) == ("min-river-transport", 2020, ())
    assert {"Неполнота", "Опоздание", "Отсутствие"} <= set(openpyxl.load_workbook(path).sheetnames)
    again = tmp_path / "again.xlsx"
    run("act", "--new", "-e", "organizational-development", "--body", "min-river-transport", "--period", "2020", "-o", str(again))
    assert again.read_bytes() == path.read_bytes()


# ── the printed act ──


def test_the_act_prints_as_its_annex(tmp_path: Path) -> None:
    out = tmp_path / "akt.html"
    assert run("act", str(ACT), "-e", "2018-01", "-o", str(out)).code == 0
    page = out.read_text(encoding="utf-8")
    for text in (
        "АКТ СВЕРКИ по итогам перепроверки данных, содержащихся в отчетной информации",
        "<td>1</td><td>Представление недостоверной информации</td><td>0,6</td>",
        "<td>ВСЕГО:</td><td>0,6</td>",
        "Вычет составляет: 0,6 балла",
        "ИТОГОВЫЙ ВЫЧЕТ: 0,6 балла",
        "Предел вычета: 5",
        "представлено: 114; в действительности: 121",
        "А. Б. Вымышленный",
        "Представитель оцениваемого государственного органа",
    ):
        assert text in page, text
    assert "<script" not in page
    assert "http" not in page


@pytest.mark.parametrize(
    ("name", "title", "signature"),
    [
        ("interaction/2017-02", "содержащихся в отчетной информации", "Представитель уполномоченного органа"),
        ("interaction/2018-01", "содержащихся в отчетной информации", "Представитель уполномоченного органа"),
        ("interaction/2019-03", "содержащихся в отчетной информации оцениваемых государственных органов", ""),
    ],
)
def test_titles_and_signatures_are_those_of_the_annex(name: str, title: str, signature: str) -> None:
    """Annex 1: the editions of 2017 and 2018 name who signs; that of 2019 has the longer title."""
    page = act_html(printed(act(untrue(1), name), form(name), edition(name), {}, "ru"))
    assert f"<h1>АКТ СВЕРКИ по итогам перепроверки данных, {title}</h1>" in page
    assert signature in page


def test_each_fact_has_its_row_where_the_annex_prints_rows_of_facts() -> None:
    """Annex 1 of 2020: rows 1, 2, 3, …; ВСЕГО is the sum of the column, the final deduction is capped."""
    name = "interaction/2020-03"
    page = printed(act(untrue(26), name), form(name), edition(name), {}, "ru")
    part = page.parts[0]
    assert len(part.rows) == 26
    assert {points for _, _, points in part.rows} == {"0,2"}
    assert part.total == ("ВСЕГО:", "5,2")
    assert part.final == "ИТОГОВЫЙ ВЫЧЕТ: 5 балла"
    assert part.caps == ("Предел вычета: 5; предел достигнут",)


def test_a_layout_of_ours_says_so() -> None:
    name = "interaction/2021-04"
    assert "расположение наше" in printed(act(untrue(1), name), form(name), edition(name), {}, "ru").note


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_office_files_have_the_same_words_and_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    one, two = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
    for path in (one, two):
        assert run("--lang", "kk", "act", str(ORGANIZATIONAL), "-e", "organizational-development", "-o", str(path)).code == 0
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(io.BytesIO(one.read_bytes())) as archive:
        text = "".join(archive.read(n).decode() for n in archive.namelist() if n in ("word/document.xml", "xl/sharedStrings.xml"))
    for words in ("САЛЫСТЫРУ АКТІСІ", "ҚОРЫТЫНДЫ ШЕГЕРІМ: 5,2 балл", "Есептік ақпараттың болмауы", "Өзен көлігі министрлігі"):
        assert words in text


def test_a_name_that_looks_like_markup_or_a_formula_stays_text(tmp_path: Path) -> None:
    evil = act("name: {ru: '<b>=1+1</b>'}\n" + untrue(1))
    page = printed(evil, form(), edition("interaction/2018-01"), {}, "ru")
    assert "<b>=1+1" not in act_html(page)
    source = tmp_path / "a.yaml"
    source.write_text(HEAD.format(under="interaction/2018-01") + "name: {ru: '=1+1'}\n" + untrue(1), encoding="utf-8")
    assert run("act", str(source), "-e", "2018-01", "-o", str(tmp_path / "a.xlsx")).code == 0
    cells = [c for row in openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows() for c in row]
    assert next(c for c in cells if c.value == "=1+1").data_type == "s"


def test_usage_is_said(tmp_path: Path) -> None:
    assert "для пустой книги" in run("act", "--new", "-e", "2018-01").err
    assert "назовите файл акта" in run("act", "-e", "2018-01").err
    assert "не пишется; можно: .docx, .html, .xlsx" in run("act", str(ACT), "-e", "2018-01", "-o", str(tmp_path / "a.pdf")).err
    assert "--body и --period пишут только с --new" in run("act", str(ACT), "-e", "2018-01", "--body", "x").err


# ── diagnostics ──


def refused(text: str, path: Path = FACTS, head: str = "", under: str = "interaction/2018-01") -> list[str]:
    source = (head or HEAD.format(under=under)) + text
    made, faults = act_from_bytes(source.encode(), "акт.yaml", library().dictionary)
    assert made is not None, told(faults)
    done, found = applied(cohort(path), [made], form(), edition("interaction/2018-01"), corrected=False)
    assert done is None
    return told(found)


def test_kz870_another_body() -> None:
    head = HEAD.format(under="interaction/2018-01")
    assert refused(untrue(1), head=head.replace("akimat-aksunkar", "akimat-aksunker")) == [
        "KZ870 акт.yaml:2:7: акт составлен об органе «akimat-aksunker», а в данных такого органа нет | "
        "проверьте код и вид органа в акте и в фактах; возможно, имелось в виду: «akimat-aksunkar»"
    ]
    assert refused(untrue(1), head=head.replace("kind: local", "kind: central")) == [
        "KZ870 акт.yaml:2:7: акт составлен об органе «akimat-aksunkar», а в акте он central, в данных — local | "
        "проверьте код и вид органа в акте и в фактах; поле kind: central или local"
    ]


def test_kz871_another_year() -> None:
    assert refused(untrue(1), head=HEAD.format(under="interaction/2018-01").replace("2018\n", "2017\n")) == [
        "KZ871 акт.yaml:2:7: акт составлен за 2017 год, а факты органа «akimat-aksunkar» — за 2018 | возьмите акт и факты одного оцениваемого года"
    ]


def test_kz872_another_edition(tmp_path: Path) -> None:
    expected = (
        "KZ872 акт.yaml:1:8: акт составлен по редакции interaction/2017-02, а оценка идёт по interaction/2018-01 | "
        "оценивайте по редакции акта (-e interaction/2017-02) или исправьте поле under"
    )
    assert refused(untrue(1), under="interaction/2017-02") == [expected]
    path = tmp_path / "a.yaml"
    path.write_text(HEAD.format(under="interaction/2017-02") + untrue(1), encoding="utf-8")
    ran = run("act", str(path), "-e", "2018-01")
    assert ran.code == 1
    assert "KZ872" in ran.err


def test_kz873_what_the_edition_does_not_punish() -> None:
    assert refused("late: [{direction: services, due: 2019-01-15, filed: 2019-01-18}]\n" + untrue(1, "servises")) == [
        "KZ873 акт.yaml:5:8: редакция interaction/2018-01 не вычитает баллов за это: опоздание, направление «services» | "
        "уберите запись из акта; вычеты за неё: недостоверность",
        "KZ873 акт.yaml:7:5: редакция interaction/2018-01 не вычитает баллов за это: недостоверность, направление «servises» | "
        "уберите запись из акта; возможно, имелось в виду: «services»",
    ]


def test_kz874_the_facts_count_otherwise() -> None:
    assert refused(untrue(26), path=COHORT) == [
        "KZ874 акт.yaml:2:7: по актам «Недостоверные факты в сведениях по государственным услугам» (unreliable_facts_services) = 26, "
        "а в фактах стоит 2 | оставьте что-то одно: уберите unreliable_facts_services из фактов или исправьте акт"
    ]
    assert facts_after([act(untrue(2))], path=COHORT).values["unreliable_facts_services"] == 2  # they agree


def test_kz875_the_facts_hold_another_figure() -> None:
    lines = [
        "{direction: services, fact: services_late, reported: 100, actual: 121}",
        "{direction: services, fact: services, record: нет такой, field: channel, reported: portal_only, actual: portal_and_gcorp}",
        "{direction: services, fact: ic_unit, reported: no, actual: yes}",
    ]
    hint = "сверьте акт с тем, что орган представил: спорить можно только о сообщённом числе"
    assert refused("unreliable: [" + ", ".join(lines[:2]) + "]\n") == [
        "KZ875 акт.yaml:5:14: по акту орган сообщил «Оказано с нарушением сроков, включая электронные» (services_late) = 100, "
        f"а в фактах стоит 114 | {hint}",
        "KZ875 акт.yaml:5:86: по акту орган сообщил «Форма оказания» (services[нет такой].channel) = portal_only, "
        f"а в фактах стоит «нет записи» | {hint}",
    ]
    assert facts_after([act(f"unreliable: [{lines[2]}]\n")], corrected=True).values["ic_unit"] is True  # what is true stands there already


def test_kz876_which_answer_is_meant() -> None:
    entries = [
        "{direction: openness, fact: od_list, reported: 0, actual: 2}",
        "{direction: services, fact: services, reported: 0, actual: 2}",
        "{direction: services, fact: services, record: a, field: chanel, reported: 0, actual: 2}",
        "{direction: services, fact: services_late, record: a, reported: 0, actual: 2}",
        "{direction: services, fact: services_late, language: kk, reported: 0, actual: 2}",
    ]
    found = faults_of("unreliable:\n" + "".join(f"  - {e}\n" for e in entries))
    late = "у факта «Оказано с нарушением сроков, включая электронные» (services_late) не указано, о чём запись:"
    assert [line.partition(": ")[2].partition(" | ")[0] for line in found] == [
        "у факта «Утверждённый перечень открытых данных» (od_list) не указано, о чём запись: нужна языковая версия (language)",
        "у факта «Виды государственных услуг органа» (services) не указано, о чём запись: нужна запись перечня (record)",
        "у факта «Виды государственных услуг органа» (services) не указано, о чём запись: нужно поле записи (field): "
        + ", ".join(library().dictionary.facts["services"].fields),
        f"{late} это не перечень: record и field здесь не пишутся",
        f"{late} языковых версий у него нет: language здесь не пишется",
    ]
    assert {line.split()[0] for line in found} == {"KZ876"}
    assert found[0].endswith("для записи перечня назовите record и field, для языковой версии — language")


def test_kz877_entries_that_find_nothing() -> None:
    text = (
        "unreliable: [{direction: services, fact: services_late, reported: 18, actual: 18.0}, {direction: services, reported: да, actual: да }]\n"
        "late: [{direction: a, due: 2019-01-15, filed: 2019-01-15}, {direction: b, due: 2019-01-15, filed: 2019-01-16}]\n"
        "absent: [{direction: b}, {direction: b}]\n"
    )
    found = faults_of(text.replace("18.0", "18"))
    assert [line.partition(": ")[2].partition(" | ")[0] for line in found] == [
        "запись акта противоречит себе: сообщённое и действительное совпадают (18)",
        "запись акта противоречит себе: сообщённое и действительное совпадают (да)",
        "запись акта противоречит себе: представлено 2019-01-15, срок 2019-01-15: опоздания нет",
        "запись акта противоречит себе: отчётность и опоздала, и отсутствует",
        "запись акта противоречит себе: второй раз по направлению «b»",
    ]
    assert {line.split()[0] for line in found} == {"KZ877"}
    assert found[0].endswith("исправьте запись или уберите её")


def test_kz877_a_finding_is_counted_once() -> None:
    """One untrue figure in two acts, or twice in one, is one fact."""
    entry = "{direction: services, fact: services_late, reported: 114, actual: 121}"
    found = faults_of(f"unreliable: [{entry}, {entry}]\n")
    assert [line.partition(" | ")[0] for line in found] == ["KZ877 акт.yaml:5:86: запись акта противоречит себе: «services_late» названо второй раз"]
    one, other = act(f"unreliable: [{entry}]\n"), act(f"unreliable: [{entry}]\nnumber: 2\n")
    done, faults = applied(cohort(), [one, other], form(), edition("interaction/2018-01"), corrected=False)
    assert done is None
    assert [d.code for d in faults] == ["KZ877"]


def test_kz878_kz879_a_workbook_that_is_no_act(tmp_path: Path) -> None:
    path = tmp_path / "act.xlsx"
    openpyxl.Workbook().save(path)
    todo = "пустую книгу даёт kzrules act --new -e РЕДАКЦИЯ --body ОРГАН -o act.xlsx"
    _, found = act_from_workbook(path.read_bytes(), "act.xlsx", library().dictionary)
    assert told(found) == [f"KZ878 act.xlsx: это не книга акта сверки: нет листа «Акт» | {todo}"]
    run("act", "--new", "-e", "2018-01", "--body", "akimat-aksunkar", "--kind", "local", "--period", "2018", "-o", str(path), "--force")
    filled(path, {"unreliable": [{"direction": "services", "reported": "=1+1", "actual": True}]}, {})
    _, found = act_from_workbook(path.read_bytes(), "act.xlsx", library().dictionary)
    typed = "впишите значение текстом, числом или датой"
    assert told(found) == [
        f"KZ879 act.xlsx Недостоверные факты!C4: в ячейке акта стоит формула | {typed}",
        f"KZ879 act.xlsx Недостоверные факты!D4: в ячейке акта стоит логическое значение | {typed}",
    ]
    book = openpyxl.load_workbook(path)
    book["Недостоверные факты"]["C4"].value = "#REF!"
    book["Недостоверные факты"]["C4"].data_type = "e"
    book["Недостоверные факты"]["A2"].value = "куда"
    book.save(path)
    _, found = act_from_workbook(path.read_bytes(), "act.xlsx", library().dictionary)
    assert told(found) == [f"KZ878 act.xlsx: это не книга акта сверки: на листе «Недостоверные факты» нет столбца с кодом direction | {todo}"]
    book["Недостоверные факты"]["A2"].value = "direction"
    book.save(path)
    _, found = act_from_workbook(path.read_bytes(), "act.xlsx", library().dictionary)
    assert told(found)[0] == f"KZ879 act.xlsx Недостоверные факты!C4: в ячейке акта стоит ошибка #REF! | {typed}"


def test_a_million_empty_rows_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "act.xlsx"
    run("act", "--new", "-e", "2018-01", "--body", "akimat-aksunkar", "--kind", "local", "--period", "2018", "-o", str(path))
    book = openpyxl.load_workbook(path)
    book["Недостоверные факты"].cell(1_048_576, 1).value = "services"
    book.save(path)
    _, found = act_from_workbook(path.read_bytes(), "act.xlsx", library().dictionary)
    assert [d.message() for d in found] == ["это не книга акта сверки: на листе «Недостоверные факты» строк больше 10000"]


def test_a_fault_of_shape_in_a_workbook_stands_at_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "act.xlsx"
    run("act", "--new", "-e", "2018-01", "--body", "akimat-aksunkar", "--kind", "local", "--period", "2018", "-o", str(path))
    filled(path, {"unreliable": [{"direction": "services", "fact": "services_lat", "reported": 1, "actual": 2, "date": "вчера"}]}, {})
    _, found = act_from_workbook(path.read_bytes(), "act.xlsx", library().dictionary)
    assert [line.partition(" | ")[0] for line in told(found)] == [
        "KZ105 act.xlsx Недостоверные факты!L4: «вчера» у «date» записано не так, как принято"
    ]
    filled(path, {"unreliable": [{"date": "04.02.2019"}]}, {})
    _, found = act_from_workbook(path.read_bytes(), "act.xlsx", library().dictionary)
    assert [d.code for d in found] == ["KZ501"]
    assert str(found[0].place) == "act.xlsx Недостоверные факты!E4"


def test_a_correction_that_cannot_be_is_refused() -> None:
    """What must hold among facts holds after a correction too: no more late services than services."""
    made = act("unreliable: [{direction: services, fact: services_late, reported: 114, actual: 9000000}]\n")
    done, found = applied(cohort(), [made], form(), edition("interaction/2018-01"), corrected=True)
    assert done is None
    assert "services_late <= services_total" in " ".join(told(found))
    assert {d.code for d in found} == {"KZ510"}

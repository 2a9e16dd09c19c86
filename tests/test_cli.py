"""The command line as its three users meet it: output on stdout, words on stderr, exit codes kept."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from helpers import COHORT, GAPS, PUBLISHED, ROOT, library, run

from kzrules.shape import schema


def test_list() -> None:
    ran = run("list")
    assert ran.code == 0
    shown = [line.split()[0] for line in ran.out.splitlines()[2:]]
    assert sorted(shown) == sorted(library().files)
    assert [name for name in shown if name.startswith("interaction")] == [
        f"interaction/{e}" for e in ("2017-02", "2018-01", "2019-03", "2020-03", "2021-04")
    ]
    assert len(json.loads(run("list", "--format", "json").out)) == len(shown)


def test_show_an_edition_and_a_rule() -> None:
    whole = run("show", "2018-01").out
    assert "V1700014795" in whole
    assert "Кто кого оценивает" in whole
    rule = run("show", "interaction/2018-01:timeliness").out
    assert "пункты 38–40" in rule
    assert "● linear" in rule
    assert "items 38–40" in run("--lang", "en", "show", "interaction/2018-01:timeliness").out
    assert json.loads(run("show", "2018-01:timeliness", "--format", "json").out)["rules"]["local"]["services.timeliness"]["max"] == "33"
    wrong = run("show", "2018-01:timelines")
    assert wrong.code == 2
    assert "timeliness" in wrong.err


def test_every_language_shows_every_edition() -> None:
    for lang in ("ru", "kk", "en"):
        for name in ("2017-02", "2018-01", "2019-03"):
            assert run("--lang", lang, "show", name).code == 0


@pytest.mark.parametrize("name", ["2017-02", "2018-01", "2019-03"])
@pytest.mark.parametrize("kind", ["central", "local"])
def test_the_empty_form_is_a_facts_file_without_faults(name: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    assert run("facts", name, "--kind", kind, "-o", str(path)).code == 0
    assert run("check", str(path)).code == 0
    again = run("facts", name, "--kind", kind, "-o", str(path))
    assert again.code == 3
    assert "--force" in again.err
    report = json.loads(run("eval", str(path), "-e", name, "--format", "json").out)
    assert report["assessments"][0]["score"] is None
    assert report["assessments"][0]["missing"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    ran = run("facts", "2018-01", "--kind", "local", "-o", str(tmp_path / "no" / "facts.yaml"))
    assert ran.code == 3
    assert list(tmp_path.iterdir()) == []


def test_eval_json_follows_its_schema_and_adds_up() -> None:
    report = json.loads(run("eval", str(COHORT), "-e", "2018-01", "--format", "json").out)
    jsonschema.validate(report, schema("report"))
    assert len(report["report"]["edition"]["sha256"]) == 64
    assert len(report["assessments"]) >= 12
    for assessment in report["assessments"]:
        assert assessment["score"] is not None
        assert assessment["grade"]
        assert sum(float(share) for share in assessment["provenance"].values()) == pytest.approx(100, abs=0.03)


def test_eval_table_and_csv() -> None:
    table = run("eval", str(COHORT), "-e", "2018-01", "--body", "min-river-transport").out
    assert "На чём держится результат" in table
    rows = list(csv.DictReader(io.StringIO(run("eval", str(COHORT), "-e", "2018-01", "--format", "csv").out)))
    assert {row["path"] for row in rows} >= {"overall", "services", "services.timeliness"}


def test_compare_every_edition_side_by_side() -> None:
    of_2017 = ("-e", "2017-02", "-e", "2018-01", "-e", "2019-03")
    ran = run("compare", str(COHORT), *of_2017)
    assert ran.code == 0
    assert ran.out.splitlines()[0].split() == ["орган", "вид", "2017-02", "2018-01", "2019-03"]
    assert "Не вычисляется" not in ran.out
    assert run("compare", str(COHORT)).out.splitlines()[0].split()[2:] == [name.partition("/")[2] for name in library().line("interaction")]
    whole = json.loads(run("compare", str(COHORT), *of_2017, "--format", "json").out)
    jsonschema.validate(whole, schema("report"))
    for step in whole["differences"]:
        one, other = (next(r for r in whole["editions"] if r["report"]["edition"]["id"] == step[side]) for side in ("from", "to"))
        scores = [next(a["score"] for a in report["assessments"] if a["body"] == step["body"]) for report in (one, other)]
        assert float(step["score"]["decimal"]) == pytest.approx(float(scores[1]) - float(scores[0]), abs=0.001)
    details = run("compare", str(COHORT), "--details", "-e", "2017-02", "-e", "2018-01").out
    assert "п.38" in details


def test_gaps_are_named_and_the_rest_is_scored() -> None:
    ran = run("eval", str(GAPS), "-e", "2018-01")
    assert ran.code == 0
    assert "не вычисляется, не хватает" in ran.out
    assert "вычислено" in ran.out
    assert "Не вычисляется, и почему:" in run("compare", str(GAPS)).out


def test_published_marks_feed_their_one_indicator() -> None:
    for name, path in (("2017-02", "services.satisfaction"), ("2018-01", "services.satisfaction.satisfaction_level")):
        rows = list(csv.DictReader(io.StringIO(run("eval", str(PUBLISHED), "-e", name, "--format", "csv").out)))
        scored = {row["path"] for row in rows if row["score"]}
        assert scored == {path}
        economy = next(row for row in rows if row["path"] == path)
        assert economy["exact"] == {"2017-02": "45", "2018-01": "15"}[name]  # 4,87: An. 7 4,8-4,89; An. 6 4,8-5


def test_explain_names_formula_facts_places_and_citation() -> None:
    text = run("explain", str(COHORT), "services.timeliness", "-e", "2018-01").out
    for word in ("пункты 38–40", "cohort-2018.yaml:", "Оказано с нарушением сроков", "чтение timeliness_shape"):
        assert word in text
    assert json.loads(run("explain", str(COHORT), "timeliness", "-e", "2018-01", "--format", "json").out)
    assert run("explain", str(COHORT), "-e", "2018-01").code == 0
    assert "kk: " in run("explain", str(COHORT), "site_symbols", "-e", "2018-01").out
    wrong = run("explain", str(COHORT), "timelines", "-e", "2018-01")
    assert wrong.code == 2
    assert "«timeliness»" in wrong.err


def test_explain_speaks_three_languages() -> None:
    for lang, word in (("kk", "оқылым"), ("en", "reading")):
        assert word in run("--lang", lang, "explain", str(COHORT), "-e", "2019-03").out


def test_readings_are_chosen_per_run() -> None:
    def scores(*more: str) -> list[str]:
        return [a["score"] for a in json.loads(run("eval", str(COHORT), "-e", "2018-01", "--format", "json", *more).out)["assessments"]]

    assert scores() == scores("--reading", "rate_shape=linear")
    assert scores() != scores("--reading", "rate_shape=proportional")
    assert run("eval", str(COHORT), "-e", "2018-01", "--reading", "rate_shape").code == 2
    unknown = run("eval", str(COHORT), "-e", "2018-01", "--reading", "rate_shape=cubic")
    assert unknown.code == 1
    assert "KZ605" in unknown.err
    assert run("compare", str(COHORT), "--reading", "rate_shape=proportional").code == 0


def test_standard_input() -> None:
    data = COHORT.read_bytes()
    assert run("eval", "-", "-e", "2018-01", "--format", "csv", stdin=data).out == run("eval", str(COHORT), "-e", "2018-01", "--format", "csv").out
    broken = run("check", "-", stdin=data.replace(b"services_total", b"servises_total"))
    assert broken.code == 1
    assert "<stdin>:" in broken.err
    assert "servises_total" in broken.err


def test_faulty_facts_are_all_said_and_nothing_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("period: 2018\nbodies:\n  - {body: a, kind: central, facts: {services_total: -1, services_late: x}}\n", encoding="utf-8")
    ran = run("eval", str(path), "-e", "2018-01")
    assert ran.code == 1
    assert ran.out == ""
    assert "KZ503" in ran.err
    assert "KZ502" in ran.err
    assert "всего: 2" in ran.err


def test_check_as_json_and_strict(tmp_path: Path) -> None:
    path = tmp_path / "demo.yaml"
    path.write_text((ROOT / "tests/golden/base.yaml").read_text("utf-8").replace("        reading: shape\n", ""), encoding="utf-8")
    found = json.loads(run("check", str(path), "--format", "json").out)
    assert [d["code"] for d in found] == ["KZ309"]
    assert run("check", str(path)).code == 0
    assert run("check", str(path), "--strict").code == 1


def test_exit_codes() -> None:
    assert run("eval", "nowhere.yaml", "-e", "2018-01").code == 3
    assert run("eval", str(COHORT), "-e", "2018").code == 0
    ambiguous = run("eval", str(COHORT), "-e", "interaction")
    assert ambiguous.code == 4
    assert "interaction/2019-03" in ambiguous.err
    assert run("eval", str(COHORT), "-e", "2031").code == 4
    assert run("compare", str(COHORT), "--line", "nothing").code == 4
    wrong = run("evla")
    assert wrong.code == 2
    assert "«eval»" in wrong.err
    assert run("eval", str(COHORT), "-e", "2018-01", "--body", "nobody").code == 2
    assert run("eval", str(ROOT), "-e", "2018-01").code == 3


@pytest.mark.parametrize(
    ("lang", "unknown", "ambiguous"),
    [
        ("ru", "нет такой редакции. Есть: ", "подходит нескольким редакциям. Есть: "),
        ("kk", "мұндай редакция жоқ. Бары: ", "бірнеше редакцияға сәйкес келеді. Бары: "),
        ("en", "no such edition. There are: ", "fits several editions. There are: "),
    ],
)
def test_an_unknown_edition_is_said_in_the_language_asked_for(lang: str, unknown: str, ambiguous: str) -> None:
    assert run("--lang", lang, "show", "2031").err.startswith(f"2031: {unknown}interaction/2017-02, ")
    assert run("--lang", lang, "show", "interaction").err.startswith(f"interaction: {ambiguous}interaction/2017-02, ")
    assert run("--lang", lang, "replay", str(COHORT), "--line", "nothing").code == 4


def test_an_edition_from_a_file_and_from_another_folder(tmp_path: Path) -> None:
    text = (ROOT / "methodologies/2017/interaction-2018-01.yaml").read_text("utf-8")
    draft = tmp_path / "draft.yaml"
    text = text.replace("edition: interaction/2018-01", "edition: interaction/2018-draft")
    text = text.replace("{services: 0.5, openness: 0.3, complaints: 0.2}", "{services: 0.4, openness: 0.4, complaints: 0.2}")
    draft.write_text(text, encoding="utf-8")
    ran = run("compare", str(COHORT), "-e", "2018-01", "-e", str(draft))
    assert ran.code == 0, ran.err
    assert "2018-draft" in ran.out
    assert run("--methodologies", str(tmp_path), "list").out.count("interaction/2018-draft") == 1


def test_colour_is_off_where_it_must_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("edition: 5\n", encoding="utf-8")
    assert "\x1b[" in run("--color", "always", "check", str(path)).err
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("check", str(path)).err
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("check", str(path)).err


def test_help_version_and_completion() -> None:
    assert "compare" in run("--help").out
    assert "kzrules" in run("--version").out
    assert "_kzrules" in run("completion", "bash").out


def test_an_internal_error_is_said_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.delenv("KZRULES_DEBUG", raising=False)
    monkeypatch.setattr("kzrules.cli_catalogue.library_of", broken)
    ran = run("list")
    assert ran.code == 70
    assert "Traceback" not in ran.err
    monkeypatch.setenv("KZRULES_DEBUG", "1")
    with pytest.raises(RuntimeError):
        run("list")


def test_as_a_module_into_a_closed_pipe() -> None:
    script = f"{sys.executable} -m kzrules show 2018-01 | head -1"
    done = subprocess.run(script, shell=True, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.startswith("interaction/2018-01")
    assert "Traceback" not in done.stderr


def test_editions_are_completed() -> None:
    asked = {"COMP_WORDS": "kzrules show interaction/2018", "COMP_CWORD": "2", "_KZRULES_COMPLETE": "bash_complete", "PATH": ""}
    done = subprocess.run([sys.executable, "-m", "kzrules"], env=asked, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.split() == ["plain,interaction/2018-01"]


def test_data_of_another_year_are_noted_on_stderr() -> None:
    ran = run("eval", str(PUBLISHED), "-e", "2018-01")
    assert ran.code == 0
    assert "данные за 2020 год" in ran.err
    assert "данные за" not in run("eval", str(COHORT), "-e", "2018-01").err


def test_two_files_of_one_edition_are_refused(tmp_path: Path) -> None:
    text = (ROOT / "methodologies/2017/interaction-2018-01.yaml").read_text("utf-8")
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = run("--lang", "en", "--methodologies", str(tmp_path), "list")
    assert ran.code == 1
    assert "KZ319: the edition “interaction/2018-01” stands in two files" in ran.err
    assert run("--methodologies", str(tmp_path / "no"), "list").code == 3


def test_one_body_in_two_files_is_refused() -> None:
    ran = run("compare", str(COHORT), str(COHORT))
    assert ran.code == 1
    assert "KZ514" in ran.err


def test_check_tells_kinds_of_files_by_their_keys(tmp_path: Path) -> None:
    assert run("check", str(ROOT / "methodologies/facts.yaml"), str(COHORT), str(ROOT / "tests/language")).code == 0
    path = tmp_path / "facts.json"
    path.write_text('{"period": 2018, "bodies": [{"body": "a", "kind": "local", "facts": {"services_total": 5}}]}', encoding="utf-8")
    assert run("check", str(path)).code == 0


def test_a_written_form_has_ordinary_rights_and_spares_devices(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    assert run("facts", "2018-01", "--kind", "local", "-o", str(path)).code == 0
    assert path.stat().st_mode & 0o444 == 0o444
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    assert run("facts", "2019-03", "--kind", "local", "-o", str(link), "--force").code == 0
    assert link.is_symlink()
    assert "interaction/2019-03" in path.read_text("utf-8")
    assert run("facts", "2018-01", "--kind", "local", "-o", str(tmp_path), "--force").code == 3

"""`kzrules simulate` as people call it: text in three languages, JSON, the picture, one run, tables, and what it refuses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest
import simulated
import yaml
from helpers import COHORT, ROOT, library, run

from kzrules.facts import cohort_from_bytes

SPEC = """
vary:
  facts:
    services_late: {times: [0.8, 1.2]}
    site_map: {flip: 0.5}
    complaints_late: {bodies: [agency-lakes], uniform: [0, 9]}
  weights: {services: {times: [0.5, 1.5]}}
  readings: {no_comments: all, rounding: {down: 1, half_up: 3}}
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The arguments that name a small cohort and a spec."""
    folder = tmp_path_factory.mktemp("files")
    whole = yaml.safe_load(COHORT.read_text(encoding="utf-8"))
    whole["bodies"] = [body for body in whole["bodies"] if body["body"] in simulated.FEW]
    text = yaml.safe_dump(whole, allow_unicode=True).replace("true", "yes").replace("false", "no").replace("fictional: yes", "fictional: true")
    (folder / "facts.yaml").write_text(text, encoding="utf-8")
    (folder / "vary.yaml").write_text(SPEC, encoding="utf-8")
    return "-e", "2018-01", "--cohort", str(folder / "facts.yaml"), "--vary", str(folder / "vary.yaml")


def test_the_text_has_everything_in_three_languages(files: tuple[str, ...]) -> None:
    for lang, words in {
        "ru": (
            "Моделирование",
            "Что варьировалось",
            "сумма весов",
            "Осталось как есть",
            "Тянулось заново",
            "Нет балла",
            "R̄s",
            "Индексы Соболя",
            "сдвиг мест",
        ),
        "kk": ("Модельдеу", "Не өзгертілді", "Сол күйі қалды", "Соболь индекстері"),
        "en": ("Simulation", "What was varied", "Left as it is", "Drawn again", "No score", "Sobol indices", "own × 0.8…1.2"),
    }.items():
        ran = run("--lang", lang, "simulate", *files, "-n", "300", "--seed", "7", "--sobol", "32")
        assert ran.code == 0, ran.err
        for word in words:
            assert word in ran.out, (lang, word)
        assert not re.search(r"\{[a-z0-9_]*\}|None|Fraction|nan", ran.out)
        assert max(map(len, ran.out.splitlines())) < 170


def test_the_json_keeps_its_schema_and_says_where_it_came_from(files: tuple[str, ...], tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    assert run("simulate", *files, "-n", "200", "--sobol", "16", "--format", "json", "-o", str(out)).code == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "schemas/simulation.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(found, schema)
    record = found["simulation"]
    assert (record["seed"], record["runs"], record["edition"]["id"]) == (1, 200, "interaction/2018-01")
    assert record["edition"]["sha256"] == library().load("2018-01").sha256
    assert [group["name"] for group in found["varied"]] == ["services_late", "site_map", "complaints_late", "services", "no_comments", "rounding"]
    assert [group["name"] for group in found["varied"] if not group["bears"]] == ["site_map"]
    assert found["varied"][-1]["options"] == {"down": "0.25", "half_up": "0.75"}
    assert set(found["sensitivity"]["scores"]) == set(simulated.FEW)


def test_a_run_is_a_facts_file_whose_scores_are_those_of_the_run(files: tuple[str, ...], tmp_path: Path) -> None:
    spec = tmp_path / "vary.yaml"
    spec.write_text(re.sub(r"  weights.*\n", "", SPEC), encoding="utf-8")
    whole = json.loads(run("simulate", *files[:-1], str(spec), "-n", "60", "--format", "json").out)
    body = next(one for one in whole["bodies"] if one["body"] == "agency-crafts")
    assert body["missing"]["first_run"]
    for number in (1, body["missing"]["first_run"]):
        out = tmp_path / f"run-{number}.yaml"
        assert run("simulate", *files[:-1], str(spec), "--run", str(number), "-o", str(out)).code == 0
        text = out.read_text(encoding="utf-8")
        cohort, faults = cohort_from_bytes(text.encode(), "run.yaml", library().dictionary)
        assert cohort is not None, faults
        command = re.search(r"kzrules (eval) FILE.yaml (.*)", text)
        assert command
        scored = json.loads(run("eval", str(out), *command[2].split(), "--format", "json").out)["assessments"]
        said = dict(re.findall(r"^#   ([a-z-]+): ([0-9.]+|—)", text, re.MULTILINE))
        assert {one["body"]: one["score"] or "—" for one in scored} == said
    assert said["agency-crafts"] == "—"


def test_a_run_with_weights_says_that_eval_cannot_take_them(files: tuple[str, ...]) -> None:
    said = run("simulate", *files, "--run", "2").out
    assert "Веса направлений (central): services 0." in said
    assert "kzrules eval берёт веса редакции" in said
    assert run("simulate", *files, "--run", "2").out == said
    assert run("simulate", *files, "--run", "3").out != said


def test_the_picture_is_well_formed_and_says_itself_in_words(files: tuple[str, ...], tmp_path: Path) -> None:
    for lang, words in {
        "ru": ("Места органов", "медиана", "без варьирования"),
        "kk": ("Органдардың орындары",),
        "en": ("Ranks of the bodies", "median"),
    }.items():
        out = tmp_path / f"{lang}.svg"
        assert run("--lang", lang, "simulate", *files, "-n", "100", "--svg", str(out)).code == 0
        text = out.read_text(encoding="utf-8")
        root = ET.fromstring(text)
        assert root.get("lang") == lang
        assert root[0].tag.endswith("title")
        assert root[1].tag.endswith("desc")
        assert (root[1].text or "").count(";") == len(simulated.FEW) - 1
        assert len(re.findall("<g><title>", text)) == len(simulated.FEW)
        assert all(word in text for word in words)
        assert not re.search(r"href|url\(|@import|<script|http(?!://www.w3.org/2000/svg)", text)


def test_a_table_gives_what_the_facts_file_gives(files: tuple[str, ...], tmp_path: Path) -> None:
    lists = [f"--list={name}={ROOT}/examples/batch/{name}.csv" for name in ("services", "site_search_positions")]
    spec = tmp_path / "vary.yaml"
    spec.write_text("vary: {facts: {complaints_late: {bodies: [min-treasury], uniform: [0, 9]}}}", encoding="utf-8")
    ends = ["--vary", str(spec), "-n", "20", "--format", "json"]
    table = run("simulate", "-e", "2018-01", "--cohort", f"{ROOT}/examples/batch/bodies.csv", *lists, "--period", "2018", *ends)
    assert table.code == 0, table.err
    one, other = (json.loads(ran.out) for ran in (table, run("simulate", "-e", "2018-01", "--cohort", str(COHORT), *ends)))
    known = {body["body"]: body["score"] for body in other["bodies"]}
    assert {body["body"]: body["score"] for body in one["bodies"]} == {body["body"]: known[body["body"]] for body in one["bodies"]}
    assert "--list нужен таблице" in run("simulate", *files, "--list", "services=x.csv").err


def test_a_table_with_a_faulty_row_is_refused(tmp_path: Path) -> None:
    table, spec = tmp_path / "bodies.csv", tmp_path / "vary.yaml"
    table.write_text("body,kind,period,services_total,services_late\none,central,2018,10,20\n", encoding="utf-8")
    spec.write_text("vary: {}", encoding="utf-8")
    ran = run("simulate", "-e", "2018-01", "--cohort", str(table), "--vary", str(spec))
    assert ran.code == 1
    assert "KZ510" in ran.err
    assert "bodies.csv: 1" in ran.err


def test_a_database_gives_what_its_tables_give(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="extra [frames] is not installed")
    path, spec = tmp_path / "register.duckdb", tmp_path / "vary.yaml"
    with duckdb.connect(str(path)) as connection:
        for name in ("bodies", "services", "site_search_positions"):
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{ROOT}/examples/batch/{name}.csv', all_varchar => true)")
        connection.execute("CREATE TABLE lone AS SELECT * FROM bodies WHERE body = 'min-treasury'")
    spec.write_text("vary: {facts: {complaints_late: {bodies: [min-treasury], uniform: [0, 9]}}}", encoding="utf-8")
    lists = [f"--list={name}={ROOT}/examples/batch/{name}.csv" for name in ("services", "site_search_positions")]
    ends = ["--vary", str(spec), "--period", "2018", "-n", "20", "--format", "json"]
    table = run("simulate", "-e", "2018-01", "--cohort", f"{ROOT}/examples/batch/bodies.csv", *lists, *ends)
    inside = run("simulate", "-e", "2018-01", "--cohort", str(path), *ends)
    assert (table.code, inside.code) == (0, 0), table.err + inside.err
    assert json.loads(table.out)["bodies"] == json.loads(inside.out)["bodies"]
    lost = run("simulate", "-e", "2018-01", "--cohort", str(path), "--table", "lone", *ends)
    assert lost.code == 1
    assert "KZ695" in lost.err  # the records of all others have no body: none of them is passed over
    assert "таблицы «nobody» нет" in run("simulate", "-e", "2018-01", "--cohort", str(path), "--table", "nobody", *ends).err


def test_a_faulty_record_is_told_by_its_list_and_row(tmp_path: Path) -> None:
    table, services, spec = (tmp_path / name for name in ("bodies.csv", "services.csv", "vary.yaml"))
    table.write_text("body,kind,period\none,central,2018\n", encoding="utf-8")
    services.write_text("body,period,monitoring_mark\none,2018,4\none,2018,7\ntwo,2018,4\n", encoding="utf-8")
    spec.write_text("vary: {}", encoding="utf-8")
    ran = run("simulate", "-e", "2018-01", "--cohort", str(table), f"--list=services={services}", "--vary", str(spec))
    assert ran.code == 1
    assert "services.csv: 2: ошибка KZ50" in ran.err
    assert "services.csv: 3: ошибка KZ695" in ran.err


def refused(*args: str) -> str:
    ran = run("simulate", *args)
    assert ran.code in (1, 2, 3)
    assert ran.out == ""
    assert "Traceback" not in ran.err
    return ran.err


def test_what_the_command_line_refuses(files: tuple[str, ...], tmp_path: Path) -> None:
    assert "нужна степень двойки, например 64 или 128" in refused(*files, "--sobol", "100")
    assert "не больше 1048576" in refused(*files, "--sobol", str(2**40))
    several = ("-e", "2020-03", "--cohort", str(ROOT / "examples/cohort-2019-2021.yaml"), *files[4:])
    assert "в данных несколько лет (2019, 2020, 2021): назовите один, --period 2021" in refused(*several)
    assert "за 2017 год данных нет; есть: 2018" in refused(*files, "--period", "2017")
    assert "KZ900" in refused(*files, "--reading", "rounding=down")
    assert "KZ605" in refused(*files, "--reading", "no_base=dwn")
    taken = tmp_path / "taken.txt"
    taken.write_text("mine", encoding="utf-8")
    assert "файл уже есть" in refused(*files, "-o", str(taken))
    assert "файл уже есть" in refused(*files, "--svg", str(taken), "-n", "10")
    assert "один и тот же файл" in refused(*files, "-o", str(tmp_path / "one"), "--svg", str(tmp_path / "one"))
    for more in (("--svg", str(tmp_path / "x.svg")), ("--format", "json"), ("--sobol", "64")):
        assert "--run пишет один прогон" in refused(*files, "--run", "3", *more)
    assert "--table нужен базе" in refused(*files, "--table", "bodies")
    assert "дан дважды" in refused(*files[:2], "--cohort", "x.csv", *files[4:], "--list", "services=a.csv", "--list", "services=b.csv")
    assert "папки нет" in refused(*files, "-o", str(tmp_path / "no" / "x.txt"))
    assert taken.read_text(encoding="utf-8") == "mine"
    assert run("simulate", *files, "-n", "10", "-o", str(taken), "--force").code == 0
    assert taken.read_text(encoding="utf-8").startswith("Моделирование")
    assert "KZ101" in refused(*files[:-1], str(_written(tmp_path, "vari: {}")))


def _written(folder: Path, text: str) -> Path:
    path = folder / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_interrupted_simulation_leaves_nothing(files: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kzrules.simulation.simulating.outcomes", stopped)
    ran = run("simulate", *files, "-n", "100", "-o", str(tmp_path / "out.txt"), "--svg", str(tmp_path / "out.svg"))
    assert ran.code == 130
    assert ran.err.strip().endswith("прервано")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_table_has_nobody_to_rank(tmp_path: Path) -> None:
    table = tmp_path / "bodies.csv"
    table.write_text("body,kind,period,services_total\n", encoding="utf-8")
    assert "нет ни одного органа" in refused("-e", "2018-01", "--cohort", str(table), "--vary", str(_written(tmp_path, "vary: {}")))


def test_a_body_of_which_nothing_is_known_is_said_to_lack_facts_and_moves_no_ranks(tmp_path: Path) -> None:
    facts = tmp_path / "one.yaml"
    facts.write_text('period: 2018\nbodies:\n  - {body: solo, kind: central, name: {ru: Один}, facts: {services_total: "-"}}\n', encoding="utf-8")
    spec = _written(tmp_path, "vary: {weights: {services: {times: [0.8, 1.2]}}}")
    ran = run("simulate", "-e", "2018-01", "--cohort", str(facts), "--vary", str(spec), "-n", "5", "--sobol", "4")
    assert ran.code == 0, ran.err
    assert re.search(r"Нет балла у «Один» в 100 % прогонов:\n  нет сведений: [a-z_]+, [a-z_]+, [a-z_]+, [a-z_]+ и ещё [0-9]+\n", ran.out)
    assert re.search(r"сдвиг мест R̄s  не во всех прогонах есть балл", ran.out)


def test_the_interpreter_of_help_is_quick_and_needs_no_numpy() -> None:
    code = "import sys; from kzrules.cli import main\ntry: main(['simulate', '--help'])\nexcept SystemExit: pass\nassert 'numpy' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    for option in ("--cohort", "--vary", "--seed", "--sobol", "--svg", "--run"):
        assert option in done.stdout

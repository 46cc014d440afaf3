"""The files for Prometheus and Grafana, by Prometheus's own program: rules, alerts and each query of the dashboard.

Skipped where promtool is not installed (Debian's package prometheus has it). Grafana is not run: what a
dashboard's file must be is held against here, and its queries are asked of what `/metrics` shows.
"""

import json
import re
import shutil
import subprocess
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from ruamel.yaml import YAML

from gateway.watching.metrics import Metrics
from tests.databases import NOW
from tests.front import Front

DEPLOY = Path(__file__).parents[3] / "deploy"
RULES = DEPLOY / "prometheus" / "alerts.yml"
BOARD: Any = json.loads((DEPLOY / "grafana" / "frontdesk.json").read_text("utf-8"))
PROMTOOL = shutil.which("promtool")
needs_promtool = pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed")
# Units of Grafana (its value formats) and settings of a panel that the file may use.
_UNITS = {"short", "s", "percentunit", "currencyUSD", "none"}
_PANELS = {"stat", "timeseries"}


def promtool(*arguments: object) -> str:
    command = [str(PROMTOOL), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def write(file: Path, content: object) -> Path:
    YAML().dump(content, file)
    return file


def queries() -> dict[str, tuple[str, str]]:
    """By panel and letter: the expression, and what the legend says of it."""
    return {
        f"panel_{panel['id']}_{target['refId']}": (target["expr"], target["legendFormat"])
        for panel in BOARD["panels"]
        for target in panel["targets"]
    }


@needs_promtool
def test_prometheus_takes_the_rules_and_its_own_configuration(tmp_path: Path) -> None:
    assert "SUCCESS: 18 rules found" in promtool("check", "rules", RULES)
    promtool("check", "config", "--syntax-only", DEPLOY / "prometheus" / "prometheus.yml")
    records = [{"record": name, "expr": expression} for name, (expression, _) in queries().items()]
    board = write(tmp_path / "board.yml", {"groups": [{"name": "board", "rules": records}]})
    assert f"SUCCESS: {len(records)} rules found" in promtool("check", "rules", board)


# What each alarm is for, as series of one value a minute; nothing else is wrong then.
_HOUR = "+0x90"
WRONG = {
    "FrontdeskDatabaseDown": {"frontdesk_database_up": f"0{_HOUR}"},
    "FrontdeskNoWorker": {"frontdesk_workers": f"0{_HOUR}"},
    "FrontdeskQueueLong": {"frontdesk_replies_waiting": f"51{_HOUR}"},
    "FrontdeskQueueOld": {"frontdesk_oldest_chat_seconds": f"301{_HOUR}"},
    "FrontdeskWorkersBusy": {"frontdesk_jobs_running": f"250{_HOUR}"},
    "FrontdeskErrors": {'frontdesk_turns_total{status="failed"}': "0+1x90"},
    "FrontdeskAnswersSlow": {
        'frontdesk_answer_seconds_bucket{le="30"}': f"0{_HOUR}",
        'frontdesk_answer_seconds_bucket{le="60"}': "0+1x90",
        'frontdesk_answer_seconds_bucket{le="+Inf"}': "0+1x90",
    },
    "FrontdeskEscalations": {'frontdesk_escalations_total{reason="asked"}': "0+1x90"},
    "FrontdeskNobodyTold": {"frontdesk_escalations_untold": f"1{_HOUR}"},
    "FrontdeskConnectionFails": {"frontdesk_connections_failing": f"1{_HOUR}"},
    "FrontdeskSendsFail": {
        'frontdesk_sends_total{channel="meta",result="failed"}': "0+1x90",
    },
    "FrontdeskFilesFail": {'frontdesk_files_total{kind="audio",result="damaged"}': "0+1x90"},
    "FrontdeskToolErrors": {
        'frontdesk_tool_errors_total{tool="book_appointment",kind="fault"}': "0+1x90",
    },
    "FrontdeskCost": {"frontdesk_cost_usd_today": f"21{_HOUR}"},
}
CALM = {
    "frontdesk_database_up": f"1{_HOUR}",
    "frontdesk_workers": f"3{_HOUR}",
    "frontdesk_worker_places": f"256{_HOUR}",
    "frontdesk_jobs_running": f"3{_HOUR}",
    "frontdesk_chats_waiting": f"2{_HOUR}",
    "frontdesk_replies_waiting": f"0{_HOUR}",
    "frontdesk_oldest_chat_seconds": f"4{_HOUR}",
    "frontdesk_oldest_reply_seconds": f"0{_HOUR}",
    'frontdesk_turns_total{status="committed"}': "0+2x90",
    'frontdesk_turns_total{status="failed"}': f"0{_HOUR}",
    'frontdesk_sends_total{channel="meta",result="sent"}': "0+2x90",
    'frontdesk_sends_total{channel="meta",result="failed"}': f"0{_HOUR}",
    'frontdesk_escalations_total{reason="asked"}': f"0{_HOUR}",
    'frontdesk_answer_seconds_bucket{le="30"}': "0+2x90",
    'frontdesk_answer_seconds_bucket{le="60"}': "0+2x90",
    'frontdesk_answer_seconds_bucket{le="+Inf"}': "0+2x90",
    "frontdesk_escalations_untold": f"0{_HOUR}",
    "frontdesk_connections_failing": f"0{_HOUR}",
    "frontdesk_cost_usd_today": f"3{_HOUR}",
}


@needs_promtool
def test_each_alarm_comes_on_by_what_it_is_for_and_no_other_with_it(tmp_path: Path) -> None:
    rules: Any = YAML(typ="safe").load(RULES)
    names = {rule["alert"] for part in rules["groups"] for rule in part["rules"] if "alert" in rule}
    assert names == {*WRONG, "FrontdeskDown"}
    cases: dict[str, dict[str, str]] = {"": CALM, "FrontdeskDown": {}}
    cases |= {name: CALM | series for name, series in WRONG.items()}
    on = 'count by (alertname) (ALERTS{alertstate="firing"})'
    tests = [
        {
            "interval": "1m",
            "input_series": [{"series": name, "values": way} for name, way in series.items()],
            "promql_expr_test": [
                {
                    "expr": on,
                    "eval_time": "85m",
                    "exp_samples": [{"labels": f'{{alertname="{name}"}}', "value": 1}]
                    if name
                    else [],
                }
            ],
        }
        for name, series in cases.items()
    ]
    content = {"rule_files": [str(RULES)], "evaluation_interval": "1m", "tests": tests}
    promtool("test", "rules", write(tmp_path / "alarms.yml", content))


MAY_BE_EMPTY = {"panel_19_A", "panel_20_B", "panel_21_A"}
"""Files, of which none was received, and what shows only organizations where something fails or waits."""


@needs_promtool
async def test_each_query_of_the_dashboard_finds_something_in_what_is_shown(
    plain: Front, tmp_path: Path
) -> None:
    """`/metrics` before and after a conversation, every quarter of a minute for five minutes each."""
    plain.execute(
        "update frontdesk.metric_counts set counted_until = %s", NOW - timedelta(seconds=1)
    )
    before = await shown(plain)
    await plain.customer().say("hola")
    plain.execute(
        "insert into model_usage select organization_id, id, %s::date, 'n', 'openai:m', 2, 100, 40, 7, 0.5, %s "
        "from turns where status = 'committed'", NOW, NOW,
    )  # fmt: skip
    await plain.pass_time(400)
    after = await shown(plain)
    # A model is told of when it was first asked, so Prometheus saw nothing of it before.
    series = [
        {"series": name, "values": f"{before.get(name, 0.0)}+0x19 {value}+0x20"}
        for name, value in after.items()
    ]
    rules = [
        {"alert": name, "expr": f"count({expression}) > 0"}
        for name, (expression, _) in queries().items()
    ]
    board = write(tmp_path / "board.yml", {"groups": [{"name": "board", "rules": rules}]})
    found = "count by (alertname) (ALERTS)"
    samples = [
        {"labels": f'{{alertname="{name}"}}', "value": 1}
        for name in queries()
        if name not in MAY_BE_EMPTY
    ]
    test = {
        "interval": "15s",
        "input_series": series,
        "promql_expr_test": [{"expr": found, "eval_time": "7m", "exp_samples": samples}],
    }
    content = {"rule_files": [str(board)], "evaluation_interval": "15s", "tests": [test]}
    promtool("test", "rules", write(tmp_path / "test.yml", content))


async def shown(front: Front) -> dict[str, float]:
    """Every series of another process's `/metrics`, as Prometheus writes it."""
    metrics = Metrics(front.container.database, front.container.settings, "1")
    text = generate_latest(await metrics.registry()).decode()
    return {
        sample.name
        + "{"
        + ",".join(f"{k}={json.dumps(v)}" for k, v in sample.labels.items())
        + "}": (sample.value)
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_dashboard_is_one_that_grafana_reads() -> None:
    """Its form, by hand: the file was also read by Grafana's own library (docs/decisions/watching.md)."""
    assert {"title", "uid", "schemaVersion", "panels", "templating", "time"} <= set(BOARD)
    (variable,) = BOARD["templating"]["list"]
    assert (variable["name"], variable["type"], variable["query"]) == (
        "datasource", "datasource", "prometheus",
    )  # fmt: skip
    panels = BOARD["panels"]
    assert (
        len({panel["id"] for panel in panels}) == len({p["title"] for p in panels}) == len(panels)
    )
    for panel in panels:
        assert panel["type"] in _PANELS
        assert panel["fieldConfig"]["defaults"]["unit"] in _UNITS, panel["title"]
        letters = [target["refId"] for target in panel["targets"]]
        assert letters == list("ABCD"[: max(1, len(letters))])
        for part in (panel, *panel["targets"]):
            assert part["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
    for one, other in combinations((panel["gridPos"] for panel in panels), 2):
        apart = (
            one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
            or one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        )  # fmt: skip
        assert apart, (one, other)
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in panels)


LABELS = {"frontdesk_organization_": "organization", "frontdesk_jobs_due": "queue"}
"""Of metrics that a query shows as they are."""


def test_a_legend_names_labels_that_its_query_keeps() -> None:
    for name, (expression, legend) in queries().items():
        kept = {
            label.strip()
            for by in re.findall(r"by \(([^)]*)\)", expression)
            for label in by.split(",")
        }
        kept |= {label for metric, label in LABELS.items() if expression.find(metric) >= 0}
        assert set(re.findall(r"\{\{(\w+)\}\}", legend)) <= kept, name
        assert kept - {"le"} <= set(re.findall(r"\w+", legend)), f"{name}: lines that look alike"

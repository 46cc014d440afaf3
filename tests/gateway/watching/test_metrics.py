"""`GET /metrics`: what Prometheus reads, who may read it, and the names that our files for it use."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from prometheus_client.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from ruamel.yaml import YAML

from agent.data.postgres import PostgresDatabase
from agent.settings import Settings
from gateway.watching.metrics import Metrics
from tests.databases import NOW
from tests.front import API_KEY, Front
from tests.front_fixtures import Opening
from tests.gateway.callers import program
from tests.providers import gupshup

START = NOW - timedelta(seconds=1)
DEPLOY = Path(__file__).parents[3] / "deploy"
Values = dict[tuple[str, frozenset[tuple[str, str]]], float]


async def scrape(front: Front, key: str = API_KEY) -> httpx.Response:
    return await front.http.get("/metrics", headers={"Authorization": f"Bearer {key}"})


def read(text: str) -> Values:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def values(front: Front) -> Values:
    """As another process would answer just now."""
    metrics = Metrics(front.container.database, front.container.settings, "1")
    return read(generate_latest(await metrics.registry()).decode())


def of(found: Values, name: str, **labels: str) -> float | None:
    return found.get((f"frontdesk_{name}", frozenset(labels.items())))


async def test_what_was_done_is_counted_once_and_what_waits_is_shown(
    open_front_with: Opening,
) -> None:
    async with open_front_with() as front:
        front.execute("update frontdesk.metric_counts set counted_until = %s", START)
        await front.customer().say("hola")
        await front.customer("573005550202").write("buenas")
        await front.pass_time(12)
        waiting = await values(front)
        assert of(waiting, "chats_waiting") == 1
        assert of(waiting, "turns_total", status="failed") == 0, "it is there before it grows"
        states = {"waiting_for_customer": 1, "active": 1, "closed": 0}
        for state, number in states.items():
            assert of(waiting, "conversations", state=state) == number
        assert of(waiting, "oldest_chat_seconds") == 2
        assert of(waiting, "jobs_due", queue="turns") == 1
        await front.work()
        await front.pass_time(400)
        counted = await values(front)
        assert of(counted, "turns_total", status="committed") == 2
        assert of(counted, "messages_total", channel="gupshup") == 2
        assert of(counted, "sends_total", channel="gupshup", result="sent") == 2
        assert of(counted, "answer_seconds_count") == 2
        assert of(counted, "lateness_seconds_bucket", le="0.5") == 1
        assert of(counted, "lateness_seconds_bucket", le="+Inf") == 2
        assert of(counted, "organization_turns_hour", organization="aurora") == 2
        assert await values(front) == counted, "a second scrape counts nothing twice"
        sent = front.gupshup.sent[0]
        name = front.connection_name("aurora", "gupshup")
        event = gupshup.message_event(sent.id, "failed", destination=sent.destination, app=name)
        assert (await front.post("gupshup", "aurora", event)).status_code == 200
        await front.pass_time(90)
        later = await values(front)
        for result, number in (("undelivered", 1), ("sent", 2), ("failed", 0)):
            assert of(later, "sends_total", channel="gupshup", result=result) == number
        front.execute("delete from turns")
        await front.pass_time(60)
        assert of(await values(front), "turns_total", status="committed") == 2, "counters only grow"


async def test_tools_that_fail_people_that_are_called_and_what_models_cost(plain: Front) -> None:
    plain.execute("update frontdesk.metric_counts set counted_until = %s", START)
    await plain.customer().say("hola")
    trace = {
        "nodes": [], "vetoes": [["x"], ["y"]],
        "tools": [
            {"name": "book_appointment", "args": {}, "result": {"status": "booked"}},
            {"name": "check_availability", "args": {}, "result": {"error": "the arguments are not valid"}},
            {"name": "Zenobia", "args": {}, "result": {"error": "no such tool", "tools": ["a"]}},
        ],
    }  # fmt: skip
    plain.execute("update turns set trace = %s::jsonb", json.dumps(trace))
    plain.execute(
        "insert into turns (organization_id, chat_identity_id, token, status, message_ids, started_at, "
        "finished_at, trace) select organization_id, chat_identity_id, 9, 'lost', '{}', started_at, "
        'finished_at, \'{"failed_tool": "book_appointment"}\' from turns'
    )
    plain.execute(
        "insert into model_usage select organization_id, id, %s::date, 'n', 'openai:m', 2, 100, 40, 7, 0.5, %s "
        "from turns where status = 'committed'", NOW, NOW,
    )  # fmt: skip
    plain.execute(
        "insert into escalations (organization_id, chat_identity_id, reason, created_at) "
        "select organization_id, id, 'asked', %s from chat_identities "
        "where phone is not null",
        plain.clock.now(),
    )
    await plain.pass_time(400)
    found = await values(plain)
    assert of(found, "turns_total", status="lost") == 1
    assert of(found, "changes_total", change="booked") == 1
    assert of(found, "tool_calls_total", tool="book_appointment") == 1
    assert of(found, "tool_errors_total", tool="book_appointment", kind="fault") == 1
    assert of(found, "tool_errors_total", tool="check_availability", kind="call") == 1
    assert of(found, "tool_errors_total", tool="unknown", kind="call") == 1
    assert of(found, "vetoes_total") == 2
    assert of(found, "escalations_total", reason="asked") == 1
    assert of(found, "escalations_untold") == 1
    assert of(found, "model_calls_total", model="openai:m") == 2
    assert of(found, "model_tokens_total", model="openai:m", kind="input") == 60
    assert of(found, "model_cost_usd_total", model="openai:m") == 0.5
    assert of(found, "cost_usd_today") == 0.5
    assert not any("Zenobia" in value for _, labels in found for _, value in labels)


async def test_only_who_runs_the_deployment_may_read(open_front_with: Opening) -> None:
    async with open_front_with(metrics_key=SecretStr("for-prometheus-alone")) as front:
        shown = await scrape(front, "for-prometheus-alone")
        assert shown.status_code == 200
        assert shown.headers["content-type"].startswith("text/plain; version=0.0.4")
        assert of(read(shown.text), "database_up") == 1
        assert (await scrape(front)).status_code == 200
        assert (await front.http.get("/metrics")).status_code == 401
        assert (await scrape(front, "wrong")).status_code == 401
        tenant = await program(front, "read")
        assert (await scrape(front, tenant.key)).status_code == 403
        assert (await front.http.get("/stats", headers={"Authorization": "Bearer for-prometheus-alone"})
                ).status_code == 401, "it opens nothing else"  # fmt: skip


async def test_without_a_database_it_says_so() -> None:
    closed = PostgresDatabase("postgresql://nobody@127.0.0.1:1/none", wait_seconds=0.1)
    metrics = Metrics(closed, Settings.model_validate({}), "1")
    found = read(generate_latest(await metrics.registry()).decode())
    assert found == {("frontdesk_database_up", frozenset()): 0.0}


def used_in(expression: str) -> set[str]:
    return set(re.findall(r"\bfrontdesk_[a-z0-9_]+", expression))


def expressions() -> dict[str, list[str]]:
    rules: Any = YAML(typ="safe").load(DEPLOY / "prometheus" / "alerts.yml")
    board: Any = json.loads((DEPLOY / "grafana" / "frontdesk.json").read_text())
    return {
        "alerts": [rule["expr"] for group in rules["groups"] for rule in group["rules"]],
        "board": [
            target["expr"] for panel in board["panels"] for target in panel.get("targets", ())
        ],
    }


async def test_rules_and_dashboard_use_metrics_that_there_are(plain: Front) -> None:
    answer = await scrape(plain)
    assert answer.status_code == 200
    text, there = answer.text, set()
    for family in text_string_to_metric_families(text):
        ends = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}
        there |= {family.name + end for end in ends[family.type]}
    for where, listed in expressions().items():
        assert len(listed) > 8, where
        used = set().union(*map(used_in, listed))
        assert used - there == set(), where


def test_rules_have_the_form_that_prometheus_takes() -> None:
    rules: Any = YAML(typ="safe").load(DEPLOY / "prometheus" / "alerts.yml")
    names = []
    for group in rules["groups"]:
        assert set(group) <= {"name", "interval", "rules"}
        for rule in group["rules"]:
            if "record" in rule:
                assert set(rule) == {"record", "expr"}
                continue
            assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
            assert re.fullmatch(r"\d+[mh]", rule["for"])
            assert rule["labels"]["severity"] in {"critical", "warning"}
            assert {"summary", "description"} == set(rule["annotations"])
            names.append(rule["alert"])
    assert len(names) == len(set(names)) >= 8

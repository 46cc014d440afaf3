"""deploy/kubernetes/scaling.yaml: its question is asked of a real database, by a login that may do nothing else."""

import math
import re
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from ruamel.yaml import YAML

from agent.settings import Settings
from tests.databases import execute, give_password
from tests.deployment.compose import ROOT

FILE = ROOT / "deploy" / "kubernetes" / "scaling.yaml"
# What KEDA 2's definition of the object knows (config/crd/bases of its repository, read in November 2026).
_SPEC = {
    "scaleTargetRef", "pollingInterval", "minReplicaCount", "maxReplicaCount", "fallback", "advanced",
    "triggers",
}  # fmt: skip


def documents(name: str = FILE.name) -> dict[str, Any]:
    found = YAML(typ="safe").load_all(FILE.with_name(name))
    return {f"{one['kind']}/{one['metadata']['name']}": one for one in found}


def scaled() -> dict[str, Any]:
    spec: dict[str, Any] = documents()["ScaledObject/frontdesk-worker"]["spec"]
    return spec


def trigger() -> dict[str, Any]:
    (only,) = scaled()["triggers"]
    assert only["type"] == "postgresql"
    return dict(only)


def workers(wanted: int) -> int:
    """As the autoscaler reckons: the sum over what one is to have, within the bounds."""
    spec, each = scaled(), float(trigger()["metadata"]["targetQueryValue"])
    return int(min(spec["maxReplicaCount"], max(spec["minReplicaCount"], math.ceil(wanted / each))))


@pytest.fixture
def scaler(database_url: str) -> str:
    """The login that the file's head tells to make, with those words."""
    lines = re.findall(r"^#   (.+;)$", FILE.read_text(), re.MULTILINE)
    assert len(lines) == 2
    execute(database_url, "drop role if exists frontdesk_scaler")
    for line in lines:
        execute(database_url, line.replace("…", "of-a-test"))
    give_password(database_url, "frontdesk_scaler")
    return make_conninfo(database_url, user="frontdesk_scaler")


def ask(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(trigger()["metadata"]["query"]).fetchone()
    assert row is not None
    (number,) = row
    assert isinstance(number, int)
    return number


def put(url: str, queue: str, status: str, lock: str, scheduled: str = "null") -> None:
    execute(
        url,
        "insert into procrastinate.procrastinate_jobs (queue_name, task_name, lock, status, args, scheduled_at) "
        f"values ('{queue}', 't', '{lock}', '{status}', '{{}}', {scheduled})",
    )


def test_the_question_counts_places_and_the_file_makes_workers_of_them(
    database_url: str, scaler: str
) -> None:
    assert (ask(scaler), workers(0)) == (0, 1), "one works while nothing is to be done"
    for number in range(5):
        put(database_url, "turns", "doing", f"chat {number}")
    put(
        database_url, "turns", "todo", "chat 0"
    )  # waits for its own chat's turn, and takes no place
    put(database_url, "turns", "todo", "later", "now() + interval '10 seconds'")  # the debounce
    put(database_url, "turns", "failed", "given up")
    for number in range(90):
        put(
            database_url, "sends", "todo", f"reply {number}"
        )  # there is room for those in any worker
    assert (ask(scaler), workers(5)) == (5, 1)
    for number in range(5, 14):
        put(database_url, "turns", "todo", f"chat {number}", "now() - interval '1 second'")
    put(database_url, "media", "todo", "a file")
    assert (ask(scaler), workers(14)) == (14, 3), "two are not enough for a quarter to stay free"
    for number in range(20):
        put(database_url, "media", "todo", f"file {number}")
    assert ask(scaler) == 21
    assert workers(1000) == scaled()["maxReplicaCount"]


def test_the_login_may_ask_this_and_nothing_else(scaler: str) -> None:
    for query in (
        "select * from public.organizations",
        "select * from procrastinate.procrastinate_jobs",
        "select public.organization_list()",
        "select public.failures_list()",
        "create table public.mine (id integer)",
    ):
        with (
            psycopg.connect(scaler) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(query.encode())


def test_the_file_scales_what_there_is() -> None:
    spec = scaled()
    assert set(spec) <= _SPEC
    assert f"Deployment/{spec['scaleTargetRef']['name']}" in documents("frontdesk.yaml")
    assert 1 <= spec["minReplicaCount"] < spec["maxReplicaCount"]
    down = spec["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]["scaleDown"]
    assert 0 <= down["stabilizationWindowSeconds"] <= 3600
    authentication = documents()[f"TriggerAuthentication/{trigger()['authenticationRef']['name']}"]
    (secret,) = authentication["spec"]["secretTargetRef"]
    assert secret["parameter"] == "connection", "what KEDA's postgresql trigger reads"
    made = re.search(r"create secret generic (\S+) --from-literal=(\w+)=", FILE.read_text())
    assert made
    assert made.groups() == (secret["name"], secret["key"])
    metadata = trigger()["metadata"]
    assert all(isinstance(value, str) for value in metadata.values()), "KEDA takes texts only"
    assert set(metadata) == {"query", "targetQueryValue"}
    assert float(metadata["targetQueryValue"]) == 0.75 * Settings().worker_concurrency

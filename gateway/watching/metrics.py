"""The figures of a deployment as Prometheus reads them, from the database: any process answers for all.

Counters are kept in the database (migrations/functions/metrics.sql), so they neither begin anew with a
process nor are lost with one. Metrics have no label of organizations but for the `organization_…`
ones, which are of the busiest only.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import get_args

from msgspec import Struct
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector, CollectorRegistry

from agent.data.database import Database
from agent.errors import DatabaseUnavailable
from agent.records import ConversationState
from agent.settings import Settings
from gateway.channels.registry import channel_classes
from gateway.pipeline.worker import QUEUES
from gateway.pipeline.worker import places as places_of
from gateway.watching.figures import BusyOrganization, Figures, Now, watch_figures
from graphs.front_desk import load_nodes
from graphs.node import hand_over
from tools.escalation import Reason

CACHED_SECONDS = 10.0
MOST_ORGANIZATIONS = 50
WINDOW_SECONDS = 3600.0
"""That of the metrics of organizations."""
_PREFIX = "frontdesk_"
_REASONS = ("failed", "loop", "undelivered")
"""Why the gateway itself calls a person (gateway/pipeline)."""
_KINDS = {"tool_errors": ("fault", "call")}

COUNTERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "messages": ("Messages that customers sent.", ("channel",)),
    "turns": ("Turns that ended: committed, failed, lost, superseded or dropped.", ("status",)),
    "tool_calls": ("Calls of tools in committed turns.", ("tool",)),
    "tool_errors": (
        "Tools that raised an error (fault), or were called wrongly by a model (call).",
        ("tool", "kind"),
    ),
    "changes": ("Appointments booked, moved, cancelled and confirmed by turns.", ("change",)),
    "vetoes": ("Answers of models that were not said because of what was wrong in them.", ()),
    "sends": (
        "Attempts to send replies: sent, waits, unknown or failed; undelivered: sent, and failed later.",
        ("channel", "result"),
    ),
    "notices": ("Attempts to send notices to staff.", ("result",)),
    "escalations": ("Cases in which a person was called.", ("reason",)),
    "files": ("Received files: read, or why not.", ("kind", "result")),
    "model_calls": ("Answers of models.", ("model",)),
    "model_tokens": ("Tokens of models: input, cached (input) and output.", ("model", "kind")),
    "model_cost_usd": ("What the models cost, as far as their prices are known.", ("model",)),
}
"""By their names in the database; `frontdesk_<name>_total` to Prometheus."""
HISTOGRAMS = {
    "turn_seconds": "From the beginning of a turn to its end.",
    "answer_seconds": "From when an answer was due (after the debounce) to its commit.",
    "lateness_seconds": "From when an answer was due to the beginning of its turn.",
}
GAUGES = {
    "chats_waiting": "Chats whose answer is due.",
    "oldest_chat_seconds": "How long the oldest of them waits.",
    "replies_waiting": "Replies that wait to be sent.",
    "oldest_reply_seconds": "How long the oldest of them waits.",
    "jobs_running": "Jobs of the queue that run.",
    "jobs_failed": "Jobs that were given up and are kept.",
    "workers": "Workers of queues that are alive; a process has three.",
    "worker_places": "Jobs that these workers can run at once.",
    "worker_places_wanted": "Chats, or files if more, that would be worked at if none had to wait.",
    "connections_failing": "Connections that cannot send.",
    "escalations_untold": "Cases of the last day of which nobody of the business was told yet.",
    "cost_usd_today": "What the models cost today.",
    "organizations_at_ceiling": "Organizations that the offline model answers until their day ends.",
    "senders_at_ceiling": "Senders whom the offline model answers until the day ends.",
}
ORGANIZATION_GAUGES = {
    "organization_chats_waiting": "Chats whose answer is due.",
    "organization_replies_waiting": "Replies that wait to be sent.",
    "organization_turns_hour": "Turns that ended within the hour.",
    "organization_turns_failed_hour": "Turns that failed within the hour.",
    "organization_cost_usd_today": "What the models cost today.",
}


class Total(Struct, frozen=True, kw_only=True):
    """metrics_count."""

    metric: str
    labels: dict[str, str]
    value: float


@dataclass(frozen=True, eq=False)
class Snapshot(Collector):
    """What one scrape shows."""

    figures: Figures
    totals: tuple[Total, ...]
    places: int
    version: str

    def collect(self) -> Iterator[Metric]:
        """All metrics, also those of which nothing was counted yet."""
        yield _up(works=True)
        yield _gauge("build_info", "The version that answers.", [({"version": self.version}, 1.0)])
        yield from _counters(self.totals)
        yield from _histograms(self.totals)
        yield from _gauges(self.figures.now, self.places)
        yield from _of_organizations(self.figures.organizations)


class Unreachable(Collector):
    """What is shown while the database cannot be reached."""

    def collect(self) -> Iterator[Metric]:
        """The one metric that is known then."""
        yield _up(works=False)


class Metrics:
    """Asks the database, at most every ten seconds."""

    def __init__(self, database: Database, settings: Settings, version: str) -> None:
        self._database = database
        self._settings = settings
        self._version = version
        self._asking = asyncio.Lock()
        self._asked_at = float("-inf")
        self._registry = CollectorRegistry(auto_describe=False)

    async def registry(self) -> CollectorRegistry:
        """The metrics of now."""
        async with self._asking:
            if time.monotonic() - self._asked_at >= CACHED_SECONDS:
                registry = CollectorRegistry(auto_describe=False)
                registry.register(await self._collected())
                self._registry, self._asked_at = registry, time.monotonic()
            return self._registry

    async def _collected(self) -> Collector:
        try:
            figures = await watch_figures(
                self._database,
                seconds=WINDOW_SECONDS,
                alive_seconds=self._settings.worker_stalled_seconds,
                most=MOST_ORGANIZATIONS,
            )
            totals = await self._database.fetch(tuple[Total, ...], "metrics_count")
        except DatabaseUnavailable:
            return Unreachable()
        each = sum(places_of(queues, self._settings) for queues in QUEUES)
        places = round(figures.now.workers / len(QUEUES)) * each
        return Snapshot(figures, totals, places, self._version)


def _up(*, works: bool) -> Metric:
    return _gauge("database_up", "Whether the database answers.", [({}, float(works))])


def _gauge(name: str, text: str, samples: Iterable[tuple[Mapping[str, str], float]]) -> Metric:
    rows = list(samples)
    labels = list(rows[0][0]) if rows else []
    family = GaugeMetricFamily(_PREFIX + name, text, labels=labels)
    for values, value in rows:
        family.add_metric([values[label] for label in labels], value)
    return family


def _counters(totals: Iterable[Total]) -> Iterator[Metric]:
    by_name = _by_name(totals)
    for name, (text, labels) in COUNTERS.items():
        family = CounterMetricFamily(_PREFIX + name, text, labels=labels)
        # Prometheus sees no increase in a counter that begins above zero.
        values = dict.fromkeys(_expected(name, labels), 0.0)
        for total in by_name[name]:
            values[tuple(total.labels.get(label, "") for label in labels)] = total.value
        for label_values, value in values.items():
            family.add_metric(label_values, value)
        yield family


def _expected(name: str, labels: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The values of labels that may come; none where nobody can know them (models)."""
    values = _values_of_labels() | {"kind": _KINDS.get(name, ())}
    return product(*(values[label] for label in labels))


@cache
def _values_of_labels() -> dict[str, tuple[str, ...]]:
    tools = sorted({tool.name for node in load_nodes() for tool in node.tools} | {hand_over.name})
    return {
        "channel": tuple(channel_classes()),
        "status": ("committed", "failed", "lost", "superseded", "dropped"),
        "tool": (*tools, "unknown"),
        "change": ("booked", "moved", "cancelled", "confirmed"),
        "result": ("sent", "waits", "unknown", "failed", "undelivered"),
        "reason": (*get_args(Reason), *_REASONS),
        "model": (),
    }


def _histograms(totals: Iterable[Total]) -> Iterator[Metric]:
    by_name = _by_name(totals)
    for name, text in HISTOGRAMS.items():
        counts = {total.labels["le"]: total.value for total in by_name[f"{name}_bucket"]}
        family = HistogramMetricFamily(_PREFIX + name, text)
        bounds = sorted({*counts, "+Inf"}, key=float)
        # A bound at which nothing was counted yet has as many as the one below it.
        buckets, below = [], 0.0
        for bound in bounds:
            below = max(below, counts.get(bound, 0.0))
            buckets.append((bound, below))
        family.add_metric([], buckets, sum(total.value for total in by_name[f"{name}_sum"]))
        yield family


def _by_name(totals: Iterable[Total]) -> defaultdict[str, list[Total]]:
    by_name: defaultdict[str, list[Total]] = defaultdict(list)
    for total in totals:
        by_name[total.metric].append(total)
    return by_name


def _gauges(now: Now, places: int) -> Iterator[Metric]:
    values = {
        "chats_waiting": now.chats,
        "oldest_chat_seconds": now.oldest_chat_seconds,
        "replies_waiting": now.replies,
        "oldest_reply_seconds": now.oldest_reply_seconds,
        "jobs_running": now.running,
        "jobs_failed": now.failed_jobs,
        "workers": now.workers,
        "worker_places": places,
        "worker_places_wanted": now.places_wanted,
        "connections_failing": now.failing_connections,
        "escalations_untold": now.untold,
        "cost_usd_today": now.cost_usd,
        "organizations_at_ceiling": now.organizations_at_ceiling,
        "senders_at_ceiling": now.senders_at_ceiling,
    }
    for name, text in GAUGES.items():
        yield _gauge(name, text, [({}, float(values[name]))])
    queues = {"turns": 0, "sends": 0, "media": 0} | now.jobs
    text = "Jobs of the queue that are due and not begun."
    yield _gauge("jobs_due", text, [({"queue": name}, float(n)) for name, n in queues.items()])
    states = dict.fromkeys(get_args(ConversationState), 0) | now.conversations
    text = "Conversations in which a customer wrote within two days, by what they wait for."
    yield _gauge("conversations", text, [({"state": name}, float(n)) for name, n in states.items()])


def _of_organizations(rows: Iterable[BusyOrganization]) -> Iterator[Metric]:
    listed = list(rows)
    for name, text in ORGANIZATION_GAUGES.items():
        field = name.removeprefix("organization_").removesuffix("_hour").removesuffix("_today")
        attribute = {
            "turns_failed": "failed",
            "chats_waiting": "chats",
            "replies_waiting": "replies",
        }
        samples = [
            ({"organization": row.organization}, float(getattr(row, attribute.get(field, field))))
            for row in listed
        ]
        yield _gauge(name, f"{text} Of the busiest organizations.", samples)

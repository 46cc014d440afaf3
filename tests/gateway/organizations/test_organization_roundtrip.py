"""Whatever can be written in a file comes back from the database, and from its export, the same."""

import string
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.data.postgres import PostgresDatabase
from agent.environment_names import prefix_of
from agent.texts import languages
from agent.types import Json
from gateway.channels.registry import channel_classes
from gateway.organizations import commands, words
from gateway.organizations.difference import compare
from gateway.organizations.document import build_document, describe
from gateway.organizations.file_schema import OrganizationFile
from gateway.organizations.loading import loads
from gateway.organizations.writing import to_yaml
from tests.gateway.organizations.conftest import secret

_LETTERS = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cs", "Zl", "Zp"),
    exclude_characters="\ufeff\ufffe\uffff",
)
_TRICKY = st.sampled_from(
    ["null", "~", "true", "No", "1", "1.50", "2026-12-08", "08:00", "- a", "a: b", "# x", "'", '"', "[",
     "{}", "&a", "*a", "!t", "%", "@", "`", "|", ">", "0x1", "1_000", "=", "<<", "ñandú", "🙂", "\\n"]
)  # fmt: skip
_NAME = (st.text(_LETTERS, min_size=1, max_size=30) | _TRICKY).filter(lambda t: bool(t.strip()))
_PROSE = st.lists(_NAME, min_size=1, max_size=6).map("\n".join) | st.lists(_NAME, max_size=30).map(
    " ".join
)
_LINE = st.none() | _NAME
_KEY = st.text(string.ascii_lowercase + string.digits + "-_", min_size=1, max_size=12).filter(
    lambda k: k[0].isalnum()
)
_MINUTES = st.integers(0, 24 * 60)


@st.composite
def intervals(draw: st.DrawFn) -> list[str]:
    times = sorted(draw(st.lists(_MINUTES, max_size=6, unique=True)))
    pairs = zip(times[::2], times[1::2], strict=False)
    return [f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in pairs]


def special_dates() -> st.SearchStrategy[list[Json]]:
    days = st.dates(date(2026, 12, 20), date(2027, 1, 5)).map(str)
    one = st.fixed_dictionaries({"date": days, "label": _LINE | st.just("x"), "hours": intervals()})
    return st.lists(one, max_size=8, unique_by=lambda d: str(d["date"]))


@st.composite
def vacations(draw: st.DrawFn) -> list[Json]:
    """Ranges that do not overlap, in any order."""
    days = st.dates(date(2026, 12, 20), date(2027, 3, 5))
    ends = sorted(draw(st.lists(days, max_size=6, unique=True)))
    found = [
        {
            "from": str(first),
            "until": str(last - timedelta(days=draw(st.integers(0, 1)))),
            "label": draw(_LINE),
        }
        for first, last in zip(ends[::2], ends[1::2], strict=False)
    ]
    return draw(st.permutations(found))


_OVERRIDES: dict[str, st.SearchStrategy[Any]] = {
    "notice_minutes": st.none() | st.integers(0, 43200),
    "horizon_days": st.none() | st.integers(1, 730),
    "cancel_notice_minutes": st.none() | st.integers(0, 43200),
    "move_notice_minutes": st.none() | st.integers(0, 43200),
}


@st.composite
def rules(draw: st.DrawFn, regions: list[str]) -> Json:
    """The organization's scheduling, sparsely or wholly written."""
    offsets = draw(st.lists(st.integers(1, 43200), max_size=8, unique=True))
    quiet = draw(st.lists(st.integers(0, 24 * 60 - 1), min_size=2, max_size=2, unique=True))
    written = st.fixed_dictionaries(
        {},
        optional={
            "slot_step_minutes": st.integers(5, 240),
            **{name: value.filter(lambda v: v is not None) for name, value in _OVERRIDES.items()},
            "late_message": _LINE,
            "max_open_appointments": st.integers(1, 100),
            "handoff_minutes": st.integers(1, 10080),
            "second_notice_minutes": st.integers(1, 1440),
            "holidays": st.booleans(),
            "region": st.none() | (st.sampled_from(regions) if regions else st.none()),
            "hold_minutes": st.integers(1, 120),
            "waiting_hold_minutes": st.integers(5, 1440),
            "confirmation": st.just(offsets[:4]),
            "reminders": st.just(offsets[4:]),
            "release": st.just(min(max(offsets[:4]) - 120, 1320))
            if max(offsets[:4], default=0) >= 150
            else st.none(),
            "quiet_hours": st.just("-".join(f"{m // 60:02}:{m % 60:02}" for m in quiet)),
        },
    )
    return draw(written)


def keyed(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Json]]:
    one = st.fixed_dictionaries({"key": _KEY, **fields})
    return st.lists(one, max_size=4, unique_by=lambda item: str(item["key"]))


_HOURS = st.dictionaries(st.sampled_from(words.WEEKDAYS), intervals())
_SERVICES = keyed(
    name=_NAME,
    synonyms=st.lists(_NAME, max_size=3),
    description=st.none() | _PROSE,
    duration_minutes=st.integers(5, 1440),
    buffer_after_minutes=st.integers(0, 480),
    price=st.none() | st.integers(0, 10**14 - 1).map(lambda cents: cents / 100),
    price_note=_LINE,
    currency=st.none() | st.sampled_from(["USD", "BRL"]),
    slot_step_minutes=st.none() | st.integers(5, 240),
    max_open_appointments=st.none() | st.integers(1, 100),
    recall_after=st.none() | st.sampled_from(["6 months", "45 days", "1 months"]),
    bookable=st.booleans(),
    aftercare=st.none() | _LINE,
    aftercare_hours=st.integers(1, 168),
    **_OVERRIDES,
)
_SETTING = _NAME.filter(lambda key: not words.names_secret(key))
_LIMITS = st.fixed_dictionaries(
    {},
    optional={
        "daily_spend_usd": st.sampled_from([0.5, 5, 12.25]),
        "sender_daily_model_calls": st.integers(1, 500),
    },
)
_REVIEW = st.fixed_dictionaries(
    {"link": st.just("https://example.org/r?x=1&y=2")},
    optional={"hours": st.integers(1, 168), "months": st.integers(1, 60)},
)
_SETTINGS = st.dictionaries(
    _SETTING,
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**14), 10**14) | _NAME,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_SETTING, inner, max_size=3),
        max_leaves=5,
    ),
    max_size=3,
)

_CHANNELS = sorted(
    name for name, channel in channel_classes().items() if not channel.setting_problems({})
)
"""Those that ask for no settings take any."""


@st.composite
def needs(draw: st.DrawFn, minutes: int, resources: list[str]) -> Json:
    """Hours and resources of a service, and a gap or a group or neither."""
    hours = draw(_HOURS.filter(lambda h: any(h.values())) | st.none())
    used = st.lists(st.sampled_from(resources), unique=True) if resources else st.just([])
    found: Json = {"resources": draw(used), **({"hours": hours} if hours else {})}
    if draw(st.booleans()):
        return {**found, "capacity": draw(st.integers(1, 500))}
    found["where"] = draw(st.sampled_from(["business", "customer"]))
    start = draw(st.integers(1, minutes - 2))
    gap = draw(st.integers(1, minutes - start - 1))
    return {**found, "gap_from_minutes": start, "gap_minutes": gap}


_ANSWERS: list[Json] = [
    {"flag": "yes"},
    {"flag": ["no"], "ask_again_months": 6},
    {"kind": "choice", "choices": ["Seca", "a: b", "yes"], "flag": "yes"},
    {"kind": "number", "flag_below": 18},
    {"kind": "number", "flag_above": -1, "flag_below": -5},
    {"kind": "text"},
]


@st.composite
def questions(draw: st.DrawFn) -> list[Json]:
    """Of any kind, each with a key of its own."""
    kinds = draw(st.lists(st.sampled_from(_ANSWERS), max_size=2))
    return [{"key": f"q{n}", "text": "¿a: b? #1", **kind} for n, kind in enumerate(kinds)]


@st.composite
def business_servers(draw: st.DrawFn, slug: str) -> list[Json]:
    tools = st.fixed_dictionaries(
        {
            "name": st.sampled_from(["check_stock", "a.b/c-D"]),
            "use": _NAME,
            "arguments": st.dictionaries(st.sampled_from(["product", "size"]), _NAME),
        }
    )
    servers: list[Json] = draw(
        keyed(
            url=st.just("https://mcp.example/mcp"),
            token_env=st.sampled_from([None, f"{prefix_of(slug)}SHOP"]),
            tools=st.lists(tools, min_size=1, max_size=2, unique_by=lambda one: one["name"]),
        )
    )
    return servers[:3]


@st.composite
def files(draw: st.DrawFn) -> OrganizationFile:
    """Valid files, with everything in them."""
    services = draw(_SERVICES)
    resources = draw(keyed(name=_NAME, capacity=st.integers(1, 5)))
    for service in services:
        service.update(draw(needs(service["duration_minutes"], [r["key"] for r in resources])))
        service["questions"] = draw(questions())
    members = draw(
        keyed(
            name=_NAME,
            role=_LINE,
            special_dates=special_dates(),
            vacations=vacations(),
            **_OVERRIDES,
        )
    )
    for member in members:
        hours = draw(_HOURS.filter(lambda h: any(h.values())) | st.none())
        member.update({"hours": hours} if hours else {})
    if members:
        members[0]["services"] = "all"
    for service in services[1:]:
        service["requires_assessment"] = draw(st.sampled_from([None, services[0]["key"]]))
    connections = draw(keyed(channel=st.sampled_from(_CHANNELS), name=_NAME, settings=_SETTINGS))
    slug = f"round-{uuid4().hex}"
    for index, connection in enumerate(connections):
        connection["token_env"] = f"{prefix_of(slug)}TOKEN_{index}"
    country, regions = draw(
        st.sampled_from([("CO", []), ("BR", ["SP", "RJ"]), ("NO", ["03", "50"]), ("PT", ["20"])])
    )
    return OrganizationFile.model_validate(
        {
            "slug": slug,
            "name": draw(_NAME),
            "language": draw(st.sampled_from(languages())),
            "tone": draw(_PROSE),
            "instructions": draw(st.lists(_NAME, max_size=3)),
            "model_limits": draw(_LIMITS),
            "conversation_hours": draw(st.none() | st.integers(1, 720)),
            "mcp_servers": draw(business_servers(slug)),
            "emoji": draw(st.booleans()),
            "review": draw(st.none() | _REVIEW),
            "time_zone": draw(st.sampled_from(["America/Bogota", "UTC", "Asia/Kathmandu"])),
            "country": country,
            "address": draw(_LINE),
            "scheduling": draw(rules(regions)),
            "hours": draw(_HOURS),
            "special_dates": draw(special_dates()),
            "vacations": draw(vacations()),
            "resources": resources,
            "services": services if members else [{**s, "bookable": False} for s in services],
            "members": members,
            "knowledge": draw(
                keyed(
                    title=_NAME,
                    content=_PROSE.filter(str.strip),
                    keywords=st.lists(_NAME, max_size=3),
                )
            ),
            "escalation": draw(keyed(name=_NAME, channel=st.just("web"))),
            "connections": connections,
        }
    )


@settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(files())
def test_a_written_file_says_the_same(file: OrganizationFile) -> None:
    document = describe(file)
    text = to_yaml(document)
    assert describe(loads(text.encode())) == document
    assert compare(build_document(file, secret), build_document(loads(text.encode()), secret)) == []


@pytest.mark.parametrize("at", range(60, 110))
def test_a_long_text_with_a_backslash_anywhere_stays_as_it_is(at: int) -> None:
    text = ("palabra " * 20)[:at] + "\\x y " + "palabra " * 20
    entry = {"key": "a", "title": "A", "content": text.strip()}
    head = {"slug": "faro", "name": "Faro", "language": "es", "time_zone": "UTC", "country": "CO"}
    file = OrganizationFile.model_validate({**head, "hours": {}, "knowledge": [entry]})
    assert describe(loads(to_yaml(describe(file)).encode())) == describe(file)


@settings(
    max_examples=5,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(files())
async def test_the_database_gives_back_what_was_applied(
    database: PostgresDatabase, file: OrganizationFile
) -> None:
    plan = await commands.plan(database, file, secret)
    await commands.apply(database, plan)
    again = await commands.plan(
        database, loads((await commands.export(database, file.slug)).encode()), secret
    )
    assert again.changes == []
    assert again.document == plan.document


def renamed(file: OrganizationFile, slug: str) -> OrganizationFile:
    """The same business under another slug, with the variables that belong to that one."""
    old, new = prefix_of(file.slug), prefix_of(slug)
    connections = [
        one.model_copy(
            update={
                field: name.replace(old, new)
                for field in ("token_env", "secret_env")
                if (name := getattr(one, field))
            }
        )
        for one in file.connections
    ]
    servers = [
        one.model_copy(update={"token_env": one.token_env and one.token_env.replace(old, new)})
        for one in file.mcp_servers
    ]
    return file.model_copy(
        update={"slug": slug, "connections": connections, "mcp_servers": servers}
    )


@settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(files(), files())
async def test_whatever_stood_there_before_the_last_file_holds(
    database: PostgresDatabase, before: OrganizationFile, after: OrganizationFile
) -> None:
    for file in (before, renamed(after, before.slug), before):
        plan = await commands.plan(database, file, secret)
        await commands.apply(database, plan)
        again = await commands.plan(database, file, secret)
        assert again.changes == []
        exported = loads((await commands.export(database, before.slug)).encode())
        assert build_document(exported, secret) == again.document

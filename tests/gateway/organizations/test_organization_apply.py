"""Applying a file to a real database: what comes, what changes, what goes, what is refused."""

import copy
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID, uuid4

import pytest

from agent.data.postgres import PostgresDatabase
from agent.errors import NotFound
from agent.types import Json
from gateway.organizations import commands
from gateway.organizations.difference import compare, render
from gateway.organizations.document_types import OrganizationDocument
from gateway.organizations.loading import loads
from gateway.organizations.rows import list_organizations
from tests.gateway.organizations.conftest import DEMO, secret

Query = Callable[..., list[tuple[Any, ...]]]
AURORA = (DEMO / "aurora.yaml").read_text("utf-8")


async def apply_text(database: PostgresDatabase, text: str) -> commands.Plan:
    plan = await commands.plan(database, loads(text.encode()), secret)
    await commands.apply(database, plan)
    return plan


@pytest.fixture
def fresh() -> Callable[[str], str]:
    """Aurora's file under another slug, with tokens of its own."""

    def build(slug: str) -> str:
        renamed = AURORA.replace("slug: aurora", f"slug: {slug}")
        return renamed.replace("AURORA_", f"{slug.upper()}_")

    return build


@pytest.mark.parametrize("name", ["aurora", "sorriso"])
async def test_applying_twice_and_applying_the_export_change_nothing(
    database: PostgresDatabase, demos: dict[str, UUID], query: Query, name: str
) -> None:
    def ids() -> list[Any]:
        return [
            query(f"select id, key from {table} where organization_id = %s order by 2", demos[name])
            for table in ("services", "members", "knowledge_base", "platform_connections")
        ]

    before = ids()
    again = await apply_text(database, (DEMO / f"{name}.yaml").read_text("utf-8"))
    exported = await apply_text(database, await commands.export(database, name))
    assert again.changes == exported.changes == []
    assert again.organization == demos[name]
    assert ids() == before


async def test_what_vanishes_is_switched_off_and_appointments_stay(
    database: PostgresDatabase, query: Query, fresh: Callable[[str], str]
) -> None:
    text = fresh("vanish")
    organization = (await apply_text(database, text)).organization
    query(
        "with c as (insert into contacts (organization_id) values (%s) returning id) "
        "insert into appointments (organization_id, contact_id, service_id, member_id, starts_at, "
        "ends_at, during, created_at, updated_at) "
        "select s.organization_id, c.id, s.id, m.id, '2026-12-01 15:00Z', '2026-12-01 16:00Z', "
        "'[2026-12-01 15:00Z,2026-12-01 16:10Z)', now(), now() from c, services s "
        "join members m using (organization_id) "
        "where s.organization_id = %s and s.key = 'masaje-relajante' and m.key = 'laura' returning id",
        organization,
        organization,
    )
    appointments = query("select * from appointments where organization_id = %s", organization)
    document = (await commands.plan(database, loads(text.encode()), secret)).document
    smaller = cast(Json, copy.deepcopy(document))
    gone = {"services": "masaje-relajante", "members": "laura", "knowledge": "parqueadero"}
    gone |= {"escalation": "coordinator", "connections": "evolution"}
    for section, key in gone.items():
        smaller[section] = [item for item in smaller[section] if item["key"] != key]
    for member in smaller["members"]:
        member["services"] = [k for k in member["services"] if k != "masaje-relajante"]
    await database.call("organization_apply", organization=organization, document=smaller)

    def active(table: str) -> list[tuple[Any, ...]]:
        return query(
            f"select active from {table} where organization_id = %s and key = any(%s)",
            organization,
            list(gone.values()),
        )

    assert [active(t) for t in ("services", "members", "platform_connections")] == [[(False,)]] * 3
    assert active("internal_notifications_config") == []
    exported = await commands.show(database, "vanish")
    assert {i["key"] for s in gone for i in cast(Json, exported)[s]}.isdisjoint(gone.values())
    assert (
        query("select * from appointments where organization_id = %s", organization) == appointments
    )
    assert "vanish" not in str(await find_connection(database, document, "evolution"))

    await database.call("organization_apply", organization=organization, document=document)
    assert compare(await commands.show(database, "vanish"), document) == []
    assert await find_connection(database, document, "evolution") is not None


async def find_connection(
    database: PostgresDatabase, document: OrganizationDocument, key: str
) -> Any:
    [token_hash] = [c["token_hash"] for c in document["connections"] if c["key"] == key]
    return await database.call("connection_find", channel=key, token_hash=bytes.fromhex(token_hash))


async def test_a_connection_is_found_by_its_token_until_it_vanishes(
    database: PostgresDatabase, fresh: Callable[[str], str]
) -> None:
    plan = await apply_text(database, fresh("token"))
    found = await find_connection(database, plan.document, "gupshup")
    assert found["organization_id"] == str(plan.organization)
    assert found["phone"] == "573000000002"
    without = {**plan.document, "connections": []}
    await database.call("organization_apply", organization=plan.organization, document=without)
    assert await find_connection(database, plan.document, "gupshup") is None


async def test_a_connection_that_is_listened_to_has_no_token(
    database: PostgresDatabase, fresh: Callable[[str], str]
) -> None:
    listened = (
        "\n  - {key: evo, channel: evolution, name: heard-1, settings: {receive: websocket}}\n"
    )
    text = fresh("heard").replace("\nconnections:\n", "\nconnections:" + listened, 1)
    for _ in range(2):
        plan = await apply_text(database, text)
    assert plan.changes == []
    exported = await commands.show(database, "heard")
    assert compare(exported, plan.document) == []
    [connection] = [c for c in exported["connections"] if c["key"] == "evo"]
    assert connection["token_env"] == ""
    assert "token_fingerprint" not in connection


async def test_connections_may_be_renamed_and_may_exchange_tokens(
    database: PostgresDatabase, fresh: Callable[[str], str]
) -> None:
    text = fresh("swap")
    await apply_text(database, text)
    await apply_text(database, text.replace("key: web\n    channel", "key: page\n    channel"))
    swapped = text.replace("SWAP_WEB_TOKEN", "X").replace("SWAP_GUPSHUP_TOKEN", "SWAP_WEB_TOKEN")
    plan = await apply_text(
        database, swapped.replace("token_env: X", "token_env: SWAP_GUPSHUP_TOKEN")
    )
    assert len([c for c in plan.changes if "connection" in c.what]) >= 3
    assert compare(await commands.show(database, "swap"), plan.document) == []


async def test_the_token_of_another_organization_is_refused_and_nothing_changes(
    database: PostgresDatabase, demos: dict[str, UUID], fresh: Callable[[str], str]
) -> None:
    def copied(name: str) -> str | None:
        return secret(name.replace("THIEF_WEB", "AURORA_WEB"))

    plan = await commands.plan(database, loads(fresh("thief").encode()), copied)
    with pytest.raises(commands.Refused, match=r"THIEF_WEB_TOKEN.* is already used by another"):
        await commands.apply(database, plan)
    with pytest.raises(NotFound):
        await commands.show(database, "thief")


async def test_a_changed_token_is_a_change(
    database: PostgresDatabase, fresh: Callable[[str], str]
) -> None:
    file = loads(fresh("rotate").encode())
    await commands.apply(database, await commands.plan(database, file, secret))
    plan = await commands.plan(
        database, file, lambda name: "another-token-of-the-page" if "WEB" in name else secret(name)
    )
    assert len(plan.changes) == 1
    assert str(plan.changes[0]).startswith("~ connection web: token (fingerprint): ")
    await commands.apply(database, plan)
    assert await find_connection(database, plan.document, "web") is not None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"time_zone": "Mars/Olympus"}, 'does not know the time zone "Mars/Olympus"'),
        ({"slug": "sorriso"}, 'cannot become "sorriso"'),
        ({"members": [{"key": "x", "name": "X", "services": ["none"]}]}, 'no service "none"'),
    ],
)
async def test_what_a_document_gets_wrong_is_refused_whole(
    database: PostgresDatabase, demos: dict[str, UUID], change: Json, reason: str
) -> None:
    before = await commands.show(database, "aurora")
    document = (await commands.plan(database, loads(AURORA.encode()), secret)).document
    broken = {**document, "name": "Otro nombre", **change}
    result = await database.call(
        "organization_apply", organization=demos["aurora"], document=broken
    )
    assert reason in result["refused"]
    assert await commands.show(database, "aurora") == before


async def test_a_slug_belongs_to_one_organization(
    database: PostgresDatabase, demos: dict[str, UUID]
) -> None:
    document = (await commands.plan(database, loads(AURORA.encode()), secret)).document
    result = await database.call("organization_apply", organization=uuid4(), document=document)
    assert result == {"refused": 'the slug "aurora" is taken'}


async def test_an_export_carries_no_secret(
    database: PostgresDatabase, demos: dict[str, UUID]
) -> None:
    text = str(await commands.show(database, "aurora")) + await commands.export(database, "aurora")
    for name in ("GUPSHUP", "EVOLUTION", "WEB"):
        token = secret(f"AURORA_{name}_TOKEN") or ""
        assert token not in text
    assert "token_hash" not in text
    assert "fingerprint" not in await commands.export(database, "aurora")


async def test_one_organization_changes_nothing_of_another(
    database: PostgresDatabase, demos: dict[str, UUID]
) -> None:
    before = await commands.show(database, "sorriso")
    document = (await commands.plan(database, loads(AURORA.encode()), secret)).document
    empty = {k: [] if isinstance(v, list) else v for k, v in document.items()}
    await database.call("organization_apply", organization=demos["aurora"], document=empty)
    assert await commands.show(database, "sorriso") == before
    await database.call("organization_apply", organization=demos["aurora"], document=document)


async def test_the_list_is_ordered_by_slug(
    database: PostgresDatabase, demos: dict[str, UUID]
) -> None:
    slugs = [o.slug for o in await list_organizations(database)]
    assert slugs == sorted(slugs)
    assert {"aurora", "sorriso"} <= set(slugs)


async def test_the_changes_are_told_one_line_a_thing(
    database: PostgresDatabase, demos: dict[str, UUID]
) -> None:
    text = AURORA.replace("price: 45000", "price: 48000").replace(
        'sat: ["09:00-16:00"]\n  sun', "sun"
    )
    text = text.replace("slot_step_minutes: 30", "slot_step_minutes: 15")
    text = text.replace(
        '{date: 2026-12-31, label: Fin de año, hours: ["08:00-12:00"]}', "{date: 2027-01-12}"
    )
    text = text.replace("  - title: Mascotas", "  - title: Animales").replace(
        "15 minutos", "20 minutos"
    )
    plan = await commands.plan(database, loads(text.encode()), secret)
    lines = render(plan.changes).splitlines()
    assert lines == [
        "~ organization aurora: slot_step_minutes: 30 → 15",
        "+ special date 2027-01-12: closed",
        "~ service diseno-de-cejas: price: 45000 → 48000",
        "+ knowledge animales: Animales",
        "~ knowledge llegar-tarde: content: …speramos hasta 15 minutos. Después de ese tiempo puede"
        " que l… → …speramos hasta 20 minutos. Después de ese tiempo puede que l…",
        "- hours sat",
        "- special date 2026-12-31",
        "- knowledge mascotas",
    ]
    assert render([]) == "no changes"
    assert render(plan.changes, colour=True).count("\033[3") == len(plan.changes)


async def test_whatever_a_file_says_of_the_business_is_a_change(
    database: PostgresDatabase, fresh: Callable[[str], str]
) -> None:
    """Also what is no single value: a file that says `no changes` applies nothing."""
    before = fresh("anything")
    await apply_text(database, before)
    added = """
instructions: [Llegar diez minutos antes]
model_limits: {daily_model_calls: 7}
mcp_servers:
  - {key: shop, url: "https://mcp.example.com/mcp", token_env: ANYTHING_SHOP, tools: [{name: stock, use: Existencias}]}
"""
    plan = await apply_text(database, before + added)
    said = render(plan.changes)
    assert "instructions: nothing → Llegar" in said
    assert "daily_model_calls=7" in said
    assert "+ mcp server shop: https://mcp.example.com/mcp" in said
    assert (await apply_text(database, before + added)).changes == []
    gone = render((await apply_text(database, before)).changes)
    assert "- mcp server shop" in gone

"""The list of services, and finding one by a customer's words."""

from uuid import UUID, uuid4

import pytest

from agent.data.postgres import PostgresDatabase
from agent.data.store import Store
from tools.kit.services import match


async def test_the_list_has_all_active_services_in_order(
    database: PostgresDatabase, demos: dict[str, UUID]
) -> None:
    services = await database.call("services_list", organization=demos["aurora"])
    keys = [s["key"] for s in services]
    assert keys[:3] == ["valoracion", "limpieza-facial", "depilacion-laser"]
    botox = services[keys.index("botox")]
    assert botox["requires_assessment"] == "valoracion"
    assert [member["name"] for member in botox["members"]] == ["Dra. Valentina Ospina"]
    assert set(botox) == {
        *("id", "key", "name", "synonyms", "description", "duration_minutes", "price"),
        *("currency", "price_note", "bookable", "capacity", "requires_assessment", "members"),
        "at_customer",
    }
    assert [s["key"] for s in services if not s["bookable"]] == ["plan-novias"]
    groups = {s["key"]: s["capacity"] for s in services if s["capacity"] > 1}
    assert groups == {"taller-de-automaquillaje": 6}


@pytest.mark.parametrize(
    ("slug", "words", "keys"),
    [
        ("aurora", "depilacion-laser", ["depilacion-laser"]),
        ("aurora", "DEPILACION LASER", ["depilacion-laser"]),
        ("aurora", "depilacion lazer", ["depilacion-laser"]),
        ("aurora", "láser", ["depilacion-laser"]),
        ("aurora", "limpiesa facial", ["limpieza-facial"]),
        ("aurora", "una limpieza de cutis por favor", ["limpieza-facial"]),
        ("aurora", "masajes", ["masaje-relajante"]),
        ("aurora", "las pestañas", ["lifting-de-pestanas"]),
        ("aurora", "el taller de maquillaje", ["taller-de-automaquillaje"]),
        ("aurora", "implante", []),
        ("aurora", "de", []),
        ("aurora", "", []),
        ("sorriso", "clareamento", ["clareamento"]),
        ("sorriso", "apertar aparelho", ["manutencao-aparelho"]),
        ("sorriso", "quero tirar o siso", ["extracao"]),
    ],
)
async def test_what_a_customer_calls_a_service(
    database: PostgresDatabase, demos: dict[str, UUID], slug: str, words: str, keys: list[str]
) -> None:
    rows = await Store(database).services(demos[slug])
    assert [row.key for row in match(rows, words)] == keys


async def test_an_unknown_organization_has_no_services(database: PostgresDatabase) -> None:
    assert await database.call("services_list", organization=uuid4()) == []

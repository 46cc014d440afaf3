"""The list of services, and finding one by a customer's words."""

from uuid import UUID, uuid4

import pytest

from agent.databases.postgres import PostgresDatabase


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
        *("currency", "price_note", "bookable", "requires_assessment", "members"),
    }
    assert [s["key"] for s in services if not s["bookable"]] == ["plan-novias"]


@pytest.mark.parametrize(
    ("slug", "words", "keys"),
    [
        ("aurora", "depilacion-laser", ["depilacion-laser"]),
        ("aurora", "DEPILACION LASER", ["depilacion-laser"]),
        ("aurora", "láser", ["depilacion-laser"]),
        ("aurora", "una limpieza de cutis por favor", ["limpieza-facial"]),
        ("aurora", "masajes", ["masaje-relajante", "drenaje-linfatico"]),
        ("aurora", "depilación de cejas", ["diseno-de-cejas", "depilacion-laser"]),
        ("aurora", "implante", []),
        ("aurora", "de", []),
        ("aurora", "", []),
        ("sorriso", "aparelho", ["ortodontia", "manutencao-aparelho"]),
        ("sorriso", "apertar aparelho", ["manutencao-aparelho", "ortodontia"]),
        ("sorriso", "quero tirar o siso", ["extracao"]),
    ],
)
async def test_candidates_best_first(
    database: PostgresDatabase, demos: dict[str, UUID], slug: str, words: str, keys: list[str]
) -> None:
    found = await database.call("service_find", organization=demos[slug], words=words)
    assert [s["key"] for s in found] == keys


async def test_the_score_tells_how_sure_it_is(
    database: PostgresDatabase, demos: dict[str, UUID]
) -> None:
    async def score(words: str) -> float:
        found = await database.call("service_find", organization=demos["aurora"], words=words)
        return float(found[0]["score"])

    exact, synonym = await score("bótox"), await score("toxina botulínica")
    inside, part = await score("quiero bótox mañana"), await score("superficial")
    assert exact == 1
    assert exact > synonym > inside > part > 0


async def test_an_unknown_organization_has_no_services(database: PostgresDatabase) -> None:
    assert await database.call("services_list", organization=uuid4()) == []
    assert await database.call("service_find", organization=uuid4(), words="láser") == []

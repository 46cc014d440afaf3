"""Questions in words that no entry has, answered by the shipped encoder, without a key."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agent.dialogue import OfflineChatModel
from agent.language.encoder import installed
from agent.llm.embeddings import ShippedEmbedder
from gateway.knowledge.indexing import embed_missing
from tests.conversations.checks import check_conversations
from tests.databases import NOW
from tests.front import Front, open_front

pytestmark = pytest.mark.skipif(not installed(), reason="the sentence encoder is not installed")

VAGUE = "hola, soy muy sensible, ¿lo del vello se aguanta?"


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Front]:
    """A front desk whose entries are embedded as its worker would."""
    async with open_front(database_url, tmp_path, NOW, model=OfflineChatModel()) as front:
        for tenant in ("aurora", "sorriso"):
            await embed_missing(
                front.container.database,
                ShippedEmbedder(),
                front.organization(tenant),
                lambda done, total: None,
            )
        yield front
        check_conversations(front)


def gaps(front: Front) -> list[str]:
    return [row["question"] for row in front.rows("select question from knowledge_gaps")]


@pytest.mark.parametrize(
    ("tenant", "question", "answer"),
    [
        ("aurora", "hi, can I pay by card?", "tarjeta débito o crédito"),
        ("aurora", "hola, ¿entra mi chihuahua en el bolso?", "perros guía"),
        ("aurora", "hi, may I bring my puppy?", "perros guía"),
        ("sorriso", "oi, é possível chegar aí de metrô?", "Vila Mariana"),
        ("sorriso", "hi, do you see toddlers?", "crianças a partir de 1 ano"),
    ],
)
async def test_what_is_clearly_nearest_answers(
    desk: Front, tenant: str, question: str, answer: str
) -> None:
    assert answer in await desk.customer(tenant=tenant).say(question)
    assert gaps(desk) == []


async def test_below_the_margin_the_nearest_are_offered_and_tapped(desk: Front) -> None:
    ana = desk.customer()
    offered = await ana.say(VAGUE)
    titles = [line for line in offered.splitlines() if line.startswith("•")]
    assert len(titles) == len(ana.options) == 3
    assert gaps(desk) == []
    assert "ejercicio fuerte" in await ana.tap("Cuidados")


@pytest.mark.parametrize(
    ("answer", "told"),
    [("la primera", "Rasura la zona"), ("2", "entre 6 y 10"), ("cuidados después", "sauna")],
)
async def test_by_number_and_title(desk: Front, answer: str, told: str) -> None:
    ana = desk.customer()
    await ana.say(VAGUE)
    assert told in await ana.say(answer)


async def test_none_of_them_is_unknown_and_kept(desk: Front) -> None:
    ana = desk.customer()
    await ana.say(VAGUE)
    reply = await ana.say("no")
    assert "equipo" in reply
    assert "vello" in gaps(desk)[0]


async def test_another_wish_leaves_the_choice(desk: Front) -> None:
    ana = desk.customer(name="Ana Gil")
    await ana.say(VAGUE)
    await ana.say("quiero un masaje relajante el jueves 26 a las 10")
    await ana.say("sí, Ana Gil")
    assert [row["service"] for row in desk.appointments("aurora")] == ["masaje-relajante"]


async def test_what_nothing_is_near_is_said_to_be_unknown(desk: Front) -> None:
    reply = await desk.customer().say("hola, ¿cómo se hace el arroz con coco?")
    assert "•" not in reply
    assert "arroz" in gaps(desk)[0]


async def test_full_text_that_covers_the_question_is_not_displaced(desk: Front) -> None:
    reply = await desk.customer().say("hola, ¿tienen parqueadero?")
    assert "carros y motos" in reply


async def test_nothing_of_another_organization_is_compared(desk: Front) -> None:
    """The same words, embedded alike, of a business that has no such entry."""
    desk.execute("delete from knowledge_base where title = 'Mascotas'")
    reply = await desk.customer(tenant="sorriso").say("hi, may I bring my puppy?")
    assert "perros" not in reply


async def test_another_models_vectors_are_not_compared(desk: Front) -> None:
    desk.execute("update knowledge_embeddings set model = 'another'")
    reply = await desk.customer().say("hi, do you sell vouchers?")
    assert "bonos" not in reply
    assert "vouchers" in gaps(desk)[0]

"""Text and meaning together: what each alone misses, their order, and what is not found at all."""

import asyncio

import pytest
import pytest_asyncio

from agent.errors import NotFound
from tests.gateway.knowledge.setting import Base
from tests.migrations.questions import AURORA, SORRISO

PETS = ("Acceso de mascotas", "Tu mascota entra contigo si va en su guacal")
REFUND = ("Devoluciones", "El reembolso llega en cinco días a la misma tarjeta")
STEAM = ("Sauna", "El sauna abre de martes a sábado y pide chanclas")
CODE = ("Protocolo QX-77", "El protocolo QX-77 se aplica solo en cabina tres")
WARRANTY = ("Garantia", "A garantia cobre refazer o trabalho por um ano")

FOREIGN = {
    "aurora": [q for q, title in AURORA if title is None],
    "sorriso": [q for q, title in SORRISO if title is None],
}
ENGLISH = [
    "What will the weather be like tomorrow?",
    "Who won the football match last night?",
    "Can you fix my washing machine?",
    "Do you sell concert tickets?",
]


@pytest_asyncio.fixture(autouse=True, scope="module", loop_scope="session")
async def documents(
    database: object, demos: dict[str, object], embedder: object, query: object
) -> None:
    for slug, parts in (("aurora", (PETS, REFUND, STEAM, CODE)), ("sorriso", (WARRANTY,))):
        base = Base(database, demos[slug], embedder, query)  # type: ignore[arg-type]
        await base.put("guía.md", *parts, kind="markdown")
        await base.embed()


# What each alone misses


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("¿aceptan al schnauzer de mi vecina?", "Acceso de mascotas"),
        ("can my dog come along?", "Acceso de mascotas"),
        ("si me arrepiento, ¿me devuelven la plata?", "Devoluciones"),
        ("do I get a refund?", "Devoluciones"),
        ("¿manejan baño turco?", "Sauna"),
    ],
)
async def test_other_words_for_the_same_are_found_by_meaning_alone(
    aurora: Base, question: str, title: str
) -> None:
    assert title not in [e["title"] for e in await aurora.worded(question)]
    found = {e["title"]: e for e in await aurora.found(question)}
    assert found[title]["found_by"] == "meaning"
    assert found[title]["similarity"] >= 0.4


async def test_portuguese_finds_what_it_means(sorriso: Base) -> None:
    assert await sorriso.worded("vocês dão respaldo?") == []
    found = await sorriso.found("vocês dão respaldo?")
    assert found[0]["title"] == "Garantia"


async def test_a_rare_word_is_found_by_text_alone(aurora: Base) -> None:
    [entry] = await aurora.found("protocolo QX-77", similarity=0.99)
    assert (entry["title"], entry["found_by"]) == ("Protocolo QX-77", "text")


async def test_what_both_find_stands_first(aurora: Base) -> None:
    found = await aurora.found("¿el sauna pide chanclas?")
    assert (found[0]["title"], found[0]["found_by"]) == ("Sauna", "both")
    assert found[0]["source"] == "guía.md, part 3"
    assert [e["score"] for e in found] == sorted((e["score"] for e in found), reverse=True)
    assert found[0]["score"] == pytest.approx(2 / 61, abs=1e-4)


def places(measures: dict[str, float]) -> dict[str, int]:
    """Entry to its place; equals share one."""
    return {e: 1 + sum(other > m for other in measures.values()) for e, m in measures.items()}


@pytest.mark.parametrize(
    "question", ["parqueadero para mi perro y devolución con tarjeta", "sauna"]
)
async def test_places_in_the_two_lists_are_what_is_added(aurora: Base, question: str) -> None:
    meaning = await aurora.embedder.question(question)
    assert meaning is not None
    lists: list[dict[str, int]] = []
    for text, args in (
        ("frontdesk.knowledge_scores(%s, frontdesk.subject('es', %s))", [question]),
        ("frontdesk.knowledge_nearest(%s, %s, %s, 50)", [meaning.model, meaning.embedding]),
    ):
        found = aurora.query(
            f"select k.title || k.content, m.* from {text} m join knowledge_base k on k.id = m.entry",
            aurora.organization,
            *args,
        )
        lists.append(places({entry: measure for entry, _, measure in found}))
    wide = await aurora.found(question, similarity=-1, limit=20)
    assert any(all(e["title"] + e["content"] in list_ for list_ in lists) for e in wide)
    for entry in wide:
        name = entry["title"] + entry["content"]
        expected = sum(1 / (60 + list_[name]) for list_ in lists if name in list_)
        assert entry["score"] == pytest.approx(expected, abs=1e-5)
    assert [e["score"] for e in wide] == sorted((e["score"] for e in wide), reverse=True)


async def test_without_an_embedding_the_order_is_that_of_the_words(aurora: Base) -> None:
    found = await aurora.worded("depilación láser", limit=20)
    assert [e["coverage"] for e in found] == sorted((e["coverage"] for e in found), reverse=True)
    assert {e["found_by"] for e in found} == {"text"}
    assert {e["similarity"] for e in found} == {None}


# Not found


@pytest.mark.parametrize(
    ("slug", "question"),
    [(slug, q) for slug, questions in FOREIGN.items() for q in questions]
    + [("aurora", q) for q in ENGLISH],
)
async def test_foreign_questions_find_nothing(
    aurora: Base, sorriso: Base, slug: str, question: str
) -> None:
    assert await (aurora if slug == "aurora" else sorriso).found(question) == []


async def test_the_floor_decides(aurora: Base) -> None:
    question = "¿manejan baño turco?"
    [entry] = await aurora.found(question)
    near = entry["similarity"]
    assert [e["title"] for e in await aurora.found(question, similarity=near)] == [entry["title"]]
    assert await aurora.found(question, similarity=near + 0.001) == []


async def test_the_embeddings_of_another_model_do_not_count(aurora: Base) -> None:
    assert await aurora.found("can my dog come along?", model="text-embedding-of-others") == []


async def test_an_embedding_of_another_size_finds_nothing_and_breaks_nothing(aurora: Base) -> None:
    assert await aurora.found("can my dog come along?", embedding="[1,2,3]") == []


# Questions for staff


async def test_what_only_meaning_found_is_no_gap_and_what_nothing_found_is(aurora: Base) -> None:
    await aurora.found("and the refund of a puppy?")
    await aurora.found("¿venden esmeraldas?")
    await aurora.found("¿venden rubíes?", keep=False)
    gaps = await open_gaps(aurora)
    assert "¿venden esmeraldas?" in gaps
    assert "¿venden rubíes?" not in gaps
    assert "and the refund of a puppy?" not in gaps


async def test_a_question_that_was_dealt_with_comes_back_when_asked_again(aurora: Base) -> None:
    await aurora.found("¿venden ónix?")
    await aurora.found("Venden ONIX")
    first = await open_gaps(aurora)
    assert sum("nix" in question.lower() for question in first) == 1
    gap = first["¿venden ónix?"]
    for expected in (1, 0):
        done = await aurora.database.call(
            "knowledge_gap_done", organization=aurora.organization, gap=gap
        )
        assert done == {"done": expected}
    assert not any("nix" in question for question in await open_gaps(aurora))
    await aurora.found("¿venden ónix?")
    assert "¿venden ónix?" in await open_gaps(aurora)


async def test_another_tenants_questions_are_not_shown(aurora: Base, sorriso: Base) -> None:
    await sorriso.found("vocês vendem diamantes?")
    assert "vocês vendem diamantes?" not in await open_gaps(aurora)
    gap = (await open_gaps(sorriso))["vocês vendem diamantes?"]
    with pytest.raises(NotFound):
        await aurora.database.call("knowledge_gap_done", organization=aurora.organization, gap=gap)
    assert "vocês vendem diamantes?" in await open_gaps(sorriso)


async def open_gaps(base: Base) -> dict[str, str]:
    """Question to id."""
    rows = await base.database.call("knowledge_gaps_open", organization=base.organization)
    return {row["question"]: row["id"] for row in rows}


async def test_singular_and_plural_find_each_other_with_and_without_accents(
    aurora: Base, sorriso: Base
) -> None:
    words = {
        "devoluciones": "devolucion",
        "Cancelaciones": "cancelación",
        "Ubicación": "ubicaciones",
        "Exámenes": "examen",
        "Luces": "luz",
        "Uña": "uñas",
        "uñas": "una uña",
        "Uñas": "unas",
    }
    palavras = {
        "Promoções": "promoção",
        "cartão": "cartoes",
        "Sessões": "sessao",
        "Animais": "animal",
        "Papéis": "papel",
    }
    for base, pairs in ((aurora, words), (sorriso, palavras)):
        for written, asked in pairs.items():
            await base.put("a.txt", (written, "Zz."))
            found = await base.worded(f"¿{asked}?", keep=False)
            assert written in [entry["title"] for entry in found], (written, asked)
        await base.remove("a.txt")


async def test_a_question_that_many_ask_at_once_is_kept_once(aurora: Base) -> None:
    for _ in range(2):  # the first time opens the connections
        for animal in ("jirafas", "cebras"):
            texts = [f"{'¿' * (n % 2)}Venden {animal}{'?' * (n % 3)}" for n in range(30)]
            await asyncio.gather(*(aurora.worded(text) for text in texts))
    kept = aurora.query("select count(*) from knowledge_gaps where question ~ '(jirafas|cebras)'")
    assert kept == [(2,)]

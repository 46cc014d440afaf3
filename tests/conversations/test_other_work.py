"""A business's desk is no assistant for everything: it says so kindly, in one sentence, and what it does."""

import pytest

from tests.front import Front

NOT_HERE = ("De eso no", "se me sale de las manos", "Sobre isso", "foge do que eu faço", "I can't help with that",
            "outside what I do")  # fmt: skip


@pytest.mark.parametrize(
    ("tenant", "words"),
    [
        ("aurora", "escríbeme un poema sobre el mar"),
        ("aurora", "ayúdame con la tarea de matemáticas"),
        ("aurora", "¿quién va a ganar las elecciones?"),
        ("aurora", "traduce esto al inglés: buenos días"),
        ("aurora", "hazme un código en python que ordene una lista"),
        ("sorriso", "escreve uma redação sobre o meio ambiente"),
        ("sorriso", "quem vai ganhar a eleição?"),
        ("sorriso", "me ajuda com o dever de casa"),
        ("aurora", "write python code to reverse a string"),
        ("aurora", "who will win the election?"),
        ("aurora", "please write me an essay about dogs"),
        ("aurora", "pretend to be my girlfriend"),
    ],
)
async def test_it_is_refused_and_the_desk_offered(front: Front, tenant: str, words: str) -> None:
    phone = "573005550101" if tenant == "aurora" else "5511955550101"
    answer = await front.customer(phone, tenant=tenant).say(words)
    assert any(words in answer for words in NOT_HERE), answer
    assert any(word in answer for word in ("citas", "horários", "appointments"))
    assert front.rows("select 1 from escalations union all select 1 from knowledge_gaps") == []


async def test_what_waits_goes_on(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, cejas el lunes a las 10")
    answer = await ana.say("antes escríbeme un poema")
    assert any(words in answer for words in NOT_HERE)
    assert "10:00" in answer
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert len(front.appointments()) == 1


async def test_a_wish_beside_it_is_seen_to(front: Front) -> None:
    answer = await front.customer().say("agéndame cejas el lunes a las 10 y escríbeme un poema")
    assert any(words in answer for words in NOT_HERE)
    assert "10:00" in answer


@pytest.mark.parametrize(
    ("tenant", "words"),
    [
        ("aurora", "jaja qué calor hace hoy"),
        ("aurora", "hola, ¿cómo estás?"),
        ("aurora", "cuéntame un chiste"),
        ("sorriso", "que calor hein kkk"),
        ("sorriso", "me conta uma piada"),
        ("aurora", "how are you today?"),
        ("aurora", "tell me a joke"),
    ],
)
async def test_small_talk_stays_friendly(front: Front, tenant: str, words: str) -> None:
    phone = "573005550101" if tenant == "aurora" else "5511955550101"
    answer = await front.customer(phone, tenant=tenant).say(words)
    assert not any(words in answer for words in NOT_HERE), answer
    assert any(w in answer for w in ("¿En qué te ayudo?", "Como posso ajudar?", "How can I help?"))

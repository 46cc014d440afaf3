"""What customers ask about their data becomes a case with a legal term, whatever stands beside it."""

import pytest

from tests.conversations.test_escalations import notices
from tests.front import Front

CASES = (
    "select reason, request, due_on::text as due from escalations order by created_at, reason desc"
)
ERASE = {"reason": "privacy", "request": "erase", "due": "2026-12-11"}
"""15 working days after Friday 20 November: Ley 1581 of Colombia."""
COPY = {"reason": "privacy", "request": "copy", "due": "2026-12-04"}
IN_BRAZIL = "2026-12-05"
SPOKEN = [
    ("aurora", "Borren mis datos", "erase"),
    ("aurora", "quiero que eliminen toda la información que guardan de mí", "erase"),
    ("aurora", "¿me pueden sacar de su base de datos?", "erase"),
    ("aurora", "ya no autorizo que conserven mi información personal", "erase"),
    ("aurora", "retiro la autorización que les di para usar mis datos", "erase"),
    ("aurora", "bórreme del sistema por favor", "erase"),
    ("aurora", "¿qué datos míos tienen guardados?", "copy"),
    ("aurora", "envíenme todo lo que tengan sobre mí, es mi derecho", "copy"),
    ("aurora", "necesito una copia de mi historial de conversaciones", "copy"),
    ("aurora", "en virtud del habeas data solicito acceso a mis datos personales", "copy"),
    ("sorriso", "quero apagar meus dados, LGPD", "erase"),
    ("sorriso", "excluam o meu cadastro por favor", "erase"),
    ("sorriso", "podem deletar tudo que vocês têm sobre mim?", "erase"),
    ("sorriso", "não quero que vocês guardem minhas informações", "erase"),
    ("sorriso", "quais informações vocês guardam sobre mim?", "copy"),
    ("sorriso", "me enviem uma cópia dos meus dados pessoais", "copy"),
    ("sorriso", "quero acesso a todos os meus dados", "copy"),
    ("aurora", "please delete my personal information", "erase"),
    ("aurora", "take me off your records", "erase"),
    ("aurora", "I want everything you have about me gone, wipe it: erase my data", "erase"),
    ("aurora", "send me what you have on me", "copy"),
    ("aurora", "what information do you hold about me?", "copy"),
    ("aurora", "this is a subject access request", "copy"),
]
LINES = {
    "erase": ("borremos", "apague", "apagar", "erase"),
    "copy": ("copia", "cópia", "copy"),
}


@pytest.mark.parametrize(("tenant", "words", "request_"), SPOKEN)
async def test_it_is_understood_and_has_a_term(
    front: Front, tenant: str, words: str, request_: str
) -> None:
    phone = "573005550101" if tenant == "aurora" else "5511955550101"
    ana = front.customer(phone, tenant=tenant)
    answer = await ana.say(words)
    assert any(word in answer for word in LINES[request_]), answer
    [row] = front.rows(CASES)
    due = (ERASE if request_ == "erase" else COPY)["due"] if tenant == "aurora" else IN_BRAZIL
    assert row == {"reason": "privacy", "request": request_, "due": due}
    [notice] = notices(front, tenant)
    assert due in notice
    assert words[:30] in notice


@pytest.mark.parametrize(
    "words",
    ["mis datos son Ana Pérez, 3005550101", "borra mi cita del lunes", "no borren mis datos todavía",
     "¿qué información necesitan de mí?", "quiero quitarme una mancha", "send me the info about the facial"],
)  # fmt: skip
async def test_what_only_sounds_like_it(front: Front, words: str) -> None:
    ana = front.customer()
    await ana.say(words)
    assert [row for row in front.rows(CASES) if row["request"]] == []


async def test_in_an_angry_chat_it_is_no_part_of_the_complaint(front: Front) -> None:
    ana = front.customer()
    await ana.say("Qué pésimo servicio, quiero poner una queja")
    answer = await ana.say("¡¡¡BORREN TODO LO QUE TIENEN DE MÍ YA, LADRONES!!!")
    assert "borremos tus datos" in answer
    complaint, case = front.rows(CASES)
    assert (complaint["reason"], case) == ("complaint", ERASE)
    assert len(notices(front)) == 2


@pytest.mark.parametrize(
    ("tenant", "booking", "words", "asked"),
    [
        ("aurora", ("Hola, cejas el lunes a las 10", "sí", "Ana Pérez", "no"),
         "cancela mi cita y borren mis datos", "¿La cancelo?"),
        ("sorriso", ("Oi, limpeza na terça às 15h", "sim", "Bia Lima", "não"),
         "desmarca a minha consulta e apaguem os meus dados", "ancelo?"),
        ("aurora", ("Hi, eyebrows on Monday at 10 am", "yes", "Kate Lee", "no"),
         "delete my data and cancel my appointment", "ancel"),
    ],
    ids=["es", "pt", "en"],
)  # fmt: skip
async def test_both_of_two_wishes(
    front: Front, tenant: str, booking: tuple[str, ...], words: str, asked: str
) -> None:
    phone = "573005550101" if tenant == "aurora" else "5511955550101"
    ana = front.customer(phone, tenant=tenant)
    for line in booking:
        await ana.say(line)
    assert len(front.appointments()) == 1
    answer = await ana.say(words)
    assert asked in answer
    assert any(word in answer for word in LINES["erase"])
    assert [row["request"] for row in front.rows(CASES)] == ["erase"]
    await ana.say("sim" if tenant == "sorriso" else "yes" if "delete" in words else "sí")
    assert front.appointments() == []


async def test_a_time_is_taken_beside_it(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, cejas el lunes")
    answer = await ana.say("la primera, y mándenme una copia de mis datos")
    assert "¿A nombre de quién" in answer
    await ana.say("Ana Pérez")
    assert len(front.appointments()) == 1
    assert front.rows(CASES) == [COPY]


async def test_asked_again_the_first_term_stands(front: Front) -> None:
    ana = front.customer()
    await ana.say("Borren mis datos")
    await front.pass_time(3 * 24 * 3600)
    answer = await ana.say("¿ya borraron? borren mis datos")
    assert "11 de diciembre" in answer
    assert [row["due"] for row in front.rows(CASES)] == ["2026-12-11", "2026-12-11"]


async def test_where_no_law_is_known_none_is_named(front: Front) -> None:
    front.execute("update organizations set country = 'BO' where slug = 'aurora'")
    answer = await front.customer().say("Borren mis datos")
    assert "ley" not in answer
    assert front.rows(CASES) == [{**ERASE, "due": "2026-12-20"}]
    [notice] = notices(front)
    assert "2026-12-20" in notice
    assert "Ley" not in notice

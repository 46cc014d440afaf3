"""Trouble with a payment reaches a person, beside whatever else is wanted."""

import pytest

from tests.conversations.test_escalations import notices
from tests.front import Front

CASES = "select reason from escalations order by created_at"
MONEY = [{"reason": "money"}]


@pytest.mark.parametrize(
    ("tenant", "words"),
    [
        ("aurora", "Me cobraron doble"),
        ("aurora", "me hicieron dos cobros por la misma limpieza"),
        ("aurora", "ya pagué el anticipo y no me aparece en ningún lado"),
        ("aurora", "quiero que me devuelvan mi plata"),
        ("aurora", "necesito la factura de mi última sesión"),
        ("aurora", "me cobraron de más el martes"),
        ("sorriso", "paguei e não caiu"),
        ("sorriso", "fui cobrada duas vezes pela limpeza"),
        ("sorriso", "quero o estorno do que paguei"),
        ("sorriso", "podem me mandar a nota fiscal da consulta?"),
        ("aurora", "you charged me twice"),
        ("aurora", "I paid on Friday and nothing shows up"),
        ("aurora", "I want a refund"),
        ("aurora", "could you send me the invoice for my last visit?"),
    ],
)
async def test_it_reaches_a_person(front: Front, tenant: str, words: str) -> None:
    phone = "573005550101" if tenant == "aurora" else "5511955550101"
    answer = await front.customer(phone, tenant=tenant).say(words)
    assert not any(word in answer for word in ("espera", "demora", "the wait")), answer
    assert any(word in answer for word in ("pago", "pagamento", "payment")), answer
    assert front.rows(CASES) == MONEY
    assert len(notices(front, tenant)) == 1


@pytest.mark.parametrize(
    "words",
    ["¿cuánto cobran por la limpieza?", "¿hacen factura electrónica?", "¿puedo pagar en dos veces?",
     "ya pagué", "¿aceptan tarjeta?", "si cancelo, ¿me devuelven el anticipo?"],
)  # fmt: skip
async def test_a_question_about_payment_is_none(front: Front, words: str) -> None:
    await front.customer().say(words)
    assert front.rows(CASES) == []


@pytest.mark.parametrize(
    ("tenant", "words", "answered"),
    [
        ("aurora", "me cobraron doble. ¿A qué hora abren mañana?", "9:00"),
        ("aurora", "you charged me twice! How much is the facial cleaning?", "140,000"),
        ("sorriso", "fui cobrada em dobro. Quanto custa a limpeza?", "R$"),
        (
            "aurora",
            "me cobraron dos veces la otra vez, igual quiero cejas el lunes a las 10",
            "10:00",
        ),
    ],
)
async def test_the_rest_is_answered_beside_it(
    front: Front, tenant: str, words: str, answered: str
) -> None:
    phone = "573005550101" if tenant == "aurora" else "5511955550101"
    answer = await front.customer(phone, tenant=tenant).say(words)
    assert answered in answer
    assert any(word in answer for word in ("pago", "pagamento", "payment")), answer
    assert front.rows(CASES) == MONEY


async def test_both_cases_of_one_message(front: Front) -> None:
    await front.customer().say("me cobraron doble y además quiero que borren mis datos")
    assert sorted(row["reason"] for row in front.rows(CASES)) == ["money", "privacy"]

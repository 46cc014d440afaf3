"""Turns of strangers, from the first word to the reply: facts that code knows, and what was not meant."""

import pytest

from tests.front import Front

PHONES = {"aurora": "573005550131", "sorriso": "5511955550131"}


def _rows(*rows: tuple[str, tuple[tuple[str, str], ...]]) -> list[object]:
    return [pytest.param(tenant, turns, id=turns[-1][0][:40]) for tenant, turns in rows]


@pytest.mark.parametrize(
    ("tenant", "turns"),
    _rows(
        ("aurora", (("¿atienden por Isapre o seguro?", "EPS|!8:00"),)),
        ("aurora", (("¿hacen descuento si pago en efectivo?", "descuentos|!Nequi"),)),
        ("aurora", (("¿qué me recomiendan y en cuánto sale?", "$140.000|!wifi|persona"),)),
        ("aurora", (("¿cuánto vale el láser de piernas?", "$180.000"),
                    ("y de axilas?", "$180.000|!Rasura"))),
        ("aurora", (("masaje el jueves a las 6 pm para Facu Pereyra", "?"), ("dale", "Facu Pereyra"),
                    ("¿a qué hora termina?", "7:00 p. m.|!15 minutos"),
                    ("¿hay algún hombre que atienda?", "Paula Nieto|!mujeres"),
                    ("¿y sí quedó?", "Masaje relajante|6:00 p. m."))),
        ("aurora", (("quiero peeling el viernes a las 11, si cuesta menos de 200 mil", "$190.000|11:00"),)),
        ("aurora", (("Si cuesta menos de 200 mil apártenme peeling el viernes a las 11", "11:00 a. m."),)),
        ("aurora", (("Si el peeling pasa de 150.000 no me interesa", "$190.000|no reservo"),)),
        ("aurora", (("¿hasta cuándo puedo cancelar sin que me cobren?", "4 horas|!Siento"),)),
        ("aurora", (("masaje el jueves, salgo del laburo a las 6, tenés algo después?", "6:00 p. m.|!8:00"),)),
        ("sorriso", (("restauração amanhã 8h para Thaís Nakamura", "?"), ("sim", "Thaís"),
                     ("ufa, obrigada! dói? posso comer até lá?", "!café|!sensibilidade"))),
        ("sorriso", (("vcs atendem criança? meu filho tem 7 anos. E aceita Amil?", "criança|convênio"),
                     ("só quero marcar o dentista pra ele, quarta de manhã", "Consulta infantil|!domiciliar"))),
        ("sorriso", (("queria marcar uma destartarização sexta de manhã", "Limpeza"),)),
        ("sorriso", (("limpeza, só posso depois das 16 ou antes das 9", "8h|!15h"),)),
        ("sorriso", (("lascou um pedaço do meu dente. qual o horário mais cedo?", "equipe|às 8h"),)),
        ("sorriso", (("quero um clareamento", "segunda"),
                     ("nenhum desses! eu disse dia 8 de tarde", "08/12|!demora"))),
    ),
)  # fmt: skip
async def test_the_reply_is_of_what_was_asked(
    front: Front, tenant: str, turns: tuple[tuple[str, str], ...]
) -> None:
    customer = front.customer(PHONES[tenant], tenant=tenant)
    for text, wanted in turns:
        reply = await customer.say(text)
        for words in wanted.split("|"):
            held = words.removeprefix("!") in reply
            assert held is not words.startswith("!"), (text, words, reply)

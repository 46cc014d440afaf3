"""Numbers and words that are no dates, and days that the customer refuses."""

from datetime import datetime

import pytest

from agent.dates import resolve
from tests.agent.dates.reading import preferring

SPANISH = """
hola | gracias! | sí | ok listo | quiero 2 sesiones | tengo 35 años | cuesta 50.000 | $ 50.000
R$ 50 | calle 24 #11-15 | carrera 7 # 45-10 | 3 personas | somos 2 | la opción 2 | opción 2 | el 2 | la 2
la segunda | la primera | el 1º | quiero el 2 | mi cédula es 1032456789 | cc 52.123.456 | dura 2 horas
30 min | media hora | 2 o 3 horas | cerca | con partes | de buena manera | la luces | vienes sola?
me llamo Julio | Abril Gómez | soy Marta | Amanda | un pan y una manzana | nieve | voy para allá
+57 300 123 4567 | 300-123-4567 | 300 123 4567 | mi numero es 3001234567 | 24/7 | buenas tardes
buenos días | buenas noches | llego tarde | más tarde | hasta luego | por ahora no | ya pagué | ya voy
necesito 2 citas | tengo 2 hijos | en 3 cuotas | una vez | una de las 3 | 100% | el 50% | piso 3 apto 402
todas las cosas | salado | entero | talla 38 | 1.80 m | 70 kg | pedido #4521 | es para 2 | norte | dominio
no puedo el lunes | hoy no | el martes no | mañana no puedo | cualquier día menos el martes
"""
PORTUGUESE = """
oi | obrigada! | bom dia | boa tarde | boa noite | quero ter uma consulta | a segunda opção | duas pessoas
tenho 35 anos | custa R$ 150,00 | meia hora | dura 2 horas | 30 minutos | minha irmã | cerca de mim
em seguida | o quarto dela | rua 24 de maneira nenhuma | cpf 123.456.789-00 | (11) 91234-5678 | até mais
opção 3 | mais tarde | não posso na segunda | primeira vez | quero 2 sessões | no norte | dos pés | doce
uma vez | quero ir a uma consulta
"""
ENGLISH = """
hi | thanks | the 2nd | the second option | option 3 | 2 people | I sat down | once | may I ask | good morning
it costs $50 | 30 minutes | 2 hours | I'm 35 years old | my number is 555-123-4567 | room 12 | the sun
a second opinion | march on | money | for now | at once | 24/7 | half an hour | can't on monday
"""
ROWS = [
    (language, phrase.strip())
    for language, table in (("es", SPANISH), ("pt", PORTUGUESE), ("en", ENGLISH))
    for line in table.strip().splitlines()
    for phrase in line.split("|")
]


@pytest.mark.parametrize(("language", "phrase"), ROWS)
def test_is_no_date(language: str, phrase: str, now: datetime) -> None:
    found = resolve(phrase, now, languages=preferring(language))
    assert found.status == "none", found
    assert found.readings == ()

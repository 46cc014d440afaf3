"""What customers answer when they are asked for a name, and how they put it right afterwards."""

import pytest

from tests.beginnings import beginning
from tests.front import Customer, Front

WISH = {
    "es": ("aurora", "Hola, cejas para el lunes a las 10", "sí"),
    "pt": ("sorriso", "Oi, limpeza na segunda às 10h", "sim"),
    "en": ("aurora", "Hi, a massage on Monday at 10 am", "yes"),
}


def names(front: Front) -> list[str]:
    return [row["name"] for row in front.appointments()]


@beginning
async def wished(front: Front, language: str, profile: str | None = None) -> Customer:
    tenant, wish, _ = WISH[language]
    who = front.customer(tenant=tenant, name=profile)
    await who.say(wish)
    return who


@beginning
async def asked(front: Front, language: str = "es", profile: str | None = None) -> Customer:
    who = await wished(front, language, profile)
    await who.say(WISH[language][2])
    assert front.appointments() == []
    return who


@beginning
async def booked(front: Front, language: str, name: str) -> Customer:
    who = await wished(front, language)
    await who.say(f"{WISH[language][2]}, {name}")
    assert names(front) == [name]
    return who


def consents(front: Front) -> list[object]:
    return [row["granted"] for row in front.rows("select granted from contact_authorizations")]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "marta.cano@gmail.com"), ("es", "@marta.cano"), ("es", "mi correo es marta@hotmail.com"),
        ("pt", "paulo.lobo@uol.com.br"), ("pt", "meu email é bruna@gmail.com"), ("en", "greg.hall@outlook.com"),
        ("en", "my email is greg@hall.co.uk"), ("es", "3105551234"), ("es", "cc 1032456789"), ("en", "instagram @lucygrant"),
    ],
)  # fmt: skip
async def test_an_address_or_number_is_no_name(front: Front, language: str, said: str) -> None:
    who = await asked(front, language)
    reply = await who.say(said)
    assert "?" in reply
    assert front.appointments() == []
    assert front.rows("select 1 from escalations") == []
    await who.say("Marta Cano")
    assert names(front) == ["Marta Cano"]


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("es", "Marta Cano marta.cano@gmail.com", "Marta Cano"),
        ("es", "Inés Roa, mi correo es ines.roa@hotmail.com", "Inés Roa"),
        ("pt", "bruna@uol.com.br Bruna Almeida", "Bruna Almeida"),
        ("en", "Greg Hall (greg@hall.com)", "Greg Hall"),
        ("en", "Lucy Bower, B-O-W-E-R", "Lucy Bower"),
        ("es", "Domingo Andrés Martes", "Domingo Andrés Martes"),
        ("es", "si, Pedro de la Cruz Martes", "Pedro de la Cruz Martes"),
        ("pt", "Domingos Paulo Abril", "Domingos Paulo Abril"),
        ("en", "I'm Lucy but it's for Greg Hall", "Greg Hall"),
        ("es", "soy Marta pero quien va es Luis Gil", "Luis Gil"),
        ("pt", "meu nome é Bruna mas quem vai é o Paulo Rocha", "Paulo Rocha"),
        ("en", "the one coming is Greg Hall", "Greg Hall"),
    ],
)
async def test_the_name_that_counts(front: Front, language: str, said: str, name: str) -> None:
    who = await asked(front, language)
    await who.say(said)
    assert names(front) == [name]


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("pt", "sim Milena", "Milena"), ("pt", "sim, Hugo", "Hugo"), ("en", "yes Al Roth", "Al Roth"),
        ("es", "sí Lorena", "Lorena"), ("es", "mi esposo dice que pongas Lorena Cano", "Lorena Cano"),
        ("en", "yes put Greg Hall", "Greg Hall"), ("pt", "minha mãe disse pra colocar Bruna Dias", "Bruna Dias"),
    ],
)  # fmt: skip
async def test_a_short_name_with_the_yes(front: Front, language: str, said: str, name: str) -> None:
    who = await wished(front, language)
    await who.say(said)
    assert names(front) == [name]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "yes Rose"), ("es", "sí, Luz"), ("pt", "sim Vitória")]
)
async def test_a_name_and_word_with_the_yes_is_asked_about(
    front: Front, language: str, said: str
) -> None:
    who = await wished(front, language)
    assert f"{said.split()[-1]}?" in await who.say(said)
    await who.say(WISH[language][2])
    assert names(front) == [said.split()[-1]]


async def test_endearments_with_the_yes_are_no_names(front: Front) -> None:
    who = await wished(front, "es")
    reply = await who.say("sí cielo")
    assert "Cielo" not in reply
    assert front.appointments() == []


async def test_a_name_with_the_yes_to_a_list_is_acknowledged(front: Front) -> None:
    marta = front.customer(name=None)
    await marta.say("Hola, cejas para el lunes")
    reply = await marta.say("sí, Marta Cano")
    assert "Marta Cano" in reply
    assert front.appointments() == []
    await marta.say("la primera")
    assert names(front) == ["Marta Cano"]


@pytest.mark.parametrize(
    ("language", "said", "answer", "name"),
    [
        ("es", "Marta Cano y Luis Gil", "la segunda", "Luis Gil"),
        ("pt", "Bruna Dias e Paulo Rocha", "Bruna", "Bruna Dias"),
        ("en", "Lucy Grant and Greg Hall", "for Greg", "Greg Hall"),
        ("es", "Marta y Luis", "Marta Cano", "Marta Cano"),
    ],
)
async def test_two_people_are_never_one_of_them_silently(
    front: Front, language: str, said: str, answer: str, name: str
) -> None:
    who = await asked(front, language)
    await who.say(said)
    assert front.appointments() == []
    await who.say(answer)
    assert names(front) == [name]


@pytest.mark.parametrize(
    ("language", "said"),
    [("es", "sí, Marta Cano y Luis Gil"), ("pt", "sim, Bruna Dias e Paulo Rocha"), ("en", "yes, Lucy Grant and Greg Hall")],
)  # fmt: skip
async def test_two_people_with_the_yes(front: Front, language: str, said: str) -> None:
    who = await wished(front, language)
    assert said.split()[-1] in await who.say(said)
    assert front.appointments() == []
    both = {"es": "las dos", "pt": "os dois", "en": "both"}[language]
    first = said.split(", ")[1].rsplit(" ", 3)[0]
    assert f"{first}?" in await who.say(both)
    await who.say(WISH[language][2])
    assert names(front) == [first]


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("en", "Lucy Park, but it's for her", "Rose Park"),
        ("es", "soy Marta pero es para mi mamá", "Rosa Cano"),
        ("pt", "Bruna, mas é pra ela", "Carla Dias"),
    ],
)
async def test_whoever_comes_is_asked_for(
    front: Front, language: str, said: str, name: str
) -> None:
    who = await asked(front, language)
    await who.say(said)
    assert front.appointments() == []
    await who.say(name)
    assert names(front) == [name]


async def test_ones_own_name_is_not_the_mothers(front: Front) -> None:
    marta = front.customer(name=None)
    await marta.say("Hola, soy Marta Cano, cejas para mi mamá el lunes a las 10")
    await marta.say("sí")
    assert front.appointments() == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "déjame ver con mi esposo"), ("es", "un momento"), ("es", "ya te digo"), ("es", "espérame un segundo"),
        ("pt", "vou ver aqui"), ("pt", "depois te falo"), ("pt", "ver com meu marido, um momento"), ("pt", "posso confirmar com minha esposa?"),
        ("en", "let me check with my wife"), ("en", "hmm hold on"), ("en", "one sec"), ("en", "I'll get back to you"),
    ],
)  # fmt: skip
async def test_there_is_time_to_think(front: Front, language: str, said: str) -> None:
    who = await asked(front, language)
    for _ in range(3):
        await who.say(said)
    assert front.appointments() == []
    assert front.rows("select 1 from escalations") == []
    await who.say("Marta Cano")
    assert names(front) == ["Marta Cano"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "pues yo"), ("es", "a la misma de siempre"), ("es", "a mi nombre"),
        ("pt", "quem? eu"), ("pt", "pra mim mesma"), ("en", "me"), ("en", "for myself"), ("en", "the same as always"),
    ],
)  # fmt: skip
async def test_me_is_the_name_of_the_profile(front: Front, language: str, said: str) -> None:
    who = await asked(front, language, "Marta Cano")
    assert "Marta Cano?" in await who.say(said)
    await who.say(WISH[language][2])
    assert names(front) == ["Marta Cano"]


@pytest.mark.parametrize("profile", [None, "🌸", "MiNegocio 24/7", "La Reina ✨"])
async def test_a_profile_that_is_no_name_is_not_proposed(front: Front, profile: str | None) -> None:
    who = await asked(front, "es", profile)
    assert "?" in await who.say("pues yo")
    assert who.options == []


@pytest.mark.parametrize(
    ("language", "said", "part"),
    [
        ("es", "¿para qué quiere mi nombre?", "apartar"), ("pt", "por que precisa do meu nome?", "reservar"),
        ("en", "why do you need my name?", "who is coming"), ("es", "ya le dije que sí", "falta el nombre"),
        ("es", "si", "falta el nombre"), ("pt", "sim", "falta o nome"), ("en", "yes", "name"),
    ],
)  # fmt: skip
async def test_other_answers_to_the_question(
    front: Front, language: str, said: str, part: str
) -> None:
    who = await asked(front, language)
    assert part in await who.say(said)
    assert front.rows("select 1 from escalations") == []


async def test_ty_is_a_name_where_one_was_asked_for(front: Front) -> None:
    ty = await asked(front, "en")
    assert "Ty?" in await ty.say("Ty")


@pytest.mark.parametrize("said", ["hugo el de las cejas", "Rosita la del masaje"])
async def test_what_tells_people_apart_is_no_service(front: Front, said: str) -> None:
    who = await asked(front)
    await who.say(said)
    await who.say("Hugo Cano")
    assert [(row["service"], row["name"]) for row in front.appointments()] == [
        ("diseno-de-cejas", "Hugo Cano")
    ]


@pytest.mark.parametrize(
    ("language", "before", "said", "after"),
    [
        ("es", "Marta Nava", "no, no es Nava, es Navas", "Marta Navas"),
        ("es", "Marta Nava", "no, Marta Navas", "Marta Navas"),
        ("es", "Marta Nava", "no, Daniela Ríos", "Daniela Ríos"),
        ("es", "Marta Nava", "no, el apellido es Ruiz", "Marta Ruiz"),
        ("es", "Marta Nava", "perdón, quise decir Marta Navas", "Marta Navas"),
        ("es", "Marta Nava", "Marta Lucía Nava Ríos", "Marta Lucía Nava Ríos"),
        ("es", "Daniela Nava", "cámbiele el nombre, es Daniella con doble ele", "Daniella Nava"),
        ("pt", "Sofia Reis", "corrigindo: Sophia Reis", "Sophia Reis"),
        ("pt", "Paulo Rocha", "errei, é Paulo Henrique Rocha", "Paulo Henrique Rocha"),
        ("pt", "Paulo Rocha", "na verdade é Miguel Tavares Neto", "Miguel Tavares Neto"),
        ("pt", "Paulo Rocha", "o sobrenome é Dias", "Paulo Dias"),
        ("en", "Lucy Carr", "actually my last name is spelled Karr", "Lucy Karr"),
        ("en", "Sara Grant", "name should be Sarah Grant", "Sarah Grant"),
        ("en", "Lucy Grant", "it's Elizabeth Cohen actually", "Elizabeth Cohen"),
        ("en", "Lucy Bauer", "Bower, B-O-W-E-R", "Lucy Bower"),
    ],
)
async def test_a_name_in_place_of_the_answer_about_reminders(
    front: Front, language: str, before: str, said: str, after: str
) -> None:
    who = await booked(front, language, before)
    reply = await who.say(said)
    assert names(front) == [after]
    assert "?" in reply.splitlines()[-1], "the question about reminders is asked again"
    assert consents(front) == []
    await who.say("no")
    assert consents(front) == [False]


async def test_the_whole_name_after_the_first_name_alone(front: Front) -> None:
    who = await asked(front)
    await who.say("Marta")
    await who.say("Marta Cano Ríos")
    assert names(front) == ["Marta Cano Ríos"]
    assert consents(front) == []


async def test_a_correction_after_the_answer_about_reminders(front: Front) -> None:
    who = await booked(front, "es", "Marta Nava")
    await who.say("no")
    await who.say("perdón, es Marta Navas")
    assert names(front) == ["Marta Navas"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pt", "não vou conseguir ir na segunda"), ("es", "no voy a poder ir"), ("en", "no, I can't come on Monday"),
        ("es", "no me dijo cuánto dura"), ("en", "no wait what's the address"), ("pt", "não achei o endereço"),
    ],
)  # fmt: skip
async def test_a_no_to_something_else_refuses_no_reminders(
    front: Front, language: str, said: str
) -> None:
    who = await booked(front, language, "Marta Cano")
    await who.say(said)
    assert consents(front) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "no gracias"), ("es", "no, yo me acuerdo"), ("es", "no hace falta"), ("es", "no, así está bien"), ("es", "no quiero que me escriban"),
        ("pt", "não precisa, obrigada"), ("pt", "não, eu lembro"), ("pt", "não quero"), ("en", "no thanks"), ("en", "no need"), ("en", "no, I'll remember"),
        ("es", "no gracias Camila"), ("en", "nope, I'm good"),
    ],
)  # fmt: skip
async def test_a_no_to_reminders(front: Front, language: str, said: str) -> None:
    who = await booked(front, language, "Marta Cano")
    await who.say(said)
    assert consents(front) == [False]
    assert names(front) == ["Marta Cano"]


async def test_thanks_with_a_name_is_no_correction(front: Front) -> None:
    who = await booked(front, "es", "Marta Cano")
    await who.say("sí, gracias Camila")
    assert names(front) == ["Marta Cano"]
    assert consents(front) == [True]


@pytest.mark.parametrize(
    ("language", "name", "answer", "granted"),
    [
        ("es", "Ana Pérez", "Acepto", [True]), ("es", "Ana Pérez", "sí, acepto", [True]),
        ("es", "Ana Pérez", "Autorizo", []), ("es", "Ana Pérez", "Recibido", []),
        ("es", "Ana Pérez", "Acepto recordatorios", []), ("pt", "Ana Souza", "Concordo", []),
        ("pt", "Ana Souza", "Permito", []), ("pt", "Ana Souza", "Aceito", [True]),
        ("en", "Ann Smith", "Agreed", []), ("en", "Ann Smith", "Granted", []),
        ("en", "Ann Smith", "Gladly", []), ("en", "Ann Smith", "Roger", []),
    ],
)  # fmt: skip
async def test_a_word_that_answers_about_reminders_is_no_surname(
    front: Front, language: str, name: str, answer: str, granted: list[bool]
) -> None:
    who = await booked(front, language, name)
    await who.say(answer)
    assert names(front) == [name]
    assert consents(front) == granted


@pytest.mark.parametrize(
    ("language", "name", "answer", "right"),
    [
        ("es", "Ana Peres", "Pérez", "Ana Pérez"), ("es", "Ana Peres", "no, Perea", "Ana Perea"),
        ("es", "Ana Peres", "Sí Ana María Pérez", "Ana María Pérez"),
        ("pt", "Ana Souza", "Sousa", "Ana Sousa"), ("en", "Ann Smith", "Smyth", "Ann Smyth"),
    ],
)  # fmt: skip
async def test_a_name_in_place_of_that_answer_still_is_one(
    front: Front, language: str, name: str, answer: str, right: str
) -> None:
    who = await booked(front, language, name)
    await who.say(answer)
    assert names(front) == [right]

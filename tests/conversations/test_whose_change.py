"""Whatever changes touches the appointment of the person who is spoken of, and nobody else's."""

import pytest

from tests.front import Front

ROWS = (
    "select a.attendee_name as name, p.relation, "
    "to_char(a.starts_at at time zone o.time_zone, 'DD HH24:MI') as at, a.status "
    "from appointments a join organizations o on o.id = a.organization_id "
    "left join people p on p.id = a.person_id order by a.starts_at, a.attendee_name"
)
ES = (
    "aurora",
    "Hola, mi mamá Rosa Gil y yo Sara Gil queremos un masaje el martes a las 3 de la tarde, una después de la otra",
    "sí",
)
PT = (
    "sorriso",
    "Oi, minha esposa Lúcia Prado e eu Marcos Prado queremos limpeza na terça às 15h, um depois do outro",
    "sim",
)
EN = (
    "aurora",
    "Hi, my husband Dan Lee and I Kate Lee want a massage on Tuesday at 3 pm, one after the other",
    "yes",
)
Pair = tuple[str, str, str]


def stands(front: Front) -> list[tuple[str, str]]:
    """Whose appointment stands when."""
    rows = front.rows(ROWS)
    return [(row["name"], row["at"]) for row in rows if row["status"] == "scheduled"]


async def said(front: Front, pair: Pair, *messages: str) -> str:
    """The last reply, after two people were booked one after the other."""
    tenant, wish, yes = pair
    ana = front.customer(tenant=tenant)
    for message in (wish, yes, "no" if tenant == "aurora" else "não", *messages):
        reply = await ana.say(message)
    return reply


@pytest.mark.parametrize(
    ("pair", "messages", "own", "theirs"),
    [
        (ES, ["corrige el nombre de mi mamá: Rosa Gil Soto"], "Sara Gil", "Rosa Gil Soto"),
        (ES, ["la de las 4 ponle Rosa Gil Mora"], "Sara Gil", "Rosa Gil Mora"),
        (
            ES,
            ["no, la de las 3 es mía, Sara Gil. La de las 4 es la de mi mamá Rosa Gil Soto"],
            "Sara Gil",
            "Rosa Gil Soto",
        ),
        (ES, ["cambia el nombre de mi mamá", "Rosa Gil Soto"], "Sara Gil", "Rosa Gil Soto"),
        (ES, ["cambia mi nombre: Sara Gil Duque"], "Sara Gil Duque", "Rosa Gil"),
        (PT, ["corrige o nome dela: Lúcia Prado Paz"], "Marcos Prado", "Lúcia Prado Paz"),
        (
            PT,
            ["agora arruma o das 16h também, Lúcia Prado Reis"],
            "Marcos Prado",
            "Lúcia Prado Reis",
        ),
        (
            PT,
            ["o nome da minha esposa tá errado, o certo é Luzia Prado"],
            "Marcos Prado",
            "Luzia Prado",
        ),
        (PT, ["o das 15h é Marcos Prado"], "Marcos Prado", "Lúcia Prado"),
        (EN, ["fix my husband's name: Dan Lee Smith"], "Kate Lee", "Dan Lee Smith"),
        (EN, ["correct the name please, it's Dan Lee Smith"], "Kate Lee", "Dan Lee Smith"),
    ],
)
async def test_a_name_is_put_right_on_its_own_appointment(
    front: Front, pair: Pair, messages: list[str], own: str, theirs: str
) -> None:
    await said(front, pair, *messages)
    assert [name for name, _ in stands(front)] == [own, theirs]


@pytest.mark.parametrize(
    ("pair", "move", "yes", "person", "expected"),
    [
        (ES, "mueve la de Rosa al miércoles a las 10", "sí", "Rosa Gil", "25 10:00"),
        (PT, "passa a dela pra quarta às 10h", "sim", "Lúcia Prado", "25 10:00"),
        (EN, "can you move just his to Thursday 4 pm? leave mine", "yes", "Dan Lee", "26 16:00"),
        (EN, "now move DAN's to Thursday 4 pm", "yes", "Dan Lee", "26 16:00"),
        (EN, "please move Dan Lee to Thursday at 4 pm", "yes", "Dan Lee", "26 16:00"),
    ],
)
async def test_a_move_is_the_persons_and_says_so(
    front: Front, pair: Pair, move: str, yes: str, person: str, expected: str
) -> None:
    ana = front.customer(tenant=pair[0])
    for message in (pair[1], pair[2], "no" if pair[0] == "aurora" else "não"):
        await ana.say(message)
    before = stands(front)
    assert person in await ana.say(move)
    assert stands(front) == before
    await ana.say(yes)
    assert (person, expected) in stands(front)
    assert before[0] in stands(front)


async def test_an_answer_about_somebody_else_moves_them(front: Front) -> None:
    proposal = await said(
        front,
        EN,
        "move my appointment to Wednesday at 9 am",
        "no!! mine stays. I said move Dan's to Thursday 4 pm",
    )
    assert "Dan Lee" in proposal
    assert stands(front) == [("Kate Lee", "24 15:00"), ("Dan Lee", "24 16:10")]


@pytest.mark.parametrize(
    ("pair", "messages", "left"),
    [
        (ES, ["cancela la mía", "cancela la de mi mamá, no la mía"], 2),
        (ES, ["cancela la mía", "cancela la de mi mamá, no la mía", "sí"], "Sara Gil"),
        (ES, ["cancela la de mi mamá", "no, la mía", "sí"], "Rosa Gil"),
        (PT, ["cancela a da minha esposa", "sim"], "Marcos Prado"),
        (EN, ["cancel my appointment", "no, cancel Dan's", "yes"], "Kate Lee"),
        (EN, ["cancel his", "yes"], "Kate Lee"),
    ],
)
async def test_a_cancellation_is_the_persons(
    front: Front, pair: Pair, messages: list[str], left: str | int
) -> None:
    await said(front, pair, *messages)
    names = [name for name, _ in stands(front)]
    assert len(names) == left or names == [left]


@pytest.mark.parametrize(
    ("pair", "question", "person"),
    [
        (ES, "¿qué citas tenemos?", "Rosa Gil"),
        (PT, "quais consultas eu tenho?", "Lúcia Prado"),
        (EN, "What appointments do I have?", "Dan Lee"),
        (EN, "did you move Dan's? what appointments do I have", "Dan Lee"),
        (EN, "list all my appointments please", "Dan Lee"),
    ],
)
async def test_a_list_has_everybodys(front: Front, pair: Pair, question: str, person: str) -> None:
    listed = await said(front, pair, question)
    assert listed.count("•") == 2
    assert person in listed


@pytest.mark.parametrize(
    ("tenant", "messages", "expected"),
    [
        (
            "aurora",
            [
                "Hola, con mi hermana queremos un masaje las dos a la misma hora el martes",
                "a las 3 para las dos",
                "yo soy Milagros Paz y mi hermana es Ruth Paz",
            ],
            [("Milagros Paz", None, "24 15:00"), ("Ruth Paz", "sister", "24 15:00")],
        ),
        (
            "aurora",
            [
                "Hola, un masaje para mí y para mi hermana el martes a las 3 de la tarde",
                "sí",
                "Milagros Paz la mía y Ruth Paz la de mi hermana",
            ],
            [("Milagros Paz", None, "24 15:00"), ("Ruth Paz", "sister", "24 15:00")],
        ),
        (
            "sorriso",
            [
                "oi, eu e minha esposa queremos limpeza na terça às 15h, um depois do outro",
                "sim",
                "o meu nome é Marcos Prado e o dela Lúcia Prado",
            ],
            [("Marcos Prado", None, "24 15:00"), ("Lúcia Prado", "wife", "24 16:00")],
        ),
        (
            "aurora",
            [
                "hi me and my husband both need a massage, one after the other, Tuesday from 3 pm",
                "3 pm. Im Olivia and hes Dan Reyes",
            ],
            [("Olivia", None, "24 15:00"), ("Dan Reyes", "husband", "24 16:10")],
        ),
        (
            "aurora",
            [
                "massage on Tuesday and my husband Paul Lind too, after each other, from 3pm. I'm Eva Lind",
                "3 pm",
            ],
            [("Eva Lind", None, "24 15:00"), ("Paul Lind", "husband", "24 16:10")],
        ),
    ],
)
async def test_two_with_the_names_that_they_told(
    front: Front, tenant: str, messages: list[str], expected: list[tuple[str, str | None, str]]
) -> None:
    ana = front.customer(tenant=tenant)
    for message in messages:
        await ana.say(message)
    assert [(row["name"], row["relation"], row["at"]) for row in front.rows(ROWS)] == expected


async def test_her_name_beside_the_wish_is_not_asked_for(front: Front) -> None:
    ana = front.customer()
    for message in (
        "Hi, I'm Nora Eze, a massage on Tuesday at 10 am",
        "yes",
        "no",
        "My mother also wants a massage on Tuesday, at 3 pm. She is Ngozi Eze",
        "yes",
    ):
        await ana.say(message)
    assert stands(front) == [("Nora Eze", "24 10:00"), ("Ngozi Eze", "24 15:00")]
    assert [row["relation"] for row in front.rows(ROWS)] == [None, "mother"]


async def test_another_name_is_not_the_childs_relation(front: Front) -> None:
    vera = front.customer(tenant="sorriso")
    for message in ("limpeza pro meu filho João na quinta às 9h", "em nome de Vera Pinto", "sim"):
        await vera.say(message)
    assert ("Vera Pinto", "son") not in [(r["name"], r["relation"]) for r in front.rows(ROWS)]

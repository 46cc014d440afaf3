"""Customers hear that staff were told when staff were told."""

import pytest
import typer

from gateway.cli.org import org_app
from gateway.pipeline import apologies
from tests.agent.reply_checks.empty import claims_of
from tests.command_line import Deployment, command
from tests.databases import DEMO
from tests.front import Front
from tests.front_fixtures import Opening
from tests.gateway.pipeline.sending.failing_providers import STAFF, Down, pass_hours, texts
from tests.providers import gupshup
from tests.providers.server import Answer
from tests.scripted_model import ScriptedModel, call

ASKED = {
    "es": "quiero hablar con una persona",
    "pt": "quero falar com um atendente",
    "en": "I want a person",
}


def _told(front: Front) -> list[str]:
    return [str(s.content) for s in front.gupshup.sent if s.destination == STAFF]


def _only(front: Front, channel: str) -> None:
    front.execute("update internal_notifications_config set active = (channel = %s)", channel)


async def _escalations(front: Front) -> list[str]:
    return [
        row["status"] for row in front.rows("select status from escalations order by created_at")
    ]


@pytest.mark.parametrize(
    ("tenant", "words"),
    [("aurora", ASKED["es"]), ("sorriso", ASKED["pt"]), ("aurora", ASKED["en"])],
)
async def test_a_web_page_that_nobody_looks_at_is_no_person(
    front: Front, tenant: str, words: str
) -> None:
    _only(front, "web")
    answer = await front.customer(tenant=tenant, channel="evolution").say(words)
    assert not claims_of(answer)
    assert await _escalations(front) == ["unreachable"]
    address = front.rows("select address from organizations where slug = %s", tenant)[0]["address"]
    assert address in answer
    await pass_hours(front, 1)
    assert len(front.evolution.sent) == 1, "it was said at once and is not said again"


async def test_in_the_demo_the_page_shows_the_notice(open_front_with: Opening) -> None:
    async with open_front_with(demo=True) as front:
        await front.customer(channel="evolution").say(ASKED["es"])
        rows = front.rows(
            "select n.status from notifications n join internal_notifications_config r "
            "on r.id = n.recipient_id where r.channel = 'web'"
        )
        assert [row["status"] for row in rows] == ["sent"]


@pytest.mark.parametrize(
    ("tenant", "words"),
    [("aurora", ASKED["es"]), ("sorriso", ASKED["pt"]), ("aurora", ASKED["en"])],
)
async def test_while_nothing_goes_out_to_staff_the_customer_is_not_told_that_they_know(
    front: Front, tenant: str, words: str
) -> None:
    down = Down(front.gupshup, Answer(403))
    await front.customer("573005550601", tenant=tenant).write("hola")
    await front.settle()  # the circuit of Gupshup is open now
    answer = await front.customer("573005550602", tenant=tenant, channel="evolution").say(words)
    assert answer
    assert not claims_of(answer)
    again = await front.customer("573005550602", tenant=tenant, channel="evolution").say(words)
    assert not claims_of(again)
    down.end()
    await pass_hours(front, 1)
    assert await _escalations(front) == ["notified"]


async def test_a_notice_that_waits_is_admitted_once_and_still_delivered(front: Front) -> None:
    down = Down(front.gupshup, Answer(403))
    ana = front.customer(channel="evolution")
    await ana.say(ASKED["es"])
    await pass_hours(front, 5)
    assert texts(front, "evolution", ana.phone)[1:] == [apologies.late("es")]
    down.end()
    await pass_hours(front, 1)
    assert len([one for one in _told(front) if ana.phone in one]) == 1
    assert await _escalations(front) == ["notified"]
    assert len(texts(front, "evolution", ana.phone)) == 2


async def test_a_notice_that_waits_behind_the_customers_own_trouble_is_no_untruth(
    front: Front,
) -> None:
    """One connection for both: what the customer reads when it works again is true by then."""
    down = Down(front.gupshup, Answer(403))
    ana = front.customer()
    await ana.say(ASKED["es"])
    await pass_hours(front, 3)
    down.end()
    await pass_hours(front, 2)
    assert await _escalations(front) == ["notified"]
    assert apologies.late("es") not in texts(front, "gupshup", ana.phone)
    assert apologies.unreachable("es") not in texts(front, "gupshup", ana.phone)
    assert len(_told(front)) >= 1


@pytest.mark.parametrize("code", [470, 131047, 131026])
async def test_a_notice_that_was_taken_and_not_delivered_is_told_to_the_customer(
    front: Front, code: int
) -> None:
    """Staff who never wrote to the business's number: Gupshup takes the notice and fails it later."""
    ana = front.customer(channel="evolution")
    await ana.say(ASKED["es"])
    (notice,) = [s for s in front.gupshup.sent if s.destination == STAFF]
    app = front.connection_name("aurora", "gupshup")
    event = gupshup.message_event(notice.id, "failed", destination=STAFF, code=code, app=app)
    assert (await front.post("gupshup", "aurora", event)).status_code == 200
    await pass_hours(front, 1)
    assert texts(front, "evolution", ana.phone)[1:] == [apologies.unreachable("es")]
    assert await _escalations(front) == ["unreachable"]


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("hola", "Listo, ya le avisé al equipo y te escriben hoy."),
        ("oi, boa tarde, você pode me ajudar?", "Pronto, avisei a equipe."),
        ("hello, could you help me please?", "I've let the team know about this."),
    ],
)
async def test_a_model_that_only_says_so_is_not_believed(
    open_front_with: Opening, words: str, claim: str
) -> None:
    """Its first answer is not said; where the second would be true once somebody was called, code calls them."""
    async with open_front_with(ScriptedModel(lines=[claim, claim])) as front:
        answer = await front.customer().say(words)
        assert answer
        assert len(front.rows("select * from withheld_replies")) == 1
        called = await _escalations(front)
        assert (claim in answer) == (called == ["notified"])
        if not called:
            assert not claims_of(answer)


async def test_a_model_may_say_what_an_earlier_turn_did(open_front_with: Opening) -> None:
    lines = [
        call("escalate_to_human", reason="asked", summary="…"),
        "Le avisé al equipo.",
        "Sí, ya le avisé al equipo hace un momento.",
    ]
    async with open_front_with(ScriptedModel(lines=lines, node="escalation")) as front:
        await front.customer().say("una persona")
        assert await front.customer().say("¿ya?") == lines[-1]


# Files and the command line

WEB = "escalation:\n  - {key: console, name: Recepción, channel: web}\n"
NOBODY = "escalation: []\n"
ALONE = "escalation:\n  - {key: boss, name: Jefe, channel: evolution, phone: '+57 300 000 0009'}\n"


def _aurora(escalation: str, *, evolution: bool = True) -> str:
    text = (DEMO / "aurora.yaml").read_text("utf-8")
    before, rest = text.split("escalation:\n", 1)
    connections = rest[rest.index("connections:") :]
    if not evolution:
        start = connections.index("  - key: evolution")
        connections = connections[:start] + connections[connections.index("  - key: web") :]
    return before + escalation + connections


@pytest.mark.parametrize(
    ("escalation", "evolution", "reason"),
    [
        (WEB, True, "nobody looks at the web page"),
        (NOBODY, True, "there is no recipient"),
        (ALONE, False, "there is no connection of the channel evolution"),
        (ALONE, True, None),
        (WEB + ALONE.removeprefix("escalation:\n"), True, None),
    ],
)
async def test_an_organization_without_anybody_to_tell_is_not_applied(
    plain: Front, tmp_path: str, escalation: str, evolution: bool, reason: str | None
) -> None:
    file = plain.container.settings.data_dir / "aurora.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_aurora(escalation, evolution=evolution), "utf-8")
    app: typer.Typer = org_app
    done = await command(Deployment(plain.url), app, "apply", file, "--yes")
    assert done.exit_code == (1 if reason else 0), done.output
    if reason:
        assert reason in done.output
        keys = plain.rows(
            "select r.key from internal_notifications_config r join organizations o "
            "on o.id = r.organization_id where o.slug = 'aurora' and r.active order by r.key"
        )
        assert [row["key"] for row in keys] == ["console", "coordinator"], "nothing was changed"

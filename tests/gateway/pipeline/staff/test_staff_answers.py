"""What was answered before a visit stands in the agenda that staff ask for by WhatsApp."""

from tests.conversations.agenda_rules import change
from tests.conversations.reminding import book
from tests.conversations.test_visit_questions import MEDICINE, PREGNANT, asks
from tests.front import Front
from tests.gateway.pipeline.staff.conftest import COORDINATOR
from tests.gateway.pipeline.test_visit_questions import FACIAL

WHEN = "agenda del jueves"


async def test_flagged_answers_stand_under_the_visit_and_all_of_them_for_one_member(
    front: Front,
) -> None:
    asks(front, PREGNANT, MEDICINE)
    ana = front.customer()
    await book(ana, FACIAL)
    await ana.say("sí")
    await ana.say("losartán por la mañana")
    rows = front.rows("select question, flagged, answer from visit_answers order by asked_at")
    assert [row["flagged"] for row in rows] == [True, False], rows
    caro = front.customer(COORDINATOR, name="Caro")
    flagged, plain = (row["question"] for row in rows)
    told = await caro.say(WHEN)
    assert f"   ⚠️ Ojo: {flagged} sí" in told
    assert plain not in told
    [member] = front.rows(
        "select m.key, m.name from appointments a join members m on m.id = a.member_id"
    )
    whole = await caro.say(f"{WHEN} de {member['name']}")
    assert f"   {plain} losartán por la mañana" in whole
    assert f"⚠️ Ojo: {flagged}" in whole
    # A professional is told of their own visits in full, and of nobody else's.
    change(front, "internal_notifications_config", "coordinator", role="professional")
    front.execute(
        "update internal_notifications_config set member_id = (select id from members where key <> %s "
        "order by key limit 1) where key = 'coordinator'",
        member["key"],
    )
    assert flagged not in await caro.say(WHEN)
    front.execute(
        "update internal_notifications_config set member_id = (select id from members where key = %s) "
        "where key = 'coordinator'",
        member["key"],
    )
    assert f"⚠️ Ojo: {flagged}" in await caro.say(WHEN)

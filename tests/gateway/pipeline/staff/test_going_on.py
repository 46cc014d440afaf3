"""A call that nobody takes: a second notice, the next recipient, e-mail; not at night, and not once it was taken."""

from pydantic import SecretStr

from tests.gateway.pipeline.staff.conftest import House, Opening, house_of
from tests.providers.smtp import mail_server
from tests.scripted_model import ScriptedModel

ADD_MAIL = (
    "insert into internal_notifications_config (organization_id, key, name, channel, address, position) "
    "select id, 'mail', 'Gerencia', 'email', 'gerencia@aurora.example', 0 "
    "from organizations where slug = 'aurora'"
)


async def test_it_goes_on_to_a_second_notice_the_next_one_and_e_mail(
    open_front_with: Opening,
) -> None:
    letters: list[str] = []
    async with (
        mail_server(letters) as port,
        open_front_with(
            ScriptedModel(),
            smtp_url=SecretStr(f"smtp://127.0.0.1:{port}"),
            operator_email_from="desk@frontdesk.example",
        ) as front,
    ):
        house = await house_of(front)
        front.execute(ADD_MAIL)
        chat = await house.call()
        assert (len(house.told(house.coordinator)), house.told(house.owner)) == (1, [])
        await house.minutes(9)
        assert len(house.told(house.coordinator)) == 1
        await house.minutes(1.1)
        second = house.told(house.coordinator)[1]
        assert second.startswith("Sigue esperando: nadie ha tomado este caso en 10 min.")
        assert house.told(house.owner) == []
        await house.minutes(10.1)
        assert len(house.told(house.owner)) == 1
        assert letters == [], "e-mail comes after everybody, whatever its place in the file"
        await house.minutes(10.1)
        [letter] = letters
        assert "To: gerencia@aurora.example" in letter
        assert str(chat) in letter.replace("=\r\n", "")
        for _ in range(3):
            await house.minutes(30)
        assert len(letters) == 1
        assert [len(house.told(who)) for who in (house.coordinator, house.owner)] == [2, 1]
        assert house.case()["next_step_at"] is None


async def test_whoever_takes_it_ends_it(house: House) -> None:
    await house.call()
    await house.coordinator.tap("Atiendo yo")
    before = len(house.told(house.coordinator))
    await house.minutes(11)
    await house.minutes(11)
    assert len(house.told(house.coordinator)) == before
    assert house.told(house.owner) == []


async def test_nobody_is_woken_at_night_but_for_what_is_urgent(house: House) -> None:
    await house.minutes(10 * 60)  # 20:00; the business closed at 19:00
    await house.call()
    await house.minutes(60)
    assert len(house.told(house.coordinator)) == 1
    await house.minutes(12 * 60)  # 9:00 on Saturday, when it opens
    assert len(house.told(house.coordinator)) == 1
    await house.minutes(10.1)
    assert len(house.told(house.coordinator)) == 2
    await house.minutes(11 * 60)
    ana = house.front.customer("573005550177", name="Ana")
    await ana.say("hola")
    await house.call("urgent", ana)
    before = len(house.told(house.coordinator))
    await house.minutes(10.1)
    assert len(house.told(house.coordinator)) == before + 1


async def test_when_the_first_cannot_be_reached_the_next_is_told_at_once(house: House) -> None:
    house.front.execute(
        "update internal_notifications_config set address = 'not-a-number' where key = 'coordinator'"
    )
    await house.call()
    await house.front.work()
    assert len(house.told(house.owner)) == 1
    assert house.case()["status"] == "notified"

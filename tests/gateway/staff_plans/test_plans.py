"""A plan is shown before anything changes, and a yes to it does all of it or nothing."""

from tests.gateway.staff_plans.conftest import Phone


async def test_who_is_concerned_is_shown_and_a_yes_does_it(phone: Phone) -> None:
    before = phone.counts()
    shown = await phone.caro.say("Camila está enferma el martes")
    print(shown)
    assert phone.counts() == before
    done = await phone.caro.tap("Sí, hazlo")
    print(done)
    print(await phone.marta.listen())
    print(phone.blocks(), phone.actions())
    print(await phone.marta.say("sí"))
    print(await phone.caro.say("resultado"))
    assert 0

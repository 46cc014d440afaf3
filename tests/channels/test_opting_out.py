"""Who told the provider that the business may not write is not written to; who writes is answered."""

from typing import Any

from tests.channels.connected import Connected
from tests.channels.test_coming_in import given


async def told(desk: Connected, *, ended: bool = False) -> list[Any]:
    event = desk.player.opted_out(ended=ended, id=desk.new_id(), at=desk.now)
    return list(await desk.hear(given(event, "such word to the provider")))


def opted_out(desk: Connected) -> bool:
    [chat] = desk.chats()
    return chat["opted_out_at"] is not None


async def test_a_customer_who_opted_out_at_the_provider_is_known_to_have(plain: Connected) -> None:
    await plain.say("Hola")
    assert await told(plain) == [], "the provider has answered it"
    assert opted_out(plain)


async def test_who_opted_out_and_writes_again_is_answered(plain: Connected) -> None:
    """Whether that ends it, too, is the provider's rule."""
    await plain.say("Hola")
    await told(plain)
    assert len(await plain.say("¿Tienen cita mañana?")) == 1
    assert opted_out(plain) == plain.player.opt_out_lasts


async def test_what_the_provider_ended_is_ended(plain: Connected) -> None:
    await plain.say("Hola")
    await told(plain)
    given(plain.player.opted_out(ended=True, id="e-1", at=plain.now), "end of it")
    assert await told(plain, ended=True) == []
    assert not opted_out(plain)
    assert len(await plain.say("¿Tienen cita mañana?")) == 1


async def test_the_first_word_of_somebody_may_be_that(plain: Connected) -> None:
    await told(plain)
    assert plain.messages("outbound") == []
    await plain.say("Hola")
    [chat] = plain.chats()
    # A provider that tells nothing but the number tells it of a chat that is not there yet.
    assert (chat["opted_out_at"] is not None) == plain.player.opt_out_lasts

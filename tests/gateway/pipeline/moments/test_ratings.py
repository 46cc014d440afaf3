"""What stands of a rating: once, of its own customer only, in a copy of their data, and gone with them."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from agent.types import Json
from tests.agenda import Client
from tests.front import Front
from tests.gateway.pipeline.moments.visits import LINK, booked, came
from tests.gateway.pipeline.reminders.reminded_customers import at, guest, set_organization, until

WORDS = "me hicieron esperar una hora"


async def asked(front: Front) -> tuple[Client, UUID]:
    """A customer who was asked, and the id of the question."""
    set_organization(front, review_link=LINK, review_hours=3, review_months=6)
    ana, _ = await came(front)
    await until(front, at("2026-11-24T18:30"))
    [row] = front.rows("select id from visit_ratings")
    id: UUID = row["id"]
    return ana, id


async def rate(who: Client, rating: UUID, value: int, **about: Any) -> Json:
    args = {"turn": uuid4(), "rating": rating, "value": value, "waits": False, **about}
    put: Json = await who.call("rating_put", **args)
    return put


async def test_content_customers_get_the_link_and_others_never(clinic: Front) -> None:
    ana, rating = await asked(clinic)
    turn = uuid4()
    low = await rate(ana, rating, 3, turn=turn)
    assert low == {"status": "rated", "rating": 3, "link": None}
    again = await rate(ana, rating, 4, turn=turn)
    assert again == {"status": "rated", "rating": 4, "link": LINK}


async def test_it_counts_once_unless_the_question_still_waits(clinic: Front) -> None:
    ana, rating = await asked(clinic)
    await rate(ana, rating, 5)
    assert await rate(ana, rating, 1) == {"status": "known", "rating": 5}
    assert (await rate(ana, rating, 4, waits=True))["rating"] == 4
    events = clinic.rows("select id from appointment_events where kind = 'rated'")
    assert len(events) == 1


async def test_nobody_rates_or_comments_the_visit_of_another(clinic: Front) -> None:
    _, rating = await asked(clinic)
    eva = await guest(clinic, "573005550102", name="Eva Luz")
    far = await guest(clinic, "5511955550101", channel="evolution", tenant="sorriso", name="Rui Sá")
    for other in (eva, far):
        assert await rate(other, rating, 1) == {"status": "not_found"}
        words = await other.call("rating_words", rating=rating, words=WORDS)
        assert words == {"status": "not_found"}
    [row] = clinic.rows("select rating, words from visit_ratings")
    assert row == {"rating": None, "words": None}


async def test_words_need_a_rating(clinic: Front) -> None:
    ana, rating = await asked(clinic)
    assert await ana.call("rating_words", rating=rating, words=WORDS) == {"status": "not_found"}
    await rate(ana, rating, 2)
    kept = await ana.call("rating_words", rating=rating, words=WORDS)
    assert kept["status"] == "kept"
    assert kept["rating"] == 2
    assert kept["services"] == ["Diseño de cejas"]


async def test_words_go_when_the_time_for_texts_is_over_and_the_rating_stays(clinic: Front) -> None:
    ana, rating = await asked(clinic)
    await rate(ana, rating, 2)
    await ana.call("rating_words", rating=rating, words=WORDS)
    for days, left in ((-1, WORDS), (1, None)):
        before = clinic.clock.now() + timedelta(days=days)
        await clinic.container.database.call(
            "texts_forget", organization=ana.organization, before=before
        )
        [row] = clinic.rows("select rating, words from visit_ratings")
        assert row == {"rating": 2, "words": left}


async def test_a_copy_has_it_and_an_erasure_leaves_nothing(clinic: Front) -> None:
    ana, rating = await asked(clinic)
    await rate(ana, rating, 2)
    await ana.call("rating_words", rating=rating, words=WORDS)
    [contact] = clinic.rows("select contact_id from visit_ratings")
    about: Json = {"organization": ana.organization, "contacts": [str(contact["contact_id"])]}
    copy = await clinic.container.database.call("person_export", chats=[], **about)
    assert WORDS in str(copy["rows"]["visit_ratings"])
    await clinic.container.database.call("person_erase", chats=[], cancel=False, notice="", **about)
    assert clinic.rows("select id from visit_ratings") == []


async def test_two_contacts_that_become_one_keep_it(clinic: Front) -> None:
    ana, _ = await asked(clinic)
    eva = await guest(clinic, "573005550102", name="Eva Luz")
    await booked(clinic, at("2026-11-30T10:00"), phone="573005550103")
    ids = [
        clinic.rows("select contact_id from chat_identities where id = %s", one.conversation)[0][
            "contact_id"
        ]
        for one in (eva, ana)
    ]
    clinic.execute("select frontdesk.contacts_merge(%s, %s)", *ids)
    [row] = clinic.rows(
        "select c.merged_into from visit_ratings v join contacts c on c.id = v.contact_id"
    )
    assert row["merged_into"] is None

"""Feeds: what stands in them, for whom, across clock changes, and that only their address opens them."""

import logging
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from agent.scheduling.feed_file import Feed, FeedEvent, render_feed
from gateway.calendars.feeds import FeedAddresses
from gateway.importing.calendar.reading import Window, read_calendar
from tests.calendars import events_in
from tests.front import Front
from tests.gateway.calendars.conftest import Elsewhere
from tests.gateway.console.agenda_desk import AT, Agenda

DAY = timedelta(days=1)


def addresses(agenda: Agenda, tenant: str = "aurora") -> FeedAddresses:
    return FeedAddresses(agenda.database, agenda.front.organization(tenant), None)


async def made(agenda: Agenda, member: str | None = "camila") -> str:
    """The path of a new address."""
    which = agenda.id("members", member) if member else None
    token = await addresses(agenda).make(which)
    assert token is not None
    return token.address("")


async def summaries(front: Front, path: str) -> list[str]:
    answer = await front.http.get(path)
    assert answer.status_code == 200, answer.text
    return [str(one["SUMMARY"]) for one in events_in(answer.content)]


async def test_a_feed_follows_the_agenda(elsewhere: Elsewhere) -> None:
    agenda, front = elsewhere.agenda, elsewhere.agenda.front
    booked = await agenda.booked("limpieza-facial", "camila", AT, name="  rosa   Gil Pérez")
    await agenda.booked("limpieza-facial", "laura", AT, name="Eva")
    path, everybody = await made(agenda), await made(agenda, None)
    assert await summaries(front, path) == ["Limpieza facial · rosa"]
    whole = await summaries(front, everybody)
    assert sorted(one.partition(" (")[0] for one in whole) == [
        "Limpieza facial · Eva",
        "Limpieza facial · rosa",
    ]
    assert all("(" in one for one in whole), "with whom"
    [first] = events_in((await front.http.get(path)).content)
    assert first["UID"] == f"{booked}@frontdesk"
    assert first["DTSTART"].dt == AT.astimezone(UTC)
    assert first["SEQUENCE"] == 0
    seen = await agenda.version(booked)
    camila = agenda.id("members", "camila")
    await agenda.owner.move(booked, seen, "k", AT + DAY, camila, 60)
    [moved] = events_in((await front.http.get(path)).content)
    assert (moved["UID"], moved["SEQUENCE"]) == (first["UID"], 1)
    assert moved["DTSTART"].dt == (AT + DAY).astimezone(UTC)
    await agenda.owner.put_state(booked, await agenda.version(booked), "l", "cancelled")
    [gone] = events_in((await front.http.get(path)).content)
    assert (gone["STATUS"], gone["TRANSP"], gone["SEQUENCE"]) == ("CANCELLED", "TRANSPARENT", 2)


async def test_of_customers_there_is_as_much_as_the_business_chose(elsewhere: Elsewhere) -> None:
    agenda, front = elsewhere.agenda, elsewhere.agenda.front
    await agenda.booked("limpieza-facial", "camila", AT, name="Rosa Gil", phone="573005550777")
    path = await made(agenda)
    for shown, summary in (
        ("first_name", "Limpieza facial · Rosa"),
        ("initials", "Limpieza facial · R. G."),
        ("none", "Limpieza facial"),
    ):
        front.execute("update organizations set feed_names = %s where slug = 'aurora'", shown)
        answer = await front.http.get(path)
        assert [str(one["SUMMARY"]) for one in events_in(answer.content)] == [summary]
        assert "573005550777" not in answer.text
        assert "Gil" not in answer.text


async def test_an_unchanged_feed_is_not_sent_again(elsewhere: Elsewhere) -> None:
    agenda, front = elsewhere.agenda, elsewhere.agenda.front
    path = await made(agenda)
    first = await front.http.get(path)
    tag = first.headers["etag"]
    assert "private" in first.headers["cache-control"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}'):
        again = await front.http.get(path, headers={"If-None-Match": sent})
        assert (again.status_code, again.content) == (304, b"")
    await agenda.booked("limpieza-facial", "camila", AT)
    assert (await front.http.get(path, headers={"If-None-Match": tag})).status_code == 200
    assert (await front.http.head(path)).content == b""


async def test_only_its_address_opens_a_feed(
    elsewhere: Elsewhere, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    agenda, front = elsewhere.agenda, elsewhere.agenda.front
    old = await made(agenda)
    new = await made(agenda)
    wrong = "/calendar/feeds/" + "A" * 43 + ".ics"
    refused = [await front.http.get(path) for path in (old, wrong, "/calendar/feeds/x.ics")]
    assert {answer.status_code for answer in refused} == {404}
    assert len({answer.content for answer in refused}) == 1, "in one shape"
    assert (await front.http.get(new)).status_code == 200
    camila = agenda.id("members", "camila")
    assert await addresses(agenda, "sorriso").revoke(camila) is False
    assert await addresses(agenda).revoke(camila) is True
    assert (await front.http.get(new)).status_code == 404
    token = new.removeprefix("/calendar/feeds/").removesuffix(".ics")
    ours = [line for line in caplog.records if not line.name.startswith("httpx")]
    assert token not in "\n".join(f"{line.getMessage()} {line.__dict__}" for line in ours)
    assert token not in str(front.rows("select * from calendar_feeds"))


async def test_who_asks_too_often_waits(elsewhere: Elsewhere) -> None:
    path = await made(elsewhere.agenda)
    answers = [await elsewhere.agenda.front.http.get(path) for _ in range(31)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]


async def test_only_what_is_near_stands_in_it(elsewhere: Elsewhere) -> None:
    agenda, front = elsewhere.agenda, elsewhere.agenda.front
    await agenda.booked("limpieza-facial", "camila", AT)
    path = await made(agenda)
    front.clock.advance(20 * 86400)
    assert len(await summaries(front, path)) == 1, "some days back"
    front.clock.advance(20 * 86400)
    assert await summaries(front, path) == []
    front.clock.advance(-300 * 86400)
    assert await summaries(front, path) == [], "more than half a year ahead"


ZONES = st.sampled_from(
    ["America/Bogota", "America/New_York", "Europe/Madrid", "Australia/Lord_Howe", "Asia/Kathmandu"]
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@given(
    zone=ZONES,
    walls=st.lists(
        st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 30)), min_size=1, max_size=6
    ),
    minutes=st.integers(5, 600),
    name=TEXTS,
    language=st.sampled_from(["es", "pt", "en"]),
)
@settings(max_examples=60, deadline=None)
def test_a_feed_is_read_as_what_it_says_across_clock_changes(
    zone: str, walls: list[datetime], minutes: int, name: str, language: str
) -> None:
    """Also with names that try to be lines of the format."""
    here = ZoneInfo(zone)
    starts = sorted({wall.replace(microsecond=0, tzinfo=here).astimezone(UTC) for wall in walls})
    events = [
        FeedEvent(
            id=f"00000000-0000-4000-8000-{n:012}",  # type: ignore[arg-type]
            kind="appointment",
            service=f"{name}\r\nEND:VEVENT",
            member="M",
            customer=name,
            seats=None,
            starts_at=at,
            ends_at=at + timedelta(minutes=minutes),
            cancelled=False,
            sequence=n,
            modified=at,
        )
        for n, at in enumerate(starts)
    ]
    feed = Feed(
        organization=name, address=None, language=language, member=None, digest="", events=events
    )
    raw = render_feed(feed)
    assert len(Calendar.from_ical(raw).walk("VEVENT")) == len(events)
    window = Window(datetime(2025, 12, 1, tzinfo=here), datetime(2027, 2, 1, tzinfo=here), here)
    read = read_calendar(raw, window)
    spans = sorted(span for one in read.ours.values() for span in one)
    assert spans == [(at, at + timedelta(minutes=minutes)) for at in starts]
    assert read.refused == []
    assert read.spans == []

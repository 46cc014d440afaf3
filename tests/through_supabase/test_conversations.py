"""Conversations of tests/conversations, word for word, with a front desk that works through Supabase."""

from collections.abc import Awaitable, Callable

import pytest

from tests.conversations import test_bookings as bookings
from tests.conversations import test_changes as changes
from tests.conversations import test_contacts as contacts
from tests.conversations import test_escalations as escalations
from tests.conversations import test_waiting_list as waiting
from tests.conversations.checks import check_conversations
from tests.front import Front
from tests.supabase_project import Project

SAME = [
    bookings.test_an_exact_time_is_offered_then_booked,
    bookings.test_a_booking_in_portuguese_through_evolution,
    changes.test_move_to_a_named_time,
    contacts.test_a_local_spelling_that_another_service_hands_in,
    escalations.test_a_person_takes_over_and_gives_back,
    waiting.test_an_hour_that_is_taken_can_be_waited_for,
]


@pytest.mark.parametrize("conversation", SAME, ids=lambda test: test.__name__)
async def test_the_same_conversation(
    front: Front, project: Project, conversation: Callable[[Front], Awaitable[None]]
) -> None:
    await conversation(front)
    check_conversations(front)
    called = {request.path for request in project.rest.requests}
    assert {"/rest/v1/rpc/turn_begin", "/rest/v1/rpc/turn_commit"} <= called
    assert not any("inbox" in path or "outbox" in path for path in called)

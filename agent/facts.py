"""The facts of a moment: what every model is told of the business, the customer and the turn.

They are one value. A hosted model reads them as text (graphs/facts_text.py), the offline model reads
the value itself; labels are written once and carried in it, so that both see the same words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from langchain_core.messages import BaseMessage, SystemMessage
from pydantic import PrivateAttr


@dataclass(frozen=True, slots=True)
class SomebodyElse:
    """A person for whom the customer books, by their `id`; `relation` is what they are to the customer, as the
    database names it ("daughter"), "" where nobody said."""

    id: str
    name: str
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """An appointment ahead: "Limpieza facial, martes 24 de noviembre, 3:00 p. m.". `status` is that of
    its row, `awaiting`: the customer was asked to confirm it and has not answered. `when` is the end of
    `label`, `performer` who gives it, `was` when it began before they moved it of late ("2026-12-04 10:30"). `person` is the id of
    somebody else whom it is for, whose `name` it then stands in."""

    id: str
    label: str
    status: str = "scheduled"
    awaiting: bool = False
    person: str = ""
    name: str = ""
    when: str = ""
    was: str = ""
    performer: str = ""


@dataclass(frozen=True, slots=True)
class Usual:
    """What the customer came for last, by the services' names; `performer` "" where several people gave it,
    `day` in words."""

    services: tuple[str, ...]
    performer: str
    day: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry of the waiting list."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Called:
    """A person was called and has not answered yet: `since` when, in words, `name` of who has the case ("" nobody),
    `answers` when the business opens ("" it is open); `today`: since today."""

    since: str
    name: str = ""
    answers: str = ""
    today: bool = True


@dataclass(frozen=True, slots=True)
class Offered:
    """A slot from the waiting list, with its token. `held` until the time in `until`, as it stands
    after "until"; `last`: it is what the customer was asked last. `moves`: the appointment (id) that a yes moves to it,
    "" where it books; `due`: they had not asked for it, it is their invitation."""

    slot: str
    label: str
    held: bool
    last: bool
    until: str = ""
    moves: str = ""
    due: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """`node` is the part of the front desk that answers. "" and empty where nothing is known.

    `visit_question` was asked before a visit, by code, and is not answered yet. `hours` and `special_days` are lines to be said. `focus` is the id of the appointment that the
    customer was just asked about or reminded of. `unreadable` is the kind of a message of this turn
    that could not be read, `unreadable_reason` why, `unreadable_before` how many turns of late had the
    same trouble; `shown` the kind of a file that was looked at; `ad` the title of the advertisement that the
    customer came from. `customer_phone` is one of agent.records.PhoneStanding. `renewed`: what stands before this message is of a
    conversation that is over, and nothing of it waits; `earlier`: what was done in it and before, a line each,
    `earlier_talk` what it was about, in a model's words. `now` is the local time, `today` its
    day in words; `message_sent` when the message was sent, if that was on an earlier day. `address` is the
    business's; `home_visits` are the services that are given at the customer's place, `shares_places`: a
    location can be shared in this chat. `place` is a location that was shared in this turn, `card` and `card_phone`
    what is known of a contact that was (`shares_card`). `team` tells who gives which services, a line each.
    """

    node: str = ""
    business: str = ""
    tone: str = ""
    instructions: tuple[str, ...] = ()
    formality: str = "tu"
    emoji: bool = False
    country: str = ""
    time_zone: str = ""
    hours: str = ""
    special_days: str = ""
    services: tuple[str, ...] = ()
    emergency: str = ""
    language: str = "es"
    customer_name: str = ""
    profile_name: str = ""
    customer_phone: str = "unneeded"
    reminder_consent: str = "unknown"
    recall_consent: str = "unknown"
    recalls: tuple[str, ...] = ()
    greeted: bool = False
    first_turn: bool = True
    renewed: bool = False
    earlier: tuple[str, ...] = ()
    earlier_talk: str = ""
    people: tuple[SomebodyElse, ...] = ()
    upcoming: tuple[Upcoming, ...] = ()
    usual: Usual | None = None
    waiting: tuple[Waiting, ...] = ()
    offered: Offered | None = None
    called: Called | None = None
    visit_question: str = ""
    focus: str = ""
    unreadable: str = ""
    unreadable_reason: str = ""
    unreadable_before: int = 0
    shown: str = ""
    ad: str = ""
    today: str = ""
    now: datetime | None = None
    message_sent: str = ""
    address: str = ""
    home_visits: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    shares_places: bool = True
    place: str = ""
    card: str = ""
    card_phone: str = ""
    shares_card: bool = False


class Prompt(SystemMessage):
    """A system prompt: instructions and the business, which stay the same, and the moment at its end.

    `facts` is the value that the moment was rendered from, `customer` what the customer or their profile
    wrote, which no system message may hold. These are private attributes: part of no dump, copy for a
    trace or request, so that a provider and a checkpoint only ever see text (docs/decisions/facts.md).
    `texts_only`: what was said is enough to answer, without the traffic of tools.
    """

    _facts: Facts = PrivateAttr(default_factory=Facts)
    _moment: str = PrivateAttr(default="")
    _customer: str = PrivateAttr(default="")
    _texts_only: bool = PrivateAttr(default=False)

    @classmethod
    def of(
        cls,
        text: str,
        facts: Facts,
        *,
        moment: str = "",
        customer: str = "",
        texts_only: bool = False,
    ) -> Self:
        """`text` is what stays the same and `moment` what changes from turn to turn."""
        prompt = cls(content="\n\n".join(filter(None, (text, moment))))
        prompt._facts = facts
        prompt._moment = moment
        prompt._customer = customer
        prompt._texts_only = texts_only
        return prompt

    @property
    def facts(self) -> Facts:
        return self._facts

    @property
    def stable(self) -> str:
        """What stays the same from turn to turn."""
        return self.text.removesuffix(self._moment).rstrip() if self._moment else str(self.text)

    @property
    def moment(self) -> str:
        """What changes from turn to turn."""
        return self._moment

    @property
    def customer(self) -> str:
        """What the customer or their profile wrote about them."""
        return self._customer

    @property
    def texts_only(self) -> bool:
        return self._texts_only

    def with_note(self, note: str) -> Self:
        """The same under a moment that says something more."""
        moment = "\n\n".join(filter(None, (self._moment, note)))
        return self.of(
            self.stable,
            self._facts,
            moment=moment,
            customer=self._customer,
            texts_only=self._texts_only,
        )


def prompt_in(messages: Sequence[BaseMessage]) -> Prompt | None:
    """The first of our prompts."""
    return next((message for message in messages if isinstance(message, Prompt)), None)


def facts_in(messages: Sequence[BaseMessage]) -> Facts | None:
    """Those of the first prompt that carries any."""
    prompt = prompt_in(messages)
    return prompt.facts if prompt else None

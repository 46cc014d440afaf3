"""One turn of the dialogue, as a flow sees it.

A flow is a generator: it yields a Call and is resumed with the tool's result, and it returns the
reply. The model is stateless: at every step the flow runs again from the turn's start and is fed
the results that the history already holds, until it asks for one that is not there (see
offline_model.py). A flow must therefore depend on nothing but its Turn.
"""

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field

from agent.dialogue.memo import Ask, AskData, Memo
from agent.dialogue.view import View
from agent.facts import Facts
from agent.language import Intent, intents, plain, reading, yes_no
from agent.language.acts import Act, Expecting, acts_of
from agent.language.address_forms import address_form, is_portuguese
from agent.language.each_service import EachService
from agent.language.readings.let_know import says_let_them_know
from agent.language.readings.manner import literal
from agent.language.readings.personal_details import without_details
from agent.language.readings.rules import asks_for_limits, speaks_of_changing
from agent.language.readings.services import is_wish_for_service, mentioned
from agent.language.readings.wishes import bringing_as_wish
from agent.language.said_phones import SaidPhone, said_phone
from agent.language.whom import ForWhom
from agent.scheduling.reminder_buttons import read_answer
from agent.texts import render, texts
from agent.tool_answers import Answer
from agent.tool_views import Entry


@dataclass(frozen=True)
class Call:
    """A tool to call."""

    tool: str
    args: Mapping[str, object] = field(default_factory=dict)


Steps = Generator[Call, Answer, str]
"""Ends with the reply."""
Maybe = Generator[Call, Answer, str | None]
"""The same, or None when the message is not about it."""
_SLOT = re.compile(r"^[0-9a-f]{20}$")
_DECISION = re.compile(r"^([0-9a-f]{20}):(?:yes|no)$")
"""A button under a proposal."""


_EXPECTING: Mapping[str, Expecting] = {
    "slot": Expecting.SLOT,
    "day": Expecting.DAY,
    "service": Expecting.SERVICE,
    "name": Expecting.NAME,
    "wait_name": Expecting.NAME,
    "attendee": Expecting.NAME,
    "consent": Expecting.CONSENT,
    "recalls": Expecting.YES_NO,
    "recall": Expecting.YES_NO,
    "human": Expecting.PERSON,
    "offer": Expecting.YES_NO,
    "cancel": Expecting.YES_NO,
}
"""By the kind of the question that waits."""
_CHANGES = frozenset({"cancellation", "reschedule"})
_TO_A_BOOKING = frozenset({"slot", "name", "attendee", "place", "phone"})
"""Questions on the way to a booking, through which another wish is kept."""
_SURE_COMPLAINT = 0.9
_SURE_MOVE = 0.8
_TALK = (Act.GREET, Act.THANK, Act.GOODBYE, Act.SMALL_TALK)


class Turn:
    """The customer's new message with its intents, the facts, and the memo that the flow changes."""

    def __init__(self, view: View, bound: frozenset[str]) -> None:
        self.facts: Facts = view.facts
        self.memo: Memo = view.memo
        self.bound = bound
        self.choice = view.choice
        self.tapped = read_answer(view.choice)
        """An answer to a confirmation request."""
        self.focus = self.tapped.appointment if self.tapped else self.facts.focus
        """The appointment that the customer was just asked about or reminded of."""
        self.quotes = view.quotes
        """Whether an earlier reply is quoted, which then is what is answered."""
        self.listed = False
        """Whether the services were already listed in this reply."""
        self.told_hours = False
        """Whether hours of days were told in this turn."""
        self.near: tuple[Entry, ...] = ()
        """Entries one of which may answer the question that was searched last."""
        self.foreign: dict[str, str] = {}
        """Lines of this reply that are in another language than the customer's, with that."""
        self.unknown = False
        """Whether a question of this turn could not be answered."""
        self.rest = view.memo.rest if view.handed_over else ""
        """What another node left of the message, "" for all of it."""
        view.memo.rest = ""
        changing = view.memo.ask is not None and view.memo.ask.node in _CHANGES
        waits = (
            changing or view.handed_over or (view.memo.ask and view.memo.ask.kind in _TO_A_BOOKING)
        )
        view.memo.later = view.memo.later if waits else ""
        words = "\n".join(text for text in view.texts if text.strip())
        self.whole = self.rest or literal(without_details(words))
        self.phone = self._said_phone()
        """A phone in the message: nothing else is read into its digits."""
        self.narrow(self.phone.rest if self.phone else self.whole)
        self.reads = reading(self.whole, self.facts.language)
        """Whose words a word is first that means something else in another language."""
        self.handed_over = view.handed_over
        self.started = view.handed_over or bool(view.results)
        """Whether the turn is this node's for certain: it was handed over, or work was done."""
        self.people: tuple[str, ...] | None = None
        """Two people for one appointment; () for somebody else whose name is missing."""
        self.whom = False
        """Whether the message said for whom an appointment is."""
        self.names_told = False
        """Whether the message named one of two people who come."""
        self.comes: ForWhom | None = None
        """Who comes, where the message speaks of several people."""
        self.fewer = False
        """Whether only one of the two comes after all."""
        self.each: EachService | None = None
        """Which services are whose, where the message tells it of several people."""
        self.goes_on = bool(self.rest) and (view.receipt or bool(view.memo.lead))
        """Whether another matter was seen to before this one in the same reply."""
        self.asides = ""
        """A question behind an answer that was cut off it."""
        self.picked = ""
        """Which of two people it is for, after that was asked."""
        self.greets = not view.receipt
        """Whether the first reply greets; not after a receipt, nor when something is urgent."""
        self.replies = view.replies
        self._mirror_address()

    def narrow(self, text: str) -> None:
        """Makes `text` what the flow reads from here on."""
        if (wish := bringing_as_wish(text)) and mentioned(wish, self.facts.services):
            text = wish
        self.text = text
        self.plain_text = plain(text)
        self.intents: dict[Intent, float] = intents(
            text, self.expecting, owns=bool(self.facts.upcoming)
        )
        self.acts = acts_of(text, self.expecting)
        self._hear_wish()
        self.agrees: bool | None = None if self._answers_another() else yes_no(text)
        if self.agrees is None and self.pending_question == "human" and says_let_them_know(text):
            self.agrees = True

    def _hear_wish(self) -> None:
        """A complaint that only the examples hear in a wish for a service, or in a question for the rule of
        cancelling, is none: cejas are no quejas."""
        heard = self.intents.get(Intent.COMPLAINT, 1.0)
        if heard >= _SURE_COMPLAINT:
            return
        wishes = is_wish_for_service(self.text, self.facts.services)
        if wishes or (speaks_of_changing(self.text) and asks_for_limits(self.text)):
            others = {
                intent: sure
                for intent, sure in self.intents.items()
                if intent is not Intent.COMPLAINT
            }
            self.intents = ({Intent.BOOK: heard} if wishes else {}) | others
            self.acts = self.acts.without(Act.COMPLAINT)
        moves = self.intents.get(Intent.RESCHEDULE, 1.0)
        if moves < _SURE_MOVE and is_wish_for_service(self.text, self._not_booked()):
            # "Só quero clareamento dia 8" moves no other appointment.
            left = {one: sure for one, sure in self.intents.items() if one is not Intent.RESCHEDULE}
            self.intents = {Intent.BOOK: moves} | left
            self.acts = self.acts.without(Act.MOVE)

    def _not_booked(self) -> tuple[str, ...]:
        """The services of which no appointment stands."""
        labels = [one.label for one in self.facts.upcoming]
        return tuple(
            name for name in self.facts.services if not any(name in label for label in labels)
        )

    def _said_phone(self) -> SaidPhone | None:
        """What is no phone counts as one only where a phone is wanted."""
        awaited = self.pending_question == "phone"
        number = said_phone(self.whole, self.facts.country, expected=awaited)
        wanted = awaited or self.facts.customer_phone != "unneeded"
        return number if number and (number.phone or wanted) and not self.choice else None

    def has(self, *wanted: Intent, sure: float = 0.5) -> bool:
        """Whether the message carries one of these intentions."""
        return any(self.intents.get(intent, 0.0) >= sure for intent in wanted)

    def does(self, *acts: Act, sure: float = 0.8) -> bool:
        """Whether a clause of the message is one of these acts."""
        return any(one.act in acts and one.sure >= sure for one in self.acts.acts)

    def only_does(self, *acts: Act, sure: float = 0.8) -> bool:
        """The same, and nothing in it is another act or not understood; small talk does not count."""
        others = [one for one in self.acts.acts if one.act not in (*acts, *_TALK)]
        return self.does(*acts, sure=sure) and not others and not self.acts.not_understood

    @property
    def portuguese(self) -> bool:
        """Whether "no" and "os" are prepositions and articles."""
        return is_portuguese(self.reads)

    @property
    def pending_question(self) -> str:
        """The kind of the question that waits for an answer, "" for none."""
        return self.memo.ask.kind if self.memo.ask else ""

    @property
    def expecting(self) -> Expecting:
        """What kind of answer waits, as the reading of words knows it."""
        return _EXPECTING.get(self.pending_question, Expecting.NOTHING)

    @property
    def taps_slot(self) -> bool:
        """Whether a time was tapped, of the last offer or an older one."""
        return bool(_SLOT.match(self.choice))

    def ask(
        self, kind: str, node: str, again: str, data: AskData | None = None, **values: str
    ) -> str:
        """Remembers a question and returns its wording."""
        self.memo.ask = Ask(kind, node, again, dict(values), data or AskData())
        return self.say(again, **values)

    def say(self, key: str, **values: str) -> str:
        """A phrase in the conversation's language and form of address, another one each time."""
        options = texts(self.facts.language).lines(f"replies.{key}")
        count = self.memo.phrase_uses.get(key, 0)
        self.memo.phrase_uses[key] = count + 1
        address = self.memo.address or self.facts.formality
        for turned in range(len(options)):
            template = options[(count + turned) % len(options)]
            line = render(template, address, values)
            if not any(line in reply for reply in self.replies[-1:]):
                return line
        return render(options[count % len(options)], address, values)

    def resume(self) -> str:
        """The waiting question once more, "" when none waits."""
        ask = self.memo.ask
        return self.say(ask.again, **ask.values) if ask and ask.again else ""

    def _answers_another(self) -> bool:
        """Whether a tapped yes or no belongs to another question than the one that waits."""
        tapped = _DECISION.match(self.choice)
        return bool(tapped and self.memo.ask and self.memo.ask.data.proposal != tapped[1])

    def _mirror_address(self) -> None:
        """Customers who say "vos" or "usted" are answered in kind."""
        self.memo.address = address_form(self.text, self.reads) or self.memo.address


def join(*lines: str) -> str:
    """Lines of a reply without the empty ones."""
    return "\n".join(line for line in lines if line)

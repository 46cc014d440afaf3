"""How a simulated customer goes on: from what the desk written to the next message."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from agent.language import fold
from agent.types import Option
from gateway.evaluation.customers import Customer, Line, Question, Wish

_SLOT = re.compile(r"[0-9a-f]{20}")
_DECISION = re.compile(r"[0-9a-f]{20}:(?:yes|no)")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_YES = {"es": "sí", "pt": "sim", "en": "yes"}
_NO = {"es": "no", "pt": "não", "en": "no"}
_POSITIONS = {
    "es": ("la primera", "la segunda", "la tercera", "la cuarta", "la quinta"),
    "pt": ("a primeira", "a segunda", "a terceira", "a quarta", "a quinta"),
    "en": ("the first one", "the second one", "the third one", "the fourth one", "the fifth one"),
}
_NAME = re.compile(
    r"(?:a nombre de quien|nombre y (?:el )?apellido|como (?:te|se) llama|cual es el nombre"
    r"|em nome de quem|nome e (?:o )?sobrenome|qual (?:e )?o (?:seu )?nome|como (?:voce )?se chama"
    r"|(?:what|whose|which) name|first and last name|name should i|name of (?:the|your)|your \w+ s name|nome (?:de quem vem|d[ao] (?:seu|sua))|nombre (?:de quien viene|de (?:tu|su)))"
)
_DAY = re.compile(
    r"(?:que dia|cual dia|para cuando|que hora|que horario|qual dia|qual horario|que dia e hora"
    r"|what day|which day|what time|when would)[^?]*\?"
)
_PERSON = re.compile(
    r"(?:avise a una persona|aviso a una persona|avise uma pessoa|avisar uma pessoa|someone on the team"
    r"|a person of the team|una persona del equipo\?|alguem da equipe)[^?]*\?"
)


@dataclass(frozen=True, slots=True)
class Offered:
    """A time that a button stands for; `at` is local to the business."""

    service: str
    member: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of the desk. `times` are those of its options, by the option's id."""

    text: str
    options: tuple[Option, ...] = ()
    times: dict[str, Offered] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """What the customer does: a burst of messages, or a tap."""

    texts: tuple[str, ...] = ()
    tap: Option | None = None


def question_of(heard: Sequence[Heard]) -> Question:
    """What the last messages ask for."""
    if not heard:
        return Question.NOTHING
    options = heard[-1].options
    words = fold("\n".join(message.text for message in heard))
    if options:
        return _of_buttons(options)
    for asks, pattern in ((Question.NAME, _NAME), (Question.PERSON, _PERSON), (Question.DAY, _DAY)):
        if pattern.search(words):
            return asks
    return Question.NOTHING


def _of_buttons(options: Sequence[Option]) -> Question:
    ids = [option.id for option in options]
    if any(_DECISION.fullmatch(i) for i in ids):
        return Question.DECISION
    slots = sum(bool(_SLOT.fullmatch(i)) for i in ids)
    if slots:
        return Question.TIMES if slots > 1 else Question.TIME
    if any(i.startswith("consent:") for i in ids):
        return Question.CONSENT
    return Question.SERVICE if any(i.startswith("service:") for i in ids) else Question.WHICH


def suits(wish: Wish, offered: Offered) -> bool:
    """Whether the time is one that the customer wants."""
    day, clock = offered.at.date(), offered.at.time()
    return not any(
        (
            wish.service and offered.service != wish.service,
            wish.days and day not in wish.days,
            day in wish.not_days,
            wish.weekdays and _DAYS[day.weekday()] not in wish.weekdays,
            wish.after and clock < wish.after,
            wish.before and clock > wish.before,
            wish.at and clock not in wish.at,
            wish.member and offered.member != wish.member,
            wish.not_member and offered.member == wish.not_member,
        )
    )


class Conversation:
    """The customer's side of one conversation."""

    def __init__(self, customer: Customer) -> None:
        self.customer = customer
        self._lines = list(customer.lines)
        self._declined = 0
        self._consented = False

    def next(self, heard: Sequence[Heard]) -> Written | None:
        """What they do now; None when they are done. `heard` are the messages since they last wrote."""
        asks = question_of(heard)
        if line := self._line(asks):
            return self._of_line(line, heard)
        return self._by_themselves(asks, heard[-1] if heard else Heard(""))

    def _line(self, asks: Question) -> Line | None:
        """The next line: the first that waits for this, else the next one if it waits for nothing and
        the desk asks nothing that this customer can answer."""
        for line in self._lines:
            if line.when is asks:
                self._lines.remove(line)
                return line
        if self._lines and self._lines[0].when is None and not self._can_answer(asks):
            return self._lines.pop(0)
        return None

    def _can_answer(self, asks: Question) -> bool:
        them = self.customer
        if asks in (Question.TIMES, Question.TIME):
            return them.wish != Wish()
        return {
            Question.NAME: bool(them.name),
            Question.SERVICE: bool(them.service),
            Question.DAY: bool(them.day),
            Question.DECISION: bool(them.yes or them.no),
            Question.CONSENT: them.consent is not None and not self._consented,
        }.get(asks, False)

    def _of_line(self, line: Line, heard: Sequence[Heard]) -> Written | None:
        if line.tap:
            options = heard[-1].options if heard else ()
            wanted = fold(line.tap)
            button = next((o for o in options if wanted in fold(o.title)), None)
            return Written(tap=button) if button else Written(texts=(line.tap,))
        return Written(texts=(line.say,) if isinstance(line.say, str) else line.say)

    def _by_themselves(self, asks: Question, last: Heard) -> Written | None:
        them = self.customer
        if not self._can_answer(asks):
            if asks is Question.PERSON:
                return self._word(them.person)
            return None
        if asks in (Question.TIMES, Question.TIME):
            return self._choose(last, asks)
        if asks is Question.CONSENT:
            self._consented = True
            return self._word(bool(them.consent))
        if asks is Question.DECISION:
            return self._word(not them.no)
        return Written(
            texts=({Question.NAME: them.name, Question.SERVICE: them.service}.get(asks, them.day),)
        )

    def _word(self, yes: bool) -> Written:
        them = self.customer
        words = (them.yes or _YES[them.language]) if yes else (them.no or _NO[them.language])
        return Written(texts=(words,))

    def _choose(self, last: Heard, asks: Question) -> Written | None:
        """Takes the first time that suits; else says once more what they want, then gives up."""
        them = self.customer
        places = [option for option in last.options if option.id in last.times]
        for position, option in enumerate(places):
            if suits(them.wish, last.times[option.id]):
                if asks is Question.TIME and them.picks != "tap":
                    return self._word(True)
                return self._pick(position, option)
        self._declined += 1
        if self._declined > 2 or not them.day:
            return None
        return Written(texts=(f"{_NO[them.language]}, {them.day}",))

    def _pick(self, position: int, option: Option) -> Written:
        them = self.customer
        if them.picks == "tap":
            return Written(tap=option)
        words = _POSITIONS[them.language]
        if them.picks == "position" and position < len(words):
            return Written(texts=(words[position],))
        return Written(texts=(option.title,))

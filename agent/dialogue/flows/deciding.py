"""An answer to what is proposed for an appointment, and what the same message says besides.

"Sí, pásala. ¿Y cuánto dura?", "sim. e arruma o nome", "no, leave it. is there parking?": the words that
decide are told apart from those of the question, the name, the complaint or the other wish.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.dates.corrections import corrects
from agent.dialogue.flows.asking import only_polite, parts_of
from agent.dialogue.flows.opening_hours import goes_on
from agent.dialogue.memo import Plan
from agent.dialogue.turn import Turn
from agent.language import (
    Intent,
    intents,
    looks_like_date,
    names_position,
    ordinal,
    yes_no,
)
from agent.language.acts.clauses import Clause, joined, sentences
from agent.language.readings.another import asks_to_make, asks_to_move, short_answer
from agent.language.readings.asking import is_faint_yes
from agent.language.readings.attending import asks_for_the_same_person
from agent.language.readings.cancelling import says_cancel, says_keep
from agent.language.readings.choices import no_longer_wants
from agent.language.readings.coming import asks_whether_late
from agent.language.readings.decisions import (
    apologises,
    asks_for_a_charge,
    goes_on_with,
    hesitates,
    holds_back,
    insists_on_yes,
    only_pleads,
    orders_the_move,
    speaks_of_one_of_several,
    takes_bare_hour,
)
from agent.language.readings.house import topic_of
from agent.language.readings.notes import asks_to_note, passes_word_on
from agent.language.readings.people import people_in
from agent.language.readings.services import mentioned
from agent.language.readings.staying import (
    denies,
    leaves_as_it_is,
    parts_that_stay,
    the_other_stays,
)
from agent.language.readings.taking import gives_full_name
from agent.language.short_answers import bare_yes_no

OF_A_CHANGE = {"reschedule": {"slot", "day", "reading", "member"}, "cancellation": {"cancel"}}
"""The questions about a change that stands open, by their node."""
_TASKS = (Intent.BOOK, Intent.CANCEL, Intent.RESCHEDULE)
_MATTERS = (Intent.RENAME, Intent.COMPLAINT, Intent.HUMAN, Intent.LIST)
_SURE = 0.8
_BEGINNING = 6


@dataclass(frozen=True)
class Decided:
    """The words that answer, and what is said besides ("" for nothing but excuses). `agrees`: the answer
    is a yes by words that are none by themselves. `another`: what is said besides moves another one."""

    answer: str
    more: str
    agrees: bool = False
    another: bool = False


def decides_and_says_more(turn: Turn) -> bool:
    """Whether the message answers what is proposed for an appointment, and says something besides."""
    return decided(turn) is not None


def decided(turn: Turn) -> Decided | None:
    """The two parts of such a message; None for one that only answers, or does not."""
    ask = turn.memo.ask
    if turn.choice or ask is None or ask.kind not in OF_A_CHANGE.get(ask.node, ()):
        return None
    if goes_on(turn, turn.text):
        return None  # "¿y el jueves?" after the hours of a day
    parts = [one for sentence in sentences(turn.text) for one in _put_together(turn.text, sentence)]
    if len(parts) < 2:
        return None
    read = _Reader(turn, parts_of(turn, booking=True).questions)
    return read.leading(parts) or read.trailing(parts)


def _is_one(words: str) -> bool:
    """Whether words that may be cut say one thing: an excuse, or that another appointment stays."""
    return apologises(words) or the_other_stays(words)


def _put_together(text: str, parts: Sequence[Clause]) -> list[Clause]:
    """The parts of a sentence, an excuse as one: "perdón por tanto cambio"."""
    whole = list[Clause]()
    begin = 0
    while begin < len(parts):
        alone = bare_yes_no(parts[begin].words) is not None
        ends = range(len(parts), begin + 1, -1) if not alone else ()
        runs = (joined(text, [*parts[begin:end]]) for end in ends)
        run = next((one for one in runs if _is_one(one.words)), parts[begin])
        whole.append(run)
        begin = next(
            i
            for i in range(begin + 1, len(parts) + 1)
            if i == len(parts) or parts[i].start >= run.start + len(run.words)
        )
    return whole


def two_changes(turn: Turn) -> tuple[str, str] | None:
    """The two wishes of a message that changes two appointments, or one beside a new booking."""
    if turn.choice or len(turn.facts.upcoming) < 2:
        return None
    parts = [one for sentence in sentences(turn.text) for one in sentence]
    for part in reversed(parts[1:]):
        first, second = turn.text[: part.start].strip(" ,"), turn.text[part.start :]
        if parts_that_stay(second):
            continue
        if change_of(first) and change_of(second) and _is_another(turn, first, second):
            return first, second
    return None


def change_of(text: str) -> str:
    """The node of the change that a wish names, "" for none."""
    if says_cancel(text):
        return "cancellation"
    return "reschedule" if asks_to_move(text) else ""


def _is_another(turn: Turn, first: str, second: str) -> bool:
    """Whether the second of two wishes begins with an appointment of its own."""
    services = turn.facts.services
    other = {*mentioned(second, services)} - {*mentioned(first, services)}
    begins = " ".join(second.split()[:_BEGINNING])
    return goes_on_with(second) and (bool(other) or speaks_of_one_of_several(begins))


@dataclass(frozen=True)
class _Reader:
    """What each part of the message does. `questions`: those that it asks."""

    turn: Turn
    questions: Sequence[str]

    def leading(self, parts: Sequence[Clause]) -> Decided | None:
        """An answer, then what is said besides."""
        plain = next((i for i, one in enumerate(parts) if not self._plainly(one)), 0)
        if plain and self._goes_to_another(behind := self.turn.text[parts[plain].start :]):
            return replace(self._made(parts[:plain], behind), another=True)
        count = next((i for i, one in enumerate(parts) if not self._goes_along(one)), len(parts))
        head, rest = parts[:count], parts[count:]
        if not any(map(self._answers, head)):
            return None
        if not rest:
            return self._without_excuses(head)
        more = self.turn.text[rest[0].start :]
        if self._holds_back(head, rest) or not (self._is_more(more) or any(map(self._asks, rest))):
            return None
        return self._made(head, more)

    def _goes_to_another(self, more: str) -> bool:
        """Whether a plain yes to one time goes on with when another appointment is to be: "sí, y la mía
        al jueves a las 10"."""
        single = len(self._plan.slots) == 1 and len(self.turn.facts.upcoming) > 1
        if not single or self.turn.pending_question != "slot":
            return False
        begins = " ".join(more.split()[:_BEGINNING])
        dated = looks_like_date(more) and not holds_back(more)
        return dated and speaks_of_one_of_several(begins) and not parts_that_stay(more)

    def trailing(self, parts: Sequence[Clause]) -> Decided | None:
        """What is said besides, then a plain yes or no: "el nombre está mal, es Ana. Y sí, pásala"."""
        count = next(
            (i for i, one in enumerate(reversed(parts)) if not self._settles(one)), len(parts)
        )
        head, rest = parts[: len(parts) - count], parts[len(parts) - count :]
        if (
            not (head and any(map(self._plainly, rest)))
            or holds_back(self._words(rest))
            or self._holds_back(rest, head)
        ):
            return None
        more = self.turn.text[: rest[0].start].strip()
        return self._made(rest, more) if self._is_more(more) or any(map(self._asks, head)) else None

    def _made(self, answer: Sequence[Clause], more: str) -> Decided:
        words = self._words(answer)
        agrees = any(insists_on_yes(one.words) or self._orders(one.words) for one in answer)
        return Decided(words, more, agrees and yes_no(words) is not False)

    def _words(self, parts: Sequence[Clause]) -> str:
        end = parts[-1].start + len(parts[-1].words)
        return self.turn.text[parts[0].start : end]

    def _without_excuses(self, parts: Sequence[Clause]) -> Decided | None:
        answer = [one for one in parts if not (apologises(one.words) or self._of_others(one.words))]
        if len(answer) == len(parts) or answer != list(parts[: len(answer)]):
            return None
        return self._made(answer, "")

    def _goes_along(self, part: Clause) -> bool:
        words = part.words
        if self._of_others(words):
            return True
        return self._answers(part) or apologises(words) or hesitates(words) or only_polite(words)

    def _of_others(self, words: str) -> bool:
        """Whether it only says that another appointment stays."""
        if len(self.turn.facts.upcoming) < 2 or not parts_that_stay(words):
            return False
        return the_other_stays(words) or self._of_another(words)

    def _plainly(self, part: Clause) -> bool:
        """Whether a part is a yes or a no and nothing else."""
        words = part.words
        plainly = bare_yes_no(words) is not None or insists_on_yes(words) or self._orders(words)
        return plainly and not (holds_back(words) or only_pleads(words))

    def _settles(self, part: Clause) -> bool:
        return self._plainly(part) or hesitates(part.words)

    def _answers(self, part: Clause) -> bool:
        words = part.words
        if only_pleads(words):
            return False
        if self._plainly(part):
            return True
        if holds_back(words) or self._is_more(words) or self._asks(part):
            return False
        if short_answer(words) is not None or no_longer_wants(words) or self._points(words):
            return True
        if self.turn.pending_question == "cancel":
            return says_keep(words) or says_cancel(words) or leaves_as_it_is(words)
        return leaves_as_it_is(words) or looks_like_date(words) or takes_bare_hour(words)

    def _points(self, words: str) -> bool:
        """Whether it points at one of the times on offer, or who gives them."""
        slots = self._plan.slots
        people = [name for slot in slots for name in slot.people]
        placed = names_position(words) or ordinal(words, len(slots)) is not None
        return placed or bool(people_in(words, people, portuguese=self.turn.portuguese).wanted)

    @property
    def _plan(self) -> Plan:
        return self.turn.memo.move

    def _orders(self, words: str) -> bool:
        return self.turn.pending_question != "cancel" and orders_the_move(words)

    def _asks(self, part: Clause) -> bool:
        words = part.words
        if topic_of(words) or asks_whether_late(words):
            return True
        begins = [(self.turn.text.find(one), len(one)) for one in self.questions]
        return any(begin <= part.start < begin + length for begin, length in begins)

    def _is_more(self, text: str) -> bool:
        """Whether it is another matter than the change that waits."""
        scores = intents(text)
        if any(scores.get(one, 0.0) >= _SURE for one in _MATTERS) or Intent.HEALTH in scores:
            return True
        if asks_to_note(text) or passes_word_on(text) or gives_full_name(text):
            return True
        tasks = any(scores.get(one, 0.0) >= _SURE for one in _TASKS) or asks_to_make(text)
        return tasks and self._of_another(text)

    def _of_another(self, text: str) -> bool:
        """Whether a wish names a service that the change is not about."""
        data = self.turn.memo.ask.data if self.turn.memo.ask else None
        about = {*self._plan.names, *(one.name for one in (data.services if data else ()))}
        return bool({*mentioned(text, self.turn.facts.services)} - about)

    def _holds_back(self, answer: Sequence[Clause], rest: Sequence[Clause]) -> bool:
        """Whether what is said besides leaves it open if it is a yes: a condition, the cost of the
        change, a wish of the same kind, a doubt."""
        words = self._words(rest)
        if any(holds_back(one.words) for one in rest) or asks_for_a_charge(words):
            return True
        if asks_for_the_same_person(words) and self._is_another():
            return True
        priced = any(Intent.PRICE in intents(one.words) for one in rest)
        if priced and all(is_faint_yes(one.words) or only_polite(one.words) for one in answer):
            return True
        return self._doubts(rest)

    def _is_another(self) -> bool:
        """Whether somebody else would give it at the time on offer."""
        others = {name for slot in self._plan.slots for name in slot.people} - {self._plan.person}
        return bool(self._plan.person and others)

    def _doubts(self, rest: Sequence[Clause]) -> bool:
        for one in rest:
            if self._is_more(self.turn.text[one.start :]) or self._asks(one):
                return False
            tasks = intents(one.words).keys() & {*_TASKS}
            denied = denies(one.words, portuguese=self.turn.portuguese)
            if tasks or denied or corrects(one.words):
                return True
        return False

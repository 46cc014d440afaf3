"""Which parts of a message ask the business something, and what is left of it for the flow."""

from dataclasses import dataclass

from agent.dialogue.flows.opening_hours import goes_on
from agent.dialogue.turn import Turn
from agent.language import Intent, intents, looks_like_date, plain, sentences, yes_no
from agent.language.acts import Act, acts_of
from agent.language.consent_answers import asks_to_be_reminded
from agent.language.readings.asked import (
    ASKING,
    Piece,
    and_another_thing,
    asks_back,
    asks_how_much,
    asks_in_one,
    asks_to_know,
    asks_what_else,
    asks_whether_it_can_be,
    is_condition,
    opens_question,
    pieces,
)
from agent.language.readings.asking import asks_barely, asks_for_free_times
from agent.language.readings.attending import asked_at_work
from agent.language.readings.extremes import extreme_in
from agent.language.readings.house import Topic, topic_of
from agent.language.readings.people import asks_for_person, wants_somebody_else
from agent.language.whom import for_whom

TOPICS = (Intent.PRICE, Intent.HOURS, Intent.LOCATION, Intent.SERVICES)
_OWN = (Intent.BOOK, Intent.CANCEL, Intent.RESCHEDULE, Intent.LIST, Intent.CONFIRM, Intent.HUMAN,
        Intent.WAIT, Intent.UNWAIT)  # fmt: skip
_POLITE = {Intent.GREETING, Intent.THANKS, Intent.GOODBYE}


@dataclass(frozen=True)
class Parts:
    """The questions of a message, each with its own words, and the rest of it, a line a part."""

    questions: tuple[str, ...]
    rest: tuple[str, ...] = ()


def asks(text: str, *, booking: bool) -> bool:
    """Whether a text is a question for the knowledge base rather than a step of a booking."""
    scores = intents(text)
    if any(scores.get(topic, 0.0) >= 0.8 for topic in TOPICS):
        return True
    if scores.get(Intent.QUESTION, 0.0) < 0.6 or _answers(text):
        return False
    return not any(intent in scores for intent in _OWN) and not (booking and _is_step(text))


def _answers(text: str) -> bool:
    """Whether a text is a yes or no, and not "no, primero quiero saber si …"."""
    return yes_no(text) is not None and not asks_to_know(text)


def _is_step(text: str) -> bool:
    somebody = wants_somebody_else(text) or asks_for_person(text)
    return looks_like_date(text) or somebody or bool(extreme_in(text, sure=True))


def parts_of(turn: Turn, *, booking: bool) -> Parts:
    """The questions of what the turn's text is now. `booking`: days and hours are steps, no questions."""
    if _one_more_price(turn):
        return Parts((turn.text,))
    questions: list[str] = []
    rest: list[str] = []
    cut = [
        _Sentence(turn, tuple(one), booking)
        for one in pieces(turn.text, turn.acts)
        if any(plain(piece.words) for piece in one)
    ]
    besides = any(sentence.asks or any(map(sentence.plainly, sentence.pieces)) for sentence in cut)
    for sentence in cut:
        if len(cut) > 1 and asks_back(sentence.words):
            rest.append(sentence.words)
            continue
        asking = [sentence.asks_in(piece, besides=besides) for piece in sentence.pieces]
        if (
            sentence.of_house
            or goes_on(turn, sentence.words)
            or (not any(asking) and sentence.asks)
        ):
            questions.append(sentence.words)
            continue
        pairs = list(zip(sentence.pieces, asking, strict=True))
        questions += [piece.words for piece, asks_ in pairs if asks_]
        rest += _left(turn.text, pairs)
    return Parts(tuple(dict.fromkeys(questions)), tuple(rest))


def told_price(turn: Turn) -> bool:
    """Whether the last reply told the price of the service that is spoken of: "¿y de axilas?" goes on."""
    last = "\n".join(turn.replies[-1:])
    return (
        bool(turn.memo.topic)
        and turn.pending_question == "offer"
        and f"{turn.memo.topic}: " in last
    )


def _one_more_price(turn: Turn) -> bool:
    """ "Y la espalda", without a mark, behind a price: it asks for one more, and answers no offer of times."""
    text = turn.text
    if turn.choice or not told_price(turn) or not and_another_thing(text):
        return False
    step = _answers(text) or _is_step(text) or bool(for_whom(text).count)
    return not step and not intents(text).keys() & set(_OWN)


@dataclass(frozen=True)
class _Sentence:
    """A sentence in its pieces. What the whole is not read to ask, no piece of it asks: a piece alone
    loses what stood around it."""

    turn: Turn
    pieces: tuple[Piece, ...]
    booking: bool

    @property
    def words(self) -> str:
        return self.turn.text[self.pieces[0].start : self.pieces[-1].end]

    @property
    def of_house(self) -> bool:
        """Whether the whole asks about the ways of the house, and no piece of it alone ("si llego tarde,
        ¿pasa algo?") or all of it in one ("¿a las 10 hay parqueadero?")."""
        whole = topic_of(self.words)
        alone = any(topic_of(piece.words) for piece in self.pieces)
        if asked_at_work(self.words):
            return True
        if whole is None:
            return False
        return whole is Topic.DELAY or not alone or asks_in_one(self.words)

    @property
    def asks(self) -> bool:
        return asks(self.words, booking=self.booking) or goes_on(self.turn, self.words)

    def plainly(self, piece: Piece) -> bool:
        """Whether a piece asks whatever stands around it."""
        if topic_of(piece.words):
            return True
        if len(self.pieces) > 1 and is_condition(piece.words, self.words):
            return False
        scores = intents(piece.words)
        if any(scores.get(topic, 0.0) >= 0.8 and self.turn.has(topic) for topic in TOPICS):
            return True
        return "?" in self.words and not self._is_other(piece) and _read(piece)

    def asks_in(self, piece: Piece, *, besides: bool) -> bool:
        """Whether a piece asks. `besides`: something in the message does for certain."""
        if len(self.pieces) > 1 and (asks_barely(piece.words) or asks_to_be_reminded(piece.words)):
            return False
        if len(self.pieces) == 1:
            return self.asks or (besides and self._without_mark(piece))
        if asks_what_else(piece.words) and self.turn.pending_question == "slot":
            return False
        if wants_times(piece.words) or not (self.plainly(piece) or not self._is_other(piece)):
            return False
        if self.plainly(piece) or goes_on(self.turn, piece.words):
            return True
        if "?" not in self.words:
            return besides and self._without_mark(piece)
        if self.booking and _is_step(self.words):
            return self._ends_asking(piece)
        return opens_question(piece.words) or _asks_by_words(piece)

    def _ends_asking(self, piece: Piece) -> bool:
        """Whether the part with the question mark, beside a day or an hour, asks for more than these."""
        asks_ = opens_question(piece.words) and piece.words.rstrip().endswith("?")
        return asks_ and (_read(piece) or not asks_whether_it_can_be(piece.words))

    def _without_mark(self, piece: Piece) -> bool:
        """Without a question mark: "y cada cuánto hay que volver" beside another question."""
        if self._is_other(piece) or looks_like_date(piece.words):
            return False
        if is_condition(piece.words, self.words):
            return False
        if intents(piece.words).get(Intent.QUESTION, 0.0) >= 0.85:  # "quiero saber si …"
            return True
        return asks_how_much(piece.words) or (opens_question(piece.words) and _read(piece))

    def _is_other(self, piece: Piece) -> bool:
        own = any(sure >= 0.6 for intent, sure in intents(piece.words).items() if intent in _OWN)
        step = self.booking and _is_step(piece.words)
        return own or step or _answers(piece.words)


def _read(piece: Piece) -> bool:
    """Whether the reading takes a piece for a question to the business."""
    return (piece.act or _act(piece.words)) in ASKING


def _act(words: str) -> Act | None:
    acts = acts_of(words).acts
    return acts[0].act if acts else None


def _asks_by_words(piece: Piece) -> bool:
    return intents(piece.words).get(Intent.QUESTION, 0.0) >= 0.6


def _left(text: str, pairs: list[tuple[Piece, bool]]) -> list[str]:
    """What does not ask, neighbours as they stood."""
    runs: list[list[Piece]] = [[]]
    for piece, asks_ in pairs:
        if asks_:
            runs.append([])
        else:
            runs[-1].append(piece)
    return [text[run[0].start : run[-1].end] for run in runs if run]


def only_polite(text: str) -> bool:
    """Whether a text greets or thanks and says nothing else."""
    scores = intents(text)
    if looks_like_date(text):
        return False  # "hey, not Monday"
    return bool(scores) and not scores.keys() - _POLITE


def wants_times(text: str) -> bool:
    """Whether a part of a question wishes for free times on a day."""
    scores = intents(text)
    about_topic = any(scores.get(topic, 0.0) >= 0.8 for topic in TOPICS)
    return not about_topic and looks_like_date(text) and asks_for_free_times(text)


def says_when(turn: Turn) -> bool:
    """Whether a day or an hour is named beside what is asked, or asked for: "ok wednesday at 10, and do you
    take cash?", "¿el viernes a las 4 tienen?"."""
    return any(map(looks_like_date, parts_of(turn, booking=True).rest))


def asks_for_times(text: str) -> bool:
    """Whether a question goes on to ask for free times on a day."""
    parts = [piece.words for sentence in pieces(text, acts_of(text)) for piece in sentence]
    return len(parts) > 1 and any(map(wants_times, parts))


def names_day_alone(text: str, most: int) -> bool:
    """Whether a message, or a sentence of it that begins no question, names a day in at most so many
    words: "a facial on Friday morning? and can I pay by card?"."""
    whole = plain(text).split()
    return len(whole) <= most or any(
        looks_like_date(part) and len(plain(part).split()) <= most and not opens_question(part)
        for part in sentences(text)
    )

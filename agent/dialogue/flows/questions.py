"""Answering questions from the knowledge base and the service list, and from nothing else."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from msgspec.structs import replace as with_changed

from agent.dialogue.flows.asking import only_polite, parts_of, told_price, wants_times
from agent.dialogue.flows.house import of_house
from agent.dialogue.flows.not_offered import not_offered
from agent.dialogue.flows.opening_hours import goes_on, hours_of_days
from agent.dialogue.flows.telling import (
    EXCERPT,
    noting_language,
    service_line,
    shared,
    told_of,
    with_leads,
)
from agent.dialogue.flows.totals import total_of_own
from agent.dialogue.flows.turned_down import points_at_offer
from agent.dialogue.flows.who_attends import of_people_or_own
from agent.dialogue.flows.wording import all_of, sentence
from agent.dialogue.memo import AskData, Wanted
from agent.dialogue.tools import keep_unanswered, list_services, search_knowledge
from agent.dialogue.turn import Call, Steps, Turn, join
from agent.language import Intent, close, fold, intents, looks_like_date, sentences, words
from agent.language.acts import Act, acts_of
from agent.language.readings.asked import (
    asks_of_all,
    asks_what_it_is,
    asks_what_to_do,
    names_one_more,
    opens_question,
)
from agent.language.readings.asking import (
    asks_for_duration,
    asks_price_alone,
    is_faint_yes,
    priced_thing,
    speaks_of_holidays,
)
from agent.language.readings.attending import asked_at_work
from agent.language.readings.house import topic_of
from agent.language.readings.own_facts import asks_what_is_recommended
from agent.language.readings.services import mentioned
from agent.texts import texts
from agent.tool_answers import Answer
from agent.tool_results import Knowledge
from agent.tool_views import Entry, ServiceView

_MOST_QUESTIONS = 5
_MOST_LINES = 2
_SHORT = 6
_SHORT_MORE = 4
_LIKELY = 0.3
_SURE_PLACE = 0.95
_MOST_LISTED = 5
_QUERY = 300
_EXCERPT_OF_SEVERAL = 180
_DONE_BY_NODES = {Intent.BOOK, Intent.CANCEL, Intent.RESCHEDULE, Intent.LIST, Intent.CONFIRM}


def digression(turn: Turn) -> Steps:
    """Answers the questions in a message of a flow and takes them out of the turn's text."""
    parts = parts_of(turn, booking=True)
    if not parts.questions or turn.choice or points_at_offer(turn, turn.memo.booking):
        return ""
    wished = any(map(wants_times, parts.rest))
    besides = "\n".join(parts.rest)
    named = mentioned(turn.text if wished else besides, turn.facts.services)
    if len(named) == 1 and not turn.memo.booking.wanted:
        turn.memo.booking.want(Wanted(named[0], named[0]))
    wishing = [part for part in parts.questions if Intent.BOOK in intents(part)]
    rest = [part for part in (*parts.rest, *wishing) if not only_polite(part)]
    reply = yield from answer(turn, parts.questions, brief=bool(rest))
    priced = any(Intent.PRICE in intents(part) for part in parts.questions)
    # "perfecto, ¿cuánto cuesta?" decides nothing yet; "sí, ¿cuánto cuesta?" does.
    turn.narrow("\n".join(p for p in rest if not (priced and is_faint_yes(p))))
    return reply


def unanswered(turn: Turn) -> bool:
    """Whether the message has a question besides what its node did."""
    return bool(questions_besides(turn))


def questions_besides(turn: Turn) -> list[str]:
    """The questions of a message that did something else, too."""
    parts = parts_of(turn, booking=True)
    if not parts.rest and len(parts.questions) < 2:
        return []
    return [
        part
        for part in parts.questions
        if not intents(part).keys() & _DONE_BY_NODES and not _calls_for_person(turn, part)
    ]


def _calls_for_person(turn: Turn, question: str) -> bool:
    """Whether a question stands in a sentence that asks for a person: "¿alguien me puede explicar …?"."""
    around = [whole for whole in sentences(turn.whole) if question in whole]
    return any(Intent.HUMAN in intents(whole) for whole in around)


def answer(turn: Turn, questions: Sequence[str], *, brief: bool = False) -> Steps:
    """One answer for each question; that some have none is said once, and the same is not said twice.

    `brief`: the flow has more to say, and names the next free days by itself."""
    lines: dict[str, str] = {}
    unknown = False
    several = len(questions) > 1
    priced = told_price(turn) and names_one_more(questions[0])
    for question in questions[:_MOST_QUESTIONS]:
        priced = _is_priced(turn, question, priced)
        line = yield from _one(turn, _Question(question, priced, brief or several, several))
        unknown = unknown or not line
        if line:
            lines.setdefault(_told(line), line)
    replies = with_leads(turn, list(lines.values()))
    if unknown and not several and turn.near and may_ask_which(turn):
        return which_entry(turn, questions[0])
    alone = unknown and not several and may_ask_which(turn)
    if alone and (line := (yield from not_offered(turn, questions[0]))):
        return line
    if unknown:
        turn.unknown = True
        replies.append(turn.say("not_known_partly" if replies else "not_known"))
    if len(questions) > _MOST_QUESTIONS:
        replies.append(turn.say("ask_the_rest"))
    return join(*_few(turn, replies))


def may_ask_which(turn: Turn) -> bool:
    """Whether the answer to "which of these?" would be read: nothing else is being asked or done."""
    waiting = turn.pending_question not in {"", "offer", "human", "entry"}
    return turn.facts.node == "knowledge" and not waiting


def which_entry(turn: Turn, question: str) -> str:
    """Asks which of the nearest entries is meant."""
    titles = [entry.title for entry in turn.near]
    data = AskData(entries=titles, about=question[:_QUERY])
    asking = turn.ask("entry", "knowledge", "which_entry", data)
    return join(asking, *(f"• {title}" for title in titles))


def _few(turn: Turn, lines: list[str]) -> list[str]:
    """Short answers as one paragraph where there would be more than three lines with a greeting and what
    comes next; a list keeps its own lines."""
    if len(lines) <= (_MOST_LINES if turn.facts.greeted or not turn.greets else 1):
        return lines
    short = [line for line in lines if "\n" not in line]
    return [" ".join(short), *(line for line in lines if "\n" in line)]


def _told(line: str) -> str:
    """What two answers are compared by: the list in it, else all of it."""
    listed = [row for row in line.splitlines() if row.startswith("•")]
    return "\n".join(listed) or line


@dataclass(frozen=True)
class _Question:
    """A question of a message. `priced`: for a price or a duration, also where only the question before
    it says so ("¿y el peeling?"); `several`: others are answered beside it, so its answer is short; `prefixed`: it names no service
    itself."""

    words: str
    priced: bool
    brief: bool
    several: bool
    prefixed: bool = False

    @property
    def most_letters(self) -> int:
        return _EXCERPT_OF_SEVERAL if self.several else EXCERPT


def _one(turn: Turn, question: _Question) -> Steps:
    words_ = question.words
    if topic := topic_of(words_):
        return (yield from of_house(turn, words_, topic, most=question.most_letters))
    if asks_what_is_recommended(words_) and not mentioned(words_, turn.facts.services):
        turn.unknown = True  # which of them is for a person to say
        return (yield from services(turn, key="prices"))
    if asked_at_work(words_):
        return (yield from hours_of_days(turn, words_, brief=question.brief))
    scores = intents(words_)
    if Intent.SERVICES in scores and Intent.PRICE not in scores:
        return (yield from services(turn))
    wants_hours, general = scores.get(Intent.HOURS, 0.0) > 0.8 or goes_on(turn, words_), False
    if wants_hours:
        general = speaks_of_holidays(words_) and not looks_like_date(words_)
        day_hours = (
            "" if general else (yield from hours_of_days(turn, words_, brief=question.brief))
        )
        if day_hours:
            return day_hours
        wants_hours = not general
    if wants_hours and turn.facts.hours:
        turn.memo.hours, turn.told_hours = words_[:_QUERY], True
        return turn.say("hours", hours=turn.facts.hours)
    if line := (yield from of_people_or_own(turn, words_)):
        return line
    if line := (yield from total_of_own(turn, words_)):
        return line
    line = yield from _searched(turn, question)
    elsewhere = not line or line in turn.foreign
    if elsewhere and turn.facts.address and _asks_where(words_):
        return turn.say("address_is", address=turn.facts.address)
    if not line and general:
        line = yield from hours_of_days(turn, words_, brief=question.brief)
    if not line and Intent.PRICE in scores:
        key = "prices_of_others" if priced_thing(words_) else "prices"
        return (yield from services(turn, key=key))
    return line


def _asks_where(words_: str) -> bool:
    where = acts_of(words_).first(Act.ASK_LOCATION)
    return Intent.LOCATION in intents(words_) or bool(where and where.sure >= _SURE_PLACE)


def _searched(turn: Turn, question: _Question) -> Steps:
    """What the knowledge base and the services tell; "" when they do not, which is kept for staff."""
    about = spoken_of(turn, question.words, priced=question.priced)
    queries = _queries(turn, question, about)
    alone = question.words[:_QUERY]
    if queries == [alone] and asks_price_alone(question.words):
        return (yield from services(turn, key="prices"))
    rejected = stored = False
    turn.near = ()
    for query in queries:
        result = yield from search_knowledge(query, keep=query == alone)
        if query != alone and not question.priced:
            result = yield from _without_namesakes(turn, question, result)
        fitting = [one for one in result.near if not _of_another(turn, one, question, about)]
        turn.near = turn.near or tuple(fitting)
        in_context = replace(question, prefixed=query != alone)
        if line := _worded(turn, in_context, result, about):
            another = in_context.prefixed and question.priced and priced_thing(question.words)
            return turn.say("not_under_that_name", line=line) if another else line
        nothing = not (result.entries or result.services or result.near)
        rejected = rejected or not nothing
        stored = stored or (nothing and query == alone)  # the search keeps it by itself
    may_choose = turn.near and not question.several and may_ask_which(turn)
    if rejected and not stored and not question.priced and not may_choose:
        yield from keep_unanswered(alone)
    return ""


def _without_namesakes(
    turn: Turn, question: _Question, result: Knowledge
) -> Generator[Call, Answer, Knowledge]:
    """What was found for a question with a service's name before it, without the entries that have only that
    name: nothing in their words is asked about, and the question alone does not lead to them."""
    own = {word for name in turn.facts.services for word in words(name)}
    posed = [word for word in words(question.words) if len(word) > 3 and word not in own]
    named = [one for one in result.entries if not shared(f"{one.title} {one.content}", posed)]
    if not named or not posed:
        return result
    beside = yield from search_knowledge(question.words[:_QUERY], keep=False)
    titles = {one.title for one in (*beside.entries, *beside.near)}
    about = tuple(one for one in result.entries if one not in named or one.title in titles)
    return with_changed(result, entries=about)


def spoken_of(turn: Turn, question: str, *, priced: bool = False) -> tuple[str, ...]:
    """The services that a question is about when it names none: of the message, else of what was spoken
    of before."""
    before = mentioned(turn.whole.partition(question)[0], turn.facts.services)
    if asks_of_all(question) and len(before) > 1:
        return tuple(before)
    named = before[-1:] or mentioned(turn.whole, turn.facts.services)
    if len(named) == 1:
        return tuple(named)
    about = tuple(turn.memo.booking.names) or ((turn.memo.topic,) if turn.memo.topic else ())
    theirs = priced or asks_what_to_do(question)
    own = own_service(turn) if theirs and not about else ""
    return about or ((own,) if own else ())


def _queries(turn: Turn, question: _Question, about: Sequence[str]) -> list[str]:
    """The question, and with the service that is being spoken of where it names none: first so where it
    says little by itself."""
    alone = question.words[:_QUERY]
    spoken = words(question.words)
    named = any(
        close(part, heard)
        for name in turn.facts.services
        for part in words(name)
        if len(part) > 3
        for heard in spoken
    )
    if named or not about:
        return [alone]
    prefixed = f"{all_of(turn.facts.language, about)}: {question.words}"[:_QUERY]
    if question.priced:
        return [alone, prefixed] if priced_thing(question.words) else [prefixed]
    return [prefixed, alone] if len(spoken) <= _SHORT else [alone, prefixed]


def own_service(turn: Turn) -> str:
    """The service that was booked last, or that of the only appointment ahead."""
    if booked := turn.memo.booked.get("service"):
        return booked
    labels = [appointment.label for appointment in turn.facts.upcoming]
    if len(labels) != 1:
        return ""
    return next((name for name in turn.facts.services if labels[0].startswith(name)), "")


def worded(turn: Turn, question: str, result: Knowledge) -> str:
    """The answer that a knowledge_search result holds, "" when it holds none."""
    alone = _Question(question, _of_service(question), brief=False, several=False)
    return _worded(turn, alone, result, spoken_of(turn, question))


def _worded(turn: Turn, question: _Question, result: Knowledge, about: Sequence[str]) -> str:
    named = result.services
    if len(named) == 1:
        turn.memo.topic = named[0].name if named[0].bookable else ""
    bare = result.only_names and not question.prefixed and not asks_what_to_do(question.words)
    if named and question.priced and asks_what_it_is(question.words):
        included = [_described(service, question) for service in named[:1]]
        return join(*(service_line(turn, service) for service in named[:3]), *included)
    if named and (question.priced or bare):
        return join(*(service_line(turn, service) for service in named[:3]))
    for entry in result.entries:
        if (
            _of_another(turn, entry, question, about)
            or _without_the_thing(entry, question)
            or ((question.prefixed or result.only_names) and _beside_it(turn, entry, question))
        ):
            continue
        if text := told_of(turn, entry.content, question.words, most=question.most_letters):
            return noting_language(turn, _entitled(turn, entry, question, text, about), text)
    if lines := [line for service in named[:3] if (line := _described(service, question))]:
        return noting_language(
            turn, join(*lines), join(*(one.description or "" for one in named[:3]))
        )
    if named and looks_like_date(question.words) and not asks_what_to_do(question.words):
        return join(*(service_line(turn, service) for service in named[:3]))
    return ""


def _beside_it(turn: Turn, entry: Entry, question: _Question) -> bool:
    """Whether an entry has only the service of which it is asked what to do, and nothing of what is asked."""
    if not asks_what_to_do(question.words):
        return False
    own = {word for name in turn.facts.services for word in words(name)}
    posed = [word for word in words(question.words) if len(word) > 3 and word not in own]
    named = mentioned(f"{question.words} {entry.title}", turn.facts.services)
    return bool(named) and not shared(f"{entry.title} {entry.content}", posed)


def _entitled(
    turn: Turn, entry: Entry, question: _Question, text: str, about: Sequence[str]
) -> str:
    """With its title where it is about one service, and the question names none."""
    unnamed = not about and not mentioned(question.words, turn.facts.services)
    if unnamed and mentioned(entry.title, turn.facts.services):
        return f"{entry.title}: {text}"
    return text


def _of_another(turn: Turn, entry: Entry, question: _Question, about: Sequence[str]) -> bool:
    """Whether an entry is about another service than the one in question: what is written of the
    laser does not tell whether a massage hurts."""
    own = {*about, *mentioned(question.words, turn.facts.services)} or set(_of_theirs(turn))
    entitled = set(mentioned(entry.title, turn.facts.services))
    return bool(own and entitled) and not own & entitled


def _of_theirs(turn: Turn) -> list[str]:
    """The services of the appointments ahead, and the one that was booked last."""
    labels = [turn.memo.booked.get("service", ""), *(one.label for one in turn.facts.upcoming)]
    return [name for name in turn.facts.services if any(label.startswith(name) for label in labels)]


def _without_the_thing(entry: Entry, question: _Question) -> bool:
    """Whether the price of something is asked for of which an entry does not speak: that of insurance is no
    answer to what a root canal costs."""
    thing = [word for word in words(priced_thing(question.words)) if len(word) > 3]
    return bool(question.priced and thing) and not shared(f"{entry.title} {entry.content}", thing)


def _described(service: ServiceView, question: _Question) -> str:
    """The service's own description where it is asked for, or holds what is asked about."""
    description = service.description or ""
    own = words(service.name)
    others = [word for word in words(question.words) if len(word) > 3 and word not in own]
    asking = "?" in question.words or opens_question(question.words)
    holds_it = asking and shared(description, others)
    if not description or not (holds_it or asks_what_it_is(question.words)):
        return ""
    return f"{service.name}: {sentence(description)}"


def _of_service(question: str) -> bool:
    """Whether a question is for what the list of services tells: price or duration."""
    return Intent.PRICE in intents(question) or asks_for_duration(question)


def _is_priced(turn: Turn, question: str, before: bool) -> bool:
    """The same beside other questions (`before`: what the one before asked for), and of a service that is
    named in words which most likely ask for its price."""
    if _of_service(question) or (before and goes_on_listing(question)):
        return True
    likeliest = [one.likeliest[0] for one in acts_of(question).not_understood if one.likeliest]
    return bool(
        likeliest
        and (likeliest[0].act, likeliest[0].sure >= _LIKELY) == (Act.ASK_PRICE, True)
        and mentioned(question, turn.facts.services)
    )


def goes_on_listing(question: str) -> bool:
    """Whether it only names one more of what the question before asked for: "¿y el peeling?"."""
    return len(words(question)) <= _SHORT_MORE and not _asks_itself(question)


def _asks_itself(question: str) -> bool:
    return opens_question(question) or intents(question).get(Intent.QUESTION, 0.0) >= 0.8


def services(turn: Turn, key: str = "services") -> Steps:
    """The services of the business, at most five."""
    everything = (yield from list_services()).services
    listed = everything[:_MOST_LISTED]
    if not listed:
        return ""
    if len(everything) > len(listed):
        key = f"{key}_some"
    turn.listed = True
    lines = [
        _named(turn, service) + (_priced(service) if key.startswith("prices") else "")
        for service in listed
    ]
    return join(turn.say(key), *lines)


def _named(turn: Turn, service: ServiceView) -> str:
    visit = texts(turn.facts.language).line("labels.home_visit")
    where = f" ({visit})" if service.home_visit else ""
    return f"• {service.name}{where if fold(where) not in fold(service.name) else ''}"


def _priced(service: ServiceView) -> str:
    return f": {service.price}" if service.price else ""

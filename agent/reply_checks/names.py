"""Names of people in a reply: each must stand in the evidence, and with the start that is theirs."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from agent.language.given_names import GIVEN_NAMES
from agent.language.text import fold
from agent.reply_checks.evidence import Kind, Problem
from agent.reply_checks.ground import Ground, folded_words
from agent.reply_checks.lexicon import Lexicon
from agent.reply_checks.moments import Hour
from agent.reply_checks.when import Moments

_CAPITAL = r"[A-ZÁÉÍÓÚÑÂÊÔÃÕÇ][a-záéíóúüñâêôãõçàè']+"
_TOKEN = re.compile(rf"(?<![\w@*#/-]){_CAPITAL}(?!\w)")
_ADDRESSED = re.compile(
    rf"(?:,\s|\b(?:with|con|com)\s)(?P<name>{_CAPITAL})(?=\s*[!.,]|\sfor\b|\spara\b)"
)
"""Names of people that may be other words elsewhere."""


_SMALL = re.compile(r"(?<=\w\w\w)(?:c?it|z?inh)[oa]$")


def names(moments: Moments) -> Iterator[Problem]:
    """Strangers, and people who do not give what is said of them."""
    reply, ground = moments.reply, moments.ground
    text, lexicon = reply.text, ground.lexicon
    calendar = {*lexicon.get("day.weekdays"), *lexicon.get("day.months")}
    for match in _titled(lexicon).finditer(text):
        for word in folded_words(match["name"]):
            if word not in ground.words and word not in calendar:
                yield reply.problem(Kind.NAME, *match.span())
                return
    for match in _accompanied(lexicon).finditer(text):
        if not any(word in ground.words for word in folded_words(match["name"])):
            yield reply.problem(Kind.NAME, *match.span())
            return
    for match in _ADDRESSED.finditer(text):
        word = fold(match["name"])
        if word in GIVEN_NAMES and word not in ground.words and not _is_pet_form(word, ground):
            yield reply.problem(Kind.NAME, *match.span("name"))
            return
    before_end = -1
    before_is_person = False
    for match in _TOKEN.finditer(text):
        if match.group().startswith("I'"):
            continue  # "I've"
        word = fold(match.group())
        follows = before_is_person and match.start() == before_end + 1 and text[before_end] == " "
        is_person = word in GIVEN_NAMES or word in _people(ground)
        if (
            word not in ground.words
            and match.group().lower() not in calendar
            and word not in calendar
        ):
            starts = _starts_sentence(text, match.start())
            common = starts and reply.lower[match.start() : match.end()] in _common(lexicon)
            if _is_pet_form(word, ground):
                continue
            if (word in GIVEN_NAMES and not common and not _is_word(word, lexicon)) or (
                follows and not starts
            ):
                yield reply.problem(Kind.NAME, *match.span())
                return
        before_end, before_is_person = match.end(), is_person
    if problem := next(_at_hours_of_others(moments), None):
        yield problem
        return
    yield from _with_others(moments)


def _at_hours_of_others(moments: Moments) -> Iterator[Problem]:
    """ "9:00 con Duván y 11:30 con Kevin": each hour of a sentence with the person who is named after it."""
    reply, ground = moments.reply, moments.ground
    staff = _staff(ground)
    for start, end in dict.fromkeys(clause.sentence for clause in reply.clauses):
        named: list[tuple[int, frozenset[str]]] = [
            (match.start(), staff[word])
            for match in _WORD.finditer(reply.text, start, end)
            if match.group()[:1].isupper() and (word := fold(match.group())) in staff
        ]
        hours = [hour for hour in moments.hours if start <= hour.start < end]
        if not hours or (named and named[0][0] < hours[0].start):
            continue  # "com a Carol às 13h": the hour after the person
        for at, person in named:
            pending = [hour for hour in hours if hour.start < at]
            hours = hours[len(pending) :]
            if _is_open_to(at, moments) and not _is_theirs(pending, person, moments):
                yield reply.problem(Kind.NAME, pending[0].start, at)
                return


def _is_open_to(at: int, moments: Moments) -> bool:
    """Whether somebody is said to be there: not asked, denied or one of several."""
    reply, clause = moments.reply, moments.reply.clause(at)
    near = reply.lower[max(clause.start, at - 24) : at]
    joined = reply.matches("and", " ".join(reply.lower[at : clause.end].split()[1:3]))
    return not (clause.is_question or joined or moments.around(clause).denies) and reply.matches(
        "name.with", near
    )


def _is_theirs(pending: Sequence[Hour], person: frozenset[str], moments: Moments) -> bool:
    """Whether each of these hours that has known persons has this one among them."""
    for hour in pending:
        day, together = moments.day_of(hour)
        starts = [
            one for one in moments.of(day.days if day and together else None, hour) if one.person
        ]
        if starts and not any(folded_of(one.person) & person for one in starts):
            return False
    return True


def folded_of(name: str) -> frozenset[str]:
    """The words of a name without its title."""
    return frozenset(_untitled(name))


def _staff(ground: Ground) -> dict[str, frozenset[str]]:
    """Each word of a name of those who give services, with all the words of those names that have it."""
    table: dict[str, frozenset[str]] = {}
    for one in ground.evidence.services:
        for person in one.people:
            for word in folded_of(person):
                if len(word) > 2:
                    table[word] = table.get(word, frozenset()) | folded_of(person)
    return table


_WORD = re.compile(r"[^\W\d_]+")


def _is_pet_form(word: str, ground: Ground) -> bool:
    """ "Sarita", where Sara is known."""
    if not (ends := _SMALL.search(word)):
        return False
    stem, vowel = word[: ends.start()], word[-1]
    return stem in ground.words or stem + vowel in ground.words


@cache
def _titled(lexicon: Lexicon) -> re.Pattern[str]:
    short = r"(?i:dra?|sra?|srta|lic|ing|mr|mrs|ms|prof)\."
    return re.compile(
        rf"(?<!\w)(?:{short}|(?i:{lexicon.text('name.titles')}),?)\s+(?P<name>{_CAPITAL}(?:\s+{_CAPITAL})*)"
    )


@cache
def _accompanied(lexicon: Lexicon) -> re.Pattern[str]:
    """ "com a Suellen Rocha": a first name and a surname after "with"."""
    return re.compile(
        rf"(?:(?<!\w)(?:con|com|with|s[oó]lo|s[oó]|only)|(?<=[a-zé]):)\s+(?:(?:la|el|a|o|l[ao]s)\s+)?(?P<name>{_CAPITAL}\s+{_CAPITAL})"
    )


@cache
def _common(lexicon: Lexicon) -> frozenset[str]:
    return frozenset((lexicon.get("name.words") or "").split())


def _is_word(word: str, lexicon: Lexicon) -> bool:
    """Names that are written like other words."""
    return word in _common(lexicon)


def _starts_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \"'¡¿*•-–—")
    return not before or before[-1] in ".!?…\n:"


def _people(ground: Ground) -> frozenset[str]:
    evidence = ground.evidence
    names = [
        *evidence.people,
        *(part for one in evidence.appointments for part in (one.name, one.person)),
        *(one.name for one in evidence.done),
        *(one.person for one in evidence.starts),
        *(person for one in evidence.services for person in one.people),
    ]
    return frozenset(word for name in names for word in folded_words(name))


def _with_others(moments: Moments) -> Iterator[Problem]:
    """A professional at an hour, or for a service, that is another's."""
    reply, ground = moments.reply, moments.ground
    staff = {
        word: person
        for one in ground.evidence.services
        for person in one.people
        for word in _untitled(person)
        if len(word) > 2
    }
    for clause in reply.clauses:
        text = reply.lower[clause.start : clause.end]
        around = moments.around(clause)
        searches = clause.is_question and reply.matches("offer.search", text)
        if (clause.is_question and not around.offers) or around.denies or searches:
            continue
        named = {staff[word] for word in folded_words(text) if word in staff}
        if len(named) != 1:
            continue
        person = named.pop()
        hours = [hour for hour in moments.hours if clause.start <= hour.start < clause.end]
        if len(hours) == 1:
            day, together = moments.day_of(hours[0])
            starts = [
                one
                for one in moments.of(day.days if day and together else None, hours[0])
                if one.person
            ]
            if starts and not any(_same(one.person, person) for one in starts):
                yield reply.problem(Kind.NAME, clause.start, clause.end)
                return
        days = [day for day in moments.days if clause.start <= day.start < clause.end]
        if not hours and len(days) == 1:
            starts = [one for one in moments.of(days[0].days, None) if one.person]
            if starts and not any(_same(one.person, person) for one in starts):
                yield reply.problem(Kind.NAME, clause.start, clause.end)
                return
        services = ground.services_in(text)
        if len(services) == 1 and not hours:
            own = ground.service(next(iter(services)))
            booked = [one for one in ground.moments if one.service in services and one.person]
            if (
                own
                and own.people
                and person not in own.people
                and not any(_same(one.person, person) for one in booked)
            ):
                yield reply.problem(Kind.NAME, clause.start, clause.end)
                return


def _same(one: str, other: str) -> bool:
    return bool(_untitled(one) & _untitled(other))


def _untitled(name: str) -> set[str]:
    """The words of a name without "Dra." or "Ft."."""
    own = " ".join(part for part in name.split() if not part.endswith("."))
    return set(folded_words(own)) - {"dr", "dra", "doctor", "doctora"}

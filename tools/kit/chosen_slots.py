"""Which of the times that were shown the customer's words choose, as far as that is certain."""

from collections.abc import Sequence
from datetime import datetime

from agent.context import TurnContext
from agent.dates import When, excluded
from agent.dates.values import PARTS
from agent.language import clauses, names_position, ordinal, sentences
from agent.language.names import read_name
from agent.language.readings.choices import any_will_do, no_longer_wants, without_leading_no
from agent.language.readings.deciding import Decided, Decision, decides_on_time
from agent.language.said_phones import said_phone
from agent.language.short_answers import bare_yes_no, looks_like_date
from agent.language.text import fold, words
from agent.records import ShownOffer
from tools.kit.refused import understood

Offers = Sequence[ShownOffer]
_MOST_READ = 500


def turns_down_slot(context: TurnContext, text: str, mine: ShownOffer, *, own: bool) -> Decided:
    """What words do with a time that answer something else: they can only turn it down. `own`: of the turn that
    runs, in which a bare no is not passed over."""
    if no_longer_wants(text) and not looks_like_date(text):
        return Decided(Decision.NO)
    if own and excluded(mine.local, understood(context, text[:_MOST_READ]).refused):
        return Decided(Decision.NO, plain=True)
    refuses = own and bare_yes_no(text) is False
    return Decided(Decision.UNSURE if refuses else Decision.NOTHING)


def decides_on_slot(context: TurnContext, text: str, mine: ShownOffer, listed: Offers) -> Decided:
    """What the words do with one of the times `listed`."""
    number = said_phone(text, context.organization.country)
    rest = (number.rest if number else text)[:_MOST_READ]
    days = [offer.local.date() for offer in listed]
    read = understood(context, rest, expecting_time=True, offered=days)
    if excluded(mine.local, read.refused):
        return Decided(Decision.NO, plain=True)
    place = _place(rest, len(listed))
    if place is not None:
        named = [one for one in listed if any(_fits(one.local, when) for when in read.readings)]
        return _chosen(mine, listed[place], unless=named)
    if read.readings:
        asks = read.is_question or "?" in rest
        fitting = [one for one in listed if any(_fits(one.local, when) for when in read.readings)]
        return _of_fitting(rest, mine, fitting, asks=asks, sure=len(read.readings) == 1)
    position = ordinal(without_leading_no(rest), len(listed))
    if position is not None:
        return _chosen(mine, listed[position])
    theirs = _of_person(rest, listed)
    if len(theirs) < len(listed):
        return _of_fitting(rest, mine, theirs, asks="?" in rest, sure=True)
    return _by_agreeing(rest, listed, impossible=read.status == "impossible")


def _of_fitting(text: str, mine: ShownOffer, fitting: Offers, *, asks: bool, sure: bool) -> Decided:
    """Of words that name times: `fitting` are those on the list."""
    left = _of_person(text, fitting)
    if mine not in left:
        return Decided(Decision.ANOTHER, plain=sure and bool(left) and not asks)
    if asks or len(left) > 1 or not sure:
        return Decided(Decision.UNSURE)
    return Decided(Decision.YES, plain=True)


def _by_agreeing(text: str, listed: Offers, *, impossible: bool) -> Decided:
    if any_will_do(text):
        return Decided(Decision.YES)
    told = decides_on_time(text)
    alone = len(listed) == 1
    if told.decision is Decision.YES:
        return told if alone else Decided(Decision.UNSURE)
    if impossible or names_position(text):
        return Decided(Decision.UNSURE)
    name = read_name(text, expected=True) if alone and "?" not in text else None
    gives_name = name is not None and name.sure and told.decision is not Decision.NO
    return Decided(Decision.YES) if gives_name else told


def _place(text: str, count: int) -> int | None:
    """The place in the list that a part of the text names by a word: "la primera. Soy Gloria"; None for several."""
    told = [part for part in sentences(text) if "?" not in part]
    parts = [part for one in told for part in clauses(without_leading_no(one))]
    # "3" may be an hour as well.
    places = {ordinal(part, count) for part in parts if not any(map(str.isdigit, part))} - {None}
    return places.pop() if len(places) == 1 else None


def _chosen(mine: ShownOffer, chosen: ShownOffer, unless: Offers = ()) -> Decided:
    """`unless`: the times that are named beside the place, where that is not one of them it is open."""
    if unless and chosen not in unless:
        return Decided(Decision.UNSURE)
    return Decided(Decision.YES if chosen is mine else Decision.ANOTHER, plain=True)


def _of_person(text: str, offers: Offers) -> list[ShownOffer]:
    """Those with the professional who is named; all of them where nobody or everybody is."""
    spoken = set(words(fold(text)))
    named = [one for one in offers if any(spoken & _names(item.member) for item in one.items)]
    return named or list(offers)


def _names(member: str) -> set[str]:
    return {word for word in words(fold(member)) if len(word) > 2}


def _fits(local: datetime, when: When) -> bool:
    day, at = local.date(), local.time()
    if (when.start and day < when.start) or (when.end and day > when.end):
        return False
    if when.time and at != when.time:
        return False
    if (when.not_before and at < when.not_before) or (when.not_after and at > when.not_after):
        return False
    low, high = PARTS[when.part] if when.part else (None, None)
    return low is None or high is None or low <= at < high

"""Addresses, links and phones of a reply: each must stand in the evidence."""

import re
from collections.abc import Iterator
from functools import cache

from agent.language.text import fold
from agent.reply_checks.evidence import Kind, Problem
from agent.reply_checks.ground import Ground, folded_words
from agent.reply_checks.lexicon import Lexicon
from agent.reply_checks.moments import Day, Hour, days, hours
from agent.reply_checks.quantities import Quantity, amounts, durations
from agent.reply_checks.reply import ReplyText

_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>()\"']+|(?<![\w@])[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:com|net|org|co|mx|es|pt|br|ar|cl|pe|ec|uy|uk|us|in|ng|ca|io|app|link|me|ly|shop|site|online|info|health|clinic|salon|page|gl|au|nz|ie|dev|example|test)(?:\.[a-z]{2})?(?:/[^\s<>()\"']*)?(?![\w@])"
    r"|(?<![\w@])@[a-z0-9_.]{3,}"
)
_PHONE = re.compile(r"(?<![\w./#$€£-])\+?\(?\d[\d\s().–-]{5,}\d(?![\w/%]|[:.,]\d)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[.-]\d{1,2}[.-]\d{2,4}")
_NUMBERED = re.compile(
    r"(?<!\w)(?:[Ee]n|[Ss]obre|[Nn]a|[Nn]o|[Ee]m|[Aa]t|[Dd]e)\s(?:[A-ZÁÉÍÓÚÑÂÊÔÃÕÇ][\w'áéíóúñâêôãõç]+\s(?:d[eao]l?\s|l[ao]s?\s)*)+\d{2,5}(?![:.,%]?\d|\s?%)"
)
"""A street that is only called by its name."""
_PLACE_WORD = re.compile(r"\w+")
_SPECIFIC = re.compile(
    r"(?<![\w@])(?:[A-ZÁÉÍÓÚÑÂÊÔÃÕÇ][\w'áéíóúñâêôãõç]+|\d+(?:st|nd|rd|th|[A-Za-z])?)(?!\w|[:.,]\d)"
)


def places(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """What nothing bears out."""
    spans: list[tuple[int, int]] = []
    for match in _LINK.finditer(reply.lower):
        spans.append(match.span())
        if not _links(match.group(), ground):
            yield reply.problem(Kind.LINK, *match.span())
    for match in _PHONE.finditer(reply.lower):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) < 7 or _DATE.search(match.group()) or _inside(match.start(), spans):
            continue
        if any(
            one.start <= match.start() < one.end for one in amounts(reply.lower, ground.lexicon)
        ):
            continue
        spans.append(match.span())
        if not _phones(digits, ground):
            yield reply.problem(Kind.PHONE, *match.span())
    for start, end in _addresses(reply, ground.lexicon):
        if not any(first < end and start < last for first, last in spans) and not _stands(
            reply, start, end, ground
        ):
            yield reply.problem(Kind.ADDRESS, start, end)


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(first <= at < last for first, last in spans)


def _links(link: str, ground: Ground) -> bool:
    plain = re.sub(r"^(?:https?://)?(?:www\.)?", "", link).rstrip("/.,;:!?)*_")
    return any(plain in text for text in (*ground.own_texts, *ground.customer_texts))


def _phones(digits: str, ground: Ground) -> bool:
    tail = digits.lstrip("0")[-10:]
    return any(
        tail in re.sub(r"\D", "", number) or (len(digits) >= 7 and digits in number)
        for number in ground.digits.split("|")
    )


def _addresses(reply: ReplyText, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    seen = -1
    for match in _address(lexicon).finditer(reply.lower):
        if match.start() >= seen and not reply.ground.is_service_word(_first(match.group())):
            seen = match.end()
            yield match.span()
    lengths = {one.start for one in durations(reply.lower, lexicon)}
    for match in _located(lexicon).finditer(reply.lower):
        if not _is_place(reply, *match.span()):
            continue
        words = _PLACE_WORD.finditer(reply.lower, match.start(), match.end())
        if not lengths & {word.start() for word in list(words)[:4]}:  # "inside the two days"
            yield match.span()
    for pattern in (_NUMBERED, _named(lexicon)):
        for match in pattern.finditer(reply.text):
            yield match.span()


def _first(words: str) -> str:
    """The first word, folded."""
    return next(iter(folded_words(words)), "")


def _is_place(reply: ReplyText, start: int, end: int) -> bool:
    """Whether a name, a number or a landmark follows, and no price: "frente a pagar aparte", "fica a 30 €" are none."""
    lexicon = reply.ground.lexicon
    if any(start <= one.start < end for one in amounts(reply.lower, lexicon)):
        return False
    near = re.match(rf"(?:{lexicon.text('place.near')})(?!\w)", reply.lower[start:end])
    if near is None:
        return True
    rest = reply.text[start + near.end() : end]
    calendar = {*lexicon.get("day.weekdays"), *lexicon.get("day.months")}
    named = [one for one in _SPECIFIC.findall(rest) if one.lower() not in calendar]
    return bool(named) or reply.matches("place.landmark", rest.lower())


def streets(reply: ReplyText) -> list[tuple[int, int]]:
    """Where streets with their numbers stand."""
    return [match.span() for match in _address(reply.ground.lexicon).finditer(reply.lower)]


@cache
def _address(lexicon: Lexicon) -> re.Pattern[str]:
    t = lexicon.text
    number = r"(?:#|n[º°o]\.?|núm\.?)?\s?[a-z]?\d+[a-z]?(?:\s?[-–]\s?\d+)?"
    before = rf"(?:{t('place.street')})\.?\s+(?:[^\s,;:?!]+,?\s+){{0,4}}?{number}"
    after = rf"\d+[a-z]?\s+(?:[^\s,.;:?!]+\s+){{1,3}}(?:{t('place.street')})"
    return re.compile(
        rf"(?<![\w@])(?:{after if lexicon.get('place.number_first') else before})(?!\w)|(?<!\w)(?:{t('place.floor')})(?!\w)"
    )


@cache
def _named(lexicon: Lexicon) -> re.Pattern[str]:
    """A street that has a name and no number: "Calle Los Mangos", "Park Road"."""
    streets = "|".join(
        word for word in lexicon.text("place.street").split("|") if len(word) > 3 and word.isalpha()
    )
    small = r"(?:d[eao]s?\s|del\s|las?\s|los\s)*"
    if lexicon.get("place.number_first"):
        titled = "|".join(word.capitalize() for word in streets.split("|"))
        return re.compile(
            rf"(?<![\w@])(?:[A-Z][\w'-]+\s){{1,2}}(?:{titled})(?!\w)|(?<!\w)\d+(?:st|nd|rd|th)\s(?:{titled})(?!\w)"
        )
    return re.compile(
        rf"(?<![\w@])(?i:{streets})\s{small}[A-ZÁÉÍÓÚÑÂÊÔÃÕÇ][\w'áéíóúüñâêôãõç]+(?:\s{small}[A-ZÁÉÍÓÚÑÂÊÔÃÕÇ][\w'áéíóúüñâêôãõç]+)*"
    )


@cache
def _located(lexicon: Lexicon) -> re.Pattern[str]:
    """What follows where the business says that it is, or what it is near to."""
    at = "|".join(lexicon.get("place.at"))
    rest = r"[^.;!?\n(]{2,80}"
    return re.compile(
        rf"(?<!\w)(?:{at})\s{rest}|(?<!\w)(?:{lexicon.text('place.near')})\s[^.,;!?\n(]{{2,50}}"
    )


def _stands(reply: ReplyText, start: int, end: int, ground: Ground) -> bool:
    """Whether its numbers and names are those of the evidence, and so is what it is next to."""
    text, lexicon = reply.text[start:end], ground.lexicon
    if reply.clause(start).is_question:
        return True
    led = _lead(lexicon).match(text.lower())
    start += led.end() if led else 0
    known_words = ground.words | {_short(word) for word in ground.words}
    specific = [fold(match.group()) for match in _SPECIFIC.finditer(reply.text[start:end])]
    unknown = [
        word for word in specific if word not in known_words and not ground.is_service_word(word)
    ]
    if unknown and _counts(unknown, reply, start, end, ground):
        return False
    floor = re.search(rf"(?<!\w)(?:{lexicon.text('place.floor')})(?!\w)", text.lower())
    if floor and not all(word in ground.words for word in folded_words(floor.group())):
        return False
    near = re.search(
        rf"(?<!\w)(?:{lexicon.text('place.near')})\s+(?P<what>[^\d\s.,;!?][^.,;!?\n(]*)",
        text.lower(),
    )
    longer = [word for word in folded_words(near["what"]) if len(word) > 3] if near else []
    return not longer or any(word in ground.words for word in longer[:3])


@cache
def _lead(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile("|".join(lexicon.get("place.at")))


def _short(word: str) -> str:
    return word.rstrip("s")


def _counts(unknown: list[str], reply: ReplyText, start: int, end: int, ground: Ground) -> bool:
    """Numbers that belong to hours, days or money are no part of an address."""
    evidence, text = ground.evidence, reply.lower
    spans: list[Hour | Day | Quantity] = [
        *hours(text, ground.lexicon),
        *days(text, ground.lexicon, evidence.now, evidence.country),
        *amounts(text, ground.lexicon),
    ]
    for match in _SPECIFIC.finditer(reply.text[start:end]):
        if fold(match.group()) in unknown:
            at = start + match.start()
            if not any(one.start <= at < one.end for one in spans):
                return True
    return False

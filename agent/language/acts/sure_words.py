"""Words that need no learning: short answers, and what must not be missed whatever a head thinks."""

import re

from agent.language.acts.act import Act, Expecting
from agent.language.context import NEGATED
from agent.language.greetings import HELLO
from agent.language.intent import Intent
from agent.language.lexicon import PATTERNS
from agent.language.short_answers import bare_yes_no
from agent.language.text import plain
from agent.language.words_from_data import forms

_LONGEST = 40
_NUMBER = re.compile(r"\d{1,2}")
_PHONE = re.compile(r"(?:\+|00)?\d[\d ()./-]{6,18}\d")
_DATE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
_MAIL = re.compile(r"[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{2,20})+")
_THANKS_SIGNS = "🙏❤💕💖😊🥰😘🤗"
_GREETINGS = re.compile(
    rf"(?:{HELLO}|buenas)?"
    r" ?(?:buen dia|buenos dias|buenas tardes|buenas noches|bom dia|boa tarde|boa noite"
    r"|good (?:morning|afternoon|evening)|tudo bem|que tal)?"
)
_THANKS = re.compile(
    r"(?:muchas |mil |muito )?(?:gracias|obrigad[oa]|thanks|thank you|thx|valeu)(?: so much| a lot| mesmo)?"
)
_SURE = 0.95
_MUST_NOT_MISS = {Intent.URGENT: Act.EMERGENCY, Intent.OPT_OUT: Act.OPT_OUT}
_PATTERNS = [
    (_MUST_NOT_MISS[intent], intent, pattern)
    for intent, sure, pattern in PATTERNS
    if intent in _MUST_NOT_MISS and sure >= _SURE
]


def short_act(message: str, expecting: Expecting) -> Act | None:
    """The act of a message that is nothing but a number, a sign, a yes, a greeting or thanks."""
    text = message.strip()
    if not text or len(text) > _LONGEST or "?" in text:
        return None
    spoken = plain(text)
    if _DATE.fullmatch(text):
        return Act.GIVE_TIME
    if _MAIL.fullmatch(text) or _PHONE.fullmatch(text):
        return Act.GIVE_CONTACT
    if not spoken:
        return _of_signs(text, expecting)
    if _NUMBER.fullmatch(spoken):
        return _of_number(expecting)
    if expecting is not Expecting.NOTHING and (agrees := bare_yes_no(text)) is not None:
        return Act.ACCEPT if agrees else Act.REFUSE
    if _GREETINGS.fullmatch(spoken) or spoken in forms("talk.greetings"):
        return Act.GREET
    thanks = _THANKS.fullmatch(spoken) or spoken in forms("talk.thanks")
    return Act.THANK if thanks else None


def must_not_miss(words: str) -> Act | None:
    """An emergency or a wish for no more messages, by sure patterns over one clause."""
    spoken = plain(words)
    for act, intent, pattern in _PATTERNS:
        match = pattern.search(spoken)
        if match and (intent is Intent.OPT_OUT or not NEGATED.search(spoken[: match.start()])):
            return act
    return None


def _of_signs(text: str, expecting: Expecting) -> Act | None:
    if not any(ord(letter) > 0x2000 for letter in text):
        return None
    agrees = bare_yes_no(text)
    if agrees is not None and expecting is not Expecting.NOTHING:
        return Act.ACCEPT if agrees else Act.REFUSE
    return Act.THANK if any(sign in text for sign in _THANKS_SIGNS) else Act.SMALL_TALK


def _of_number(expecting: Expecting) -> Act:
    meant = {Expecting.SLOT: Act.CHOOSE, Expecting.DAY: Act.GIVE_TIME}
    return meant.get(expecting, Act.ANSWER_OTHER)

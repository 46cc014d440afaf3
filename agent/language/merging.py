"""What a message asks for: the sure patterns of words and what was learned from examples, together."""

import re
from collections.abc import Mapping

from agent.language.acts import Act, ActFound, ActsRead, By
from agent.language.intent import Intent
from agent.language.text import plain
from agent.language.words_from_data import anywhere

_INTENT_OF: Mapping[Act, Intent] = {
    Act.GREET: Intent.GREETING,
    Act.THANK: Intent.THANKS,
    Act.GOODBYE: Intent.GOODBYE,
    Act.BOOK: Intent.BOOK,
    Act.ASK_TIMES: Intent.BOOK,
    Act.CANCEL: Intent.CANCEL,
    Act.MOVE: Intent.RESCHEDULE,
    Act.OWN_APPOINTMENTS: Intent.LIST,
    Act.ASK_PRICE: Intent.PRICE,
    Act.DISCOUNT: Intent.QUESTION,
    Act.ASK_PAYMENT: Intent.QUESTION,
    Act.ASK_HOURS: Intent.HOURS,
    Act.ASK_LOCATION: Intent.QUESTION,
    Act.ASK_SERVICE: Intent.QUESTION,
    Act.ASK_PEOPLE: Intent.QUESTION,
    Act.ASK_POLICY: Intent.QUESTION,
    Act.HUMAN: Intent.HUMAN,
    Act.COMPLAINT: Intent.COMPLAINT,
    Act.EMERGENCY: Intent.URGENT,
    Act.OPT_OUT: Intent.OPT_OUT,
    Act.ARE_YOU_BOT: Intent.BOT,
    Act.WAIT: Intent.WAIT,
}
"""Not among them: confirming and leaving the waiting list, which write at once; names, which need their
words; and health, where a worry of now and a question about an illness are answered otherwise. These
patterns and flows read."""
_DOUBTFUL: Mapping[Intent, tuple[Act, ...]] = {
    Intent.COMPLAINT: (Act.COMPLAINT, Act.FOLLOW_UP, Act.NOT_UNDERSTOOD_DESK),
    Intent.HUMAN: (Act.HUMAN, Act.FOLLOW_UP, Act.COMPLAINT),
    Intent.HEALTH: (Act.HEALTH, Act.EMERGENCY),
    Intent.URGENT: (Act.EMERGENCY, Act.HEALTH),
}
"""Where patterns know a few words that mean something else as often, and the acts that agree with them."""
_CLEAR = 0.8
"""How sure a reading must be to go before a pattern that says something else."""
_PATTERN_IS_SURE = 0.95
_ALONE = {
    Intent.OPT_OUT: 0.9,
    Intent.HUMAN: 0.8,
    Intent.COMPLAINT: 0.7,
    Intent.URGENT: 0.6,
    Intent.WAIT: 0.8,
}
"""How sure a reading without a pattern must be where it calls a person or ends messages."""
_BESIDE_A_WISH = 0.97
"""The same where the message also wants an appointment or asks: "la última vez me dejó roja"."""
_CALLS = frozenset({Intent.COMPLAINT, Intent.URGENT})
_WISHES = frozenset({Intent.BOOK, Intent.PRICE, Intent.HOURS})
_WANTING = (Act.GIVE_TIME, Act.EXCLUDE, Act.CHOOSE)
_SETTLED = 0.85
"""From here on a pattern tells which of the changes is meant: "cancela mi cita y agéndame otra" moves."""
_NEARLY = 0.15
_OWN = frozenset({Intent.CANCEL, Intent.RESCHEDULE, Intent.LIST})
"""What one can want of an appointment that one has."""
_NEED_WORDS = frozenset({Intent.COMPLAINT, Intent.HOURS, Intent.BOOK})
_WISH_OF_DATA = {Intent.BOOK: "wishes.book", Intent.HOURS: "wishes.hours"}
_FEWEST_WORDS = 4
"""Less is an exclamation, or goes on from what was asked before ("¿y el lunes?")."""
_GOES_ON = re.compile(r"(?:y|e|and|what about|how about)\b")
_GOES_ON_WORDS = 2
_PLAINLY_ASKS = 0.95
_NOT_THAT = re.compile(
    r"\b(?:no (?:quiero|quisiera|deseo|necesito|voy a|la quiero|te pedi)|nao (?:quero|preciso|vou|e para)"
    r"|(?:dont|do not|didnt) (?:want|need|ask|mean)) (?:to |que )?(?:cancel\w*|mov\w*|cambi\w*|remarc\w*|desmarc\w*|change)\b"
)
_CHANGES = _OWN | {Intent.BOOK, Intent.RENAME, Intent.UNWAIT, Intent.WAIT, Intent.OPT_OUT}

Scores = dict[Intent, float]


def merged(by_words: Mapping[Intent, float], acts: ActsRead, *, owns: bool = True) -> Scores:
    """The intentions with a confidence from 0 to 1, the surest first. `owns`: whether they have an
    appointment to change or ask about.

    A reading adds what no pattern knows, and takes away what a pattern only takes for something: where
    all words were clearly read as something else.
    """
    learned = _learned(acts)
    scores = {
        intent: sure for intent, sure in by_words.items() if not _read_otherwise(intent, sure, acts)
    }
    wishes = bool(_WISHES & (learned.keys() | by_words.keys())) or acts.has(*_WANTING)
    for intent, sure in learned.items():
        if intent not in scores and intent in _CHANGES and _settled(by_words, sure):
            continue
        if intent in scores or sure >= _needed(intent, wishes=wishes, owns=owns):
            scores[intent] = max(sure, scores.get(intent, 0.0))
    return dict(sorted(scores.items(), key=lambda pair: -pair[1]))


def _settled(by_words: Mapping[Intent, float], sure: float) -> bool:
    """Whether a pattern already tells which change is meant, more surely than this reading."""
    told = max((by_words[intent] for intent in by_words.keys() & _CHANGES), default=0.0)
    return told >= _SETTLED or told >= sure - _NEARLY


def _needed(intent: Intent, *, wishes: bool, owns: bool) -> float:
    """How sure a reading must be that no pattern supports; above 1 for never."""
    if intent in _OWN:
        return 2.0 if wishes or not owns else 0.6
    if (intent in _CALLS or intent is Intent.OPT_OUT) and wishes:
        return _BESIDE_A_WISH
    return _ALONE.get(intent, 0.0)


def _learned(acts: ActsRead) -> Scores:
    learned: Scores = {}
    wants = acts.has(*_WANTING)
    for one in acts.acts:
        intent = _INTENT_OF.get(one.act)
        if wants and intent is Intent.PRICE and one.sure < _CLEAR and "?" not in one.words:
            continue  # "masaje con Paula el lunes a las 10": a thing and its time, asked nothing of
        if intent is not None and not _says_too_little(intent, one):
            learned[intent] = max(one.sure, learned.get(intent, 0.0))
    return learned


def _says_too_little(intent: Intent, one: ActFound) -> bool:
    """Some take more than a few words, a question its mark or to be plainly one ("y también limpieza" is
    none); "I don't want to cancel" wants no cancelling."""
    if intent in _NEED_WORDS:
        if (named := _named(intent)) and named.search(plain(one.words)):
            return False
        more = bool(_GOES_ON.match(plain(one.words))) * _GOES_ON_WORDS
        fewest = _FEWEST_WORDS + (intent is Intent.HOURS) + more
        return len(one.words.split()) < fewest
    if intent is Intent.PRICE:
        return (
            len(one.words.split()) == 1
        )  # "valoración": a service's name; "precio" has its pattern
    if intent is Intent.QUESTION:
        if _GOES_ON.match(plain(one.words)) and "?" not in one.words:
            return True
        return "?" not in one.words and one.sure < _PLAINLY_ASKS
    return intent in {Intent.CANCEL, Intent.RESCHEDULE} and bool(_NOT_THAT.search(plain(one.words)))


def _named(intent: Intent) -> re.Pattern[str] | None:
    """What names a wish in a language that is data, for which there are no patterns."""
    key = _WISH_OF_DATA.get(intent)
    return anywhere(key) if key else None


def _read_otherwise(intent: Intent, sure: float, acts: ActsRead) -> bool:
    clear = not acts.not_understood and all(one.sure >= _CLEAR for one in acts.acts)
    by_head = any(one.by is By.HEAD for one in acts.acts)
    if intent is Intent.HOURS:  # "qual horário tem para limpeza na sexta?" asks for free times
        wanted = clear and acts.has(Act.ASK_TIMES)
        first = acts.has(Act.CHOOSE) and acts.has(Act.GIVE_TIME)  # "o primeiro horário que tiver"
        return (wanted or first) and not acts.has(Act.ASK_HOURS)
    agrees = acts.has(*_DOUBTFUL.get(intent, ()))
    return intent in _DOUBTFUL and sure < _PATTERN_IS_SURE and clear and by_head and not agrees

"""The questions of a message, one by one: each with its own words, where it was cut, what it does."""

import re
from dataclasses import dataclass

from agent.language.acts import Act, ActsRead
from agent.language.acts.clauses import level
from agent.language.greetings import HELLO
from agent.language.intent import Intent
from agent.language.intents import intents
from agent.language.readings.attending import asks_who_attends
from agent.language.short_answers import looks_like_date
from agent.language.text import plain, sentences

ASKING = (
    Act.ASK_PRICE,
    Act.ASK_PAYMENT,
    Act.ASK_HOURS,
    Act.ASK_LOCATION,
    Act.ASK_SERVICE,
    Act.ASK_PEOPLE,
    Act.ASK_POLICY,
    Act.DISCOUNT,
)
"""What asks the business something. ASK_TIMES does not: free times are looked up, not told."""
_TOPICS = (Intent.PRICE, Intent.HOURS, Intent.LOCATION, Intent.SERVICES)
_ASKS_AT_LEAST = 0.6
_OPENS = (
    r"(?:a |en |de |em |para |pra |por |hasta |ate |cada )?"
    r"(?:(?:q|que|qual|quais|cual|cuales|quien|quienes|quem|donde|onde|aonde|como|cuando|quando|si|se)"
    r"|(?:cuant|quant)[oa]s?|how|what|whats|where|when|which|who|if|do|does|is|are|can|could|will"
    r"|(?:ustedes |ustds |voces |vcs )?(?:atienden|abren|aceptan|reciben|tienen|hacen|manejan|trabajan|incluye|trae"
    r"|atendem|abrem|aceitam?|recebem|tem|fazem|trabalham|parcelam|inclui)|hay|habra|ha|duele|doi|sirve|serve"
    r"|(?:se |me |lo |la )?(?:puedo|posso)|(?:se |lo |la )?(?:pueden?|podem?|da para|da pra)(?! ser\b)|tengo que|tenho que|hace falta|precisa)"
)
# Over levelled text, which has the length of what was written.
_ALSO = re.compile(rf"(?:\s+(?:y|e|and|&)\s+|,\s*(?:(?:y|e|and)\s+)?)(?=[¿\s]*{_OPENS}\b)")
_OPENING = re.compile(
    r"^(?:(?:y|e|and|ah|ahh|oye|oiga|pero|mas|but|tambien|tambem|also|entonces|entao|disculp\w+|desculp\w+|perdon"
    rf"|por favor|porfa|hola|ola|oi|hi|hey|una pregunta|uma pergunta) )*{_OPENS}\b"
)
_HOW_MUCH = re.compile(
    r"^(?:(?:y|e|and|tambien|tambem|also) )?(?:(?:a|de|cada|en|em|por|con|com) )?"
    r"(?:cuant[oa]s?|quant[oa]s?|cual(?:es)?|qua(?:l|is)|quien(?:es)?|quem|how (?:much|many|long|often)|what|which|who)\b"
)
_WHAT_IT_IS = re.compile(
    r"\b(?:inclu\w+|trae[ns]?|vem (?:junto|com)|consist\w*|de que se trata|explic\w+|(?:que|q) (?:es|son|le|me|te|se) (?:el|la|un|una|hac\w+)?"
    r"|como (?:es|e|son|funciona\w*|se hace|hacen|fazem|e feit[oa])|o que (?:e|vem|faz\w*)|(?:para|pra) que (?:es|e|sirve|serve)"
    r"|what(?: is|s| does| do| comes| happens)|how does|how do|involve\w*|comes? with)\b"
)

_WHAT_TO_DO = re.compile(
    r"\b(?:hay que|tengo que|tenemos que|debo|debemos|toca|hace falta|es necesario|puedo (?:ir|llegar)|tem que|tenho que|preciso (?:ir|estar|levar|tirar|chegar)|precisa|posso (?:ir|chegar)"
    r"|(?:do|should|must|can) i (?:have to|need to|do|prepare|avoid|know|come|go|be|wear|bring|take|shave|eat)|am i supposed)\b"
)
_IF = re.compile(r"^(?:(?:y|e|and|pero|mas|but) )?(?:si|se|if)\b")
_WHETHER = re.compile(
    r"\b(?:saber|preguntar|perguntar|consultar|averiguar|confirmar|decir\w*|dizer|know|ask|tell me|wondering|check)(?: \w+){0,2} (?:si|se|if|whether)\b"
    r"|\b(?:digo|decia|dizia|quise decir|quis dizer|i mean|i meant) (?:que )?(?:si|se|if|whether)\b"
    r"|\b(?:saber|preguntar|perguntar|know|ask|wondering)\b"
)
# "¿Se puede…?", "tem como…?": asks a favour as often as a fact.
_CAN_IT_BE = re.compile(
    r"^(?:(?:y|e|and|pero|mas|but) )?(?:(?:tem|hay|ha|existe) (?:como|forma|manera|jeito|maneira)|(?:me |se |lo |la )?(?:pued|podr|pod|poss)\w+|da (?:pra|para)"
    r"|can|could|will|would|(?:es|seria|e|is it) poss?[ii]\w+)\b"
)
_OF_ALL = re.compile(
    r"\b(?:(?:l[oa]s|[oa]s) d(?:os|as|ois|uas)|amb[oa]s|junt[oa]s?|tod[oa]s?|en total|no total|ao todo|both|together|all of (?:it|them)|altogether|in total|the two)\b"
)
_AND = re.compile(r"(?:y|e|and|o|ou|or)\b")
_SHORT = 5
_GREETINGS = (Act.GREET, Act.SMALL_TALK)
# Asks whether what stands before it can be: no question of its own.
_TAG = re.compile(
    r"(?:y |e |and )?(?:(?:si )?(?:se )?(?:puede|podria)(?: ser)?|(?:sera|es|seria) posible|pode(?:ria)? ser|da|da pra|sera que da|e possivel"
    r"|si|no|sim|nao|verdad|cierto|correcto|certo|ne|right|ok|okay|is that (?:ok|okay|possible)|possible|hay lio|hay problema|tem problema|algun problema)"
)


@dataclass(frozen=True)
class Piece:
    """A part of a message that says one thing: its words as they were written and where they begin.

    `act`: what the reading took it for, None where that is open or where words cut it.
    """

    words: str
    start: int
    act: Act | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.words)


def opens_question(text: str) -> bool:
    """Whether a text begins as questions begin, with or without a mark: "y cada cuánto hay que volver"."""
    return bool(_OPENING.match(plain(text)))


def asks_how_much(text: str) -> bool:
    """Whether a text begins with a word that only questions begin with: "cada cuánto", "quem", "how long"."""
    return bool(_HOW_MUCH.match(plain(text)))


def is_condition(text: str, sentence: str) -> bool:
    """Whether a part of a sentence without a question mark says "if", and not "I want to know if"."""
    return (
        bool(_IF.match(plain(text)))
        and "?" not in sentence
        and not _WHETHER.search(plain(sentence))
    )


def asks_whether_it_can_be(text: str) -> bool:
    """Whether a question begins as one that asks for a favour may: "¿puede…?", "tem como…?"."""
    return bool(_CAN_IT_BE.match(plain(text)))


_CUTS = re.compile(r"[,;:.!\n…]|\b(?:y|e|and|pero|mas|but)\b", re.IGNORECASE)


def asks_in_one(text: str) -> bool:
    """Whether a question is of one piece, so that a day or hour in it belongs to what it asks: "¿a las 10 hay
    parqueadero?"."""
    return "?" in text and not _CUTS.search(text.strip(" ¿?"))


def asks_back(text: str) -> bool:
    """Whether a text only asks whether what stands before it can be: "¿se puede?"."""
    return bool(_TAG.fullmatch(plain(text)))


def asks_to_know(text: str) -> bool:
    """Whether a text says that it asks, whatever it begins with: "no, primero quiero saber si …"."""
    return bool(_WHETHER.search(plain(text)))


def asks_of_all(text: str) -> bool:
    """Whether a question is for everything that was named: "¿cuánto valen los dos?"."""
    return bool(_OF_ALL.search(plain(text)))


def asks_what_to_do(text: str) -> bool:
    """Whether a question is for what the customer has to do: "¿hay que ir sin maquillaje?"."""
    return bool(_WHAT_TO_DO.search(plain(text)))


def asks_what_it_is(text: str) -> bool:
    """Whether a question is for what a service is or includes."""
    return bool(_WHAT_IT_IS.search(plain(text)))


_ADDRESSES = re.compile(rf"(?:(?:{HELLO}|e|y|and) )*(?:voces?|vcs?|ustedes?|uds?|you|u|yall)")


def pieces(text: str, acts: ActsRead) -> list[list[Piece]]:
    """The sentences of a message, each as its pieces, in order. `acts`: the reading of this text.

    A sentence whose parts all ask is cut where words open a question; else the reading's clauses are
    taken, which know more than words do.
    """
    cut: list[list[Piece]] = []
    begin = 0
    for sentence in sentences(text):
        start = text.find(sentence, begin)
        if start < 0:  # the rest is longer than what is read
            break
        begin = start + len(sentence)
        whole = Piece(sentence, start)
        opened = _cut(whole)
        if len(opened) < 2 or not all(_asks(piece.words) for piece in opened):
            opened = [part for clause in _clauses(whole, acts) for part in _cut(clause)]
        cut.append(_put_together(text, opened) or [whole])
    return cut


def _put_together(text: str, cuts: list[Piece]) -> list[Piece]:
    """The pieces, with each that says nothing alone put to its neighbour: "puede ser?" and "e 25 de
    dezembro?" to the one before, "oi, vocês" to the one after."""
    whole: list[Piece] = []
    for cut in cuts:
        leads = bool(whole) and (_greets(whole[-1]) or _only_addresses(whole[-1]))
        if whole and (_belongs_before(cut) or leads or _goes_on(whole[-1], cut)):
            before = whole.pop()
            act = cut.act if leads else before.act
            whole.append(Piece(text[before.start : cut.end], before.start, act))
        else:
            whole.append(cut)
    return whole


def _only_addresses(cut: Piece) -> bool:
    """Nothing but who is asked: "vocês", "hola, ustedes"."""
    return bool(_ADDRESSES.fullmatch(plain(cut.words)))


def _says_nothing(cut: Piece, spoken: str) -> bool:
    """A single word that the reading makes nothing of: "vcs", "then?"."""
    recognised = (
        cut.act or opens_question(cut.words) or looks_like_date(cut.words) or intents(spoken)
    )
    return len(spoken.split()) == 1 and not spoken[0].isdigit() and not recognised


def _goes_on(before: Piece, cut: Piece) -> bool:
    """ "Quem faz limpeza" and "e restauração?": one more of what the question is about."""
    if not asks_who_attends(before.words) or _how_much(cut.words):
        return False
    spoken = plain(cut.words)
    return (
        bool(_AND.match(spoken)) and len(spoken.split()) <= _SHORT and not opens_question(cut.words)
    )


def _how_much(text: str) -> bool:
    return Intent.PRICE in intents(text) or asks_how_much(text)


def _greets(piece: Piece) -> bool:
    return piece.act in _GREETINGS or set(intents(piece.words)) == {Intent.GREETING}


def _belongs_before(cut: Piece) -> bool:
    plain_text = plain(cut.words)
    if _TAG.fullmatch(plain_text) or _says_nothing(cut, plain_text):
        return True
    goes_on = _AND.match(plain_text) and looks_like_date(cut.words)
    return bool(goes_on) and len(plain_text.split()) <= _SHORT and not opens_question(cut.words)


def _asks(text: str) -> bool:
    scores = intents(text)
    return scores.get(Intent.QUESTION, 0.0) >= _ASKS_AT_LEAST or any(
        scores.get(topic, 0.0) >= _ASKS_AT_LEAST for topic in _TOPICS
    )


def _clauses(whole: Piece, acts: ActsRead) -> list[Piece]:
    """The reading's clauses that lie in a sentence."""
    read = [Piece(one.words, one.start, one.act) for one in acts.acts]
    read += [Piece(one.words, one.start) for one in acts.not_understood]
    inside = [piece for piece in read if whole.start <= piece.start < whole.end]
    return sorted(inside, key=lambda piece: piece.start)


def _cut(piece: Piece) -> list[Piece]:
    """A piece where its words open one question after the other."""
    cuts, begin = list[Piece](), 0
    for match in _ALSO.finditer(level(piece.words)):
        cuts.append(Piece(piece.words[begin : match.start()], piece.start + begin))
        begin = match.end()
    # What the whole does is not what each of its parts does.
    act = None if cuts else piece.act
    cuts.append(Piece(piece.words[begin:], piece.start + begin, act))
    return [cut for cut in cuts if cut.words.strip(" ,.¿?¡!")]


_ONE_MORE = re.compile(r"(?:y|e|and|o|ou|or|de|del|da|do|para|pra|for|what about|how about)\b")
_ANOTHER_THING = re.compile(
    r"(?:y|e|and|what about|how about) (?:(?:el|la|los|las|un|una|o|a|os|as|um|uma|the|de|da|do|del) ){0,2}[^\W\d]{4,}(?: [^\W\d]+){0,2}"
)
_WHAT_ELSE = re.compile(
    r"(?:y )?(?:que mas|que otr[oa]s?|o que mais|que mais|what else|what other)"
    r"(?: (?:tiene[ns]?|tenes|hay|tem|ha|teria|tendrian?|do you have|have you got|is there|you got))?"
    r"(?: (?:libre|disponible|livre|available|free|por favor|please))?"
)


def names_one_more(text: str) -> bool:
    """ "¿Y de axilas?", "and the back?": goes on with what was asked before."""
    return bool(_ONE_MORE.match(plain(text)))


def and_another_thing(text: str) -> bool:
    """ "Y la espalda", "and the legs": one more thing in at most five words, and nothing else."""
    return bool(_ANOTHER_THING.fullmatch(plain(text)))


def asks_what_else(text: str) -> bool:
    """ "¿Qué más tienes?", after times that do not suit."""
    return bool(_WHAT_ELSE.fullmatch(plain(text)))

"""Whether a reply is in the customer's language."""

from collections.abc import Iterator

from agent.language.detect import clearly_in, share_of_words
from agent.reply_checks.evidence import Kind, Problem
from agent.reply_checks.ground import Ground, folded_words
from agent.reply_checks.reply import ReplyText
from agent.reply_checks.sentences import sentences

_ELSEWHERE = frozenset(
    [
        "keine",
        "kein",
        "nicht",
        "und",
        "der",
        "ist",
        "sind",
        "wir",
        "ihre",
        "ich",
        "haben",
        "habe",
        "wird",
        "werden",
        "zehn",
        "uhr",
        "bitte",
        "heute",
        "morgen",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "konnen",
        "mochten",
        "termin",
        "gerne",
        "leider",
        "votre",
        "vos",
        "nous",
        "vous",
        "avez",
        "avons",
        "etes",
        "sont",
        "rendez",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "lundi",
        "mardi",
        "demain",
        "aujourd",
        "avec",
        "merci",
        "bonjour",
        "desole",
        "heures",
        "pouvez",
        "c'est",
        "chez",
        "siamo",
        "abbiamo",
        "vostro",
        "nostro",
        "della",
        "degli",
        "domani",
        "oggi",
        "grazie",
        "prego",
        "appuntamento",
        "lunedi",
        "martedi",
        "mercoledi",
        "giovedi",
        "venerdi",
        "sabato",
        "domenica",
        "vorrei",
        "puo",
    ]
)
"""Small words of German, French and Italian that none of the three languages here has."""
_LATIN_ENDS = 0x024F


def _is_foreign_script(text: str) -> bool:
    """Whether most letters are of another script than that of the languages whose words we have, the Latin one."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(ord(letter) > _LATIN_ENDS for letter in letters) > len(letters)


def tongue(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """Another language, in all of it or in a sentence."""
    evidence = ground.evidence
    if _is_foreign_script(reply.text):
        yield reply.problem(Kind.LANGUAGE, 0, len(reply.text))
        return
    if not clearly_in(reply.text, evidence.language):
        yield reply.problem(Kind.LANGUAGE, 0, len(reply.text))
        return
    if share_of_words(reply.text, evidence.language) < float(
        ground.lexicon.get("tongue.fewest") or 0
    ):
        yield reply.problem(Kind.LANGUAGE, 0, len(reply.text))
        return
    for start, end in sentences(reply.text):
        piece = reply.text[start:end]
        if len(_ELSEWHERE.intersection(folded_words(piece)) - ground.words) >= 2:
            yield reply.problem(Kind.LANGUAGE, start, end)
            return
        if len(piece.split()) >= 5 and not clearly_in(piece, evidence.language, surely=True):
            yield reply.problem(Kind.LANGUAGE, start, end)
            return

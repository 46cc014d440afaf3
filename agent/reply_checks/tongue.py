"""Whether a reply is in the customer's language."""

from collections.abc import Iterator

from agent.language.detect import clearly_in, share_of_words
from agent.reply_checks.evidence import Kind, Problem
from agent.reply_checks.ground import Ground
from agent.reply_checks.reply import ReplyText
from agent.reply_checks.sentences import sentences

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
        if len(piece.split()) >= 5 and not clearly_in(piece, evidence.language, surely=True):
            yield reply.problem(Kind.LANGUAGE, start, end)
            return

"""What never leaves: internals, forged receipts, advice on health, and gifts that no entry gives."""

import re
from collections.abc import Iterator
from functools import cache

from agent.language.text import fold
from agent.reply_checks.evidence import Kind, Problem
from agent.reply_checks.ground import Ground, folded_words
from agent.reply_checks.lexicon import Lexicon
from agent.reply_checks.moments import days, hours
from agent.reply_checks.quantities import amounts, percents
from agent.reply_checks.reply import ReplyText

_CODE = re.compile(
    r"(?<![\w/@.])[a-z]+(?:_[a-z0-9]+)+\b|\b[a-z_]+\.[a-z_]+\(|\b\w+\([a-z_]+\s*=|[{\[]\s*[\"'{]|\"\s*:\s*[\"\d\[{]"
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-|\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{4,}-[0-9a-f]{2,}\b|\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{12,}\b"
    r"|(?<![\w?&/])[a-z][\w.]*=[\w\"']+|(?<!\w)\w+=\[|\b\d{4}-\d\d-\d\dt\d\d:\d\d|\[\]|\bsimilarity\b\s*[\d:=]|</?[a-z]+>|\{\{|\}\}|\$\{|\bundefined\b|\bnull\b|\bnan\b|\btraceback\b|\[object|##+ |```|→"
    r"|(?<!\w)system:|\bscore\b\s*[\d:=]|\b[a-z]+-(?:[a-z]+-)*\d+\b(?=.*\b(?:usd|key|slot)\b)"
)
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_STARRED = re.compile(r"\*([^*\n]{3,60})\*")
_MARK = re.compile(r"^\s*(?:✅|❌|📅|🗓️?|☑️?|✔️?)\s*\*?[^\n]*$", re.MULTILINE)
_NOUN = re.compile(r"(?:[oó]n|ção|so|refunds?|volta|back)$")
_RUN = 8
"""Words in a row that are no coincidence."""


def internals(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """Names and values of code, and instructions."""
    bare = _LINK.sub(lambda link: " " * len(link.group()), reply.lower)
    for pattern in (_CODE, ground.lexicon.pattern("internals.words")):
        if match := pattern.search(bare):
            own = folded_words(match.group())
            if " ".join(match.group().split()) in " ".join(
                ground.own_texts + ground.customer_texts
            ):
                continue
            if (own and all(word in ground.words for word in own)) or reply.matches(
                "mood.not", reply.clause_at(match.start())
            ):
                continue
            yield reply.problem(Kind.INTERNALS, *match.span())
            return
    if ground.evidence.secret and _repeats(reply.text, ground.evidence.secret):
        yield Problem(Kind.INTERNALS, "the instructions")


def _repeats(text: str, secret: tuple[str, ...]) -> bool:
    words = folded_words(text)
    runs = (" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
    plain = [_plain(one) for one in secret]
    return any(run in one for run in runs for one in plain)


@cache
def _plain(text: str) -> str:
    return " ".join(folded_words(text))


def forged_receipts(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """The form of a receipt, which only code writes."""
    if any(
        receipt.strip() and receipt.strip() in reply.text for receipt in ground.evidence.receipts
    ):
        return
    title, done = ground.lexicon.pattern("receipt.title"), _outcomes(ground.lexicon)
    for match in (*_STARRED.finditer(reply.lower), *_MARK.finditer(reply.lower)):
        line = match.group()
        starred = "*" in line
        heads = (bool(title.search(line)) and bool(done.search(line))) or (
            starred and bool(ground.lexicon.pattern("receipt.proof").search(line))
        )
        if heads and ("\n" in reply.text[match.end() :].lstrip(" ")[:2] or starred):
            yield reply.problem(Kind.RECEIPT, *match.span())
            return


@cache
def _outcomes(lexicon: Lexicon) -> re.Pattern[str]:
    kinds = ("booked", "moved", "cancelled", "confirmed", "renamed")
    return re.compile("|".join(lexicon.get(f"change.{kind}.done") for kind in kinds))


def health(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """Medicines, remedies and verdicts that no entry has."""
    text, lexicon = reply.lower, ground.lexicon
    for pattern, path in _advice(lexicon):
        for match in pattern.finditer(text):
            clause = reply.clause(match.start())
            before = text[clause.start : match.start()]
            denies = lexicon.pattern("mood.not").search(before) and path != "care"
            sentence = reply.sentence_at(match.start())
            normal = path == "verdict" and bool(
                reply.matches("time.open", sentence) or hours(sentence, lexicon)
            )
            asked_about = path != "care" and lexicon.pattern("mood.whether").search(
                text[clause.start : match.end()]
            )
            if clause.is_question or denies or normal or asked_about:
                continue
            remedy = match.group().split()[-1]
            if path == "care" and ground.is_service_word(fold(remedy)):
                continue
            if _is_given(match.group(), ground) or lexicon.pattern("mood.quotes").search(before):
                continue
            yield reply.problem(Kind.HEALTH, *match.span())
            return


@cache
def _advice(lexicon: Lexicon) -> tuple[tuple[re.Pattern[str], str], ...]:
    medicine, care = lexicon.text("health.medicine"), lexicon.text("health.care")
    remedy = lexicon.text("health.remedy")
    verdicts = "|".join(lexicon.get("health.verdict"))
    near = r"[^.!?\n]{0,40}?"
    return (
        (re.compile(rf"(?<!\w)(?:{care})\b{near}\b(?:{medicine}|{remedy})(?!\w)"), "care"),
        (re.compile(rf"(?<!\w)(?:{medicine})(?!\w)"), "medicine"),
        (re.compile(rf"(?<!\w)(?:{verdicts})(?!\w)"), "verdict"),
    )


def _is_given(words: str, ground: Ground) -> bool:
    """Whether all the longer words of it stand in one entry or other text of the business."""
    own = [word for word in folded_words(words) if len(word) > 3]
    return bool(own) and all(word in ground.business_words for word in own)


def gifts(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """Discounts, gifts, guarantees and refunds."""
    lexicon = ground.lexicon
    for family in ("free", "cheaper", "guarantee", "forever", "refund"):
        pattern = lexicon.pattern(f"discount.{family}")
        given = lexicon.pattern(f"discount.{family}_given")
        for match in pattern.finditer(reply.lower):
            clause = reply.clause(match.start())
            before = reply.lower[clause.start : match.start()]
            # "At no cost": the gift's own words deny nothing.
            around = f"{before} {reply.lower[match.end() : clause.end]}"
            if lexicon.pattern("mood.not").search(around) or reply.matches("mood.quotes", before):
                continue
            if clause.is_question and any(pattern.search(text) for text in ground.customer_texts):
                continue
            named = ground.services_in(reply.sentence_at(match.start()))
            if family == "free" and any(0.0 in ground.prices[name] for name in named):
                continue
            if (
                family == "refund"
                and ground.evidence.escalated
                and _NOUN.search(match.group())
                and not before.rstrip().endswith(("'ll", "will", "to"))
            ):
                continue
            if family == "free" and _is_in_time(reply.sentence_at(match.start()), ground):
                continue
            sentence = reply.sentence_at(match.start())
            if family == "cheaper" and (
                _is_bundle(sentence, ground) or _is_given_off(sentence, match.group(), ground)
            ):
                continue
            if _has_entry(
                reply.sentence_at(match.start()),
                (pattern, given),
                ground,
                is_same=family == "cheaper",
            ):
                continue
            yield reply.problem(Kind.DISCOUNT, *match.span())
            break


def _is_in_time(sentence: str, ground: Ground) -> bool:
    """ "Sin cargo, avisaste con tiempo": what was cancelled or moved in this turn, where a text has a rule of it."""
    notice = ground.lexicon.pattern("discount.notice")
    changed = any(one.change in ("cancelled", "moved") for one in ground.evidence.done)
    return changed and bool(notice.search(sentence)) and any(map(notice.search, ground.own_texts))


def _is_given_off(sentence: str, words: str, ground: Ground) -> bool:
    """Whether all that the sentence takes off is money or a share that an entry of those words, or of that group, has."""
    lexicon = ground.lexicon
    off = {worth for one in percents(sentence, lexicon) for worth in one.values}
    money = {worth for one in amounts(sentence, lexicon) for worth in one.values}
    cheaper = {worth for own in ground.prices.values() for worth in own}
    special = money - cheaper
    if off <= ground.text_percents and special <= ground.entry_amounts and (off or special):
        return True
    now, country = ground.evidence.now, ground.evidence.country
    dated = [one.days for one in days(sentence, lexicon, now, country) if not one.weekday]
    if not all(one & ground.text_days for one in dated):
        return False
    group = {word[:6] for word in folded_words(words) if len(word) > 5 and word not in _PRICES}
    written = {word[:6] for text in ground.evidence.entries for word in folded_words(text)}
    return bool(group) and group <= written and not (off or special)


_PRICES = frozenset(
    {
        "precio",
        "precios",
        "tarifa",
        "tarifas",
        "special",
        "descuento",
        "desconto",
        "descontos",
        "discount",
    }
)
"""What is said of any price."""


def _is_bundle(sentence: str, ground: Ground) -> bool:
    """Whether what is cheaper is a bundle that some text of the business prices."""
    bundle = ground.lexicon.pattern("discount.bundle")
    named = {match.group() for match in bundle.finditer(sentence)}
    texts = (text for text in ground.own_texts if amounts(text, ground.lexicon))
    return bool(named) and any(named & set(bundle.findall(text)) for text in texts)


def _has_entry(
    sentence: str, patterns: tuple[re.Pattern[str], ...], ground: Ground, *, is_same: bool
) -> bool:
    """Whether some text of the business gives the same, of something that the sentence names, too. `is_same`: in the same
    words."""
    own = {word[:5] for word in folded_words(sentence) if len(word) > 3}
    gift = {
        word[:5]
        for pattern in patterns
        for m in pattern.finditer(sentence)
        for word in folded_words(m.group())
    }
    for text in ground.own_texts:
        title = text.partition("\n")[0]
        for piece in re.split(r"[;\n]|(?<=\w{3})\.\s", text):
            if any(pattern.search(piece) for pattern in patterns):
                if is_same and not gift & {word[:5] for word in folded_words(piece)}:
                    continue
                theirs = {word[:5] for word in folded_words(f"{title} {piece}") if len(word) > 3}
                if theirs & (own - gift) or len(own) <= 3:
                    return True
    return False

"""Which service a customer means: by key, name or synonym, with typos."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from agent.language.mending import is_slip_of
from agent.language.near_names import by_likeness
from agent.language.text import fold, words
from agent.language.trade import same_trade_word
from agent.organization import Organization
from agent.records import Service
from agent.scheduling.labels import duration_label, note_in, price_label
from agent.tool_views import WholeService

_SURE = 100.0
_WHOLE = 99.0
_ENOUGH = 70.0
_SUGGEST = 45.0
_SHORT = {"de", "do", "da", "la", "el", "los", "las", "para", "con", "com", "the", "a", "o", "un",
          "una", "um", "uma", "of", "y", "e", "and", "en", "em", "in", "del"}  # fmt: skip


def match(services: Sequence[Service], text: str) -> list[Service]:
    """The services that `text` can mean, best first; several only when they are equally good."""
    scored = [(score(service, text), service) for service in services]
    best = max((points for points, _ in scored), default=0.0)
    if best < _ENOUGH:
        return []
    near = 0.0 if best >= _WHOLE else 2.0
    return [service for points, service in scored if points >= best - near]


def suggestions(services: Sequence[Service], text: str, most: int = 5) -> list[Service]:
    """What might have been meant, the likest first, in whatever language, and what else is bookable behind it."""
    near = sorted(
        ((_nearness(service, text), service) for service in services), key=lambda pair: -pair[0]
    )
    close = [service for points, service in near if points >= _SUGGEST]
    others = [service for service in services if service.bookable and service not in close]
    return [*close, *others][:most]


def _nearness(service: Service, text: str) -> float:
    """0 to 100, by the words or by their meaning, whichever is more."""
    (_, likeness), *_ = by_likeness(text, [service.name, *service.synonyms])
    return max(score(service, text), 100 * likeness)


def score(service: Service, text: str) -> float:
    """0 to 100: how well the words name the service."""
    folded = fold(text)
    if folded in (service.key, fold(service.name)):
        return _SURE
    names = [service.name, *service.synonyms]
    return max(_name_score(fold(name), folded) for name in names)


def _name_score(name: str, text: str) -> float:
    wanted = [w for w in words(name) if w not in _SHORT]
    spoken = [w for w in words(text) if w not in _SHORT]
    if not wanted or not spoken:
        return 0.0
    if name == text:
        return _WHOLE
    hits = sum(any(_same(w, s) for s in spoken) for w in wanted)
    covered = sum(any(_same(w, s) for w in wanted) for s in spoken)
    if hits == len(wanted):  # the more of the sentence it explains, the better
        return 90.0 + 8.0 * covered / len(spoken)
    if covered == len(spoken):  # all that was said belongs to it ("láser" of "depilación láser")
        return 75.0 + 15.0 * hits / len(wanted)
    return min(69.0, 60.0 * hits / len(wanted) + 0.09 * fuzz.ratio(name, text))


def _same(word: str, other: str) -> bool:
    """Equal, one typo apart in a longer word, or singular and plural."""
    if word == other or same_trade_word(word, other):
        return True
    if min(len(word), len(other)) < 4:
        return False
    if word.rstrip("s") == other.rstrip("s") or word.rstrip("es") == other.rstrip("es"):
        return True
    return is_slip_of(word, other)


def service_view(service: Service, organization: Organization, language: str) -> WholeService:
    """A service as a model sees it: what may be said, ready to be said.

    `group_of` is how many share one start; None when it is one customer's alone.
    """
    return WholeService(
        service=service.key,
        name=service.name,
        duration=duration_label(service.duration_minutes, language),
        price=price_label(
            service.price,
            note_in(language, organization.language, service.price_note),
            currency=service.currency,
            language=language,
            country=organization.country,
        ),
        description=service.description,
        group_of=service.capacity if service.capacity > 1 else None,
        bookable=service.bookable,
        home_visit=service.at_customer,
    )

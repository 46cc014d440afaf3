"""Days and hours in a language that is only data: Italian phrases through the same grammar."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.dates import resolve
from agent.dates.values import Resolution
from agent.language import looks_like_date, read_first
from agent.texts import BrokenTexts, load, speaking
from tests.agent.texts.italian_folder import CODE, folders

NOW = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Europe/Rome"))  # a Friday


@pytest.fixture(scope="module")
def languages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folders(tmp_path_factory.mktemp("languages"))


@pytest.fixture
def italian(languages: Path) -> Iterator[None]:
    with speaking(load(languages)):
        yield


def told(resolution: Resolution) -> str:
    """`2026-11-23 15:00 morning >17:00 <12:00`, as far as it was said, one after another."""
    pieces = []
    for when in resolution.readings:
        day = [str(when.start)] if when.start else []
        day += [f"to {when.end}"] if when.end != when.start else []
        time = [f"{when.time:%H:%M}"] if when.time else []
        part = [str(when.part.value)] if when.part else []
        after = [f">{when.not_before:%H:%M}"] if when.not_before else []
        before = [f"<{when.not_after:%H:%M}"] if when.not_after else []
        pieces.append(" ".join([*day, *time, *part, *after, *before]))
    return " / ".join(pieces)


PHRASES = [
    ("domani alle 15", "2026-11-21 15:00"),
    ("dopodomani alle dieci e mezza", "2026-11-22 10:30"),
    ("lunedì 23 novembre alle 9.30", "2026-11-23 09:30"),
    ("martedi pomeriggio", "2026-11-24 afternoon"),
    ("giovedì prossimo alle 16:30", "2026-11-26 16:30"),
    ("il 5 dicembre", "2026-12-05"),
    ("il primo dicembre", "2026-12-01"),
    ("5/12", "2026-12-05"),
    ("fra due giorni", "2026-11-22"),
    ("stasera alle 8", "2026-11-20 20:00"),
    ("alle tre del pomeriggio", "15:00"),
    ("alle undici meno un quarto", "10:45"),
    ("lunedì a mezzogiorno", "2026-11-23 12:00"),
    ("domani all'una", "2026-11-21 13:00"),
    ("dopo le 17", ">17:00"),
    ("prima delle 11", "<11:00"),
    ("dalle 10 alle 12", ">10:00 <12:00"),
    ("tra le dieci e le dodici", ">10:00 <12:00"),
    ("entro mercoledì", "2026-11-20 to 2026-11-25"),
    ("dopo mercoledì", "2026-11-26 to 2026-12-02"),
    ("prima di mercoledì", "2026-11-20 to 2026-11-24"),
    ("la settimana prossima", "2026-11-23 to 2026-11-29"),
    ("nel fine settimana", "2026-11-21 to 2026-11-22"),
    ("sabato o domenica", "2026-11-21 / 2026-11-22"),
    ("ventitré novembre di mattina", "2026-11-23 morning"),
    ("buonasera, come va?", ""),
    ("quanto costa la pulizia?", ""),
    ("ci siamo sentiti ieri", ""),
]


@pytest.mark.usefixtures("italian")
@pytest.mark.parametrize(("phrase", "meant"), PHRASES)
def test_days_and_hours(phrase: str, meant: str) -> None:
    assert told(resolve(phrase, NOW, languages=read_first(phrase, CODE))) == meant


@pytest.mark.usefixtures("italian")
@pytest.mark.parametrize(
    ("phrase", "meant", "refused"),
    [
        ("non posso lunedì, meglio martedì", "2026-11-24", ["mon"]),
        ("lunedì no, sabato sì", "2026-11-21", ["mon"]),
        ("qualsiasi giorno tranne mercoledì", "", ["wed"]),
        ("lunedì non riesco, ma martedì mi va bene", "2026-11-24", ["mon"]),
    ],
)
def test_what_is_refused(phrase: str, meant: str, refused: list[str]) -> None:
    resolution = resolve(phrase, NOW, languages=read_first(phrase, CODE))
    assert (told(resolution), [str(one) for one in resolution.refused]) == (meant, refused)


@pytest.mark.usefixtures("italian")
def test_words_of_data_are_read_only_in_their_language() -> None:
    """ "Sera" is an evening in Italian and a verb in Portuguese."""
    assert told(resolve("sera", NOW, languages=read_first("sera", CODE))) == "evening"
    assert (
        told(resolve("isso sera rapido", NOW, languages=read_first("isso sera rapido", "pt"))) == ""
    )
    assert looks_like_date("venerdì mattina")
    assert not looks_like_date("isso será rápido")


def test_without_the_folder_its_words_are_unknown() -> None:
    assert read_first("venerdì mattina", "es") == ["es", "pt", "en"]
    assert told(resolve("dopodomani", NOW)) == ""
    assert not looks_like_date("dopodomani")


def test_a_kind_that_no_grammar_knows_is_named(languages: Path, tmp_path: Path) -> None:
    copy = folders(tmp_path)
    words = copy / CODE / "words.toml"
    words.write_text(
        words.read_text("utf-8").replace('["dates"."week"]', '["dates"."weeek"]'), "utf-8"
    )
    with speaking(load(copy)), pytest.raises(BrokenTexts, match=r"it/words.toml: dates.weeek"):
        resolve("domani", NOW, languages=[CODE])

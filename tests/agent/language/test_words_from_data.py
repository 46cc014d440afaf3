"""Short answers, places, names and the language itself, told by the words of a folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.language import detect, reading, yes_no
from agent.language.acts import Act, By, Expecting, acts_of
from agent.language.intent import Intent
from agent.language.intents import intents
from agent.language.names import read_name
from agent.language.short_answers import bare_yes_no, names_position, ordinal
from agent.texts import BrokenTexts, load, speaking
from tests.agent.texts.italian_folder import CODE, folders


@pytest.fixture(scope="module")
def languages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folders(tmp_path_factory.mktemp("languages"))


@pytest.fixture
def italian(languages: Path) -> Iterator[None]:
    with speaking(load(languages)):
        yield


@pytest.mark.usefixtures("italian")
@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("Sì", True), ("va benissimo", True), ("D'accordo, grazie", True), ("certo, alle dieci", True),
        ("no grazie", False), ("meglio di no", False), ("certo che no", False), ("lascia stare", False),
        ("non lo so", None), ("forse", None), ("nel fine settimana", None), ("va bene?", None),
        ("vorrei un appuntamento", None), ("sim", True), ("no thanks", False),
    ],
)  # fmt: skip
def test_yes_and_no(text: str, agrees: bool | None) -> None:
    assert yes_no(text) is agrees


def test_without_the_folder_they_are_no_answers() -> None:
    assert yes_no("d'accordo") is bare_yes_no("lascia stare") is None
    assert ordinal("la seconda", 3) is None


@pytest.mark.usefixtures("italian")
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("la seconda", 1),
        ("l'ultima, grazie", 3),
        ("prendo la terza", 2),
        ("il primo", 0),
        ("la sesta", None),
    ],
)
def test_places_in_a_list(text: str, place: int | None) -> None:
    assert ordinal(text, 4) == place
    assert names_position(text) is (place is not None)


@pytest.mark.usefixtures("italian")
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Giulia Ferrante", "Giulia Ferrante"),
        ("mi chiamo giulia ferrante", "Giulia Ferrante"),
        ("Sono Paolo Verdi", "Paolo Verdi"),
        ("la prenotazione è a nome di Anna Bianchi", "Anna Bianchi"),
        ("si chiama Chiara Neri", "Chiara Neri"),
        ("Marco De Luca", "Marco De Luca"),
        ("va bene così", None),
        ("vorrei un altro orario", None),
        ("domani pomeriggio", None),
    ],
)
def test_names(text: str, name: str | None) -> None:
    read = read_name(text, expected=True)
    assert (read and read.value) == name


@pytest.mark.usefixtures("italian")
def test_the_language_itself() -> None:
    assert detect("buongiorno, vorrei prenotare un appuntamento", "es") == CODE
    assert detect("hola, quisiera agendar una cita para mañana", CODE) == "es"
    assert detect("oi, queria marcar uma consulta amanhã", CODE) == "pt"
    assert detect("hello, I would like to book an appointment", CODE) == "en"
    assert detect("la seconda", CODE) == CODE
    assert reading("vorrei venire domani sera", "fr") == CODE


@pytest.mark.usefixtures("italian")
def test_what_is_wanted() -> None:
    """The learned reading needs no example of the language; short wishes are named in the folder."""
    assert acts_of("grazie mille", Expecting.NOTHING).has(Act.THANK)
    assert acts_of("va bene", Expecting.YES_NO).has(Act.ACCEPT)
    assert Intent.BOOK in intents("vorrei prenotare")
    assert Intent.HOURS in intents("quando siete aperti?")
    assert Intent.CANCEL in intents("devo annullare il mio appuntamento di domani")


def test_what_was_read_is_not_kept_for_other_folders(languages: Path) -> None:
    def told_by() -> By:
        return acts_of("va bene", Expecting.YES_NO).acts[0].by

    assert told_by() is By.HEAD
    with speaking(load(languages)):
        assert told_by() is By.WORDS
    assert told_by() is By.HEAD


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"yes" = ', '"yess" = ', "answers.yess: no such key of words"),
        ('"thanks" = "', '"thanks" = "|', "talk.thanks: nothing stands between two bars"),
        ('"last" = ', '"last" = 3 #', "positions.last: neither a text nor a list"),
        ('["answers"]', '["replies"]', "replies.yes: no such key of words"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_file_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    copy = folders(tmp_path)
    words = copy / CODE / "words.toml"
    content = words.read_text("utf-8")
    assert old in content
    words.write_text(content.replace(old, new, 1), "utf-8")
    with pytest.raises(BrokenTexts, match=told):
        load(copy)

"""Folders of languages that do not belong together are refused, with the file and the key."""

import re
import shutil
from pathlib import Path

import pytest

from agent.settings import Settings
from agent.texts import BrokenTexts, closest, languages, load, speaking, spoken_form, texts
from gateway.checks.installation import check_installation
from tests.agent.texts.made_up import CODE, folders


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return folders(tmp_path)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert re.search(old, text, re.MULTILINE)
    file.write_text(re.sub(old, new, text, count=1, flags=re.MULTILINE), "utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("pt/receipts.toml", r"^moved = .*\n", "", "pt/receipts.toml: title.moved: missing; en, es, xx have it"),
        ("pt/replies/days.toml", r"^day_open = ", "day_opne = ", "pt/replies/days.toml: day_open: missing"),
        ("pt/receipts.toml", r"\{price\}", "{prize}", "pt/receipts.toml: price: fills {prize}, but {price} in en"),
        ("es/receipts.toml", r" \{price\}", "", "es/receipts.toml: price: fills nothing, but {price} in en"),
        ("es/reminders.toml", r"\[Te\|Le\]", "[Te|Le", "es/reminders.toml: reminder: a bracket without its other half"),
        ("en/labels.toml", r'"on Mondays",\s*', "", "en/labels.toml: weekday.every: not seven texts"),
        ("xx/apologies.toml", r"^late = (.*)$", r"late = [\1]", "xx/apologies.toml: late: a list, but a text in en"),
        ("xx/apologies.toml", r"^late = .*$", "late = 3", "xx/apologies.toml: apologies.late: neither a text nor a list"),
        ("xx/apologies.toml", r"^late = ", "late : ", "xx/apologies.toml: "),
        ("xx/language.toml", '"es"', '"qqq"', "xx/language.toml: locale: CLDR has no locale qqq"),
        ("xx/replies/whose.toml", r"^team = ", "greet = ", "replies.greet: another file has it already"),
    ],
)  # fmt: skip
def test_what_differs_is_said_with_its_file_and_key(
    shipped: Path, name: str, old: str, new: str, told: str
) -> None:
    change(shipped / name, old, new)
    with pytest.raises(BrokenTexts) as found:
        load(shipped)
    assert told in str(found.value).replace(f"{shipped}/", "")


def test_a_folder_without_languages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenTexts, match=r"no folder of a language"):
        load(tmp_path)


def test_a_tag_means_the_nearest_language_that_is_spoken(shipped: Path) -> None:
    (shipped / "pt").rename(shipped / "pt-br")
    with speaking(load(shipped)):
        assert languages() == ("en", "es", "pt-br", CODE)
        assert spoken_form("XX-yy") == CODE
        assert spoken_form("pt_BR") == spoken_form("pt") == spoken_form("pt-PT") == "pt-br"
        assert spoken_form("es-419") == "es"
        assert spoken_form("fr") is spoken_form("") is None


def test_a_language_whose_folder_is_gone_is_written_in_another(shipped: Path) -> None:
    """Its customers are answered all the same."""
    assert closest("fr") == "en"
    assert texts("fr") is texts("en")
    for code in ("en", "pt", CODE):
        shutil.rmtree(shipped / code)
    with speaking(load(shipped)):
        assert texts("fr").code == texts("").code == "es"


@pytest.mark.parametrize("name", ["french", "fr_CA", "FR", "f", "fr-ca-x", "pt-br "])
def test_a_folder_is_named_as_languages_are(shipped: Path, name: str) -> None:
    (shipped / CODE).rename(shipped / name)
    with pytest.raises(BrokenTexts) as found:
        load(shipped)
    assert f"{shipped / name}: not the name of a language" in str(found.value)


@pytest.mark.parametrize("name", ["fr-ca", "zh-hant", "zh-hant-tw", "es-419", "fil"])
def test_a_folder_may_name_a_script_and_a_country(shipped: Path, name: str) -> None:
    (shipped / CODE).rename(shipped / name)
    assert name in load(shipped)


def test_numbers_choose_the_form_that_their_language_has(shipped: Path) -> None:
    change(shipped / "xx/language.toml", r'^locale = "es"', 'locale = "pl"')
    change(
        shipped / "xx/labels.toml",
        r"^hours = \{.*$",
        'hours = { one = "{hours} godzina", few = "{hours} godziny", other = "{hours} godzin" }',
    )
    spoken = load(shipped)[CODE]
    said = [spoken.counted("labels.duration.hours", n, hours=str(n)) for n in (1, 3, 5, 22)]
    assert said == ["1 godzina", "3 godziny", "5 godzin", "22 godziny"]


def test_a_text_of_another_kind_is_no_text() -> None:
    spoken = texts("es")
    for wrong in (
        lambda: spoken.line("replies.greet"),
        lambda: spoken.lines("receipts.price"),
        lambda: spoken.counted("receipts.price", 1),
        lambda: spoken.line("receipts.price"),
        lambda: spoken.line("receipts.nothing"),
    ):
        with pytest.raises(KeyError):
            wrong()


async def test_the_check_says_what_is_wrong_with_the_texts(shipped: Path) -> None:
    settings = Settings()
    [whole] = await check_installation(settings, languages=shipped)
    assert whole.state == "ok"
    (shipped / "xx" / "apologies.toml").unlink()
    [broken] = await check_installation(settings, languages=shipped)
    assert broken.state == "bad"
    assert "apologies.toml: begun_anew: missing; en, es, pt have it" in broken.text

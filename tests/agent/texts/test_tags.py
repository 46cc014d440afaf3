"""A language is a tag: the database takes what may be the name of a folder (agent/texts), and nothing else."""

import psycopg
import pytest

from agent.texts.loading import is_tag
from tests.databases import execute, rows

TABLES = {
    "organizations": "update organizations set language = %s",
    "chats": "insert into chat_identities (organization_id, connection_id, address, language) "
    "select organization_id, id, 'somebody', %s from platform_connections limit 1",
}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("tag", ["es", "fr", "fil", "pt-br", "es-419", "zh-hant", "zh-hant-tw"])
def test_a_tag_is_taken(database_url: str, table: str, tag: str) -> None:
    assert is_tag(tag)
    execute(database_url, TABLES[table], tag)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("tag", ["", "f", "FR", "french", "fr_ca", "pt-BR", "fr-", "fr\n", "xx-1"])
def test_anything_else_is_refused(database_url: str, table: str, tag: str) -> None:
    assert not is_tag(tag)
    with pytest.raises(psycopg.errors.CheckViolation, match=r"language_check"):
        execute(database_url, TABLES[table], tag)


def test_words_are_stemmed_as_their_language_does(database_url: str) -> None:
    """And are left as they are in one that PostgreSQL does not know."""
    stemmed = rows(
        database_url,
        "select tag, frontdesk.text_config(tag)::text as config from unnest(%s::text[]) tag",
        ["es", "pt-br", "en", "fr-ca", "xx"],
    )
    assert {row["tag"]: row["config"] for row in stemmed} == {
        "es": "spanish", "pt-br": "portuguese", "en": "english", "fr-ca": "french", "xx": "simple",
    }  # fmt: skip

"""docs/data.md says what is so."""

from tests.databases import BARE, Server, rows
from tests.migrations.data_page import PAGE, described, page, writers


def test_the_page_is_what_the_files_and_the_catalogue_say(server: Server) -> None:
    """Else: python -m tests.migrations.data_page"""
    assert PAGE.read_text("utf-8") == page(server.address(BARE))


def test_every_table_is_described_and_written_by_something(server: Server) -> None:
    found = rows(
        server.address(BARE),
        "select oid::regclass::text as name from pg_class where relkind in ('r', 'p') "
        "and relnamespace in ('public'::regnamespace, 'frontdesk'::regnamespace)",
    )
    tables = {row["name"] for row in found} - {"frontdesk.schema_migrations"}
    assert {table.name for table in described()} == tables
    assert all(len(table.purpose) > 15 and table.theme for table in described())
    assert set(writers()) == tables


def test_writers_are_read_from_the_text() -> None:
    written = writers()
    assert "replies_put" in written["chat_messages"]
    assert written["knowledge_embeddings"] == ["keep_embeddings"]
    assert "outbox_list" not in written["chat_messages"], "it only reads"

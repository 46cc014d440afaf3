"""The same databases as the organizations' tests."""

from tests.gateway.organizations.conftest import database, database_url, demos, query

__all__ = ["database", "database_url", "demos", "query"]

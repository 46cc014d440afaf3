"""A front desk whose tools and turns reach the data through Supabase's API."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.databases import NOW, Server
from tests.front import Front, open_front
from tests.front_fixtures import real_worker
from tests.supabase_project import Project, open_project

__all__ = ["front", "project", "project_url", "real_worker"]


@pytest.fixture
def project_url(supabase_server: Server) -> Iterator[str]:
    """The database of a fresh project, with the demo organizations."""
    with supabase_server.database() as url:
        yield url


@pytest.fixture
async def project(supabase_server: Server, project_url: str) -> AsyncIterator[Project]:
    async with open_project(supabase_server, project_url) as opened:
        yield opened


@pytest.fixture
async def front(project: Project, tmp_path: Path) -> AsyncIterator[Front]:
    async with open_front(project.url, tmp_path, NOW, **project.settings()) as opened:
        project.clock = opened.clock
        yield opened

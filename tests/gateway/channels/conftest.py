"""Stand-ins of the providers, and a client that looks at no proxy settings."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.providers.evolution import EvolutionServer
from tests.providers.gupshup import GupshupServer
from tests.providers.twilio import TwilioServer


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False, verify=False, timeout=5) as client:
        yield client


@pytest.fixture
async def gupshup_server() -> AsyncIterator[GupshupServer]:
    async with GupshupServer() as server:
        yield server


@pytest.fixture
async def evolution_server() -> AsyncIterator[EvolutionServer]:
    async with EvolutionServer() as server:
        yield server


@pytest.fixture
async def twilio_server() -> AsyncIterator[TwilioServer]:
    async with TwilioServer() as server:
        yield server

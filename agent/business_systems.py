"""The contract of systems of a business's own that may be asked (an MCP server, reached by the gateway)."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable
from uuid import UUID

from agent.records.organizations import BusinessServer


@runtime_checkable  # as every field of TurnContext has to be
class BusinessSystems(Protocol):
    """Asks servers that an organization's file lists."""

    async def ask(
        self, organization: UUID, server: BusinessServer, tool: str, arguments: Mapping[str, str]
    ) -> str:
        """The text that a tool of the server answered: another program's words, as long as they are.

        Raises BusinessSystemError.
        """
        ...

"""`frontdesk mcp`: the MCP server for a program on this machine, over its pipe."""

import typer

from agent.data.database import Database
from agent.data.program_store import ProgramStore
from agent.errors import OperatorError
from gateway.access.limits import rate_limits
from gateway.api.auth import Callers
from gateway.cli.deployment import Deployment, run
from gateway.programs.desk import ProgramDesk, desk_of


class KeyMissing(OperatorError):
    """MCP_KEY has no key: `frontdesk keys create ORG --name … --scope mcp` makes one."""


def mcp(context: typer.Context) -> None:
    """Let a program on this machine book by MCP over its pipe, with the key in MCP_KEY."""
    deployment: Deployment = context.obj
    run(deployment, lambda database: _serve(deployment, database))


async def _serve(deployment: Deployment, database: Database) -> None:
    from gateway.programs.server import serve_stdio

    settings, store = deployment.settings, ProgramStore(database)
    if settings.mcp_key is None:
        raise KeyMissing
    key = settings.mcp_key.get_secret_value()
    callers = Callers(settings, database, rate_limits(settings, deployment.clock, None))

    async def desk_now() -> ProgramDesk:
        caller = await callers.of_key(key, "stdio", "mcp")
        return desk_of(caller, store, deployment.clock)

    await desk_now()  # a key that is not right is told now, and not to the program's model
    await serve_stdio(desk_now)

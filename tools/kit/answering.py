"""A tool as a model calls it: the function of this floor, whose outcome becomes JSON."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec

from langchain_core.tools import BaseTool
from langchain_core.tools import tool as langchain_tool

from agent.tool_answers import Outcome
from agent.tool_results import encode

P = ParamSpec("P")


def tool(function: Callable[P, Awaitable[Outcome]]) -> BaseTool:
    """The function's parameters and docstring are the schema that a model sees."""

    @wraps(function)
    async def run(*args: P.args, **kwargs: P.kwargs) -> str:
        return encode(await function(*args, **kwargs))

    return langchain_tool(run)

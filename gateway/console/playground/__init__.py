"""The console's playground: a talk with one's own assistant, with what happens inside, and nothing done for real."""

from gateway.console.playground.pages import playground, say
from gateway.console.visit import SEES_CHATS, Section

SECTION = Section(
    "playground",
    "/console/playground",
    SEES_CHATS,
    {"/console/playground": playground},
    {"/console/playground": say},
)

__all__ = ["SECTION"]

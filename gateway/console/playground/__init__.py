"""The console's playground: a talk with one's own assistant, and what happens inside, nothing for real."""

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

"""What `GET /` tells a program: what runs here, and which routes it has."""

from fastapi import FastAPI
from pydantic import BaseModel

from agent.texts import languages
from gateway.container import Container


class About(BaseModel):
    """`endpoints`: methods by path, of the routes that programs call; sockets have the method WS."""

    name: str
    version: str
    status: str
    channels: list[str]
    languages: list[str]
    features: list[str]
    endpoints: dict[str, list[str]]


_FEATURES = [
    "answers questions from the business's own knowledge",
    "books, confirms, moves and cancels appointments",
    "keeps a waiting list and sends reminders",
    "calls a person and stays silent while one answers",
]
_ROOT = {"/": ["GET"]}
_SOCKETS = {"/ws/chat/completions": ["WS"]}


def about(app: FastAPI, container: Container) -> About:
    """Nothing of any organization: it is for everybody."""
    paths = app.openapi()["paths"]
    routes = {path: sorted(name.upper() for name in paths[path]) for path in sorted(paths)}
    return About(
        name="frontdesk",
        version=app.version,
        status="running",
        channels=sorted(container.channels),
        languages=sorted(languages()),
        features=_FEATURES,
        endpoints=_ROOT | routes | _SOCKETS,
    )

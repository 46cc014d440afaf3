"""Fields that several bodies have."""

from typing import Annotated

from pydantic import AfterValidator, Field


def _legible(text: str) -> str:
    """Without what the database cannot hold."""
    text = text.replace("\x00", "")
    if not text.strip():
        raise ValueError("must not be blank")
    return text


def _printable(text: str) -> str:
    if not text.isprintable() or not text.strip():
        raise ValueError("must be printable and not blank")
    return text


Text = Annotated[str, Field(max_length=20_000)]
CustomerText = Annotated[Text, AfterValidator(_legible)]
"""A customer's words."""
UserId = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]
"""A user as another service names them."""

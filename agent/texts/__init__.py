"""What the desk says: one folder of data a language (agent/language/<code>/*.toml), and nothing else.

A language can be spoken when it has a folder. A text is named by its file and its place in it:
`receipts.title.booked`; the files of a subfolder share its name: `replies.greet`. docs/decisions/texts.md
"""

from agent.texts.filling import places, render
from agent.texts.loading import BrokenTexts, load
from agent.texts.spoken import (
    FOLDER,
    base,
    closest,
    languages,
    speaking,
    spoken_form,
    texts,
    worded,
    words_of,
)
from agent.texts.texts import Texts
from agent.texts.words import Words

__all__ = [
    "FOLDER",
    "BrokenTexts",
    "Texts",
    "Words",
    "base",
    "closest",
    "languages",
    "load",
    "places",
    "render",
    "speaking",
    "spoken_form",
    "texts",
    "worded",
    "words_of",
]

"""What the desk says: one folder of data a language (agent/language/<code>/*.toml), and nothing else.

A language can be spoken when it has a folder. A text is named by its file and its place in it:
`receipts.title.booked`; the files of a subfolder share its name: `replies.greet`. docs/decisions/texts.md
"""

from agent.texts.filling import places, render
from agent.texts.loading import BrokenTexts, load
from agent.texts.spoken import FOLDER, languages, shortened, speaking, texts
from agent.texts.texts import Texts

__all__ = [
    "FOLDER",
    "BrokenTexts",
    "Texts",
    "languages",
    "load",
    "places",
    "render",
    "shortened",
    "speaking",
    "texts",
]

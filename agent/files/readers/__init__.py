"""The readers of received files, in the order in which they are asked.

A file's own text comes first: it needs no model and no key.
"""

from agent.files.reader import FirstThatCan, MediaReader
from agent.files.readers.gemini import GeminiReader
from agent.files.readers.local import LocalReader
from agent.settings import Settings


def build_reader(settings: Settings) -> FirstThatCan:
    """The readers that the settings allow."""
    readers: list[MediaReader] = [LocalReader()]
    if settings.gemini_api_key:
        key = settings.gemini_api_key.get_secret_value()
        readers.append(GeminiReader(key, settings.gemini_model, settings.gemini_base_url))
    return FirstThatCan(readers)

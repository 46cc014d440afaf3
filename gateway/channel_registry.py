"""Finds the channels: every module in `channels/` is one, named by its class."""

import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from types import ModuleType

from gateway import channels
from gateway.channel import Channel


def load_channels(base_urls: Mapping[str, str]) -> dict[str, Channel]:
    """All channels by name, each with its provider's base URL.

    A channel whose name is not in `base_urls` gets an empty one: it receives, and a send says
    that it is not configured.
    """
    classes = [_channel_class(module) for module in _modules()]
    return {cls.name: cls(base_urls.get(cls.name, "")) for cls in classes}


def _modules() -> list[ModuleType]:
    found = pkgutil.iter_modules(channels.__path__, f"{channels.__name__}.")
    return [importlib.import_module(module.name) for module in found]


def _channel_class(module: ModuleType) -> type[Channel]:
    defined = [
        value
        for value in vars(module).values()
        if inspect.isclass(value)
        and issubclass(value, Channel)
        and value.__module__ == module.__name__
    ]
    if len(defined) != 1:
        raise TypeError(f"{module.__name__} must define one Channel, not {len(defined)}")
    return defined[0]

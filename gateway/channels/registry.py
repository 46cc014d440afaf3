"""Finds the channels: every member of `channels/` is one, a module or a package with a `channel`."""

import importlib
import inspect
import pkgutil
from collections.abc import Collection, Mapping
from functools import lru_cache
from types import ModuleType

from agent.clock import Clock
from gateway import channels
from gateway.channels.base import Channel


def load_channels(
    base_urls: Mapping[str, str], clock: Clock | None = None, private_hosts: Collection[str] = ()
) -> dict[str, Channel]:
    """All channels by name, each with its provider's base URL, the clock, and the hosts of our own
    network that connections may name.

    A channel whose name is not in `base_urls` gets an empty one: it receives, and a send says
    that it is not configured.
    """
    return {
        name: cls(base_urls.get(name, ""), clock, private_hosts)
        for name, cls in channel_classes().items()
    }


@lru_cache(maxsize=1)
def channel_classes() -> Mapping[str, type[Channel]]:
    """The class of each channel by name: what is known of a channel without an instance."""
    classes = [_channel_class(module) for module in _modules()]
    return {cls.name: cls for cls in classes}


_NO_MEMBERS = frozenset({"base", "registry", "connections", "kit", "sent_files", "setup", "trace"})


def _modules() -> list[ModuleType]:
    modules = [m for m in pkgutil.iter_modules(channels.__path__) if m.name not in _NO_MEMBERS]
    names = (f"{channels.__name__}.{m.name}{'.channel' if m.ispkg else ''}" for m in modules)
    return [importlib.import_module(name) for name in names]


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

"""What everybody knows: settings, types, errors, store, model, memory, media, tracing."""

from zoneinfo import ZoneInfo, reset_tzpath

# Before anything makes a zone, in every process: the pinned package decides (gateway/organizations/zones.py).
reset_tzpath(to=())
ZoneInfo.clear_cache()

"""`python -m bench.decoding`: how long the answer of turn_begin takes to become values, way by way.

The table of docs/decisions/typed-rows.md. It needs no database.
"""

import dataclasses
import time
import typing
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import orjson
import typer
from pydantic import TypeAdapter, create_model

from agent.data.decoding import convert, decode
from agent.records import Turn

ROUNDS = 50
CALLS = 100
_ID = "0e7c2e4e-7d3b-4d0c-9a2c-3f6a8a1f0d55"
_AT = "2026-11-29T15:00:00.123456+00:00"
_PART = {
    "id": _ID, "service": "Limpieza facial", "service_id": _ID, "service_key": "limpieza-facial",
    "member": "Laura Méndez", "member_id": _ID, "starts_at": _AT, "ends_at": _AT, "price": 180000.0,
    "price_note": None, "currency": "COP", "at_customer": False,
}  # fmt: skip
_APPOINTMENT = _PART | {
    "status": "scheduled", "attendee": None, "contact": "Ana Pérez", "organization": "Clínica",
    "address": "Carrera 13", "time_zone": "America/Bogota", "total": 180000.0,
    "public_token": "0" * 32, "awaiting_confirmation": False, "parts": [_PART],
    "person": None, "relation": None, "place": None, "moved_from": None,
}  # fmt: skip
_MESSAGE = {
    "id": _ID, "seq": 17, "direction": "inbound", "kind": "text", "text": "Hola, quiero una cita",
    "payload": {"reply_to": "wamid.1"}, "at": _AT, "provider_id": "wamid.2", "sent": _AT,
}  # fmt: skip
_ORGANIZATION = {
    "id": _ID, "slug": "aurora", "name": "Clínica Aurora", "language": "es", "tone": "", "instructions": [],
    "formality": "tu", "emoji": True, "time_zone": "America/Bogota", "country": "CO",
    "currency": "COP", "address": "Carrera 13", "emergency": None, "notice_minutes": 60,
    "horizon_days": 60, "hours": [[day, "08:00:00", "18:00:00"] for day in range(1, 7)],
    "home_visits": [], "mcp_servers": [], "team": [["Laura Méndez", ["Limpieza facial"]]], "special_dates": [["2026-12-25", None, None, "Navidad"]], "services": ["Limpieza facial"],
    "holidays": True, "holiday_region": None, "recalls": [],
}  # fmt: skip
_TURN = {
    "status": "begin", "turn": _ID, "token": 3, "tries": 0, "messages": [_MESSAGE] * 3,
    "missed": [], "late": [], "unread_before": 0, "checkpoint_id": None, "channel": "gupshup",
    "superseded": 0, "untold": False, "now": _AT, "recent_turns": 1, "recent_pauses": 0, "renewed_after": None, "utterances": [], "people": [],
    "organization": _ORGANIZATION, "chat": {
        "display_name": "Ana", "phone": "573001234567", "language": "es", "greeted": False,
        "first_turn": False, "opted_out": False, "contact_id": _ID,
    }, "contact": {"name": "Ana Pérez", "phone": "573001234567", "stated_phone": None},
    "phone_standing": "unneeded", "reminder_consent": "granted",
    "staff_told": False, "open_call": None, "upcoming": [_APPOINTMENT] * 2, "memory": {"matters": [], "summary": None}, "last_visit": None, "waiting": [],
    "recall_consent": None, "visit_questions": [], "asks_before_visits": False, "rating": None,
}  # fmt: skip
ANSWER = orjson.dumps(_TURN)

Twins = dict[type, type]
"""Types of agent.records with the same fields of another kind."""


def main() -> None:
    """Prints a line for each way: microseconds for one answer, the best of some rounds."""
    dataclass_turn, model_turn = _twin(Turn, {}, _dataclass), _twin(Turn, {}, _model)
    struct = msgspec.json.Decoder(Turn)
    classes: msgspec.json.Decoder[Any] = msgspec.json.Decoder(dataclass_turn)
    pydantic_classes: TypeAdapter[Any] = TypeAdapter(dataclass_turn)
    models: TypeAdapter[Any] = TypeAdapter(model_turn)
    ways: dict[str, Callable[[], object]] = {
        "orjson to dictionaries, nothing checked": lambda: orjson.loads(ANSWER),
        "msgspec Struct": lambda: struct.decode(ANSWER),
        "msgspec Struct, as Database.fetch does it": lambda: decode(Turn, ANSWER, "turn_begin"),
        "msgspec into dataclasses": lambda: classes.decode(ANSWER),
        "orjson, then convert (the Supabase path)": lambda: convert(
            Turn, orjson.loads(ANSWER), "turn_begin"
        ),
        "pydantic into dataclasses": lambda: pydantic_classes.validate_json(ANSWER),
        "pydantic models": lambda: models.validate_json(ANSWER),
    }
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):  # in turns, so that a busy moment of the machine hits all of them
        for name, way in ways.items():
            best[name] = min(best[name], _microseconds(way))
    typer.echo(f"{len(ANSWER):,} bytes\n\n| way | µs |\n|---|---|")
    for name, figure in best.items():
        typer.echo(f"| {name} | {figure:.1f} |")


def _microseconds(way: Callable[[], object]) -> float:
    """Of this process: what others take of the processor does not count."""
    began = time.process_time()
    for _ in range(CALLS):
        way()
    return (time.process_time() - began) / CALLS * 1e6


def _dataclass(name: str, fields: Mapping[str, Any]) -> type:
    return dataclasses.make_dataclass(name, list(fields.items()), frozen=True, kw_only=True)


def _model(name: str, fields: Mapping[str, Any]) -> type:
    definitions: Any = {key: (hint, ...) for key, hint in fields.items()}
    model: type = create_model(name, **definitions)
    return model


def _twin(struct: type, made: Twins, make: Callable[[str, Mapping[str, Any]], type]) -> type:
    """The type with the fields that a record has in JSON, all of them required."""
    if struct not in made:
        hints = typing.get_type_hints(struct)
        names = {field.name: field.encode_name for field in msgspec.structs.fields(struct)}
        fields = {
            names[key]: _hint(hint, made, make) for key, hint in hints.items() if key in names
        }
        fields.pop("read", None)  # the messages here are no files
        made[struct] = make(struct.__name__, fields)
    return made[struct]


def _hint(hint: Any, made: Twins, make: Callable[[str, Mapping[str, Any]], type]) -> Any:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _twin(hint, made, make)
    arguments = typing.get_args(hint)
    if not arguments or typing.get_origin(hint) is typing.Literal:
        return hint
    inner = tuple(
        one if one is ... or one is type(None) else _hint(one, made, make) for one in arguments
    )
    if typing.get_origin(hint) in (tuple, dict):
        return typing.get_origin(hint)[inner]
    return typing.Union[inner]  # noqa: UP007  (made at run time)


if __name__ == "__main__":
    main()

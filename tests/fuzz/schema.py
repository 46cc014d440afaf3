"""The webhooks as an OpenAPI document, whose bodies are what the samples have in common.

schemathesis makes requests from it: such as the document allows, and such as it does not.
"""

import random
from collections.abc import Iterator
from typing import Any

from tests.fuzz.mutations import Request, addressed
from tests.fuzz.mutations import payloads as payloads_of
from tests.fuzz.senders import SENDERS, Sender, as_json

_FEW = 12
"""So many different short texts at one place are taken for words of the provider's, such as a kind."""


def document() -> dict[str, Any]:
    """A path for each channel."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "the webhooks", "version": "1"},
        "paths": {sender.path: {"post": _operation(sender)} for sender in SENDERS},
    }


def _operation(sender: Sender) -> dict[str, Any]:
    schema = inferred(payloads_of(sender.channel))
    content = {sender.content_type: {"schema": schema}}
    return {
        "parameters": [
            {"name": "x", "in": "query", "schema": {"type": "string"}},
            {"name": "X-Odd", "in": "header", "schema": {"type": "string"}},
        ],
        "requestBody": {"required": True, "content": content},
        "responses": {"200": {"description": "taken"}},
    }


def inferred(values: list[Any]) -> dict[str, Any]:
    """What all of these values agree with."""
    kinds = [
        _of_objects([one for one in values if isinstance(one, dict)]),
        _of_lists([one for one in values if isinstance(one, list)]),
        _of_texts([one for one in values if isinstance(one, str)]),
        _of_numbers([one for one in values if isinstance(one, int | float)]),
        {"type": "null"} if None in values else None,
    ]
    schemas = [kind for kind in kinds if kind]
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas} if schemas else {}


def _of_objects(values: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not values:
        return None
    names = sorted({name for one in values for name in one})
    return {
        "type": "object",
        "properties": {
            name: inferred([one[name] for one in values if name in one]) for name in names
        },
        "required": [name for name in names if all(name in one for one in values)],
    }


def _of_lists(values: list[list[Any]]) -> dict[str, Any] | None:
    inside = [item for one in values for item in one]
    return {"type": "array", "items": inferred(inside), "maxItems": 3} if values else None


def _of_texts(values: list[str]) -> dict[str, Any] | None:
    different = sorted(set(values))
    if not different:
        return None
    words = len(different) <= _FEW and all(len(one) <= 60 for one in different)
    known = {"enum": [one for one in different if one.isprintable()]}
    return {"anyOf": [known, {"type": "string"}]} if words and known["enum"] else {"type": "string"}


def _of_numbers(values: list[float]) -> dict[str, Any] | None:
    if not values:
        return None
    if all(isinstance(one, bool) for one in values):
        return {"type": "boolean"}
    return {"type": "integer" if all(isinstance(one, int) for one in values) else "number"}


def generated(many: int, seed: int) -> Iterator[Request]:
    """About `many` requests."""
    import schemathesis

    chance = random.Random(seed)
    modes = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
    schema = schemathesis.openapi.from_dict(document())
    for sender in SENDERS:
        for mode in modes:
            strategy = schema[sender.path]["POST"].as_strategy(generation_mode=mode)
            for case in _cases(strategy, many // (2 * len(SENDERS)), seed):
                yield _request(sender, case, chance)


def _cases(strategy: Any, many: int, seed: int) -> list[Any]:
    import hypothesis

    cases: list[Any] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=many,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=strategy)
    def collect(case: Any) -> None:
        cases.append(case)

    collect()
    return cases


def _request(sender: Sender, case: Any, chance: random.Random) -> Request:
    body = case.body if isinstance(case.body, bytes) else as_json(case.body)
    return addressed(sender, body, chance, sender.path)

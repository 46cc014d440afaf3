"""A name behind a yes that chooses a time: "yes please, it's Kate Sample"."""

import pytest

from agent.language.names import read_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("yes please, it's Kate Sample", "Kate Sample"),
        ("yes, it is Kate Sample", "Kate Sample"),
        ("sí por favor, es Ana Prueba", "Ana Prueba"),
        ("sim, é Ana Teste", "Ana Teste"),
        ("sí, es perfecto", None),
        ("yes it's fine", None),
        ("sí es el lunes", None),
        ("yes please, it's Tuesday", None),
    ],
)
def test_a_name_behind_a_yes(text: str, name: str | None) -> None:
    reading = read_name(text, bare=True)
    assert (reading.value if reading else None) == name

"""A sealed credential opens where it belongs, with its key, unchanged, and nowhere else."""

import re
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from agent.errors import OperatorError
from agent.settings import Settings
from agent.types import Connection
from gateway.access.vault import (
    NoSecretKey,
    Place,
    Sealed,
    SecretUnreadable,
    Vault,
    WeakSecretKey,
    vault_of,
)
from tests.gateway.access.conftest import KEY, OTHER_KEY

HERE = Place(UUID(int=1), UUID(int=2), "api_key")
places = st.builds(
    Place,
    st.uuids(),
    st.uuids(),
    st.from_regex(re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII), fullmatch=True),
)
values = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


@given(values, places)
def test_what_was_sealed_is_opened(value: str, place: Place) -> None:
    sealed = Vault((KEY,)).seal(value, place)
    assert Vault((OTHER_KEY, KEY)).open(sealed, place) == value
    assert value.encode() not in sealed.ciphertext or len(value) < 4


@given(values, places, places)
def test_moved_to_another_row_it_stays_shut(value: str, place: Place, elsewhere: Place) -> None:
    sealed = Vault((KEY,)).seal(value, place)
    moved = [
        elsewhere,
        replace(place, organization=elsewhere.organization),
        replace(place, connection=elsewhere.connection),
        replace(place, name=elsewhere.name),
        replace(place, organization=place.connection, connection=place.organization),
    ]
    for other in moved:
        if other != place:
            with pytest.raises(SecretUnreadable):
                Vault((KEY,)).open(sealed, other)


@given(values, st.data())
def test_any_flipped_bit_is_noticed(value: str, data: st.DataObject) -> None:
    sealed = Vault((KEY,)).seal(value, HERE)
    bit = data.draw(st.integers(0, len(sealed.ciphertext) * 8 - 1))
    flipped = bytearray(sealed.ciphertext)
    flipped[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SecretUnreadable):
        Vault((KEY,)).open(Sealed(sealed.key_id, bytes(flipped)), HERE)
    cut = data.draw(st.integers(0, len(sealed.ciphertext) - 1))
    with pytest.raises(SecretUnreadable):
        Vault((KEY,)).open(Sealed(sealed.key_id, sealed.ciphertext[:cut]), HERE)


@given(values, st.text(min_size=32, max_size=64))
def test_another_key_opens_nothing_even_under_the_right_name(value: str, other: str) -> None:
    sealed = Vault((KEY,)).seal(value, HERE)
    stranger = Vault((other,))
    for key_id in {sealed.key_id, *stranger.key_ids} if other != KEY else ():
        with pytest.raises(SecretUnreadable):
            stranger.open(replace(sealed, key_id=key_id), HERE)


def test_the_same_value_is_never_sealed_alike() -> None:
    assert len({Vault((KEY,)).seal("x", HERE).ciphertext for _ in range(50)}) == 50


def test_the_first_key_seals_and_no_or_weak_keys_say_so() -> None:
    both = vault_of(Settings(frontdesk_secret_key=SecretStr(f" {OTHER_KEY} , {KEY},")))
    assert both.seal("x", HERE).key_id == Vault((OTHER_KEY,)).key_ids[0]
    nothing = vault_of(Settings(frontdesk_secret_key=None))
    sealed = Vault((KEY,)).seal("x", HERE)
    for vault, error in ((nothing, NoSecretKey), (Vault(("short",)), WeakSecretKey)):
        with pytest.raises(error):
            vault.seal("x", HERE)
        with pytest.raises(error):
            vault.open(sealed, HERE)
    half = Vault((KEY, "short"))
    assert half.open(sealed, HERE) == "x"
    with pytest.raises(WeakSecretKey):
        half.seal("x", HERE)


def test_neither_keys_nor_values_are_in_what_is_printed() -> None:
    connection = Connection(
        UUID(int=1), UUID(int=2), "gupshup", "x", secret="s3cret-1", credentials={"a": "s3cret-2"}
    )
    settings = Settings(frontdesk_secret_key=SecretStr(KEY))
    try:
        Vault((OTHER_KEY,)).open(Vault((KEY,)).seal("s3cret-3", HERE), HERE)
    except OperatorError as error:
        said = f"{error!r} {error}"
    printed = f"{connection!r} {settings!r} {vault_of(settings)!r} {said}"
    assert "s3cret" not in printed
    assert KEY not in printed


def test_settings_that_are_refused_are_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBOUNCE_MAX_SECONDS", "1")
    monkeypatch.setenv("API_KEY", "s3cret-in-the-environment")
    with pytest.raises(ValueError, match="DEBOUNCE_MAX_SECONDS") as refused:
        Settings()
    assert "s3cret" not in str(refused.value)

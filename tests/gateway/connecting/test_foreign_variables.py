"""`frontdesk connect` tries no key at a provider that is not the business's own."""

import pytest

from gateway.organizations.variables import NotItsVariable
from tests.gateway.connecting.test_connecting import Desk, desk
from tests.providers.setups import EvolutionManager

__all__ = ["desk"]


async def test_another_businesss_key_is_not_tried(desk: Desk) -> None:
    async with EvolutionManager() as server:
        desk.settings["evolution_base_url"] = server.url
        desk.front.execute(
            "update platform_connections set secret_env = 'SORRISO_EVOLUTION_API_KEY' "
            "where token_env = 'AURORA_EVOLUTION_TOKEN'"
        )
        with pytest.raises(NotItsVariable, match="SORRISO_EVOLUTION_API_KEY belongs to sorriso"):
            await desk.connect("evolution", given={"name": "aurora"})
        # What begins like one business may be another's whose name is longer.
        desk.front.execute(
            "update platform_connections set secret_env = null "
            "where token_env = 'AURORA_EVOLUTION_TOKEN'"
        )
        desk.front.execute(
            "update organizations set slug = 'aurora-evolution' where slug = 'sorriso'"
        )
        desk.env(AURORA_EVOLUTION_API_KEY="the-other-ones")
        with pytest.raises(NotItsVariable, match="belongs to aurora-evolution"):
            await desk.connect("evolution", given={"name": "aurora"})
        assert server.requests == []

"""What no business of appointments is asked about: matches, weather, politics, jokes, school."""

import re

from agent.language.text import plain

_WORLD = re.compile(
    r"\b(?:(?:gano|ganaron|ganhou|perdio|jugo|jogou|won|lost|playing|played|juega|joga) (?:\w+ ){0,3}(?:partido|mundial|final|jogo|futebol|futbol|copa|clasico|game|match|world cup|super bowl|elecciones|eleicao|election)"
    r"|(?:partido|jogo|final|clasico) (?:de )?(?:anoche|ontem|ayer|futbol|futebol|del mundial|da copa)|(?:va a llover|vai chover|will it rain|que clima|weather|previsao do tempo|pronostico del tiempo)"
    r"|capital (?:de|of|da|do) \w+|presidente (?:de|do|da|of)|president of|(?:cuenta\w*|conta|tell me) (?:me )?(?:un |uma? |a )?(?:chiste|piada|joke)|(?:receta|receita|recipe) (?:de|for|of)|poema|poem|raiz cuadrada|square root)\b"
)


def is_of_the_world(text: str) -> bool:
    """ "¿Quién ganó el partido anoche?"."""
    return bool(_WORLD.search(plain(text)))

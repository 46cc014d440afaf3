"""Small talk that asks nothing of a business: "¿cómo estás?", "jaja qué calor", a wish for a joke."""

import re
from typing import Literal

from agent.language.greetings import HELLO
from agent.language.text import plain

_LAUGH = r"(?:(?:ja|je|ha|he|rs|k)(?:ja|je|ha|he|rs|k)*|lol|kk+|ay|uy|uf|ufa|nossa|wow)"
_HELLO = rf"(?:{HELLO}|buenas|buenos dias|buenas tardes|bom dia|boa tarde|good morning)"
_TALK = re.compile(
    rf"(?:{_LAUGH} |{_HELLO} |y )*(?:"
    r"(?:como|que tal) (?:estas?|esta|va|te va|andas|amaneciste|amanecio|vai|voce esta|vc esta|esta voce|estan|va todo|te sientes)(?: (?:tu|vos|usted|hoy|tu dia|el dia|tudo|ai|todo))*"
    r"|que tal(?: (?:tu|el) dia| todo)?|tudo (?:bem|bom)(?: (?:com voce|ai|contigo))?|e ai tudo bem"
    r"|how (?:are|r) (?:you|u)(?: (?:doing|today|feeling))*|how(?:s| is) (?:it going|your day|life|everything)(?: going)?(?: today)?|whats up"
    r"|(?:que|how|what a|its so|it is so|so) (?:mucho |much |tanto )?(?:calor|frio|lluvia|sol|chuva|hot|cold|rainy|dia tan lindo|lindo dia|dia lindo|beautiful day|nice day)(?: (?:hace|hoy|esta haciendo|hein|ne|today|outside|hoje|out there))*"
    r"|(?:esta|ta) (?:haciendo|fazendo) (?:mucho |muito )?(?:calor|frio)(?: (?:hoy|hoje))?"
    rf")(?: {_LAUGH})*"
)
_JOKE = re.compile(
    r"(?:cuent\w*|cont[ae]\w*|dime|diga|tell me|tell|know|sabes|sabe|do you know|me conta|me conte) (?:me )?(?:algun |algum |any |some |un |uma |a |another |otro |outra )*(?:good |buen |bom |boa )?(?:chistes?|piadas?|jokes?)"
)


def small_talk(text: str) -> Literal["", "talk", "joke"]:
    """Which kind it is, where the whole message is nothing else."""
    spoken = plain(text)
    if _TALK.fullmatch(spoken):
        return "talk"
    short = len(spoken.split()) <= 9
    return "joke" if short and _JOKE.search(spoken) else ""

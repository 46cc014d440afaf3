"""What stands around a yes or a no to a change: apologies, orders to do it, and what holds it back."""

import re

from agent.language.text import plain

_APOLOGY = re.compile(
    r"(?:(?:y|e|and|ay|ai|uy|oh|ok|pero|mas|but|mil|muchas?|muitas?|so|very|im|i am|really) )*"
    r"(?:que pena|q pena|que vergonha|que verguenza|perdon\w*|perdao|disculp\w*|desculp\w*|me (?:desculp\w*|disculp\w*|perdo\w*)|lo siento|sinto muito|sorry|sry|apologies|my apologies|i apologi[sz]e|foi mal|malz?)"
    r"(?: (?:mesmo|mucho|muito|con (?:usted|ustedes|vos)|com voces|(?:por|pela|pelo|for|about|a|o|el|la|los|las|the|all|this|that|tanto|tanta|tantas|todo|tudo|de verdad"
    r"|cambio|cambios|mudanca|mudancas|troca|trocas|transtorno|molestia|molestias|incomodo|trouble|hassle|change|changes|bother|inconvenience|confusao|confusion|lio|vaiven|enredo|back and forth)))*"
)
_ORDER = re.compile(
    r"(?:(?:si|sim|yes|que|ok|dale|pues|entonces|entao|ya|ja|please|por favor|porfa|go ahead and|just|do|y|e|and|and yes|so) )*"
    r"(?:(?:muev|pas|cambi|corr|reprogram|reagend)\w*(?:la|lo)|(?:puedes?|puede) (?:mover|pasar|cambiar)(?:la|lo)?|h[aá]galo|hazlo"
    r"|(?:pode|podem) (?:passar|mudar|mover|trocar|remarcar)|passa|muda|remarca|faz isso"
    r"|(?:you can )?(?:move|change|switch|reschedule) (?:it|that|mine|them)|do it|go (?:ahead|for it))"
    r"(?: (?:ya|ja|sim|si|please|por favor|porfa|entonces|entao|then|nomas|no mas|logo|now|ahora|agora))*"
)
_INSISTS = re.compile(
    r"(?:que (?:si|sim)|(?:ya|ja|eu|i|yo)(?: (?:te|le|les|lhe))? (?:dije|disse|falei|said)(?: (?:que|already))? (?:si|sim|yes)|(?:mas |pero )?(?:eu )?(?:ja )?disse (?:que )?sim)"
)
_HOLDS_BACK = re.compile(
    r"^(?:(?:y|e|and|pero|mas|but|ok|solo|so|only|just) )*"
    r"(?:(?:solo|so|only|just) (?:si|se|if|when|cuando|quando)|siempre (?:que|y cuando)|desde que|contanto que|as long as|provided|unless|a menos que|a no ser que|si (?:es|no|me|hay|tiene|cobran)|se (?:nao|tiver|for|cobrar\w*|me)|if (?:its|it is|there|not|no|that|you|so)|depende|depends)\b"
)


def apologises(text: str) -> bool:
    """Nothing but an excuse: "y perdón por el cambio", "desculpa o transtorno", "qué pena"."""
    return "?" not in text and bool(_APOLOGY.fullmatch(plain(text)))


def orders_the_move(text: str) -> bool:
    """Nothing but "do it": "muévela ya", "pode passar", "go ahead and move it"."""
    return "?" not in text and bool(_ORDER.fullmatch(plain(text)))


def insists_on_yes(text: str) -> bool:
    """ "Que sí", "eu já disse sim", "I said yes"."""
    return bool(_INSISTS.fullmatch(plain(text)))


def holds_back(text: str) -> bool:
    """Whether a part of an answer makes it depend on something: "pero solo si no cobran", "unless"."""
    return bool(_HOLDS_BACK.match(plain(text)))

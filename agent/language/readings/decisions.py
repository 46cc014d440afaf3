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
    r"(?:(?:si|sim|yes|yea|yeah|yep|yup|sure|que|ok|dale|pues|entonces|entao|ya|ja|please|por favor|porfa|go ahead and|just|do|y|e|and|and yes|so) )*"
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
    r"(?:(?:primero|primeiro|antes|first|before)\b|(?:solo|so|only|just) (?:si|se|if|when|cuando|quando)|siempre (?:que|y cuando)|desde que|contanto que|as long as|provided|unless|a menos que|a no ser que|si (?:es|no|me|hay|tiene|cobran)|se (?:nao|tiver|for|cobrar\w*|me)|if (?:its|it is|there|not|no|that|you|so)|depende|depends)\b"
)
_BARE_HOUR = re.compile(
    r"(?:(?:the|la|las|a las|as|at|ok|sim|si|yes|para|pra|de) )*\d{1,2}(?:[ .:h]\d\d)?(?: (?:am|pm|h))?(?: (?:works?(?: for me)?|is (?:fine|good|ok|okay|great|perfect)|pls|please|porfa|por favor|esta (?:bien|bom)|ta bom|me (?:sirve|serve|va bien)|serve|sirve|pode ser|it is))+"
)
_GOES_ON = re.compile(
    r"(?:y|e|and|pero|mas|but|also|tambien|tambem|la|el|a|o|the|my|mi|minha|meu|mine|move|change|cancel\w*|muev\w*|mude|muda|passa|pasa\w*)\b"
)
_HESITATES = re.compile(
    r"(?:(?:no|nao|oh|ay|ah|ok|but|pero|mas) )*(?:wait|hold on|hang on|one sec\w*|espera|espere|esperate|perate|perai|pera|calma|um momento|un momento|a ver|actually|en realidad|na verdade|well|bueno|bom|entonces|entao|then|so|pues|hm+|mmm*|eh)"
)
_PLEA = re.compile(r"(?:por favor|porfa\w*|porfis|please|pls|plz)(?: (?:por favor|please))*")
_CHARGE = re.compile(
    r"\b(?:fees?|charged?|charges|penalt\w+|refund\w*|money back|deposit|taxa|taxas|multa|penalidad\w*|penalizacion|recargo|reembols\w+|devuelv\w+|devolv\w+|devolu\w+|anticipo|sinal"
    r"|(?:me |se |nos |lo |la )?(?:cobr(?:an|am|a|aria|arian)|cobr(?:ado|ar) )(?! (?:lo mismo|o mesmo|igual)\b)|(?:tiene|tem|hay|ha|any|extra) (?:algun |algum |alguna |un |um )?(?:cost\w*|custo\w*|cargo)|costs? (?:to|for) (?:change|changing|move|moving|cancel\w*)"
    r"|(?:costo|custo|cobro|cobranca) (?:\w+ ){0,3}(?:cambi\w*|cancel\w*|mover\w*|troca\w*|mudan\w*))\b"
)
_OF_ITS_OWN = re.compile(
    r"\b(?:(?:la|el|a|o|las|los) (?:otr[oa]|outr[oa])|the other|(?:la|el|a|o|minha|meu|mi) (?:(?:\w+ )?(?:del?|da|do|das|dos) )|(?:la|lo) (?:mia|mio)|a minha|o meu|mine|(?:the|my) \w+ one|the one|\w+s one)(?=\s|$|\b)"
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


def hesitates(text: str) -> bool:
    """Nothing but a word that gains time: "wait", "espera", "na verdade"."""
    return bool(_HESITATES.fullmatch(plain(text)))


def asks_for_a_charge(text: str) -> bool:
    """Whether it is about what a change costs, or what comes back: "¿me cobran algo?", "any fee?"."""
    return bool(_CHARGE.search(plain(text)))


def speaks_of_one_of_several(text: str) -> bool:
    """Whether one appointment is told from others: "la de cejas", "a da minha mãe", "the other one"."""
    return bool(_OF_ITS_OWN.search(plain(text)))


def takes_bare_hour(text: str) -> bool:
    """ "4 works", "las 4 está bien": an hour that only its being taken shows."""
    return bool(_BARE_HOUR.fullmatch(plain(text)))


def goes_on_with(text: str) -> bool:
    """Whether a part goes on from the one before, or names something first: "y la de …", "a da minha mãe"."""
    return bool(_GOES_ON.match(plain(text)))


def only_pleads(text: str) -> bool:
    """Nothing but "por favor", which says yes alone and begins an order beside one."""
    return bool(_PLEA.fullmatch(plain(text)))

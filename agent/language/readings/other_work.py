"""Work that anybody could ask of an assistant for everything, and that a business's desk does not do."""

import re

from agent.language.text import plain

_TEXT = (
    r"(?:poemas?|poesias?|versos?|cancion|cancao|musica|rap|ensayo|redacao|cuento|conto|carta|curriculum|curriculo|hoja de vida|codigo|scripts?|trabalho|"
    r"monografia|discurso|chistes? (?:largo|de)|caption|poems?|songs?|lyrics|essay|short story|story|cover letter|resume|cv|code|program|speech|"
    r"limerick|haiku|blog|articulo|artigo|article)"
)
_CODE = r"(?:python|javascript|typescript|java|html|css|php|sql|excel macro|rust|c sharp|bash)"
_SCHOOL = r"(?:tareas?|deberes|homework|licao(?: de casa)?|dever(?:es)? de casa|examen de \w+|assignment|exercicio de \w+|ejercicio de \w+|math problem)"
_FIELDS = (
    r"(?:fisica cuantica|fisica quantica|quantum|relatividad\w*|relatividade|relativity|fotosintesis|fotossintese|photosynthesis|guerra mundial|world war|"
    r"revolucion francesa|revolucao francesa|french revolution|teorema|theorem|pitagoras|derivadas?|integrals?|logaritmo\w*|black holes?|agujeros? negros?)"
)
_OTHER = re.compile(
    rf"\b(?:escrib\w+|escrev\w+|redact\w+|redij\w+|compon\w*|compo[en]\w*|haz(?:me)?|hace(?:me)?|hacer|fa[cz]a?|fazer|crea(?:me|r)?|cria(?:r)?|crie|genera(?:r|me)?|gera(?:r)?|gere|dame|quiero|quero|"
    rf"write|compose|make|create|generate|draft|give me|want) (?:me |us |pra mim |para mi )?(?:up )?(?:(?:un|una|uma?|el|la|o|a|an|some|the|mi|meu|minha|my|short|corto|small|little|pequeno) )*{_TEXT}\b"
    rf"|\b(?:en|in|em|with|con|com|de|a|my) {_CODE}\b|\b{_CODE} (?:code|script|program|function|codigo|funcion|funcao)\b|\bprogram(?:ar|ame|me|a) (?:en|em|in|una funcion|uma funcao)\b"
    r"|\b(?:traduc\w+|traduz\w*|translate)(?: (?:me|this|that|esto|isso|isto|el|la|lo|o|a|al|para|pra|to|into|from|una?|uma?|un texto|un parrafo|english|ingles|espanol|frances|portugues|hello|hola))+\b"
    rf"|\b(?:ayud\w+|ajud\w+|help|haz\w*|hace\w*|hacer|faz\w*|fac[ao]|resuelv\w+|resolv\w+|solve|do|con|com|with) (?:\w+ ){{0,4}}?{_SCHOOL}\b"
    r"|\b(?:quien|quem|who|whos) (?:crees que |do you think |voce acha que )?(?:va a ganar|gana|ganara|vai ganhar|ganha|will win|is going to win|going to win|wins|should i vote|gano las)\b"
    r"|\b(?:elecciones|eleicoes|eleicao|elections?)\b|\bpor quien (?:voto|debo votar)\b|\bem quem (?:voto|devo votar)\b"
    r"|\b(?:cuanto es|quanto e|quanto da|what is|whats|calcula|calcule|calculate) (?:la raiz|a raiz|the square|\d+ (?:por|x|mas|menos|entre|vezes|mais|dividido|times|plus|minus|divided))"
    r"|\b(?:actua|act[ue]a|comportate|finge|fingir|aja|atue|act|pretend|behave|roleplay) (?:ser |como |que |as |like |to be |you are )"
    rf"|\b(?:explic\w+|explain|que es|o que e|what is|teach me|ensena\w*|me fala|hablame|tell me about) (?:\w+ ){{0,4}}?{_FIELDS}\b"
    r"|\b(?:precio del (?:dolar|bitcoin)|dolar hoy|cotacao do dolar|preco do bitcoin|price of (?:bitcoin|gold)|bitcoin price|stock price|horoscopo|horoscope)\b"
    r"|\b(?:recomiend\w+|recomend\w+|recommend|suggest) (?:me )?(?:una?|uma?|a|an|some|alguna?) (?:buena? |boa |bom |good )?(?:pelicula|serie|libro|filme|livro|movie|series|book|song|game|juego|jogo|cancion|restaurante?|hotel)\b"
    r"|\b(?:noticias (?:de hoy|del dia|de hoje|do dia)|todays news|latest news|news today)\b"
)


def asks_for_other_work(text: str) -> bool:
    """ "Escríbeme un poema", "write python code", "who will win the election"."""
    return bool(_OTHER.search(plain(text)))

"""Real words one letter away from a word of dates, which are not corrected: Mario is no March.

Of the commonest words of the three languages, those that the spelling of dates would catch.
"""

_WORDS = (
    "abra abran abria abrio abrir abris abriu acosto agoto agusto amanda amando amano angosto "
    "antler apanha aposto aranha atril augusta auguste augusto avril cadinho cerca cesta coche "
    "cuarto dominga domingas dominio dominios domino dominos entero enteros entre entro evenin "
    "ferrero followings frida friends janio jeeves judio jueces juegos jugo julgo julia juliao "
    "julie junco junin junior junko junta junto juntos lanes lines lucas luces lunar lunas lunch "
    "lunges lungs lunita lures luzes macana madan magana magna mahan malhas maltes maman manada "
    "manadas manama mananero manas manca mancha manchas manda mandan mandar mandas manden manejo "
    "manera maneras manga mangan mangas mania manias manja manny manon mansa mansas manta mantas "
    "mantes manzana manzanas marana marca marcha marco marcos mareo mares margo mario marko marlo "
    "marsh marta martas marte martel marten martens martin martos matan match mates mauna maxima "
    "mayan mayor minha minhas minna moaning modal modas monada money moray mortes mourning nearly "
    "niche niches nieve nochebuena nocoes noire noise noises norte notches notes novela nueve "
    "obtem parte partes prima proxies proximal quanta quantas quart quarto quartos quarts quartz "
    "quieta quietas quina quinas quinoa quint quintais quintal quinto quintos quintus quinua "
    "quinze quita quitas sabana sabao sabido sabios sacado sacados safadao safado safados salado "
    "salados saldado sanado sarado secta sectas seguida seguidas segundo segundos segura seita "
    "seitas semanal seminal senta sentou septa serta sesta setas sexto sexton sextos siguen "
    "sobado sundae sundry tarda tardan tardar tardas tarden tardis tardo tardy tarea tarjeta "
    "tarte templo teras tercia terco tercos teria termas terna terra terras texto thugs toady "
    "todas toddy todos torca tours trade trades tuerca tuercas turca turcas turning viene vienen "
    "vienes vieres vierten warning yearly "
)
REAL_WORDS = frozenset(_WORDS.split())

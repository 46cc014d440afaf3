"""The words by which customers refuse, except and assert, folded, as parts of regular expressions.

A bar separates phrases; a dot and an asterisk stay out, so that each line reads as a list.
"""

# Negations that are idioms: they refuse nothing.
IDIOMS = (
    # es
    r"(?:no (?:hay|tengo|veo|es|le veo|tiene) (?:ning\w+ )?(?:problema|inconveniente|drama|lio|molestia|apuro|afan|prisa)\w*"
    r"|no (?:me |te |se |le )?(?:importa\w*|preocup\w+|olvid\w+|molesta\w*)|no pasa nada|no esta mal|no seria malo"
    r"|no sol[oa](?:mente)?|como no|(?:y |o )?si no|por lo menos|al menos|mas o menos|no mas|no obstante|o no|no (?:espera\w*|aguant[ae]\w*|perame|perate)|sin problema|no entend\w+|no te entiend\w+"
    # pt
    r"|nao (?:tem|ha|vejo) (?:nenhum )?problema|nao (?:se )?(?:importa\w*|preocup\w+|esquec\w+)|nao so|se nao|pelo menos|mais ou menos|ou nao|nao (?:espera|pera|perai|aguarda)|sem problema"
    r"|nao entend\w+"
    # en
    r"|no (?:problem|worries|rush|hurry|doubt)|not (?:a problem|only|just|bad)|(?:don't|dont|do not) (?:mind|care|worry|forget)"
    r"|(?:can't|cant|cannot) wait|no (?:wait|hold on|hang on)|if not|at least|or not)"
)

UNCERTAIN = (
    r"(?:no (?:estoy segur[oa]|se|lo se)(?= |$)|no (?:tiene (?:que|por que)|hace falta que|es necesario que|necesita|necesito que) (?:ser|sea)|no (?:necesaria|precisa|exacta)mente"
    r"|nao (?:precisa|tem que) ser|nao (?:necessaria|exata)mente|not necessarily|(?:doesn't|does not|doesnt) (?:have|need) to be|nao (?:sei|tenho certeza)|(?:i'm |im |i am )?not sure|(?:i )?(?:don't|dont) know)"
)

NEGATIONS = (
    r"(?:no+|nop|nope|nel|nao|not|never|nunca|jamas|tampoco|nada|nothing|none|neither|nor|ningun\w*|nenhum\w*|nem|ni"
    r"|can't|cant|cannot|won't|wont|don't|dont|doesn't|doesnt|isn't|isnt|aren't|arent|couldn't|wouldn't|didn't|didnt|wasn't|ain't|im not|i'm not)"
)
"""In Portuguese "no" is a preposition: see `polarity`."""

# What follows the "n" that Brazilians write for "não"; elsewhere it is an "and".
AFTER_N = frozenset(
    [
        "posso",
        "da",
        "vou",
        "consigo",
        "rola",
        "quero",
        "pode",
        "podia",
        "tenho",
        "serve",
        "e",
        "eh",
        "vai",
        "dou",
        "estou",
        "to",
        "",
    ]
)

EXCEPTIONS = (
    r"(?:menos(?! (?:de|que) \$?\d)|excepto|exceto|salvo|tirando|quitando|sacando|sin contar|sem contar|sem ser|fuera (?:de|del)|aparte (?:de|del)"
    r"|fora|a no ser|a nao ser|(?:siempre (?:que|y cuando) |mientras |con tal (?:de )?)?que no (?:sea[n]?|fuera|caiga)|mientras no sea[n]?"
    r"|(?:desde )?que nao seja[m]?|except(?: for)?|excluding|apart from|other than|aside from|besides|unless it's|unless it is|unless"
    r"|as long as (?:it's|its|it is) not|(?:any|every|all|anything|anytime|everything|whenever|nothing|(?<!same )(?:day|days|time|times|week))(?: \w+)? but(?: not)?)"
)

# What the other takes the place of: it goes no further than the one thing that follows.
INSTEAD_OF = r"(?:(?:en|em) (?:vez|lugar) (?:d[eao]|del|das|dos)|no lugar (?:d[eao]|das|dos)|ao inves (?:d[eao]|das|dos)|instead of|rather than)"

# What cannot be, said without a negation.
REFUSING = (
    r"(?:(?:to|tou|tamos) (?:viajando|trabalhando|ocupad[oa])|deu ruim|ficou ruim|complicou|miou|imposible|impossivel|impossible|evit(?:ar|emos|o|a|e)|avoid|skip|descart\w+|quit(?:a|e|ame|eme)|odio|hate|(?:estoy|ando|estare|estarei|estou|vou estar|i'm|im|i am|i'll be) (?:muy |super |very |really )?(?:ocupad[oa]|busy|booked|away|viajando|de viaje|trabajando|trabalhando|out of town|working|travell?ing|flying|on (?:holiday|vacation|leave))"
    r"|(?:yo |eu |i )?(?:trabajo|trabalho|work)(?= (?:el|los|na|no|nas|aos|on|todo|toda|all|hasta|ate|until|o dia|desde)\b|$)|(?:ya )?tengo (?:clase|clases|trabajo|turno|un compromiso|otra cita|que (?:trabajar|estudiar|viajar|ir))|tenho que (?:trabalhar|estudar|viajar)|i have to work|tenho (?:aula|trabalho|compromisso|jogo|prova)|tengo (?:partido|examen)|i have (?:class|work|plans|a thing|a game|something on)|i've (?:got )?(?:a thing|something on|plans|a game)"
    r"|ya (?:me quiero|me tengo que|tengo que) ir(?:me)?|ja (?:quero|tenho que|preciso) ir|i have to leave(?: by then)?|(?:rapido|em cima|cedo) demais|(?:muito|mt|mto) em cima|muy encima|too soon"
    r"|me (?:queda|quedan|viene|vienen|va|sale|cae) (?:muy |re |super |bastante )?(?:mal|dificil|complicado|imposible|fatal|lejos)|(?:se )?me complica[n]?"
    r"|me (?:pilla|agarra|coge)[n]? (?:en|trabajando|fuera|viajando)|(?:esta|es|fica|ta|e) (?:muy |meio |bem )?(?:dificil|complicado|ruim|mal|apertado|justo)|(?:es|seria|is|are|would be|queda[n]?|fica|parece|e|'s|s) (?:muy|demasiado|super|muito|too|so|very) (?:temprano|tempranito|cedo|early|pronto|soon|tarde|late)|(?:is|are|'s|s) (?:bad|out|tough|hard|terrible|difficult|no good)|no good)"
)

# Verbs of the business, asked or reported: "¿no tiene el jueves?", "no me dijo si …".
OF_DESK = (
    r"(?:(?:me |te |nos |le |les |you |u |ustedes |voces |voce )*(?:tiene[ns]?|tenes|tenian?|hay|habra|habia|(?<!me )(?<!te )queda[n]?|tem|tinha|ha|atiende[ns]?|atendem?|abren?|abrem?|trabaja[ns]|trabalham"
    r"|dij(?:o|eron|iste)|disse(?:ram)?|ha dicho|han dicho|respond\w+|contest\w+|aparece[n]?|sale[n]?)(?! (?:forma|manera|modo|como|caso|jeito)\b)"
    r"|(?:you|u|they) (?:have|got|said|told)|there(?: is| are|'s)?|(?:you|u) (?:open|have)|(?:tell|told|say|said|answer(?:ed)?)(?: me)?(?= if| whether| \w+ if))"
)
# What is a question when it is asked, and a refusal when it is said: "no puede ser el martes".
OF_EITHER = r"(?:(?:me |se )?(?:puede|podria|pueden|podrian|pode|poderia|podem|da|sera|seria)(?: ser| ir| agendar| venir| marcar)?|i|we|you|available|disponible[s]?|disponivel|libre[s]?|livre|free|posible|possible|possivel)"

# "¿Por qué no el martes?"
SUGGESTS = r"(?:por que|porque|pq|why|que tal si|y si|e se|what if)"

ASSERTS = (
    r"(?:si|yes|sim|ok|tambien|tambem|too(?! \w)|puedo|podria|posso|consigo|me (?:sirve[n]?|queda[n]? (?:bien|perfecto|mejor)|va[n]? (?:bien|mejor)|viene[n]? (?:bien|mejor)|gusta|funciona)"
    r"|sirve[n]?|serve[m]?|funciona[m]?|esta (?:bien|perfecto|ok)|(?:ta|esta) (?:otimo|bom|bien)|es (?:mejor|perfecto)|mejor|melhor|perfecto|perfeito|perfect|dale|bien"
    r"|pode ser|puede ser|fica (?:bom|melhor|otimo)|works?|(?:is|are|would be|sounds) (?:fine|good|ok|okay|better|great|perfect|best)|i can|we can)"
)

# A clause of its own inside one without commas: what comes then is not refused by what came before.
NEW_CLAUSE = r"(?:si|if|whether|porque|because|cause|pois|ya que|entonces|entao|then|so|quiero|quisiera|necesito|quero|queria|preciso|i want|i need|i'd like|dame|deme|tiene[ns]?|hay|tem|do you|have you|is there|que tal|what about|how about|gracias|obrigad[oa]|thanks)"
# Spoken of besides: "salgo del trabajo a las 5" wishes no five o'clock.
ASIDE = r"(?<!schedule )(?<!schedule me )(?<!book )(?<!book me )(?<!arrange )(?<!let's have )(?<!lets have )(?<!set up )(?:salgo|salimos|saio|entro|termino|almuerzo|get off|get out|finish(?: work)?|start work|leave work|off work|(?:mi|my|meu|minha|otra|outra|la|the|a) (?:vuelo|flight|voo|reunion|meeting|reuniao)|llego|chego)"
# What follows a bare "no" that takes back, of whatever kind it is: "…, no, digo con Luis".
CORRECTING = (
    r"(?:~?(?:digo|espera|espere|espere[nm]|perdon\w*|perdao|disculp\w*|desculp\w*|quise decir|quiero decir|quer\w* dizer|en realidad|na verdade|alias"
    r"|mejor|melhor|mas bien|me equivoque|me confundi|me enganei|errei|wait|i mean\w*|sorry|actually|make|rather|oops|scratch))"
)
# After it a bare "no" denies nothing: "no, I mean Monday at 5".
MEANING = r"(?:(?:i )?mean\w*|quise decir|quiero decir|quer\w* dizer|digo)"
CONTRASTS = frozenset(
    [
        "pero",
        "sino",
        "mejor",
        "melhor",
        "porem",
        "but",
        "prefiero",
        "prefiro",
        "rather",
        "instead",
        "better",
        "preferiria",
        "preferia",
    ]
)
BEFORE_MAS = frozenset(
    ["tarde", "temprano", "que", "de", "o", "tardar", "tardecito", "bien", "cerca", "pronto"]
)
"""After "mas" (Spanish "más", not Portuguese "but")."""
COORDINATORS = r"(?:y|e|o|u|ou|and|or|ni|nem|nor|ni tampoco|tampoco)"
GLUE = (
    r"(?:el|la|los|las|lo|un|una|o|a|os|as|do|da|de|del|d|na|nas|no|nos|en|em|por|para|pra|pa|al|ao|aos|on|in|at|the|this|este|esta|ese|esa|dia|dias|day|days|hora|horas"
    r"|con|com|with|dr|dra|doctor|doctora|sr|sra|tipo|como|around|about|x|es|sea|seja|it's|be|ser)"
)
# Between a day and its refusal: "el martes yo la verdad no puedo".
SUBJECTS = r"(?:queda|quedan|fica|ficam|tambem|tambien|also|too|yo|eu|i|me|a mi|mi|para mi|pra mim|for me|us|pues|es que|la verdad|really|just|simply|definitely|ya|ahora|is|are|was|would|it|that|eso|esa|ese|ahi|lamentablemente|infelizmente|sorry|definitivamente|mismo|todavia|ainda|creo que|acho que|i think|en adelante|em diante|pra frente|onwards|or later|o mas tarde|ou mais tarde)"

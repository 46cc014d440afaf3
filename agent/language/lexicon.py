"""How customers of the three languages say what they want: patterns over folded words.

Every pattern is matched against one clause (see text.clauses) whose mistyped words were mended.
The number is how sure one can be when the pattern is all there is.
"""

import re

from agent.language.greetings import HELLO
from agent.language.hours import OPENING
from agent.language.intent import Intent

# What is booked, in the words of the countries.
NOUN = (
    r"(?:citas?|turnos?|reservas?|reservacion|consultas?|agendamentos?|sesion|sessao|valoracion"
    r"|avaliacao|appointments?|appt|booking|appoinment)"
)
_ANY_NOUN = rf"(?:{NOUN}|horas?|horarios?|cupos?|espacios?|lugar|vagas?|slots?|fecha|data|dia|time)"
_CAN_I = r"(?:quiero|quisiera|quero|queria|necesito|preciso|deseo|busco|puedo|posso|me gustaria|gostaria de)"
# An article, "mi", "uma" ... between a verb and its noun.
_THE = r"(?:(?:la|el|mi|una?|otra?|esa|ese|esta|este|a|o|minha|meu|uma?|outra?|my|an?|the|another|nuestra|tu|su|de) )*"

_NO_SERVICE = r"(?:discount|receipt|refund|invoice|human|person|moment|quote|price|copy|list|call|word|look|question|reply|answer|link|number|address|map)"
_WHEN_IN_ENGLISH = r"(?:today|tomorrow|tonight|(?:this|next) (?:week|month|\w+day)|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tue|wed|thu|fri|sat|sun|morning|afternoon|evening|at \d|\d{1,2} ?[ap]m|dec|december|jan|january)"
_RAW: tuple[tuple[Intent, float, str], ...] = (
    (
        Intent.CANCEL,
        0.9,
        r"\b(?:cancel(?!acion|lation|amento)\w*|anular\w*|anulen?\w*|anula(?:me)?(?:l[ao]s?)?|desmarc\w*|desagend\w*)\b",
    ),
    (
        Intent.CANCEL,
        0.9,
        rf"\b(?:borra\w*|quita\w*|elimina\w*|baja a|dar de baja|drop|delete) {_THE}{NOUN}\b",
    ),
    (Intent.CANCEL, 0.7, r"\bcancel(?:acion|lation|amento)\b"),
    (
        Intent.CANCEL,
        0.65,
        r"\b(?:no|nao|ya no) (?:voy a |vou |puedo |podre |alcanzo |consigo |posso |puedo |voy |vamos )*(?:a )?(?:poder |conseguir )?(?:ir|asistir|llegar|acudir|comparecer|alcanzar|ir a la cita)\b",
    ),
    (
        Intent.CANCEL,
        0.65,
        r"\b(?:ya no (?:quiero|necesito)|no quiero (?:ya|mas)|nao quero mais|dont want) {_THE}{NOUN}\b".replace(
            "{_THE}", _THE
        ).replace("{NOUN}", NOUN),
    ),
    (
        Intent.CANCEL,
        0.65,
        r"\b(?:cant|cannot|wont|wont be able to|will not|not going to|unable to) (?:be able to )?(?:make (?:it|my|the)|come|go|attend|be there)\b",
    ),
    (Intent.RESCHEDULE, 0.95, r"\b(?:reagend\w*|reprogram\w*|remarc\w*|reschedul\w*|re agendar)\b"),
    (
        Intent.RESCHEDULE,
        0.9,
        rf"\b(?:cambi\w*|mover|muev\w*|mueva\w*|correr|corr[aei]\w*|pasar|pasarme|pasame|pasen?me|pasemos|aplaz\w*|adelantar\w*|adelante\w*|atrasar\w*|postergar\w*|posponer\w*|mudar|muda|mudamos|troca\w*|trocar|adiar|antecipar|transferir|passar|alterar|change|move|push|switch|shift|postpone|modificar) (?:back )?{_THE}(?:hora(?:rio)? de |fecha de |dia de )?{_THE}{_ANY_NOUN}\b",
    ),
    (
        Intent.RESCHEDULE,
        0.9,
        r"\b(?:cambiar|mover|correr|pasar|aplazar|adelantar|atrasar|postergar|posponer|cambiarme|cambiarmel|moverme|corrérme)(?:la|lo|mela|melo)\b",
    ),
    (
        Intent.RESCHEDULE,
        0.9,
        r"\b(?:cambia|cambie|mueve|move|mueva|corre|corra|pasa|pase|adelanta|adelante)(?:la|lo|mela|melo|nosla)\b",
    ),
    (
        Intent.RESCHEDULE,
        0.85,
        r"\b(?:cambio de (?:cita|turno|hora|horario|fecha|dia)|mudanca de horario|move it to|change it to|move mine|mudar para|passar para|trocar para|trocar pra|mudar pra)\b",
    ),
    (
        Intent.RESCHEDULE,
        0.9,
        r"^(?:(?:please|pls|now|then|and|ok|just|can you|could you) )*(?:move|shift|push|switch|reschedule|change) (?:\S+ ){1,4}?from (?:\S+ ){1,6}?to \w"
        r"|^(?:(?:porfa|por favor|ahora|agora|y|e|ok|pode|puedes?) )*(?:mueve|mueva|mover|pasa|pase|pasar|cambia|cambie|cambiar|muda|mude|mudar|passa|passe|passar|troca|trocar) (?:la|el|lo|a|o|as|os) (?:cita |consulta |turno )?(?:de|da|do|del) (?:\S+ ){1,3}?(?:del|de|da|do) (?:\S+ ){1,6}?(?:al|a|para|pra|pro) \w",
    ),
    (
        Intent.RESCHEDULE,
        0.75,
        rf"\b{_CAN_I} (?:cambiar|mover|mudar|trocar|aplazar|correr)\b|\b(?:can i|could i|want to|need to|like to) (?:change|move|switch)\b",
    ),
    (
        Intent.RESCHEDULE,
        0.7,
        r"^(?:cambiar|mover|mover cita|cambiar cita|mudar|remarcar|move|change|moverla|cambiarla)$|\bprefiero (?:moverla|cambiarla)\b",
    ),
    (
        Intent.RESCHEDULE,
        0.9,
        r"\bme (?:lo|la) (?:cambi(?:as?|an|e|en|ame|eme)|muev\w+|pas(?:as?|an|e|en)|corr(?:es?|en|a))\b|\b(?:la|lo) (?:puedo|podemos|pueden|puedes|podrian|podria|podes|quiero|quisiera) (?:pasar|mover|cambiar|correr|aplazar|dejar para)\b"
        r"|\b(?:pasar|mover|cambiar|correr|mudar|passar|move|push) (?:al|para el|para la|pro|pra|para o|to) (?:\w+ )?(?:lunes|martes|miercoles|jueves|viernes|sabado|otro|otra|proxim[oa]|dia|segunda|terca|quarta|quinta|sexta|monday|tuesday|wednesday|thursday|friday|saturday)\b",
    ),
    (
        Intent.RESCHEDULE,
        0.9,
        r"\b(?:jog(?:ar|a|ue)|empurr(?:ar|a|e))(?: (?:ela|ele|isso|minha|meu|a|o|pra frente))* (?:pra|para|pro|p) (?:a |o )?(?:\w+ )?(?:segunda|terca|quarta|quinta|sexta|sabado|domingo|amanha|depois|dia|semana|outro|outra|manha|tarde)\b",
    ),
    (
        Intent.CONFIRM,
        0.9,
        r"\b(?:confirm[oa]|confirmad[oa]s?|confirmar|confirmarl[oa]|confirme|confirmamos|confirming|confirm|confirmed|confirmando|confirmacion|confirmacao)\b",
    ),
    (
        Intent.CONFIRM,
        0.85,
        r"\b(?:(?:ahi|alla|alli) (?:estare|estaremos|voy a estar|nos vemos)|si asist\w*|asistire|si voy a ir|si ire|ahi voy|estarei la|vou sim|vou comparecer|eu vou|ill be there|i will be there|see you then)\b",
    ),
    (
        Intent.LIST,
        0.9,
        rf"\b(?:que|cuales|quais|qual|which|what) (?:son (?:las|los) |sao (?:as|os) )?(?:{NOUN}|horarios?|horas?) (?:que )?(?:yo |eu |nosotros |a gente |ya |ja )?(?:tengo|tenemos|tenho|temos|tem marcad\w+|i have|we have|do i have|do we have|have (?:i|we) got)\b"
        r"|\b(?:horarios?|horas?) (?:que )?(?:eu |yo )?(?:ja |ya )?(?:(?:tengo|tenho) )?(?:marcad|agendad|reservad)[oa]s?(?: (?:tengo|tenho|eu tenho))?\b|\bo que (?:eu |a gente |nos )?(?:ja )?(?:ta|esta|tenho|temos|tem) (?:marcad|agendad)[oa]\b|\b(?:que|lo que) (?:ya )?(?:tengo|tenemos|esta|hay) (?:agendad|reservad)[oa]\b|\bwhat (?:do|have) (?:i|we) (?:have )?(?:got )?(?:booked|scheduled)\b",
    ),
    (
        Intent.LIST,
        0.9,
        r"\b(?:mis|meus|minhas|my) (?:proxim[ao]s |upcoming |next )?(?:citas|turnos|reservas|agendamentos|consultas|horarios|appointments|bookings)\b",
    ),
    (
        Intent.LIST,
        0.9,
        rf"\b(?:cuando|que dia|a que horas?|para cuando|que horas|quando|when|what time|what day)\b.{{0,25}}\b(?:mi|minha|meu|my|tengo|tenho|quedo|do i have|ficou) {_THE}{_ANY_NOUN}\b",
    ),
    (
        Intent.LIST,
        0.85,
        rf"\b(?:ver|consultar|revisar|recordar\w*|recuerd\w*|check|see|lembrar|verificar) (?:mi|minha|meu|my) {NOUN}\b",
    ),
    (
        Intent.LIST,
        0.8,
        r"\b(?:tengo|tenho|do i have|yo tengo) (?:algun[ao]? |alguma? |una? |uma? |any |an )?(?:cita|turno|reserva|consulta|appointments?|agendamento|horario)(?: (?:agendad[ao]|reservad[ao]|marcad[ao]|pendiente|programad[ao]|booked))?\b",
    ),
    (
        Intent.LIST,
        0.8,
        r"\b(?:mi|minha|meu|my) (?:\w+ )?\w+ (?:tiene|tem|has|has got|got) (?:una |uma? |an )?(?:cita|turno|consulta|horario|appointment)\b(?! (?:que|to)\b)",
    ),
    (
        Intent.BOOK,
        0.85,
        r"^(?:(?:hola|holi|alo|buenas|buenos dias|buen dia|buenas tardes|porfa|por favor|quiero|necesito|dame) )*una hora (?:de|para|con) (?!quien|que )\w",
    ),
    (
        Intent.BOOK,
        0.85,
        rf"\b(?:can|could|may) (?:i|we) (?:please |pls |just )?(?:get|have|come in for|do) (?:an?|my|our|the|some) (?!{_NO_SERVICE}\b)(?:\w+ ){{1,8}}?{_WHEN_IN_ENGLISH}\b"
        rf"|\b(?:need|want|like|love|can i|could i|looking|gotta|have|got) (?:to )?(?:get|have) (?:my|our|his|her|the|some) (?:\w+ ){{1,2}}?(?:cleaned|done|checked|waxed|whitened|fixed|filled|cut|coloured|colored|trimmed|pulled|removed)\b",
    ),
    (
        Intent.BOOK,
        0.95,
        r"\b(?:agend(?!amento)(?:ar|arme|arla|arlo|ame|amos|emos|en|e|eme|o|armela|amela)\w*|reserv(?:ar|arme|arla|ame|amela|e|eme|o|en)\w*)\b",
    ),
    (
        Intent.BOOK,
        0.9,
        r"\b(?:inscrib\w+|inscripcion|apunt(?:ame|eme|ala|alo|enos|anos)|inscrev\w+|matricul\w+|sign (?:me|us|her|him|them|my \w+) up|put (?:me|us|her|him) down for|(?:ponga|pon|pone)me (?:la|el|una?|ahi|para) (?!nombre)\w+|me (?:encaixa|bota|poe) (?:na|no|as|a|pra|um|uma) \w+|any chance (?:of|for) (?:a|an|the|some)(?! (?:discount|refund|call)))\b",
    ),
    (
        Intent.BOOK,
        0.95,
        rf"\b(?:sacar|saco|pedir|pido|tomar|programar|solicitar|apartar\w*|apartame|coger|separar\w*|separame|hacer|conseguir\w*|marcar|marca|marque|coordinar|fazer|book|make|schedule|get|set up|arrange|anotar\w*|anotame) {_THE}(?:cita|turno|horas?|reserva|consulta|horario|espacio|cupo|lugar|valoracion|agendamento|avaliacao|appointment|visit|time|slot|vaga)s?\b",
    ),
    (
        Intent.BOOK,
        0.85,
        rf"\b(?:quiero|quisiera|necesito|busco|deseo|me das|me da|dame|deme|me dan|me regalas?|regalame|(?:me )?(?:puedes?|podes|podrias?|pueden) dar(?:me)?|tienes|tiene|tenes|tienen|tendras|tendran|tendrias|hay|habra|quero|queria|preciso|gostaria de|tem|teria|ha|want|need|id like|would like|do you have|is there|are there|any) (?:algun[ao]? |mais |mas |de |any |otra |an |para |\d |dos |tres |duas )?{_THE}(?:citas?|turnos?|horas?|cupos?|espacios?|lugar|vagas?|disponib\w*|consulta|agendamento|reserva|appointments?|slots?|openings?|availability|valoracion|horas? disponibles?)\b",
    ),
    (
        Intent.BOOK,
        0.8,
        r"\b(?:que dias? (?:tienen|tienes|hay|tenes)|(?:tienen|tienes|hay|queda|quedan|tem) (?:\w+ )?(?:libres?|livres?)|disponibilidad\w*|disponibilidade|availability|disponibles?|disponivel|disponiveis|available|openings|agenda (?:para|abierta|livre|aberta)|(?:hay|tienen|tem) agenda|horarios? (?:libres?|livres?|vagos?))\b",
    ),
    (
        Intent.BOOK,
        0.8,
        r"\b(?:quero|queria|tem|teria|preciso de|precisava de) (?:um |algum )?horarios?\b|\b(?:quiero|quisiera|necesito|tienen|tienes) (?:un |algun )?horarios? (?:para|el|en la)\b",
    ),
    (
        Intent.BOOK,
        0.85,
        r"\b(?:booking|book|to schedule|schedule (?:me|an?|for)|make (?:an|a) appointment|marcar|agendar|atenderme|atenderse|me atienden|hacerme (?:el|la|una?)|fazer (?:a|o|uma?) \w+)\b",
    ),
    (
        Intent.BOOK,
        0.6,
        r"(?<!mi )(?<!la )\b(?:cita|turno|appointment|horario|consulta|cupo|agendamento) (?:de|para|con|el|este|pra|for|on|with|com|na|no|manana|hoy|amanha|hoje|tomorrow|today)\b",
    ),
    (
        Intent.BOOK,
        0.55,
        r"^(?:una? |otra |outra |uma? |an |another |nova |nueva )?(?:cita|turno|appointment|consulta|agendamento|hora|reserva)(?: por favor| porfa| please| nueva)?$",
    ),
    (
        Intent.PRICE,
        0.95,
        r"\b(?:cuanto|quanto|que) (?:me |nos |le |te )?(?:cuesta\w*|vale\w*|es|sale\w*|cobra\w*|queda|seria|costaria|custa\w*|fica|sai|saldria|sao|ta|esta)\b(?! (?:el tiempo|tiempo))|\bcuanto (?:por|la|el|las|los)\b|\bquanto (?:e|o|a|pela|pelo)\b",
    ),
    (
        Intent.PRICE,
        0.95,
        r"\b(?:precios?|costos?|tarifas?|precos?|how much|prices?|pricing|costs?|fees?|valores)\b",
    ),
    (
        Intent.PRICE,
        0.9,
        r"\ba (?:como|cuanto) (?:sale|salen|esta|estan|es|queda|quedan|tienen?|dejan?|venden|cobran)\b",
    ),
    (
        Intent.PRICE,
        0.85,
        r"\b(?:el|que|cual es el|qual o|o|algun) valor\b|\bvalor (?:de|del|da|do)\b|^(?:y )?(?:cuanto|quanto|valor)$",
    ),
    (
        Intent.HOURS,
        0.9,
        r"\b(?:(?<!mismo )(?<!mesmo )(?<!esse )(?<!ese )(?<!este )(?<!otro )(?<!outro )(?<!meu )(?<!mi )horarios?(?: de (?:atencion|atendimento|funcionamento|servicio))?|opening hours|business hours|your hours|working hours)\b",
    ),
    (
        Intent.HOURS,
        0.9,
        r"\b(?:(?:atienden|atendem)(?!(?: a| com?| con| por| pel[oa]| o| el| os| los)?"
        r" (?:convenios?|planos?|plan(?:es)?|seguros?|eps|prepagadas?|medicina|unimed|sus|ninos?|ninas?|bebes?|menores?|adolescentes?|adultos?|mayores|idosos?|hombres?|homens?|mujeres|perros?|gatos?|"
        r"criancas?|kids?|children|embarazadas|gestantes|gravidas|mascotas|urgencias?|emergencias?|domicilio))|"
        r"abren|cierran|abierto|abiertos|abrem|fecham|funcionam?|aberto|abertos|abre|cierra|fecha[mn]?(?= (?:a|as|que|para|no))|are you open|you open|you close|do you open|open (?:on|at|today|tomorrow|until|late|this)|trabajan|trabalham|laboran)\b",
    ),
    (Intent.HOURS, 0.9, OPENING),
    (
        Intent.HOURS,
        0.85,
        r"\b(?:a que horas?|hasta que horas?|que horas|ate que horas|what time|what days|que dias) (?:\w+ )?(?:abren|cierran|atienden|trabajan|estan|abre|fecha|voces|do you|are you)\b",
    ),
    (
        Intent.LOCATION,
        0.95,
        r"\b(?:donde|onde|where) (?:estan|queda\w*|es|se encuentran?|estas|esta|los encuentro|ubica\w*|atienden|fica\w*|voces|e|are you|is|voce)\b|\ben donde\b|\baonde\b",
    ),
    (
        Intent.LOCATION,
        0.95,
        r"\b(?:direccion|ubicacion|ubicad[oa]s?|endereco|localizacao|address|located|location|directions|como (?:llego|llegar|chego|chegar)|how do i get|la sede|maps?)\b"
        r"|\bdomicilio (?:(?:de|del|da|do) (?:la |el |su )?(?:clinica|consultorio|local|negocio|salon|centro|oficina|ustedes|empresa)|cual es)\b|\bcual es (?:el|su|tu) domicilio\b",
    ),
    (
        Intent.SERVICES,
        0.9,
        r"\b(?:que|cuales|quais|what|which|los|sus|os) (?:son )?(?:los |sus |os |outros |otros )?(?:servicios?|tratamientos|servicos|tratamentos|services|treatments|procedimientos|procedimentos)\b",
    ),
    (
        Intent.SERVICES,
        0.85,
        r"\b(?:(?<!esa )(?<!ese )(?<!essa )(?<!esse )(?<!eso )(?<!la )(?<!lo )(?<!el )que (?:ofrecen|hacen|oferecem|fazem)|what do you (?:offer|do)|lista de (?:precios|servicios|precos|servicos)|catalogo|price list|carta de servicios)\b|^(?:servicios|servicos|services|tratamientos)$",
    ),
    (
        Intent.HUMAN,
        0.95,
        r"\b(?:hablar|comunicar\w*|comunic[ae]\w*|pasame|pasenme|paseme|contactar\w*|conversar|falar|speak|talk|chat|transfer\w*|connect) (?:me )?(?:con|com|to|with) (?!(?:el|un|o|um|the|a) (?:bot|robot))",
    ),
    (
        Intent.HUMAN,
        0.9,
        r"\b(?:una persona (?:real|de verdad|por favor|que)|un (?:humano|asesor|agente|ser humano)|una asesora|asesor\w*|atendente|alguien (?:real|de verdad|que me|me atienda|me ayude|del equipo)|alguem|a (?:human|person|real person)|real person|representative|someone (?:real|there|from)|operador\w*|recepcionista|atencion humana|atendimento humano|pessoa de verdade|uma pessoa)\b",
    ),
    (
        Intent.HUMAN,
        0.8,
        r"\b(?:me (?:pueden|puedes|puede|podrian) llamar|llamenme|llamame|que me llamen|me llaman|me liga\w*|podem me ligar|call me)\b|^(?:humano|(?:con )?(?:una )?persona|asesor|human|person|agent|atendente|agente|operator)$",
    ),
    (
        Intent.COMPLAINT,
        0.9,
        r"\b(?:quejas?|quejarme|reclamos?|reclamar|reclamacion|pesim[oa]s?|molest[oa]|enojad[oa]|indignad[oa]|denunci\w*|estafa\w*|horrible|decepcion\w*|decepcao|reclamacao|insatisfe\w*|insatisfech\w*|inconforme|complain\w*|awful|terrible|terrivel|rude|refund|reembolso|unacceptable|inaceptable|grosera?s?|descaro|abuso|falta de respeto|falta de respeito)\b",
    ),
    (
        Intent.COMPLAINT,
        0.85,
        r"\b(?:mal servicio|muy mal(?:o|a)?(?: servicio| atencion)?|mala atencion|no me atendieron|nadie me (?:atiende|responde|contesta|atendio)|me dejaron (?:esperando|plantad[oa])|devuelv\w+ (?:el|mi) dinero|devolucion|meu dinheiro de volta|my money back|mal atendid[oa]|bad service|me (?:dejan|hacen|hicieron|tuvieron|deixaram|fizeram) (?:esperando|esperar)|(?:kept|keep) me waiting|no (?:voy a volver|vuelvo)(?: nunca)?(?: mas)?|nunca mas (?:vuelvo|volto|piso)|never (?:coming|going) back|ninguem (?:me )?(?:responde|atende))\b",
    ),
    (
        Intent.URGENT,
        0.95,
        r"\b(?:emergencia|emergency|no (?:puedo|puede) respirar|no respira|cant breathe|cannot breathe|nao consigo respirar|falta de ar|dolor (?:en el|de) pecho|dor no peito|chest pain|desmay\w*|desmai\w*|hemorragia|sangr\w*|bleeding|convuls\w*|inconsciente|unconscious|ambulancia|ambulance|infarto|heart attack|reaccion alergica|reacao alergica|allergic reaction|shock anafilactico|suicid\w*|envenen\w*)\b",
    ),
    (Intent.URGENT, 0.6, r"\b(?:urgente|urgencias?|urgent|urgently|urgentemente)\b"),
    (
        Intent.HEALTH,
        0.85,
        r"\b(?:mucho dolor|dolor (?:fuerte|insoportable|horrible)|muita dor|dor forte|severe pain|a lot of pain|(?:se me|me|esta|quedo|tengo la \w+) (?:infect\w*|hinch\w*|inflam\w*)|infectad[oa]|hinchad[oa]|inchad[oa]|inflamad[oa]|swollen|infected|infection|infeccion|infeccao|fiebre|febre|fever|pus|quemadura|me quem(?:aron|e)|queimadura|me queimaram|got burned|burned me|ampollas?|bolhas?|blisters?|vomit\w*)\b",
    ),
    (
        Intent.HEALTH,
        0.6,
        r"\b(?:me duele\w*|tengo dolor|esta doliendo|esta doendo|estou com dor|it hurts|im in pain|me arde|me sali(?:o|eron) (?:una? |un[oa]s )?(?:grano|ronch|manch|bulto|bolita|sarpull|ampolla|herida|alergia)\w*|empeor\w*|piorou)\b",
    ),
    (
        Intent.BOT,
        0.95,
        r"\b(?:eres|es usted|sos|usted es|voce e|vc e|isso e|are you|is this|hablo con|estoy hablando con|estou falando com|am i (?:talking|speaking) (?:to|with)|esto es|es esto|tu es) (?:un |una |o |a |um |uma |the )?(?:real )?(?:bot|robot|maquina|persona|humano|human[ao]|ia|ai|inteligencia|robo|pessoa|machine|person|human|chatbot|contestador|automatic[oa]|real)\b",
    ),
    (
        Intent.OPT_OUT,
        0.95,
        r"\bno (?:me |quiero que (?:me )?)?(?:escrib\w+|envi\w+|mand\w+|contact\w+|molest\w+)(?: \w+){0,2} mas\b|\bno (?:quiero|deseo) (?:mas|recibir (?:mas )?)(?: )?(?:mensajes|recordatorios|publicidad|promociones)\b",
    ),
    (
        Intent.OPT_OUT,
        0.95,
        r"\b(?:no|nao|dont|do not) (?:(?:quiero|quisiera|quero|queria|want|wish|need|necesito|preciso)(?: de| por ahora)?|want to (?:get|receive)|quiero que me manden|me gustan?)"
        r" (?:(?:mas|mais|any|more|los|las|os|the|sus|recibir|receber) )*(?:recordatorios?|lembretes?|reminders?)\b"
        r"|^(?:(?:y|e|and|por favor|please|hola|ola|oi|hi) )*(?:sin|sem|no|without)(?: more| mas| mais)? (?:recordatorios|lembretes|reminders)(?: por favor| please| porfa| thanks| gracias| obrigad[ao])?$",
    ),
    (
        Intent.OPT_OUT,
        0.95,
        r"\b(?:dejen? de|deja de|paren? de|pare de|pare(?:m)? de|stop) (?:me )?(?:escrib\w+|envi\w+|mand\w+|molest\w+|texting|messaging|sending|contacting)\b|\bnao (?:me )?(?:mand\w+|envi\w+|escrev\w+|quero (?:mais )?receber)(?: \w+){0,2}(?: mais)?\b",
    ),
    (
        Intent.OPT_OUT,
        0.95,
        r"^(?:stop|baja|unsubscribe|parar|sair|salir de la lista|darme de baja|dar de baja|descadastrar|remove me|stopp)$|\b(?:darme de baja|denme de baja|unsubscribe|opt out|no more messages|sair da lista|me tira da lista|borren mi numero|remove my number|dont (?:text|message|write|contact) me)\b",
    ),
    (
        Intent.THANKS,
        0.8,
        r"\b(?:gracias|graciass|agradezco|agradecid[oa]|obrigad\w+|brigad\w+|valeu|thanks|thank you|thx|thnx|ty)\b",
    ),
    (
        Intent.GOODBYE,
        0.8,
        r"\b(?:adios|chao|chau|bye|tchau|hasta (?:luego|pronto|manana|el \w+|la proxima)|nos vemos|ate (?:logo|mais|breve|amanha|la|a proxima|ano que vem|(?:segunda|terca|quarta|quinta|sexta|sabado)|dia \d+|o dia \d+)|see you|see ya|que estes? bien|feliz (?:dia|tarde|noche)|buen dia para ti|have a (?:good|nice|great) \w+|good ?bye|cuidate|bom descanso)\b",
    ),
    (
        Intent.GREETING,
        0.8,
        rf"^(?:{HELLO}|buenas|buenos dias|buen dia|buenas tardes|buenas noches|bom dia|boa tarde|boa noite|good (?:morning|afternoon|evening)|que tal|saludos|quiubo|alo|que mas|tudo bem|e ai|opa|como estan?|como vai|wena|aló)\b",
    ),
)
PATTERNS = tuple((intent, sure, re.compile(pattern)) for intent, sure, pattern in _RAW)

"""Spanish, as it is written on WhatsApp in Bogotá; `[tú|usted|vos]` chooses the form of address."""

PHRASES: dict[str, tuple[str, ...]] = {
    # Greeting and small talk
    "greet": (
        "¡Hola! Soy el asistente virtual de {business}.",
        "¡Hola! [Te|Le] saluda el asistente virtual de {business}.",
    ),
    "greet_known": (
        "¡Hola, {name}! Soy el asistente virtual de {business}.",
        "¡Hola, {name}! Qué gusto [verte|verle] por {business}; soy el asistente virtual.",
    ),
    "what_can_i_do": (
        "¿En qué [te|le] ayudo? Puedo agendar, mover o cancelar una cita y resolver dudas.",
        "[Cuéntame|Cuénteme|Contame], ¿qué [necesitas|necesita|necesitás]: una cita, un precio, el horario?",
        "Aquí estoy. ¿[Buscas|Busca|Buscás] una cita o [tienes|tiene|tenés] alguna pregunta?",
    ),
    "as_said": ("Como [te|le] decía:", "[Te|Le] repito:"),
    "hello_again": (
        "¡Hola de nuevo! ¿En qué [te|le] ayudo?",
        "¡Hola! [Dime|Dígame|Decime], ¿qué [necesitas|necesita|necesitás]?",
    ),
    "at_your_service": (
        "Perfecto. Aquí estoy si [necesitas|necesita|necesitás] algo más.",
        "¡Listo! Cualquier cosa, me [escribes|escribe|escribís].",
    ),
    "welcome": ("¡Con mucho gusto!", "¡A la orden!", "¡Con gusto! Que [tengas|tenga] buen día."),
    "goodbye": (
        "¡Hasta pronto! Que [estés|esté] muy bien.",
        "¡Chao! Aquí [te|lo] esperamos cuando [quieras|quiera].",
        "¡Que [te|le] vaya muy bien!",
    ),
    "nothing_then": (
        "De acuerdo. Si [cambias|cambia|cambiás] de idea, aquí estoy.",
        "Listo, lo dejamos así. Cualquier cosa, me [escribes|escribe|escribís].",
    ),
    # About itself
    "am_assistant": (
        "Soy el asistente virtual de {business}. Si [prefieres|prefiere|preferís] hablar con una persona, [dímelo|dígamelo|decímelo] y le aviso.",
        "Soy un asistente automático de {business}, no una persona. Si [quieres|quiere|querés] que [te|le] atienda alguien del equipo, solo [pídelo|pídalo|pedilo].",
    ),
    "off_limits": (
        "Con eso no [te|le] puedo ayudar. Sí puedo con [tus|sus|tus] citas y con dudas sobre servicios, precios y horarios.",
        "Eso no está en mis manos; aquí [te|le] ayudo con [tus|sus|tus] citas, los servicios y los horarios.",
    ),
    "opted_out": (
        "Entendido, no [te|le] envío más recordatorios. Si algún día nos [necesitas|necesita|necesitás], aquí estamos.",
        "Listo, sin más recordatorios. Cuando [quieras|quiera] volver a escribirnos, aquí estamos.",
    ),
    # Questions
    "hours": ("Nuestro horario: {hours}.", "Atendemos así: {hours}."),
    "no_price": (
        "El precio de {service} no lo tengo publicado.",
        "De {service} no tengo el precio a la mano.",
    ),
    "lasts": ("Dura {duration}.", "Toma {duration}."),
    "services": ("Estos son nuestros servicios:", "Esto es lo que hacemos:"),
    "services_some": ("Estos son algunos de nuestros servicios:", "Entre otras cosas hacemos:"),
    "prices": ("Estos son los precios:", "[Te|Le] cuento los precios:"),
    "prices_some": ("Estos son algunos de los precios:", "[Te|Le] cuento algunos precios:"),
    "not_known": ("Ese dato no lo tengo.", "Eso no lo sé con certeza y prefiero no inventar."),
    "not_known_partly": (
        "Lo demás no lo tengo aquí; lo dejo anotado para el equipo.",
        "De lo otro no tengo información; queda anotado para el equipo.",
    ),
    "offer_human": (
        "¿[Quieres|Quiere|Querés] que le avise a una persona del equipo?",
        "¿[Te|Le] paso con alguien del equipo?",
    ),
    "offer_booking": (
        "¿[Quieres|Quiere|Querés] que [te|le] busque una hora?",
        "¿[Te|Le] busco un espacio para {service}?",
    ),
    # Booking
    "which_service": (
        "¿Para qué servicio [quieres|quiere|querés] la cita?",
        "¿Qué servicio [te|le] gustaría agendar?",
    ),
    "unknown_service": (
        "Ese servicio no lo encuentro en nuestra lista.",
        "No encontré ese servicio entre los nuestros.",
    ),
    "not_bookable": (
        "{service} no se agenda por aquí; lo coordina directamente el equipo.",
        "Para {service} la cita la da directamente el equipo.",
    ),
    "assessment_first": (
        "Para {service} primero hacemos: {assessment}. ¿[Te|Le] busco hora para esa primera cita?",
        "Antes de {service} va primero: {assessment}. ¿[Quieres|Quiere|Querés] que la agendemos?",
    ),
    "which_member": (
        "No encuentro a esa persona en el equipo. [Puedes|Puede|Podés] elegir a {members}, ¿con quién?",
        "Ese nombre no lo tengo. ¿Con quién [prefieres|prefiere|preferís]: {members}?",
    ),
    "ask_day": (
        "¿Qué día y hora [te|le] quedan mejor?",
        "¿Para qué día la [buscas|busca|buscás]?",
        "¿Qué otro día [te|le] sirve?",
    ),
    "ask_day_move": ("¿Qué día y hora [te|le] quedan mejor?", "¿Para qué día la pasamos?"),
    "slots_for": ("Para {service}{who} tengo:", "Tengo estos espacios para {service}{who}:"),
    "not_exact": ("A esa hora no tengo, pero sí:", "Justo a esa hora no hay cupo; lo más cercano:"),
    "nearest": ("Lo más cercano:", "Puedo ofrecer[te|le]:"),
    "switched": ("Claro, seguimos en español.", "Con gusto, en español."),
    "which_slot": (
        "¿Cuál [te|le] queda mejor?",
        "¿Cuál [prefieres|prefiere|preferís]?",
        "¿Con cuál [te|le] reservo?",
    ),
    "which_slot_move": ("¿A cuál la pasamos?", "¿Cuál [te|le] queda mejor?"),
    "which_of_these": (
        "Claro. [Dime|Dígame|Decime] cuál de estas:",
        "Con gusto, solo falta elegir:",
    ),
    "offer_one": (
        "Tengo {label}. ¿[Te|Se] la reservo?",
        "Hay espacio {label}. ¿La agendamos?",
        "[Te|Le] puedo dar {label}. ¿[Te|Le] sirve?",
    ),
    "offer_one_move": (
        "Tengo {label}. ¿[Te|Le] sirve?",
        "Hay espacio {label}. ¿[Te|Le] queda bien?",
    ),
    "which_reading": (
        "Para no equivocarme, ¿{readings}?",
        "¿[Te refieres|Se refiere|Te referís] a {readings}?",
    ),
    "impossible_no_such_day": (
        "Ese día no existe en el calendario.",
        "Esa fecha no está en el calendario.",
    ),
    "impossible_past": ("Ese momento ya pasó.", "Esa fecha ya quedó atrás."),
    "impossible_no_such_time": (
        "Esa hora no la entendí bien.",
        "Esa hora no existe, creo que hay un error al escribirla.",
    ),
    "impossible_too_far": (
        "Para esa fecha todavía no tengo agenda.",
        "Tan lejos todavía no hay agenda abierta.",
    ),
    "impossible_nonexistent_local_time": (
        "Ese día, por el cambio de hora, esa hora no existe.",
        "Esa hora se salta ese día por el cambio de horario.",
    ),
    "ask_name": (
        "Perfecto, {label}. ¿A nombre de quién la reservo?",
        "Para apartar {label}, ¿me [regalas|regala|das] nombre y apellido?",
    ),
    "ask_full_name": (
        "No me quedó claro el nombre. ¿Me lo [escribes|escribe|escribís] con apellido?",
        "¿Me [escribes|escribe|escribís] el nombre y el apellido, por favor?",
    ),
    "taken": ("Justo se acaba de ocupar esa hora.", "Esa hora la acaban de tomar."),
    "offer_expired": (
        "Esas horas ya no estaban apartadas, volví a mirar.",
        "Pasó un rato, así que revisé de nuevo.",
    ),
    "too_many_open": (
        "Ya [tienes|tiene|tenés] el máximo de citas pendientes por aquí ({limit}). ¿[Quieres|Quiere|Querés] mover o cancelar alguna?",
        "Por aquí el máximo de citas pendientes es {limit}. ¿Movemos o cancelamos alguna?",
    ),
    "overlaps_own": (
        "A esa hora ya [tienes|tiene|tenés] otra cita: {label}.",
        "Se cruza con otra cita [tuya|suya]: {label}.",
    ),
    "trouble": ("No pude completar eso en este momento.", "Eso no me salió bien ahora mismo."),
    # Reminders. Only the permission is spoken of: whether one still is due before the appointment,
    # its hour, the quiet hours and the provider's window decide.
    "ask_consent": (
        "¿[Aceptas|Acepta|Aceptás] recibir recordatorios de la cita por este chat?",
        "¿[Te|Le] podemos escribir por aquí para recordar[te|le] la cita?",
    ),
    "reminders_on": (
        "Listo, lo dejo anotado.",
        "Perfecto, anotado: recordatorios por aquí.",
    ),
    "reminders_off": ("De acuerdo, sin recordatorios.", "Listo, no [te|le] envío recordatorios."),
    # One's own appointments
    "no_appointments": (
        "No veo citas próximas [tuyas|suyas]. ¿[Quieres|Quiere|Querés] agendar una?",
        "No [tienes|tiene|tenés] citas pendientes con nosotros. ¿Buscamos una?",
    ),
    "one_appointment": ("[Tienes|Tiene|Tenés] {appointment}.", "[Tu|Su] cita: {appointment}."),
    "your_appointments": ("Estas son [tus|sus|tus] citas:", "[Tienes|Tiene|Tenés] estas citas:"),
    "which_cancel": ("¿Cuál [quieres|quiere|querés] cancelar?", "¿Cuál de estas cancelamos?"),
    "which_confirm": ("¿Cuál [confirmas|confirma|confirmás]?", "¿Cuál de estas confirmamos?"),
    "which_move": ("¿Cuál [quieres|quiere|querés] mover?", "¿Cuál de estas movemos?"),
    "ask_cancel": (
        "Es la cita de {service} {label}. ¿La cancelo? Si [prefieres|prefiere|preferís], también la puedo mover.",
        "¿Cancelo [tu|su] cita de {service} {label}? También la puedo pasar a otro día.",
    ),
    "kept": (
        "De acuerdo, la cita sigue como estaba.",
        "Listo, no cambio nada: la cita queda igual.",
    ),
    "after_cancel": (
        "Cuando [quieras|quiera] otra, me [escribes|escribe|escribís].",
        "Si más adelante [quieres|quiere|querés] agendar de nuevo, aquí estoy.",
    ),
    "already_cancelled": (
        "Esa cita ya estaba cancelada.",
        "Ya estaba cancelada; no hay nada más que hacer.",
    ),
    "too_late": (
        "Esa cita ya no la puedo cancelar por aquí. {reason}",
        "Por aquí ya no alcanzo a cancelarla. {reason}",
    ),
    "too_late_move": (
        "Esa cita ya no la puedo mover por aquí. {reason}",
        "Por aquí ya no alcanzo a moverla. {reason}",
    ),
    "already_confirmed": (
        "La cita {label} ya estaba confirmada. ¡Gracias!",
        "Ya [la tenías|la tenía] confirmada, la cita {label}. ¡Gracias por avisar!",
    ),
    "move_to_when": (
        "Claro. ¿Para qué día y hora pasamos la cita {label}?",
        "Con gusto. ¿A qué día movemos la cita {label}?",
    ),
    # A person
    "called": ("Ya le avisé a una persona del equipo.", "Listo, avisé al equipo."),
    "already_called": (
        "El equipo ya está avisado.",
        "Ya le había avisado al equipo y [te|lo] tienen presente.",
    ),
    "answers_now": (
        "[Te|Le] responde por aquí en cuanto pueda.",
        "En cuanto pueda [te|le] escribe por este chat.",
    ),
    "answers_later": (
        "Ahora no hay nadie atendiendo; [te|le] responden {when}.",
        "En este momento está cerrado; [te|le] escriben {when}.",
    ),
    "answers_later_unknown": (
        "Ahora no hay nadie atendiendo; [te|le] escriben cuando abran.",
        "En este momento está cerrado; [te|le] responden al abrir.",
    ),
    "notice_waits": (
        "[Te|Le] guardé el mensaje para el equipo, pero todavía no lo han recibido: ahora no me sale el aviso y lo sigo intentando.",
        "Dejé [tu|su|tu] mensaje para el equipo; todavía no les llega, lo sigo intentando.",
    ),
    "find_us": (
        "También [puedes|puede|podés] encontrarnos en {where}.",
        "Nos [encuentras|encuentra|encontrás] en {where}.",
    ),
    "find_us_now": ("Ahora estamos atendiendo en {where}.", "En {where} hay alguien ahora."),
    "find_us_later": (
        "También nos [encuentras|encuentra|encontrás] en {where}; abrimos {when}.",
        "Estamos en {where} y abrimos {when}.",
    ),
    "nobody_to_call": (
        "Ahora mismo no logré avisarle a una persona. Mientras tanto puedo ayudar[te|le] con citas, precios y horarios.",
        "No pude avisarle a nadie del equipo en este momento. Si [quieres|quiere|querés], seguimos por aquí con [tu|su|tu] cita.",
    ),
    "sorry": ("Siento mucho lo que pasó.", "Lamento lo ocurrido."),
    "sorry_not_understood": (
        "Perdón, no [te|le] estoy entendiendo bien.",
        "[Disculpa|Disculpe|Disculpá], no logro entender[te|le].",
    ),
    # Not understood
    "clarify_general": (
        "Perdón, no [te|le] entendí. ¿Me lo [dices|dice|decís] de otra forma? Por ejemplo: «quiero una cita» o «cuánto cuesta».",
        "No estoy seguro de haber entendido. [Puedes|Puede|Podés] decirme, por ejemplo: «agendar», «mover mi cita» o «horario».",
    ),
    "clarify_slot": (
        "Perdón, no entendí cuál. [Puedes|Puede|Podés] decir «la primera», una hora, o por ejemplo «mejor el jueves».",
        "¿Cuál de esas horas? Vale decir «la segunda» o pedir otro día.",
    ),
    "clarify_day": (
        "Perdón, no entendí el día. Por ejemplo: «mañana por la tarde» o «el jueves temprano».",
        "¿Me [dices|dice|decís] el día y la hora? Por ejemplo: «el viernes en la mañana».",
    ),
    "clarify_name": (
        "¿Me [escribes|escribe|escribís] solo el nombre y el apellido de quien viene a la cita?",
        "Para la reserva me falta el nombre, por ejemplo: «a nombre de mi mamá» y su nombre completo.",
    ),
    "clarify_service": (
        "Perdón, no reconocí el servicio. [Puedes|Puede|Podés] escribirlo como en la lista o decir «la primera».",
        "¿Cuál de los servicios de la lista sería? También vale «el segundo».",
    ),
    "clarify_cancel": (
        "Perdón, ¿la cancelo, la muevo o la dejo como está?",
        "¿Me [confirmas|confirma|confirmás] con «cancelar», «mover» o «dejarla»?",
    ),
    "clarify_yes_no": (
        "Perdón, no entendí. ¿Me [respondes|responde|respondés] con un «sí» o un «no»?",
        "¿Sería un «sí» o un «no»?",
    ),
    "clarify_which": (
        "Perdón, ¿cuál de ellas? Por ejemplo: «la primera».",
        "¿Me [dices|dice|decís] cuál: la primera, la segunda…?",
    ),
}

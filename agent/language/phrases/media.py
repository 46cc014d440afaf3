"""What is said about files, in the three languages (see the package)."""

PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "es": {
        "unreadable": (
            "No pude abrir lo que me [enviaste|envió]. ¿Me lo [escribes|escribe|escribís], por favor?",
            "Ese mensaje no lo pude abrir. ¿Me [cuentas|cuenta|contás] por escrito qué [necesitas|necesita|necesitás]?",
        ),
        "unreadable_voice": (
            "Por ahora no puedo escuchar notas de voz. ¿Me lo [escribes|escribe|escribís], por favor?",
            "Las notas de voz todavía no las puedo escuchar. ¿Me [cuentas|cuenta|contás] por escrito qué [necesitas|necesita|necesitás]?",
        ),
        "unreadable_picture": (
            "Por ahora no puedo ver imágenes. ¿Me [cuentas|cuenta|contás] por escrito qué [necesitas|necesita|necesitás]?",
            "Las imágenes todavía no las puedo ver. ¿Me lo [escribes|escribe|escribís], por favor?",
        ),
        "unreadable_long": (
            "Lo que me [enviaste|envió] es demasiado largo para mí. ¿Me [escribes|escribe|escribís] en pocas palabras qué [necesitas|necesita|necesitás]?",
            "Ese archivo es demasiado grande para mí. ¿Me [cuentas|cuenta|contás] por escrito lo más importante?",
        ),
        "unreadable_locked": (
            "Ese documento tiene contraseña y no lo pude abrir. ¿Me [escribes|escribe|escribís] qué [necesitas|necesita|necesitás]?",
            "No pude abrir el documento: está protegido. ¿Me [cuentas|cuenta|contás] por escrito qué dice?",
        ),
        "unreadable_faint": (
            "En el audio no alcancé a entender nada. ¿Me lo [escribes|escribe|escribís], por favor?",
            "El audio no se entiende bien. ¿Me [cuentas|cuenta|contás] por escrito qué [necesitas|necesita|necesitás]?",
        ),
        "unreadable_again": (
            "Este tampoco lo pude abrir. Si [prefieres|prefiere|preferís] hablar con alguien, [escribe|escriba|escribí] «una persona» y aviso al equipo.",
            "Sigo sin poder abrirlo. Con «una persona» por escrito [te|lo] comunico con el equipo.",
        ),
        "unreadable_too": (
            "Uno de los mensajes no lo pude abrir; si es importante, [escríbemelo|escríbamelo|escribímelo], por favor.",
            "Lo otro que me [enviaste|envió] no lo pude abrir; me lo [puedes|puede|podés] escribir.",
        ),
        "shown_image": ("Recibí la imagen, gracias.", "Ya me llegó la imagen."),
        "shown_document": ("Recibí el documento, gracias.", "Ya me llegó el documento."),
    },
    "pt": {
        "unreadable": (
            "Não consegui abrir o que você enviou. Pode escrever, por favor?",
            "Essa mensagem eu não consegui abrir. Me conta por escrito o que você precisa?",
        ),
        "unreadable_voice": (
            "Por enquanto não consigo ouvir áudios. Pode escrever, por favor?",
            "Áudios eu ainda não consigo ouvir. Me conta por escrito o que você precisa?",
        ),
        "unreadable_picture": (
            "Por enquanto não consigo ver imagens. Me conta por escrito o que você precisa?",
            "Imagens eu ainda não consigo ver. Pode escrever, por favor?",
        ),
        "unreadable_long": (
            "O que você enviou é longo demais para mim. Pode escrever em poucas palavras o que você precisa?",
            "Esse arquivo é grande demais para mim. Me conta por escrito o mais importante?",
        ),
        "unreadable_locked": (
            "Esse documento tem senha e não consegui abrir. Pode escrever o que você precisa?",
            "Não consegui abrir o documento: está protegido. Me conta por escrito o que ele diz?",
        ),
        "unreadable_faint": (
            "Não consegui entender nada no áudio. Pode escrever, por favor?",
            "O áudio não dá para entender bem. Me conta por escrito o que você precisa?",
        ),
        "unreadable_again": (
            "Esse eu também não consegui abrir. Se preferir falar com alguém, escreva «uma pessoa» e eu aviso a equipe.",
            "Continuo sem conseguir abrir. É só escrever «uma pessoa» e eu chamo a equipe.",
        ),
        "unreadable_too": (
            "Uma das mensagens não abriu aqui; se for importante, escreve para mim, por favor.",
            "O outro envio eu não consegui abrir; pode escrever para mim.",
        ),
        "shown_image": ("Recebi a imagem, obrigado.", "A imagem chegou aqui."),
        "shown_document": ("Recebi o documento, obrigado.", "O documento chegou aqui."),
    },
    "en": {
        "unreadable": (
            "I couldn't open what you sent. Could you type it, please?",
            "That message didn't open for me. Could you write what you need?",
        ),
        "unreadable_voice": (
            "I can't listen to voice notes yet. Could you type it, please?",
            "Voice notes are something I can't hear for now. Could you write what you need?",
        ),
        "unreadable_picture": (
            "I can't see pictures yet. Could you write what you need?",
            "Pictures are something I can't see for now. Could you type it, please?",
        ),
        "unreadable_long": (
            "What you sent is too long for me. Could you write what you need in a few words?",
            "That file is too big for me. Could you type the most important part?",
        ),
        "unreadable_locked": (
            "That document has a password, so I couldn't open it. Could you write what you need?",
            "I couldn't open the document: it's protected. Could you type what it says?",
        ),
        "unreadable_faint": (
            "I couldn't make out anything in the recording. Could you type it, please?",
            "The recording is hard to understand. Could you write what you need?",
        ),
        "unreadable_again": (
            "I couldn't open this one either. If you'd rather talk to someone, type “a person” and I'll let the team know.",
            "Still no luck opening it. Just type “a person” and I'll call the team.",
        ),
        "unreadable_too": (
            "One of the messages didn't open for me; if it matters, please type it.",
            "I couldn't open the other thing you sent; feel free to type it.",
        ),
        "shown_image": ("Got the picture, thank you.", "The picture has arrived."),
        "shown_document": ("Got the document, thank you.", "The document has arrived."),
    },
}

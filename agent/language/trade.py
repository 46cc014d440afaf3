"""Words of clinics and salons in the three languages: "massage" names a "masaje" too."""

from agent.language.text import word_set

_ALIKE = (
    "massage massages masaje masajes massagem massagens",
    "relaxing relaxation relajante relaxante",
    "cleaning cleanings clean cleans cleanup cleanse cleansing limpieza limpeza",
    "facial face rostro cara cutis rosto",
    "depilation depilacion depilacao epilation",
    "eyebrow eyebrows brow brows ceja cejas sobrancelha sobrancelhas",
    "design shaping diseno",
    "drainage drenaje drenagem",
    "lymphatic linfatico linfatica",
    "whitening bleaching blanqueamiento clareamento branqueamento",
    "assessment evaluation valoracion evaluacion avaliacao",
    "tooth teeth diente dientes dente dentes",
    "implant implants implante implantes",
    "braces brackets ortodoncia ortodontia orthodontics aparelho",
    "extraction extraccion extracao",
    "filling fillings restauracion restauracao obturacion obturacao",
    "rejuvenation rejuvenecimiento rejuvenescimento",
    "haircut corte",
    "nail nails unas unhas",
    "bride bridal brides novia novias noiva noivas",
    "maintenance manutencao mantenimiento apertar aperto apretar ajuste ajustar tighten tightening tightened adjustment adjust",
    "child children kids infantil pediatric pediatrica ninos criancas",
)
_GROUP = {word: number for number, group in enumerate(_ALIKE) for word in word_set(group)}


def same_trade_word(left: str, right: str) -> bool:
    """Whether two folded words are one word of the trade in different languages."""
    group = _GROUP.get(left)
    return group is not None and group == _GROUP.get(right)

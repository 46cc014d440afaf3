"""What a new business of a trade usually offers: service, minutes, and whether an assessment comes first."""

from typing import NamedTuple


class Offered(NamedTuple):
    """A service in the languages that are spoken here, and its minutes."""

    key: str
    es: str
    pt: str
    en: str
    minutes: int


TRADES: dict[str, tuple[Offered, ...]] = {
    "dental": (
        Offered("assessment", "Valoración", "Avaliação", "Check-up", 30),
        Offered("cleaning", "Limpieza dental", "Limpeza dental", "Teeth cleaning", 45),
        Offered("filling", "Resina", "Restauração", "Filling", 60),
    ),
    "salon": (
        Offered("haircut", "Corte de pelo", "Corte de cabelo", "Haircut", 45),
        Offered("colour", "Tinte", "Coloração", "Colouring", 120),
        Offered("manicure", "Manicure", "Manicure", "Manicure", 45),
    ),
    "clinic": (
        Offered("first-visit", "Primera consulta", "Primeira consulta", "First visit", 40),
        Offered("follow-up", "Consulta de control", "Retorno", "Follow-up visit", 20),
    ),
    "barber": (
        Offered("haircut", "Corte de pelo", "Corte de cabelo", "Haircut", 30),
        Offered("beard", "Arreglo de barba", "Barba", "Beard trim", 20),
        Offered("both", "Corte y barba", "Corte e barba", "Haircut and beard", 50),
    ),
    "spa": (
        Offered("massage", "Masaje relajante", "Massagem relaxante", "Relaxing massage", 60),
        Offered("facial", "Limpieza facial", "Limpeza de pele", "Facial", 60),
    ),
    "physio": (
        Offered("assessment", "Valoración", "Avaliação", "Assessment", 45),
        Offered("session", "Sesión de fisioterapia", "Sessão de fisioterapia", "Physiotherapy session", 45),
    ),
    "vet": (
        Offered("visit", "Consulta veterinaria", "Consulta veterinária", "Vet visit", 30),
        Offered("vaccine", "Vacunación", "Vacinação", "Vaccination", 15),
        Offered("grooming", "Baño y peluquería", "Banho e tosa", "Bath and grooming", 60),
    ),
}  # fmt: skip

"""What is a question of health for a professional, and what only asks whether something hurts."""

import pytest

from agent.language import Intent, asks_about_health, intents
from tests.agent.language.test_detect import parts

FOR_A_PROFESSIONAL = """
    tengo diabetes, ¿puedo hacerme el masaje? | mi hermana está embarazada, hay algún problema con el láser?
    soy alérgica al látex y quiero la limpieza, es seguro? | con marcapasos se puede hacer láser?
    mi papá tuvo cáncer, tiene algún riesgo? | estoy en quimioterapia, lo recomiendan?
    estou amamentando, posso fazer o clareamento? | minha mãe tem marca-passo, tem problema?
    sou hipertensa, faz mal fazer a limpeza? | grávida pode fazer canal?
    I'm breastfeeding, is it safe? | my dad has a pacemaker, can he get a filling?
    I'm on blood thinners, is it ok? | she had chemo last month, would that be a problem?
"""
WITH_A_TREATMENT = """
    estoy embarazada y quiero un masaje | sou diabética, queria uma limpeza | I have asthma and want a massage
"""
NOT = """
    atienden embarazadas? | vocês atendem gestantes? | no soy alérgica a nada, quiero un masaje
    sem alergias, quero a limpeza | I don't have any allergies, a cleaning please | quiero un masaje mañana
    ¿puedo pagar con tarjeta? | no tengo alergias | I am pregnant
"""


@pytest.mark.parametrize("said", parts(FOR_A_PROFESSIONAL))
def test_only_a_professional_may_answer(said: str) -> None:
    assert asks_about_health(said, treatment=False)


@pytest.mark.parametrize("said", parts(WITH_A_TREATMENT))
def test_a_treatment_is_enough(said: str) -> None:
    assert asks_about_health(said, treatment=True)


@pytest.mark.parametrize("said", parts(NOT))
def test_these_are_no_such_questions(said: str) -> None:
    assert not asks_about_health(said, treatment="quiero" in said or "quero" in said)


@pytest.mark.parametrize(
    "said",
    parts("""
    can you tell me if it hurts? | does it hurt a lot? | is there a lot of pain? | will that hurt?
    ¿duele mucho? | ¿el láser da mucho dolor? | me dices si duele? | ¿es con mucho dolor?
    dói muito? | o canal dá muita dor? | tem muita dor?
"""),
)
def test_whether_it_hurts_is_a_question(said: str) -> None:
    found = intents(said)
    assert Intent.HEALTH not in found
    assert found.get(Intent.QUESTION, 0.0) >= 0.6


@pytest.mark.parametrize(
    "said",
    parts("""
    it hurts when I bite | my tooth, it hurts, what can I do? | tengo mucho dolor, ¿qué hago?
    me duele mucho la muela | estou com muita dor, o que faço? | is it normal that my gum is swollen?
"""),
)
def test_a_complaint_stays_one(said: str) -> None:
    assert Intent.HEALTH in intents(said)

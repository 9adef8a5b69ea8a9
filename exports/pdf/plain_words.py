"""What may happen, said to the patient: one plain sentence a problem. No numbers, no names of tests."""

from __future__ import annotations

from collections.abc import Mapping

from exports.pdf.words import say
from regimen_review.findings import Finding
from regimen_review.knowledge import Kind

PROBLEMS: Mapping[str, str] = {
    "bleeding": "These can make you bleed more easily.",
    "thrombosis": "This can make a blood clot more likely.",
    "respiratory-depression": "These can make you very sleepy and make your breathing slow.",
    "sedation": "These can make you sleepy or unsteady.",
    "qt": "These can disturb the rhythm of your heart.",
    "bradycardia": "These can make your heart beat too slowly.",
    "absorption": "One can keep the other from working when they are taken together.",
    "hypotension": "These can make your blood pressure too low, so that you feel dizzy or fall.",
    "hypertension": "These can raise your blood pressure.",
    "hypertensive-crisis": "These can raise your blood pressure to a dangerous height.",
    "infection": "This can make it harder for your body to fight an infection.",
    "myopathy": "These can harm your muscles. Tell us about muscle pain or weakness.",
    "hepatotoxicity": "These can harm your liver.",
    "serotonin": "Together these can make you restless, hot, shaky or confused.",
    "hyperkalemia": "These can raise the potassium in your blood.",
    "hyponatremia": "These can lower the salt in your blood.",
    "hypoglycemia": "These can make your blood sugar too low.",
    "hyperglycemia": "These can raise your blood sugar.",
    "pregnancy": "This can harm an unborn child.",
    "anticholinergic": "These can cause a dry mouth, constipation, trouble passing water, or confusion.",
    "constipation": "These can block your bowels.",
    "seizure": "These can make a seizure more likely.",
    "acute-kidney-injury": "These can harm your kidneys.",
    "treatment-failure": "One can keep the other from working well.",
    "myelosuppression": "These can lower your blood cells.",
    "withdrawal": "Stopping suddenly can make you feel ill.",
    "heart-failure": "This can make a weak heart worse.",
    "steroid-load": "These are steroids, and their effects add up.",
    "extrapyramidal": "This can make you stiff or shaky.",
    "falls": "These can make you fall.",
}
KINDS: Mapping[Kind, str] = {
    "duplicate": "These do the same thing. You may need only one of them.",
    "drug-allergy": "You told us about a reaction to this, or to something like it.",
    "drug-condition": "This needs care with an illness that you have.",
    "drug-lab": "This needs care because of one of your test results.",
    "drug-age": "This needs more care as we get older.",
    "dose": "We want to check how much of this you take.",
    "renal-dose": "We want to check that the amount fits your kidneys.",
    "hepatic-dose": "We want to check that the amount fits your liver.",
    "timing": "It matters when you take these.",
    "drug-food": "It matters what you eat or drink with this.",
    "omitted": "You may need something more to protect you.",
    "monitoring": "A test may be due.",
    "high-alert": "This one needs special care.",
    "burden": "The effects of these add up.",
    "pregnancy": "This can harm an unborn child.",
    "pharmacogenomic": "Your body may handle this differently.",
    "symptom": "This may be the cause of something that troubles you.",
    "cascade": "One of these may be there only for a side effect of the other.",
    "no-indication": "We want to ask what you take this for.",
}
OTHERWISE = "These can affect each other."


def said_plainly(finding: Finding) -> str:
    """One sentence for the patient: by its problem, else by its kind, else that the drugs affect each other."""
    return say(PROBLEMS.get(finding.problem or "", "") or KINDS.get(finding.kind, OTHERWISE))

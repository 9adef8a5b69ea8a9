"""How the words of a rule may be written: US spelling, safe units, one id a problem, sources that can be found again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regimen_review.knowledge import Evidence, Rule

BRITISH = {
    "adrenaline": "epinephrine",
    "noradrenaline": "norepinephrine",
    "aluminium": "aluminum",
    "anaemia": "anemia",
    "anaesthesia": "anesthesia",
    "anaesthetic": "anesthetic",
    "behaviour": "behavior",
    "colour": "color",
    "centre": "center",
    "defence": "defense",
    "diarrhoea": "diarrhea",
    "dosette": "pill organizer",
    "dyspnoea": "dyspnea",
    "foetal": "fetal",
    "foetus": "fetus",
    "haemoglobin": "hemoglobin",
    "haemorrhage": "hemorrhage",
    "hypercalcaemia": "hypercalcemia",
    "hyperglycaemia": "hyperglycemia",
    "hyperkalaemia": "hyperkalemia",
    "hypocalcaemia": "hypocalcemia",
    "hypoglycaemia": "hypoglycemia",
    "hypokalaemia": "hypokalemia",
    "hyponatraemia": "hyponatremia",
    "labelled": "labeled",
    "leukaemia": "leukemia",
    "litre": "liter",
    "metabolise": "metabolize",
    "metabolised": "metabolized",
    "metaboliser": "metabolizer",
    "neutropaenia": "neutropenia",
    "oedema": "edema",
    "oesophagitis": "esophagitis",
    "oesophagus": "esophagus",
    "oestrogen": "estrogen",
    "paediatric": "pediatric",
    "paracetamol": "acetaminophen",
    "paralysed": "paralyzed",
    "programme": "program",
    "sleep apnoea": "sleep apnea",
    "stabiliser": "stabilizer",
    "thrombocytopaenia": "thrombocytopenia",
    "tumour": "tumor",
}
"""British or other countries' words that slip into rule texts, with the US word."""

ERROR_PRONE = (
    (re.compile(r"(?<![A-Za-z])(?:ug|µg|μg)(?![A-Za-z])"), "mcg"),
    (re.compile(r"(?<![A-Za-z])IU(?![A-Za-z])"), "units"),
    (re.compile(r"(?<![A-Za-z])(?:q\.?d\.?|QD|qod|QOD|OD)(?![A-Za-z.])"), "daily"),
    (re.compile(r"(?<![A-Za-z])(?:BID|TID|QID|bid|tid|qid)(?![A-Za-z])"), "the words (twice daily)"),
    (re.compile(r"\d+\.0 ?(?:mg|mcg|g|mL|units)(?![A-Za-z/])"), "no trailing zero"),
    (re.compile(r"(?<![\d.,])\.\d+ ?(?:mg|mcg|g|mL|units)"), "a leading zero"),
    (re.compile(r"\d ?(?:U|u)(?![A-Za-z/])"), "units"),
    (re.compile(r"(?<![A-Za-z])(?:MTX|MSO4|HCTZ|AZT|cc|SubQ|SQ)(?![A-Za-z])"), "the full word"),
)
"""Notations on the ISMP list of error-prone abbreviations that a dose instruction is tempted by."""

ONE_ID = {
    "clozapine-level": "toxicity-clozapine",
    "hearing-loss": "ototoxicity",
    "kidney": "acute-kidney-injury",
    "kidney-injury": "acute-kidney-injury",
    "lithium": "lithium-toxicity",
    "lithium-level": "lithium-toxicity",
    "liver": "hepatotoxicity",
    "muscle": "myopathy",
    "rhabdomyolysis": "myopathy",
    "serotonin-syndrome": "serotonin",
    "torsades": "qt",
    "toxicity-digoxin": "digoxin-toxicity",
    "toxicity-lithium": "lithium-toxicity",
}
"""Other words for a problem that has an id: findings fold by the id, so two ids for one problem stand side by side."""

NOT_A_SOURCE = re.compile(r"droracle|empathia|chatgpt|wikipedia|reddit|quora|answered by", re.IGNORECASE)
LABEL = re.compile(r"(?:prescribing information|summary of product characteristics|product monograph|\bSP[Cc]|\bSmPC)$")


def written(rule: Rule) -> Iterator[str]:
    """Every text of a rule that a reader sees, sources left out: their titles keep the spelling they have."""
    yield from (rule.headline, rule.consequence, rule.mechanism, rule.frequency or "", *rule.management)
    for factor in rule.factors:
        yield from (factor.says, factor.headline or "", *factor.management)
    for item in rule.monitoring:
        yield from (item.test, item.when, item.act)
    yield from (level.headline or "" for level in rule.levels)
    yield from (point.says for point in rule.points)


def british_words(text: str) -> Iterator[tuple[str, str]]:
    """Words of a text that are not US spelling, each with the US word."""
    for word in re.findall(r"[a-z]+", text.lower()):
        base = word if word in BRITISH else word.removesuffix("s")
        if base in BRITISH:
            yield word, BRITISH[base]


def error_prone(text: str) -> Iterator[tuple[str, str]]:
    """Notations of a text that have been misread to a patient's harm, each with what to write."""
    for pattern, better in ERROR_PRONE:
        yield from ((found.group(0), better) for found in pattern.finditer(text))


def weak_source(source: Evidence) -> str | None:
    """What is wrong with how a source is named: no one could find it again, or it is none. None when it is fine."""
    if NOT_A_SOURCE.search(f"{source.title} {source.url}"):
        return f"'{source.title}' is not a source that a rule may rest on."
    if LABEL.search(source.title) and not (source.section or source.date):
        return f"'{source.title}' names a label without section or date."
    return None

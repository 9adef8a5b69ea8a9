"""The next best question: which missing fact would settle the most findings and checks."""

from __future__ import annotations

from dataclasses import dataclass

from regimen_review.findings import Finding, Review
from regimen_review.knowledge import TIER_RANK
from regimen_review.plans.elementary import elementary
from regimen_review.regimen import SubstanceId
from regimen_review.rules.firing import joined, measure_words


@dataclass(frozen=True, slots=True)
class Question:
    """One missing fact (``missing`` is its id: ``creatinine``, ``dose of warfarin``, ``name of …``) and what it would settle: findings that it
    could raise, lower or drop, and checks that could not run without it.
    """

    missing: str
    asks: str
    findings: tuple[Finding, ...]
    checks: int
    drugs: tuple[SubstanceId, ...]
    says: str

    @property
    def settles(self) -> int:
        """How many findings and checks it would settle."""
        return len(self.findings) + self.checks


def next_questions(review: Review) -> tuple[Question, ...]:
    """Every missing fact, the most decisive first: by what it settles, findings to decide today before others."""
    about: dict[str, list[Finding]] = {}
    for finding in elementary(review.findings):
        for missing in dict.fromkeys(finding.questions):
            about.setdefault(missing, []).append(finding)
    checks: dict[str, int] = {}
    for line in review.not_checked:
        if line.missing:
            checks[line.missing] = checks.get(line.missing, 0) + max(1, line.decides)
    found = [_question(m, about.get(m, []), checks.get(m, 0)) for m in dict.fromkeys((*about, *checks))]
    return tuple(sorted(found, key=_order))


def _order(question: Question) -> tuple[object, ...]:
    unnamed = question.missing.startswith("name of")
    urgent = sum(TIER_RANK[f.tier] >= TIER_RANK["review"] for f in question.findings)
    return not unnamed, -(question.settles), -urgent, question.missing


def _question(missing: str, findings: list[Finding], checks: int) -> Question:
    drugs = tuple(dict.fromkeys(d for f in findings for d in f.drugs))
    asks = question_words(missing)
    parts = [f"{len(findings)} finding{'' if len(findings) == 1 else 's'}"] if findings else []
    parts += [f"{checks} check{'' if checks == 1 else 's'} that could not run"] if checks else []
    says = f"{asks} It bears on {joined(parts)}."
    if missing.startswith("name of"):
        says = f"{asks} Until then nothing about it is checked."
    return Question(missing, asks, tuple(findings), checks, drugs, says)


_ASKED = {
    "age": "How old is the patient?",
    "sex": "What is the patient's sex?",
    "weight": "What does the patient weigh?",
    "height": "How tall is the patient?",
    "conditions": "Which diagnoses does the patient have?",
    "allergies": "Which allergies and intolerances does the patient have?",
    "pregnancy": "Is the patient pregnant, or could she be?",
    "breastfeeding": "Is the patient breastfeeding?",
    "tobacco": "Does the patient smoke?",
    "alcohol": "How much alcohol does the patient drink?",
    "start dates": "Which of the drugs was started first?",
}


def question_words(missing: str) -> str:
    """The question for a missing fact, as one would ask it."""
    if missing in _ASKED:
        return _ASKED[missing]
    what, of, whom = missing.partition(" of ")
    if of:
        asked = {
            "dose": f"What is the dose of {whom}?",
            "frequency": f"How often is {whom} taken?",
            "start": f"Since when is {whom} taken?",
            "stop": f"When was {whom} stopped?",
            "onset": f"Since when: {whom}?",
            "duration": f"How long is {whom} to be taken?",
            "indication": f"What is {whom} taken for?",
            "name": f"What is '{whom}'?",
        }
        return asked.get(what, f"What is the {missing}?")
    return f"What is the latest {measure_words(missing)}?"

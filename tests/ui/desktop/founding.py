"""A review of the founding patient written by hand, for the window's tests and pictures.

It stands in for the pipeline so that a change of the base never moves a picture; its medical content is a placeholder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from regimen_review.findings import Because, Contribution, FactorOutcome, Finding, NotChecked, Quiet, Review
from regimen_review.knowledge import Action, Evidence, Kind, Severity, Tier
from regimen_review.patient import Condition, MedicationList, Observation, Patient
from regimen_review.regimen import (
    Candidate,
    Dosage,
    Frequency,
    Ingredient,
    Medication,
    MedicationStatement,
    Place,
    Quantity,
    Regimen,
    Resolution,
    SubstanceId,
)
from ui.session import Confirmed

DAY = date(2006, 9, 28)
LAB_DAY = date(2006, 4, 18)
LIST = """prednisone 5 mg daily|prednisone|oral
methotrexate 12.5 mg weekly|methotrexate|oral
folic acid|folic acid|oral
hydroxychloroquine|hydroxychloroquine|oral
pentoxyphilline|pentoxifylline|oral
coumadin|warfarin|oral
budesonide inhaler|budesonide|inhaled
fluticasone inhaler|fluticasone|inhaled
fexofenadine|fexofenadine|oral
erythropoietin|?epoetin alfa,darbepoetin alfa|injection
sildenafil|sildenafil|oral
amlodipine|amlodipine|oral
gabapentin|gabapentin|oral
acetaminophen-codeine|acetaminophen+codeine|oral
tramadol hydrochloride|tramadol|oral
famciclovir|famciclovir|oral
tolterodine|tolterodine|oral
calcium supplement|calcium|oral
vitamin E supplement|vitamin e|oral
alendronate|alendronate|oral
esomeprazole|esomeprazole|oral
iron supplement|iron|oral
acetic acid compress|acetic acid|topical
triamcinolone 0.1 % ointment|triamcinolone|topical
ciprofloxacin|ciprofloxacin|oral
clindamycin|clindamycin|oral"""
DOSES = {
    "prednisone": Dosage(total_daily=Quantity(5, "mg"), route="oral"),
    "methotrexate": Dosage(dose=Quantity(12.5, "mg"), frequency=Frequency(1, 1, "wk"), route="oral"),
    "triamcinolone": Dosage(strength=Quantity(0.1, "%"), route="topical"),
}
TALL = {
    "prednisone": "predniSONE",
    "tramadol": "traMADol",
    "amlodipine": "amLODIPine",
}


def medications(confirmed: Confirmed | None = None) -> tuple[Medication, ...]:
    """The 26 entries; ``erythropoietin`` is open unless confirmed."""
    made = []
    for i, line in enumerate(LIST.splitlines(), 1):
        written, names, route = line.split("|")
        name = written.split(" 5 ")[0].split(" 12")[0].split(" 0.1")[0]
        settled = (confirmed or {}).get(name)
        if settled:
            names = "+".join(settled)
        dosage = DOSES.get(names, Dosage(route=route))
        statement = MedicationStatement(written, name, Place(line=i), dosage=dosage)
        if names.startswith("?"):
            options = tuple(Candidate((SubstanceId(n),), 0.9) for n in names[1:].split(","))
            resolution = Resolution("confirm", candidates=options, why="two products share this name")
        else:
            resolution = Resolution("resolved", tuple(Ingredient(SubstanceId(n)) for n in names.split("+")), "exact")
        made.append(Medication(f"m{i}", statement, resolution))
    return tuple(made)


def finding(
    id_: str,
    headline: str,
    drugs: str,
    *,
    tier: Tier = "act",
    severity: Severity = "major",
    action: Action = "monitor",
    kind: Kind = "drug-drug",
    conditions: str = "",
    members: Sequence[Finding] = (),
    intended: bool = False,
    questions: tuple[str, ...] = (),
) -> Finding:
    """One finding with every part filled with something readable."""
    labels = tuple(part.strip() for part in conditions.split(";") if part.strip())
    return Finding(
        id=id_,
        kind=kind,
        tier=tier,
        severity=severity,
        action=action,
        evidence="established",
        basis="rule",
        headline=headline,
        drugs=tuple(SubstanceId(d.strip()) for d in drugs.split(",")),
        intended=intended,
        consequence="Slow or stopped breathing, deep sedation, death.",
        mechanism="Additive depression of breathing; both opioids also need CYP2D6 to act.",
        management=(
            "Keep one opioid or none; write its total daily dose.",
            "Lowest doses; oximetry around dressing changes.",
            "Fit gabapentin to kidney function: creatinine first.",
            "Offer naloxone and teach its use.",
        ),
        because=tuple(Because(label, LAB_DAY) for label in labels),
        questions=questions,
        factors=(FactorOutcome("age 65 or more", False, "raises it to Danger"),),
        onset="hours",
        frequency=None,
        rule_id=id_,
        rule_version="3",
        rule_updated=date(2026, 11, 22),
        sources=(
            Evidence("Opioid label, boxed warning", "7", "2023", "https://example.org/label"),
            Evidence("Agency safety communication", "", "2019-12-19", "https://example.org/notice"),
        ),
        conditions=tuple(label.split()[0].lower().strip("?") for label in labels),
        condition_labels=labels,
        members=tuple(members),
    )


def _findings() -> tuple[Finding, ...]:
    part = lambda i, head, drugs, cond="": finding(i, head, drugs, conditions=cond)  # noqa: E731
    minor = lambda i, head, drugs: finding(i, head, drugs, tier="note", severity="minor")  # noqa: E731
    caution = lambda i, head, drugs, cond="": finding(  # noqa: E731
        i, head, drugs, tier="review", severity="moderate", conditions=cond
    )
    return (
        finding(
            "opioid-gabapentinoid-lung",
            "Two opioids and gabapentin, on home oxygen",
            "tramadol,codeine,gabapentin",
            action="modify",
            kind="multi-drug",
            conditions="lung fibrosis, on oxygen",
            questions=("dose of tramadol", "dose of codeine", "dose of gabapentin", "creatinine"),
            members=(
                part("tc", "tramadol + codeine: two opioids", "tramadol,codeine"),
                part("gt", "gabapentin + tramadol: breathing", "gabapentin,tramadol"),
                part("gc", "gabapentin + codeine: breathing", "gabapentin,codeine"),
                part("tl", "tramadol in lung disease on oxygen", "tramadol", "lung fibrosis, on oxygen"),
            ),
        ),
        finding(
            "warfarin-bleeding",
            "Nine drugs raise bleeding on warfarin; no INR on record",
            "warfarin,ciprofloxacin,clindamycin,pentoxifylline,acetaminophen,tramadol,prednisone,sildenafil,vitamin e,esomeprazole",
            kind="multi-drug",
            conditions="hemoglobin 8.8 g/dL",
            questions=("inr",),
            members=(
                part("wc", "warfarin + ciprofloxacin: INR rises", "warfarin,ciprofloxacin"),
                caution("wcl", "warfarin + clindamycin: INR may rise", "warfarin,clindamycin"),
                caution("wp", "warfarin + pentoxifylline: bleeding", "warfarin,pentoxifylline"),
                caution("wa", "warfarin + acetaminophen: INR may rise", "warfarin,acetaminophen"),
                caution("wt", "warfarin + tramadol: INR may rise", "warfarin,tramadol"),
                caution("wpr", "warfarin + prednisone: INR shifts", "warfarin,prednisone"),
                caution("ws", "warfarin + sildenafil: bleeding", "warfarin,sildenafil"),
            ),
        ),
        finding(
            "methotrexate-infection",
            "Methotrexate: infected ulcers, lung fibrosis, anemia",
            "methotrexate,ciprofloxacin",
            action="modify",
            conditions="infected ulcers; lung fibrosis, on oxygen; anemia, low iron",
            questions=("creatinine", "weight"),
            members=(part("mc", "methotrexate + ciprofloxacin: slower clearance", "methotrexate,ciprofloxacin"),),
        ),
        finding(
            "esa-thrombosis",
            "Erythropoietin raised despite clots and low iron",
            "erythropoietin",
            action="modify",
            kind="drug-condition",
            conditions="DVT, anticardiolipin; anemia, low iron",
        ),
        finding(
            "quinolone-cations",
            "Iron and calcium bind ciprofloxacin: it may not work",
            "ciprofloxacin,iron,calcium",
            kind="timing",
            members=(
                part("ci", "ciprofloxacin + iron: 2 h before or 6 h after", "ciprofloxacin,iron"),
                part("cc", "ciprofloxacin + calcium: 2 h before or 6 h after", "ciprofloxacin,calcium"),
            ),
        ),
        finding(
            "qt",
            "QT prolongation; potassium and ECG not on record",
            "ciprofloxacin,hydroxychloroquine",
            kind="burden",
            questions=("potassium", "magnesium", "qtc"),
        ),
        finding(
            "calciphylaxis",
            "Could warfarin be causing the skin calcification?",
            "warfarin",
            kind="drug-condition",
            conditions="skin calcification",
        ),
        finding(
            "pregnancy",
            "Harm to a pregnancy: potential not asked",
            "methotrexate,warfarin",
            kind="pregnancy",
            conditions="pregnancy?",
            questions=("pregnancy",),
        ),
        finding("tendon", "Tendon rupture: quinolone on top of a corticosteroid", "ciprofloxacin,prednisone", action="avoid"),
        caution("cs", "Ciprofloxacin doubles sildenafil; amlodipine adds", "ciprofloxacin,sildenafil"),
        replace(caution("ics", "Two inhaled corticosteroids, no reason recorded", "budesonide,fluticasone"), action="modify"),
        caution("cdiff", "Clostridioides difficile: two antibiotics and acid suppression", "clindamycin,esomeprazole"),
        caution("sa", "Sildenafil and amlodipine lower blood pressure", "sildenafil,amlodipine"),
        caution("ct", "Ciprofloxacin and tramadol: seizures", "ciprofloxacin,tramadol"),
        caution("cp", "Ciprofloxacin raises pentoxifylline", "ciprofloxacin,pentoxifylline"),
        caution("ie", "Esomeprazole lowers iron uptake", "iron,esomeprazole"),
        caution("ai", "Iron binds alendronate: take it first", "alendronate,iron"),
        caution("ac", "Calcium binds alendronate: take it first", "alendronate,calcium"),
        replace(caution("el", "Esomeprazole may drive cutaneous lupus", "esomeprazole", "lupus, skin"), kind="drug-condition"),
        replace(
            caution("ach", "Anticholinergic burden 4", "tolterodine,codeine,prednisone,fexofenadine"),
            kind="burden",
            score=4.0,
            contributions=(
                Contribution("tolterodine", 2, "score 2", SubstanceId("tolterodine")),
                Contribution("codeine", 1, "score 1", SubstanceId("codeine")),
                Contribution("prednisone", 1, "score 1", SubstanceId("prednisone")),
            ),
        ),
        replace(
            caution("tis", "Tisdale score at least 7: moderate QT risk", "ciprofloxacin,hydroxychloroquine"),
            kind="burden",
            score=7.0,
            contributions=(
                Contribution("first QT drug", 3, "", SubstanceId("ciprofloxacin")),
                Contribution("second QT drug", 3, "", SubstanceId("hydroxychloroquine")),
                Contribution("female sex", 1, ""),
            ),
        ),
        minor("n1", "Vitamin E and warfarin", "vitamin e,warfarin"),
        minor("n2", "Esomeprazole and methotrexate", "esomeprazole,methotrexate"),
        minor("n3", "Calcium and esomeprazole", "calcium,esomeprazole"),
        replace(
            minor("i1", "Folic acid protects from methotrexate", "folic acid,methotrexate"), intended=True, protects="marrow and mouth"
        ),
        replace(minor("i2", "Alendronate protects bone on prednisone", "alendronate,prednisone"), intended=True),
    )


PATIENT = Patient(
    sex="female",
    birth_date=date(1965, 1, 1),
    conditions=tuple(
        Condition(text, recorded=LAB_DAY)
        for text in (
            "systemic lupus 14 y",
            "pulmonary fibrosis",
            "pulmonary hypertension on oxygen",
            "DVT right popliteal, chronic",
            "infected shin ulcers",
            "skin calcification",
            "anemia",
            "Raynaud",
        )
    ),
    conditions_known=True,
    observations=(
        Observation("hemoglobin", 8.8, "g/dL", when=LAB_DAY, low=12, high=16, measure="hemoglobin"),
        Observation("iron", 13, "ug/dL", when=LAB_DAY, low=40, high=170, measure="iron"),
        Observation("anticardiolipin IgG", 50, "GPL", when=LAB_DAY, high=15),
        Observation("C3", 49, "mg/dL", when=LAB_DAY, low=82, high=235),
    ),
)


def founding_review(confirmed: Confirmed | None = None, patient: Patient | None = None) -> Review:
    """The whole review."""
    return Review(
        Regimen(medications(confirmed), DAY),
        patient or PATIENT,
        DAY,
        _findings(),
        tuple(
            Quiet((SubstanceId(a), SubstanceId(b)), "inhaled: hardly reaches the blood", "r")
            for a, b in (("budesonide", "ciprofloxacin"), ("fluticasone", "ciprofloxacin"), ("fluticasone", "clindamycin"))
        ),
        (
            NotChecked("23 dose limits", "no dose", "dose", 23),
            NotChecked("kidney dosing", "no creatinine", "creatinine", 4),
            NotChecked("hydroxychloroquine by weight", "no weight", "weight", 1),
            NotChecked("allergies", "not asked", "allergies", 1),
            NotChecked("erythropoietin pairs", "name not settled", None, 24),
        ),
        "2026.11",
        "7c1e09ab" * 8,
        date(2026, 11, 22),
        {SubstanceId(k): v for k, v in TALL.items()},
        frozenset(SubstanceId(s) for s in ("methotrexate", "warfarin", "codeine", "tramadol")),
    )


class FoundingPipeline:
    """Answers every question with the founding review; reads one entry a line."""

    def open_list(self, path: Path) -> MedicationList:
        return self.read_text(path.read_text(encoding="utf-8"))

    def read_text(self, text: str) -> MedicationList:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return MedicationList("text", tuple(MedicationStatement(line, line, Place(i)) for i, line in enumerate(lines, 1)))

    def review(self, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
        return founding_review(confirmed, patient)

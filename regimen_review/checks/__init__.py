"""One file a kind of finding, independent of each other: a situation in, what is to be said out."""

from __future__ import annotations

from collections.abc import Callable

from regimen_review.checks.burden import check_burdens
from regimen_review.checks.cascade import check_cascades
from regimen_review.checks.dose import check_doses
from regimen_review.checks.drug_age import check_ages
from regimen_review.checks.drug_allergy import check_allergies
from regimen_review.checks.drug_condition import check_conditions
from regimen_review.checks.drug_drug import check_drug_pairs
from regimen_review.checks.drug_food import check_food
from regimen_review.checks.drug_lab import check_values
from regimen_review.checks.duplicate import check_duplicates
from regimen_review.checks.hepatic_dose import check_liver_doses
from regimen_review.checks.high_alert import check_high_alert
from regimen_review.checks.incompatibility import check_incompatibilities
from regimen_review.checks.inferred import check_inferences
from regimen_review.checks.monitoring import check_monitoring
from regimen_review.checks.multi_drug import check_combinations
from regimen_review.checks.no_indication import check_indications
from regimen_review.checks.omitted import check_omissions
from regimen_review.checks.outside import check_outside
from regimen_review.checks.pharmacogenomic import check_genes
from regimen_review.checks.pregnancy import check_pregnancy
from regimen_review.checks.renal_dose import check_kidney_doses
from regimen_review.checks.symptom import check_symptoms
from regimen_review.checks.timing import check_timing
from regimen_review.rules.firing import Said
from regimen_review.rules.situation import Situation

Check = Callable[[Situation], Said]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("several drugs together", check_combinations),
    ("drug pairs", check_drug_pairs),
    ("inferred pairs", check_inferences),
    ("duplicates", check_duplicates),
    ("conditions", check_conditions),
    ("allergies", check_allergies),
    ("laboratory values", check_values),
    ("age", check_ages),
    ("pregnancy", check_pregnancy),
    ("doses", check_doses),
    ("kidney dosing", check_kidney_doses),
    ("liver dosing", check_liver_doses),
    ("timing", check_timing),
    ("food", check_food),
    ("burdens", check_burdens),
    ("omitted therapy", check_omissions),
    ("monitoring", check_monitoring),
    ("high-alert medications", check_high_alert),
    ("incompatibility", check_incompatibilities),
    ("pharmacogenomics", check_genes),
    ("symptoms", check_symptoms),
    ("prescribing cascades", check_cascades),
    ("indications", check_indications),
    ("imported sources", check_outside),
)
"""Every check with the name under which a failure is reported."""

"""Clinical formulae, each with its paper; arguments carry their unit in their name."""

from __future__ import annotations

from typing import Literal


def creatinine_clearance(age_years: float, weight_kg: float, creatinine_mg_dl: float, *, female: bool) -> float:
    """Creatinine clearance in mL/min after Cockcroft and Gault, Nephron 1976;16:31-41: (140 - age) x weight /
    (72 x serum creatinine), times 0.85 in women. The weight is the one given; the caller says which and why.
    """
    clearance = (140 - age_years) * weight_kg / (72 * creatinine_mg_dl)
    return clearance * 0.85 if female else clearance


def egfr_ckd_epi_2021(age_years: float, creatinine_mg_dl: float, *, female: bool) -> float:
    """EGFR in mL/min/1.73 m2, CKD-EPI 2021 creatinine equation without race: Inker LA et al., N Engl J Med
    2021;385:1737-49: 142 x min(Scr/k,1)^a x max(Scr/k,1)^-1.200 x 0.9938^age (x 1.012 in women), with k 0.7 and
    a -0.241 in women, k 0.9 and a -0.302 in men.
    """
    kappa, alpha = (0.7, -0.241) if female else (0.9, -0.302)
    ratio = creatinine_mg_dl / kappa
    value = 142 * min(ratio, 1.0) ** alpha * max(ratio, 1.0) ** -1.2 * 0.9938**age_years
    return float(value * 1.012 if female else value)


def body_mass_index(weight_kg: float, height_cm: float) -> float:
    """Weight over height squared, kg/m2 (Quetelet)."""
    return weight_kg / (height_cm / 100) ** 2


def ideal_body_weight(height_cm: float, *, female: bool) -> float:
    """Ideal body weight in kg after Devine, Drug Intell Clin Pharm 1974;8:650-5: 45.5 (women) or 50 (men) plus
    2.3 kg for each inch above 5 feet.
    """
    return (45.5 if female else 50.0) + 2.3 * (height_cm / 2.54 - 60)


def child_pugh(
    bilirubin_mg_dl: float, albumin_g_dl: float, inr: float, *, ascites: int, encephalopathy: int
) -> tuple[int, Literal["A", "B", "C"]]:
    """Child-Pugh points and class, Pugh RNH et al., Br J Surg 1973;60:646-9. ``ascites`` and ``encephalopathy``
    are graded 1 (none), 2 (slight, grade 1-2), 3 (more).
    """
    points = ascites + encephalopathy
    points += 1 if bilirubin_mg_dl < 2 else 2 if bilirubin_mg_dl <= 3 else 3
    points += 1 if albumin_g_dl > 3.5 else 2 if albumin_g_dl >= 2.8 else 3
    points += 1 if inr < 1.7 else 2 if inr <= 2.3 else 3
    return points, "A" if points <= 6 else "B" if points <= 9 else "C"


def drug_burden(daily_mg: float, smallest_usual_mg: float) -> float:
    """One drug's part, from 0 to below 1, of the Drug Burden Index after Hilmer SN et al., Arch Intern Med 2007;167:781-7:
    D / (D + d), with D the daily dose and d the smallest usual daily dose, both in mg. The index is the sum over all
    anticholinergic and sedative drugs. The smallest usual dose itself gives 0.5.
    """
    return daily_mg / (daily_mg + smallest_usual_mg)

"""A list that tells no route: how a drug is presumed to be given, so that no rule is silent for want of a word."""

import pytest

from regimen_review.routes import routes_untold

LOUD = ("act", "review", "note")


def pairs_of(review, *drugs):
    every = [f for top in review.findings for f in (top, *top.members)]
    return {f.rule_id for f in every if set(drugs) <= set(f.drugs) and f.tier in LOUD}


@pytest.mark.parametrize(
    ("atc", "presumed"),
    [
        (("D06AX07", "J01GB03", "S01AA11"), {"injection"}),
        (("B01AB05",), {"injection"}),
        (("A07AA09", "J01XA01", "S01AA28"), {"injection", "oral"}),
        (("A07AA01", "J01GB05", "N01XX99"), {"oral"}),
        (("C07AB02",), {"oral"}),
        (("D07AC01",), {"oral"}),
        ((), {"oral"}),
    ],
)
def test_what_reaches_the_blood_by_injection_only_is_presumed_injected(atc, presumed):
    assert routes_untold(atc) == presumed


@pytest.mark.parametrize(
    ("rule", "one", "other"),
    [
        ("ataluren-aminoglycosides", "ataluren", "gentamicin"),
        ("aminoglycosides-loop-diuretics", "furosemide", "tobramycin"),
        ("aminoglycosides-nephrotoxins", "gentamicin", "vancomycin"),
    ],
)
def test_a_rule_of_injected_drugs_speaks_where_the_list_tells_no_route(reviewed, rule, one, other):
    assert rule in pairs_of(reviewed(one, other, "fexofenadine"), one, other)
    assert rule in pairs_of(reviewed(one, f"{other} | intravenous", "fexofenadine"), one, other)


def test_a_told_local_route_still_counts_as_told(reviewed):
    assert "aminoglycosides-loop-diuretics" not in pairs_of(
        reviewed("furosemide", "tobramycin | ophthalmic", "fexofenadine"), "furosemide", "tobramycin"
    )

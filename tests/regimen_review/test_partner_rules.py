"""Rules about one drug whose limit another drug sets, and entries that share a substance by two routes."""


def _found(review, rule):
    return [f for f in review.findings if f.rule_id == rule]


def test_a_dose_limit_that_a_partner_sets_names_both_drugs(reviewed):
    noise = ("lisinopril | 10 mg | 1/d", "acetaminophen | 500 mg | 3/d")
    found = _found(reviewed("citalopram | 40 mg | 1/d", "omeprazole | 20 mg | 1/d", *noise, age=42), "citalopram-cyp2c19-inhibitor-limit")
    assert [set(f.drugs) for f in found] == [{"citalopram", "omeprazole"}]


def test_the_same_partner_sets_no_limit_below_it(reviewed):
    review = reviewed("citalopram | 20 mg | 1/d", "omeprazole | 20 mg | 1/d", "amlodipine | 5 mg | 1/d", age=42)
    assert not _found(review, "citalopram-cyp2c19-inhibitor-limit")


def test_the_plan_for_the_end_of_an_inducer_names_the_inducer(reviewed):
    review = reviewed("methadone | 80 mg | 1/d", "rifampin | 600 mg | 1/d", "isoniazid | 300 mg | 1/d", age=46)
    found = _found(review, "inducer-stop-plan")
    assert [set(f.drugs) for f in found] == [{"methadone", "rifampin"}]
    assert "rifampin" in found[0].headline.casefold()


def test_lung_and_nose_count_together_where_the_rule_names_both(reviewed):
    review = reviewed("fluticasone | 250 mcg | 2/d | inhaled", "fluticasone | 100 mcg | 1/d | nasal", "albuterol | prn | inhaled", age=58)
    assert _found(review, "corticosteroid-inhaled-and-nasal")


def test_a_tablet_and_an_eye_drop_of_one_substance_are_not_one_drug_taken_twice(reviewed):
    review = reviewed("ciprofloxacin | 500 mg | 2/d", "ciprofloxacin | 2 drops | 4/d | ophthalmic", "metformin | 500 mg | 2/d", age=58)
    assert not _found(review, "same-ingredient-twice")


def test_one_maximum_speaks_only_of_its_own_drug(reviewed):
    review = reviewed("diclofenac | 75 mg | 3/d | oral", "naproxen | 250 mg | 1/d", "amlodipine | 5 mg | 1/d", age=50)
    assert [f.drugs for f in _found(review, "diclofenac-max")] == [("diclofenac",)]
    assert not _found(review, "naproxen-max")

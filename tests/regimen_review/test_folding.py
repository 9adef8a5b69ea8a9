"""Findings that share a problem become one; nothing that was found gets lost on the way."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from regimen_review.findings import Finding
from regimen_review.folding import fold, reading_order
from regimen_review.knowledge import Cluster, ClusterVariant, Knowledge
from regimen_review.patient import Patient
from regimen_review.regimen import Regimen
from regimen_review.rules.selectors import parse_selectors
from regimen_review.rules.situation import Situation
from tests.conftest import a_regimen

DRUGS = ("warfarin", "aspirin", "tramadol", "codeine", "gabapentin", "ibuprofen")


def a_finding(*drugs, kind="drug-drug", severity="moderate", tier="review", problem="bleeding", rule=None, basis="rule", intended=False):
    rule_id = rule or "-".join(drugs)
    return Finding(
        id=f"{rule_id}:{'+'.join(sorted(drugs))}", kind=kind, tier=tier, severity=severity, action="monitor", evidence="established",
        basis=basis, headline=" + ".join(drugs), drugs=drugs, problem=problem, rule_id=rule_id, object=drugs[0],
        precipitant=drugs[1] if len(drugs) > 1 else None, intended=intended,
    )  # fmt: skip


def a_situation(*clusters: Cluster, regimen: Regimen | None = None, patient: Patient | None = None) -> Situation:
    knowledge = Knowledge("1", "0", date(2026, 1, 1), {}, {}, {}, {}, {}, (), clusters)
    return Situation(regimen or a_regimen(*DRUGS), patient or Patient(), knowledge)


BLEEDING = Cluster("bleeding", "{count} drugs add to bleeding on {hub}", "bleeding", ("INR now.",), parse_selectors(("warfarin",)))


def everything(findings):
    return {f.id for top in findings for f in (top, *top.members)}


def test_pairs_round_a_hub_become_one_finding_that_names_all_drugs():
    folded = fold(
        [a_finding("warfarin", "aspirin", severity="major", tier="act"), a_finding("warfarin", "tramadol")], [], a_situation(BLEEDING)
    )
    assert [f.headline for f in folded] == ["2 drugs add to bleeding on warfarin"]
    assert folded[0].drugs == ("warfarin", "aspirin", "tramadol")
    assert (folded[0].severity, folded[0].tier) == ("major", "act")
    assert len(folded[0].members) == 2


def test_a_cluster_speaks_otherwise_where_its_variant_is_true_of_the_patient():
    old = ClusterVariant("age >= 80", "Old, and {count} drugs add to bleeding on {hub}", ("INR today.",))
    pairs = [a_finding("warfarin", "aspirin"), a_finding("warfarin", "tramadol")]
    for age, headline, step in (
        (85, "Old, and 2 drugs add to bleeding on warfarin", "INR today."),
        (40, "2 drugs add to bleeding on warfarin", "INR now."),
        (None, "2 drugs add to bleeding on warfarin", "INR now."),
    ):
        here = a_situation(replace(BLEEDING, variant=(old,)), patient=Patient(age_years=age))
        (whole,) = fold(pairs, [], here)
        assert (whole.headline, whole.management) == (headline, (step,))


def test_one_drug_beside_the_hub_is_spoken_of_in_the_singular():
    twice = [a_finding("warfarin", "aspirin", rule="one"), a_finding("warfarin", "aspirin", rule="two", kind="timing")]
    for headline, said in (
        ("Bleeding: {count} drugs add to the anticoagulant", "Bleeding: 1 drug adds to the anticoagulant"),
        ("Harm: {count} drugs to settle", "Harm: 1 drug to settle"),
        ("{count} drugs that can harm", "1 drug that can harm"),
    ):
        (whole,) = fold(twice, [], a_situation(replace(BLEEDING, headline=headline, least=1)))
        assert whole.headline == said


def test_several_reasons_in_this_patient_to_avoid_one_drug_are_one_decision(reviewed):
    found = reviewed("ibuprofen | 400 mg | 3/d", "fexofenadine", age=70, conditions=["heart-failure", "peptic-ulcer"], labs={"egfr": 24})
    (whole,) = [f for f in found.findings if f.tier == "act" and f.drugs == ("ibuprofen",) and f.kind in {"drug-condition", "renal-dose"}]
    assert whole.headline == f"Ibuprofen: {len(whole.members)} reasons to avoid it"
    assert len({m.rule_id for m in whole.members}) == len(whole.members) >= 2
    assert {"heart-failure"} < set(whole.conditions)


def test_two_mechanisms_read_as_one_sentence():
    pairs = [
        replace(a_finding("warfarin", "aspirin"), mechanism="Platelets are blocked."),
        replace(a_finding("warfarin", "tramadol"), mechanism="Serotonin leaves the platelet"),
    ]
    (whole,) = fold(pairs, [], a_situation(BLEEDING))
    assert whole.mechanism == "Platelets are blocked; serotonin leaves the platelet"
    abbreviated = [pairs[0], replace(pairs[1], mechanism="CYP2C9 is blocked")]
    (whole,) = fold(abbreviated, [], a_situation(BLEEDING))
    assert whole.mechanism == "Platelets are blocked; CYP2C9 is blocked"


def test_a_load_is_a_note_where_its_problem_is_to_be_decided_already():
    load = a_finding("warfarin", "aspirin", kind="burden", tier="act", severity="major", rule="bleeding-load")
    pairs = [a_finding("warfarin", "aspirin", tier="act", severity="major"), a_finding("warfarin", "tramadol")]
    assert {f.kind: f.tier for f in fold([load, *pairs], [], a_situation(BLEEDING))} == {"burden": "note", "multi-drug": "act"}
    assert [f.tier for f in fold([load], [], a_situation(BLEEDING))] == ["act"]
    looked_at = [replace(p, tier="review", severity="moderate") for p in pairs]
    assert {f.kind: f.tier for f in fold([load, *looked_at], [], a_situation(BLEEDING))} == {"burden": "act", "multi-drug": "review"}


def test_a_pair_of_another_problem_stays_outside_the_cluster():
    other = a_finding("warfarin", "codeine", problem="sedation")
    assert other in fold([other, a_finding("warfarin", "aspirin"), a_finding("warfarin", "tramadol")], [], a_situation(BLEEDING))


def test_one_pair_alone_is_no_cluster():
    alone = a_finding("warfarin", "aspirin")
    assert fold([alone], [], a_situation(BLEEDING)) == [alone]


def test_a_finding_of_several_drugs_takes_in_its_own_pairs_and_not_others():
    whole = a_finding("tramadol", "codeine", "gabapentin", kind="multi-drug", severity="major", problem="breathing")
    inside, outside = a_finding("tramadol", "gabapentin", problem="breathing"), a_finding("tramadol", "warfarin", problem="breathing")
    folded = fold([whole, inside, outside], [], a_situation())
    assert {f.id for f in folded} == {whole.id, outside.id}
    assert folded[0].members[0].id == inside.id


def test_an_inference_gives_way_to_a_written_rule_on_the_same_pair():
    rule, guess = a_finding("warfarin", "aspirin"), a_finding("aspirin", "warfarin", basis="inferred", rule="guess", problem="exposure")
    assert fold([guess, rule], [], a_situation()) == [rule]


def test_an_intended_pair_is_not_drawn_into_a_cluster():
    meant = a_finding("warfarin", "codeine", intended=True, tier="note")
    folded = fold([meant, a_finding("warfarin", "aspirin"), a_finding("warfarin", "tramadol")], [], a_situation(BLEEDING))
    assert meant in folded


def test_one_rule_round_one_object_is_one_finding():
    pairs = [a_finding("codeine", p, rule="binds", problem="absorption") for p in ("aspirin", "tramadol")]
    folded = fold(pairs, [], a_situation())
    assert len(folded) == 1
    assert set(folded[0].drugs) == {"codeine", "aspirin", "tramadol"}


some_findings = st.lists(
    st.builds(
        lambda pair, severity, problem: a_finding(*pair, severity=severity, problem=problem),
        st.permutations(DRUGS).map(lambda p: p[:2]), st.sampled_from(["minor", "moderate", "major"]), st.sampled_from(["bleeding", "sedation", None]),
    ),
    max_size=12, unique_by=lambda f: frozenset(f.drugs),
)  # fmt: skip


@given(some_findings)
def test_folding_never_loses_a_finding_nor_lowers_one(findings):
    folded = fold(findings, [], a_situation(BLEEDING))
    assert {f.id for f in findings} <= everything(folded)
    rank = {"minor": 1, "moderate": 2, "major": 3}
    for top in folded:
        assert all(rank[m.severity] <= rank[top.severity] for m in top.members)
        assert all(set(m.drugs) <= set(top.drugs) for m in top.members)


@given(some_findings, st.randoms())
def test_the_order_in_which_checks_ran_does_not_change_the_list(findings, random):
    shuffled = list(findings)
    random.shuffle(shuffled)
    one, other = (sorted(fold(f, [], a_situation(BLEEDING)), key=reading_order) for f in (findings, shuffled))
    assert [f.id for f in one] == [f.id for f in other]


def test_act_comes_before_review_and_danger_before_warning():
    note, warn, danger = (a_finding("warfarin", d, tier=t, severity=s) for d, t, s in (
        ("codeine", "review", "major"), ("aspirin", "act", "major"), ("tramadol", "act", "contraindicated")))  # fmt: skip
    assert sorted([note, warn, danger], key=reading_order) == [danger, warn, note]


def test_what_one_inducer_does_to_several_drugs_is_one_finding(reviewed):
    found = reviewed("carbamazepine", "solifenacin", "tamsulosin", "sildenafil", "levothyroxine", age=60, sex="male")
    several = [f for f in found.findings if f.basis == "inferred" and f.precipitant == "carbamazepine" and len(f.drugs) > 2]
    (whole,) = [f for f in several if "solifenacin" in f.drugs]
    assert whole.object is None
    assert {d for m in whole.members for d in m.drugs} == set(whole.drugs)
    assert all(len(m.drugs) == 2 for m in whole.members)
    assert "solifenacin" in whole.headline
    assert " and " in whole.headline
    lowered = [f for f in found.findings if "lowers" in f.headline and set(f.drugs) == {"carbamazepine", "solifenacin"}]
    assert not lowered

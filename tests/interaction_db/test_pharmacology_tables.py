"""The tables that ship with the program say what their format allows, and agree with well-known figures."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from interaction_db.faults import Fault
from interaction_db.knowledge_text import FOLDER, KnowledgeText, read_knowledge
from interaction_db.tables import read_uses
from regimen_review.rules.selectors import parse_selector

DOCS = Path(__file__).parents[2] / "docs" / "knowledge.md"
NUMBER = re.compile(r"\d+(\.\d+)?")
RENAL = re.compile(r"(reduce|contraindicated)-below-\d+(\.\d+)?|none")


@pytest.fixture(scope="module")
def base() -> KnowledgeText:
    return read_knowledge(FOLDER)


@pytest.fixture(scope="module")
def grades() -> dict[str, set[str]]:
    """Property to its grades, as the table under "Properties" in docs/knowledge.md lists them."""
    table = DOCS.read_text(encoding="utf-8").partition("## Properties")[2].partition("\n## ")[0]
    found: dict[str, set[str]] = {}
    for line in table.splitlines():
        cells = [c.strip() for c in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 2 and not set(cells[0]) <= set("-"):
            words = set(re.findall(r"[a-z0-9][a-z0-9-]*", re.sub(r"\(([^)]*)\)", r"\1", cells[1])))
            found |= dict.fromkeys(cells[0].split(), words)
    return found


def steps(base: KnowledgeText, property_: str) -> dict[str, set[str]]:
    found = defaultdict(set)
    for fact in base.properties:
        if fact.property == property_:
            found[fact.substance].add(fact.grade)
    return found


def test_every_property_is_one_that_the_documentation_lists(base, grades):
    assert {f.property for f in base.properties} <= set(grades)


def test_every_grade_is_from_its_own_list(base, grades):
    numbers, free = {"half-life-days", "depot-days", "opioid-mme", "dbi-minimum-dose"}, {"allergen-group", "renal-adjust"}
    suffixed = re.compile(r"(inhibitor|inducer|substrate)-(strong|moderate|weak|sensitive)")
    wrong = []
    for fact in base.properties:
        if fact.property in numbers:
            sound = bool(NUMBER.fullmatch(fact.grade))
        elif fact.property == "renal-adjust":
            sound = bool(RENAL.fullmatch(fact.grade))
        elif fact.property == "treats":
            sound = fact.grade in base.conditions
        elif fact.property == "accompanies":
            sound = bool(base.expand((parse_selector(fact.grade),)))
        else:
            sound = fact.property in free or fact.grade in grades[fact.property] | {"none"} or bool(suffixed.fullmatch(fact.grade))
        if not sound:
            wrong.append((fact.substance, fact.property, fact.grade))
    assert wrong == []


def test_every_fact_names_its_source_its_date_and_how_far_it_was_read(base):
    bare = [f for f in base.properties if not f.source or not re.match(r"\d{4}", f.date) or f.read not in {"read", "part", "memory"}]
    assert bare == []


def test_a_checked_negative_never_stands_beside_a_positive(base):
    found = defaultdict(set)
    for fact in base.properties:
        if fact.property != "renal-adjust":
            found[fact.substance, fact.property].add(fact.grade)
    assert [k for k, g in found.items() if "none" in g and len(g) > 1] == []


def test_no_enzyme_is_inhibited_in_two_strengths_by_one_drug(base):
    found = defaultdict(list)
    for fact in base.properties:
        if fact.property.startswith("cyp"):
            found[fact.substance, fact.property, fact.grade.partition("-")[0]].append(fact.grade)
    assert [k for k, g in found.items() if len(g) > 1] == []


def test_classes_and_conditions_hang_from_parents_that_exist_and_never_from_themselves(base):
    for parents in ({i: c.parents for i, c in base.classes.items()}, {i: c.parents for i, c in base.conditions.items()}):
        assert {p for ps in parents.values() for p in ps} <= set(parents)
        for start in parents:
            seen, ahead = set(), list(parents[start])
            while ahead:
                one = ahead.pop()
                assert one != start, start
                if one not in seen:
                    seen.add(one)
                    ahead += parents[one]


def test_nearly_every_common_drug_has_a_class_or_a_property(base):
    known = {f.substance for f in base.properties}.union(*base.members.values())
    common = [s.name for s in base.substances.values() if s.usage_rank is not None and s.usage_rank <= 500]
    missing = [name for name in common if name not in known]
    assert len(common) > 400
    assert len(missing) <= 5, missing


def test_an_opioid_that_is_a_prodrug_is_marked_as_one(base):
    roles = steps(base, "cyp2d6")
    assert "prodrug" in roles["codeine"]
    assert "prodrug" in roles["tramadol"]
    assert "prodrug" not in roles["morphine"]


def test_macrolides_differ_in_what_they_inhibit(base):
    roles = steps(base, "cyp3a")
    assert "inhibitor-strong" in roles["clarithromycin"]
    assert "inhibitor-moderate" in roles["erythromycin"]
    assert roles["azithromycin"] == {"none"}


@pytest.mark.parametrize(
    ("measure", "unit", "value", "here"),
    [
        ("creatinine", "umol/L", 88.4, 1.0),
        ("glucose", "mmol/L", 5.55, 100),
        ("hemoglobin", "g/L", 120, 12.0),
        ("calcium", "mmol/L", 2.5, 10.0),
        ("magnesium", "mmol/L", 0.82, 2.0),
        ("bilirubin", "umol/L", 17.1, 1.0),
        ("urea", "mmol/L", 7.14, 20),
        ("uric-acid", "umol/L", 357, 6.0),
        ("ldl", "mmol/L", 2.59, 100),
        ("triglycerides", "mmol/L", 1.69, 150),
        ("digoxin-level", "nmol/L", 1.28, 1.0),
        ("theophylline-level", "umol/L", 55.5, 10),
        ("phenytoin-level", "umol/L", 39.6, 10),
        ("vitamin-d", "nmol/L", 50, 20),
        ("phosphate", "mmol/L", 1.0, 3.1),
        ("weight", "[lb_av]", 220.5, 100),
        ("qtc", "s", 0.5, 500),
        ("platelets", "/uL", 150000, 150),
    ],
)
def test_a_value_in_another_unit_becomes_the_well_known_one(base, measure, unit, value, here):
    assert base.measures[measure].convert[unit] * value == pytest.approx(here, rel=0.01)


def test_no_code_means_two_measures(base):
    owners = defaultdict(set)
    for measure in base.measures.values():
        for code in measure.loinc:
            owners[code].add(measure.id)
    assert [c for c, ids in owners.items() if len(ids) > 1] == []


USES = "drugs,conditions,beside,source,date,read\n"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("class:nosuch,gout,,known,2026-11,memory", "class:nosuch"),
        ("warfarin,no-such-condition,,known,2026-11,memory", "no-such-condition"),
        ("warfarin,gout,property:nosuch,known,2026-11,memory", "property:nosuch"),
    ],
)
def test_a_use_of_what_the_base_does_not_know_is_a_fault_with_its_line(base, tmp_path, row, fault):
    (tmp_path / "indications").mkdir()
    (tmp_path / "indications" / "uses.csv").write_text(USES + row + "\n", encoding="utf-8")
    faults: list[Fault] = []
    read_uses(tmp_path, lambda text: base.expand((parse_selector(text),)) & frozenset(base.substances), base.conditions, faults)
    assert [(f.line, fault in f.says) for f in faults] == [(2, True)]


def test_a_class_that_treats_a_condition_gives_that_use_to_each_of_its_members(base):
    treated = {f.substance for f in base.properties if f.property == "treats" and f.grade == "hyperlipidemia"}
    assert base.members["statins"] <= treated
    assert "warfarin" not in treated


def test_a_use_is_written_once_for_a_drug_however_many_rows_say_it(base):
    uses = [(f.substance, f.property, f.grade) for f in base.properties if f.property in ("treats", "accompanies")]
    assert len(uses) == len(set(uses))

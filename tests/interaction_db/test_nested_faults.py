"""Slips inside the tables of a knowledge file: each is named, none is passed over, and no file makes reading fall over."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interaction_db.knowledge_text import read_knowledge
from interaction_db.rule_lint import lint
from tests.interaction_db.conftest import RULE, put

FILE = "rules/blood/alpha-betas.toml"
MONITORING = 'management = ["Stop one."]\nmonitoring = [{ test = "INR", when = "day 3", %s }]'


def faults(folder, before, after):
    assert before in RULE
    put(folder, FILE, RULE.replace(before, after, 1))
    put(folder, "rules/blood/gamma-alone.toml", RULE.replace('"class:betas", "not:gammadrug"', '"betadrug"'))
    return [str(f) for f in lint(read_knowledge(folder))]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('severity = "contraindicated"', 'severty = "contraindicated"', "there is no field 'severty'"),
        ('severity = "contraindicated"', 'monitoring = [{ test = "INR" }]', "there is no field 'monitoring'"),
        ('section = "7"', 'sektion = "7"', "there is no field 'sektion'"),
        ("fires = true", "fires = true\nteir = 'act'", "there is no field 'teir'"),
        ('management = ["Stop one."]', MONITORING % "every = 7", "there is no field 'every'"),
        ('management = ["Stop one."]', 'management = ["Stop one."]\nspacing = { befor_h = 2 }', "there is no field 'befor_h'"),
        ('severity = "contraindicated"', 'severity = "very bad"', "'very bad' is not one of"),
        ('management = ["Stop one."]', 'management = "Stop one."', "'management' must be a list"),
        ('object = ["alphadrug"]', 'object = "alphadrug"', "must be a list of selectors"),
        ('object = ["alphadrug"]', "object = []", "at least one entry"),
        ('object = ["alphadrug"]', 'object = ["alphadrug@moon"]', "names the route group 'moon'"),
        ('headline = "', 'least = "two"\nheadline = "', "'least' cannot be read"),
        ("updated = 2026-01-02", 'updated = "the other day"', "'kind' cannot be read"),
        ("age >= 65", "tobacco = smoker", "'smoker' is none of"),
        ("age >= 65", "daily-dose(objekt) > 5 mg", "'objekt' is neither a role of the rule nor a drug"),
        ("age >= 65", "started-after(precipitant, objekt)", "'objekt' is neither a role of the rule nor a drug"),
        ("age >= 65", "has(object, glitter)", "there is no property 'glitter'"),
        ("age >= 65", "indication(object, plague)", "'plague' is not in conditions/"),
        ("age >= 65", "taking(zetadrug)", "'zetadrug' is not in substances.csv"),
        ("age >= 65", "count(class:zetas) >= 2", "there is no class 'zetas'"),
    ],
)
def test_a_slip_inside_a_table_is_named_with_its_file_and_spares_the_others(folder, before, after, says):
    found = faults(folder, before, after)
    assert any(says in f and f.startswith(FILE) for f in found), found
    assert not any("gamma-alone" in f for f in found)


@pytest.mark.parametrize(
    "sound", ["daily-dose(object) > 5 mg", "daily-dose(betadrug) > 5 mg", "has(precipitant, glow=strong)", "route(betadrug@any) = oral"]
)
def test_roles_and_drugs_that_exist_are_no_fault(folder, sound):
    assert faults(folder, "age >= 65", sound) == []


def test_a_fault_tells_its_line(folder):
    put(folder, FILE, RULE.replace('severity = "major"', "severity = 3"))
    (fault, *_) = read_knowledge(folder).faults
    assert str(fault).startswith(f"{FILE}:")
    assert fault.line > 0


@pytest.mark.parametrize("place", [FILE, "classes/sigmas.toml", "clusters/bleeding.toml"])
def test_a_file_that_is_empty_or_in_another_encoding_is_a_fault_and_not_nothing(folder, place):
    put(folder, place, "# nothing but a remark\n")
    assert [str(f) for f in read_knowledge(folder).faults] == [f"{place}: The file is empty."]
    (folder / place).write_bytes('title = "x"\nheadline = "Größe"\n'.encode("latin-1"))
    assert [str(f) for f in read_knowledge(folder).faults] == [f"{place}:2: This is not UTF-8."]


def test_two_rules_with_one_name_in_two_topics_are_a_fault_that_names_both(folder):
    put(folder, "rules/clotting/alpha-betas.toml", RULE)
    source = read_knowledge(folder)
    assert [t.file for t in source.rules] == [FILE]
    assert "stands in rules/blood/alpha-betas.toml already" in str(source.faults[0])
    assert source.faults[0].file == "rules/clotting/alpha-betas.toml"


@pytest.mark.parametrize("name", ["Alpha", "alpha_betas", "alpha betas", "-alpha", "älpha"])
def test_a_name_that_cannot_be_an_id_is_a_fault(folder, name):
    put(folder, f"rules/blood/{name}.toml", RULE)
    assert any("is not a rule id" in f.says for f in read_knowledge(folder).faults)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('title = "betas"\nmembers = ["zetadrug"]\n', "'zetadrug' is not in substances.csv"),
        ('title = "betas"\nmembers = ["betadrug"]\nparents = ["letters"]\n', "The parent 'letters' is not a class"),
        ('title = "betas"\n', "The class has no members"),
        ('members = ["betadrug"]\n', "'title'"),
        ("title = \n", "This is not TOML"),
    ],
)
def test_a_fault_in_a_class_is_named_with_its_file(folder, text, says):
    put(folder, "classes/sigmas.toml", text)
    found = [str(f) for f in lint(read_knowledge(folder))]
    assert any(says in f and f.startswith("classes/sigmas.toml") for f in found), found


def test_members_of_a_child_are_members_of_its_parents_and_exceptions_stay_out(folder):
    put(folder, "classes/letters.toml", 'title = "letters"\nmembers = ["alphadrug"]\nexcept = ["gammadrug"]\n')
    put(folder, "classes/betas.toml", 'title = "betas"\nmembers = ["betadrug"]\nderived = "glow=strong"\nparents = ["letters"]\n')
    members = read_knowledge(folder).members
    assert members["betas"] == {"betadrug", "gammadrug"}
    assert members["letters"] == {"alphadrug", "betadrug"}


def test_classes_that_are_each_others_parents_do_not_go_round_for_ever(folder):
    put(folder, "classes/letters.toml", 'title = "letters"\nmembers = ["alphadrug"]\nparents = ["betas"]\n')
    put(folder, "classes/betas.toml", 'title = "betas"\nmembers = ["betadrug"]\nparents = ["letters"]\n')
    members = read_knowledge(folder).members
    assert members["letters"] == members["betas"] == {"alphadrug", "betadrug"}


CLUSTER = 'headline = "Bleeding risk"\nconsequence = "bleeding"\nmanagement = ["Stop one."]\n'


def test_a_cluster_is_read_and_its_slips_are_named(folder):
    put(folder, "clusters/bleeding.toml", CLUSTER)
    assert [c.problem for c in read_knowledge(folder).clusters] == ["bleeding"]
    put(folder, "clusters/bleeding.toml", CLUSTER + "sevrity = 'major'\n")
    assert "there is no field 'sevrity'" in str(read_knowledge(folder).faults[0])
    variant = "[[variant]]\nwhen = 'age >='\nheadline = 'x'\nmanagement = []\n"
    put(folder, "clusters/bleeding.toml", CLUSTER + variant)
    assert "a value was expected" in str(read_knowledge(folder).faults[0])


FIELDS = st.sampled_from(
    ["kind", "version", "updated", "object", "precipitant", "severity", "headline", "management", "factor", "source", "example",
     "least", "clears", "spacing", "monitoring", "load", "level", "points", "part", "drug", "group", "supersedes", "unknown", "status"]
)  # fmt: skip
VALUES = st.sampled_from(
    ["3", "-1", "true", '"words"', "[]", "[3]", '["alphadrug"]', "{}", "[{}]", "[{ name = 3 }]", '[{ when = "age" }]', "2026-01-02",
     "[[1]]", '{ food = "moon" }', '[{ test = "INR", every_days = "seven" }]', '"drug-drug"', '"burden"', "1.5", '[{ property = "glow" }]']
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(field=FIELDS, value=VALUES)
def test_no_value_in_any_field_makes_reading_fall_over_or_silences_another_file(folder, field, value):
    lines = [line for line in RULE.partition("[[factor]]")[0].splitlines() if not line.startswith(f"{field} =")]
    put(folder, FILE, "\n".join([*lines, f"{field} = {value}"]))
    put(folder, "rules/blood/gamma-alone.toml", RULE)
    source = read_knowledge(folder)
    lint(source)
    assert "gamma-alone" in {t.rule.id for t in source.rules}
    assert all(f.file == FILE for f in source.faults)

"""What the base says of itself: counts that a person can add up, and gaps that are named."""

from __future__ import annotations

from interaction_db.about import about_base
from interaction_db.compile import compile_knowledge
from interaction_db.knowledge_text import read_knowledge
from interaction_db.schema import FORMAT
from interaction_db.store import KnowledgeStore
from tests.interaction_db.conftest import RULE, put


def about(folder, tmp_path):
    with KnowledgeStore(compile_knowledge(read_knowledge(folder), tmp_path / "about.sqlite")) as store:
        return about_base(store)


def test_a_small_base_is_counted_to_the_last_row(folder, tmp_path):
    told = about(folder, tmp_path)
    assert (told["substances"], told["names"], told["classes"], told["conditions"], told["measures"]) == (4, 5, 1, 1, 1)
    assert (told["rules"], told["rules_by_kind"], told["rules_by_status"]) == (1, {"drug-drug": 1}, {"draft": 1})
    assert (told["format"], told["faults_left_out"]) == (str(FORMAT), 0)
    assert told["version"] == "2026.01"


def test_a_rule_that_was_left_out_is_counted_as_a_fault_and_not_as_a_rule(folder, tmp_path):
    put(folder, "rules/blood/broken.toml", RULE.replace('"alphadrug"]\n', '"alphadrug@moon"]\n'))
    told = about(folder, tmp_path)
    assert (told["rules"], told["faults_left_out"]) == (1, 1)


def test_a_rule_is_old_by_the_newest_one_and_not_by_the_day_on_the_clock(folder, tmp_path):
    put(folder, "rules/blood/older.toml", RULE.replace("2026-01-02", "2023-12-01"))
    put(folder, "rules/blood/younger.toml", RULE.replace("2026-01-02", "2024-02-01"))
    assert about(folder, tmp_path)["rules_older_than_two_years"] == 1


def test_a_common_drug_without_properties_is_named_in_the_order_of_its_use(folder, tmp_path):
    rows = ["betadrug,drug,,,,30,made up", "alphadrug,drug,,,,40,made up", "gammadrug,drug,,,,1,made up", "deltadrug,drug,,,,5000,made up"]
    put(folder, "substances.csv", "name,kind,rxcui,atc,tall_man,usage_rank,source\n" + "\n".join(rows) + "\n")
    assert about(folder, tmp_path)["common_drugs_without_properties"] == ["betadrug", "alphadrug"]


def test_a_base_without_a_rule_says_that_it_is_empty(folder, tmp_path):
    (folder / "rules/blood/alpha-betas.toml").unlink()
    told = about(folder, tmp_path)
    assert (told["version"], told["rules"], told["rules_older_than_two_years"]) == ("empty", 0, 0)


def test_the_shipped_base_adds_up(store):
    told = about_base(store)
    assert sum(told["rules_by_kind"].values()) == sum(told["rules_by_status"].values()) == told["rules"] == len(store.all_rules())
    assert told["faults_left_out"] == 0
    assert told["rules_by_status"].get("reviewed", 0) == 0, "nobody's signature is invented"

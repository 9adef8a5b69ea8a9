"""Each fault of a knowledge file is named with its file and, where it can be, its line; all of them at once."""

import pytest

from interaction_db.compile import compile_knowledge
from interaction_db.examples import medication_of, patient_of, run_examples
from interaction_db.knowledge_text import read_knowledge
from interaction_db.rule_lint import lint
from interaction_db.store import KnowledgeStore
from tests.interaction_db.conftest import RULE, put


def faults(folder, before, after):
    assert before in RULE
    put(folder, "rules/blood/alpha-betas.toml", RULE.replace(before, after))
    return [str(f) for f in lint(read_knowledge(folder))]


def test_a_sound_folder_has_no_faults(folder):
    assert lint(read_knowledge(folder)) == ()


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('"alphadrug"]\nprecip', '"omegadrug"]\nprecip', "'omegadrug' is not in substances.csv"),
        ("class:betas", "class:zetas", "there is no class 'zetas'"),
        ("class:betas", "property:shine", "there is no property 'shine'"),
        ('severity = "major"', 'severity = "awful"', "'awful' is not one of"),
        ("age >= 65", "age >= ", "a value was expected"),
        ("age >= 65", "condition(plague)", "'plague' is not in conditions/"),
        ("age >= 65", "lab(moonlight) > 3", "'moonlight' is not in measures/"),
        ("age >= 65", "mood = low", "there is no term 'mood'"),
        ('evidence = "established"', 'evidence = "theoretical"', "at most moderate"),
        (
            'severity = "major"\naction = "avoid"\nevidence = "established"',
            'severity = "moderate"\naction = "avoid"\nevidence = "theoretical"',
            "at most moderate",
        ),
        ('evidence = "established"', 'evidence = "theoretical"\ntier = "act"', "cannot ask for a decision today"),
        ('consequence = "bleeding"', 'consequence = "bleeding"\nproblem = "toxicity-digoxin"', "has the id 'digoxin-toxicity'"),
        ('consequence = "bleeding"', 'consequence = "oedema of the legs"', "'oedema' is 'edema' in US spelling"),
        ('management = ["Stop one."]', 'management = ["Give 50 ug."]', "'ug' is an error-prone notation: write mcg"),
        ('management = ["Stop one."]', 'management = ["Give 5.0 mg."]', "write no trailing zero"),
        ('management = ["Stop one."]', 'management = ["Give 10 U at noon."]', "write units"),
        ('management = ["Stop one."]', 'management = ["Give it qd."]', "write daily"),
        ('title = "Alpha label"\nsection = "7"', 'title = "Alpha US prescribing information"', "names a label without section or date"),
        ('title = "Alpha label"', 'title = "Alpha with beta (DrOracle)"', "is not a source that a rule may rest on"),
        (
            "{precipitant} raises {object}",
            "{precipitant} and {object} are on the list of this very patient",
            "words as shown: 'betadrug and alphadrug",
        ),
        ('[[source]]\ntitle = "Alpha label"\nsection = "7"', "", "needs a source that was looked up"),
        ("fires = false", "fires = true", "no near miss"),
        ('status = "draft"', 'status = "reviewed"', "name of the professional"),
        ('management = ["Stop one."]', "management = []", "what is the reader to do"),
        ('management = ["Stop one."]', 'managment = ["Stop one."]', "There is no field 'managment'"),
        ('consequence = "bleeding"\n', "", "The fields consequence are missing"),
        ("[[example]]", "[[example]", "This is not TOML"),
        ('"not:gammadrug"]', '"not:betadrug", "not:gammadrug"]', "Nothing can fill the role 'precipitant'"),
    ],
)
def test_a_fault_in_a_rule_is_named_with_its_file(folder, before, after, says):
    found = faults(folder, before, after)
    assert any(says in f and f.startswith("rules/blood/alpha-betas.toml") for f in found), found


@pytest.mark.parametrize(
    "text",
    [
        "Potassium above 6.0: stop and ECG.",
        "CK above 1000 U/L: stop.",
        "INR 2.0 to 2.5, hemoglobin above 10.0 g/dL.",
        "Give 0.5 mg (500 mcg) in 10 mL, 20 units once daily.",
        "Angioedema was seen; levothyroxine stays.",
    ],
)
def test_laboratory_values_and_plain_us_words_are_left_alone(folder, text):
    put(folder, "rules/blood/alpha-betas.toml", RULE.replace('"Stop one."', f'"{text}"'))
    assert lint(read_knowledge(folder)) == ()


def test_a_label_with_its_section_can_be_found_again(folder):
    put(folder, "rules/blood/alpha-betas.toml", RULE.replace("Alpha label", "Alpha US prescribing information"))
    assert lint(read_knowledge(folder)) == ()


def test_two_faults_in_one_file_are_both_named_with_their_lines(folder):
    put(
        folder,
        "rules/blood/alpha-betas.toml",
        RULE.replace("[[factor]]\nwhen", "[[factor]]\nwhenever").replace("updated = 2026-01-02", "updated = 'soon'"),
    )
    found = [f for f in read_knowledge(folder).faults if f.line]
    assert found


def test_a_table_with_a_wrong_row_names_the_line_and_keeps_the_others(folder):
    put(
        folder,
        "properties/light.csv",
        "substance,property,grade,note,source,date,read\nnobody,glow,strong,,a,2020,read\ngammadrug,glow,strong,,a,2020,read\n",
    )
    source = read_knowledge(folder)
    assert [str(f) for f in source.faults] == ["properties/light.csv:2: 'nobody' is not in substances.csv."]
    assert len(source.properties) == 1


def test_a_table_without_its_columns_says_which(folder):
    put(folder, "names/brands.csv", "name,kind\nAlpho,brand\n")
    assert "ingredients" in str(read_knowledge(folder).faults[0])


def test_an_example_that_does_not_come_out_is_a_fault(folder, tmp_path):
    put(folder, "rules/blood/alpha-betas.toml", RULE.replace('"alphadrug", "gammadrug"]', '"alphadrug", "betadrug | 5 mg"]'))
    source = read_knowledge(folder)
    with KnowledgeStore(compile_knowledge(source, tmp_path / "b.sqlite")) as store:
        found = run_examples(source.rules[0], store)
    assert "the rule fires and must not" in str(found[0])


def test_an_example_in_an_unknown_notation_is_refused():
    with pytest.raises(ValueError, match="no field mood"):
        patient_of({"mood": "low"})


def test_the_notation_of_examples():
    entry = medication_of("methotrexate | 12.5 mg | 1/wk | oral | started 2025-06-01 | for lupus", 1)
    dosage = entry.statement.dosage
    assert (dosage.dose.value, dosage.dose.unit, dosage.frequency.unit) == (12.5, "mg", "wk")
    assert (entry.route, entry.statement.indication, entry.statement.start.isoformat()) == ("oral", "lupus", "2025-06-01")


def test_every_rule_of_the_shipped_base_is_sound(knowledge_text):
    assert [str(f) for f in lint(knowledge_text)] == []


def test_every_example_of_the_shipped_base_comes_out_as_it_says(knowledge_text, store):
    wrong = [f for text in knowledge_text.rules for f in run_examples(text, store)]
    assert [str(f) for f in wrong] == []

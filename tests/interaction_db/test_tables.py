"""Tables that people edit by hand or in a spreadsheet: a wrong cell is named with its line, and the other rows stay."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interaction_db.knowledge_text import read_knowledge
from interaction_db.rule_lint import lint
from tests.interaction_db.conftest import put

HEADS = {
    "substances.csv": "name,kind,rxcui,atc,tall_man,usage_rank,source",
    "names/more.csv": "name,ingredients,kind,route,form,note,error_prone,source",
    "codes/some.csv": "system,code,ingredients,source",
    "look_alikes.csv": "a,b,source",
    "properties/light.csv": "substance,property,grade,note,source,date,read",
    "conditions/more.csv": "id,title,names,icd10,snomed,parents",
    "measures/more.csv": "id,title,unit,low,high,names,loinc,convert",
    "indications/some.csv": "drugs,conditions,beside,source,date,read",
}
SOUND = {
    "substances.csv": [f"{n},drug,,,,,made up" for n in ("alphadrug", "betadrug", "gammadrug", "deltadrug")],
    "names/more.csv": ["Betox,betadrug,brand,,,,,made up"],
    "codes/some.csv": ["rxnorm,11,alphadrug + betadrug,made up"],
    "look_alikes.csv": ["alphadrug,betadrug,made up"],
    "properties/light.csv": ["gammadrug,glow,strong,,a label,2020,read"],
    "conditions/more.csv": ["tophus,tophus,tophi,M10.9,,gout"],
    "measures/more.csv": ["urate,urate,mg/dL,3,7,uric acid,3084-1,umol/L=0.0168"],
    "indications/some.csv": ["alphadrug,gout,,a label,2020,read"],
}


def table(folder, name, *rows, encoding="utf-8"):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes("\n".join([HEADS[name], *SOUND[name], *rows, ""]).encode(encoding))
    return read_knowledge(folder)


@pytest.mark.parametrize("name", HEADS)
def test_a_sound_table_has_no_faults(folder, name):
    table(folder, name)
    assert lint(read_knowledge(folder)) == ()


@pytest.mark.parametrize(
    ("name", "row", "says"),
    [
        ("substances.csv", "Epsilon,drug,,,,,made up", "'Epsilon' is not a lower-case substance name"),
        ("substances.csv", "alphadrug,drug,,,,,made up", "'alphadrug' stands twice"),
        ("substances.csv", "epsilondrug,drug,,,,often,made up", "'often' is not a number"),
        ("substances.csv", "epsilondrug,drug,,,,nan,made up", "'nan' is not a number"),
        ("substances.csv", "epsilondrug,drug,,,,inf,made up", "'inf' is not a number"),
        ("names/more.csv", "Zetox,zetadrug,brand,,,,,made up", "'zetadrug' is not in substances.csv"),
        ("names/more.csv", "Zetox,betadrug,label,,,,,made up", "'label' is not a kind of name"),
        ("names/more.csv", "Zetox,,brand,,,,,made up", "'Zetox' has no ingredients"),
        ("codes/some.csv", "rxnorm,12,zetadrug,made up", "'zetadrug' is not in substances.csv"),
        ("codes/some.csv", "rxnorm,11,alphadrug,made up", "The code 11 stands for alphadrug + betadrug already"),
        ("codes/some.csv", "rxnorm,12,,made up", "The code 12 has no ingredients"),
        ("look_alikes.csv", "alphadrug,zetadrug,made up", "'zetadrug' is not in substances.csv"),
        ("properties/light.csv", "zetadrug,glow,strong,,a label,2020,read", "'zetadrug' is not in substances.csv"),
        ("properties/light.csv", "alphadrug,glow,,,a label,2020,read", "needs a name, a grade and a source"),
        ("properties/light.csv", "alphadrug,glow,weak,,,2020,read", "needs a name, a grade and a source"),
        ("conditions/more.csv", "stone,stone,,,,plague", "The parent 'plague' is not a condition"),
        ("measures/more.csv", "lead,lead,ug/dL,low,5,,,", "'low' is not a number"),
        ("measures/more.csv", "lead,lead,ug/dL,0,5,,,umol/L=twenty", "'twenty' is not a number"),
        ("measures/more.csv", "lead,lead,ug/dL,0,5,,,umol/L=0", "converts by a factor that is not above zero"),
        ("measures/more.csv", "urate,urate,mg/dL,3,7,,,", "'urate' stands twice"),
        ("indications/some.csv", "zetadrug,gout,,a label,2020,read", "'zetadrug' is no drug, class or condition"),
        ("indications/some.csv", "betadrug,plague,,a label,2020,read", "'plague' is no drug, class or condition"),
        ("indications/some.csv", "betadrug,,class:zetas,a label,2020,read", "'class:zetas' is no drug, class or condition"),
        ("names/more.csv", "Zetox,betadrug,brand", "another number of cells"),
        ("names/more.csv", "Zetox,betadrug,brand,,,,,made up,more", "another number of cells"),
    ],
)
def test_a_wrong_cell_is_named_with_its_line_and_the_other_rows_stay(folder, name, row, says):
    line = len(SOUND[name]) + 2
    source = table(folder, name, row)
    found = [str(f) for f in source.faults]
    assert any(f.startswith(f"{name}:{line}: ") and says in f for f in found), found
    assert {"alphadrug", "betadrug", "gammadrug", "deltadrug"} <= set(source.substances)


def test_the_same_code_for_the_same_drugs_in_another_order_is_no_fault(folder):
    assert table(folder, "codes/some.csv", "rxnorm,11,betadrug + alphadrug,made up").faults == ()


def test_a_table_in_another_encoding_is_a_fault_and_its_other_rows_stay(folder):
    source = table(folder, "names/more.csv", "Größe,betadrug,brand,,,,,made up", encoding="latin-1")
    assert [str(f) for f in source.faults] == ["names/more.csv:3: This is not UTF-8."]
    assert "Betox" in {n.name for n in source.names}


def test_a_table_that_a_spreadsheet_saved_with_its_mark_and_line_ends_reads_the_same(folder):
    plain = table(folder, "names/more.csv")
    written = (folder / "names/more.csv").read_text(encoding="utf-8")
    (folder / "names/more.csv").write_bytes("\ufeff".encode() + written.replace("\n", "\r\n").encode())
    assert read_knowledge(folder).names == plain.names
    assert read_knowledge(folder).faults == ()


@pytest.mark.parametrize("name", HEADS)
def test_a_table_without_a_column_says_which_and_takes_nothing_from_it(folder, name):
    first, *others = HEADS[name].split(",")
    put(folder, name, ",".join(others) + "\n")
    assert f"{name}:1: The columns {first} are missing." in [str(f) for f in read_knowledge(folder).faults]


def test_a_condition_in_two_files_has_the_names_of_both(folder):
    found = table(folder, "conditions/more.csv", "gout,gout,uric arthritis|podagra,M10.0,,").conditions["gout"]
    assert set(found.names) == {"podagra", "uric arthritis"}
    assert set(found.icd10) == {"M10", "M10.0"}


def test_what_a_class_is_used_for_every_member_is_used_for(folder):
    source = table(folder, "indications/some.csv", "class:betas,gout,class:betas,a label,2020,read")
    uses = {(p.substance, p.property, p.grade) for p in source.properties if p.property in ("treats", "accompanies")}
    assert uses == {
        ("alphadrug", "treats", "gout"),
        ("betadrug", "treats", "gout"),
        ("gammadrug", "treats", "gout"),
        ("betadrug", "accompanies", "class:betas"),
        ("gammadrug", "accompanies", "class:betas"),
    }


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(name=st.sampled_from(sorted(HEADS)), cells=st.lists(CELLS, min_size=1, max_size=9))
def test_no_row_makes_reading_fall_over_or_takes_a_drug_away(folder, name, cells):
    source = table(folder, name, ",".join(cells))
    lint(source)
    assert {"alphadrug", "betadrug", "gammadrug", "deltadrug"} <= set(source.substances)
    table(folder, name)

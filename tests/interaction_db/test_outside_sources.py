"""Outside sources in the shape that their owners publish, with names of our own choosing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interaction_db.sources.collection import OutsideSources
from interaction_db.sources.content import SourceContent
from interaction_db.sources.own_table import grade_of
from interaction_db.sources.reading import KINDS, NameReader, read_source
from interaction_db.store import KnowledgeStore
from regimen_review.errors import UserError
from regimen_review.regimen import SubstanceId
from regimen_review.resolve import resolve_name

TODAY = date(2026, 11, 22)


@pytest.fixture
def names(store: KnowledgeStore) -> NameReader:
    return NameReader(store.vocabulary())


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def said(content: SourceContent) -> dict[tuple[str, str], tuple[str, str | None]]:
    return {(a, b): (r.severity, r.grade) for (a, b), r in content.pairs.items()}


def ddinter(folder: Path, *rows: str) -> Path:
    return written(folder / "dd.csv", "DDInterID_A,Drug_A,DDInterID_B,Drug_B,Level\n" + "".join(f"D1,{r}\n" for r in rows))


def test_ddinter_gives_its_three_levels_and_unknown_means_nothing(tmp_path: Path, names: NameReader) -> None:
    path = ddinter(
        tmp_path,
        "Warfarin,D2,Ciprofloxacin,Major",
        "Codeine,D2,Sildenafil,Moderate",
        "Folic acid,D2,Codeine,Minor",
        "Codeine,D2,Warfarin,Unknown",
    )
    content = read_source("ddinter", [path], names)
    assert said(content) == {
        ("ciprofloxacin", "warfarin"): ("Major", "major"),
        ("codeine", "sildenafil"): ("Moderate", "moderate"),
        ("codeine", "folic acid"): ("Minor", "minor"),
    }
    assert "1 rows without a rating" in content.notes[0]


def test_a_local_form_is_not_the_drug_as_swallowed(tmp_path: Path, names: NameReader) -> None:
    content = read_source("ddinter", [ddinter(tmp_path, "Timolol (ophthalmic),D2,Codeine,Major", "Timolol,D2,Codeine,Minor")], names)
    assert said(content) == {("codeine", "timolol"): ("Minor", "minor")}


def test_a_name_that_the_base_does_not_settle_is_told_and_not_guessed(tmp_path: Path, names: NameReader) -> None:
    content = read_source("ddinter", [ddinter(tmp_path, "Warfarine acid X,D2,Codeine,Major", "Warfarin,D2,Codeine,Minor")], names)
    assert said(content) == {("codeine", "warfarin"): ("Minor", "minor")}
    assert content.unmatched == ("Warfarine acid X",)


def test_of_several_ratings_of_one_pair_the_gravest_counts(tmp_path: Path, names: NameReader) -> None:
    content = read_source("ddinter", [ddinter(tmp_path, "Warfarin,D2,Codeine,Minor", "Codeine,D2,Warfarin,Major")], names)
    assert said(content) == {("codeine", "warfarin"): ("Major", "major")}


def ansm(folder: Path) -> list[Path]:
    index = [
        {"substance": "warfarine", "drug_classes": ["antivitamines K"]},
        {"substance": "acénocoumarol", "drug_classes": ["antivitamines K"]},
        {"substance": "ciprofloxacine", "drug_classes": ["fluoroquinolones"]},
    ]

    def row(a: str, b: str, *levels: str) -> dict[str, object]:
        return {
            "main_drug": a,
            "plus_drug": b,
            "severity_levels": [{"level": x, "info": ""} for x in levels],
            "interaction_mechanism": "Effet augmenté.",
        }

    rows = [
        row("ANTIVITAMINES K", "FLUOROQUINOLONES", "Précaution d'emploi"),
        row("WARFARINE", "AUTRES ANTIVITAMINES K", "A prendre en compte"),
        row("TRAMADOL", "CODÉINE", "A prendre en compte", "CONTRE-INDICATION"),
        row("TRAMADOL", "DROGUES INCONNUES", "Association DECONSEILLEE"),
    ]
    return [
        written(folder / "index.json", json.dumps(index)),
        written(folder / "rows.json", json.dumps(rows, ensure_ascii=False)),
        written(folder / "codes.tsv", "substance\tRxNorm\nwarfarine\t11289\nx\tNA\n"),
    ]


def test_the_french_thesaurus_is_expanded_over_its_classes(tmp_path: Path, names: NameReader) -> None:
    content = read_source("ansm", ansm(tmp_path), names)
    assert said(content) == {
        ("ciprofloxacin", "warfarin"): ("Précaution d'emploi", "moderate"),
        ("acenocoumarol", "ciprofloxacin"): ("Précaution d'emploi", "moderate"),
        ("acenocoumarol", "warfarin"): ("A prendre en compte", "minor"),
        ("codeine", "tramadol"): ("A prendre en compte / CONTRE-INDICATION", "contraindicated"),
    }
    assert content.notes[0].startswith("1 rows")


WORLDVISTA_CLASSES = """<?xml version="1.0"?><CLASSES>
<CLASS name="VITAMIN K ANTAGONISTS " code="B01"><DRUG name="Warfarin" rxnorm="11289"><ATC code="B01AA03" /><ATC code={quote}{quote}{quote} /></DRUG>
<DRUG name="Acenocoumarol" rxnorm="154">
<DRUG name="" rxnorm="">
</CLASS></CLASSES>""".replace("{quote}", '"')
WORLDVISTA_TABLE = """<INTERACTIONS>
<INTERACTION><DRUG1><CLASS name="VITAMIN K ANTAGONISTS" code="B01" /></DRUG1><DRUG2><DRUG name="CODEINE" rxcui="2670"></DRUG></DRUG2>
<DESCRIPTION>More effect.</DESCRIPTION><SEVERITY>C0NTRAINDICATION:</SEVERITY><COMMENT>Watch.</COMMENT></INTERACTION>
<INTERACTION><DRUG1><DRUG name="TRAMADOL"/></DRUG1><DRUG2><DRUG name="CODEINE"/></DRUG2><SEVERITY>Nor recommended</SEVERITY></INTERACTION>
<INTERACTION><DRUG1><DRUG name="TRAMADOL"/></DRUG1><DRUG2><DRUG name="SILDENAFIL"/></DRUG2><SEVERITY>With doses above 20 mg</SEVERITY></INTERACTION>
</INTERACTIONS>"""


def test_worldvista_is_read_with_its_slips_of_the_pen(tmp_path: Path, names: NameReader) -> None:
    files = [written(tmp_path / "classes.xml", WORLDVISTA_CLASSES), written(tmp_path / "tables.xml", WORLDVISTA_TABLE)]
    content = read_source("worldvista", files, names)
    assert said(content) == {
        ("codeine", "warfarin"): ("C0NTRAINDICATION", "contraindicated"),
        ("acenocoumarol", "codeine"): ("C0NTRAINDICATION", "contraindicated"),
        ("codeine", "tramadol"): ("Nor recommended", "major"),
        ("sildenafil", "tramadol"): ("With doses above 20 mg", None),
    }
    assert content.family == "ANSM", "the French list and its translation are one opinion"
    assert content.pairs[SubstanceId("codeine"), SubstanceId("warfarin")].text == "More effect.; Watch."


def test_an_own_table_has_its_columns_guessed_and_shown(tmp_path: Path, names: NameReader) -> None:
    path = written(
        tmp_path / "house.csv",
        "No;Object;Interacts with;Risk level;Management\n1;warfarin;codeine;D;avoid\n2;warfarin;sildenafil;whatever;\n",
    )
    content = read_source("table", [path], names)
    assert said(content) == {("codeine", "warfarin"): ("D", "major"), ("sildenafil", "warfarin"): ("whatever", None)}
    assert content.notes[0] == "Columns read: drugs in “Object” and “Interacts with”, severity in “Risk level”, text in “Management”."


def test_a_spreadsheet_is_a_table_and_columns_may_be_named(tmp_path: Path, names: NameReader) -> None:
    path = tmp_path / "house.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for n, row in enumerate((["eins", "zwei", "drei"], ["hoch", "warfarin", "codeine"])):
            page.write_row(n, 0, row)
    with pytest.raises(UserError, match="“eins”, “zwei”, “drei”"):
        read_source("table", [path], names)
    assert said(read_source("table", [path], names, ("zwei", "drei", "eins"))) == {("codeine", "warfarin"): ("hoch", None)}
    with pytest.raises(UserError, match="no column “vier”"):
        read_source("table", [path], names, ("zwei", "vier"))


@pytest.mark.parametrize(
    ("word", "grade"),
    [
        ("X", "contraindicated"),
        ("Contraindicated", "contraindicated"),
        ("Major", "major"),
        ("C", "moderate"),
        ("low risk", "minor"),
        ("7", None),
        ("", None),
    ],
)
def test_a_tables_own_words_are_put_on_the_scale_or_left(word: str, grade: str | None) -> None:
    assert grade_of(word) == grade


def rrf(folder: Path) -> list[Path]:
    def concept(code: str, kind: str, name: str, source: str = "RXNORM", suppress: str = "N") -> str:
        return f"{code}|ENG||||||A{code}||||{source}|{kind}|{code}|{name}||{suppress}|4096|\n"

    def relation(one: str, rela: str, other: str) -> str:
        return f"{one}||CUI|RO|{other}||CUI|{rela}|||RXNORM||||||\n"

    concepts = [
        ("11289", "IN", "warfarin"), ("202421", "BN", "Coumarexa"), ("855332", "SCD", "warfarin sodium 5 MG Oral Tablet"), ("855331", "SCDC", "warfarin sodium 5 MG"),
        ("114194", "PIN", "warfarin sodium"), ("999001", "IN", "Zanthromide"), ("999002", "BN", "Zanbrand"), ("999003", "MIN", "warfarin / Zanthromide"),
    ]  # fmt: skip
    text = "".join(concept(*c) for c in concepts) + concept("5", "IN", "gone", suppress="O") + concept("6", "IN", "other", source="MTHSPL")
    relations = [
        ("11289", "tradename_of", "202421"), ("855331", "consists_of", "855332"), ("11289", "has_ingredient", "855331"), ("114194", "has_form", "11289"),
        ("999002", "has_tradename", "999001"), ("999003", "has_part", "11289"), ("999001", "part_of", "999003"), ("855332", "isa", "999001"),
    ]  # fmt: skip
    return [written(folder / "RXNCONSO.RRF", text), written(folder / "RXNREL.RRF", "".join(relation(*r) for r in relations))]


def test_an_own_rxnorm_release_adds_names_and_codes(tmp_path: Path, names: NameReader, base_file: Path) -> None:
    content = read_source("rxnorm", rrf(tmp_path), names)
    assert content.codes["rxnorm", "855332"] == ("warfarin",)
    assert content.codes["rxnorm", "999003"] == ("warfarin", "zanthromide")
    kept = OutsideSources(tmp_path / "own" / "outside.sqlite")
    kept.keep(content, "RxNorm", [tmp_path / "RXNCONSO.RRF"], TODAY)
    with KnowledgeStore(base_file, kept) as store:
        found = resolve_name("Coumarexa 5 mg", store.vocabulary())
        assert (found.state, [i.name for i in found.ingredients]) == ("resolved", ["warfarin"])
        new = resolve_name("Zanbrand", store.vocabulary())
        assert [i.name for i in new.ingredients] == ["zanthromide"]
        assert not store.knows(SubstanceId("zanthromide"))
        own = resolve_name("warfarin", store.vocabulary())
        assert (own.how, [i.name for i in own.ingredients]) == ("exact", ["warfarin"])


def test_without_its_relations_a_release_is_refused(tmp_path: Path, names: NameReader) -> None:
    with pytest.raises(UserError, match="RXNREL"):
        read_source("rxnorm", rrf(tmp_path)[:1], names)


@pytest.mark.parametrize(
    ("kind", "content", "sentence"),
    [
        ("ddinter", "a,b\n1,2\n", "Drug_A, Drug_B and Level"),
        ("ddinter", "DDInterID_A,Drug_A,DDInterID_B,Drug_B,Level\nD1,Warf", "cut off"),
        ("ansm", '[{"main_drug": "A"', "cut off or damaged"),
        ("ansm", "{}", "no list"),
        ("ansm", '[{"drug": 1}]', "neither an interaction"),
        ("ansm", '[{"substance": "warfarine", "drug_classes": []}]', "no interaction"),
        ("worldvista", "<INTERACTIONS><INTERACTION><DRUG1>", "damaged"),
        ("worldvista", "<html></html>", "neither CLASSES nor INTERACTIONS"),
        ("worldvista", '<!DOCTYPE a [<!ENTITY b "c">]><CLASSES>&b;</CLASSES>', "entities"),
        ("table", "", "empty"),
        ("table", "drug a,drug b\nqqq,zzz\n", "no row|No row"),
        ("rxnorm", "1|2|3\n", "RXNCONSO"),
    ],
)
def test_malformed_input_gets_a_sentence_with_its_file(kind: str, content: str, sentence: str, tmp_path: Path, names: NameReader) -> None:
    path = written(tmp_path / "odd.file", content)
    with pytest.raises(UserError, match=sentence) as caught:
        read_source(kind, [path], names)
    assert "odd.file" in str(caught.value)
    assert caught.value.sentence.endswith(".")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    kind=st.sampled_from(sorted(KINDS)),
    tail=st.text(max_size=120),
    head=st.sampled_from(["", "DDInterID_A,Drug_A,DDInterID_B,Drug_B,Level\n", "[", "<CLASSES>", "a,b\n"]),
)
def test_no_text_breaks_an_import(kind: str, tail: str, head: str, tmp_path: Path, names: NameReader) -> None:
    path = written(tmp_path / "fuzz.file", head + tail)
    sentence = ""
    try:
        content = read_source(kind, [path], names)
    except UserError as error:
        sentence = error.sentence
        content = None
    assert sentence or content is not None


@pytest.fixture
def imported(tmp_path: Path, names: NameReader) -> OutsideSources:
    kept = OutsideSources(tmp_path / "own" / "outside.sqlite")
    kept.keep(
        read_source("ddinter", [ddinter(tmp_path, "Warfarin,D2,Codeine,Major", "Codeine,D2,Tramadol,Minor")], names), "DDInter", [], TODAY
    )
    kept.keep(read_source("ansm", ansm(tmp_path), names), "ANSM thesaurus", ansm(tmp_path), TODAY)
    return kept


def test_sources_lie_side_by_side_and_are_asked_for_one_regimen(imported: OutsideSources) -> None:
    found = imported.pairs_among([SubstanceId("tramadol"), SubstanceId("codeine"), SubstanceId("omeprazole")])
    assert [(p.source, p.a, p.b, p.grade) for p in found] == [
        ("ANSM thesaurus", "codeine", "tramadol", "contraindicated"),
        ("DDInter", "codeine", "tramadol", "minor"),
    ]
    assert imported.pairs_among([SubstanceId("codeine")]) == ()


def test_a_forgotten_source_is_gone_and_the_others_stay(imported: OutsideSources) -> None:
    imported.forget("ddinter")
    assert [s.name for s in imported.sources()] == ["ANSM thesaurus"]
    assert [p.source for p in imported.pairs_among([SubstanceId("tramadol"), SubstanceId("codeine")])] == ["ANSM thesaurus"]
    with pytest.raises(UserError, match="ANSM thesaurus"):
        imported.forget("DDInter")


def test_importing_again_replaces(imported: OutsideSources, tmp_path: Path, names: NameReader) -> None:
    content = read_source("ddinter", [ddinter(tmp_path, "Warfarin,D2,Codeine,Minor")], names)
    kept = imported.keep(content, "DDInter", [tmp_path / "dd.csv"], TODAY)
    assert (kept.pairs, kept.files) == (1, "dd.csv")
    assert [p.severity for p in imported.pairs_among([SubstanceId("warfarin"), SubstanceId("codeine")])] == ["Minor"]


def test_a_damaged_side_database_gets_a_sentence(tmp_path: Path) -> None:
    path = written(tmp_path / "outside.sqlite", "this is no database, and it is long enough to be looked at as one" * 20)
    broken = OutsideSources(path)
    with pytest.raises(UserError, match="import them again"):
        broken.sources()
    with pytest.raises(UserError, match="import them again"):
        broken.pairs_among([SubstanceId("warfarin"), SubstanceId("codeine")])


def test_the_shipped_base_is_never_written(imported: OutsideSources, base_file: Path, tmp_path: Path, names: NameReader) -> None:
    before = base_file.read_bytes()
    imported.keep(read_source("ddinter", [ddinter(tmp_path, "Warfarin,D2,Codeine,Minor")], names), "again", [], TODAY)
    assert base_file.read_bytes() == before

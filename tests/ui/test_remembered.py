"""What a user settled is remembered on the workstation, shown as remembered, and can be forgotten."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from regimen_review.errors import UserError
from regimen_review.patient import MedicationList
from regimen_review.readers.columns import ColumnMapping
from regimen_review.readers.table import table_of_text
from regimen_review.regimen import MedicationStatement, SubstanceId
from ui.pipeline import Pipeline
from ui.remembered import Memory
from ui.session import ReviewSession

WARFARIN, CODEINE = (SubstanceId("warfarin"),), (SubstanceId("codeine"),)


@pytest.fixture
def memory(own_folder: Path) -> Memory:
    return Memory()


@pytest.fixture
def pipeline(base_file: Path) -> Pipeline:
    return Pipeline(base_file)


def settled(pipeline: Pipeline, *names: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    regimen, _ = pipeline.settle(MedicationList("text", tuple(MedicationStatement(n, n) for n in names)))
    return [(m.resolution.state, m.resolution.how, m.substances) for m in regimen.medications]


def test_a_settled_name_is_known_in_the_next_review_and_shown_as_remembered(memory: Memory, pipeline: Pipeline) -> None:
    assert settled(pipeline, "the pink heart pill", "warfarin")[0][0] != "resolved"
    memory.remember("The Pink Heart Pill", WARFARIN)
    assert settled(pipeline, "the pink heart pill", "warfarin") == [("resolved", "remembered", WARFARIN), ("resolved", "exact", WARFARIN)]


def test_a_forgotten_name_is_asked_again(memory: Memory, pipeline: Pipeline) -> None:
    memory.remember("the pink heart pill", WARFARIN)
    memory.remember("the blue one", CODEINE)
    assert memory.forget("THE PINK HEART PILL")
    assert not memory.forget("the pink heart pill")
    assert settled(pipeline, "the pink heart pill")[0][0] != "resolved"
    assert settled(pipeline, "the blue one") == [("resolved", "remembered", CODEINE)]


def test_a_name_settled_as_no_medicine_stays_none(memory: Memory, pipeline: Pipeline) -> None:
    memory.remember("warfarin diary", ())
    assert settled(pipeline, "warfarin diary") == [("not-a-medicine", "remembered", ())]


def test_what_is_settled_now_counts_above_what_was_remembered(memory: Memory, pipeline: Pipeline) -> None:
    memory.remember("the pink heart pill", WARFARIN)
    listing = MedicationList("text", (MedicationStatement("The pink heart pill", "The pink heart pill"),))
    regimen, _ = pipeline.settle(listing, {"The pink heart pill": CODEINE})
    assert (regimen.medications[0].resolution.how, regimen.medications[0].substances) == ("confirmed", CODEINE)


@pytest.mark.parametrize("written", ["Mrs Rose b. 12/03/1941 pills", "MRN 4459120 tablets", "rose@example.org", "x" * 81, "  ", "..."])
def test_what_may_name_a_patient_is_not_kept(memory: Memory, written: str) -> None:
    assert not memory.remember(written, WARFARIN)
    assert not memory.path.exists()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"names": 3, "columns": []}', '{"names": {"a": {"substances": "warfarin"}}, "columns": {"b": [7]}}']
)
def test_a_damaged_file_costs_the_memory_and_not_the_review(memory: Memory, pipeline: Pipeline, content: str) -> None:
    memory.path.parent.mkdir(parents=True)
    memory.path.write_text(content, encoding="utf-8")
    assert settled(pipeline, "warfarin") == [("resolved", "exact", WARFARIN)]
    memory.remember("the blue one", CODEINE)
    assert json.loads(memory.path.read_text(encoding="utf-8"))["names"]["the blue one"] == {
        "written": "the blue one",
        "substances": ["codeine"],
    }


def test_a_folder_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(UserError, match="could not be remembered"):
        Memory(tmp_path / "file" / "remembered.json").remember("the blue one", CODEINE)


def test_nothing_half_written_is_left_beside_the_file(memory: Memory) -> None:
    for n in range(5):
        memory.remember(f"pill {n}", WARFARIN)
    assert [p.name for p in memory.path.parent.iterdir()] == ["remembered.json"]
    assert len(memory.kept.names) == 5


def test_settling_in_a_review_remembers_and_taking_it_back_forgets(memory: Memory, pipeline: Pipeline) -> None:
    session = ReviewSession(pipeline, datetime.now, memory=memory)
    session.start(MedicationList("text", (MedicationStatement("the blue one", "the blue one"),)))
    session.settle("the blue one", CODEINE)
    assert memory.kept.names["the blue one"].substances == CODEINE
    session.undo()
    assert not memory.kept.names
    session.redo()
    assert list(memory.kept.names) == ["the blue one"]
    session.start(MedicationList("text", (MedicationStatement("warfarin", "warfarin"),)))
    assert list(memory.kept.names) == ["the blue one"], "another list forgets nothing"
    session.unsettle("the blue one")
    assert not memory.kept.names


def test_corrected_columns_are_remembered_for_that_header_alone(memory: Memory, pipeline: Pipeline) -> None:
    text = "brand name,generic name,dose\nXarella,warfarin,5 mg\nYarella,codeine,30 mg\n"
    guessed = table_of_text(text).mapping
    corrected = guessed.changed("brand name", "ignore").changed("generic name", "name")
    memory.remember_columns(corrected)
    assert [s.as_written for s in pipeline.read_text(text).statements] == ["warfarin", "codeine"]
    other = text.replace("dose", "dosage")
    assert [s.as_written for s in pipeline.read_text(other).statements] == [
        s.as_written for s in Pipeline(pipeline.store.path).read_text(other).statements
    ]
    assert memory.forget_columns(corrected.key)
    assert not memory.kept.columns


def test_the_commands_show_and_forget(command, memory: Memory) -> None:  # type: ignore[no-untyped-def]
    assert command("names", "list") == (0, "Nothing is remembered on this workstation.\n", "")
    memory.remember("The blue one", CODEINE)
    memory.remember("diary", ())
    status, out, _ = command("names", "list")
    assert (status, out) == (0, "diary: not a medicine\nThe blue one: codeine\n")
    assert json.loads(command("names", "list", "--json")[1].splitlines()[1]) == {
        "key": "the blue one",
        "as_written": "The blue one",
        "ingredients": ["codeine"],
    }
    assert command("names", "forget", "the BLUE one")[0] == 0
    status, _, error = command("names", "forget", "the blue one")
    assert status == 2
    assert "not remembered" in error


def test_a_table_without_a_heading_is_not_remembered(memory: Memory) -> None:
    memory.remember_columns(ColumnMapping(("column 1", "column 2"), ("name", "dose")))
    assert not memory.kept.columns
    memory.remember_columns(ColumnMapping(("column 1", "Drug"), ("dose", "name")))
    assert list(memory.kept.columns) == ["column 1|drug"]

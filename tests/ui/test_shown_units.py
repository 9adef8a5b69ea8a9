"""Values in the units of the workstation, behind what was written; data that other programs read is untouched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.examples import example_note
from regimen_review.knowledge import Measure
from regimen_review.patient import Observation, Patient
from ui import settings
from ui.settings import Settings, keep_settings
from ui.shown_units import in_units

HB = Measure("hemoglobin", "hemoglobin", "g/dL", low=12, high=16, convert={"g/L": 0.1})
PATIENT = Patient(observations=(Observation("Hb", 8.8, "g/dL", measure="hemoglobin"), Observation("C3", 49, "mg/dL")))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("hemoglobin 8.8 g/dL", "hemoglobin 8.8 g/dL (88 g/L)"),
        ("clearance 31 mL/min (hemoglobin 8.8 g/dL)", "clearance 31 mL/min (hemoglobin 8.8 g/dL (88 g/L))"),
        ("hemoglobin 8.85 g/dL", "hemoglobin 8.85 g/dL"),
        ("C3 49 mg/dL", "C3 49 mg/dL"),
        ("no hemoglobin on record", "no hemoglobin on record"),
    ],
)
def test_the_other_unit_stands_behind_the_value_that_was_written(text: str, shown: str) -> None:
    assert in_units(PATIENT, {"hemoglobin": HB}, "si")(text) == shown


def test_set_to_as_written_nothing_is_added() -> None:
    assert in_units(PATIENT, {"hemoglobin": HB}, "as-written")("hemoglobin 8.8 g/dL") == "hemoglobin 8.8 g/dL"


@given(st.text(max_size=60))
def test_what_was_written_is_never_lost(text: str) -> None:
    said = in_units(PATIENT, {"hemoglobin": HB}, "si")(f"{text} hemoglobin 8.8 g/dL")
    assert said.startswith(text)
    assert "hemoglobin 8.8 g/dL" in said
    assert in_units(PATIENT, {"hemoglobin": HB}, "si")(said) == said, "said twice, it stays the same"


def test_the_command_line_follows_the_setting_and_json_does_not(command, answers, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(example_note(), encoding="utf-8")
    plain_text, before = command("check", note)[1], answers("check", "--json", note)
    keep_settings(settings.settings_path(), Settings(units="si"))
    shown = command("check", note)[1]
    assert "hemoglobin 8.8 g/dL (88 g/L)" in shown
    assert "hemoglobin 8.8 g/dL" in plain_text
    assert "(88 g/L)" not in plain_text
    assert answers("check", "--json", note) == before

"""What many tests share: the real base, compiled once a worker, and a small patient of our own."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from interaction_db.compile import compile_knowledge
from interaction_db.examples import medication_of, patient_of
from interaction_db.knowledge_text import KnowledgeText, read_knowledge
from interaction_db.store import KnowledgeStore
from regimen_review.findings import Review
from regimen_review.regimen import Regimen
from regimen_review.review import review_regimen
from regimen_review.rules.situation import Situation

# A slow or busy machine is no fault of the code: no example has a deadline.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def knowledge_text() -> KnowledgeText:
    return read_knowledge()


@pytest.fixture(scope="session")
def base_file(knowledge_text, tmp_path_factory) -> Path:
    return compile_knowledge(knowledge_text, tmp_path_factory.mktemp("base") / "base.sqlite")


@pytest.fixture(scope="session")
def store(base_file):
    with KnowledgeStore(base_file) as opened:
        yield opened


def a_regimen(*drugs: str, as_of: date = date(2026, 1, 1)) -> Regimen:
    """A regimen in the notation of the rules' examples."""
    return Regimen(tuple(medication_of(d, n) for n, d in enumerate(drugs, 1)), as_of)


@pytest.fixture(scope="session")
def situation(store):
    """A function: drugs in the notation of the examples, the patient's facts as keywords."""

    def make(*drugs: str, **told: object) -> Situation:
        regimen, patient = a_regimen(*drugs), patient_of(told)
        return Situation(regimen, patient, store.knowledge_for(regimen, patient))

    return make


@pytest.fixture(scope="session")
def reviewed(store):
    """A function: the review of drugs in the notation of the examples."""

    def make(*drugs: str, **told: object) -> Review:
        regimen, patient = a_regimen(*drugs), patient_of(told)
        return review_regimen(regimen, patient, store.knowledge_for(regimen, patient))

    return make

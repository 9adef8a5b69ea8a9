"""Why one release of the Qt binding is excluded: it loses a reference to True or None at each signal."""

import sys
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import QObject, Signal

ROOT = Path(__file__).resolve().parents[1]


class Bell(QObject):
    rung = Signal(bool)


def test_the_broken_release_is_excluded_and_not_installed():
    assert "!=6.12.0" in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert version("PySide6-Essentials") != "6.12.0"


def test_a_thousand_signals_lose_no_reference_to_true_or_none(qapp):
    bell, heard = Bell(), []
    bell.rung.connect(heard.append)
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(1000):
        bell.rung.emit(True)
    kept = len(heard)
    heard.clear()
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert kept == 1000
    assert min(after[0] - before[0], after[1] - before[1]) > -100

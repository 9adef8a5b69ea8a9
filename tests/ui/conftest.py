"""Command-line tests run on the base compiled for the tests, in the process, as another program would see it."""

from __future__ import annotations

import io
import json
import sys

import pytest

from ui import pipeline, remembered, settings
from ui.cli import main


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """What this workstation's user remembers and imported takes no part in the tests."""
    folder = tmp_path / "user"
    monkeypatch.setattr(remembered, "user_folder", lambda: folder)
    monkeypatch.setattr(settings, "settings_path", lambda: folder / "settings.json")
    return folder


@pytest.fixture
def command(base_file, monkeypatch, capsys):
    """A function: arguments (and standard input) to exit status, printed text and errors."""
    monkeypatch.setattr(pipeline, "base_path", lambda *_: base_file)

    def run(*arguments: object, stdin: str = ""):
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        status = main([str(a) for a in arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


@pytest.fixture
def answers(command):
    """A function: the JSON objects that a command printed."""

    def run(*arguments: object, stdin: str = "") -> list[dict]:
        _, out, _ = command(*arguments, stdin=stdin)
        return [json.loads(line) for line in out.split("\n") if line]

    return run

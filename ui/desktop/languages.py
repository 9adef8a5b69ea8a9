"""The window's second language: a catalogue of texts that Qt asks for each text shown."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator


@cache
def catalogue(language: str) -> dict[str, str]:
    """English text to the text of a language; empty for English."""
    if language == "en":
        return {}
    body: dict[str, str] = json.loads((files("ui.desktop") / "translations" / f"{language}.json").read_text(encoding="utf-8"))
    return body


_IN_USE = ["en"]
"""The language of the window; one application, one language."""


def language_in_use() -> str:
    """The language that the window speaks now."""
    return _IN_USE[0]


class Catalogue(QTranslator):
    """Translates by the English text; what is missing stays English."""

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = catalogue(language)

    def isEmpty(self) -> bool:
        """Never: an empty catalogue would not be asked."""
        return False

    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str:  # noqa: N803, ARG002
        """The text in the language; a text that it does not have stays as it is (an empty answer would erase it)."""
        return self._texts.get(sourceText, sourceText)


class Languages:
    """Switches the language of the application; the window is built anew afterwards."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._in_use: tuple[QTranslator, ...] = ()

    def use(self, language: str) -> None:
        """Put a language in place of the one in use."""
        for translator in self._in_use:
            self._app.removeTranslator(translator)
        self._in_use = ()
        _IN_USE[0] = language
        if language == "en":
            return
        qt = QTranslator(self._app)
        qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        self._in_use = (Catalogue(language, self._app), qt)  # the last is asked first: Qt's own words, then ours
        for translator in self._in_use:
            self._app.installTranslator(translator)

"""The window's second language: a catalogue of texts that Qt asks for each text shown."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from PySide6.QtCore import QCoreApplication, QObject, QTranslator


@cache
def catalogue(language: str) -> dict[str, str]:
    """English text to the text of a language; empty for English."""
    if language == "en":
        return {}
    body: dict[str, str] = json.loads((files("ui.desktop") / "translations" / f"{language}.json").read_text(encoding="utf-8"))
    return body


class Catalogue(QTranslator):
    """Translates by the English text; what is missing stays English."""

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = catalogue(language)

    def isEmpty(self) -> bool:
        """Never: an empty catalogue would not be asked."""
        return False

    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str:  # noqa: N803, ARG002
        """The text in the language; an empty answer lets Qt keep the English one."""
        return self._texts.get(sourceText, "")


class Languages:
    """Switches the language of the application; the window is built anew afterwards."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._in_use: Catalogue | None = None

    def use(self, language: str) -> None:
        """Put a language in place of the one in use."""
        if self._in_use is not None:
            self._app.removeTranslator(self._in_use)
            self._in_use = None
        if language != "en":
            self._in_use = Catalogue(language, self._app)
            self._app.installTranslator(self._in_use)

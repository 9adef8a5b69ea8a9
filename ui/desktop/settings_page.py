"""The few settings, kept when they are changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox

from ui.desktop.desk import Desk
from ui.desktop.form import Form, set_choice
from ui.desktop.house_details import logo_file, wording_file
from ui.desktop.kept_lists import OwnNames, QuietRules
from ui.desktop.look import TEXT_SIZES, Look
from ui.desktop.words import tr
from ui.settings import Settings


class SettingsPage(Form):
    """``changed`` is called with the new settings at every change."""

    def __init__(self, look: Look, desk: Desk, changed: Callable[[Settings], object], close: Callable[[], object]) -> None:
        super().__init__(look, close)
        self._settings, self._changed = desk.settings, changed
        self.title.setText(tr("Settings"))
        self._theme = self.choice(tr("Colours"), [("light", tr("light")), ("dark", tr("dark"))], self._keep)
        self._size = self.choice(tr("Text size"), [(str(s), f"{s} %") for s in TEXT_SIZES], self._keep)
        self._language = self.choice(tr("Language"), [("en", "English"), ("de", "Deutsch")], self._keep)
        self._site = self.line(tr("Site name"), self._keep, hint=tr("Stands at the head of the print."))
        self._print_language = self.choice(tr("Language of the print"), [("en", "English"), ("de", "Deutsch")], self._keep)
        self._paper = self.choice(tr("Paper"), [("A4", "A4"), ("Letter", "Letter")], self._keep)
        self.logo = logo_file(look, self._keep)
        self.add(tr("Logo"), self.logo, hint=tr("PNG or JPEG; stands at the head of page 1."))
        self.wording = wording_file(look, self._keep, self._print_language.currentData)
        self.add(
            tr("Wording"),
            self.wording,
            hint=tr("Titles, labels and fields of the print in the house's own words. Findings and warnings stay as they are."),
        )
        units = [("as-written", tr("as written")), ("mass", tr("mass (mg/dL)")), ("si", tr("SI (mmol/L)"))]
        self._units = self.choice(tr("Units of values"), units, self._keep)
        locks = [("0", tr("never")), *((str(m), tr("{n} min").format(n=m)) for m in (5, 10, 15, 30))]
        self._lock = self.choice(tr("Lock when idle"), locks, self._keep)
        self._recent = QCheckBox(tr("Remember the names of opened files"))
        self._recent.setFont(look.font("body"))
        self._recent.clicked.connect(lambda *_: self._keep())
        self.add("", self._recent, hint=tr("File names may name patients; they are not remembered unless you switch it on."))
        self.rules = QuietRules(look, desk)
        self.add(
            tr("Quiet rules"),
            self.rules,
            hint=tr(
                "Findings of a rule that is switched off here stand among the quiet ones, with the reason and counted; this also holds for the command line."
            ),
        )
        self.names = OwnNames(look, desk)
        self.add(tr("Own names"), self.names)
        self.finish()
        self._show()

    def _show(self) -> None:
        settings = self._settings
        set_choice(self._theme, settings.theme)
        set_choice(self._size, str(settings.text_size))
        set_choice(self._language, settings.language)
        set_choice(self._lock, str(settings.lock_minutes))
        set_choice(self._units, settings.units)
        set_choice(self._print_language, settings.print_language)
        set_choice(self._paper, settings.paper)
        self.logo.show_path(settings.logo)
        self.wording.show_path(settings.wording)
        self._site.setText(settings.site)
        self._recent.setChecked(settings.remember_files)

    def _keep(self) -> None:
        remember = self._recent.isChecked()
        values: dict[str, Any] = {
            "theme": self._theme.currentData(),
            "text_size": int(self._size.currentData()),
            "language": self._language.currentData(),
            "site": self._site.text().strip(),
            "print_language": self._print_language.currentData(),
            "paper": self._paper.currentData(),
            "logo": self.logo.path,
            "wording": self.wording.path,
            "units": self._units.currentData(),
            "lock_minutes": int(self._lock.currentData()),
            "remember_files": remember,
            "recent": self._settings.recent if remember else (),
        }
        fresh = replace(self._settings, **values)
        if fresh != self._settings:
            self._settings = fresh
            self._changed(fresh)

"""The pages that take the whole width, each made when it is asked for by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.desktop.words import tr

if TYPE_CHECKING:
    from ui.desktop.window import Doors, MainWindow


def make_page(page: str, window: MainWindow, doors: Doors) -> QWidget:
    """A page by its name; a name that there is none for, or that has nothing to show now, gives the About page."""
    from ui.desktop.about import about_sections, base_sections, key_sections
    from ui.desktop.follow_up_page import FollowUpPage
    from ui.desktop.paste_page import PastePage
    from ui.desktop.settings_page import SettingsPage
    from ui.desktop.text_page import TextPage

    look, desk, back = window.look, window.desk, window.back
    if page == "paste":
        return PastePage(look, desk)
    if page == "columns" and desk.table is not None:
        from ui.desktop.columns_page import ColumnsPage

        return ColumnsPage(look, desk, desk.table, back)
    if page == "settings":
        return SettingsPage(look, desk, window.change_settings, back)
    if page == "keys":
        return TextPage(look, tr("All keys"), key_sections(window.commands), back)
    if page == "base":
        return TextPage(look, tr("What the newer base changed"), base_sections(desk.session.state), back)
    if page == "follow-up":
        return FollowUpPage(look, desk, back)
    if page == "print" and doors.render_pdf is not None:
        from ui.desktop.print_page import PrintPage

        return PrintPage(look, desk, doors.render_pdf, back)
    return TextPage(look, tr("About Regimen Review"), about_sections(desk.review, doors.licence), back)

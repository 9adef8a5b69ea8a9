"""The one style sheet, filled in from a :class:`~ui.desktop.look.Look`.

``$name`` is a colour token and ``@n`` a length in px at 100 %.
"""

from __future__ import annotations

import re
from dataclasses import fields

from ui.desktop.look import Look

_SHEET = """
* { outline: 0; }
QToolTip { background: $base; color: $text; border: 1px solid $control; padding: @4; }
QSplitter::handle { background: $win; border-left: 1px solid $line; border-right: 1px solid $line; }
QScrollBar:vertical { background: transparent; width: @9; margin: 0; }
QScrollBar:horizontal { background: transparent; height: @9; margin: 0; }
QScrollBar::handle { background: $handle; border-radius: @4; margin: @1; min-height: @28; min-width: @28; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: 0; width: 0; height: 0; }
QAbstractScrollArea { background: $base; border: 0; }
QListView { background: $base; border: 0; selection-background-color: transparent; }
QTableView { background: $base; border: 0; gridline-color: $line; selection-background-color: transparent; }

#frame, #toolbar, #status, #paneHeader, #decision, #tabs, #foot { background: $win; }
#toolbar { border-bottom: 1px solid $line; }
#strip { background: $base; border-bottom: 1px solid $line; }
#status { border-top: 1px solid $line; }
#paneHeader { border-bottom: 1px solid $line; }
#paneFoot { background: $base; border-top: 1px solid $line; }
#foot { border-top: 1px solid $control; }
#dashedFoot { background: $win; border-top: 1px dashed $control; }
#card, #cardBody, #page, #view, #chips { background: $base; }
#chips { border-bottom: 1px solid $line; }
#cardHead { background: $base; border-bottom: 1px solid $line; }
#decision { border-top: 1px solid $control; }
#banner { background: $gap_ground; border-bottom: 1px solid $line; }
#banner QLabel { color: $gap_text; }
#faded { color: $text2; }
#gap { color: $gap_text; background: $gap_ground; border: 1px dashed $gap_text; border-radius: @4; padding: 0 @5; }
#gapLine { color: $gap_text; background: $gap_ground; border: 0; border-bottom: 1px dashed $gap_text; padding: 0 @4; }
#alert { color: $text; border: 1px solid $text; border-radius: @3; padding: 0 @3; }
#keycap { color: $text2; border: 1px solid $control; border-radius: @3; padding: 0 @4; background: $win; }
#inSelection { background: $sel; padding: 0 @4; }
#rule { background: $line; }
#statusRule { background: $line; }

QToolButton { border: 1px solid transparent; border-radius: @4; padding: @3 @7; color: $text; background: transparent; }
QToolButton:hover { background: $alt; border-color: $line; }
QToolButton:pressed { background: $sel; }
QToolButton:focus { border: 2px solid $accent; padding: @2 @6; }
QToolButton:disabled { color: $control; }
QToolButton::menu-indicator { image: none; }

QPushButton { background: $base; color: $text; border: 1px solid $control; border-radius: @4; padding: @3 @10; min-height: @20; }
QPushButton:hover { background: $alt; }
QPushButton:pressed, QPushButton:checked { background: $sel; border-color: $accent; }
QPushButton:default, QPushButton[first="true"] { border: 2px solid $accent; padding: @2 @9; }
QPushButton:focus, QPushButton[first="true"]:focus { border: 2px solid $accent; padding: @2 @9; background: $sel; }
QPushButton:checked:focus { border: @3 solid $accent; padding: @1 @8; }
QPushButton:disabled { color: $control; border-color: $line; }
QPushButton[link="true"] { border: 1px solid transparent; background: transparent; color: $text2; padding: 0 @3; min-height: @16; }
QPushButton[link="true"]:hover { color: $text; text-decoration: underline; }
QPushButton[link="true"]:focus { border: 2px solid $accent; padding: 0 @2; }
QPushButton[gap="true"] { color: $gap_text; background: $gap_ground; border: 1px dashed $gap_text; border-radius: @4; padding: 0 @5; min-height: @15; }
QPushButton[gap="true"]:focus { border: 2px solid $accent; padding: 0 @4; }
QPushButton[chip="true"] { border-radius: @9; padding: 0 @10; min-height: @18; max-height: @18; background: $base; }
QPushButton[chip="true"]:checked { background: $sel; border: 1px solid $accent; }
QPushButton[chip="true"]:focus { border: 2px solid $accent; padding: 0 @9; }
QPushButton[view="true"] { border: 0; border-top: @3 solid transparent; border-radius: 0; background: transparent; color: $text2; padding: 0 @11 @1 @11; min-height: @28; }
QPushButton[view="true"]:hover { color: $text; }
QPushButton[view="true"]:checked { background: $base; color: $text; border: 1px solid $line; border-bottom: 0; border-top: @3 solid $accent; }
QPushButton[view="true"]:focus { border: 2px solid $accent; border-top: @3 solid $accent; }
QPushButton[row="true"] { border: 1px solid transparent; background: transparent; text-align: left; padding: @3 @8; border-radius: 0; }
QPushButton[row="true"]:hover { background: $alt; }
QPushButton[row="true"]:checked, QPushButton[row="true"]:focus { background: $sel; border: 2px solid $accent; padding: @2 @7; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit {
  background: $base; color: $text; border: 1px solid $control; border-radius: @4; padding: @2 @7; min-height: @20;
  selection-background-color: $accent; selection-color: $base; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus { border: 2px solid $accent; padding: @1 @6; }
QLineEdit:disabled, QComboBox:disabled { color: $control; border-color: $line; }
QComboBox::drop-down { border: 0; width: @20; }
QComboBox QAbstractItemView { background: $base; color: $text; border: 1px solid $control; selection-background-color: $sel; selection-color: $text; }
QCheckBox { color: $text; spacing: @6; }
QCheckBox:focus { background: $sel; }
QMenu { background: $base; color: $text; border: 1px solid $control; padding: @4; }
QMenu::item { padding: @4 @16; }
QMenu::item:selected { background: $sel; }
QProgressBar { border: 1px solid $control; border-radius: @3; background: $base; max-height: @8; text-align: right; }
QProgressBar::chunk { background: $accent; }
#pairCard { background: $base; border: 1px solid $control; border-radius: @4; }
#overlay { background: $base; border: 1px solid $control; border-radius: @6; }
"""


def style_sheet(look: Look) -> str:
    """The style sheet for a look: colours and lengths filled in."""
    colours = {field.name: getattr(look.tokens, field.name) for field in fields(look.tokens) if field.name != "marks"}
    colours["handle"] = f"rgba({', '.join(str(int(look.tokens.text2[i : i + 2], 16)) for i in (1, 3, 5))}, 110)"
    named = re.sub(r"\$(\w+)", lambda found: colours[found.group(1)], _SHEET)
    return re.sub(r"@(\d+)", lambda found: f"{look.px(int(found.group(1)))}px", named)

"""columns: what each column of a table is read as, and setting it right for every table with that heading."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from exports import plain
from regimen_review.errors import UserError
from regimen_review.readers.columns import Meaning
from ui.opened_table import OpenedTable
from ui.pipeline import Pipeline

ROLES: tuple[Meaning, ...] = get_args(Meaning)
"""What a column may be read as; ``name`` is the column of the medicines, ``ignore`` is not read."""


def add_to(sub: Any) -> None:
    """Register ``columns``."""
    parser = sub.add_parser("columns", help="what each column of a table is read as", description=f"ROLE is one of: {', '.join(ROLES)}.")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--sheet", metavar="TITLE", help="a sheet of a workbook; without it the one that most likely holds the medicines")
    parser.add_argument("--set", action="append", default=[], metavar="HEADING=ROLE", dest="settings", help="set a column and remember it")
    parser.add_argument("--row", choices=("medicine", "person"), help="what one row is; remembered")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_columns)


def _columns(options: argparse.Namespace) -> int:
    pipeline = Pipeline()
    table = pipeline.open_table(options.file)
    if table is None:
        raise UserError("This file is no table; its medications are read without columns.", file=options.file.name)
    if options.sheet:
        table = _turned(table, options.sheet)
    if options.row:
        table = table.one_row_a_person(wide=options.row == "person")
    for setting in options.settings:
        table = _with_setting(table, setting)
    if options.settings or options.row:
        pipeline.memory.remember_columns(table.mapping)
        table = replace(table, remembered=True)
    print(plain.line(_as_json(options.file, table)) if options.json else _as_text(table))
    return 0


def _turned(table: OpenedTable, title: str) -> OpenedTable:
    found = next((i for i, s in enumerate(table.sheets) if s.title.casefold() == title.casefold()), None)
    if found is None:
        titles = ", ".join(f"“{s.title}”" for s in table.sheets)
        raise UserError(f"There is no sheet “{title}”; there are {titles}.", file=table.sheet.name)
    return table.turned_to(found)


def _with_setting(table: OpenedTable, setting: str) -> OpenedTable:
    heading, _, role = setting.rpartition("=")
    columns = [c.strip().casefold() for c in table.mapping.columns]
    if heading.strip().casefold() not in columns:
        raise UserError(f"No column is headed “{heading}”.", file=table.sheet.name)
    if role not in ROLES:
        raise UserError(f"“{role}” is nothing that a column can be read as; there are {', '.join(ROLES)}.")
    return table.with_meaning(columns.index(heading.strip().casefold()), role)


def _as_json(path: Path, table: OpenedTable) -> plain.Plain:
    mapping = table.mapping
    return {
        "file": str(path),
        "sheet": table.sheet.title or None,
        "row": "person" if mapping.wide else "medicine",
        "remembered": table.remembered,
        "columns": [
            {"heading": h, "role": m, "unsure": h in mapping.unsure, "cells": list(table.samples(i))}
            for i, (h, m) in enumerate(zip(mapping.columns, mapping.meanings, strict=True))
        ],
    }


def _as_text(table: OpenedTable) -> str:
    mapping = table.mapping
    how = "remembered for this heading" if table.remembered else "guessed"
    lines = [f"One row is one {'person' if mapping.wide else 'medicine'}; columns {how}."]
    if table.sheet.title:
        lines.append(f"Sheet: {table.sheet.title}")
    for index, (heading, meaning) in enumerate(zip(mapping.columns, mapping.meanings, strict=True)):
        said = " · ".join(table.samples(index))
        if heading or said:
            lines.append(f"{heading or f'column {index + 1}'}: {meaning}{'?' if heading in mapping.unsure else ''}  ({said})")
    return "\n".join(lines)

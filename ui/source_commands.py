"""knowledge import, sources, forget: outside sources that the user brings, under their own licence."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from exports import plain
from regimen_review.errors import UserError
from ui import remembered

SHOWN = 8
"""Names that were not matched, shown of all."""


def add_to(inner: Any) -> None:
    """Register the three commands under ``knowledge``."""
    bring = inner.add_parser("import", help="import an outside source: ddinter, ansm, worldvista, table or rxnorm")
    bring.add_argument("kind", metavar="KIND", choices=("ddinter", "ansm", "worldvista", "table", "rxnorm"))
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE")
    bring.add_argument("--name", help="the name under which it is shown")
    bring.add_argument("--columns", default="", help="of a table: FIRST,SECOND[,SEVERITY[,TEXT]]")
    bring.set_defaults(run=_import)
    listed = inner.add_parser("sources", help="the imported sources")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=_sources)
    gone = inner.add_parser("forget", help="take an imported source out again")
    gone.add_argument("name", metavar="NAME")
    gone.set_defaults(run=_forget)


def _collection() -> Any:
    from interaction_db.sources.collection import OutsideSources
    from ui.pipeline import OUTSIDE

    return OutsideSources(remembered.user_folder() / OUTSIDE)


def _import(options: argparse.Namespace) -> int:
    from interaction_db.sources.reading import NameReader, read_source
    from ui.pipeline import Pipeline

    names = NameReader(Pipeline().vocabulary)
    columns = tuple(c.strip() for c in options.columns.split(",") if c.strip())
    content = read_source(options.kind, options.files, names, columns)
    name = (options.name or content.title).strip()
    if not name:
        raise UserError("Give the source a name that can be shown.")
    kept = _collection().keep(content, name, options.files, date.today())
    print(f"{kept.name}: {kept.rows} rows read; {kept.pairs} pairs, {kept.names} names and {kept.codes} codes kept.")
    for note in content.notes:
        print(note)
    if content.unmatched:
        rest = len(content.unmatched) - SHOWN
        print(
            f"{len(content.unmatched)} names were not settled, and their rows not used: "
            f"{', '.join(content.unmatched[:SHOWN])}{f' and {rest} more' if rest > 0 else ''}."
        )
    return 0


def _sources(options: argparse.Namespace) -> int:
    found = _collection().sources()
    for source in found:
        if options.json:
            print(plain.line({f: getattr(source, f) for f in source.__slots__}))
        else:
            print(
                f"{source.name} ({source.kind}, imported {source.imported} from {source.files}): "
                f"{source.pairs} pairs, {source.names} names, {source.codes} codes"
            )
    if not found and not options.json:
        print("No outside source is imported.")
    return 0


def _forget(options: argparse.Namespace) -> int:
    _collection().forget(options.name)
    print(f"{options.name} is forgotten.")
    return 0

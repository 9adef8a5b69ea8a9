"""Which reader takes which kind of outside source."""

from __future__ import annotations

from interaction_db.sources.ansm import read_ansm
from interaction_db.sources.content import Files, NameReader, SourceContent
from interaction_db.sources.ddinter import read_ddinter
from interaction_db.sources.own_table import read_own_table
from interaction_db.sources.rxnorm import read_rxnorm
from interaction_db.sources.worldvista import read_worldvista
from regimen_review.errors import UserError

KINDS = {
    "ddinter": (read_ddinter, "DDInter's CSV files"),
    "ansm": (read_ansm, "the ANSM thesaurus: its interactions, and the index of its classes, as JSON"),
    "worldvista": (read_worldvista, "WorldVistA's tables and classes, as XML"),
    "table": (read_own_table, "a table of your own, CSV or XLSX"),
    "rxnorm": (read_rxnorm, "your RxNorm release: RXNCONSO.RRF and RXNREL.RRF"),
}
"""Each kind with its reader and what it takes."""


def read_source(kind: str, files: Files, names: NameReader, columns: tuple[str, ...] = ()) -> SourceContent:
    """Files of one kind -> what they say. ``columns`` names those of an own table. Raises UserError with a sentence."""
    if kind == "table":
        return read_own_table(files, names, columns)
    reader = KINDS[kind][0]
    content: SourceContent = reader(files, names)
    if not content.pairs and not content.names and not content.codes:
        raise UserError("The files are in order, but no name in them is one that the base knows; nothing was kept.", file=files[0].name)
    return content


__all__ = ["KINDS", "NameReader", "SourceContent", "read_source"]

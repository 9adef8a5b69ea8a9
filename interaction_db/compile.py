"""Text -> SQLite, always from scratch; the same text compiles to the same bytes on the same SQLite."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, insert, text
from sqlalchemy.exc import OperationalError

from interaction_db.knowledge_text import KnowledgeText
from interaction_db.schema import (
    FORMAT,
    Base,
    ClassMemberRow,
    ClassRow,
    CodeRow,
    ConceptRow,
    LookAlikeRow,
    MetaRow,
    NameRow,
    PropertyRow,
    RuleRow,
    RuleSubjectRow,
    SubstanceRow,
)
from regimen_review.codec import to_plain
from regimen_review.errors import UserError
from regimen_review.knowledge import name_key
from regimen_review.progress import Progress, silent

READABLE = 0o644
"""A temporary file is its owner's alone; a base that an administrator built is for everybody at the workstation."""
Rows = list[dict[str, Any]]


def compile_knowledge(source: KnowledgeText, target: Path, report: Progress = silent) -> Path:
    """Write the base to ``target``: built beside it and moved into place, so that a full disk or a stop leaves the
    old one whole. Raises UserError where it cannot be written, and lets Cancelled pass.
    """
    try:
        beside = _beside(target)
        try:
            _write(source, beside, report)
            beside.chmod(READABLE)
            beside.replace(target)
        finally:
            with suppress(OSError):
                beside.unlink()
    except (OSError, OperationalError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else str(fault.orig)
        raise UserError(
            f"The knowledge base could not be written: {why}. Free some space or choose another folder.", file=str(target)
        ) from fault
    return target


def _beside(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=".sqlite", prefix=".base-", dir=target.parent)
    os.close(handle)
    return Path(name)


def _write(source: KnowledgeText, path: Path, report: Progress) -> None:
    engine = create_engine(URL.create("sqlite", database=str(path)))
    try:
        with engine.connect() as connection:
            connection.execute(text("PRAGMA journal_mode = OFF"))
            connection.execute(text("PRAGMA synchronous = OFF"))
            Base.metadata.create_all(connection)
            steps = tuple(_tables(source))
            for done, (table, rows) in enumerate(steps):
                report(done, len(steps) + 1)
                _insert(connection, table, rows)
            connection.commit()
            connection.execute(text("ANALYZE"))
            connection.commit()
            report(len(steps) + 1, len(steps) + 1)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))
    finally:
        engine.dispose()


def _insert(connection: Connection, table: type[Base], rows: Rows) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _tables(source: KnowledgeText) -> Iterator[tuple[type[Base], Rows]]:
    yield MetaRow, [{"key": k, "value": v} for k, v in sorted(meta_of(source).items())]
    yield (
        SubstanceRow,
        [
            {"name": s.name, "kind": s.kind, "rxcui": s.rxcui, "atc": "|".join(s.atc), "tall_man": s.tall_man, "usage_rank": s.usage_rank}
            for _, s in sorted(source.substances.items())
        ],
    )
    yield NameRow, _names(source)
    yield CodeRow, [{"system": s, "code": c, "ingredients": " + ".join(parts)} for (s, c), parts in sorted(source.codes.items())]
    yield LookAlikeRow, [{"a": a, "b": b} for a, b in sorted(source.look_alikes)]
    yield ClassRow, [{"id": c.id, "title": c.title, "kind": c.kind, "source": c.source} for _, c in sorted(source.classes.items())]
    yield ClassMemberRow, [{"class_id": c, "substance": m} for c, members in sorted(source.members.items()) for m in sorted(members)]
    yield PropertyRow, [
        {"id": n, "substance": p.substance, "property": p.property, "grade": p.grade, "note": p.note, "source": p.source,
         "date": p.date, "read": p.read}
        for n, p in enumerate(source.properties, 1)
    ]  # fmt: skip
    yield ConceptRow, _concepts(source)
    rules = sorted(source.rules, key=lambda r: r.rule.id)
    yield RuleRow, [
        {"id": r.rule.id, "kind": r.rule.kind, "topic": r.rule.topic, "severity": r.rule.severity, "status": r.rule.status,
         "version": r.rule.version, "updated": r.rule.updated.isoformat(), "roles": 0 if r.rule.alone or r.rule.every_drug else sum(role.least > 0 for role in r.rule.roles) or 1, "plain": plain_text(r.rule)}
        for r in rules
    ]  # fmt: skip
    yield (
        RuleSubjectRow,
        [
            {"rule_id": r.rule.id, "role": role, "substance": s}
            for r in rules
            for role, substances in source.roles_of(r.rule)
            for s in sorted(substances)
            if s in source.substances
        ],
    )


def meta_of(source: KnowledgeText) -> dict[str, str]:
    """What the base says of itself. The version is the month of the newest rule; the hash tells two bases apart."""
    newest = max((r.rule.updated for r in source.rules), default=None)
    return {
        "format": str(FORMAT),
        "version": f"{newest:%Y.%m}" if newest else "empty",
        "compiled": newest.isoformat() if newest else "",
        "sha256": source.sha256,
        "faults": str(len(source.faults)),
    }


def _names(source: KnowledgeText) -> Rows:
    return [
        {"id": n, "key": name_key(e.name), "name": e.name, "ingredients": " + ".join(e.ingredients), "kind": e.kind, "route": e.route,
         "form": e.form, "note": e.note, "error_prone": e.error_prone, "unspecified": e.unspecified}
        for n, e in enumerate(sorted(source.names, key=lambda e: (name_key(e.name), e.kind, e.ingredients, e.name)), 1)
    ]  # fmt: skip


def _concepts(source: KnowledgeText) -> Rows:
    kinds: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("condition", source.conditions),
        ("measure", source.measures),
        ("cluster", {c.problem: c for c in source.clusters}),
    )
    return [{"kind": kind, "id": id_, "plain": plain_text(value)} for kind, values in kinds for id_, value in sorted(values.items())]


def plain_text(value: Any) -> str:
    """A value as one canonical line of JSON."""
    return json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

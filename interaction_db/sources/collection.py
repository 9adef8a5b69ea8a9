"""The side database of what a user imported: a file of its own, never the shipped base, and gone when it is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

from sqlalchemy import URL, Engine, ForeignKey, MetaData, create_engine, delete, func, insert, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import NullPool

from interaction_db.schema import NAMES
from regimen_review.errors import UserError
from regimen_review.knowledge import NameEntry, NameKind, OutsidePair, name_key
from regimen_review.regimen import SubstanceId

if TYPE_CHECKING:
    from interaction_db.sources.content import SourceContent  # reading a source is rare, and its readers cost start-up time

_CHUNK = 400


class Base(DeclarativeBase):
    """What the side tables share."""

    metadata = MetaData(naming_convention=NAMES)


class SourceRow(Base):
    """One imported source."""

    __tablename__ = "source"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    family: Mapped[str]
    files: Mapped[str]
    imported: Mapped[str]
    rows: Mapped[int]
    unmatched: Mapped[int]
    notes: Mapped[str]


class RatingRow(Base):
    """What a source says; many pairs of one class share it."""

    __tablename__ = "rating"
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    severity: Mapped[str]
    grade: Mapped[str | None]
    text: Mapped[str]


class PairRow(Base):
    """A pair, ``a`` before ``b`` in the alphabet, with its rating."""

    __tablename__ = "pair"
    a: Mapped[str] = mapped_column(primary_key=True)
    b: Mapped[str] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), primary_key=True, index=True)
    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))


class NameRow(Base):
    """A name that a source adds."""

    __tablename__ = "name"
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    name: Mapped[str]
    ingredients: Mapped[str]
    kind: Mapped[str]


class CodeRow(Base):
    """A code that a source adds."""

    __tablename__ = "code"
    system: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), primary_key=True, index=True)
    ingredients: Mapped[str]


@dataclass(frozen=True, slots=True)
class ImportedSource:
    """What is known of an imported source."""

    name: str
    kind: str
    family: str
    files: str
    imported: str
    rows: int
    pairs: int
    names: int
    codes: int
    unmatched: int
    notes: tuple[str, ...]


class OutsideSources:
    """Everything a user imported, asked by the substances of one regimen. Nothing is opened before it is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def _engine(self) -> Engine:
        return create_engine(URL.create("sqlite", database=str(self.path)), poolclass=NullPool)

    def _session(self) -> Session:
        return Session(self._engine)

    def _damaged(self, fault: Exception) -> UserError:
        return UserError(
            f"The imported sources cannot be read ({str(fault).splitlines()[0][:80]}). Delete this file and import them again.",
            file=str(self.path),
        )

    def keep(self, content: SourceContent, name: str, files: Iterable[Path], imported: date) -> ImportedSource:
        """Keep a source under a name; one that was kept under it before is replaced, all or nothing."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            Base.metadata.create_all(self._engine)
            with self._session() as session, session.begin():
                _drop(session, name)
                _fill(session, content, name, ", ".join(p.name for p in files), imported)
        except OSError as error:
            raise UserError(f"The source could not be kept ({error.strerror}).", file=str(self.path)) from error
        except DatabaseError as fault:
            raise self._damaged(fault) from fault
        return next(s for s in self.sources() if s.name == name)

    def sources(self) -> tuple[ImportedSource, ...]:
        """What is imported, by name."""
        if not self.path.is_file():
            return ()
        try:
            with self._session() as session:
                return tuple(_told(session, row) for row in session.scalars(select(SourceRow).order_by(SourceRow.name)))
        except DatabaseError as fault:
            raise self._damaged(fault) from fault

    def forget(self, name: str) -> None:
        """Take a source out again. Raises UserError where there is none of that name."""
        known = [s.name for s in self.sources()]
        found = next((k for k in known if k.casefold() == name.casefold()), None)
        if found is None:
            raise UserError(f"No imported source is called '{name}'; there {'is ' + ', '.join(known) if known else 'are none'}.")
        with self._session() as session, session.begin():
            _drop(session, found)

    def pairs_among(self, substances: Iterable[SubstanceId]) -> tuple[OutsidePair, ...]:
        """What the sources say of every pair of these substances."""
        wanted = sorted(set(substances))
        if len(wanted) < 2 or not self.path.is_file():
            return ()
        columns = select(
            SourceRow.name, SourceRow.family, SourceRow.imported, PairRow.a, PairRow.b, RatingRow.severity, RatingRow.grade, RatingRow.text
        )
        joined = columns.join(RatingRow, RatingRow.id == PairRow.rating_id).join(SourceRow, SourceRow.id == PairRow.source_id)
        found: list[OutsidePair] = []
        try:
            with self._session() as session:
                for first, second in product(batched(wanted), repeat=2):
                    rows = joined.where(PairRow.a.in_(first), PairRow.b.in_(second)).order_by(SourceRow.name, PairRow.a, PairRow.b)
                    found.extend(map(_pair, session.execute(rows)))
        except DatabaseError as fault:
            raise self._damaged(fault) from fault
        return tuple(found)

    def names(self) -> dict[str, tuple[NameEntry, ...]]:
        """Every name that the sources add, by its key."""
        found: dict[str, list[NameEntry]] = {}
        for row in self._all(select(NameRow.name, NameRow.ingredients, NameRow.kind)):
            kind = cast("NameKind", row.kind if row.kind in get_args(NameKind) else "synonym")
            if key := name_key(row.name):
                found.setdefault(key, []).append(NameEntry(row.name, _parts(row.ingredients), kind))
        return {key: tuple(entries) for key, entries in found.items()}

    def codes(self) -> Mapping[tuple[str, str], tuple[SubstanceId, ...]]:
        """Every code that the sources add."""
        return {(r.system, r.code): _parts(r.ingredients) for r in self._all(select(CodeRow.system, CodeRow.code, CodeRow.ingredients))}

    def _all(self, statement: Any) -> list[Any]:
        if not self.path.is_file():
            return []
        try:
            with self._session() as session:
                return list(session.execute(statement))
        except DatabaseError as fault:
            raise self._damaged(fault) from fault


def batched(items: Sequence[SubstanceId]) -> list[Sequence[SubstanceId]]:
    """The items in portions that one question to the database may hold."""
    return [items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)]


def _parts(joined: str) -> tuple[SubstanceId, ...]:
    return tuple(SubstanceId(p) for p in joined.split(" + ") if p)


def _pair(row: Any) -> OutsidePair:
    name, family, imported, a, b, severity, grade, text = row
    return OutsidePair(name, SubstanceId(a), SubstanceId(b), severity, text, family=family, grade=grade, imported=imported)


def _told(session: Session, row: SourceRow) -> ImportedSource:
    def count(table: type[PairRow | NameRow | CodeRow]) -> int:
        return session.scalar(select(func.count()).select_from(table).where(table.source_id == row.id)) or 0

    return ImportedSource(
        row.name, row.kind, row.family, row.files, row.imported, row.rows, count(PairRow), count(NameRow), count(CodeRow), row.unmatched,
        tuple(n for n in row.notes.split("\n") if n),
    )  # fmt: skip


def _drop(session: Session, name: str) -> None:
    own = session.scalar(select(SourceRow.id).where(SourceRow.name == name))
    if own is not None:
        for table in (PairRow, RatingRow, NameRow, CodeRow):
            session.execute(delete(table).where(table.source_id == own))
        session.execute(delete(SourceRow).where(SourceRow.id == own))


def _fill(session: Session, content: SourceContent, name: str, files: str, imported: date) -> None:
    family = content.family if content.kind != "table" else name
    row = SourceRow(
        name=name, kind=content.kind, family=family, files=files, imported=imported.isoformat(), rows=content.rows,
        unmatched=len(content.unmatched), notes="\n".join(content.notes),
    )  # fmt: skip
    session.add(row)
    session.flush()
    first = (session.scalar(select(func.max(RatingRow.id))) or 0) + 1
    ratings = {rating: first + n for n, rating in enumerate(dict.fromkeys(content.pairs.values()))}
    _insert(
        session,
        RatingRow,
        ({"id": i, "source_id": row.id, "severity": r.severity, "grade": r.grade, "text": r.text} for r, i in ratings.items()),
    )
    _insert(session, PairRow, ({"a": a, "b": b, "source_id": row.id, "rating_id": ratings[r]} for (a, b), r in content.pairs.items()))
    _insert(
        session,
        NameRow,
        ({"source_id": row.id, "name": n.name, "ingredients": " + ".join(n.ingredients), "kind": n.kind} for n in content.names),
    )
    _insert(
        session,
        CodeRow,
        ({"source_id": row.id, "system": s, "code": c, "ingredients": " + ".join(i)} for (s, c), i in content.codes.items()),
    )


def _insert(session: Session, table: type[Base], rows: Iterable[Mapping[str, object]]) -> None:
    found = [dict(r) for r in rows]
    if found:
        session.execute(insert(table), found)

"""The tables of the compiled base. A build product: never migrated, made anew when its format number differs."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

FORMAT = 4
"""Raised whenever a table or a stored value changes its shape; a base of another format is rebuilt."""

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What all tables share: named constraints."""

    metadata = MetaData(naming_convention=NAMES)


class MetaRow(Base):
    """One fact about the base itself: format, version, sha256, compiled."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class SubstanceRow(Base):
    """A substance; ``atc`` is joined by ``|``."""

    __tablename__ = "substance"
    name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    rxcui: Mapped[str | None]
    atc: Mapped[str]
    tall_man: Mapped[str | None]
    usage_rank: Mapped[int | None]


class NameRow(Base):
    """A name under its key; ``ingredients`` is joined by `` + ``."""

    __tablename__ = "name"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    ingredients: Mapped[str]
    kind: Mapped[str]
    route: Mapped[str | None]
    form: Mapped[str | None]
    note: Mapped[str | None]
    error_prone: Mapped[bool]
    unspecified: Mapped[bool]


class CodeRow(Base):
    """A code of another system with the ingredients it stands for."""

    __tablename__ = "code"
    system: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    ingredients: Mapped[str]


class LookAlikeRow(Base):
    """Two substances whose names are confused."""

    __tablename__ = "look_alike"
    a: Mapped[str] = mapped_column(ForeignKey("substance.name"), primary_key=True)
    b: Mapped[str] = mapped_column(ForeignKey("substance.name"), primary_key=True)


class ClassRow(Base):
    """A class of substances."""

    __tablename__ = "class"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[str]
    source: Mapped[str]


class ClassMemberRow(Base):
    """A member of a class, children's members and derived ones included."""

    __tablename__ = "class_member"
    class_id: Mapped[str] = mapped_column(ForeignKey("class.id"), primary_key=True)
    substance: Mapped[str] = mapped_column(ForeignKey("substance.name"), primary_key=True, index=True)


class PropertyRow(Base):
    """A graded fact about a substance."""

    __tablename__ = "property"
    id: Mapped[int] = mapped_column(primary_key=True)
    substance: Mapped[str] = mapped_column(ForeignKey("substance.name"), index=True)
    property: Mapped[str]
    grade: Mapped[str]
    note: Mapped[str]
    source: Mapped[str]
    date: Mapped[str]
    read: Mapped[str]


class ConceptRow(Base):
    """A condition, a measure or a cluster: ``kind`` says which; ``plain`` is the value as JSON."""

    __tablename__ = "concept"
    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    plain: Mapped[str]


class RuleRow(Base):
    """A rule: what is searched for as columns, the whole value as JSON. ``roles`` is how many must be filled."""

    __tablename__ = "rule"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    topic: Mapped[str]
    severity: Mapped[str]
    status: Mapped[str]
    version: Mapped[str]
    updated: Mapped[str]
    roles: Mapped[int]
    plain: Mapped[str]


class RuleSubjectRow(Base):
    """A substance that can fill a role of a rule."""

    __tablename__ = "rule_subject"
    rule_id: Mapped[str] = mapped_column(ForeignKey("rule.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    substance: Mapped[str] = mapped_column(ForeignKey("substance.name"), primary_key=True)
    __table_args__ = (Index("ix_rule_subject_substance_rule_id", "substance", "rule_id"),)

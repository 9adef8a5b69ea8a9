"""The only door to the compiled base: read-only, plain values out, everything it has read once kept in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import quote

from sqlalchemy import URL, Connection, create_engine, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from interaction_db import schema
from interaction_db.schema import (
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
from interaction_db.sources.collection import OutsideSources
from regimen_review.codec import from_plain
from regimen_review.errors import UserError
from regimen_review.knowledge import (
    Cluster,
    ConditionConcept,
    Knowledge,
    Measure,
    NameEntry,
    Property,
    Rule,
    Substance,
    Vocabulary,
    selector_keys,
)
from regimen_review.patient import Patient
from regimen_review.regimen import AtcCode, Regimen, RxCui, SubstanceId

T = TypeVar("T")

_KEPT = 64
"""For so many lists of drugs the knowledge is kept at hand: those that somebody goes back and forth between."""


class KnowledgeStore:
    """One compiled base, opened read-only. Use as a context manager or :meth:`close` it."""

    def __init__(self, path: Path, outside: OutsideSources | None = None) -> None:
        """Open the base at ``path``, with what the user imported beside it. Raises UserError where it is missing, is no base, or has another format."""
        if not path.is_file():
            raise UserError("There is no knowledge base here. Run 'regimen-review knowledge compile' to build it.", file=str(path))
        self.path = path
        self._engine = create_engine(_read_only(path), poolclass=StaticPool, connect_args={"check_same_thread": False})
        self.outside = outside
        try:
            self._connection: Connection = self._engine.connect()
            self.meta: dict[str, str] = {r.key: r.value for r in self._connection.execute(select(MetaRow.key, MetaRow.value))}
        except DatabaseError as fault:
            self.close()
            raise UserError(
                "This file is not a knowledge base. Run 'regimen-review knowledge compile' to build one.", file=str(path)
            ) from fault
        if self.meta.get("format") != str(schema.FORMAT):
            self.close()
            raise UserError(
                f"The knowledge base has format {self.meta.get('format')}, this program needs {schema.FORMAT}. "
                "Run 'regimen-review knowledge compile' to build it anew.",
                file=str(path),
            )
        self._substances: dict[SubstanceId, Substance] = {}
        self._properties: dict[SubstanceId, dict[str, tuple[Property, ...]]] = {}
        self._classes: dict[SubstanceId, frozenset[str]] = {}
        self._subjects: dict[SubstanceId, tuple[tuple[str, str], ...]] = {}
        self._keys: dict[SubstanceId, frozenset[str]] = {}
        self._rules: dict[str, Rule] = {}
        self._roles: dict[str, int] = {}
        self._knowledge_of = lru_cache(maxsize=_KEPT)(self._put_together)
        self.switched_off: Mapping[str, str] = {}
        """Rules that the workstation switched off, with the reason; every knowledge handed out says so."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with suppress(AttributeError):
            self._connection.close()
        self._engine.dispose()

    @property
    def version(self) -> str:
        """The base's version, ``YYYY.MM`` of its newest rule."""
        return self.meta["version"]

    @property
    def sha256(self) -> str:
        """Hash over the text files that the base was compiled from."""
        return self.meta["sha256"]

    @property
    def compiled(self) -> date | None:
        """Date of the newest rule: how old the knowledge is."""
        return date.fromisoformat(self.meta["compiled"]) if self.meta.get("compiled") else None

    def _rows(self, statement: Any) -> Sequence[Any]:
        return self._connection.execute(statement).all()

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        names = self._names()
        substances = {s.name: s for s in map(_substance, self._rows(select(SubstanceRow.__table__)))}
        self._substances |= substances
        codes = {
            (r.system, r.code): tuple(SubstanceId(p) for p in r.ingredients.split(" + ")) for r in self._rows(select(CodeRow.__table__))
        }
        alike = frozenset(frozenset({SubstanceId(r.a), SubstanceId(r.b)}) for r in self._rows(select(LookAlikeRow.__table__)))
        if self.outside:
            # the base's own names and codes stand; an import only adds to them
            names = {**self.outside.names(), **names}
            codes = {**self.outside.codes(), **codes}
        return Vocabulary(
            names,
            substances,
            codes,
            alike,
            self.conditions,
            self.measures,
            self.class_members,
            self.class_titles,
        )

    def _names(self) -> dict[str, tuple[NameEntry, ...]]:
        """Every name by its key, read as a stream; words and ingredients that recur are kept once."""
        names: dict[str, tuple[NameEntry, ...]] = {}
        once: dict[str, str] = {}
        parts_of: dict[str, tuple[SubstanceId, ...]] = {}
        for r in self._connection.execute(select(NameRow.__table__).execution_options(yield_per=2000)):
            parts = parts_of.get(r.ingredients)
            if parts is None:
                parts = parts_of[r.ingredients] = tuple(SubstanceId(once.setdefault(p, p)) for p in r.ingredients.split(" + ") if p)
            kind, route, form, note = (once.setdefault(w, w) if w else w for w in (r.kind, r.route, r.form, r.note))
            key = r.name if r.name == r.key else r.key
            entry = NameEntry(r.name, parts, kind, route, form, note, bool(r.error_prone), bool(r.unspecified))  # type: ignore[arg-type]
            names[key] = (*names.get(key, ()), entry)
        return names

    def vocabulary(self) -> Vocabulary:
        """Every name, code, condition and measure of the base, read once."""
        return self._vocabulary

    @cached_property
    def class_members(self) -> dict[str, frozenset[SubstanceId]]:
        """Every class with its members."""
        found: dict[str, set[SubstanceId]] = {}
        for r in self._rows(select(ClassMemberRow.class_id, ClassMemberRow.substance)):
            found.setdefault(r.class_id, set()).add(SubstanceId(r.substance))
        return {c: frozenset(m) for c, m in found.items()}

    @cached_property
    def class_titles(self) -> dict[str, str]:
        """Every class with its title."""
        return {r.id: r.title for r in self._rows(select(ClassRow.id, ClassRow.title))}

    def _concepts(self, kind: str, value: type[T]) -> dict[str, T]:
        rows = self._rows(select(ConceptRow.id, ConceptRow.plain).where(ConceptRow.kind == kind))
        return {r.id: from_plain(value, json.loads(r.plain)) for r in rows}

    @cached_property
    def conditions(self) -> dict[str, ConditionConcept]:
        """Every condition."""
        return self._concepts("condition", ConditionConcept)

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Every measure."""
        return self._concepts("measure", Measure)

    @cached_property
    def clusters(self) -> tuple[Cluster, ...]:
        """Every cluster."""
        return tuple(self._concepts("cluster", Cluster).values())

    def all_rules(self) -> tuple[Rule, ...]:
        """Every rule of the base, by id."""
        self._load_rules([r.id for r in self._rows(select(RuleRow.id).order_by(RuleRow.id))])
        return tuple(self._rules[r] for r in sorted(self._rules))

    @cached_property
    def _always(self) -> tuple[str, ...]:
        """Rules that need no drug: what a condition calls for and nobody prescribed."""
        return tuple(r.id for r in self._rows(select(RuleRow.id).where(RuleRow.roles == 0).order_by(RuleRow.id)))

    def _load_rules(self, ids: Iterable[str]) -> None:
        missing = [i for i in ids if i not in self._rules]
        for start in range(0, len(missing), 500):
            chunk = missing[start : start + 500]
            for r in self._rows(select(RuleRow.id, RuleRow.roles, RuleRow.plain).where(RuleRow.id.in_(chunk))):
                self._rules[r.id] = from_plain(Rule, json.loads(r.plain))
                self._roles[r.id] = r.roles

    def _load_facts(self, substances: Iterable[SubstanceId]) -> None:
        missing = [s for s in substances if s not in self._subjects]
        if not missing:
            return
        found: dict[SubstanceId, dict[str, list[Property]]] = {s: {} for s in missing}
        classes: dict[SubstanceId, set[str]] = {s: set() for s in missing}
        subjects: dict[SubstanceId, list[tuple[str, str]]] = {s: [] for s in missing}
        for start in range(0, len(missing), 500):
            chunk = missing[start : start + 500]
            for r in self._rows(select(PropertyRow.__table__).where(PropertyRow.substance.in_(chunk))):
                fact = Property(SubstanceId(r.substance), r.property, r.grade, r.note, r.source, r.date, r.read)
                found[fact.substance].setdefault(r.property, []).append(fact)
            for r in self._rows(select(ClassMemberRow.substance, ClassMemberRow.class_id).where(ClassMemberRow.substance.in_(chunk))):
                classes[SubstanceId(r.substance)].add(r.class_id)
            columns = select(RuleSubjectRow.substance, RuleSubjectRow.rule_id, RuleSubjectRow.role)
            for r in self._rows(columns.where(RuleSubjectRow.substance.in_(chunk))):
                subjects[SubstanceId(r.substance)].append((r.rule_id, r.role))
            for row in self._rows(select(SubstanceRow.__table__).where(SubstanceRow.name.in_(chunk))):
                self._substances[SubstanceId(row.name)] = _substance(row)
        self._properties |= {s: {name: tuple(facts) for name, facts in own.items()} for s, own in found.items()}
        self._classes |= {s: frozenset(c) for s, c in classes.items()}
        self._subjects |= {s: tuple(sorted(r)) for s, r in subjects.items()}
        self._keys |= {s: selector_keys(s, self._classes[s], self._properties[s]) for s in missing}

    def knows(self, substance: SubstanceId) -> bool:
        """Whether the base knows anything of a substance beyond its name."""
        self._load_facts((substance,))
        return bool(self._subjects[substance] or self._properties[substance] or self._classes[substance])

    def has_properties(self, substance: SubstanceId) -> bool:
        """Whether any property of the substance is on record."""
        self._load_facts((substance,))
        return bool(self._properties[substance])

    def knowledge_for(self, regimen: Regimen, patient: Patient | None = None) -> Knowledge:
        """What can matter for this regimen (and these allergies): its rules, properties and classes. What was put together
        for the same drugs before is handed out again, with all that was worked out from it.
        """
        own = tuple(sorted(regimen.substances()))
        allergens = sorted(SubstanceId(t) for a in (patient.allergies if patient else ()) for t in a.targets if not t.startswith("class:"))
        kept = self._knowledge_of(own, tuple(dict.fromkeys(a for a in allergens if a not in own)))
        outside = self.outside.pairs_among(own) if self.outside else ()
        return replace(kept, outside=outside, switched_off=self.switched_off) if outside or self.switched_off else kept

    def _put_together(self, own: tuple[SubstanceId, ...], allergens: tuple[SubstanceId, ...]) -> Knowledge:
        """The base's own part of the knowledge for these drugs."""
        seen = (*own, *allergens)
        self._load_facts(seen)
        filled: dict[str, set[str]] = {rule: set() for rule in self._always}
        for substance in own:
            for rule, role in self._subjects[substance]:
                filled.setdefault(rule, set()).add(role)
        self._load_rules(filled)
        needed = sorted(r for r, roles in filled.items() if len(roles) >= self._roles[r])
        return Knowledge(
            version=self.version,
            sha256=self.sha256,
            compiled=self.compiled,
            substances={s: self._substances[s] for s in seen if s in self._substances},
            properties={s: self._properties[s] for s in own},
            classes={s: self._classes[s] for s in seen},
            class_members=self.class_members,
            class_titles=self.class_titles,
            rules=tuple(self._rules[r] for r in needed),
            clusters=self.clusters,
            conditions=self.conditions,
            measures=self.measures,
            keys={s: self._keys[s] for s in own},
            covered=frozenset(s for s in own if self._subjects[s] or self._properties[s] or self._classes[s]),
        )


def _read_only(path: Path) -> URL:
    """The address of a file that nobody writes, whatever marks its folders have in their names."""
    return URL.create("sqlite", database=f"file:{quote(path.as_posix(), safe='/:')}", query={"mode": "ro", "immutable": "1", "uri": "true"})


def _substance(row: Any) -> Substance:
    return Substance(
        SubstanceId(row.name),
        row.kind,
        RxCui(row.rxcui) if row.rxcui else None,
        tuple(AtcCode(a) for a in row.atc.split("|") if a),
        row.tall_man,
        row.usage_rank,
    )

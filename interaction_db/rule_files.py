"""The TOML files of the knowledge folder (rules, classes, clusters) -> values, every fault of a file at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from interaction_db.faults import Fault
from regimen_review.codec import from_plain
from regimen_review.knowledge import (
    Cluster,
    Evidence,
    Factor,
    Kind,
    Level,
    Load,
    MonitoringItem,
    Points,
    Role,
    Rule,
    Selector,
    Spacing,
    Unknown,
)
from regimen_review.rules.firing import NOT_CHECKED_KINDS
from regimen_review.rules.selectors import parse_selectors
from regimen_review.rules.terms import faults_in

T = TypeVar("T")

PAIR_KINDS = frozenset({"drug-drug", "incompatibility", "cascade"})
TABLES = frozenset({"factor", "source", "example", "part", "load", "level", "points"})


@dataclass(frozen=True, slots=True)
class Example:
    """A regimen on which a rule must fire or must not; part of the rule and run by the tests."""

    fires: bool
    drugs: tuple[str, ...]
    patient: Mapping[str, Any] = field(default_factory=dict)
    because: str = ""
    tier: str | None = None
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule with its examples and the file it stands in."""

    rule: Rule
    examples: tuple[Example, ...]
    file: str


@dataclass(frozen=True, slots=True)
class ClassText:
    """A class as written: listed members, parents, and a derivation from a property."""

    id: str
    title: str
    kind: str
    members: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    derived: str | None = None
    excluded: tuple[str, ...] = ()
    source: str = ""


class _File:
    """One TOML file while it is read: its text for places, and its faults."""

    def __init__(self, path: Path, folder: Path, faults: list[Fault]) -> None:
        self.name = path.relative_to(folder).as_posix()
        self.faults = faults
        self.text = path.read_bytes().decode("utf-8", errors="replace")
        self.content: dict[str, Any] = {}
        if "\ufffd" in self.text:
            faults.append(Fault(self.name, self.text[: self.text.index("\ufffd")].count("\n") + 1, "This is not UTF-8."))
            return
        try:
            self.content = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as fault:
            line = re.search(r"line (\d+)", str(fault))
            faults.append(Fault(self.name, int(line.group(1)) if line else 0, f"This is not TOML: {fault}."))
            return
        if not self.content:
            faults.append(Fault(self.name, 0, "The file is empty."))

    def line(self, key: str) -> int:
        """The line on which a key or a table first stands; 0 where it does not."""
        for number, text in enumerate(self.text.splitlines(), 1):
            if re.match(rf"\s*(?:\[+\s*)?{re.escape(key)}\b", text):
                return number
        return 0

    def fault(self, key: str, says: str) -> None:
        self.faults.append(Fault(self.name, self.line(key), says))

    def read(self, key: str, make: Callable[[], Any], default: Any = None) -> Any:
        """A part of the file; a part that cannot be read is a fault at its key."""
        try:
            return make()
        except (AttributeError, KeyError, TypeError, ValueError) as fault:  # AttributeError: a number where a table belongs
            self.fault(key, f"'{key}' cannot be read: {fault}.")
            return default


def _toml_files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern))


def read_rules(folder: Path, faults: list[Fault]) -> list[RuleText]:
    """Every rule under ``rules/``; files with faults are left out and their faults named."""
    found: list[RuleText] = []
    places: dict[str, str] = {}
    for path in _toml_files(folder, "rules/**/*.toml"):
        before = len(faults)
        file = _File(path, folder, faults)
        first = places.setdefault(path.stem, file.name)
        if first != file.name:
            file.fault("kind", f"The rule id '{path.stem}' stands in {first} already.")
        text = _rule(file, path.stem, path.parent.name) if file.content else None
        if text is not None and len(faults) == before:
            found.append(text)
    return found


def _selectors(value: Any) -> tuple[Selector, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError("it must be a list of selectors with at least one entry")
    return parse_selectors(tuple(str(v) for v in value))


def _roles(file: _File) -> tuple[Role, ...]:
    content = file.content
    if content.get("kind") == "burden" or content.get("every_drug"):
        return ()
    if "part" in content:
        return tuple(Role(str(p["name"]), _selectors(p["drugs"]), int(p.get("least", 1)), str(p.get("title", ""))) for p in content["part"])
    if "group" in content:
        return (Role("group", _selectors(content["group"]), 2),)
    names = ("object", "precipitant") if "object" in content or content.get("kind") in PAIR_KINDS else ("drug",)
    return tuple(Role(n, _selectors(content[n])) for n in names)


def _load(plain: Mapping[str, Any]) -> Load:
    points = {str(k): float(v) for k, v in plain.get("grades", plain.get("points", {})).items()}
    return Load(
        str(plain["property"]), points, str(plain.get("route", "systemic")), plain.get("first"), plain.get("second"),
        bool(plain.get("by_dose", False)), parse_selectors(tuple(plain.get("among", ()))),
    )  # fmt: skip


def _exactly(kind: type[T], plain: Any) -> T:
    """A table of a file as a value; a field that the value does not have would be passed over in silence, so it is a fault."""
    names = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    strange = [key for key in plain if key not in names]
    if strange:
        raise ValueError(f"there is no field '{strange[0]}' in it")
    return from_plain(kind, plain)


def _tuple_of(file: _File, key: str, make: Callable[[Any], Any]) -> tuple[Any, ...]:
    value = file.content.get(key, [])
    if not isinstance(value, list):
        file.fault(key, f"'{key}' must be a list.")
        return ()
    return tuple(v for v in (file.read(key, partial(make, one)) for one in value) if v is not None)


def _text_list(file: _File, key: str) -> tuple[str, ...]:
    return _tuple_of(file, key, str)


_PLAIN = (
    "severity",
    "action",
    "evidence",
    "tier",
    "onset",
    "frequency",
    "problem",
    "intended",
    "protects",
    "seriousness",
    "when",
    "unknown",
)
_REQUIRED = ("kind", "version", "updated", "severity", "action", "evidence", "headline", "consequence", "mechanism")
_KNOWN = frozenset(
    {*_PLAIN, *_REQUIRED, *TABLES, "status", "object", "precipitant", "drug", "group", "same", "missing", "management",
     "supersedes", "clears", "monitoring", "spacing", "score", "least", "urgency", "inferred", "alone", "every_drug"}
)  # fmt: skip


def _rule(file: _File, id_: str, topic: str) -> RuleText | None:
    content = file.content
    for key in sorted(set(content) - _KNOWN):
        file.fault(key, f"There is no field '{key}' in a rule.")
    lacking = [k for k in _REQUIRED if k not in content]
    if lacking:
        file.fault("kind", f"The fields {', '.join(lacking)} are missing.")
        return None
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_):
        file.fault("kind", f"'{id_}' is not a rule id: lower case, digits and hyphens.")
    kind: Kind = content["kind"]
    plain = {k: content[k] for k in _PLAIN if k in content}
    unknown: Unknown = "not-checked" if str(kind) in NOT_CHECKED_KINDS else "ask"
    plain.setdefault("unknown", unknown)
    plain |= {
        "id": id_,
        "kind": kind,
        "version": str(content["version"]),
        "status": content.get("status", "draft"),
        "updated": str(content["updated"]),
        "roles": [],
        "topic": topic,
        **{k: content[k] for k in ("headline", "consequence", "mechanism")},
    }
    rule = file.read("kind", lambda: from_plain(Rule, plain))
    if rule is None:
        return None
    built = {
        "roles": file.read("object" if "object" in content else "drug", lambda: _roles(file), ()),
        "management": _text_list(file, "management"),
        "supersedes": _text_list(file, "supersedes"),
        "clears": _text_list(file, "clears"),
        "missing": _text_list(file, "missing"),
        "factors": _tuple_of(file, "factor", lambda p: _exactly(Factor, p)),
        "sources": _tuple_of(file, "source", lambda p: _exactly(Evidence, {k: str(v) for k, v in p.items()})),
        "monitoring": _tuple_of(file, "monitoring", lambda p: _exactly(MonitoringItem, p)),
        "loads": _tuple_of(file, "load", _load),
        "points": _tuple_of(file, "points", lambda p: _exactly(Points, p)),
        "levels": _tuple_of(file, "level", lambda p: _exactly(Level, p)),
        "spacing": file.read("spacing", lambda: _exactly(Spacing, content["spacing"])) if "spacing" in content else None,
        "same_ingredient": bool(content.get("same", False)),
        "least": file.read("least", lambda: int(content.get("least", 2)), 2),
        "scale": str(content.get("score", "")),
        "urgency": str(content.get("urgency", "")),
        "inferred": bool(content.get("inferred", False)),
        "alone": bool(content.get("alone", False)),
        "every_drug": bool(content.get("every_drug", False)),
    }
    rule = replace(rule, **built)
    examples = _tuple_of(file, "example", lambda p: _exactly(Example, p))
    return RuleText(rule, examples, file.name)


def read_classes(folder: Path, faults: list[Fault]) -> dict[str, ClassText]:
    """Every class under ``classes/``."""
    found = {}
    for path in _toml_files(folder, "classes/*.toml"):
        file = _File(path, folder, faults)
        c = file.content
        if not c:
            continue
        text = file.read("title", partial(_class, path.stem, c))
        if text is not None:
            found[path.stem] = text
    return found


def _class(id_: str, plain: Mapping[str, Any]) -> ClassText:
    return ClassText(
        id_,
        str(plain["title"]),
        str(plain.get("kind", "")),
        tuple(plain.get("members", ())),
        tuple(plain.get("parents", ())),
        plain.get("derived"),
        tuple(plain.get("except", ())),
        str(plain.get("source", "")),
    )


def read_clusters(folder: Path, faults: list[Fault]) -> list[Cluster]:
    """Every cluster under ``clusters/``; the file's name is the problem."""
    found = []
    for path in _toml_files(folder, "clusters/*.toml"):
        file = _File(path, folder, faults)
        c = dict(file.content)
        if not c:
            continue
        hub = file.read("hub", partial(_selectors, c.pop("hub")), ()) if "hub" in c else ()
        cluster = file.read("headline", partial(_exactly, Cluster, {**c, "problem": path.stem}))
        if cluster is None:
            continue
        for fault in (f for v in cluster.variant for f in faults_in(v.when)):
            file.fault("variant", f"{fault}.")
        found.append(replace(cluster, hub=hub))
    return found

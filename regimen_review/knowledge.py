"""What can be known: substances, names, classes, properties, rules and where each statement comes from.

All values are frozen. The base (:mod:`interaction_db`) builds them; the checks read them; nobody else owns knowledge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from regimen_review.regimen import AtcCode, RxCui, SubstanceId

Severity = Literal["contraindicated", "major", "moderate", "minor", "none"]
Action = Literal["avoid", "modify", "monitor", "none"]
Tier = Literal["act", "review", "note", "none"]
EvidenceGrade = Literal["established", "probable", "suspected", "theoretical"]
Basis = Literal["rule", "inferred", "outside"]
RuleStatus = Literal["draft", "reviewed", "retired"]
Kind = Literal[
    "drug-drug",
    "multi-drug",
    "duplicate",
    "drug-condition",
    "drug-allergy",
    "drug-lab",
    "drug-age",
    "pregnancy",
    "dose",
    "renal-dose",
    "hepatic-dose",
    "timing",
    "drug-food",
    "burden",
    "omitted",
    "monitoring",
    "high-alert",
    "incompatibility",
    "pharmacogenomic",
    "symptom",
    "cascade",
    "no-indication",
]
NameKind = Literal["generic", "synonym", "salt", "brand", "abbreviation", "combination", "class-word", "not-medicine"]
Unknown = Literal["ask", "not-checked", "assume", "silent"]

SEVERITY_RANK: Mapping[str, int] = {"none": 0, "minor": 1, "moderate": 2, "major": 3, "contraindicated": 4}
TIER_RANK: Mapping[str, int] = {"none": 0, "note": 1, "review": 2, "act": 3}


_NO_LETTER = re.compile(r"[^\w+%./]|_")


@lru_cache(maxsize=65_536)
def name_key(written: str) -> str:
    """The form under which names are compared: folded case and accents, one space between words, letters,
    digits and ``+ % . /`` kept, every other mark a space. ``"Co-codamol®"`` and ``"co codamol"`` are one key.
    """
    if written.isascii():
        kept = written.lower()
    else:
        folded = unicodedata.normalize("NFKD", written).casefold()
        kept = "".join(c for c in folded if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return " ".join(_NO_LETTER.sub(" ", kept).split()).strip(" ./")


@dataclass(frozen=True, slots=True)
class Substance:
    """One substance or co-exposure. ``kind``: drug, biologic, vaccine, vitamin, mineral, herbal, food, exposure, device."""

    name: SubstanceId
    kind: str = "drug"
    rxcui: RxCui | None = None
    atc: tuple[AtcCode, ...] = ()
    tall_man: str | None = None
    usage_rank: int | None = None


@dataclass(frozen=True, slots=True)
class NameEntry:
    """One name with the substances it stands for; empty ``ingredients`` for a class word or a non-medicine."""

    name: str
    ingredients: tuple[SubstanceId, ...]
    kind: NameKind
    route: str | None = None
    form: str | None = None
    note: str | None = None
    error_prone: bool = False
    unspecified: bool = False


@dataclass(frozen=True, slots=True)
class ConditionConcept:
    """A condition that rules may ask for; ``icd10`` and ``snomed`` are code prefixes and codes that mean it."""

    id: str
    title: str
    names: tuple[str, ...] = ()
    icd10: tuple[str, ...] = ()
    snomed: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A laboratory value or vital sign: names, LOINC codes, the unit used here and factors from other units.

    ``convert`` maps a UCUM unit to the factor that turns a value in it into ``unit``.
    """

    id: str
    title: str
    unit: str
    names: tuple[str, ...] = ()
    loinc: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    convert: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Vocabulary:
    """Every name the base knows, keyed by :func:`name_key`, and the codes, conditions and measures it can tell."""

    names: Mapping[str, tuple[NameEntry, ...]]
    substances: Mapping[SubstanceId, Substance]
    codes: Mapping[tuple[str, str], tuple[SubstanceId, ...]] = field(default_factory=dict)
    look_alikes: frozenset[frozenset[SubstanceId]] = frozenset()
    conditions: Mapping[str, ConditionConcept] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    class_members: Mapping[str, frozenset[SubstanceId]] = field(default_factory=dict)
    class_titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Property:
    """A graded fact about one substance (``cyp3a`` ``inhibitor-strong``), with its source and how far it was read."""

    substance: SubstanceId
    property: str
    grade: str
    note: str = ""
    source: str = ""
    date: str = ""
    read: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source that was looked up: what it is, where in it, of when, and whether it supports or refutes."""

    title: str
    section: str = ""
    date: str = ""
    url: str = ""
    says: Literal["supports", "refutes"] = "supports"


@dataclass(frozen=True)
class Selector:
    """Who a rule speaks of: a substance, a class, or whoever has a property with one of the grades.

    ``text`` is the selector as written in the rule file; ``route`` is a group of :mod:`regimen_review.routes`;
    ``negated`` takes its substances out of the list it stands in.
    """

    text: str
    kind: Literal["substance", "class", "property"]
    name: str
    grades: tuple[str, ...] = ()
    route: str = "systemic"
    negated: bool = False

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys under which it finds substances, any of which will do: those of :func:`selector_keys`."""
        if self.kind == "substance":
            return (self.name,)
        key = f"{self.kind}:{self.name}"
        return tuple(f"{key}={grade}" for grade in self.grades) if self.grades and self.kind == "property" else (key,)


class Aim(NamedTuple):
    """Selectors that pick (or leave out) by one group of routes, as one set of keys: what a regimen answers to is found at
    once, where a role names fifty drugs.
    """

    route: str
    negated: bool
    keys: frozenset[str]


def aims_of(selectors: tuple[Selector, ...]) -> tuple[Aim, ...]:
    """A list of selectors, those of one route together."""
    found: dict[tuple[str, bool], set[str]] = {}
    for selector in selectors:
        found.setdefault((selector.route, selector.negated), set()).update(selector.keys)
    return tuple(Aim(route, negated, frozenset(keys)) for (route, negated), keys in found.items())


@dataclass(frozen=True)
class Role:
    """One part in a rule (``object``, ``precipitant``, ``drug``, or a named part of a multi-drug rule).

    ``least`` is how many different drugs of the regimen must fill it; ``most`` None means all that fit are named.
    """

    name: str
    selectors: tuple[Selector, ...]
    least: int = 1
    title: str = ""

    @cached_property
    def aims(self) -> tuple[Aim, ...]:
        """Its selectors by route: kept with the rule, so that the next review finds them made."""
        return aims_of(self.selectors)


@dataclass(frozen=True, slots=True)
class Factor:
    """A modifying factor: an executable condition and what it changes. Empty fields leave the finding as it is."""

    when: str
    says: str
    severity: Severity | None = None
    tier: Tier | None = None
    action: Action | None = None
    evidence: EvidenceGrade | None = None
    management: tuple[str, ...] = ()
    headline: str | None = None


@dataclass(frozen=True, slots=True)
class MonitoringItem:
    """A test that a finding asks for: what, when, how often (days), and what to do at which value."""

    test: str
    measure: str | None = None
    when: str = ""
    every_days: float | None = None
    first_days: float | None = None
    act: str = ""


@dataclass(frozen=True, slots=True)
class Spacing:
    """Hours that ``object`` must be taken before or after ``precipitant`` (or before/after ``food``)."""

    before_h: float | None = None
    after_h: float | None = None
    different_days: bool = False
    food: Literal["with", "without", "any"] | None = None
    upright_h: float | None = None
    first_thing: bool = False
    at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """One part of a burden rule: points for each grade of a property, with a cap on what it may add in all."""

    property: str
    points: Mapping[str, float]
    route: str = "systemic"
    first: float | None = None
    """Points for the first drug and…"""
    second: float | None = None
    """…for the second and later ones together, where the score counts drugs and not grades (Tisdale)."""
    by_dose: bool = False
    """The grade is a smallest usual dose in mg a day, and the daily dose is held against it (Drug Burden Index)."""
    among: tuple[Selector, ...] = ()
    """Only drugs that one of these picks add points; empty for all that have the property."""


@dataclass(frozen=True, slots=True)
class Points:
    """Points that the patient, not a drug, adds to a burden (Tisdale: age 68 or more adds 1)."""

    when: str
    points: float
    says: str


@dataclass(frozen=True, slots=True)
class Level:
    """From this sum on, a burden has this severity, tier and action."""

    at: float
    severity: Severity
    tier: Tier
    action: Action = "monitor"
    headline: str | None = None


@dataclass(frozen=True)
class Rule:
    """One statement about drugs together or about a drug in a patient, with everything needed to show and check it.

    The elements follow the PDDI minimum information model; ``docs/knowledge.md`` says how each is written.
    """

    id: str
    kind: Kind
    version: str
    status: RuleStatus
    updated: date
    roles: tuple[Role, ...]
    severity: Severity
    action: Action
    evidence: EvidenceGrade
    headline: str
    consequence: str
    mechanism: str
    management: tuple[str, ...] = ()
    when: str | None = None
    unknown: Unknown = "ask"
    tier: Tier | None = None
    onset: str | None = None
    frequency: str | None = None
    problem: str | None = None
    intended: bool = False
    protects: str | None = None
    seriousness: str | None = None
    supersedes: tuple[str, ...] = ()
    factors: tuple[Factor, ...] = ()
    sources: tuple[Evidence, ...] = ()
    monitoring: tuple[MonitoringItem, ...] = ()
    spacing: Spacing | None = None
    clears: tuple[str, ...] = ()
    loads: tuple[Load, ...] = ()
    points: tuple[Points, ...] = ()
    levels: tuple[Level, ...] = ()
    missing: tuple[str, ...] = ()
    """Selectors of what is omitted (kind ``omitted``): the finding stays away when the patient takes one."""
    topic: str = ""
    same_ingredient: bool = False
    """Kind ``duplicate``: two entries with one ingredient, not two ingredients of one group."""
    every_drug: bool = False
    """It names no drugs of its own: its check holds every drug of the list against it."""
    least: int = 2
    """Kind ``burden``: how many drugs must add points."""
    scale: str = ""
    """Kind ``burden``: the name of the published scale (``Tisdale``)."""
    urgency: str = ""
    alone: bool = False
    """Kind ``omitted``: speaks of the condition alone too, whether or not one of its drugs is taken."""
    inferred: bool = False
    """Kind ``drug-drug`` over properties: an inference, whose findings show their steps and never exceed moderate."""


@dataclass(frozen=True, slots=True)
class ClusterVariant:
    """Other words for a cluster where ``when`` is true of the patient (known to be pregnant, not only of an age to be)."""

    when: str
    headline: str
    management: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """How findings that share a problem fold into one: a problem id, an optional hub, and the words for the whole."""

    problem: str
    headline: str
    consequence: str
    management: tuple[str, ...]
    hub: tuple[Selector, ...] = ()
    mechanism: str = "Several mechanisms add up; each is with its member."
    kinds: tuple[Kind, ...] = ()
    """Findings of these kinds instead of one problem: tests that are due are one list, not ten alerts."""
    tiers: tuple[Tier, ...] = ()
    """Only findings shown in these tiers fold; empty for all."""
    together: bool = False
    """All findings of the problem are one, whether or not they share a drug (harm to a pregnancy)."""
    least: int = 2
    severity: Severity | None = None
    tier: Tier | None = None
    variant: tuple[ClusterVariant, ...] = ()


@dataclass(frozen=True, slots=True)
class OutsidePair:
    """A row of a source that the user imported: their licence, their file; shown beside the house's own rating."""

    source: str
    a: SubstanceId
    b: SubstanceId
    severity: str
    text: str = ""
    family: str = ""
    """Whose list it is in the end: lists of one family (ANSM in French and in English) are one opinion."""
    grade: Severity | None = None
    """The source's own word on this program's scale; None where it is on none."""
    imported: str = ""


def selector_keys(substance: SubstanceId, classes: frozenset[str], properties: Mapping[str, tuple[Property, ...]]) -> frozenset[str]:
    """Every key under which a selector finds a substance: its name, ``class:…``, ``property:name`` and ``property:name=grade``."""
    keys: set[str] = {substance, *(f"class:{c}" for c in classes)}
    for name, facts in properties.items():
        grades = {p.grade for p in facts}
        keys.update(f"property:{name}={grade}" for grade in grades)
        if grades - {"none"}:
            keys.add(f"property:{name}")
    return frozenset(keys)


@dataclass(frozen=True)
class Knowledge:
    """Only what can matter for one regimen: rules that touch its substances, their properties and classes."""

    version: str
    sha256: str
    compiled: date | None
    substances: Mapping[SubstanceId, Substance]
    properties: Mapping[SubstanceId, Mapping[str, tuple[Property, ...]]]
    classes: Mapping[SubstanceId, frozenset[str]]
    class_members: Mapping[str, frozenset[SubstanceId]]
    class_titles: Mapping[str, str]
    rules: tuple[Rule, ...]
    clusters: tuple[Cluster, ...] = ()
    conditions: Mapping[str, ConditionConcept] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    outside: tuple[OutsidePair, ...] = ()
    keys: Mapping[SubstanceId, frozenset[str]] = field(default_factory=dict)
    """What each substance answers to (:func:`selector_keys`), kept by the base so that no review builds it again."""
    covered: frozenset[SubstanceId] = frozenset()
    """Substances about which the base knows anything at all beyond the name: a rule, a property or a class."""
    switched_off: Mapping[str, str] = field(default_factory=dict)
    """Rules that this workstation switched off, with the reason: their findings are quiet, and counted."""

    @cached_property
    def display_names(self) -> Mapping[SubstanceId, str]:
        """Substances that are written in a way of their own: tall-man letters."""
        return {s: known.tall_man for s, known in self.substances.items() if known.tall_man}

    @cached_property
    def rules_by_id(self) -> Mapping[str, Rule]:
        """The rules by their ids."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def rules_by_kind(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules by their kinds, retired ones left out."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            if rule.status != "retired":
                found.setdefault(rule.kind, []).append(rule)
        return {kind: tuple(rules) for kind, rules in found.items()}

    @cached_property
    def general(self) -> frozenset[str]:
        """Ids of the rules that name no drug of their own."""
        return frozenset(rule.id for rule in self.rules if rule.every_drug)

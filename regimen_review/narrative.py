"""What prose and free words say of the patient: conditions by the names the base knows, values by their measures.

Readers bring words; this module gives them the base's ids. A negated or a relative's condition is not the patient's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from regimen_review.knowledge import Vocabulary, name_key
from regimen_review.patient import Allergy, Condition, MedicationList, Observation, Patient
from regimen_review.regimen import Place
from regimen_review.unit_system import with_units

_NEGATED = re.compile(
    r"\b(no|not|denie[sd]|denying|without|negative for|absence of|ruled out|rule out|r/o|free of|never had|nil|unlikely|exclude[sd]?|neither|nor)\b[^.;:]{0,60}$"
)
_RELATIVE = re.compile(r"\b(family(?: history| hx|\W*$)|fhx?|mother|father|brother|sister|son|daughter|aunt|uncle|grand\w+)\b[^.;]{0,60}$")
_DENIED_AFTER = re.compile(r"^[ (:-]{0,3}(?:\w{1,9} ){0,2}(?:neg(?:ative)?|excluded|ruled out|unlikely)\b")
_FORETOLD = re.compile(
    r"\b(?:(?:may|might|could|can) (?:also )?(?:cause|lead to|give|make)|counsel\w*|warned|(?:watch|monitor|look out|looking out|observe|check|screen)\w*(?: \w+){0,3} for)\b[^.;]{0,80}$"
)
"""What is told of a drug, or is to be looked for, is not what the patient has."""
_ASKED = re.compile(r"(?:^|[\s,;(/])\?+\s?$")
_VACCINE_AFTER = re.compile(r"^\W{0,2}(?:vaccin|jab|booster|immuni[sz]ation|shot)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-Z(])|\n+")
_TOKEN = re.compile(r"[\w+%/.]*\w")
_UNITS = {
    "g/dl": "g/dL", "mg/dl": "mg/dL", "µg/dl": "ug/dL", "μg/dl": "ug/dL", "mcg/dl": "ug/dL", "ug/dl": "ug/dL", "mmol/l": "mmol/L",
    "meq/l": "meq/L", "µmol/l": "umol/L", "μmol/l": "umol/L", "umol/l": "umol/L", "ng/ml": "ng/mL", "iu/ml": "[IU]/mL", "u/l": "U/L",
    "iu/l": "U/L", "g/l": "g/L", "ms": "ms", "msec": "ms", "mmhg": "mm[Hg]", "bpm": "/min", "/min": "/min", "ml/min": "mL/min",
    "ml/min/1.73m2": "mL/min/{1.73_m2}", "ml/min/1.73 m2": "mL/min/{1.73_m2}", "ml/min/1.73m²": "mL/min/{1.73_m2}",
    "ml/min/1.73 m²": "mL/min/{1.73_m2}", "x10^3/ul": "10*3/uL", "x10^9/l": "10*9/L", "10^9/l": "10*9/L", "k/ul": "10*3/uL",
    "x10*3/ul": "10*3/uL", "mg/l": "mg/L", "miu/l": "m[IU]/L", "mu/l": "m[IU]/L", "pg/ml": "pg/mL", "ug/l": "ug/L", "µg/l": "ug/L",
    "mcg/l": "ug/L", "mcg/ml": "ug/mL", "ug/ml": "ug/mL", "µg/ml": "ug/mL", "nmol/l": "nmol/L", "pmol/l": "pmol/L", "kg": "kg", "cm": "cm",
    "sec": "s", "fl": "fL",
}  # fmt: skip
"""Written units, folded to lower case, to UCUM."""


_FILLERS = frozenset(
    {
        "arterial",
        "blood",
        "by",
        "concentration",
        "fasting",
        "in",
        "last",
        "latest",
        "level",
        "levels",
        "mass",
        "measured",
        "moles",
        "of",
        "or",
        "plasma",
        "random",
        "repeat",
        "serum",
        "substance",
        "the",
        "total",
        "value",
        "venous",
        "volume",
    }
)
"""Words round the name of a measure that do not change what was measured."""


@dataclass(frozen=True)
class _Index:
    """Names by their words, for a longest-match scan."""

    by_first: dict[str, tuple[tuple[tuple[str, ...], str, bool], ...]]
    by_icd: tuple[tuple[str, str], ...]
    by_snomed: dict[str, str]
    measure_names: dict[str, str]
    measure_codes: dict[str, str]


@lru_cache(maxsize=4)
def _index_of(holder: _Holder) -> _Index:
    vocabulary = holder.vocabulary
    by_first: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    for concept in vocabulary.conditions.values():
        for name in sorted({concept.title, concept.id.replace("-", " "), *concept.names}):
            words = tuple(_singular(w) for w in name_key(name).split())
            if words:
                by_first.setdefault(words[0], []).append((words, concept.id, _is_abbreviation(name)))
    icd = sorted(((c.upper().replace(".", ""), k.id) for k in vocabulary.conditions.values() for c in k.icd10), key=lambda x: -len(x[0]))
    return _Index(
        {first: tuple(sorted(found, key=lambda f: -len(f[0]))) for first, found in by_first.items()},
        tuple(icd),
        {c: k.id for k in vocabulary.conditions.values() for c in k.snomed},
        {
            form(name_key(n)): m.id
            for form in (_any_order, str)
            for m in vocabulary.measures.values()
            for n in (m.title, m.id.replace("-", " "), *m.names)
        },
        {c: m.id for m in vocabulary.measures.values() for c in m.loinc},
    )


class _Holder:
    """Makes a vocabulary hashable by identity, for the cache."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder) and other.vocabulary is self.vocabulary


def _index(vocabulary: Vocabulary) -> _Index:
    return _index_of(_Holder(vocabulary))


@dataclass(frozen=True, slots=True)
class _Hit:
    concepts: tuple[str, ...]
    start: int
    end: int


def _any_order(key: str) -> str:
    return " ".join(sorted(key.split()))


def _is_abbreviation(name: str) -> bool:
    """Short and in capitals (``PAD``): counts only where the text has it in capitals too (not "finger pad")."""
    return len(name) <= 5 and name.isupper() and " " not in name


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _words(text: str, index: _Index) -> Iterator[tuple[int, int]]:
    """The spans of a text's words; ``HTN/DM2/CKD3`` is three where no name is written so."""
    for m in _TOKEN.finditer(text):
        if "/" not in m[0] or _singular(name_key(m[0])) in index.by_first:
            yield m.span()
        else:
            yield from ((m.start() + p.start(), m.start() + p.end()) for p in re.finditer(r"[^/]+", m[0]))


def _scan(text: str, index: _Index) -> Iterator[_Hit]:
    """Condition names in a text, the longest at each place, with their character spans."""
    tokens = [(_singular(name_key(text[a:b])), a, b) for a, b in _words(text, index)]
    words = [t[0] for t in tokens]
    at = 0
    while at < len(words):
        known = index.by_first.get(words[at], ())
        capitals = text[tokens[at][1] : tokens[at][2]].isupper()
        fitting = [k for k in known if tuple(words[at : at + len(k[0])]) == k[0] and (capitals or not k[2])]
        if fitting:
            longest = len(fitting[0][0])
            concepts = tuple(dict.fromkeys(k[1] for k in fitting if len(k[0]) == longest))
            yield _Hit(concepts, tokens[at][1], tokens[at + longest - 1][2])
            at += longest - 1
        at += 1


def _denied(text: str, hit: _Hit) -> bool:
    """Denied before or after the name (``HIV neg``), a relative's, asked (``?COPD``), foretold (``may cause dizziness``), or what a vaccine is
    against (``shingles vaccine``).
    """
    before, after = text[: hit.start].casefold(), text[hit.end : hit.end + 40]
    if _ASKED.search(before) or _NEGATED.search(before) or _RELATIVE.search(before) or _FORETOLD.search(before):
        return True
    return bool(_DENIED_AFTER.match(after.casefold()) or _VACCINE_AFTER.match(after))


def concepts_in(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The condition ids that a short text names and does not deny."""
    found = (c for h in _scan(text, _index(vocabulary)) if not _denied(text, h) for c in h.concepts)
    return tuple(dict.fromkeys(found))


def _coded(condition: Condition, index: _Index) -> Iterator[str]:
    for coding in condition.codes:
        code = coding.code.upper().replace(".", "")
        if coding.system == "icd10":
            prefix = next((length for p, c in index.by_icd if code.startswith(p) for length in [len(p)]), 0)
            yield from (c for p, c in index.by_icd if prefix and len(p) == prefix and code.startswith(p))
        elif coding.code in index.by_snomed:
            yield index.by_snomed[coding.code]


def _with_concepts(condition: Condition, vocabulary: Vocabulary) -> Condition:
    named = concepts_in(condition.text, vocabulary)
    coded = tuple(_coded(condition, _index(vocabulary)))
    return replace(condition, concepts=tuple(dict.fromkeys((*condition.concepts, *named, *coded))))


def _prose_conditions(narrative: str, vocabulary: Vocabulary, known: Iterable[str], allergies: Iterable[Allergy]) -> Iterator[Condition]:
    """Conditions that running text names. What a drug once caused and stands as its reaction (nausea from codeine) is no
    condition of today; a severe one (angioedema) is a history that counts.
    """
    seen = set(known)
    reactions = {(a.place.line, a.reaction.casefold()) for a in allergies if a.reaction and a.severity != "severe"}
    at = 0
    for sentence in _SENTENCE.split(narrative):
        start = narrative.find(sentence, at)
        at = start + len(sentence)
        for hit in _scan(sentence, _index(vocabulary)):
            new = tuple(c for c in hit.concepts if c not in seen)
            if not new or _denied(sentence, hit):
                continue
            line = narrative.count("\n", 0, start + hit.start) + 1
            words = sentence[hit.start : hit.end].casefold()
            if not any(line == at_line and words in told for at_line, told in reactions):
                seen.update(new)
                place = Place(line, (start + hit.start, start + hit.end))
                yield Condition(sentence[hit.start : hit.end], concepts=new, place=place)


_TO_PREVENT = re.compile(
    r"\b(?:prevent\w*|prophyla\w*|ppx|avoid\w*|protect\w*|risks?|in case|if|rule out|r/o|against|family|screening|before)\b", re.IGNORECASE
)


def _treated(listing: MedicationList, vocabulary: Vocabulary, known: Iterable[str]) -> Iterator[Condition]:
    """What the list says its drugs are taken for, where that is a condition of the patient and not one to be prevented."""
    seen = set(known)
    for statement in listing.statements:
        reason = statement.indication
        if not reason or statement.status not in {"active", "prn"} or _TO_PREVENT.search(reason):
            continue
        new = tuple(c for c in concepts_in(reason, vocabulary) if c not in seen)
        seen.update(new)
        if new:
            yield Condition(reason, concepts=new, place=statement.place)


def measure_of(observation: Observation, vocabulary: Vocabulary) -> str | None:
    """The base's id of what was measured: by LOINC code, else by name, else by the longest known name in the text."""
    index = _index(vocabulary)
    for coding in observation.codes:
        if coding.code in index.measure_codes:
            return index.measure_codes[coding.code]
    key = name_key(observation.text)
    if key in index.measure_names:
        return index.measure_names[key]
    core = " ".join(w for w in key.split() if w not in _FILLERS)
    named = index.measure_names.get(core) or index.measure_names.get(_any_order(core))
    return named or (index.measure_names.get(f"{core} level") if _in_a_volume(observation.unit) else None)


def _in_a_volume(unit: str | None) -> bool:
    """Whether the unit is so much in so much blood: ``digoxin 2.4 nmol/L`` is a level, ``digoxin 125 mcg`` is a dose."""
    return bool(unit and re.search(r"/\s*[dmuµ]?[lL]\b", unit))


def ucum(unit: str | None) -> str | None:
    """A written unit as UCUM where it is one that the measures use; other text unchanged."""
    if unit is None:
        return None
    return _UNITS.get(unit.strip().casefold().replace("per ", "/").replace(" /", "/"), unit)


def resolve_context(listing: MedicationList, patient: Patient, vocabulary: Vocabulary) -> Patient:
    """The patient with the base's ids on every condition and value, and with the conditions that the prose names."""
    conditions = tuple(_with_concepts(c, vocabulary) for c in patient.conditions)
    known = [c for condition in conditions for c in condition.concepts]
    prose = tuple(_prose_conditions(listing.narrative, vocabulary, known, patient.allergies)) if listing.narrative else ()
    known += [c for condition in prose for c in condition.concepts]
    treated = tuple(_treated(listing, vocabulary, known))
    observations = tuple(replace(o, measure=o.measure or measure_of(o, vocabulary), unit=ucum(o.unit)) for o in patient.observations)
    return replace(
        patient,
        conditions=(*conditions, *prose, *treated),
        conditions_known=patient.conditions_known or bool(conditions or prose),
        observations=with_units(observations, vocabulary.measures),
    )

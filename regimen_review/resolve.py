"""Written names to substances. What is not certain stays open: a person settles it.

A name is settled alone only where one would stake a patient on it: an exact name, brand, synonym, code or combination,
or a spelling that is close to one medicine and to no other. Everything else comes back with ranked candidates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from regimen_review.knowledge import Vocabulary, name_key
from regimen_review.names.allergens import allergy_targets
from regimen_review.names.codes import substances_of, typed_code
from regimen_review.names.index import Ingredients, Meaning, NameIndex, index_of
from regimen_review.names.ordinary import ORDINARY
from regimen_review.names.phrases import Reading, Span, pieces, read_phrase, united
from regimen_review.names.words import is_ignorable, misspelt_beside
from regimen_review.patient import Allergy, MedicationList, Patient
from regimen_review.regimen import (
    Candidate,
    Coding,
    How,
    Ingredient,
    Medication,
    Regimen,
    Resolution,
    SubstanceId,
)

Settled = Mapping[str, tuple[SubstanceId, ...] | None]
"""Names by :func:`name_key` with what a person said they are; None: not a medicine."""
MOST_CANDIDATES = 6
LEAST_SCORE = 0.7
"""Below this closeness a candidate is not worth a person's time."""
LONGEST_NAME = 400
WHOLE_PHRASE = 1.0
"""How far a phrase of several words may be, as a whole, from the name it is taken for: words differ by whole syllables."""
_HOW: Mapping[str, How] = {
    "generic": "exact",
    "synonym": "synonym",
    "salt": "synonym",
    "brand": "brand",
    "abbreviation": "abbreviation",
    "combination": "combination",
}


def resolve_name(
    written: str,
    vocabulary: Vocabulary,
    codes: tuple[Coding, ...] = (),
    remembered: Settled | None = None,
    confirmed: Settled | None = None,
) -> Resolution:
    """What a written name stands for.

    ``codes`` are what the source gave beside it; a code settles a name that is missing or unknown, and one that
    contradicts the name makes it a question. ``confirmed`` maps :func:`name_key` keys to what a person settled in this
    review (nothing: no medicine), ``remembered`` to what this workstation's user once settled. Never raises, whatever
    the text.
    """
    text = written[:LONGEST_NAME]
    if confirmed or remembered:
        key = name_key(text)
        if confirmed and key in confirmed:
            return _as_settled(confirmed[key], vocabulary, "confirmed", "you said so")
        if remembered and key in remembered:
            return _as_settled(remembered[key], vocabulary, "remembered", "you said so earlier on this workstation")
    typed = typed_code(text)
    named = _resolve_text(text, vocabulary)
    coded = substances_of((*codes, typed) if typed else codes, vocabulary)
    return _with_code(named, coded, vocabulary) if coded else named


def _as_settled(kept: Ingredients | None, vocabulary: Vocabulary, how: How, why: str) -> Resolution:
    return _resolved(vocabulary, kept, how) if kept else Resolution("not-a-medicine", how=how, why=why)


def resolve_names(names: Iterable[str], vocabulary: Vocabulary) -> tuple[Resolution, ...]:
    """:func:`resolve_name` for many names, each different text read once."""
    known: dict[str, Resolution] = {}
    found = []
    for name in names:
        if name not in known:
            known[name] = resolve_name(name, vocabulary)
        found.append(known[name])
    return tuple(found)


def resolve_regimen(
    listing: MedicationList, vocabulary: Vocabulary, remembered: Settled | None = None, confirmed: Settled | None = None
) -> Regimen:
    """Every statement of a list with what its name stands for; ids ``m1``, ``m2`` … in the list's order."""
    return Regimen(
        tuple(
            Medication(
                f"m{number}",
                statement,
                resolve_name(statement.name or statement.as_written, vocabulary, statement.codes, remembered, confirmed),
            )
            for number, statement in enumerate(listing.statements, 1)
        ),
        listing.as_of,
    )


def resolve_patient(patient: Patient, vocabulary: Vocabulary) -> Patient:
    """The patient with each allergy's targets: substances, and classes as ``class:<id>``. Nothing else is touched."""
    return replace(patient, allergies=tuple(_targeted(a, vocabulary) for a in patient.allergies))


def _targeted(allergy: Allergy, vocabulary: Vocabulary) -> Allergy:
    found = allergy_targets(allergy.text, vocabulary, lambda text: _settled(text, vocabulary, allergy.codes))
    return replace(allergy, targets=found.targets, reaction=allergy.reaction or found.reaction)


def _settled(text: str, vocabulary: Vocabulary, codes: tuple[Coding, ...]) -> tuple[SubstanceId, ...]:
    return tuple(i.name for i in resolve_name(text, vocabulary, codes).ingredients)


def _resolved(vocabulary: Vocabulary, names: Ingredients, how: How, meanings: Iterable[Meaning] = ()) -> Resolution:
    entries = [e for m in meanings for e in m.entries if e.ingredients]
    vague = {i for e in entries if e.unspecified for i in e.ingredients}
    routes = {e.route for e in entries if e.route}
    forms = {e.form for e in entries if e.form}
    return Resolution(
        "resolved",
        tuple(_ingredient(vocabulary, n, unspecified=n in vague) for n in names),
        how,
        route=routes.pop() if len(routes) == 1 else None,
        form=forms.pop() if len(forms) == 1 else None,
    )


def _ingredient(vocabulary: Vocabulary, name: SubstanceId, *, unspecified: bool) -> Ingredient:
    known = vocabulary.substances.get(name)
    return Ingredient(name, known.rxcui if known else None, known.atc if known else (), unspecified)


def _with_code(named: Resolution, coded: Ingredients, vocabulary: Vocabulary) -> Resolution:
    have = tuple(i.name for i in named.ingredients)
    if named.state == "resolved" and (set(have) == set(coded) or set(coded) < set(have)):
        return named
    if named.state == "resolved":
        why = f"the name says {' + '.join(have)} and the code says {' + '.join(coded)}"
        return Resolution("confirm", candidates=(Candidate(tuple(have), 0.6), Candidate(coded, 0.5)), why=why)
    if named.state == "not-a-medicine":
        return named
    return _resolved(vocabulary, coded, "code")


def _resolve_text(text: str, vocabulary: Vocabulary) -> Resolution:
    index = index_of(vocabulary)
    key = name_key(text)
    if not any(c.isalpha() for c in key):
        return Resolution("unresolved", why="there is no name in it")
    whole = index.find(key)
    if whole is not None:
        return _of_meaning(whole, vocabulary)
    parts = pieces(text)
    outside = _of_phrase(parts.outside, index, vocabulary)
    inside = [_of_phrase(p, index, vocabulary) for p in parts.inside]
    settled = [r for r in inside if r.state == "resolved"]
    return _of_brackets(outside, settled, parts.outside, index) if settled else outside


def _of_brackets(outside: Resolution, settled: list[Resolution], around: str, index: NameIndex) -> Resolution:
    """A name and the one in brackets beside it: agreement settles, contradiction asks."""
    within = settled[0]
    names = {frozenset(_names(r)) for r in (outside, *settled) if r.state == "resolved"}
    if outside.state == "resolved":
        if len(names) == 1:
            return outside
        choices = tuple(Candidate(_names(r), 0.7 - 0.1 * n) for n, r in enumerate((outside, within)))
        return Resolution("confirm", candidates=choices, why="the name and the one in brackets differ")
    reading = read_phrase(index, around)
    doubtful = any(len(w) > 3 for w in reading.unknown) and not reading.others
    if len(names) == 1 and not (doubtful and _contradicts(reading, _names(within), index)):
        return within
    return Resolution("confirm", candidates=(Candidate(_names(within), 0.8),), why="the name before the brackets is not known")


def _contradicts(reading: Reading, names: Ingredients, index: NameIndex) -> bool:
    """Whether an unknown word beside a bracket resembles another medicine."""
    for word in reading.unknown:
        near = index.spelling.near(word)
        if near and near[0].distance <= 2 and tuple(sorted(names)) not in near[0].sets:
            return True
    return False


def _names(resolution: Resolution) -> Ingredients:
    return tuple(i.name for i in resolution.ingredients)


def _of_meaning(meaning: Meaning, vocabulary: Vocabulary) -> Resolution:
    if not meaning.is_medicine:
        return _not_named(meaning)
    if len(meaning.sets) > 1:
        return Resolution(
            "confirm", candidates=tuple(Candidate(s, 0.9) for s in meaning.sets[:MOST_CANDIDATES]), why="the name has more than one meaning"
        )
    if meaning.note == "confirm":
        return Resolution(
            "confirm", candidates=(Candidate(meaning.sets[0], 0.9),), why="given in hospitals only; unusual on a medication list"
        )
    return _resolved(vocabulary, meaning.sets[0], _HOW.get(meaning.kind, "synonym"), (meaning,))


def _not_named(meaning: Meaning) -> Resolution:
    entry = meaning.entries[0]
    if entry.kind == "not-medicine":
        return Resolution("not-a-medicine", why=entry.note or "not a medicine")
    return Resolution("unresolved", why=entry.note or "a kind of medicine; which one is not said")


def _of_phrase(text: str, index: NameIndex, vocabulary: Vocabulary) -> Resolution:
    reading = read_phrase(index, text)
    if reading.unknown:
        return _of_spelling(reading, index, vocabulary)
    if reading.medicines:
        found = _of_spans(reading, reading.medicines, index, vocabulary, None)
        return found if not _names_a_class_too(reading) else _ask(found, "a kind of medicine is named beside it")
    if reading.others:
        return _not_named(reading.others[0].meaning)
    return Resolution("unresolved", why="no medicine is named")


def _of_spans(reading: Reading, spans: tuple[Span, ...], index: NameIndex, vocabulary: Vocabulary, how: How | None) -> Resolution:
    """Names that leave no word unexplained: one medicine, or a combination where such a product is known or written as one."""
    if len(spans) == 1:
        found = _of_meaning(spans[0].meaning, vocabulary)
        return replace(found, how=how) if how and found.state == "resolved" else found
    names = united(spans)
    if names is None or any(s.meaning.note == "confirm" for s in spans):
        choices = [Candidate(s, 0.6) for span in spans for s in span.meaning.sets]
        return Resolution("confirm", candidates=tuple(choices[:MOST_CANDIDATES]), why="one of the names has more than one meaning")
    if any(o.meaning.entries[0].kind == "not-medicine" and not _form_like(o) for o in reading.others):
        return Resolution("confirm", candidates=(Candidate(names, 0.8),), why="something that is no medicine stands beside it")
    single = len(names) == 1 or any(set(names) == set(s.meaning.sets[0]) for s in spans)
    written_as_one = reading.joined and not reading.loose and how is None and not any(_short(s) for s in spans)
    if single or names in index.known_sets or written_as_one:
        return _resolved(
            vocabulary,
            names,
            how or ("combination" if len(names) > 1 else _HOW.get(spans[0].meaning.kind, "synonym")),
            (s.meaning for s in spans),
        )
    return Resolution(
        "confirm",
        candidates=(Candidate(names, 0.7), *(Candidate(s.meaning.sets[0], 0.5) for s in spans)),
        why="more than one medicine is named",
    )


def _names_a_class_too(reading: Reading) -> bool:
    """``trimethoprim-sulfa``: a class word joined to a medicine may stand for another one."""
    return reading.joined and any(o.meaning.kind == "class-word" and not _form_like(o) for o in reading.others)


def _ask(found: Resolution, why: str) -> Resolution:
    return Resolution("confirm", candidates=(Candidate(_names(found), 0.8),), why=why) if found.state == "resolved" else found


def _short(span: Span) -> bool:
    """Whether a name is an abbreviation of three letters or fewer, which beside other words may mean anything."""
    return len(span.key) <= 3 and span.meaning.kind == "abbreviation"


def _form_like(span: Span) -> bool:
    return all(is_ignorable(w) for w in span.key.split())


def _of_spelling(reading: Reading, index: NameIndex, vocabulary: Vocabulary) -> Resolution:
    """Words that nobody knows: a misspelling that can mean one medicine only, else candidates.

    The corrected words are read again as a phrase, so that ``potassuim chloride`` is not potassium with a salt; and
    a phrase that as a whole is closer to another medicine is not settled.
    """
    whole = _whole_phrase(reading, index, vocabulary)
    if whole is not None and reading.medicines:
        return _of_meaning_as(whole, vocabulary)
    sure = {w: _spelt_right(w, reading, index, vocabulary) for w in reading.unknown}
    corrected = " ".join(sure.get(w) or w for w in reading.words)
    again = read_phrase(index, corrected)
    if None in sure.values() or again.unknown or not again.medicines:
        return _of_meaning_as(whole, vocabulary) if whole is not None else _candidates(reading, index)
    found_names = _of_spans(replace(again, joined=reading.joined, loose=reading.loose), again.medicines, index, vocabulary, "spelling")
    return found_names if _closest_as_whole(reading, _names(found_names), index) else _candidates(reading, index)


def _spelt_right(word: str, reading: Reading, index: NameIndex, vocabulary: Vocabulary) -> str | None:
    """The medicine's word that a misspelt one stands for, or beside a medicine the form or salt (``tabelt``)."""
    found = index.spelling.certain(word, vocabulary.look_alikes)
    if found is not None:
        return found.key
    beside = misspelt_beside(word) if reading.medicines else None
    near = index.spelling.near(word) if beside else ()
    return beside if not near or near[0].edits > 1 else None


def _whole_phrase(reading: Reading, index: NameIndex, vocabulary: Vocabulary) -> Meaning | None:
    """The name of several words that the phrase misspells as a whole (``calcium aceate``). Where a medicine stands in it,
    the name must have the phrase's own words but for one.
    """
    bare = _bare(reading)
    if any(w in ORDINARY for w in reading.unknown) or " " not in bare:
        return None
    whole = index.spelling.certain(bare, vocabulary.look_alikes)
    if whole is None or whole.distance > WHOLE_PHRASE:
        return None
    if reading.medicines:
        words, right = bare.split(), whole.key.split()
        if len(words) != len(right) or sum(a != b for a, b in zip(words, right, strict=True)) != 1:
            return None
    return index.meanings[whole.key]


def _of_meaning_as(meaning: Meaning, vocabulary: Vocabulary) -> Resolution:
    found = _of_meaning(meaning, vocabulary)
    return replace(found, how="spelling") if found.state == "resolved" else found


def _bare(reading: Reading) -> str:
    return " ".join(w for w in reading.words if not is_ignorable(w))


def _closest_as_whole(reading: Reading, names: Ingredients, index: NameIndex) -> bool:
    near = index.spelling.near(_bare(reading)) if len(reading.words) > 1 else ()
    return not near or near[0].distance > 2.0 or any(tuple(sorted(names)) in n.sets for n in near if n.distance <= near[0].distance)


def _candidates(reading: Reading, index: NameIndex) -> Resolution:
    scores: dict[Ingredients, float] = {}
    for span in reading.medicines:
        for names in span.meaning.sets:
            scores[names] = max(scores.get(names, 0.0), 0.85)
    for word in reading.unknown:
        for names in opened.sets if (opened := index.by_opening.get(word)) else ():
            scores[names] = 0.9
    for text in dict.fromkeys((*reading.unknown, _bare(reading))):
        for near in index.spelling.near(text)[:MOST_CANDIDATES] if len(text) > 3 else ():
            score = round(max(0.0, 1 - near.distance / max(len(text), 4)), 3)
            for names in near.sets:
                scores[names] = max(scores.get(names, 0.0), score)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    best = tuple(Candidate(names, score) for names, score in ranked if score >= LEAST_SCORE)[:MOST_CANDIDATES]
    if best:
        return Resolution("confirm", candidates=best, why=_doubt(reading))
    if reading.others and not reading.medicines:
        return (
            _not_named(reading.others[0].meaning)
            if reading.others[0].meaning.kind == "class-word"
            else Resolution("unresolved", why="name not recognised")
        )
    return Resolution("unresolved", candidates=tuple(Candidate(n, s) for n, s in ranked[:3] if s >= 0.5), why="name not recognised")


def _doubt(reading: Reading) -> str:
    return f"'{reading.unknown[0]}' is not known" if reading.medicines else "the spelling could mean more than one medicine"

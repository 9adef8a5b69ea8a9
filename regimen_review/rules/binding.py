"""Which drugs of a regimen fill the roles of a rule."""

from __future__ import annotations

from collections.abc import Iterator

from regimen_review.knowledge import Kind, Rule
from regimen_review.regimen import SubstanceId
from regimen_review.rules.firing import Said, fire
from regimen_review.rules.matching import Exposure, by_substance
from regimen_review.rules.outcome import Binding
from regimen_review.rules.situation import Situation
from regimen_review.rules.terms import ruled_out


def taken(situation: Situation) -> dict[SubstanceId, tuple[Exposure, ...]]:
    """Every drug that is taken now, with the entries that hold it; what lingers after it was stopped is left out."""
    return by_substance(tuple(e for e in situation.exposures if not e.lingering))


def same_product(a: tuple[Exposure, ...], b: tuple[Exposure, ...]) -> bool:
    """Whether two substances reach the patient only as parts of one product, which somebody meant."""
    return {e.medication.id for e in a} == {e.medication.id for e in b} and len({e.medication.id for e in a}) == 1


def pairs(rule: Rule, situation: Situation) -> Iterator[Binding]:
    """Each object with each precipitant, one binding a pair of substances. A drug never pairs with itself, two
    stopped drugs do not pair, and the parts of one product do not either.
    """
    if ruled_out(rule, situation):
        return
    roles = {role.name: situation.drugs_for(role) for role in rule.roles}
    seen: set[frozenset[SubstanceId]] = set()
    for object_, of_object in roles.get("object", {}).items():
        for precipitant, of_precipitant in roles.get("precipitant", {}).items():
            if object_ == precipitant or (_stopped(of_object) and _stopped(of_precipitant)) or same_product(of_object, of_precipitant):
                continue
            pair = frozenset((object_, precipitant))
            if pair not in seen:
                seen.add(pair)
                yield {"object": of_object, "precipitant": of_precipitant}


def _stopped(exposures: tuple[Exposure, ...]) -> bool:
    return all(e.lingering for e in exposures)


def singles(rule: Rule, situation: Situation) -> Iterator[Binding]:
    """Each drug that fills the one role ``drug``."""
    if ruled_out(rule, situation):
        return
    for role in rule.roles[:1]:
        for exposures in situation.drugs_for(role).values():
            if rule.kind == "monitoring" or not _stopped(exposures):
                yield {role.name: exposures}


def parts(rule: Rule, situation: Situation) -> Iterator[Binding]:
    """One binding with everything that fits each part, where every part can have as many different drugs as it needs. No
    drug fills two parts: one that fits several stands where it is needed, else in the first.
    """
    if ruled_out(rule, situation):
        return
    found = {role.name: situation.drugs_for(role) for role in rule.roles}
    places = _placed([(role.name, list(found[role.name])) for role in rule.roles for _ in range(role.least)])
    if places is None:
        return
    for name, fitting in found.items():
        for substance in fitting:
            places.setdefault(substance, name)
    if len(places) >= 2 or len(rule.roles) == 1:
        binding = {name: tuple(e for s, own in fitting.items() if places[s] == name for e in own) for name, fitting in found.items()}
        yield {name: bound for name, bound in binding.items() if bound}


def _placed(places: list[tuple[str, list[SubstanceId]]]) -> dict[SubstanceId, str] | None:
    """A drug of its own for every place, by the name of the place; None where there is no such choice. Drugs move on to
    another place where that frees one (augmenting paths, Kuhn, Nav Res Logist Q 1955;2:83-97).
    """
    holder: dict[SubstanceId, int] = {}

    def seat(place: int, tried: set[SubstanceId]) -> bool:
        for drug in places[place][1]:
            if drug not in tried:
                tried.add(drug)
                if drug not in holder or seat(holder[drug], tried):
                    holder[drug] = place
                    return True
        return False

    seated = all(seat(place, set()) for place in range(len(places)))
    return {drug: places[place][0] for drug, place in holder.items()} if seated else None


def rules_of(situation: Situation, kind: Kind) -> Iterator[Rule]:
    """The rules of one kind that touch this regimen, retired ones left out."""
    return iter(situation.rules_by_kind.get(kind, ()))


def check_pairs(situation: Situation, kind: Kind) -> Said:
    """Every pair rule of a kind held against every pair it fits."""
    said = Said()
    for rule in rules_of(situation, kind):
        for binding in pairs(rule, situation):
            said.add(fire(rule, binding, situation))
    return said


def check_singles(situation: Situation, kind: Kind) -> Said:
    """Every one-drug rule of a kind held against every drug it fits."""
    said = Said()
    for rule in rules_of(situation, kind):
        for binding in singles(rule, situation):
            said.add(fire(rule, binding, situation))
    return said

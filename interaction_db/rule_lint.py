"""Small validators over the whole base: what one file cannot know about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from interaction_db.faults import Fault
from interaction_db.knowledge_text import KnowledgeText
from interaction_db.rule_files import RuleText
from interaction_db.rule_words import ONE_ID, british_words, error_prone, weak_source, written
from regimen_review.knowledge import SEVERITY_RANK, Rule, Selector
from regimen_review.regimen import SubstanceId
from regimen_review.rules.language import parse_condition, terms_of
from regimen_review.rules.selectors import parse_selector
from regimen_review.rules.terms import MEASURE_TERMS, ROLE_TERMS, SELECTOR_TERMS, faults_in

HEADLINE_WORDS = 14
"""Words in a headline before names are put in; longer ones do not fit a row."""

SHOWN_WORDS = 9
"""Words in a headline once the most used drugs stand in it; a row of the list holds eight of usual length."""

Validator = Callable[[KnowledgeText, RuleText], Iterator[str]]


def lint(source: KnowledgeText) -> tuple[Fault, ...]:
    """Every fault of the base: those found while reading and those that only the whole shows."""
    faults = list(source.faults)
    for text in source.rules:
        for validator in VALIDATORS:
            faults += [Fault(text.file, 0, says) for says in validator(source, text)]
    faults += _empty_classes(source)
    return tuple(sorted(set(faults)))


def _empty_classes(source: KnowledgeText) -> list[Fault]:
    return [Fault(f"classes/{c}.toml", 0, "The class has no members.") for c, members in source.members.items() if not members]


def selectors_of(rule: Rule) -> Iterator[Selector]:
    """Every selector of a rule, its conditions' included. Raises nothing: broken conditions are another fault."""
    for role in rule.roles:
        yield from role.selectors
    yield from (parse_selector(m) for m in rule.missing)
    for condition in conditions_of(rule):
        if not faults_in(condition):
            for term in terms_of(parse_condition(condition)):
                if term.name in SELECTOR_TERMS:
                    yield from (parse_selector(w.strip()) for a in term.arguments for w in a.split("|"))


def conditions_of(rule: Rule) -> tuple[str, ...]:
    """Every condition text of a rule."""
    return tuple(c for c in (rule.when, *(f.when for f in rule.factors), *(p.when for p in rule.points)) if c)


def _known_selectors(source: KnowledgeText, text: RuleText) -> Iterator[str]:
    properties = {p.property for p in source.properties}
    for selector in selectors_of(text.rule):
        if selector.kind == "class" and selector.name not in source.classes:
            yield f"'{selector.text}': there is no class '{selector.name}'."
        elif selector.kind == "property" and selector.name not in properties:
            yield f"'{selector.text}': there is no property '{selector.name}'."
        elif selector.kind == "substance" and SubstanceId(selector.name) not in source.substances:
            yield f"'{selector.text}' is not in substances.csv."


def _sound_conditions(source: KnowledgeText, text: RuleText) -> Iterator[str]:
    for condition in conditions_of(text.rule):
        faults = faults_in(condition)
        yield from (f"{fault}." for fault in faults)
        if not faults:
            yield from _known_names(source, condition)
            yield from _known_drugs(source, text.rule, condition)


def _known_drugs(source: KnowledgeText, rule: Rule, condition: str) -> Iterator[str]:
    """A term about drugs that names neither a role of the rule nor a drug would be false on everyone."""
    roles = {"load"} if rule.kind == "burden" else {role.name for role in rule.roles}
    for term in terms_of(parse_condition(condition)):
        if term.name in ROLE_TERMS:
            named = term.arguments if term.name == "started-after" else term.arguments[:1]
            for who in named:
                if who not in roles and not _picks(source, who):
                    yield f"'{term.text}': '{who}' is neither a role of the rule nor a drug."
        if term.name == "has":
            name = ",".join(term.arguments[1:]).partition("=")[0].strip()
            if name not in {p.property for p in source.properties}:
                yield f"'{term.text}': there is no property '{name}'."


def _picks(source: KnowledgeText, who: str) -> bool:
    selector = parse_selector(who)
    return selector.kind != "substance" or SubstanceId(selector.name) in source.substances


def _known_names(source: KnowledgeText, condition: str) -> Iterator[str]:
    for term in terms_of(parse_condition(condition)):
        words = [w.strip() for a in term.arguments for w in a.split("|")]
        if term.name == "condition":
            yield from (f"'{w}' is not in conditions/." for w in words if w not in source.conditions)
        elif term.name == "indication":
            wanted = [w.strip() for a in term.arguments[1:] for w in a.split("|")]
            yield from (f"'{w}' is not in conditions/." for w in wanted if w not in source.conditions)
        elif term.name in MEASURE_TERMS:
            yield from (f"'{w}' is not in measures/." for w in words if w not in source.measures)


def _honest_evidence(_source: KnowledgeText, text: RuleText) -> Iterator[str]:
    rule = text.rule
    if rule.evidence == "theoretical":
        yield from _theoretical(rule)
    elif not rule.sources and not rule.inferred:
        yield f"Evidence '{rule.evidence}' needs a source that was looked up."
    if rule.inferred and SEVERITY_RANK[rule.severity] > SEVERITY_RANK["moderate"]:
        yield "An inference is at most moderate."
    if rule.status == "reviewed":
        yield "A reviewed rule needs the name of the professional who signed it; there is none."


def _theoretical(rule: Rule) -> Iterator[str]:
    graded = (rule.severity, *(f.severity for f in rule.factors if f.severity and not f.evidence))
    if any(SEVERITY_RANK[s] > SEVERITY_RANK["moderate"] for s in graded):
        yield "Theoretical evidence allows at most moderate severity."
    if rule.tier == "act":
        yield "Theoretical evidence cannot ask for a decision today."


def _has_examples(_source: KnowledgeText, text: RuleText) -> Iterator[str]:
    if not any(e.fires for e in text.examples):
        yield "There is no example on which the rule fires."
    if all(e.fires for e in text.examples):
        yield "There is no near miss on which the rule must not fire."


def _reachable(source: KnowledgeText, text: RuleText) -> Iterator[str]:
    for role, substances in source.roles_of(text.rule):
        if not substances:
            yield f"Nothing can fill the role '{role}'."


def _known_supersedes(source: KnowledgeText, text: RuleText) -> Iterator[str]:
    known = {t.rule.id for t in source.rules}
    yield from (f"'{r}' in supersedes is not a rule." for r in text.rule.supersedes if r not in known)


def _short_headline(_source: KnowledgeText, text: RuleText) -> Iterator[str]:
    if len(text.rule.headline.split()) > HEADLINE_WORDS:
        yield f"The headline has more than {HEADLINE_WORDS} words."


def _short_when_shown(source: KnowledgeText, text: RuleText) -> Iterator[str]:
    shown = text.rule.headline
    for role, substances in source.roles_of(text.rule):
        if substances:
            shown = shown.replace(f"{{{role}}}", min(substances, key=lambda s: (_usage(source, s), s)))
    if len(shown.split()) > SHOWN_WORDS:
        yield f"The headline has more than {SHOWN_WORDS} words as shown: '{shown}'."


def _usage(source: KnowledgeText, substance: SubstanceId) -> int:
    known = source.substances.get(substance)
    return known.usage_rank if known and known.usage_rank else 99_999


def _one_id_a_problem(_source: KnowledgeText, text: RuleText) -> Iterator[str]:
    problem = text.rule.problem
    if problem in ONE_ID:
        yield f"The problem '{problem}' has the id '{ONE_ID[problem]}'; findings fold by it."


def _us_spelling(_source: KnowledgeText, text: RuleText) -> Iterator[str]:
    for sentence in written(text.rule):
        yield from (f"'{word}' is '{better}' in US spelling." for word, better in british_words(sentence))


def _safe_notation(_source: KnowledgeText, text: RuleText) -> Iterator[str]:
    for sentence in written(text.rule):
        yield from (f"'{found}' is an error-prone notation: write {better}." for found, better in error_prone(sentence))


def _findable_sources(_source: KnowledgeText, text: RuleText) -> Iterator[str]:
    yield from (fault for fault in map(weak_source, text.rule.sources) if fault)


def _right_shape(_source: KnowledgeText, text: RuleText) -> Iterator[str]:
    rule = text.rule
    if rule.kind == "burden" and not (rule.loads and rule.levels):
        yield "A burden needs at least one load and one level."
    if rule.kind == "omitted" and not rule.missing:
        yield "An omission needs 'missing': what would keep it quiet."
    if rule.severity != "none" and rule.action != "none" and not rule.management and not rule.intended:
        yield "There is no management: what is the reader to do?"


VALIDATORS: tuple[Validator, ...] = (
    _known_selectors,
    _sound_conditions,
    _honest_evidence,
    _has_examples,
    _reachable,
    _known_supersedes,
    _short_headline,
    _short_when_shown,
    _one_id_a_problem,
    _us_spelling,
    _safe_notation,
    _findable_sources,
    _right_shape,
)

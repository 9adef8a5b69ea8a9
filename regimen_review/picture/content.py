"""What a picture shows: which nodes and edges the findings of a review make, before anything has a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from regimen_review.findings import Finding, Review
from regimen_review.picture.geometry import Box
from regimen_review.picture.text import broken, text_width
from regimen_review.picture.values import DRAWN, MARKS, Mark, Node, TrayEntry
from regimen_review.regimen import Medication

MOST_CONDITIONS = 12
MOST_HULLS = 3
MOST_EDGES = 38
_HULLED: frozenset[Mark] = frozenset({"contraindicated", "major"})
_LINE, _PAD_X, _PAD_Y = 16.0, 13.0, 10.0
_WEIGHT: dict[Mark, float] = {"contraindicated": 5, "major": 3, "moderate": 1, "minor": 0.2, "intended": 0.2}
_ON_A_CONDITION = frozenset(
    {"drug-condition", "drug-lab", "drug-age", "pregnancy", "renal-dose", "hepatic-dose", "drug-allergy", "multi-drug", "symptom"}
)


@dataclass(frozen=True, slots=True)
class Link:
    """An edge without a place."""

    finding: str
    part: str
    a: str
    b: str
    mark: Mark
    number: str
    words: str
    also: tuple[str, ...] = ()

    @property
    def pair(self) -> frozenset[str]:
        """The two nodes."""
        return frozenset((self.a, self.b))


@dataclass(frozen=True)
class Content:
    """Nodes (at the origin), links to be drawn, the nodes that each large finding holds together."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    groups: dict[str, tuple[Mark, tuple[str, ...]]] = field(default_factory=dict)
    tray: tuple[TrayEntry, ...] = ()
    counts: dict[Mark, int] = field(default_factory=dict)
    hubs: tuple[str, ...] = ()
    left_out: dict[Mark, int] = field(default_factory=dict)


def mark_of(finding: Finding) -> Mark:
    """The mark under which a finding is drawn."""
    if finding.intended:
        return "intended"
    return "minor" if finding.severity == "none" else finding.severity


def condition_node(label: str) -> str:
    """The node id of a condition or value: what reads the same in this patient is one node."""
    return f"condition:{label.casefold()}"


class _Nodes:
    """Finds the node of a substance: the medication that holds it."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.of_substance: dict[str, Medication] = {}
        self.by_id = {m.id: m for m in review.regimen.medications}
        for medication in review.regimen.current():
            for substance in medication.substances:
                self.of_substance.setdefault(substance, medication)

    def drugs(self, finding: Finding) -> list[str]:
        """Entry ids of a finding's drugs in reading order; open names are found by their entry."""
        ids = [self.of_substance[s].id for s in finding.drugs if s in self.of_substance]
        open_ids = [i for i in finding.medications if i in self.by_id and not self.by_id[i].substances]
        named = {m.statement.name.casefold(): m.id for m in self.review.regimen.unsettled()}
        open_ids += [named[s.casefold()] for s in finding.drugs if s.casefold() in named]
        return list(dict.fromkeys([*ids, *open_ids]))


def _pairs(finding: Finding, drugs: list[str], nodes: _Nodes) -> Iterator[tuple[str, str]]:
    """Pairs of drugs that a finding joins: its object with each other drug."""
    first = nodes.of_substance.get(finding.object) if finding.object else None
    hub = first.id if first is not None and first.id in drugs else drugs[0]
    for other in drugs:
        if other != hub:
            yield hub, other


def _links_of(finding: Finding, parent: Finding, number: str, nodes: _Nodes) -> Iterator[Link]:
    drugs = nodes.drugs(finding)
    if not drugs or finding.kind == "no-indication" or (finding.kind == "burden" and len(drugs) > 2):
        return  # a list or a sum over many drugs is shown as that; drawn as pairs it would claim too much
    part = finding.id if finding is not parent else ""
    base = (parent.id, part)
    for a, b in _pairs(finding, drugs, nodes):
        yield Link(*base, a, b, mark_of(finding), number, finding.headline)
    if finding.kind not in _ON_A_CONDITION and len(drugs) > 1:
        return
    for label in finding.condition_labels:
        yield Link(*base, drugs[0], condition_node(label), mark_of(finding), number, finding.headline)


def _all_links(review: Review, nodes: _Nodes) -> list[Link]:
    places = {f.id: str(i) for i, f in enumerate(review.in_tier("act"), 1)}
    found: list[Link] = []
    for finding in review.findings:
        number = places.get(finding.id, "")
        own: list[Link] = []
        for part in finding.members:
            own += _links_of(part, finding, number, nodes)
        if not own or not finding.members:
            own = list(_links_of(finding, finding, number, nodes))
        else:
            met = {node for link in own for node in link.pair}
            own += [x for x in _links_of(finding, finding, number, nodes) if _is_new(x, met)]
        found += own
    return _one_a_pair(found)


def _is_new(link: Link, met: set[str]) -> bool:
    """Whether a link of the whole finding shows something that its parts do not: a node that they leave out."""
    return not link.pair <= met


def _one_a_pair(links: Iterable[Link]) -> list[Link]:
    """One edge for each pair of nodes, the gravest; the others are named with it."""
    kept: dict[frozenset[str], Link] = {}
    for link in links:
        if len(link.pair) < 2:
            continue
        before = kept.get(link.pair)
        if before is None:
            kept[link.pair] = link
            continue
        winner, loser = (link, before) if MARKS.index(link.mark) < MARKS.index(before.mark) else (before, link)
        also = tuple(dict.fromkeys((*winner.also, *loser.also, loser.finding)))
        kept[link.pair] = Link(
            winner.finding, winner.part, winner.a, winner.b, winner.mark, winner.number, winner.words,
            tuple(i for i in also if i != winner.finding),
        )  # fmt: skip
    return list(kept.values())


def _box(lines: tuple[str, ...], *, strong: bool, condition: bool) -> Box:
    wide = max(text_width(line) for line in lines) + 2 * _PAD_X + (8 if condition else 0) + (10 if strong else 0)
    return Box(0, 0, wide, len(lines) * _LINE + _PAD_Y + (6 if strong else 0))


def _drug_node(medication: Medication, review: Review, hubs: tuple[str, ...]) -> Node:
    spelt = " + ".join(review.tall_man.get(s, s) for s in medication.substances)
    lines = broken(spelt or medication.statement.name or medication.as_written)
    strong = medication.id in hubs
    is_open = medication.resolution.state in ("confirm", "unresolved") or any(i.unspecified for i in medication.ingredients)
    box = _box(lines, strong=strong, condition=False)
    return Node(medication.id, "drug", lines, box, strong, is_open, medication.substances, medication.id)


def _condition_node(node_id: str, label: str) -> Node:
    lines = broken(label)
    return Node(node_id, "condition", lines, _box(lines, strong=False, condition=True), open=label.endswith("?"))


def _labels(review: Review) -> dict[str, str]:
    found: dict[str, str] = {}
    for finding in review.findings:
        for part in (finding, *finding.members):
            for label in part.condition_labels:
                found.setdefault(condition_node(label), label)
    return found


def _weights(links: Iterable[Link]) -> Counter[str]:
    weights: Counter[str] = Counter()
    for link in links:
        for node in link.pair:
            weights[node] += _WEIGHT[link.mark]  # type: ignore[assignment]
    return weights


def _heaviest_drugs(links: list[Link], most: int = 2) -> tuple[str, ...]:
    weights = _weights(links)
    degree = Counter(node for link in links for node in link.pair)
    drugs = [n for n in weights if not n.startswith("condition:") and degree[n] > 2]
    return tuple(sorted(drugs, key=lambda n: (-weights[n], n))[:most])


def _drop_small_conditions(links: list[Link]) -> list[Link]:
    weights = _weights(links)
    conditions = sorted((n for n in weights if n.startswith("condition:")), key=lambda n: (-weights[n], n))
    dropped = set(conditions[MOST_CONDITIONS:])
    return [link for link in links if not link.pair & dropped]


def _readable(links: list[Link]) -> list[Link]:
    """Every grave edge, and of the others as many, in reading order, as a picture of these nodes can bear."""
    grave = [x for x in links if x.mark in _HULLED]
    other = [x for x in links if x.mark not in _HULLED]
    room = max(10, MOST_EDGES - len(grave))
    kept = {id(x) for x in (*grave, *other[:room])}
    return [x for x in links if id(x) in kept]


def _why_in_tray(medication: Medication, links: Iterable[Link], review: Review) -> str:
    """Why no edge of a medication is drawn; what was not checked never reads like nothing found."""
    if medication.resolution.state in ("confirm", "unresolved"):
        return "not checked: name not settled"
    if medication.resolution.state == "not-a-medicine":
        return "not a medicine"
    marks = {link.mark for link in links if medication.id in link.pair}
    if "minor" in marks:
        return "note"
    if "intended" in marks:
        return "intended"
    alone = [f for f in review.findings if medication.id in f.medications or set(medication.substances) & set(f.drugs)]
    if any(f.kind == "burden" for f in alone):
        return "burden only"
    if alone:
        return "on its own"
    quiet = [q for q in review.quiet if set(q.drugs) & set(medication.substances)]
    return quiet[0].why if quiet else "checked, nothing found"


def _groups(review: Review, nodes: _Nodes, links: list[Link]) -> dict[str, tuple[Mark, tuple[str, ...]]]:
    """Findings of three and more drugs that hold together: each drug is joined to two others, or no pair is told."""
    found: dict[str, tuple[Mark, tuple[str, ...]]] = {}
    for finding in review.findings:
        drugs = nodes.drugs(finding)
        if len(drugs) < 3 or finding.kind == "burden" or mark_of(finding) not in _HULLED:
            continue
        inner = [x for x in links if x.finding == finding.id and x.pair <= set(drugs)]
        if len(inner) >= len(drugs) or (finding.kind == "multi-drug" and inner):
            found[finding.id] = (mark_of(finding), tuple(drugs))
        if len(found) == MOST_HULLS:
            break
    return found


def content_of(review: Review, shown: frozenset[Mark] = DRAWN) -> Content:
    """Nodes and links of a review; only links of the marks in ``shown`` are drawn, all are counted."""
    nodes = _Nodes(review)
    every = _all_links(review, nodes)
    counts = Counter(link.mark for link in every)
    wanted = _drop_small_conditions([link for link in every if link.mark in shown])
    links = _readable(wanted)
    left_out = Counter(link.mark for link in every if link.mark in shown)
    left_out.subtract(link.mark for link in links)
    hubs = _heaviest_drugs(links)
    used = [n for link in links for n in (link.a, link.b)]
    labels = _labels(review)
    made = [
        _condition_node(n, labels[n]) if n.startswith("condition:") else _drug_node(nodes.by_id[n], review, hubs)
        for n in dict.fromkeys(used)
    ]
    tray = tuple(
        TrayEntry(" + ".join(review.tall_man.get(s, s) for s in m.substances) or m.statement.name, _why_in_tray(m, every, review), m.id)
        for m in review.regimen.current()
        if m.id not in used
    )
    return Content(tuple(made), tuple(links), _groups(review, nodes, links), tray, dict(counts), hubs, dict(+left_out))


def pair_links(review: Review) -> dict[frozenset[str], Link]:
    """For each pair of medications (by entry id) the gravest finding that joins them, whatever its mark."""
    links = _all_links(review, _Nodes(review))
    return {x.pair: x for x in links if not any(n.startswith("condition:") for n in x.pair)}

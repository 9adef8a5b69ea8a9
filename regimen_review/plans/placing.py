"""Placing doses on a half-hour grid: the fewest taking times that keep every constraint, by exact search.

The search deepens over the number of taking times, from a bound below (drugs that can never share a time must be paid
for one by one), and stops at the first number that works, so the answer is the fewest. Among placements with so few times it
looks for one near to what people are used to, which is a wish and no proof.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from regimen_review.progress import Progress, silent

SLOTS = 48
"""Half hours of a day; slot 14 is 07:00."""
FEW = 6
"""With so few slots to spare, choices that need more are left out at once."""
STEPS_FOR_LIKING = 250
"""So many steps of search are spent on a better liked placement once the fewest times are known."""


TRIES = 12_000
"""So many choices are tried before a question is left undecided (about a second); ordinary lists need some hundreds."""


class Undecided(Exception):  # noqa: N818 - an answer, not a fault
    """The search was given up before it was known whether there is an answer."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to take a drug: the slots of a day as a bit mask, the days of the week as a bit mask (bit 0 Monday), and how far
    it is from what is liked (0 best).
    """

    slots: int
    days: int
    dislike: float = 0.0


@dataclass(frozen=True)
class Conflicts:
    """What one drug's choices forbid another's: for each slot of the first, the slots of the second that it forbids on
    the same day, on the day after and on the day before; ``same_day`` where the two may not share a day at all.
    """

    same: tuple[int, ...]
    after: tuple[int, ...] = (0,) * SLOTS
    before: tuple[int, ...] = (0,) * SLOTS
    same_day: bool = False


@dataclass(frozen=True)
class Puzzle:
    """Choices for each drug (by number) and the conflicts between two of them (with the smaller number first)."""

    choices: tuple[tuple[Choice, ...], ...]
    conflicts: Mapping[tuple[int, int], tuple[Conflicts, ...]] = field(default_factory=dict)


ALL_DAYS = 0b1111111


def next_day(days: int) -> int:
    """The days after these, round the week."""
    return ((days << 1) | (days >> 6)) & ALL_DAYS


@lru_cache(maxsize=65_536)
def bits(mask: int) -> tuple[int, ...]:
    """The numbers of the bits set, from the lowest."""
    return tuple(n for n in range(mask.bit_length()) if mask >> n & 1)


def forbidden(choice: Choice, other_days: int, conflict: Conflicts) -> int | None:
    """The slots that a choice forbids a drug taken on ``other_days``; None where no slot at all is left."""
    together = choice.days & other_days
    if conflict.same_day and together:
        return None
    mask = 0
    follows, leads = next_day(choice.days) & other_days, choice.days & next_day(other_days)
    for slot in bits(choice.slots):
        mask |= conflict.same[slot] if together else 0
        mask |= conflict.after[slot] if follows else 0
        mask |= conflict.before[slot] if leads else 0
    return mask


def agree(a: Choice, b: Choice, conflicts: Sequence[Conflicts]) -> bool:
    """Whether two choices keep every constraint between their drugs."""
    for conflict in conflicts:
        mask = forbidden(a, b.days, conflict)
        if mask is None or mask & b.slots:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Placement:
    """One choice for each drug; ``fewest`` says that no placement takes fewer different slots (proved, not guessed)."""

    choices: tuple[Choice, ...]
    fewest: bool = True


def place(puzzle: Puzzle, *, report: Progress = silent) -> Placement | None:
    """The placement with the fewest different slots over all; None where none keeps every constraint. Raises Undecided
    where that could not be settled; ``report`` may raise Cancelled.
    """
    if not puzzle.choices:
        return Placement(())
    search = _Search(puzzle, report)
    some = search.first(SLOTS) if all(puzzle.choices) else None
    if some is None:
        return None
    proved = True
    for times in range(search.at_least(), times_of(some)):
        try:
            found = search.first(times)
        except Undecided:
            proved = False
        else:
            if found is not None:
                return Placement(found, proved)
    return Placement(some, proved)


def better_liked(puzzle: Puzzle, found: tuple[Choice, ...], *, report: Progress = silent) -> tuple[Choice, ...]:
    """A placement of no more slots that is liked at least as well: some steps of search, then one drug or one whole
    taking time is moved after the other until no move is an improvement.
    """
    return _moved(puzzle, _Search(puzzle, report).liked(found))


def times_of(chosen: Iterable[Choice]) -> int:
    """How many different slots a placement takes."""
    used = 0
    for choice in chosen:
        used |= choice.slots
    return used.bit_count()


def _moved(puzzle: Puzzle, found: tuple[Choice, ...]) -> tuple[Choice, ...]:
    best, most = found, times_of(found)
    improved = True
    while improved:
        improved = False
        for other in _neighbours(puzzle, best):
            if _dislike(other) < _dislike(best) - 1e-9 and times_of(other) <= most and _keeps(puzzle, best, other):
                best, improved = other, True
                break
    return best


def _dislike(chosen: Iterable[Choice]) -> float:
    return sum(c.dislike for c in chosen)


def _neighbours(puzzle: Puzzle, chosen: tuple[Choice, ...]) -> Iterator[tuple[Choice, ...]]:
    """Placements in which one drug, or everything that is taken at one time, is moved to a better liked place."""
    used = 0
    for choice in chosen:
        used |= choice.slots
    for n, choice in enumerate(chosen):
        for other in puzzle.choices[n]:
            if other.dislike < choice.dislike and not other.slots & ~used:
                yield (*chosen[:n], other, *chosen[n + 1 :])
    known = [{(c.slots, c.days): c for c in own} for own in puzzle.choices]
    for old in bits(used):
        for new in range(SLOTS):
            moved = [
                own.get((c.slots & ~(1 << old) | 1 << new, c.days)) if c.slots >> old & 1 else c
                for own, c in zip(known, chosen, strict=True)
            ]
            if new != old and all(moved):
                yield tuple(c for c in moved if c is not None)


def _keeps(puzzle: Puzzle, before: tuple[Choice, ...], after: tuple[Choice, ...]) -> bool:
    """Whether a placement keeps every constraint of the drugs that moved."""
    changed = {n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a is not b}
    return all(agree(after[a], after[b], c) for (a, b), c in puzzle.conflicts.items() if a in changed or b in changed)


def possible(puzzle: Puzzle, *, report: Progress = silent) -> bool:
    """Whether any placement keeps every constraint, however many times it takes. Raises Undecided as :func:`place`."""
    return all(puzzle.choices) and (not puzzle.choices or _Search(puzzle, report).first(SLOTS) is not None)


@lru_cache(maxsize=1024)
def mirrored(conflict: Conflicts) -> Conflicts:
    """The same conflict seen from the other drug."""
    return Conflicts(_turned(conflict.same), _turned(conflict.before), _turned(conflict.after), conflict.same_day)


def _turned(masks: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sum(1 << s for s in range(SLOTS) if masks[s] >> t & 1) for t in range(SLOTS))


class _Search:
    """One search. Drugs that are alike in everything are placed once, for all of them."""

    def __init__(self, puzzle: Puzzle, report: Progress) -> None:
        self.puzzle = puzzle
        self.report = report
        self.count = len(puzzle.choices)
        self.partners: list[dict[int, tuple[Conflicts, ...]]] = [{} for _ in range(self.count)]
        for (a, b), conflicts in puzzle.conflicts.items():
            self.partners[a][b] = conflicts
            self.partners[b][a] = tuple(mirrored(c) for c in conflicts)
        self.twin = self._twins()
        self.choices = self._supported(list(puzzle.choices))
        self.alike = Counter(self.twin)
        self.steps = 0
        self.tries = 0
        self.limit = 0
        self.best: tuple[float, tuple[Choice, ...]] | None = None

    def _supported(self, choices: list[tuple[Choice, ...]]) -> list[tuple[Choice, ...]]:
        """The choices for which every partner has an answer (arc consistency: Mackworth, Artificial Intelligence 1977;8:99-118)."""
        bonds = [(a, b, c) for a in set(self.twin) for b, c in self.partners[a].items() if self.twin[b] == b]
        changed = True
        while changed and all(choices):
            changed = False
            for a, b, conflicts in bonds:
                days = {o.days for o in choices[b]}
                kept = tuple(c for c in choices[a] if _has_answer(c, choices[b], days, conflicts))
                changed |= len(kept) < len(choices[a])
                choices[a] = kept
        return choices

    def _twins(self) -> list[int]:
        """For each drug the first one that is like it in everything: the same choices, the same conflicts with the same others."""
        first: dict[tuple[object, ...], int] = {}
        return [first.setdefault((own, *self._bonds(n)), n) for n, own in enumerate(self.puzzle.choices)]

    def _bonds(self, n: int) -> tuple[object, ...]:
        pairs = self.puzzle.conflicts
        mine = sorted(key for key in pairs if n in key)
        return tuple((key[key[0] == n], key[0] == n, *map(id, pairs[key])) for key in mine)

    def _open(self) -> dict[int, tuple[Choice, ...]]:
        return {n: own for n, own in enumerate(self.choices) if self.twin[n] == n}

    def at_least(self) -> int:
        """A bound below: the doses of drugs of which no two can ever share a slot, the largest such group found greedily."""
        doses = [min(c.slots.bit_count() for c in own) for own in self.choices]
        shares = [[self._can_share(a, b) for b in range(self.count)] for a in range(self.count)]
        best = max(doses)
        for start in range(self.count):
            group = [start]
            for other in sorted(range(self.count), key=lambda n: -doses[n]):
                if other not in group and not any(shares[other][g] for g in group):
                    group.append(other)
            best = max(best, sum(doses[g] for g in group))
        return best

    def _can_share(self, a: int, b: int) -> bool:
        if a == b:
            return True
        reach = [0, 0]
        for side, n in enumerate((a, b)):
            for choice in self.choices[n]:
                reach[side] |= choice.slots
        common = reach[0] & reach[1]
        conflicts = self.puzzle.conflicts.get((min(a, b), max(a, b)), ())
        apart = self._days_can_differ(a, b)
        return any(apart or not any(c.same[s] >> s & 1 for c in conflicts) for s in bits(common))

    def _days_can_differ(self, a: int, b: int) -> bool:
        return any(not x & y for x in {c.days for c in self.choices[a]} for y in {c.days for c in self.choices[b]})

    def first(self, times: int) -> tuple[Choice, ...] | None:
        """Some placement with at most so many different slots."""
        self.limit, self.best, self.tries = 0, None, 0
        if all(self.choices):
            self._descend(self._open(), {}, 0, times, 0.0)
        return self.best[1] if self.best else None

    def liked(self, found: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """The best liked placement with no more slots, as far as the limit of steps goes."""
        times = times_of(found)
        self.best = (_dislike(found), found)
        self.limit = self.steps + STEPS_FOR_LIKING
        self._descend(self._open(), {}, 0, times, 0.0)
        return self.best[1]

    def _descend(self, open_: dict[int, tuple[Choice, ...]], taken: dict[int, Choice], used: int, times: int, cost: float) -> None:
        """Place the drug with the fewest choices left. Without a limit of steps the first placement ends the search."""
        self.steps += 1
        if self.limit and (self.steps > self.limit or self._too_dear(open_, cost)):
            return
        if not open_:
            self._keep(taken, cost)
            return
        drug = min(open_, key=lambda n: (len(open_[n]), -len(self.partners[n]), n))
        for choice in sorted(open_[drug], key=lambda c: (c.dislike if self.limit else (c.slots & ~used).bit_count(), c.dislike)):
            self._count_try()
            now = used | choice.slots
            if now.bit_count() > times:
                continue
            rest = self._narrowed(open_, drug, choice, now, times)
            if rest is not None:
                self._descend(rest, {**taken, drug: choice}, now, times, cost + choice.dislike * self.alike[drug])
                if self.best and not self.limit:
                    return

    def _count_try(self) -> None:
        self.tries += 1
        if self.tries % 128 == 0:
            self.report(self.tries, 0)
        if self.tries > TRIES and not self.limit:
            raise Undecided

    def _keep(self, taken: dict[int, Choice], cost: float) -> None:
        if self.best is None or cost < self.best[0]:
            self.best = (cost, tuple(taken[self.twin[n]] for n in range(self.count)))

    def _too_dear(self, open_: dict[int, tuple[Choice, ...]], cost: float) -> bool:
        return self.best is not None and cost + sum(self.alike[n] * min(c.dislike for c in own) for n, own in open_.items()) >= self.best[0]

    def _narrowed(
        self, open_: dict[int, tuple[Choice, ...]], drug: int, choice: Choice, used: int, times: int
    ) -> dict[int, tuple[Choice, ...]] | None:
        """The choices that are left to the others; None where one has none."""
        spare = times - used.bit_count()
        rest: dict[int, tuple[Choice, ...]] = {}
        for other, own in open_.items():
            if other == drug:
                continue
            kept = _agreeing(choice, own, self.partners[drug][other]) if other in self.partners[drug] else own
            if spare < FEW:
                kept = tuple(c for c in kept if (c.slots & ~used).bit_count() <= spare)
            if not kept:
                return None
            rest[other] = kept
        return rest


def _agreeing(choice: Choice, others: tuple[Choice, ...], conflicts: tuple[Conflicts, ...]) -> tuple[Choice, ...]:
    """Those of the other drug's choices that keep every constraint with this one."""
    masks = {days: _forbidden_by_all(choice, days, conflicts) for days in {o.days for o in others}}
    return tuple(o for o in others if (mask := masks[o.days]) is not None and not mask & o.slots)


def _has_answer(choice: Choice, others: tuple[Choice, ...], day_sets: set[int], conflicts: tuple[Conflicts, ...]) -> bool:
    masks = {days: _forbidden_by_all(choice, days, conflicts) for days in day_sets}
    return any((mask := masks[o.days]) is not None and not mask & o.slots for o in others)


def _forbidden_by_all(choice: Choice, days: int, conflicts: tuple[Conflicts, ...]) -> int | None:
    total = 0
    for conflict in conflicts:
        mask = forbidden(choice, days, conflict)
        if mask is None:
            return None
        total |= mask
    return total

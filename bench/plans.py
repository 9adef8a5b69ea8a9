"""What the plans cost on the founding list: changes tried out, smallest plans, the timetable, the ward page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle

from bench.cases import a_large_regimen, founding_regimen
from regimen_review.plans.alternatives import alternatives_to
from regimen_review.plans.changes import Stop
from regimen_review.plans.dont_add import do_not_add
from regimen_review.plans.monitoring import monitoring_calendar
from regimen_review.plans.sandbox import Sandbox
from regimen_review.plans.scheduling import timetable_of
from regimen_review.plans.smallest import PAIRWISE_MAJORS, smallest_changes
from regimen_review.plans.structure import structure_of
from regimen_review.plans.visits import course_of
from regimen_review.review import review_regimen
from ui.pipeline import Pipeline


def _one_change(pipeline: Pipeline, count: int) -> tuple[Callable[[], object], str, Callable[[], object]]:
    """A drug stopped, reviewed and compared with today, another one each time; beside it a full review."""
    regimen, patient = a_large_regimen(pipeline, count)
    box = Sandbox(regimen, patient, lambda changed: pipeline.store.knowledge_for(changed, patient))
    stops = cycle(Stop(m.id) for m in regimen.current())

    def try_next() -> object:
        box._reviews.clear()  # noqa: SLF001 - the time of a change that was not tried before,
        pipeline.store._knowledge_of.cache_clear()  # noqa: SLF001 - of a list that was not seen before
        return box.try_out([next(stops)])

    knowledge = box.base.situation.knowledge
    return try_next, "full review (ms)", lambda: review_regimen(regimen, patient, knowledge)


def plan_times() -> Iterator[tuple[str, Callable[[], object], str, Callable[[], object] | None, str]]:
    """Rows: what, our call, the yardstick's name, the yardstick's call, the aim."""
    pipeline = Pipeline()
    _, regimen, patient = founding_regimen(pipeline)
    box = Sandbox(regimen, patient, lambda changed: pipeline.store.knowledge_for(changed, patient))
    many, other = a_large_regimen(pipeline, 25)
    large = Sandbox(many, other, lambda changed: pipeline.store.knowledge_for(changed, other))
    substances = pipeline.vocabulary.substances
    for count, aim in ((25, "under 16 ms"), (60, "under 100 ms")):
        yield f"one change tried out, {count} drugs (ms)", *_one_change(pipeline, count), aim
    yield "smallest plans, major pairs (ms)", lambda: smallest_changes(box, PAIRWISE_MAJORS), "", None, "under 100 ms"
    yield "smallest plans, all to decide, 25 drugs (ms)", lambda: smallest_changes(large), "", None, "under 100 ms"
    yield "timetable of the founding list (ms)", lambda: timetable_of(box.review), "", None, "under 100 ms"
    yield "monitoring calendar (ms)", lambda: monitoring_calendar(box.review), "", None, "under 100 ms"
    yield "structure (ms)", lambda: structure_of(box.review), "", None, "under 100 ms"
    yield "course of two lists (ms)", lambda: course_of([box.review, large.review]), "", None, "under 100 ms"
    first = regimen.current()[0].id
    yield "alternatives to one drug (ms)", lambda: alternatives_to(box, first, substances), "", None, ""
    yield "do-not-add page, 300 drugs (ms)", lambda: do_not_add(box, substances), "", None, "under 2,000 ms"

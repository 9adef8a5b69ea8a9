"""The promised actions that are past their day, shown when a kept review is opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ui.decisions import reason_says
from ui.desktop.desk import Desk
from ui.desktop.form import Form
from ui.desktop.kept_lists import KeptList
from ui.desktop.look import Look
from ui.desktop.words import counted, iso, tall, tr
from ui.follow_up import Promise, promises_due


class FollowUpPage(Form):
    """One line for each promise: what, who, by which day; done is kept with the decision."""

    def __init__(self, look: Look, desk: Desk, close: Callable[[], object]) -> None:
        super().__init__(look, close)
        self._desk = desk
        self.title.setText(tr("Promised actions past their day"))
        self.rows = KeptList(look)
        self.add(
            tr("Promised"), self.rows, hint=tr("They are listed each time this review is opened, until they are done or have a later day.")
        )
        self.finish()
        desk.changed.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Show what is still due."""
        session = self._desk.session
        due = promises_due(session.state, session.now().date())
        rows = ((self._words(p), partial(session.mark_done, p.decision.finding)) for p in due)
        self.rows.show_rows(rows, tr("Done"), tr("Nothing that was promised is past its day."))

    def _words(self, promise: Promise) -> str:
        decision, review = promise.decision, self._desk.review
        late = counted(promise.days_late, "{n} day late", "{n} days late")
        names = {str(s): spelt for s, spelt in review.tall_man.items()} if review else {}
        what = reason_says(decision.reason, names) if decision.reason else ""
        parts = (what, decision.who, tr("by {day}, {late}").format(day=iso(decision.by), late=late), decision.note)
        return f"{tall(promise.headline, review)}: " + " · ".join(part for part in parts if part)

"""What was promised and is to be followed up: shown when a kept review is opened, and one press away while it is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ui.desktop.decision_bar import reason_words
from ui.desktop.desk import Desk
from ui.desktop.form import Form
from ui.desktop.kept_lists import KeptList
from ui.desktop.look import Look
from ui.desktop.words import counted, iso, tall, tr
from ui.follow_up import Promise, promises


class FollowUpPage(Form):
    """One line for each promise: what, who, by which day; done is kept with the decision."""

    def __init__(self, look: Look, desk: Desk, close: Callable[[], object]) -> None:
        super().__init__(look, close)
        self._desk = desk
        self.title.setText(tr("Promised actions"))
        self.due, self.waiting, self.done = KeptList(look), KeptList(look), KeptList(look)
        self.add(
            tr("To follow up"),
            self.due,
            hint=tr("Past their day, or still as before on a later list. They are listed until they are done."),
        )
        self.add(tr("Not yet due"), self.waiting)
        self.add(tr("Done, as the list shows"), self.done, hint=tr("Compared with the list and the values as they stand now."))
        self.finish()
        desk.changed.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Show what is due, what is waiting, and what the list shows as done."""
        desk = self._desk
        due = desk.due()
        every = promises(desk.session.state, desk.session.now().date(), None if desk.session.stale else desk.review)
        done = [p for p in every if p.outcome == "done"]
        waiting = [p for p in every if p not in due and p not in done]
        nothing = tr("Nothing.")
        self.due.show_rows(map(self._entry, due), tr("Done"), tr("Nothing that was promised is to be followed up."))
        self.waiting.show_rows(map(self._entry, waiting), tr("Done"), nothing)
        self.done.show_rows(map(self._entry, done), tr("Put away"), nothing)

    def _entry(self, promise: Promise) -> tuple[str, Callable[[], object]]:
        return self._words(promise), partial(self._desk.session.mark_done, promise.decision)

    def _words(self, promise: Promise) -> str:
        decision, review = promise.decision, self._desk.review
        names = {str(s): spelt for s, spelt in review.tall_man.items()} if review else {}
        parts = [reason_words(decision.reason, names), self._shows(promise), decision.who, self._when(promise)]
        parts += [tr("promised on {list}").format(list=promise.visit) if promise.visit else "", decision.note]
        return f"{tall(promise.headline, review)}: " + " · ".join(part for part in parts if part)

    @staticmethod
    def _when(promise: Promise) -> str:
        if promise.decision.by is None:
            return tr("decided {day}").format(day=promise.decision.decided[:10]) if promise.decision.decided else ""
        by = tr("by {day}").format(day=iso(promise.decision.by))
        late = counted(promise.days_late, "{n} day late", "{n} days late") if promise.days_late else ""
        return ", ".join(filter(None, (by, late)))

    @staticmethod
    def _shows(promise: Promise) -> str:
        """What the list says of it, where it was not done; loud only once its day has passed."""
        if promise.outcome != "not-done":
            return ""
        if promise.decision.by is not None and not promise.days_late:
            return tr("not done yet")
        code = promise.decision.reason.partition(":")[0]
        still = {
            "stop": tr("NOT DONE: still on the list"),
            "swap": tr("NOT DONE: still on the list"),
            "dose": tr("NOT DONE: entry as before"),
        }
        return still.get(code, tr("NOT DONE: no newer value"))

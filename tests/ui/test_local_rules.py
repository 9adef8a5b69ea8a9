"""A rule switched off on this workstation is quiet with its reason, and counted; it never vanishes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.errors import UserError
from regimen_review.findings import Review
from regimen_review.plans.candidates import Candidate, judge
from regimen_review.plans.sandbox import Sandbox
from regimen_review.regimen import SubstanceId
from ui import pipeline
from ui.local_rules import FILE, LocalRules, SwitchedOff
from ui.pipeline import Pipeline

NOTE = "warfarin 5 mg daily\namiodarone 200 mg daily\nibuprofen 400 mg TID\naspirin 81 mg daily\nlevothyroxine 50 mcg daily\ncalcium 500 mg BID"
WHY = "seen daily by the anticoagulation clinic"


@pytest.fixture
def line(base_file: Path, monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    monkeypatch.setattr(pipeline, "base_path", lambda *_: base_file)
    return Pipeline()


def review(line: Pipeline, text: str = NOTE) -> Review:
    return line.review(line.read_text(text))


def spoken(found: Review) -> dict[str, set[frozenset[str]]]:
    """Every rule that speaks, folded in or not, with the drugs that it speaks of."""
    rules: dict[str, set[frozenset[str]]] = {}
    for whole in found.findings:
        for finding in (whole, *whole.members):
            rules.setdefault(finding.rule_id, set()).add(frozenset(finding.drugs))
    return rules


def one_of(found: Review) -> str:
    return next(m.rule_id for f in found.findings for m in f.members if "warfarin" in m.drugs)


def test_a_switched_off_rule_is_quiet_with_its_reason_and_counted(line: Pipeline) -> None:
    before = review(line)
    rule = one_of(before)
    line.local_rules.switch_off(SwitchedOff(rule, WHY))
    after = review(line)
    assert rule not in spoken(after)
    off = [q for q in after.quiet if q.rule_id == rule]
    assert off
    assert {q.why for q in off} == {f"switched off here because {WHY}"}
    first = after.not_checked[0]
    assert first.what == "1 rule switched off on this workstation"
    assert first.decides == len(off)


def test_no_headline_counts_what_is_switched_off(line: Pipeline) -> None:
    rule = one_of(review(line))
    line.local_rules.switch_off(SwitchedOff(rule, WHY))
    for finding in review(line).findings:
        if finding.rule_id.endswith("-cluster"):
            assert set(finding.drugs) == {d for m in finding.members for d in m.drugs}


def test_every_other_rule_says_what_it_said(line: Pipeline) -> None:
    before = spoken(review(line))
    rule = one_of(review(line))
    line.local_rules.switch_off(SwitchedOff(rule, WHY))
    after = spoken(review(line))
    assert {r for r in before if not r.endswith("-cluster")} - set(after) == {rule}


def test_switched_on_again_the_review_is_what_it_was(line: Pipeline) -> None:
    before = review(line)
    line.local_rules.switch_off(SwitchedOff(one_of(before), WHY))
    assert review(line) != before
    assert line.local_rules.switch_on(one_of(before))
    assert review(line) == before
    assert not line.local_rules.switch_on("no such rule")


def test_a_trial_keeps_the_rule_quiet_and_counts_once(line: Pipeline) -> None:
    rule = one_of(review(line))
    line.local_rules.switch_off(SwitchedOff(rule, WHY))
    before = review(line)
    tried = line.review_after(before, line.read_text(NOTE + "\nzinc 15 mg daily"), {}, None)
    assert rule not in spoken(tried)
    assert sum("switched off" in n.what for n in tried.not_checked) == 1


def test_the_command_line_says_it_too(command, own_folder: Path, line: Pipeline, tmp_path: Path) -> None:
    LocalRules(own_folder / FILE).switch_off(SwitchedOff(one_of(review(line)), WHY))
    note = tmp_path / "list.txt"
    note.write_text(NOTE)
    status, out, _ = command("check", note)
    assert status == 0
    assert "1 rule switched off on this workstation" in out


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_nothing_is_switched_off(tmp_path: Path, reason: str) -> None:
    rules = LocalRules(tmp_path / FILE)
    with pytest.raises(UserError, match="reason"):
        rules.switch_off(SwitchedOff("some-rule", reason))
    assert rules.kept == ()


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_a_damaged_file_switches_nothing_off_by_accident(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    path = tmp_path_factory.mktemp("rules") / FILE
    for told in (
        content,
        {"switched_off": content},
        {"switched_off": [content, {"rule": "a", "reason": " "}, {"rule": "b", "reason": "c"}]},
    ):
        path.write_text(json.dumps(told))
        assert set(LocalRules(path).reasons().items()) <= {("b", "c")}


# --- plans keep to it too -------------------------------------------------------------------------------------------


def test_a_switched_off_rule_is_no_reason_against_a_drug_and_is_counted_with_it(line: Pipeline) -> None:
    text = "warfarin 5 mg daily\nlisinopril 10 mg daily\ncalcium 500 mg BID"

    def with_ibuprofen() -> Candidate:
        found = review(line, text)
        sandbox = Sandbox(found.regimen, found.patient, lambda r: line.store.knowledge_for(r, found.patient))
        return judge(sandbox, SubstanceId("ibuprofen"))

    before = with_ibuprofen()
    rule = next(f.rule_id for f in before.findings if "warfarin" in f.drugs)
    line.local_rules.switch_off(SwitchedOff(rule, WHY))
    after = with_ibuprofen()
    assert rule not in {f.rule_id for f in after.findings}
    assert {f.rule_id for f in before.findings} - {rule} <= {f.rule_id for f in after.findings}
    assert "1 rule switched off here" in after.unchecked
    assert not [u for u in before.unchecked if "switched off" in u]

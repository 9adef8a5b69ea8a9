"""knowledge quiet: a rule is switched off with a reason, everywhere the reason is shown, and nothing vanishes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

NOTE = "warfarin 5 mg daily\nibuprofen 400 mg TID\nlevothyroxine 50 mcg daily\ncalcium 500 mg BID\n"
WHY = "the anticoagulation clinic sees it daily"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "list.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


@pytest.fixture
def rule(answers, note: Path) -> str:
    findings = answers("check", "--json", note)[0]["findings"]
    every = [m for f in findings for m in (f, *f["members"])]
    return next(m["rule"]["id"] for m in every if {"warfarin", "ibuprofen"} <= set(m["drugs"]) and not m["rule"]["id"].endswith("-cluster"))


def rules_in(answer: dict) -> set[str]:
    return {m["rule"]["id"] for f in answer["findings"] for m in (f, *f["members"])}


def test_a_rule_goes_quiet_with_its_reason_and_speaks_again(command, answers, note: Path, rule: str) -> None:
    status, out, _ = command("knowledge", "quiet", "add", rule, "--reason", WHY)
    assert status == 0
    assert f"{rule} is switched off here because {WHY}" in out
    answer = answers("check", "--json", note)[0]
    assert rule not in rules_in(answer)
    assert f"switched off here because {WHY}" in {q["why"] for q in answer["quiet"]}
    assert answer["not_checked"][0]["what"] == "1 rule switched off on this workstation"
    assert command("knowledge", "quiet", "remove", rule)[0] == 0
    assert rule in rules_in(answers("check", "--json", note)[0])


def test_the_text_for_a_person_says_why_too(command, note: Path, rule: str) -> None:
    command("knowledge", "quiet", "add", rule, "--reason", WHY)
    _, out, _ = command("check", note)
    assert f"switched off here because {WHY} ({rule})" in out


def test_the_print_says_why_too(command, note: Path, rule: str, tmp_path: Path) -> None:
    import pdfplumber

    command("knowledge", "quiet", "add", rule, "--reason", WHY)
    assert command("report", note, "--kind", "full", "-o", tmp_path / "out.pdf")[0] == 0
    with pdfplumber.open(tmp_path / "out.pdf") as pdf:
        words = " ".join(" ".join((page.extract_text() or "").split()) for page in pdf.pages)
    assert "switched off here because" in words
    assert "1 rule switched off on this workstation" in words


def test_what_not_to_add_says_what_is_switched_off(command, note: Path, rule: str) -> None:
    command("knowledge", "quiet", "add", rule, "--reason", WHY)
    _, out, _ = command("dont-add", note, "--rank", "5")
    assert f"{rule}: switched off here because {WHY}" in out


def test_the_list_is_empty_then_names_each_rule(command, answers, rule: str) -> None:
    assert "No rule is switched off" in command("knowledge", "quiet", "list")[1]
    command("knowledge", "quiet", "add", rule, "--reason", WHY)
    assert WHY in command("knowledge", "quiet", "list")[1]
    [row] = answers("knowledge", "quiet", "list", "--json")
    assert (row["rule"], row["reason"]) == (rule, WHY)
    assert row["title"]
    assert row["since"]


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_switched_off(command, rule: str, reason: str) -> None:
    status, _, err = command("knowledge", "quiet", "add", rule, "--reason", reason)
    assert status == 2
    assert "only with a reason" in err
    assert "No rule is switched off" in command("knowledge", "quiet", "list")[1]


def test_a_rule_that_the_base_does_not_have_is_refused_with_ids_like_it(command, rule: str) -> None:
    status, _, err = command("knowledge", "quiet", "add", rule[:-2], "--reason", WHY)
    assert status == 2
    assert rule in err
    assert json.dumps(WHY) not in err


def test_a_rule_that_speaks_cannot_be_switched_on(command, rule: str) -> None:
    status, _, err = command("knowledge", "quiet", "remove", rule)
    assert status == 2
    assert "is not switched off" in err

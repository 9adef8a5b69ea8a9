"""Small rules of our own over drugs of the shipped base, so that a test says all that it rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from regimen_review.knowledge import Kind, Role, Rule
from regimen_review.rules.selectors import parse_selectors
from regimen_review.rules.situation import Situation


def role(name: str, *selectors: str, least: int = 1) -> Role:
    """One role with its selectors as a rule file writes them."""
    return Role(name, parse_selectors(selectors), least)


def a_rule(*roles: Role, kind: Kind = "drug-drug", **more: Any) -> Rule:
    """A sound major rule that anything may be changed of."""
    rule = Rule(
        id="our-own", kind=kind, version="1", status="draft", updated=date(2026, 1, 1), roles=roles, severity="major", action="avoid",
        evidence="established", headline="", consequence="bleeding", mechanism="both thin the blood", management=("Stop one.",),
    )  # fmt: skip
    return replace(rule, **more)


def a_pair(object_: str, precipitant: str, **more: Any) -> Rule:
    """A rule of two roles, each with one selector."""
    more.setdefault("headline", "{precipitant} raises {object}")
    return a_rule(role("object", object_), role("precipitant", precipitant), **more)


def a_single(selector: str, **more: Any) -> Rule:
    """A rule of one drug."""
    more.setdefault("headline", "{drug} does harm")
    more.setdefault("kind", "drug-condition")
    return a_rule(role("drug", selector), **more)


def knowing(here: Situation, *rules: Rule) -> Situation:
    """The situation as if the base held only these rules."""
    return Situation(here.regimen, here.patient, replace(here.knowledge, rules=rules))

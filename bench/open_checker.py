"""Run by the benchmark in an environment of its own: the open checker's whole check on a list, median milliseconds."""

import json
import statistics
import sys
import time

from pddiansm.detector.PDDIsimpleDrugsDetector import PDDIsimpleDrugsDetector
from pddiansm.pydantic.interfaces_input import SimpleDrug
from pddiansm.thesaurus.ThesauriJson import ThesauriJson

names = json.loads(sys.argv[1])
detector = PDDIsimpleDrugsDetector(ThesauriJson().get_thesaurus("2019_09"))
drugs = [SimpleDrug(id=str(n).zfill(3), substances=[name]) for n, name in enumerate(names)]
times = []
for _ in range(40):
    start = time.perf_counter()
    detector.detect_pddi_multiple_drugs(drugs)
    times.append(time.perf_counter() - start)
print(1000 * statistics.median(times))

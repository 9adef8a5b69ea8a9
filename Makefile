PYTHON = .venv/bin/python

.PHONY: run test bench score pictures

run:
	python3 run.py

test:
	python3 run.py test

bench:
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m bench

score:
	$(PYTHON) ../shared/score/score_cases.py ../shared/cases --show 60
	$(PYTHON) ../shared/score/score_names.py ../shared/inputs/gold/names.csv
	$(PYTHON) ../shared/score/score_inputs.py ../shared/inputs
	$(PYTHON) ../shared/score/score_pairs.py ../shared/reference/*.csv

pictures:
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m tests.pictures

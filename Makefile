# One door for people and for CI. Needs only git, make and Python 3.11 or later.
#
#   make demo   creates .venv, installs, answers "which variant wins at g = 2"
#   make test   everything that CI checks
#   make bench  our time beside that of SymPy, z3, cvc5, cddlib, PPL and SciPy, in one run
#   make soak   the soundness battery, twenty to fifty times as large, beside half an hour of fuzzing

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m mesaprior

.PHONY: demo test lint types floors tests bench soak soak-first soak-second soak-fuzz clean

demo: $(VENV)/installed
	@echo '$$ mesaprior wins -g 2'
	@$(RUN) wins -g 2 --quiet
	@echo
	@echo '$$ mesaprior wins -g 2 --scenario worked'
	@$(RUN) wins -g 2 --scenario worked --quiet

test: lint types floors tests

lint: $(VENV)/developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/developed
	$(BIN)/mypy

floors: $(VENV)/developed
	$(BIN)/lint-imports

tests: $(VENV)/developed
	$(BIN)/pytest --numprocesses auto --dist loadfile

# What cannot be installed (pycddlib needs libcdd-dev) is left out, and its column says so.
BENCH_PEERS := cvc5 pycddlib pplpy scipy

bench: $(VENV)/developed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]' || \
	  for peer in $(BENCH_PEERS); do $(BIN)/python -m pip install --quiet $$peer || true; done
	$(BIN)/python benchmarks/run.py

# Three at once, so that two cores stay busy; the counts of every verdict are printed. How much larger each layer
# is than in the tests stands in its file, `scale(20)`. The two halves of the layers take about as long.
FIRST_HALF := $(patsubst %,tests/test_battery_%.py,path known_false claim_laws)
SECOND_HALF := $(filter-out $(FIRST_HALF),$(wildcard tests/test_battery_*.py))

soak: $(VENV)/developed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	$(MAKE) --jobs 3 soak-first soak-second soak-fuzz

soak-first: $(VENV)/developed
	MESAPRIOR_BATTERY=20 $(BIN)/pytest -rP --durations 30 $(FIRST_HALF)

soak-second: $(VENV)/developed
	MESAPRIOR_BATTERY=20 $(BIN)/pytest -rP --durations 30 $(SECOND_HALF)

soak-fuzz: $(VENV)/developed
	$(BIN)/python tests/fuzz.py --seconds 1800 > $(VENV)/fuzz.log 2>&1 || { tail -n 60 $(VENV)/fuzz.log; exit 1; }
	@tail -n 8 $(VENV)/fuzz.log

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/developed: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

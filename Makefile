# One door for people and for CI. Needs only git, make and Python 3.11 or later.
#
#   make demo   creates .venv, installs, answers "which variant wins at g = 2"
#   make test   everything that CI checks
#   make bench  our time beside that of SymPy, z3, cvc5, cddlib, PPL and SciPy, in one run
#   make soak   the soundness battery, some twenty times as large, beside half an hour of fuzzing

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m mesaprior

.PHONY: demo test lint types floors tests bench soak soak-models soak-claims soak-fuzz clean

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
# is than in the tests stands in its file, `scale(20)`: as large as fits into the hour.
MODEL_LAYERS := $(patsubst %,tests/test_battery_%.py,path statuses evidence known_false)
CLAIM_LAYERS := $(filter-out $(MODEL_LAYERS),$(wildcard tests/test_battery_*.py))

soak: $(VENV)/developed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	$(MAKE) --jobs 3 soak-models soak-claims soak-fuzz

soak-models: $(VENV)/developed
	MESAPRIOR_BATTERY=20 $(BIN)/pytest -rP --durations 30 $(MODEL_LAYERS)

soak-claims: $(VENV)/developed
	MESAPRIOR_BATTERY=20 $(BIN)/pytest -rP --durations 60 $(CLAIM_LAYERS)

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

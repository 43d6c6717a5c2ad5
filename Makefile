# make run    install what is needed into .venv, run the Sahel batch, draw its figures
# make test   install the tools of development too, run the tests
# make lint   style, types, import contracts
# Choose the Python or the environment: make run PYTHON=python3.13 VENV=/somewhere/else

PYTHON ?= python3
VENV ?= .venv
BATCH ?= scenarios/batches/sahel-2018-2020.yaml
RESULTS ?= results/$(basename $(notdir $(BATCH)))

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# pip compiles neither the bytecode of an editable package nor any rule.
WARM = $(BIN)/python -m compileall -q sim && $(BIN)/sim warm
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

.PHONY: run test lint pins clean

run: $(VENV)/installed-run
	$(BIN)/sim run $(BATCH) --out $(RESULTS)
	$(BIN)/sim plot $(RESULTS)

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -q

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

$(BIN)/python:
	@$(PYTHON) -c "$(SUPPORTED)" || { \
	  echo "Python 3.11, 3.12 or 3.13 is needed. Name one: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed-run: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV); the first time takes a minute or two."
	$(PIP) -r requirements.txt
	$(PIP) --no-deps --editable .
	$(WARM)
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV); the first time takes a minute or two."
	$(PIP) -r requirements-dev.txt
	$(PIP) --no-deps --editable .
	$(WARM)
	@touch $@ $(VENV)/installed-run

# Newest versions that pyproject.toml allows; needs uv.
pins: export UV_CUSTOM_COMPILE_COMMAND = make pins
pins:
	uv pip compile pyproject.toml --upgrade --universal --python-version 3.11 \
	  --no-emit-index-url --no-annotate --quiet --output-file requirements.txt
	uv pip compile pyproject.toml --extra dev --constraint requirements.txt --upgrade \
	  --universal --python-version 3.11 --no-emit-index-url --no-annotate --quiet \
	  --output-file requirements-dev.txt

# The environment and what tools left behind; results stay.
clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache \
	  .import_linter_cache .hypothesis

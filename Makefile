# Each target works as the only command on a machine with Python 3.11+ and make: it creates .venv, installs
# what is needed, and installs again only when pyproject.toml changes. PYTHON=... picks the interpreter.

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(firstword $(foreach p,python3.11 python3.12 python3.13 python3 python,\
	$(if $(shell $(p) -c 'import sys; print("y" if sys.version_info >= (3, 11) else "")' 2>/dev/null),$(p))))
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SOURCES := kg tests $(wildcard benchmarks/*.py)
STORE := build/demo

.PHONY: demo test lint type bench docs clean
.DEFAULT_GOAL := demo

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it with PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.kg: pyproject.toml | $(BIN)/python
	$(PIP) --editable .
	@touch $@

$(VENV)/.kg-dev: pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.kg

demo: $(VENV)/.kg
	$(BIN)/kg build seeds/ --manifest seeds/manifest.csv --store $(STORE)
	@printf '\nWho announced the end of the combat missions, and when?\n'
	$(BIN)/kg query announcements -p words="انتهاء المهام القتالية" --store $(STORE) || test $$? -eq 1
	@printf '\nWhat was agreed, between whom, by when?\n'
	$(BIN)/kg query agreements --store $(STORE) || test $$? -eq 1
	@printf '\nHow many, according to whom?\n'
	$(BIN)/kg query quantities --store $(STORE) || test $$? -eq 1
	@printf '\nWhat was decided?\n'
	$(BIN)/kg query decisions --store $(STORE) || test $$? -eq 1
	@printf '\nWhat did Saad Maan and Barack Obama say?\n'
	$(BIN)/kg query statements -p speaker="سعد معن" --store $(STORE) || test $$? -eq 1
	$(BIN)/kg query statements -p speaker="باراك أوباما" --store $(STORE) || test $$? -eq 1
	$(BIN)/kg export --store $(STORE) --format turtle -o build/demo.ttl
	@echo
	@echo 'The whole graph: build/demo.ttl'

test: $(VENV)/.kg-dev
	$(BIN)/python -m pytest

lint: $(VENV)/.kg-dev
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

type: $(VENV)/.kg-dev
	$(BIN)/mypy $(SOURCES)

bench: $(VENV)/.kg-dev
	for script in benchmarks/bench_*.py; do $(BIN)/python $$script || exit 1; done

docs: $(VENV)/.kg-dev
	$(BIN)/python -m kg.cli.reference > docs/cli.md.new && mv docs/cli.md.new docs/cli.md

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

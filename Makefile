# Each target builds what it needs; CI runs the same recipes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help preview test run fix check figures bench clean

help:  ## list these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | awk -F'\t' '{printf "  make %-9s %s\n", $$1, $$2}'

$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Seodang needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@

preview: $(VENV)/.ready  ## the course in a browser, on this machine, no token
	@$(BIN)/seodang preview

run: $(VENV)/.ready  ## the bot on Telegram; needs SEODANG_TOKEN
	@$(BIN)/seodang run

test: $(VENV)/.ready  ## format, lint, types, import contracts, course, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/seodang check
	@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n auto --dist worksteal  # empty: tests start many processes, let none compile anew

fix: $(VENV)/.ready  ## format and mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

check: $(VENV)/.ready  ## look through the course's YAML for mistakes
	@$(BIN)/seodang check

figures: $(VENV)/.ready  ## draw the course's pictures anew from lessons/figures/*.yaml
	@$(BIN)/python lessons/figures/draw.py

bench: $(VENV)/.ready  ## measure answers a second, delays, memory
	@$(BIN)/python -m tests.bench

clean:  ## remove the environment and caches
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

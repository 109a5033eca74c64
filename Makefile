# Everything runs in .venv, which each target sets up first from the locks. See README.md.
#
#   make edition [TEXT=path/to/your/copy]   the edition as HTML and PDF, in build/
#   make test                               linters, types and tests
#   make PYTHON=python3.13 …                with a Python of your choice (3.11 to 3.14)

SHELL := /bin/sh
.DEFAULT_GOAL := edition
.PHONY: help edition check data serve test lint format lock clean distclean environment environment-dev

# Paths reach the shell through its environment, so that they may hold spaces and quotation marks.
export TEXT
PYTHON_CHOSEN := $(if $(filter undefined,$(origin PYTHON)),,--recreate)
PYTHON ?= python3
export PYTHON

SET_UP = "$$PYTHON" .ci/environment.py $(PYTHON_CHOSEN)
BIN = .venv/bin
PYTEST_ARGS ?= --numprocesses auto

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

edition: environment ## the edition as HTML and PDF; TEXT=path imports your copy of the essay first
	@if [ -n "$$TEXT" ]; then $(BIN)/edition text import "$$TEXT"; fi
	@$(BIN)/edition build

data: environment ## the edition as data, in build/data: JSON, annotations, citations and more
	@$(BIN)/edition build data

check: environment ## what can be checked without a build
	@$(BIN)/edition check

serve: environment ## a preview at http://127.0.0.1:8000 that follows your changes
	@$(BIN)/edition serve

test: environment-dev ## linters, types and tests; PYTEST_ARGS="-k name" for some of the tests
	@status=0; $(MAKE) --no-print-directory lint || status=1; \
	$(BIN)/pytest $(PYTEST_ARGS) || status=1; exit $$status

lint: environment-dev ## linters, types and the layers of the code
	@status=0; for check in "ruff check" "ruff format --check" mypy lint-imports; do \
	  echo "$$check"; $(BIN)/$$check || status=1; done; exit $$status

format: environment-dev ## set the Python code in its standard form
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

lock: ## refresh the locks to the newest versions (needs uv)
	@$(SET_UP) --lock

clean: ## remove what was built
	rm -rf build

distclean: clean ## remove the environment and caches too (never your established text)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

environment:
	@$(SET_UP)

environment-dev:
	@$(SET_UP) --dev

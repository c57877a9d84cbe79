# The commands of the project; `make` alone lists them. Needs GNU make, a POSIX shell and Python 3.11 to 3.13, no more:
# each target makes its own set-up in .venv, once, and again when a lock or pyproject.toml changes.

PYTHON ?= python3
VENV ?= .venv
SHARED ?= ../shared
DATA ?= $(SHARED)/data
EVAL ?= $(SHARED)/eval
SAMPLES ?= $(SHARED)/samples
WORK ?= work

PY := $(VENV)/bin/python
# -qq: errors only. pip's warnings (an extra that a dependency still names, an index it passes over) call for nothing here.
PIP := $(PY) -m pip -qq --disable-pip-version-check install
LOCKED := --require-hashes --only-binary :all: --requirement
HERE := --no-deps --no-build-isolation --editable .
UV_VERSION := 0.13.9

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test lint types tests pictures benchmark train lock clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/run.stamp ## Read the example pages into a ledger, print the statements, write an HTML report
	@mkdir -p demo
	$(VENV)/bin/sayso read examples/*.html examples/*.txt --ledger demo/demo.db
	$(VENV)/bin/sayso statements --ledger demo/demo.db
	$(VENV)/bin/sayso report demo/report.html --ledger demo/demo.db
	@echo "The report is $(CURDIR)/demo/report.html: open it in any browser."

test: lint types tests ## Run every check: lint, format, types, layers, tests

lint: $(VENV)/test.stamp ## Check style and format (ruff)
	$(VENV)/bin/ruff check --quiet
	$(VENV)/bin/ruff format --check

types: $(VENV)/test.stamp ## Check the types (mypy --strict)
	$(VENV)/bin/mypy

tests: $(VENV)/test.stamp ## Run the tests, the doctests and the layer contracts (PYTEST_ARGS=.. for some of them)
	$(PY) -m pytest $(PYTEST_ARGS)

pictures: $(VENV)/test.stamp ## Make the pictures of the screens in docs/pictures anew (needs Chromium)
	@mkdir -p docs/pictures
	$(PY) -m tests.pictures docs/pictures

benchmark: $(VENV)/benchmark.stamp ## Print the figures of benchmarks/RESULTS.md (DATA=.. EVAL=.. SAMPLES=.. BENCHMARK_ARGS=..)
	$(PY) -m benchmarks --data $(DATA) --eval $(EVAL) --samples $(SAMPLES) $(BENCHMARK_ARGS)

train: $(VENV)/train.stamp ## Train the attribution model into work/attribution (DATA=.. EVAL=.. TRAIN_ARGS=..)
	@mkdir -p $(WORK)
	$(PY) -m training.attribution --data $(DATA) \
		--scorer $(EVAL)/score_attribution.py --out $(WORK)/attribution $(TRAIN_ARGS)

lock: $(PY) ## Write requirements/*.txt again, keeping what fits (LOCK_ARGS=--upgrade for the newest)
	$(PIP) --upgrade uv==$(UV_VERSION)
	$(COMPILE) --generate-hashes --extra arrow --extra web --extra mcp --extra warc --extra postgresql --extra test requirements/build.in --output-file requirements/test.txt
	$(COMPILE) --generate-hashes --extra arrow --extra web --extra mcp --extra warc --extra postgresql --constraint requirements/test.txt requirements/build.in \
		--output-file requirements/run.txt
	$(COMPILE) --generate-hashes --extra benchmark --constraint requirements/test.txt requirements/build.in \
		--output-file requirements/benchmark.txt
	$(COMPILE) --no-config --extra train --constraint requirements/test.txt --output-file requirements/train.txt

# One lock for every system and Python; of a package one version where one fits all; no index named.
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(VENV)/bin/uv pip compile --quiet --universal \
	--python-version 3.11 --fork-strategy fewest --no-emit-index-url --no-emit-find-links $(LOCK_ARGS) pyproject.toml

clean: ## Remove what these commands made: .venv, demo, caches (not work/, where training keeps its state)
	rm -rf $(VENV) demo build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(PY):
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not installed: install Python 3.11 to 3.13, or name one with PYTHON=.." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14) and "sayso is locked for Python 3.11 to 3.13, and $(PYTHON) is %d.%d: name another with PYTHON=.." % sys.version_info[:2])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(PY)
	@echo "Installing the locked dependencies into $(VENV) (once; a minute or two)"
	$(PIP) $(LOCKED) requirements/run.txt
	$(PIP) $(HERE)
	@touch $@

$(VENV)/test.stamp: requirements/test.txt pyproject.toml | $(PY)
	@echo "Installing the locked dependencies and test tools into $(VENV) (once; a minute or two)"
	$(PIP) $(LOCKED) requirements/test.txt
	$(PIP) $(HERE)
	@touch $@

$(VENV)/benchmark.stamp: requirements/benchmark.txt pyproject.toml $(VENV)/test.stamp
	@echo "Installing spaCy, which benchmarks are run beside, into $(VENV) (once; half a minute)"
	$(PIP) $(LOCKED) requirements/benchmark.txt
	@touch $@

$(VENV)/train.stamp: requirements/train.txt pyproject.toml $(VENV)/test.stamp | $(PY)
	@echo "Installing PyTorch and what training needs into $(VENV) (once; some minutes)"
	$(PIP) --constraint requirements/train.txt --no-build-isolation --editable '.[train]'
	@touch $@

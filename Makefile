# Two commands do everything on a machine with python3, git and make: `make demo` and `make test`.
# `make help` lists the rest.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/installed-$(shell cksum < pyproject.toml | cut -d' ' -f1)
TREE   ?= examples/kernel
# xdist pays on two cores and more; PYTEST_ARGS is yours.
PYTEST_ARGS ?=
# For example a TREE, or --only and a part of a case's name.
ORACLE_ARGS ?=
# One function in EVERY makes accuracy's cases.
EVERY ?= 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-kernel check lint bench bench-port oracle-compile \
	accuracy-cases accuracy clean

help:
	@echo 'make demo             set up, then show two reports on the sample kernel'
	@echo 'make test             set up, then run the tests (no network, no kernel needed)'
	@echo 'make check TREE=DIR   check the default series against a tree'
	@echo 'make lint             ruff, mypy --strict, import-linter'
	@echo 'make test-kernel      fetch two Debian kernel sources with apt, run the tests on them'
	@echo 'make bench            time patchkit against git grep, spatch, ... on a real kernel (ratios)'
	@echo 'make bench-port CASES=DIR  measure port on backport cases (see docs/porting.md)'
	@echo 'make oracle-compile   compare the errors with those of six compilers (see docs/oracle.md)'
	@echo 'make accuracy-cases OLD=DIR NEW=DIR CASES=DIR  cases from two kernels (see docs/accuracy.md)'
	@echo 'make accuracy CASES=DIR  what check finds in them, and what it makes up'

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(STAMP)
	$(BIN)/python tools/demo.py

test: $(STAMP)
	$(BIN)/python -m pytest -n 2 $(PYTEST_ARGS)

test-kernel: $(STAMP)
	$(BIN)/python tools/kernels.py
	$(BIN)/python -m pytest -m kernel $(PYTEST_ARGS)

check: $(STAMP)
	$(BIN)/patchkit check $(TREE)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(STAMP)
	$(BIN)/python tools/kernels.py
	$(BIN)/python -m tools.bench $(BENCH_ARGS)

bench-port: $(STAMP)
	$(BIN)/python -m tools.bench_port $(CASES) --peers $(BENCH_ARGS)

oracle-compile: $(STAMP)
	$(BIN)/python tools/kernels.py
	$(BIN)/python -m tools.oracle_compile $(ORACLE_ARGS)

accuracy-cases: $(STAMP)
	$(BIN)/python -m tools.signature_cases $(OLD) $(NEW) --out $(CASES) --every $(EVERY)

accuracy: $(STAMP)
	$(BIN)/python -m tools.signature_score $(CASES) $(ACCURACY_ARGS)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

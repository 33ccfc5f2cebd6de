# Everything a person or the CI types. `make` alone lists it.
# Needs python3 >= 3.11 with venv, and make; the rest is put into .venv from the lock files.

PYTHON ?= python3
WORKERS ?= 2
SECONDS ?= 60
DEMO ?= run --source seeds --subscribers subscribers.example.csv \
	--outbox outbox --at 2026-03-12T17:00:00Z

VENV := .venv
BIN := $(VENV)/bin
LOCKED := $(VENV)/.locked
LOCKED_TEST := $(VENV)/.locked-test
INSTALLED := $(VENV)/.installed
CHECKED := $(wildcard src tests tools bench)

PIP_INSTALL := $(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options $(UPGRADE)

.PHONY: help demo check test fuzz catalogues format lock dist clean
.DEFAULT_GOAL := help

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(INSTALLED) ## build one issue from seeds/ and put its mails into outbox/
	$(BIN)/digest $(DEMO)

check: $(INSTALLED) $(LOCKED_TEST) ## lint, format, types and floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(CHECKED)
	$(BIN)/lint-imports

test: $(INSTALLED) $(LOCKED_TEST) ## install what the tests need and run them all
	$(BIN)/python tools/ensure_packages.py
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile
	$(MAKE) --no-print-directory fuzz

fuzz: $(INSTALLED) $(LOCKED_TEST) ## look for inputs that break clean or gather (SECONDS=3600)
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

catalogues: $(INSTALLED) ## put new phrases of the mail into every language's catalogue
	$(BIN)/python -m tools.catalogues

format: $(LOCKED_TEST) ## rewrite the code in the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(LOCKED_TEST) ## write both lock files again (UPGRADE=--upgrade takes newer versions)
	$(COMPILE) --output-file requirements.lock requirements.in
	$(COMPILE) --output-file requirements-test.lock requirements-test.in

dist: $(INSTALLED) ## build the wheel and the source archive into dist/
	$(BIN)/hatchling build

clean: ## remove what was built; the outbox and the databases stay
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# pip is renewed first: a pip as old as some systems ship leaves packages half installed.
$(LOCKED): requirements.lock
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(PIP_INSTALL) --upgrade pip
	$(PIP_INSTALL) --require-hashes -r requirements.lock
	touch $@

$(LOCKED_TEST): requirements-test.lock $(LOCKED)
	$(PIP_INSTALL) --require-hashes -r requirements-test.lock
	touch $@

# The build backend is in the lock, so this step fetches nothing.
$(INSTALLED): pyproject.toml src/newsfold/__init__.py $(LOCKED)
	$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	touch $@

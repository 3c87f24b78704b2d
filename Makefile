# The one list of commands. `make` alone says what there is.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PORT ?= 8501
AXE := node_modules/axe-core/axe.min.js
PACKAGES := taxonomy corpus classifier diagnostics app_pages commands app.py cli.py

.PHONY: help run test check lint types data browser bench card picture clean compiled

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# Installs the locked versions and compiles them once, so that no start pays for it.
$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@$(BIN)/python -m compileall -q $(VENV)/lib >/dev/null 2>&1 || true
	@touch $(READY)

# Our own modules too: where the environment forbids Python to write bytecode, each start would compile them anew.
compiled: $(READY)
	@$(BIN)/python -m compileall -q $(PACKAGES) >/dev/null 2>&1 || true

run: compiled ## Start the web app and name its address
	$(BIN)/faultline serve --port $(PORT)

# One thread in each of the two processes: with more, they take the processors from each other.
test: $(READY) browser $(AXE) ## Run every test, the ones in a real browser too
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses 2 --dist loadfile --cov --cov-report=term:skip-covered --durations 15

check: $(READY) lint types data test ## Everything that must hold before a change is merged

lint: $(READY) ## Ruff: format and rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY) ## Mypy, strict
	$(BIN)/mypy $(PACKAGES)

data: $(READY) ## Corpus, taxonomy and signatures, and the figures in both cards
	$(BIN)/faultline corpus check --near
	$(BIN)/faultline corpus card --check
	$(BIN)/faultline model card --check

browser: ## A Chromium for the browser tests, from the system or from Debian's packages
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	  || { echo "No Chromium found. Install one: apt-get install chromium" >&2; exit 1; }

# Accessibility rules that the browser tests put every page before.
$(AXE):
	@command -v npm >/dev/null || { echo "No npm found, which brings axe-core. Install it: apt-get install npm" >&2; exit 1; }
	npm install --no-save --no-package-lock --no-audit --no-fund --silent axe-core@4.14.1

bench: compiled ## Ratios of speed, measured in one run; not part of the tests
	$(BIN)/python -m tests.bench

card: $(READY) ## Write the figures into the dataset card and the model card, with its charts
	$(BIN)/faultline corpus card
	$(BIN)/faultline model card

picture: $(READY) browser ## Take the README's picture of the real app anew
	$(BIN)/python -m pytest -q tests/browser -k "filed and wide"
	mkdir -p docs && cp tests/browser/screenshots/file-1440.png docs/file.png

clean: ## Remove the virtual environment and what tools left behind
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage build *.egg-info

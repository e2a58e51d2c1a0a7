# Two commands do everything: `make demo` and `make test`. Both make .venv first; installing compiles durable-rules.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PYTHONS ?= python3.11 python3.12 python3.13 python3.14 $(wildcard $(HOME)/.pyenv/versions/*/bin/python3)

.PHONY: demo test test-all golden pictures schemas clean

demo: $(VENV)/.installed
	$(BIN)/clausegraph assess examples/invented-workshop.yaml

# What is measured runs alone, after everything else has run on several cores.
test: $(VENV)/.tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	@mkdir -p .types && ln -sfn "$(CURDIR)" .types/clausegraph
	MYPYPATH=.types $(BIN)/mypy -p clausegraph.engine -m clausegraph.cli
	$(BIN)/clausegraph check
	$(BIN)/clausegraph test
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal --ignore tests/bench
	$(BIN)/python -m pytest tests/bench

# The same tests on every Python from 3.11 that this machine has, each in an environment of its own.
test-all:
	@tested=""; for python in $(PYTHONS); do \
	  version=$$($$python -c "import sys, venv; print('%d.%d' % sys.version_info[:2] if sys.version_info >= (3, 11) else '')" 2>/dev/null); \
	  [ -n "$$version" ] || continue; case " $$tested " in *" $$version "*) continue;; esac; \
	  echo "== Python $$version ($$python)"; $(MAKE) --no-print-directory test PYTHON=$$python VENV=.venv-$$version || exit 1; \
	  tested="$$tested $$version"; \
	done; echo "tested on:$$tested"

# Writes the reports in tests/golden and the pictures in docs anew: read the change before you commit it.
golden: $(VENV)/.tools
	CLAUSEGRAPH_GOLDEN=write $(BIN)/python -m pytest tests/test_golden.py

# Takes the picture of the HTML report that the README shows. Browsers differ by a hair, so that no test compares it.
pictures: $(VENV)/.tools
	$(BIN)/clausegraph assess examples/integrated-manufacturer.yaml --engine plain --format html --output build/report.html
	chromium --headless --no-sandbox --hide-scrollbars --window-size=1440,1000 --screenshot=docs/pictures/report.png "file://$(CURDIR)/build/report.html"

schemas: $(VENV)/.tools
	$(BIN)/python -m clausegraph.engine.knowledge.formats.schemas schemas

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tools: $(VENV)/.installed pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

clean:
	rm -rf .venv .venv-* .types build dist *.egg-info

# Two commands do everything: `make demo` and `make test`. Both make .venv first; installing compiles durable-rules.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PYTHONS ?= python3.11 python3.12 python3.13 python3.14

.PHONY: demo test test-all golden schemas clean

demo: $(VENV)/.installed
	$(BIN)/clausegraph assess examples/invented-workshop.yaml

test: $(VENV)/.tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	@mkdir -p .types && ln -sfn "$(CURDIR)" .types/clausegraph
	MYPYPATH=.types $(BIN)/mypy -p clausegraph.engine -m clausegraph.cli
	$(BIN)/clausegraph check
	$(BIN)/clausegraph test
	$(BIN)/python -m pytest

# The same tests on every Python from 3.11 that this machine has, each in an environment of its own.
test-all:
	@found=""; for python in $(PYTHONS); do \
	  if $$python -c "import venv" >/dev/null 2>&1; then found="$$found $$python"; \
	    echo "== $$python"; $(MAKE) --no-print-directory test PYTHON=$$python VENV=.venv-$$python || exit 1; \
	  else echo "== $$python is not here: skipped"; fi; done; echo "tested on:$$found"

# Writes the reports in tests/golden anew: read the change before you commit it.
golden: $(VENV)/.tools
	CLAUSEGRAPH_GOLDEN=write $(BIN)/python -m pytest tests/test_golden.py

schemas: $(VENV)/.tools
	$(BIN)/python -m clausegraph.engine.knowledge.schemas schemas

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tools: $(VENV)/.installed pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

clean:
	rm -rf .venv .venv-* .types build dist *.egg-info

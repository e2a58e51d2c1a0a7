# Two commands do everything: `make demo` and `make test`. Both make .venv first, with exactly what locks/ lists.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PYTHONS ?= python3.11 python3.12 python3.13 python3.14 $(wildcard $(HOME)/.pyenv/versions/*/bin/python3)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
LOCKED  := $(BIN)/python -m pip install --quiet --require-hashes --no-build-isolation
RESOLVE := .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"
OURS    := PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .

.PHONY: demo test tests test-all test-latest lock golden pictures schemas clean

demo: $(VENV)/.installed
	$(BIN)/clausegraph assess examples/invented-workshop.yaml
	@echo; echo "From here on: $(BIN)/clausegraph --help"

test: $(VENV)/.tools
	$(BIN)/python locks/differences.py locks/test.txt
	@$(MAKE) --no-print-directory tests

# What is measured runs alone, after everything else has run on several cores.
tests:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	@mkdir -p .types && ln -sfn "$(CURDIR)" .types/clausegraph
	MYPYPATH=.types $(BIN)/mypy -p clausegraph.engine -m clausegraph -m clausegraph.api -m clausegraph.cli -m clausegraph.__main__
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

# The same tests with the newest release of everything that pyproject.toml allows. What fails here would fail after `make lock`.
test-latest:
	@echo "Making .venv-latest anew (about a minute): the newest release of everything, whatever locks/ lists ..."
	@$(PYTHON) -m venv --clear .venv-latest
	@.venv-latest/bin/python -m pip install --quiet --upgrade pip setuptools wheel
	@PYTHONWARNINGS=ignore .venv-latest/bin/python -m pip install --quiet --upgrade --upgrade-strategy eager --editable '.[durable,test]'
	@failed=0; $(MAKE) --no-print-directory tests VENV=.venv-latest || failed=1; \
	  [ $$failed = 0 ] && echo "All tests pass with the newest releases." || echo "These tests fail with the newest releases."; \
	  .venv-latest/bin/python locks/differences.py locks/test.txt || true; exit $$failed

# Resolves everything anew for all Pythons and systems at once, newest first. Then: `make test`, and commit the change of locks/.
lock:
	@echo "Making .venv-lock (a few seconds), to resolve what locks/ lists anew ..."
	@$(PYTHON) -m venv .venv-lock && .venv-lock/bin/python -m pip install --quiet --upgrade uv
	$(RESOLVE) --upgrade --all-extras pyproject.toml locks/build.in --output-file locks/test.txt
	$(RESOLVE) --constraints locks/test.txt pyproject.toml --extra durable --output-file locks/durable.txt
	$(RESOLVE) --constraints locks/test.txt pyproject.toml --output-file locks/user.txt
	$(RESOLVE) --constraints locks/test.txt locks/build.in --output-file locks/build.txt

# Writes the reports in tests/golden and the pictures in docs anew: read the change before you commit it.
golden: $(VENV)/.tools
	CLAUSEGRAPH_GOLDEN=write $(BIN)/python -m pytest tests/test_golden.py

# Takes the picture of the HTML report that the README shows. Browsers differ by a hair, so that no test compares it.
pictures: $(VENV)/.tools
	$(BIN)/clausegraph assess examples/integrated-manufacturer.yaml --engine plain --format html --output build/report.html
	chromium --headless --no-sandbox --hide-scrollbars --window-size=1440,1000 --screenshot=docs/pictures/report.png "file://$(CURDIR)/build/report.html"

schemas: $(VENV)/.tools
	$(BIN)/python -m clausegraph.engine.knowledge.formats.schemas schemas

# An environment with what builds and installs the rest. It is made anew when the lock changes, so that nothing old stays in it.
$(VENV)/.made: locks/build.txt locks/test.txt
	@echo "Making $(VENV) (once, about a minute): Python's own environment, then what locks/ lists ..."
	@$(PYTHON) -c 'import sys; sys.exit("clausegraph needs Python 3.11 or later; choose one: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv --clear $(VENV)
	@$(LOCKED) -r locks/build.txt
	@touch $@

$(VENV)/.installed: $(VENV)/.made locks/user.txt locks/durable.txt pyproject.toml
	@echo "Installing what clausegraph needs; durable-rules is compiled where it can be had ..."
	@$(LOCKED) -r locks/user.txt
	@$(LOCKED) -r locks/durable.txt || echo "durable-rules could not be installed (compiling it takes gcc and Python's headers): the plain evaluator serves, with the same results."
	@$(OURS)
	@touch $@

$(VENV)/.tools: $(VENV)/.made locks/test.txt pyproject.toml
	@echo "Installing what clausegraph and its tests need; durable-rules is compiled where it can be had ..."
	@$(LOCKED) -r locks/test.txt
	@$(OURS)
	@touch $@

clean:
	rm -rf .venv .venv-* .types build dist *.egg-info

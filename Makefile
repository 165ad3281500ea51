# The README's commands. Everything lands in .venv/ and build/; nothing outside this folder is changed.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
JOBS ?= 2
export HF_HUB_DISABLE_TELEMETRY := 1
export TOKENIZERS_PARALLELISM := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: install lock demo report test test-datasets test-harness check board clean help

help:
	@echo "make demo     raw survey answers and interviews to a row on the leaderboard (about ten minutes)"
	@echo "make report   the demo's models and all baselines side by side: tables, tests, pictures"
	@echo "make test     all tests"
	@echo "make test-datasets   every config with datasets 3, 4 and 5, in environments of their own"
	@echo "make test-harness    eval.yaml run by inspect-ai from a loopback Hub, in an environment of its own"
	@echo "make check    lint, format and types"
	@echo "make lock     the hashes of all libraries, from the versions in constraints.txt"
	@echo "make board    the leaderboard of the last demo, in your browser"

install: .venv/.installed

# torch comes first and pinned, so that the resolver never swaps in a build for another accelerator. A machine with a
# GPU: make install TORCH="torch==2.13.0" from the wheel index that fits it. Its builds differ from index to index, so
# it has no hash; everything else must have one of those in requirements.lock.
TORCH ?= torch==2.13.0
.venv/.installed: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "alignsurvey needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet $(TORCH)
	$(BIN)/pip install --quiet --no-deps --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# The hashes of all files of each version in constraints.txt; change versions there, then run this.
lock:
	$(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet uv
	build/lock/bin/uv pip compile --quiet --no-deps --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  constraints.txt --output-file requirements.lock

demo: install
	@$(BIN)/python demo.py

report: install
	@$(BIN)/python demo.py report

test: install
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(JOBS) --dist loadfile

# Environments of their own, for libraries that cannot stand beside ours.
OUTSIDE := build/environments
DATASETS ?= 3.6.0 4.4.1 5.2.0

test-datasets: install
	@for version in $(DATASETS); do \
	  test -f $(OUTSIDE)/datasets-$$version/.installed || { \
	    $(PYTHON) -m venv $(OUTSIDE)/datasets-$$version && \
	    $(OUTSIDE)/datasets-$$version/bin/pip install --quiet datasets==$$version && \
	    touch $(OUTSIDE)/datasets-$$version/.installed; } || exit 1; \
	done
	@$(BIN)/python -m pytest -m outside tests/outside/test_datasets_versions.py

INSPECT ?= inspect-ai==0.3.285 datasets==5.2.0 huggingface-hub==2.4.0
test-harness: install
	@test -f $(OUTSIDE)/inspect/.installed || { \
	  $(PYTHON) -m venv $(OUTSIDE)/inspect && $(OUTSIDE)/inspect/bin/pip install --quiet $(INSPECT) && \
	  touch $(OUTSIDE)/inspect/.installed; }
	@$(BIN)/python -m pytest -m outside tests/outside/test_inspect.py

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

board: install
	@$(BIN)/alignsurvey leaderboard --results build/demo/board

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis

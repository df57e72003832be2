# On a fresh machine: `make run` opens the program, `make test` passes everything. The work is done by scripts/.
.PHONY: run setup check test coverage bench fuzz canary screenshots translations lock clean
PY = .venv/bin/python

run: setup                # make run ARGS="--data-dir /tmp/try"
	.venv/bin/ofauto $(ARGS)

setup:
	scripts/setup

check: setup              # format, lint, types, import contracts, the fast tests: before each commit
	scripts/check

test:                     # everything, on a desktop of its own; make test ARGS="-x tests/flows"
	scripts/setup --with-tests
	scripts/check --static
	scripts/with-desktop scripts/tests $(ARGS)

coverage:
	scripts/setup --with-tests
	scripts/coverage

bench:                    # the table of the README
	scripts/setup --with-tests
	scripts/with-desktop $(PY) -m benchmarks $(ARGS)

fuzz: setup               # odd answers, deliveries and files for every parser; make fuzz ARGS="--seconds 60 kofi"
	$(PY) -m fuzz $(ARGS)

canary: setup             # do the sites' data fit their saved pages? make canary ARGS="--pages FOLDER onlyfans"
	$(PY) scripts/canary.py $(ARGS)

screenshots:
	scripts/setup --with-tests
	scripts/with-desktop env QT_QPA_PLATFORM=xcb $(PY) scripts/screenshots.py $(ARGS)

translations: setup       # after a change of words: collects them, and makes what the program loads
	$(PY) scripts/translations.py

lock:                     # after a change of the dependencies; make lock ARGS=--upgrade
	scripts/lock $(ARGS)

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find ofauto_desktop ui connectors storage tests benchmarks fuzz scripts -name __pycache__ -prune -exec rm -rf {} +

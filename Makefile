# On a fresh machine: `make run` opens the program, `make test` passes everything.
.PHONY: run test check bench setup lock clean
PY = .venv/bin/python

run: setup
	.venv/bin/ofauto

setup:
	scripts/setup

test:
	scripts/setup --with-tests
	scripts/check --static
	scripts/with-desktop $(PY) -m pytest tests

check: setup
	scripts/check

bench:
	scripts/setup --with-tests
	scripts/with-desktop $(PY) -m benchmarks

lock:
	scripts/lock

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache

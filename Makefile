# Each task is one line: the work is in tools/do.py, which also runs without make.
# What ARGS holds goes to the task: make test ARGS="-k dates"
PYTHON ?= python3

.DEFAULT_GOAL := run
.PHONY: run test quick lint format clean lock

run test quick lint format clean lock:
	@$(PYTHON) tools/do.py $@ $(ARGS)

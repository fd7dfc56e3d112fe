# Each task is one line: the work is in tools/do.py, which also runs without make.
# What ARGS holds goes to the task: make test ARGS="-k dates"
PYTHON ?= python3

.DEFAULT_GOAL := run
.PHONY: run serve test quick lint format assets clean lock

run serve test quick lint format assets clean lock:
	@$(PYTHON) tools/do.py $@ $(ARGS)

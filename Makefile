# Two commands do everything on a fresh Debian or Ubuntu machine with Swift 6.3: make demo, make test.
.PHONY: help demo test lint docs ci clean

help: ## List what make can do
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 14

demo: ## Build in release and run both bundled pilots
	@Scripts/install-dependencies
	swift build -c release --product pilot-roi
	@Scripts/run-demo

test: ## Build and run all tests
	@Scripts/install-dependencies
	swift build --build-tests
	swift test --skip-build --disable-xctest

lint: ## Check format, documentation comments and imports
	@Scripts/check-format
	@Scripts/check-imports
	@Scripts/check-tracked

docs: ## Build the documentation, warnings as errors
	@Scripts/check-documentation

ci: ## Everything that continuous integration runs
	@.ci/run

clean: ## Remove all that was built
	rm -rf .build .build-* demo-output

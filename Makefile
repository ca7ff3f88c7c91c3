# make grammar: the parse tables and all that follows from parser/grammar/grammar.js. It needs the tree-sitter CLI
# (cargo install tree-sitter-cli --locked) in the version that parser/internal/gen names; nothing else in the repository does.
.PHONY: grammar
grammar:
	go run ./parser/internal/gen -grammar

.PHONY: check lint fmt test

# What continuous integration runs.
check:
	.ci/run

lint:
	go tool -modfile=tools/go.mod golangci-lint run

fmt:
	go tool -modfile=tools/go.mod golangci-lint fmt

test:
	go test ./...

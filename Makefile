# make run, make demo, make test, make bench: each sets up what it needs.

# One set of build flags for everything: a cold SQLite compile takes a minute
# or two for each distinct set.
export GOFLAGS := -tags=sqlite_fts5
export CGO_ENABLED := 1

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
TOOL := go tool -modfile=tools/go.mod
LISTEN ?= 127.0.0.1:8080

.PHONY: run demo build test tablet-kills crowd check generate bench bench-omr bench-omr-amc fuzz golden samples clean

run: build
	./yousaid serve --listen $(LISTEN)

demo: build
	./yousaid demo --listen $(LISTEN)

build:
	@tools/need gcc:gcc gcc:libc6-dev
	go build -ldflags '-s -w -X main.version=$(VERSION)' -o yousaid ./cmd/yousaid

generate:
	$(TOOL) templ generate

# Everything that must hold: generated code is fresh, nothing is suspicious,
# and the whole suite passes with the race detector, browsers included.
test: check
	@tools/need chromium:chromium pdftoppm:poppler-utils qpdf:qpdf tiffcp:libtiff-tools zbarimg:zbar-tools zint:zint sqlite3:sqlite3 openssl:openssl certutil:libnss3-tools strace:strace
	go test -race -timeout 30m ./...

# The browser of a tablet is killed 100 times; make test does it 25 times.
tablet-kills:
	@tools/need chromium:chromium
	YOUSAID_KILLS=100 go test -timeout 20m -v -run TestKilledBrowserLosesAndDoublesNothing ./kiosk

# Fifty people post for ten minutes beside backups and reports; make test does
# it for four seconds.
crowd:
	YOUSAID_CROWD=10m go test -timeout 20m -v -run TestNobodyHearsThatTheDatabaseIsLocked ./cmd/yousaid

check:
	@tools/need gcc:gcc gcc:libc6-dev git:git
	$(TOOL) templ generate
	@git diff --exit-code --stat -- '*_templ.go' || { echo 'generated files are stale: run make generate and commit'; exit 1; }
	@out=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$out" ] || { echo "not formatted: $$out"; exit 1; }
	go vet ./...
	$(TOOL) staticcheck ./...

# Rewrite the golden files after a change that was looked at.
golden:
	go test ./templates/letter ./templates/staff ./templates/touch ./templates/wall ./kiosk/card -update

# The sample cards of docs/cards.md.
samples:
	@tools/need pdftoppm:poppler-utils
	go test ./kiosk/card -run TestSamplesOfTheGuide -update

# Each fuzz target for a short while; FUZZTIME=5m for longer.
FUZZTIME ?= 20s
fuzz:
	@for p in $$(go list ./...); do for f in $$(go test -list '^Fuzz' $$p | grep '^Fuzz'); do \
		echo "$$p $$f"; go test -run xxx -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$p || exit 1; done; done

# The figures of docs/performance.md. Output fits benchstat.
bench:
	@tools/need gcc:gcc gcc:libc6-dev
	go test -run xxx -bench . -benchtime 1x ./cmd/yousaid
	go test -run xxx -bench . ./store ./board ./kiosk/card

# How well returned cards are read: CARDS on each level of the grid, NORMAL on
# the scans that offices make; docs/omr.md.
CARDS ?= 60
NORMAL ?= 2300
bench-omr:
	@tools/need gcc:gcc gcc:libc6-dev pdftoppm:poppler-utils
	go run ./cmd/bench-omr -cards $(CARDS) -normal $(NORMAL)

# Auto Multiple Choice beside ours, each on its own sheet. It is a package of
# Debian, 661 MB with what it needs.
bench-omr-amc:
	@tools/need gcc:gcc gcc:libc6-dev pdftoppm:poppler-utils auto-multiple-choice:auto-multiple-choice sqlite3:sqlite3
	go run ./cmd/bench-omr -cards $(CARDS) -seed 1 -amc $$(mktemp -d)

clean:
	rm -f yousaid *.test *.out

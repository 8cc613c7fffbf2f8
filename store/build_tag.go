//go:build !sqlite_fts5

package store

// Without the tag everything compiles and search fails at run time, so the
// build stops here instead: go build -tags sqlite_fts5.
var _ = build_with_tags_sqlite_fts5

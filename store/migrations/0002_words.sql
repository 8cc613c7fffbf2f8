-- +goose Up
-- Text search stands apart: another engine has its own.
CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");

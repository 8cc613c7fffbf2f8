package store

import (
	"context"
	"crypto/sha256"
)

// ScanFileBySum gives the newest file with these bytes that was not cancelled.
// NotFound if there is none.
func (s *Store) ScanFileBySum(ctx context.Context, sum [sha256.Size]byte) (ScanFile, error) {
	return s.scanFile(ctx, `WHERE f.sum = ? AND f.state <> 'cancelled' ORDER BY f.id DESC LIMIT 1`, sum[:])
}

// ScanFile gives one file. NotFound if there is none.
func (s *Store) ScanFile(ctx context.Context, id ScanFileID) (ScanFile, error) {
	return s.scanFile(ctx, `WHERE f.id = ?`, id)
}

func (s *Store) scanFile(ctx context.Context, where string, args ...any) (ScanFile, error) {
	list, err := s.scanFiles(ctx, where, args...)
	if err != nil {
		return ScanFile{}, err
	}
	if len(list) == 0 {
		return ScanFile{}, notFound("scan")
	}
	return list[0], nil
}

package store

import (
	"context"
	"fmt"
)

// GiveRoom lets the file grow by so many bytes more: somebody has cleaned up
// the disk while the program runs.
func (s *Store) GiveRoom(ctx context.Context, bytes int64) error {
	var size, pages int64
	if err := s.write.conn.QueryRowContext(ctx, `PRAGMA page_size`).Scan(&size); err != nil {
		return err
	}
	if err := s.write.conn.QueryRowContext(ctx, `PRAGMA page_count`).Scan(&pages); err != nil {
		return err
	}
	_, err := s.write.conn.ExecContext(ctx, fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+bytes/size))
	return err
}

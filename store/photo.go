package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"strconv"
	"time"
)

// MaxPhotos is how many pictures one submission may have.
const MaxPhotos = 3

// NewPhoto is a picture on its way in: Sent is the SHA-256 of the file as it
// came, Image and Thumb are JPEGs without metadata.
type NewPhoto struct {
	Sent          [sha256.Size]byte
	Image, Thumb  []byte
	Width, Height int // of Image
}

// Photo is a picture that a person sent along.
type Photo struct {
	ID            PhotoID
	Image         []byte // JPEG: the whole picture or the small one, as asked for
	Width, Height int    // of the whole picture
	At            time.Time
}

// String is the id as it stands in addresses.
func (id PhotoID) String() string { return strconv.FormatInt(int64(id), 10) }

// AddPhoto keeps a picture beside the words of a token. The same file sent
// again is the picture that is there already. Conflict for a fourth one, or
// where the words were erased.
func (s *Store) AddPhoto(ctx context.Context, token string, n NewPhoto) (PhotoID, error) {
	x, err := s.SubmissionByToken(ctx, token)
	if err != nil {
		return 0, err
	}
	var id PhotoID
	err = s.update(Customer(), func(t *tx) error {
		err := t.row(`/* Store.AddPhoto */ SELECT id FROM photos WHERE submission_id=? AND sent=?`, x.ID, n.Sent[:]).Scan(&id)
		if err == nil {
			return nil
		}
		var have, flags int
		if err := t.row(`/* Store.AddPhoto */ SELECT flags, (SELECT count(*) FROM photos p WHERE p.submission_id = s.id) FROM submissions s WHERE s.id=?`, x.ID).Scan(&flags, &have); err != nil {
			return none(err, "status")
		}
		switch {
		case flags&FlagErased != 0:
			return conflict("photo_erased")
		case have >= MaxPhotos:
			return conflict("photo_many")
		}
		k, err := t.insert(`/* Store.AddPhoto */ INSERT INTO photos(submission_id, sent, image, thumb, width, height, at) VALUES (?,?,?,?,?,?,?)`,
			x.ID, n.Sent[:], n.Image, n.Thumb, n.Width, n.Height, t.ms())
		if err != nil {
			return err
		}
		id = PhotoID(k)
		return t.event("submission", int64(x.ID), "photo.added", nil)
	})
	return id, err
}

// RemovePhoto erases one picture of a token. NotFound if it has none such.
func (s *Store) RemovePhoto(ctx context.Context, token string, id PhotoID) error {
	x, err := s.SubmissionByToken(ctx, token)
	if err != nil {
		return err
	}
	return s.update(Customer(), func(t *tx) error {
		k, err := t.change(`/* Store.RemovePhoto */ DELETE FROM photos WHERE id=? AND submission_id=?`, id, x.ID)
		if err != nil || k == 0 {
			return orNotFound(err, "photo")
		}
		return t.event("submission", int64(x.ID), "photo.removed", nil)
	})
}

// forgetPhotos erases the pictures whose time is over: those that were there
// before limit, with words that were answered before it, or that asked for no
// answer and came before it.
func (t *tx) forgetPhotos(site SiteID, limit int64) error {
	const over = ` FROM photos WHERE at < ?1 AND submission_id IN (SELECT id FROM submissions WHERE site_id = ?2 AND (answered_at BETWEEN 1 AND ?1 - 1 OR asks = 0 AND received_at < ?1))`
	rows, err := t.rows(`/* tx.forgetPhotos */ SELECT DISTINCT submission_id`+over, limit, site)
	list, err := collect(rows, err, func(r *sql.Rows) (id SubmissionID, err error) { return id, r.Scan(&id) })
	if err != nil || len(list) == 0 {
		return err
	}
	if _, err := t.exec(`/* tx.forgetPhotos */ DELETE`+over, limit, site); err != nil {
		return err
	}
	for _, id := range list {
		if err := t.event("submission", int64(id), "photo.forgotten", nil); err != nil {
			return err
		}
	}
	return nil
}

// Photo gives a picture, for staff; small asks for the small one. NotFound if
// there is none.
func (s *Store) Photo(ctx context.Context, id PhotoID, small bool) (Photo, error) {
	return s.photo(ctx, small, `id = ?`, id)
}

// PhotoByToken gives a picture to whoever holds the token of the words it came
// with. NotFound for any other.
func (s *Store) PhotoByToken(ctx context.Context, token string, id PhotoID, small bool) (Photo, error) {
	sub, ok := decodeToken(s.tokens, statusToken, token)
	if !ok {
		return Photo{}, notFound("photo")
	}
	return s.photo(ctx, small, `id = ? AND submission_id = ?`, id, sub)
}

func (s *Store) photo(ctx context.Context, small bool, where string, args ...any) (Photo, error) {
	var p Photo
	var ms int64
	column := "image"
	if small {
		column = "thumb"
	}
	err := s.read.QueryRowContext(ctx, `/* Store.photo */ SELECT id, `+column+`, width, height, at FROM photos WHERE `+where, args...).Scan(&p.ID, &p.Image, &p.Width, &p.Height, &ms)
	p.At = at(ms)
	return p, none(err, "photo")
}

func (s *Store) photos(ctx context.Context, id SubmissionID) ([]PhotoID, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.photos */ SELECT id FROM photos WHERE submission_id = ? ORDER BY id`, id)
	return collect(rows, err, func(r *sql.Rows) (id PhotoID, err error) { return id, r.Scan(&id) })
}

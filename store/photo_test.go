package store_test

import (
	"bytes"
	"crypto/sha256"
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

func pictureOf(name string) store.NewPhoto {
	return store.NewPhoto{Sent: sha256.Sum256([]byte(name)), Image: []byte("image " + name), Thumb: []byte("thumb " + name), Width: 4, Height: 3}
}

func TestPhotosStayWithTheirWords(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	mine, other := storetest.Say(t, s, site.ID, 1, "Look"), storetest.Say(t, s, site.ID, 2, "Mine is another")
	first, err := s.AddPhoto(t.Context(), mine.StatusToken, pictureOf("a"))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.AddPhoto(t.Context(), mine.StatusToken, pictureOf("a")); err != nil || again != first {
		t.Errorf("sent twice: %d, %v; want the same picture %d", again, err, first)
	}
	for _, name := range []string{"b", "c"} {
		if _, err := s.AddPhoto(t.Context(), mine.StatusToken, pictureOf(name)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.AddPhoto(t.Context(), mine.StatusToken, pictureOf("d")); store.CodeOf(err) != store.Conflict {
		t.Errorf("a fourth picture: %v", err)
	}
	if _, err := s.PhotoByToken(t.Context(), other.StatusToken, first, false); store.CodeOf(err) != store.NotFound {
		t.Errorf("with another person's token: %v", err)
	}
	if err := s.RemovePhoto(t.Context(), other.StatusToken, first); store.CodeOf(err) != store.NotFound {
		t.Errorf("erased with another person's token: %v", err)
	}
	for small, want := range map[bool]string{false: "image a", true: "thumb a"} {
		if p, err := s.PhotoByToken(t.Context(), mine.StatusToken, first, small); err != nil || string(p.Image) != want {
			t.Errorf("small %v: %q, %v", small, p.Image, err)
		}
	}
	if err := s.RemovePhoto(t.Context(), mine.StatusToken, first); err != nil {
		t.Fatal(err)
	}
	if x, err := s.SubmissionByToken(t.Context(), mine.StatusToken); err != nil || len(x.Photos) != 2 {
		t.Errorf("photos %v, %v; want two", x.Photos, err)
	}
}

func TestErasingWordsErasesTheirPhotos(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	for i, erase := range []func(store.Receipt) error{
		func(r store.Receipt) error { return s.Erase(t.Context(), r.StatusToken) },
		func(store.Receipt) error {
			_, err := s.EraseContact(t.Context(), store.System(), "mari@example.org")
			return err
		},
	} {
		r := addWords(t, s, store.NewSubmission{Client: storetest.Client(i + 1), Site: site.ID, Channel: store.PhoneChannel, Lang: "en", Text: "x", Final: true, Contact: store.Contact{Email: "mari@example.org"}})
		id, err := s.AddPhoto(t.Context(), r.StatusToken, pictureOf("a"))
		if err != nil {
			t.Fatal(err)
		}
		if err := erase(r); err != nil {
			t.Fatal(err)
		}
		if p, err := s.Photo(t.Context(), id, false); store.CodeOf(err) != store.NotFound || bytes.Contains(p.Image, []byte("image")) {
			t.Errorf("way %d: the picture is still there: %v", i, err)
		}
		if _, err := s.AddPhoto(t.Context(), r.StatusToken, pictureOf("b")); store.CodeOf(err) != store.Conflict {
			t.Errorf("way %d: a picture was added to erased words: %v", i, err)
		}
	}
}

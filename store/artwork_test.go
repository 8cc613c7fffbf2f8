package store_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

func artworkOf(site store.SiteID, kind, data string) store.Artwork {
	return store.Artwork{Site: site, Kind: kind, Name: data + ".png", Data: []byte(data), Preview: []byte("small"), Width: 60.1234, Height: 24}
}

func TestArtworkIsKeptAsItCame(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	a, err := s.AddArtwork(t.Context(), store.System(), artworkOf(site.ID, "rm-freepost", "one"))
	if err != nil {
		t.Fatal(err)
	}
	again := artworkOf(site.ID, "rm-freepost", "one")
	again.Name, again.Width, again.Preview = "renamed.png", 50, nil
	b, err := s.AddArtwork(t.Context(), store.System(), again)
	if err != nil || b.ID != a.ID || b.Sum != a.Sum {
		t.Errorf("added twice: %+v, %v", b, err)
	}
	if c, err := s.AddArtwork(t.Context(), store.System(), artworkOf(site.ID, "generic", "one")); err != nil || c.ID == a.ID {
		t.Errorf("for another face: %+v, %v", c, err)
	}
	got, err := s.ArtworkBySum(t.Context(), site.ID, "rm-freepost", a.Sum)
	if err != nil || string(got.Data) != "one" || got.Name != "renamed.png" || got.Width != 50 || string(got.Preview) != "small" {
		t.Errorf("%+v, %v", got, err)
	}
	if list, err := s.Artworks(t.Context(), site.ID); err != nil || len(list) != 2 || list[0].Data != nil {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := s.Artwork(t.Context(), site.ID+1, a.ID); store.CodeOf(err) != store.NotFound {
		t.Errorf("of another site: %v", err)
	}
}

// What a run was printed with can always be printed again.
func TestArtworkOfARunIsNeverErased(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	used, err := s.AddArtwork(t.Context(), store.System(), artworkOf(site.ID, "generic", "used"))
	if err != nil {
		t.Fatal(err)
	}
	unused, err := s.AddArtwork(t.Context(), store.System(), artworkOf(site.ID, "generic", "unused"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.AddCardRun(t.Context(), store.System(), store.CardRun{Site: site.ID, Name: "x", Lang: "en", Spec: `{"artwork":"` + used.Sum + `"}`, Count: 1}); err != nil {
		t.Fatal(err)
	}
	for _, a := range []store.Artwork{used, unused} {
		if err := s.RemoveArtwork(t.Context(), store.System(), site.ID, a.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.RemoveArtwork(t.Context(), store.System(), site.ID, a.ID); store.CodeOf(err) != store.NotFound {
			t.Errorf("removed twice: %v", err)
		}
	}
	if got, err := s.ArtworkBySum(t.Context(), site.ID, "generic", used.Sum); err != nil || !bytes.Equal(got.Data, []byte("used")) {
		t.Errorf("the run's artwork: %v, %v", got, err)
	}
	if _, err := s.ArtworkBySum(t.Context(), site.ID, "generic", unused.Sum); store.CodeOf(err) != store.NotFound {
		t.Errorf("an artwork that nothing names is still there: %v", err)
	}
	if list, err := s.Artworks(t.Context(), site.ID); err != nil || len(list) != 0 {
		t.Errorf("still offered: %v, %v", list, err)
	}
}

func TestArtworkThatIsNoneIsRefused(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	for name, spoil := range map[string]func(*store.Artwork){
		"empty": func(a *store.Artwork) { a.Data = nil }, "large": func(a *store.Artwork) { a.Data = []byte(strings.Repeat("x", 5<<20+1)) },
		"no width": func(a *store.Artwork) { a.Width = 0 }, "a banner": func(a *store.Artwork) { a.Width = 900 },
	} {
		a := artworkOf(site.ID, "generic", "x")
		spoil(&a)
		if _, err := s.AddArtwork(t.Context(), store.System(), a); store.CodeOf(err) != store.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

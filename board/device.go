package board

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"github.com/yousaid/yousaid/store"
)

// notPaired is where a screen goes that was taken out of use.
const notPaired = "/pair?kind=board"

// The letter sizes that the style sheet has: even numbers of lines. Up to the
// smallest of them the board is drawn as designed, with larger letters anyway.
const (
	lettersFrom = 38
	lettersMost = 160
)

// letters is the letter size that a screen's readers need, "" for the one of
// the design.
func letters(s store.Screen) string {
	px := s.LetterSize()
	if px < lettersFrom {
		return ""
	}
	return strconv.Itoa(min(px+px%2, lettersMost))
}

func (b *Board) device(r *http.Request) (d store.Device, gone bool) {
	if b.opts.Device == nil {
		return store.Device{}, false
	}
	return b.opts.Device(r)
}

// viewer is who watches a stream: each event is authorised anew.
type viewer struct {
	// leave gives where the screen has to go instead; "" lets it stay.
	leave func() string
}

// viewer of a stream of a site's board. A paired screen's stream is its sign
// of life; it ends when the screen is revoked, moved or measured anew.
func (b *Board) viewer(r *http.Request, site store.Site) viewer {
	first, gone := b.device(r)
	if gone {
		return viewer{func() string { return notPaired }}
	}
	if first.ID == 0 {
		return viewer{func() string { return "" }}
	}
	return viewer{func() string {
		d, _ := b.device(r)
		switch {
		case d.ID != first.ID:
			return notPaired
		case d.Site != first.Site || d.Screen != first.Screen:
			return b.homeOf(d)
		}
		b.store.SeenDevice(d.ID)
		return ""
	}}
}

func (b *Board) homeOf(d store.Device) string {
	site, err := b.store.Site(d.Site)
	if err != nil {
		return notPaired
	}
	return "/board/" + url.PathEscape(site.Slug)
}

// leaveEvent tells a screen where to go.
func leaveEvent(to string) []byte {
	b, err := json.Marshal(map[string]string{"to": to})
	if err != nil {
		panic(err) // a string cannot fail to marshal
	}
	return []byte("event: leave\ndata: " + string(b) + "\n\n")
}

package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/yousaid/yousaid/kiosk"
	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
)

// face is what the flags say for single posts. The artwork's file is kept in
// the store first: by it the run can be printed again.
func (c cardsCmd) face(a *app, s *store.Store, site store.Site) (kiosk.CardFace, error) {
	f := kiosk.CardFace{Settings: map[string]float64{}}
	switch card.Post(c.Post) {
	case card.IBRS:
		f.Country = c.Country
	case card.Freepost:
		f.RM4SCC = c.RM4SCC
	case card.Antwort:
		f.Note = card.Note(c.Note)
	}
	given := map[string]string{"ibrs_bar": c.IBRSBar, "ibrs_gap": c.IBRSGap, "rm_clear": c.RMClear}
	for _, x := range card.Settings(card.Post(c.Post)) {
		if given[x.Name] == "" {
			continue
		}
		v, err := kiosk.Millimetres(given[x.Name])
		if err != nil {
			return f, usageError{fmt.Errorf("%q is no number of millimetres", given[x.Name])}
		}
		f.Settings[x.Name] = v
	}
	if c.Artwork == "" {
		return f, nil
	}
	data, err := os.ReadFile(c.Artwork)
	if err != nil {
		return f, err
	}
	width, err := kiosk.Millimetres(c.ArtworkW)
	if err != nil || !(width >= 0) || math.IsInf(width, 0) {
		return f, usage("--artwork-width: %q is no width in millimetres", c.ArtworkW)
	}
	kept, err := kiosk.KeepArtwork(a.ctx, s, store.System(), site.ID, card.Post(c.Post), filepath.Base(c.Artwork), data, width, 0)
	if err != nil {
		return f, err
	}
	f.Artwork, f.ArtworkW, f.ArtworkH = kept.Sum, kept.Width, kept.Height
	return f, nil
}

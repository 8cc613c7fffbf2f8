package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"time"

	"github.com/yousaid/yousaid/kiosk"
	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/scan"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
)

// demoReturned are cards that came with this morning's post, four on the glass
// of the scanner.
func demoReturned() [][]card.Filled {
	return [][]card.Filled{
		{
			{Ticks: map[string][]string{"mood": {"4"}, "topic": {"cleanliness"}}},
			{Ticks: map[string][]string{"mood": {"5"}}},
			{Ticks: map[string][]string{"mood": {"1"}, "topic": {"waiting", "staff"}}, Words: map[string]string{"text": "Twenty minutes for a key.", "contact": "oskar@mail.example"}},
			{Ticks: map[string][]string{"mood": {"2", "3"}, "topic": {"price"}}},
		},
		{
			{Ticks: map[string][]string{"mood": {"5"}}, Words: map[string]string{"text": "Thank you for the second desk"}},
			{Ticks: map[string][]string{"mood": {"4"}, "topic": {"equipment"}}},
			{Ticks: map[string][]string{"mood": {"5"}}},
			{},
		},
	}
}

// scans lays the last cards of the run on the scanner and lets them be read, as
// any others are.
func (l *demoLife) scans() {
	l.at(l.now.Add(-50*time.Minute), func() error {
		catalog, err := i18n.Load()
		if err != nil {
			return err
		}
		blanks, err := kiosk.NewBlanks(l.store, catalog)
		if err != nil {
			return err
		}
		intake, err := kiosk.NewScans(kiosk.New(kiosk.Options{Store: l.store, Web: &render.Web{Catalog: catalog}}), kiosk.ScansOptions{Reader: scan.Reader{}})
		if err != nil {
			return err
		}
		var glass [][]byte
		for _, filled := range demoReturned() {
			file, err := l.glass(blanks, filled)
			if err != nil {
				return err
			}
			glass = append(glass, file)
		}
		return l.scan(intake, glass)
	})
}

// glass is a picture of cards as they lie on the scanner.
func (l *demoLife) glass(blanks *kiosk.Blanks, filled []card.Filled) ([]byte, error) {
	var glass *image.Gray
	for i, f := range filled {
		c := l.cards[len(l.cards)-1]
		l.cards = l.cards[:len(l.cards)-1]
		m, err := blanks.Filled(l.ctx, c, f)
		if err != nil {
			return nil, err
		}
		const gap = 30 // dots
		w, h := m.Rect.Dx(), m.Rect.Dy()
		if glass == nil {
			glass = image.NewGray(image.Rect(0, 0, 2*w+3*gap, 2*h+3*gap))
			draw.Draw(glass, glass.Rect, image.NewUniform(image.White), image.Point{}, draw.Src)
		}
		draw.Draw(glass, m.Rect.Add(image.Pt(gap+i%2*(w+gap), gap+i/2*(h+gap))), m, image.Point{}, draw.Src)
	}
	var file bytes.Buffer
	err := png.Encode(&file, glass)
	return file.Bytes(), err
}

func (l *demoLife) scan(intake *kiosk.Scans, glass [][]byte) error {
	by := l.user("Marta")
	var files []store.NewScanFile
	for i, file := range glass {
		files = append(files, store.NewScanFile{Name: fmt.Sprintf("scan-%03d.png", i+1), Sum: sha256.Sum256(file), Size: int64(len(file))})
	}
	batch, brought, err := l.store.BringScans(l.ctx, by, l.site.ID, store.ScanUpload, files)
	if err != nil {
		return err
	}
	for i, f := range brought {
		if err := intake.ReadFile(l.ctx, by, f, bytes.NewReader(glass[i]), nil); err != nil {
			return err
		}
	}
	return l.giveToMarta(batch)
}

// giveToMarta makes what waits for its words hers.
func (l *demoLife) giveToMarta(batch store.ScanBatchID) error {
	pages, err := l.store.ScanPages(l.ctx, batch, 0, len(demoReturned()))
	for _, p := range pages {
		for _, r := range p.Readings {
			if r.State == store.ReadToType && err == nil {
				err = l.store.SetPlan(l.ctx, l.user("Ana"), r.Complaint, 0, store.Plan{Owner: l.people["Marta"].ID})
			}
		}
	}
	return err
}

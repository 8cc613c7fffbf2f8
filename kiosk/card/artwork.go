package card

import (
	"bytes"
	"encoding/base64"
	"fmt"

	"github.com/yousaid/yousaid/kiosk/card/artwork"
)

// Artwork is the picture that a post has approved for a run's face, as it is
// printed.
type Artwork struct {
	File    *artwork.File
	W, H    float64 // on paper, in millimetres; 0: as the file says
	Preview []byte  // the same as a PNG for screens; nil: a frame with its name stands there
}

// size is the printed size; ok is false if nobody says one.
func (a *Artwork) size() (w, h float64, ok bool) { return a.File.Printed(a.W, a.H) }

// key names the artwork in the PDF.
func (a *Artwork) key() string { return "Art" + a.File.Sum()[:12] }

// RoomError says that an artwork is larger than the room for it, both in
// millimetres.
type RoomError struct{ W, H, RoomW, RoomH float64 }

func (e *RoomError) Error() string {
	return fmt.Sprintf("the artwork is %.1f by %.1f mm and there is room for %.1f by %.1f mm: print it smaller or take a larger card", e.W, e.H, e.RoomW, e.RoomH)
}

// place puts the artwork into its room: to a side across (0 left, 1 right), at
// the top.
func (s *side) place(a *Artwork, room Area, to align) (Area, error) {
	w, h, ok := a.size()
	if !ok {
		return Area{}, &FieldError{"post.problem.artwork_size", "artwork", "the file does not say how large the artwork is: give its width in millimetres"}
	}
	if w > room.W+.05 || h > room.H+.05 {
		return Area{}, &RoomError{w, h, room.W, room.H}
	}
	s.room = room
	at := Area{Field: "artwork", X: room.X + (room.W-w)*float64(to), Y: room.Y, W: w, H: h}
	s.takes(at)
	s.same = append(s.same, func(v canvas) { v.artwork(a, at) })
	s.across("artwork_width", at.Y+at.H, at.X, at.X+w)
	s.down("artwork_height", at.X+at.W, at.Y, at.Y+h)
	return at, nil
}

// The PDF's artwork is an object that the writer of the file adds: see
// job.nameArtworks.
func (v *pdfCanvas) artwork(a *Artwork, at Area) {
	_, page := v.f.GetPageSize()
	v.f.RawWriteStr(fmt.Sprintf("q %s 0 0 %s %s %s cm /%s Do Q", pts(at.W), pts(at.H), pts(at.X), pts(page-at.Y-at.H), a.key()))
}

func (v *svgCanvas) artwork(a *Artwork, at Area) {
	if a.Preview != nil {
		fmt.Fprintf(&v.body, `<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" href="data:image/png;base64,%s"/>`,
			num(at.X), num(at.Y), num(at.W), num(at.H), base64.StdEncoding.EncodeToString(a.Preview))
		return
	}
	v.stroke(rect(at.X+.2, at.Y+.2, at.W-.4, at.H-.4), .4, 1.2, dotted)
	text, err := v.m.fit([]span{{font: regular, text: a.File.Name}}, 7, 1.2, at.W-2, 3)
	if err != nil || text.height() > at.H {
		return // the frame alone says where it stands
	}
	name := &side{}
	name.block(text, at.X+1, at.Y+(at.H-text.height())/2, at.W-2, centred, white)
	name.paint(v)
}

// A reader of cards looks at the question side alone, which has no artwork.
func (v *raster) artwork(*Artwork, Area) {}

// nameArtworks writes the pictures of all runs, each once, and tells the
// resources of the master's pages where they are.
func (j *job) nameArtworks() error {
	names, done := "/XObject <<\n", map[string]bool{}
	for _, r := range j.runs {
		a := r.Artwork
		if a == nil || done[a.key()] {
			continue
		}
		done[a.key()] = true
		list, err := a.File.Objects(j.number)
		if err != nil {
			return err
		}
		for _, o := range list {
			j.object(o.Number, string(o.Body))
		}
		names += fmt.Sprintf("/%s %d 0 R\n", a.key(), list[0].Number)
	}
	j.obj.bodies[resourcesObject] = bytes.Replace(j.obj.bodies[resourcesObject], []byte("/XObject <<\n"), []byte(names), 1)
	return nil
}

package card

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/kiosk/card/artwork"
	"github.com/yousaid/yousaid/kiosk/card/barcode"
	"github.com/yousaid/yousaid/templates/i18n"
)

// approved is a picture as a post would hand it out: a frame with a bar in it,
// w by h millimetres.
func approved(t testing.TB, w, h float64) *Artwork {
	t.Helper()
	const perMM = 12
	m := image.NewGray(image.Rect(0, 0, int(w*perMM), int(h*perMM)))
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			edge := min(x, y, m.Rect.Dx()-1-x, m.Rect.Dy()-1-y)
			if edge >= perMM && (edge < 3*perMM || y%(4*perMM) < perMM) {
				m.SetGray(x, y, color.Gray{0xff})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	f, err := artwork.Read("approved.png", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return &Artwork{File: f, W: w, H: h, Preview: b.Bytes()}
}

// faceSample is a run of one card with all that its post asks for.
func faceSample(t testing.TB, post Post, paper Paper) *Run {
	t.Helper()
	switch post {
	case BRM:
		return brmSample(t, paper)
	case IBRS:
		r := sample(t, "en", 1)
		r.Paper, r.Post, r.Licence, r.Country = paper, IBRS, "PHQ-D/10417/TLL", "Estonia"
		return r
	case Freepost:
		r := sample(t, "en", 1)
		r.Paper, r.Post, r.Licence, r.RM4SCC, r.Artwork = paper, Freepost, "rthk-xuzz-kcxu", "LE2 8AA 1T", approved(t, 60, 24)
		r.Address = []string{"Linden Park Leisure Centre", "1 Linden Road", "LEICESTER", "LE2 8AA"}
		return r
	case Antwort:
		r := sample(t, "de", 1)
		r.Paper, r.Post, r.Artwork = paper, Antwort, approved(t, 45, 9)
		r.Address = []string{"Lindenpark Freizeitzentrum", "Sie sagten, wir taten", "Postfach 10 04 17", "04004 Leipzig"}
		return r
	}
	r := sample(t, "en", 1)
	r.Paper = paper
	return r
}

func withReplySide() []Post { return []Post{Generic, BRM, IBRS, Freepost, Antwort} }

// What a post asks is kept on every paper of a size that the post takes.
func TestEveryFaceIsWithinItsPostsLimits(t *testing.T) {
	p := newPress(t)
	for _, post := range withReplySide() {
		for _, paper := range Papers() {
			face, err := p.Preflight(faceSample(t, post, paper))
			if err != nil {
				t.Errorf("%s on %s: %v", post, paper, err)
				continue
			}
			for _, c := range face.Wrong() {
				// Letter cut in four is too small for the Union's posts.
				if size := c.Measure == "card_width" || c.Measure == "dp_length"; paper == Letter && size {
					continue
				}
				t.Errorf("%s on %s: %s is %.3f mm, want %.3f to %.3f (%s)", post, paper, c.Measure, c.Found, c.Min, c.Max, c.Source)
			}
		}
	}
}

// Every number of the table is measured on its face, and nothing is measured
// that the table does not know.
func TestEveryLimitIsMeasured(t *testing.T) {
	p := newPress(t)
	for _, post := range withReplySide() {
		r := faceSample(t, post, A6)
		if post == Generic {
			r.Artwork = approved(t, 60, 24)
		}
		face, err := p.Preflight(r)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, c := range face.Checks {
			seen[c.Measure] = true
		}
		for _, l := range limits(post) {
			if !seen[l.Measure] {
				t.Errorf("%s: %s is in the table and not measured", post, l.Measure)
			}
			if room := l.Source == "post.preflight.room"; l.Source == "" || room != strings.HasPrefix(l.Measure, "artwork_") {
				t.Errorf("%s: %s has source %q", post, l.Measure, l.Source)
			}
		}
	}
}

func TestFacesSayWhatIsMissing(t *testing.T) {
	for name, c := range map[string]struct {
		post  Post
		spoil func(*Run)
		field string
	}{
		"no IBRS number":       {IBRS, func(r *Run) { r.Licence = "" }, "licence"},
		"no country":           {IBRS, func(r *Run) { r.Country = "" }, "country"},
		"no IBRS address":      {IBRS, func(r *Run) { r.Address = nil }, "address"},
		"bars too thick":       {IBRS, func(r *Run) { r.Settings = map[string]float64{"ibrs_bar": 9} }, "ibrs_bar"},
		"no Freepost number":   {Freepost, func(r *Run) { r.Licence = "" }, "licence"},
		"another number":       {Freepost, func(r *Run) { r.Licence = "RTHK-XUZZ" }, "licence"},
		"no Freepost artwork":  {Freepost, func(r *Run) { r.Artwork = nil }, "artwork"},
		"a strange postcode":   {Freepost, func(r *Run) { r.RM4SCC = "LE2_8AA" }, "rm4scc"},
		"no Freepost address":  {Freepost, func(r *Run) { r.Address = nil }, "address"},
		"no Antwort artwork":   {Antwort, func(r *Run) { r.Artwork = nil }, "artwork"},
		"another note":         {Antwort, func(r *Run) { r.Note = "free" }, "note"},
		"no Antwort address":   {Antwort, func(r *Run) { r.Address = nil }, "address"},
		"artwork without size": {Antwort, func(r *Run) { r.Artwork.W, r.Artwork.H = 0, 0 }, "artwork"},
	} {
		r := faceSample(t, c.post, A6)
		c.spoil(r)
		_, err := newPress(t).Preflight(r)
		var missing *FieldError
		if !errors.As(err, &missing) || missing.Field != c.field {
			t.Errorf("%s: %v, want an error of %s", name, err, c.field)
		}
	}
}

func TestArtworkHasToHaveRoom(t *testing.T) {
	for post, most := range map[Post][2]float64{Generic: {68, 32}, Freepost: {76, 31}, Antwort: {68.5, 18}} {
		r := faceSample(t, post, A6)
		var room *RoomError
		r.Artwork = approved(t, 90, 30)
		if _, err := newPress(t).Preflight(r); !errors.As(err, &room) || math.Abs(room.RoomW-most[0]) > .01 || math.Abs(room.RoomH-most[1]) > .01 {
			t.Errorf("%s, 90 by 30 mm: %v, want room for %v", post, err, most)
		}
		r.Artwork = approved(t, most[0], most[1])
		face, err := newPress(t).Preflight(r)
		if err != nil && post != Antwort {
			t.Errorf("%s, as large as the room: %v", post, err)
			continue
		}
		if err == nil && len(face.Wrong()) > 0 {
			t.Errorf("%s, as large as the room: %+v", post, face.Wrong())
		}
		for i := 0; err == nil && i < len(face.Checks); i++ {
			if c := face.Checks[i]; c.Measure == "artwork_width" && math.Abs(c.Max-most[0]) > .01 {
				t.Errorf("%s: room for %.2f mm is said, there are %.2f", post, c.Max, most[0])
			}
		}
	}
}

// A mark that is printed into an area of the post is found, with how far it
// stands in it.
func TestZonesFindWhatStandsInThem(t *testing.T) {
	s := &side{}
	s.clear("zone", Area{X: 10, Y: 10, W: 20, H: 10}, "note")
	s.part = "note"
	s.fill(rect(12, 12, 4, 4), black)
	s.part = ""
	s.fill(rect(0, 0, 10, 10), black)
	s.look()
	if got := s.measured["zone"]; got != 0 {
		t.Errorf("%.2f mm in the zone, want nothing", got)
	}
	s.line(25, 5, 25, 13, .4, black)
	s.look()
	if got := s.measured["zone"]; math.Abs(got-3.2) > .01 {
		t.Errorf("%.2f mm in the zone, want 3.2", got)
	}
}

func TestSettingsChangeWhatIsPrintedAndWhatIsWanted(t *testing.T) {
	p := newPress(t)
	r := faceSample(t, IBRS, A6)
	r.Settings = map[string]float64{"ibrs_bar": 2, "ibrs_gap": 12}
	face, err := p.Preflight(r)
	if err != nil || len(face.Wrong()) != 0 {
		t.Fatalf("%+v, %v", face, err)
	}
	for _, c := range face.Checks {
		if want, ok := r.Settings[c.Measure]; ok && (math.Abs(c.Found-want) > .001 || c.Min != want || !c.Chosen || c.Verified) {
			t.Errorf("%+v, want %v", c, want)
		}
	}
	img := backAt(t, r, 1200)
	perMM := 1200 / 25.4
	column := spans(int(20*perMM), int(64*perMM), func(y int) bool { return dot(img, int(66*perMM), y) < 128 })
	if len(column) < 2 {
		t.Fatalf("%d bars", len(column))
	}
	within(t, "first bar", column[0].width(perMM), 1.95, 2.05)
	within(t, "from bar to bar", float64(column[1].from-column[0].to)/perMM, 11.95, 12.05)
}

func backAt(t *testing.T, r *Run, dpi int) image.Image {
	t.Helper()
	out := filepath.Join(t.TempDir(), "back")
	tool(t, "pdftoppm", "-r", fmt.Sprint(dpi), "-gray", "-png", "-f", "2", "-l", "2", "-singlefile", file(t, pdfOf(t, newPress(t), r)), out)
	return readPNG(t, out+".png")
}

// Poppler at 1,200 dpi is the oracle for every bar of the customer code.
func TestRoyalMailBarsStandWithinTheirTolerance(t *testing.T) {
	perMM := 1200 / 25.4
	r := faceSample(t, Freepost, A6)
	img := backAt(t, r, 1200)
	want, err := barcode.RM4SCC(r.RM4SCC)
	if err != nil {
		t.Fatal(err)
	}
	var bars []dotSpan
	row := 0
	for y := int(45 * perMM); y < int(90*perMM) && bars == nil; y += 4 {
		if b := barsAcross(img, float64(y), 62*perMM, 130*perMM); len(b) == len(want) {
			bars, row = b, y
		}
	}
	if bars == nil {
		t.Fatalf("no row crosses %d bars", len(want))
	}
	row += int(.6 * perMM)
	low, high := bars[0].from-int(2*perMM), bars[len(bars)-1].to+int(2*perMM)
	top, foot := row, row
	for i, s := range bars {
		within(t, "width", s.width(perMM), .38, .63)
		if i > 0 {
			within(t, "pitch", float64(s.from-bars[i-1].from)/perMM, inch/24, inch/20)
		}
		x := (s.from + s.to) / 2
		column := spans(row-int(4*perMM), row+int(4*perMM), func(y int) bool { return dot(img, x, y) < 128 })
		at := -1
		for k, c := range column {
			if c.from <= row && c.to > row {
				at = k
			}
		}
		if at < 0 {
			t.Fatalf("bar %d is not there", i)
		}
		height := map[barcode.Bar]float64{barcode.Tracker: 1.3, barcode.Ascender: 3.2, barcode.Descender: 3.2, barcode.Full: 5.1}[want[i]]
		within(t, fmt.Sprintf("bar %d (%c)", i, want[i]), column[at].width(perMM), height-.06, height+.06)
		top, foot = min(top, column[at].from), max(foot, column[at].to)
	}
	for y := top - int(2*perMM) + 2; y < foot+int(2*perMM)-2; y += 3 {
		for _, x := range []int{low + 2, (low + bars[0].from) / 2, high - 2, (high + bars[len(bars)-1].to) / 2} {
			if dot(img, x, y) < 250 {
				t.Fatalf("the clear zone of 2 mm is not clear at %.1f, %.1f mm", float64(x)/perMM, float64(y)/perMM)
			}
		}
	}
}

// The frame of the franking note and the bars of the Union's legend, as
// poppler prints them.
func TestFramesAndBarsAreAsThickAsTheyMeasure(t *testing.T) {
	perMM := 1200 / 25.4
	note := backAt(t, faceSample(t, Antwort, A6), 1200)
	x := spans(int(100*perMM), int(147*perMM), func(x int) bool { return dot(note, x, int(9.5*perMM)) < 128 })
	if len(x) != 2 {
		t.Fatalf("%d upright lines of the franking note", len(x))
	}
	within(t, "line of the note", x[0].width(perMM), .4, 1.5)
	within(t, "width of the note", float64(x[1].to-x[0].from)/perMM, 15, 25)
	within(t, "note to the right edge", 148-float64(x[1].to)/perMM, 5, 15)
	legend := backAt(t, faceSample(t, IBRS, A6), 1200)
	y := spans(int(25*perMM), int(64*perMM), func(y int) bool { return dot(legend, int(66*perMM), y) < 128 })
	if len(y) < 2 {
		t.Fatalf("%d bars of the legend", len(y))
	}
	within(t, "bar", y[0].width(perMM), 2.95, 3.05)
	within(t, "gap", float64(y[1].from-y[0].to)/perMM, 13.95, 14.05)
	within(t, "block", float64(y[1].to-y[0].from)/perMM, 19.9, 20.01)
}

// The codes of both sides are read by another program, the files are sound and
// the same each time, and each face looks as it did.
func TestFacesPrint(t *testing.T) {
	p := newPress(t)
	for _, post := range withReplySide() {
		r := faceSample(t, post, A6)
		pdf := pdfOf(t, p, r)
		if again := pdfOf(t, newPress(t), faceSample(t, post, A6)); !bytes.Equal(pdf, again) {
			t.Errorf("%s: printed twice, the files differ", post)
		}
		name := file(t, pdf)
		if out := tool(t, "qpdf", "--check", name); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s: %s", post, out)
		}
		for page, ending := range map[string]string{"1": "", "2": backMark} {
			out := filepath.Join(t.TempDir(), "p")
			tool(t, "pdftoppm", "-r", "200", "-png", "-f", page, "-l", page, "-singlefile", name, out)
			if got := tool(t, "zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", out+".png"); !strings.Contains(got, r.Cards[0].URL+ending+"\n") {
				t.Errorf("%s, page %s: read %q", post, page, got)
			}
		}
		looks(t, "face-"+string(post)+".golden.png", backAt(t, r, 60))
	}
}

// looks compares with a kept picture: a few grey dots may differ between
// versions of poppler.
func looks(t *testing.T, name string, got image.Image) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		var b bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, got); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := readPNG(t, name)
	if want.Bounds() != got.Bounds() {
		t.Fatalf("%s: %v, want %v", name, got.Bounds(), want.Bounds())
	}
	sum, n := 0.0, 0
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			sum, n = sum+math.Abs(float64(dot(want, x, y))-float64(dot(got, x, y))), n+1
		}
	}
	if off := sum / float64(n); off > .8 {
		t.Errorf("%s: the face looks different (%.2f grey steps on average): look at it, then run with -update", name, off)
	}
}

func TestFacesSpeakTheirPostsLanguage(t *testing.T) {
	p := newPress(t)
	for post, want := range map[Post][]string{
		IBRS:    {"PAR AVION", "PRIORITAIRE", "NE PAS AFFRANCHIR", "NO STAMP REQUIRED", "REPONSE PAYEE", "REPLY PAID", "ESTONIA", "IBRS/CCRI No: PHQ-D/10417/TLL"},
		Antwort: {"Entgelt", "zahlt", "Empfänger"}, Freepost: {"Freepost RTHK-XUZZ-KCXU"}, BRM: {"BUSINESS REPLY MAIL"},
	} {
		for _, l := range i18n.Languages() {
			r := faceSample(t, post, A6)
			r.P = printer(t, l)
			got := squeeze(tool(t, "pdftotext", "-f", "2", "-raw", file(t, pdfOf(t, p, r)), "-"))
			for _, w := range want {
				if !strings.Contains(got, w) {
					t.Errorf("%s in %s: %q is not in\n%s", post, l, w, got)
				}
			}
		}
	}
}

func TestEveryFaceFitsInEveryLanguageOnEveryPaper(t *testing.T) {
	p := newPress(t)
	for _, post := range withReplySide() {
		for _, paper := range Papers() {
			for _, l := range i18n.Languages() {
				r := faceSample(t, post, paper)
				r.P = printer(t, l)
				if _, err := p.Preflight(r); err != nil {
					t.Errorf("%s on %s in %s: %v", post, paper, l, err)
				}
			}
		}
	}
}

// A PDF goes in as lines and letters, not as dots, and turned pages the right
// way up.
func TestArtworkOfAPDFIsPrintedAsItStands(t *testing.T) {
	p := newPress(t)
	inner := sample(t, "en", 1)
	inner.Paper = A6
	f, err := artwork.Read("face.pdf", pdfOf(t, p, inner))
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(f.W-148) > .1 || math.Abs(f.H-105) > .1 {
		t.Fatalf("%.1f by %.1f mm", f.W, f.H)
	}
	r := sample(t, "en", 1)
	r.Paper, r.Artwork = A6, &Artwork{File: f, H: 30}
	pdf := pdfOf(t, p, r)
	name := file(t, pdf)
	tool(t, "qpdf", "--check", name)
	if got := squeeze(tool(t, "pdftotext", "-f", "2", "-raw", name, "-")); !strings.Contains(got, "What was it about?") {
		t.Errorf("the artwork's words are not in the file:\n%s", got)
	}
	if !bytes.Equal(pdf, pdfOf(t, newPress(t), r)) {
		t.Error("printed twice, the files differ")
	}
	// The hollow square stands at the artwork's upper left.
	img := backAt(t, r, 600)
	k, left := 30.0/105, 148-8-30*148.0/105
	for _, c := range []struct {
		x, y float64
		dark bool
	}{{6.5, 6.5, false}, {4.4, 4.4, true}, {148 - 6.5, 6.5, true}, {6.5, 105 - 6.5, true}} {
		if g := dot(img, int((left+c.x*k)/25.4*600), int((8+c.y*k)/25.4*600)); (g < 128) != c.dark {
			t.Errorf("at %.1f, %.1f of the artwork: %d", c.x, c.y, g)
		}
	}
}

// On the screen the artwork is the picture itself; where none could be made, a
// frame of its size says its name.
func TestPreviewShowsTheArtwork(t *testing.T) {
	p := newPress(t)
	r := faceSample(t, Freepost, A6)
	for _, c := range []struct {
		preview []byte
		want    string
	}{{r.Artwork.Preview, "data:image/png;base64,"}, {nil, "stroke-dasharray"}} {
		r.Artwork.Preview = c.preview
		var svg bytes.Buffer
		if err := p.SVG(&svg, r, Back); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(svg.String(), c.want) {
			t.Errorf("%q is not in the picture", c.want)
		}
		dec := xml.NewDecoder(&svg)
		for {
			if _, err := dec.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// The code stands beside the sentence that names it.
func TestReplySideSendsNobodyOverleaf(t *testing.T) {
	p := newPress(t)
	other := map[i18n.Lang]string{"en": "overleaf", "de": "vorn", "et": "teisel küljel", "fil": "kabila", "ru": "обороте", "uk": "звороті"}
	for _, l := range i18n.Languages() {
		for _, post := range []Post{Generic, IBRS} {
			r := faceSample(t, post, A6)
			r.P = printer(t, l)
			got := squeeze(tool(t, "pdftotext", "-f", "2", "-raw", file(t, pdfOf(t, p, r)), "-"))
			if strings.Contains(got, other[l]) {
				t.Errorf("%s in %s: the reply side says %q\n%s", post, l, other[l], got)
			}
		}
	}
}

// A barcode that would send replies elsewhere than the address is refused.
func TestPostcodeOfTheBarcodeIsThatOfTheAddress(t *testing.T) {
	home := []string{"Linden Park", "LEICESTER", "LE2 8AA"}
	for _, c := range []struct {
		code    string
		address []string
		key     string
	}{
		{"LE2 8AA 1T", home, ""}, {"le28aa9z", home, ""}, {"LE28AA1T", []string{"Linden Park", "Leicester  le28aa"}, ""}, {"LE28AA1T", []string{"Linden Park", "LE2 8AA", "United Kingdom"}, ""},
		{"W1A 1HQ 1T", []string{"Linden Park", "LONDON W1A 1HQ"}, ""}, {"GIR 0AA 1A", []string{"GIR 0AA"}, ""}, {"LE28AA1T", []string{"Linden Park"}, ""},
		{"HELLO", home, "card.problem.postcode_shape"}, {"LE2 8AA", home, "card.problem.postcode_shape"}, {"LE28AAT1", home, "card.problem.postcode_shape"},
		{"LE28AC1T", home, "card.problem.postcode_shape"}, {"LE28AA1V", home, "card.problem.postcode_shape"},
		{"LE2 8AB 1T", home, "card.problem.postcode_other"}, {"LE12 8AA 1T", home, "card.problem.postcode_other"},
		{"LE28AA1T", []string{"LE2 8AA House", "LE2 8AA", "LE3 8AA"}, "card.problem.postcode_other"},
	} {
		r := faceSample(t, Freepost, A6)
		r.RM4SCC, r.Address = c.code, c.address
		var wrong *FieldError
		err := r.Check()
		if errors.As(err, &wrong); c.key == "" && err != nil || c.key != "" && (wrong == nil || wrong.Key != c.key || wrong.Field != "rm4scc") {
			t.Errorf("%s to %q: %v, want %q", c.code, c.address, err, c.key)
		}
	}
}

func TestBusinessReplyMailIsInLatinLetters(t *testing.T) {
	for field, spoil := range map[string]func(*Run){
		"city":    func(r *Run) { r.City = "ПОРТЛЕНД ME" },
		"address": func(r *Run) { r.Address[0] = "Ліндан-парк" },
		"licence": func(r *Run) { r.Licence = "№ 4120 Б" },
		"":        func(r *Run) { r.Address[0] = "Peña Blanca № 1" },
	} {
		r := faceSample(t, BRM, A6)
		spoil(r)
		var wrong *FieldError
		err := r.Check()
		if errors.As(err, &wrong); field == "" && err != nil || field != "" && (wrong == nil || wrong.Field != field || wrong.Key != "card.problem.latin") {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestRepliesToAStreetAreTold(t *testing.T) {
	for line, want := range map[string]bool{"Postfach 10 04 17": false, "POSTFACH 1": false, "Lindenweg 1": true} {
		r := faceSample(t, Antwort, A6)
		r.Address = []string{"Lindenpark", line, "04004 Leipzig"}
		if got := r.ToStreet(); got != want {
			t.Errorf("%s: %v", line, got)
		}
	}
	if r := faceSample(t, IBRS, A6); r.ToStreet() {
		t.Error("only Deutsche Post asks for a Postfach")
	}
}

// A licence number that is copied with its prefix stands on the card once.
func TestIBRSPrefixIsPrintedOnce(t *testing.T) {
	for said, want := range map[string]string{"IBRS/CCRI 12345": "12345", "ibrs / ccri No: PHQ-D/1": "PHQ-D/1", "IBRS/CCRI N° 12": "12", "CCRI/IBRS: 7": "7", "IBRS/CCRI": "",
		"PHQ-D/10417/TLL": "PHQ-D/10417/TLL", "IBRS-12": "IBRS-12", "IBRS N12": "N12", "IBRS No. 5": "5"} {
		if got := ibrsNumber(said); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
	r := faceSample(t, IBRS, A6)
	r.Licence = "IBRS/CCRI 12345"
	got := squeeze(tool(t, "pdftotext", "-f", "2", "-raw", file(t, pdfOf(t, newPress(t), r)), "-"))
	if !strings.Contains(got, "IBRS/CCRI No: 12345") {
		t.Errorf("the card says\n%s", got)
	}
}

// The bars of the endorsement and the legend's box stand apart, and the FIM
// close to the edge that it is measured from.
func TestBusinessReplyMailHasAir(t *testing.T) {
	for _, paper := range Papers() {
		face, err := newPress(t).Preflight(faceSample(t, BRM, paper))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range face.Checks {
			if c.Measure == "fim_top" && (c.Found > 2 || c.Found < 1) {
				t.Errorf("%s: the FIM stands %.2f mm from the top, want 1 to 2", paper, c.Found)
			}
		}
		w, _ := paper.Size(Back)
		b := brm{w: w}
		if air := w - endorsementEdge - endorsementW - brmLeft - b.wide(); air < 3-1e-9 {
			t.Errorf("%s: %.2f mm between the legend and the bars", paper, air)
		}
	}
}

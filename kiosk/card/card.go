// Package card is the paper comment card: where everything stands in
// millimetres, the reply face for the post, and the file that a printer takes.
// The same drawing makes the PDF and the picture on the owner's page, and the
// same numbers go into the Layout by which returned cards are read.
package card

import (
	"fmt"
	"slices"
	"time"

	"github.com/yousaid/yousaid/templates/i18n"
)

// Paper is what the printer is fed with.
type Paper string

// The papers. Two hold four cards a sheet and have crop marks, two are cards
// by themselves.
const (
	A4      Paper = "a4-4up"
	Letter  Paper = "letter-4up"
	A6      Paper = "a6"
	FourSix Paper = "4x6"
)

// Papers gives every paper, in the order in which they are offered.
func Papers() []Paper { return []Paper{A4, Letter, A6, FourSix} }

// ParsePaper reads the name of a paper; its error is a sentence to show.
func ParsePaper(s string) (Paper, error) {
	for _, p := range Papers() {
		if string(p) == s {
			return p, nil
		}
	}
	return "", fmt.Errorf("there is no paper %q: use a4-4up, letter-4up, a6 or 4x6", s)
}

// Post says how a card comes back.
type Post string

// The ways back: a box by the door; the post with a reply licence of any
// country, in plain words; or the exact face that one post asks for.
const (
	NoPost  Post = "none"
	Generic Post = "generic"
	BRM     Post = "usps-brm" // USPS Business Reply Mail
	IBRS    Post = "ibrs"     // International Business Reply Service of the Universal Postal Union

	// These have the artwork that the post hands out with the licence.
	Freepost Post = "rm-freepost" // Royal Mail Freepost
	Antwort  Post = "dp-antwort"  // Deutsche Post Antwortsendung
)

// Posts gives every way back, in the order in which they are offered.
func Posts() []Post { return []Post{Generic, BRM, IBRS, Freepost, Antwort, NoPost} }

// TakesArtwork tells whether an approved picture can stand on the face, and
// whether there is no face without.
func (p Post) TakesArtwork() (can, must bool) {
	must = p == Freepost || p == Antwort
	return must || p == Generic, must
}

// ParsePost reads the name of a way back; its error is a sentence to show.
func ParsePost(s string) (Post, error) {
	if slices.Contains(Posts(), Post(s)) {
		return Post(s), nil
	}
	return "", fmt.Errorf("there is no postal face %q: use none, generic, usps-brm, ibrs, rm-freepost or dp-antwort", s)
}

// Flip is the edge over which the printer turns the sheet for its back.
type Flip string

// The flips: over the sheet's long edge or its short one, as printer dialogs
// name them.
const (
	LongEdge  Flip = "long"
	ShortEdge Flip = "short"
)

// Questions are what the front asks.
type Questions struct {
	Heading string // with [brackets] round the marked words; "" asks "How was it [today?]"
	About   string // above the topics; "" asks "What was it about?"
	Words   string // above the writing lines; "" says "In your own words"
	Reach   string // above the line for mail or phone; "" says what for
	Faces   int    // 4 or 5; 0 asks for none
	Topics  []Topic
	More    []Block // further questions, in order
	Writing bool    // lines for one's own words
	Contact bool    // a line for mail or phone
}

// BlockKind is how a further question is answered on paper.
type BlockKind string

// The kinds of block.
const (
	OneOf BlockKind = "one"   // a box for each of Options; one is to be ticked
	AnyOf BlockKind = "any"   // a box for each of Options
	Scale BlockKind = "scale" // eleven boxes, 0 to 10
	Lines BlockKind = "lines" // a line to write on
)

// Block is a further question. Field names its boxes and its line in the
// Layout.
type Block struct {
	Field   string    `json:"field"`
	Kind    BlockKind `json:"kind"`
	Ask     string    `json:"ask"`
	Note    string    `json:"note,omitempty"` // after it: for whom it is, what the ends of a scale mean
	Options []Topic   `json:"options,omitempty"`
}

// Topic is one box with its label.
type Topic struct{ Value, Label string }

// Card is one numbered card; URL is what its QR code says.
type Card struct{ Serial, URL string }

// Run is one print run in one language: everything that stands on its cards.
// Nothing is looked up while printing, so the same Run is the same bytes.
type Run struct {
	P         *i18n.Printer // the language of the card
	PostP     *i18n.Printer // the language of the postal marks; nil: as P
	Title     string        // of the PDF
	Place     string        // "Linden Park Leisure Centre"
	Promise   string        // "Answer within 2 days of the card reaching us."
	EraseDays int           // after which contact details go; 0 says nothing of it
	Questions Questions
	Paper     Paper
	Flip      Flip // "" is LongEdge
	Post      Post
	Address   []string           // where replies go, first line in bold
	Licence   string             // number under which the post bills the replies
	City      string             // where the licence was given
	IMb       string             // BRM: tracking and routing code, "" for none
	Country   string             // IBRS: where replies go, as the post writes it
	RM4SCC    string             // Freepost: postcode and delivery point suffix of the barcode, "" for none
	Note      Note               // Antwort: what the franking note says, "" is PaysAll
	Artwork   *Artwork           // what the post approved; nil: none
	Settings  map[string]float64 // measures that this run's post wants otherwise: see Settings
	Cards     []Card
	Made      time.Time // the date in the PDF
}

// FitError says which words do not fit on the card, even printed smaller.
type FitError struct {
	Text string
	// Crowded: they are not too long, but what else stands there leaves them no
	// room.
	Crowded bool
}

func (e *FitError) Error() string {
	if e.Crowded {
		return fmt.Sprintf("there is no room left on the card for %q: ask fewer questions, or say them shorter", e.Text)
	}
	return fmt.Sprintf("%q does not fit on the card: make it shorter", e.Text)
}

// FieldError says what is missing before a run can be printed. Key is a
// message of the catalogue, Field the field of the form.
type FieldError struct{ Key, Field, Text string }

func (e *FieldError) Error() string { return e.Text }

// Check tells what keeps the run from being printed, words that do not fit
// apart: those come from drawing it.
func (r *Run) Check() error {
	if err := r.checkFront(); err != nil {
		return err
	}
	if r.TwoSided() && len(r.Address) == 0 {
		return &FieldError{"card.problem.address", "address", "cards that come back by post need the address to which replies go"}
	}
	return r.checkFace()
}

// checkFront is Check without what only the reply side needs.
func (r *Run) checkFront() error {
	if _, err := ParsePaper(string(r.Paper)); err != nil {
		return &FieldError{"card.problem.paper", "paper", err.Error()}
	}
	if _, err := ParsePost(string(r.Post)); err != nil {
		return &FieldError{"card.problem.post", "post", err.Error()}
	}
	if f := r.Flip; f != "" && f != LongEdge && f != ShortEdge {
		return &FieldError{"card.problem.flip", "flip", fmt.Sprintf("a sheet is turned over its long or its short edge, not %q", f)}
	}
	if f := r.Questions.Faces; f != 0 && f != 4 && f != 5 {
		return &FieldError{"card.problem.faces", "questions", "a card has 4 or 5 faces"}
	}
	return nil
}

// TwoSided tells whether the cards have a reply side.
func (r *Run) TwoSided() bool { return r.Post != NoPost }

func (r *Run) postP() *i18n.Printer {
	if r.PostP != nil {
		return r.PostP
	}
	return r.P
}

// Moods gives the values of the faces, worst first, none without faces: the
// scale of four leaves out the middle.
func (q Questions) Moods() []int {
	switch q.Faces {
	case 0:
		return nil
	case 4:
		return []int{1, 2, 4, 5}
	}
	return []int{1, 2, 3, 4, 5}
}

package staff

// CardsView is the owner's page for printing comment cards. The order of the
// form is the order of the print; the pictures are the real card.
type CardsView struct {
	Bar                 BarView
	Questions           Field
	Paper               Field
	Languages           Field
	Posts               []CardsPost
	PostError           string
	Licence             Field
	City                Field
	IMb                 Field // of USPS Business Reply Mail
	Face                CardsFace
	HasLicence, HasCity bool // licence number and city stand on this face
	Address             Field
	Flip                Field
	Count               Field
	Step                int    // cards that one press of "more" adds
	Sheets              string // "150 sheets, both sides."
	Range               string // "Cards LP-C0417 to LP-C1016."
	ByPost              bool   // the fields of the post are asked for
	BRM                 bool   // the barcode is asked for too
	Duplex              bool   // sheets have a back with several cards
	Problem             string // why there is no picture and no file
	ProblemArtwork      bool   // it is the artwork that is missing or too large
	Views               []Option
	View                string // "both", "sheet" or "real"
	Pictures            []CardsPicture
	Checks              []CardsCheck
	Preflight           string // address of the page of measures; "" for a card without a reply side
	Runs                []CardsRun
	Totals              string // "600 cards printed, 41 came back."
}

// CardsPost is one way back.
type CardsPost struct {
	Option
	Hint string
}

// CardsPicture is one side as it will be printed.
type CardsPicture struct {
	Side string // "front", "back" or "sheet"
	URL  string
	Alt  string
	W, H string // of the card, in CSS pixels at real size
}

// CardsCheck is a statement about the card; Open is one that a person has to
// see to.
type CardsCheck struct {
	Text string
	Open bool
}

// CardsRun is one line of the ledger.
type CardsRun struct {
	Name, Lang, LangCode, Made string
	URL                        string // of its page
	First, Last                string // numbers
	Printed, Handed            string
	Returned, Answered         string
	Withdrawn                  bool
}

package staff

// ScansView is the page of returned cards: where files are brought, and what
// became of those that were.
type ScansView struct {
	Page    PageView
	Most    string // "Up to 64 MB a file: PDF, TIFF, PNG or JPEG."
	Problem string // at the field
	Queue   *ScanQueueView
	Batches []ScanRow
}

// ScanQueueView leads to the cards that wait for a person.
type ScanQueueView struct{ Title, Text, URL string }

// ScanRow is one batch in the list.
type ScanRow struct {
	URL, When, Who, Icon, Source string
	Text                         string // what became of it
	Progress                     *ProgressView
}

// ProgressView is how far something is.
type ProgressView struct {
	Text       string
	Value, Max string // "" for Max: nobody knows how far it is to the end
}

// ScanView is one batch.
type ScanView struct {
	Page  PageView
	State ScanState
}

// ScanState is what changes while a batch is read; scans.js fetches it.
type ScanState struct {
	URL      string // where it is fetched; "" when nothing changes any more
	Title    string
	Lead     string
	Progress *ProgressView
	Cancel   string // form target; "" nothing to cancel
	Counts   []ScanCount
	Review   *ScanQueueView
	Notes    []ScanNote
	Pages    []ScanPageView
	More     string // address of the pages after these
}

// ScanCount is one number of a batch.
type ScanCount struct {
	Icon, N, Label, Class string
}

// ScanNote is something about a whole file, or about cards that are missing.
type ScanNote struct {
	Text, URL, Link string
}

// ScanPageView is one page of a file with what was found on it.
type ScanPageView struct {
	Place   string // "scan.pdf, page 3"
	Problem string
	Cards   []ScanCardView
}

// ScanCardView is one card side.
type ScanCardView struct {
	Serial, Text, Class, Icon string
	Picture, Alt              string // "" where there is none to show
	URL, Link                 string // where to go on
}

// ReviewView is the page on which a person looks at cards.
type ReviewView struct {
	Page   PageView
	Count  string // "7 to look at, 3 to type"
	Notice string // about the card before
	Stack  ReviewStack
	Empty  *EmptyView
}

// ReviewStack are the card to decide and those that come after it; review.js
// keeps them ready. Count is repeated there, Said is what became of the last.
type ReviewStack struct {
	Count, Said string
	Problem     bool // Said is one
	Cards       []ReviewCard
}

// ReviewCard is one card as it was read, with its picture.
type ReviewCard struct {
	ID, Serial, Place string
	Title             string
	Why               []string
	URL               string // form target
	Lang              string // of the card
	Type              bool   // what is written is to be typed; the boxes are clear
	Picture, Alt      string
	Box               string // the picture's viewBox in mm
	W, H              string
	Outlines          []ReviewOutline
	Groups            []ReviewGroup
	Words             []ReviewWords
	Contact           *ReviewContact
	AskSerial         bool
	Typed             string // serial, as it was typed
	Chosen            string // the serial that was found by it
	Problems          map[string]string
	Known             *ReviewKnown
	Cannot            string // label of the button for what cannot be read
}

// ReviewOutline is a box on the picture, in mm. Class says how it was read, Key is
// what stands beside it at KeyX and KeyY.
type ReviewOutline struct{ X, Y, W, H, Class, Key, KeyX, KeyY string }

// ReviewGroup is a question with its boxes, or those that are in doubt.
type ReviewGroup struct {
	Legend, Field string
	Doubt         bool
	Boxes         []ReviewBox
}

// ReviewBox is one box to toggle.
type ReviewBox struct {
	Value, Field, Label string
	Of                  string // its question, among those in doubt
	Note                string // "may be ticked"
	Key, Code           string
	Face                int
	One                 bool // at most one of its field
	On                  bool
}

// ReviewWords is a writing area with the field into which it is typed.
type ReviewWords struct {
	ID, Field, Label, Value string
	Picture, Alt            string // "" where there is no crop
	Rows                    string
}

// ReviewKnown says that the number that was typed is that of a card that was read
// before.
type ReviewKnown struct{ Text, URL, Link string }

// ReviewContact is the line for mail or phone, or, Among the words, a place for
// what may stand there.
type ReviewContact struct {
	Picture, Alt       string
	Name, Email, Phone string
	Among, Open        bool
}

func (c ReviewCard) problem(field string) string { return c.Problems[field] }

// Scanned is a returned card beside the words of a person.
type Scanned struct {
	Picture, Alt string
	Words        []VoicePhoto // what was written
	Note         string       // "not typed yet"
	URL, Link    string
}

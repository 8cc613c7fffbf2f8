package store

import (
	"crypto/sha256"
	"strconv"
	"time"
)

// Ids of what is read of returned cards.
type (
	ScanBatchID int64
	ScanFileID  int64
	ScanPageID  int64
	ReadingID   int64
)

// String is the id as it stands in addresses.
func (id ScanBatchID) String() string { return strconv.FormatInt(int64(id), 10) }

// String is the id as it stands in addresses.
func (id ReadingID) String() string { return strconv.FormatInt(int64(id), 10) }

// ScanSource is how scanned cards came here.
type ScanSource string

// The sources.
const (
	ScanUpload  ScanSource = "upload"
	ScanFolder  ScanSource = "folder"
	ScanCommand ScanSource = "command"
)

// FileState is how far a scanned file is.
type FileState string

// The states of a file.
const (
	FileWaiting   FileState = "waiting"
	FileReading   FileState = "reading"
	FileRead      FileState = "read"
	FileSame      FileState = "same"    // its bytes were read before: it is not read again
	FileRefused   FileState = "refused" // nothing can be read from it: see Problem
	FileCancelled FileState = "cancelled"
)

// ReadingState is what becomes of a card side that was found.
type ReadingState string

// The states of a reading.
const (
	ReadEntered  ReadingState = "entered"     // taken in
	ReadToReview ReadingState = "to_review"   // a person has to look at it
	ReadToType   ReadingState = "to_type"     // taken in; what is written is still to be typed
	ReadBlank    ReadingState = "blank"       // nothing on it: it came back, no more
	ReadAgain    ReadingState = "again"       // the same card once more
	ReadBeside   ReadingState = "beside"      // the person had answered by its code; the paper is kept with that
	ReadCannot   ReadingState = "cannot_read" // a person could not read it either
	ReadBack     ReadingState = "back"        // a reply side
)

// Open tells whether a person still has to do something.
func (s ReadingState) Open() bool { return s == ReadToReview || s == ReadToType }

// Parts of a reading's pictures; any other part is the field of a writing area.
const (
	CardPart    = "card"
	ContactPart = "contact"
)

// Mark is one box of a card as it was read, or as a person sees it. State is one
// of kiosk/omr: blank, ticked, struck, unsure.
type Mark struct {
	Field      string  `json:"field"`
	Value      string  `json:"value"`
	State      string  `json:"state"`
	Confidence float64 `json:"confidence,omitempty"`
}

// ScanProblem is why a page or a file gave nothing: a key of the catalogue and
// what its sentence names. The zero value is no problem.
type ScanProblem struct {
	Key  string
	Args map[string]string
}

// ScanBatch is what was brought in one go.
type ScanBatch struct {
	ID          ScanBatchID
	Site        SiteID
	Source      ScanSource
	User        UserID
	UserName    string
	BegunAt     time.Time
	FinishedAt  time.Time // zero: it is being read, or was not read to its end
	CancelledAt time.Time
	LastAt      time.Time // when its last page was read; BegunAt before the first
	Count       ScanCount
}

// ScanCount counts a batch.
type ScanCount struct {
	Files, Unread         int // Unread wait or are being read
	Pages, Empty          int // Empty are pages on which no card was found, and files that cannot be read
	Cards                 int // question sides
	Entered, ToReview     int
	ToType, Blank, Again  int
	Beside, Cannot, Backs int
	PagesExpected         int // of the files whose number of pages is known
}

// NewScanFile is a file on its way in.
type NewScanFile struct {
	Name string // as whoever brought it calls it
	Sum  [sha256.Size]byte
	Size int64
	Kept string // the name of the copy that is read later; "": whoever adds it reads it at once
}

// ScanFile is a file of a batch.
type ScanFile struct {
	ID     ScanFileID
	Batch  ScanBatchID
	Site   SiteID // of the batch
	Source ScanSource
	User   UserID // who brought it
	Name   string
	Size   int64
	Kept   string
	Pages  int // 0: not known
	// PagesRead were read, from the first on.
	PagesRead int
	State     FileState
	Problem   ScanProblem
	SameAs    ScanBatchID // FileSame: where it was read
	SameAt    time.Time   // and when
}

// NewScanPage is a page that has just been read. Pages is how many the file has,
// 0 where that is not known.
type NewScanPage struct {
	File    ScanFileID
	Number  int // from 1
	Pages   int
	Problem ScanProblem // why no card was found
}

// ScanPage is a page of a file.
type ScanPage struct {
	ID       ScanPageID
	File     ScanFileID
	Number   int
	Problem  ScanProblem
	Readings []Reading
}

// NewReading is a card side that was found on a page.
type NewReading struct {
	Site     SiteID // of the card; of the batch where nobody knows the card
	Card     CardID // 0: nobody knows
	Front    bool
	State    ReadingState // as far as the page tells: the store makes it Again or Beside
	Reason   string       // "", code, unknown, not_flat
	Residual float64      // mm
	Why      []string     // keys of what a person has to look at
	Marks    []Mark
	Inked    []string // fields in which something is written
	Pictures map[string][]byte
	Contacts map[string][]byte // pictures that may show how somebody can be reached
	Said     *NewSubmission    // what is taken in at once; nil: nothing yet
}

// Reading is one card side that was found.
type Reading struct {
	ID         ReadingID
	Batch      ScanBatchID
	Site       SiteID
	Card       CardID
	Serial     string // "" where nobody knows the card
	Front      bool
	State      ReadingState
	Reason     string
	Residual   float64
	Why        []string
	Marks      []Mark   // as they were read
	Seen       []Mark   // as a person sees them; empty: nobody has looked
	Inked      []string // fields
	Submission SubmissionID
	Complaint  ComplaintID // the root of what it became; 0: nothing
	SaidAt     time.Time   // when its words came in; zero: there are none
	ReadAt     time.Time
	DecidedBy  string // the person who looked at it; "" nobody
	DecidedAt  time.Time
	Parts      []string // of its pictures
	Contacts   []string // of those that may show a contact
	File       string   // where it was found
	Page       int

	page ScanPageID
}

// ReadingDecision is what a person makes of a reading.
type ReadingDecision struct {
	Card  CardID // of a serial that was typed; 0: as it was read
	State ReadingState
	Seen  []Mark
	Said  *NewSubmission // nil: nothing is taken in
	// Pictures and Contacts replace those of the reading where a typed serial has
	// shown where the contact stands; nil leaves them.
	Pictures, Contacts map[string][]byte
	// Private says that the contact stands among the words: all pictures of the
	// card are then kept, and erased, as those that may show one.
	Private bool
}

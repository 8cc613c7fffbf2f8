package store

import (
	"encoding/hex"
	"time"
)

// Channel is the way by which words came in.
type Channel string

// The channels.
const (
	KioskChannel Channel = "kiosk"
	PhoneChannel Channel = "phone" // the customer's own phone
	CardChannel  Channel = "card"
	CallChannel  Channel = "call"
	DeskChannel  Channel = "desk"
)

// Valid tells whether c is one of the channels.
func (c Channel) Valid() bool {
	switch c {
	case KioskChannel, PhoneChannel, CardChannel, CallChannel, DeskChannel:
		return true
	}
	return false
}

// Kind is what a submission is: complaint, suggestion or praise.
type Kind string

// The kinds.
const (
	KindComplaint  Kind = "complaint"
	KindSuggestion Kind = "suggestion"
	KindPraise     Kind = "praise"
)

// Valid tells whether k is one of the kinds.
func (k Kind) Valid() bool {
	return k == KindComplaint || k == KindSuggestion || k == KindPraise
}

// ClientID is the id that the sender made: the idempotency key, kept for
// ever. It is a UUID of any version; 7 keeps the index in order.
type ClientID [16]byte

// String is the usual form with hyphens, in lower case.
func (c ClientID) String() string {
	h := hex.EncodeToString(c[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// Contact is how a person wants to be answered; every field may be empty.
type Contact struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
}

// Given tells whether there is any way to reach the person.
func (c Contact) Given() bool { return c.Email != "" || c.Phone != "" }

// MaxText is the longest text that is taken, in runes.
const MaxText = 4000

// NewSubmission is one person's words on their way in. It is checked by
// kiosk/form; the store trusts it but for what only the store can know.
type NewSubmission struct {
	Client   ClientID
	Site     SiteID
	Device   DeviceID // 0: none
	Seq      int64    // of the device; 0: none
	Series   string   // the run that Seq belongs to; see Sequence
	Channel  Channel
	Lang     string
	Mood     int // 1 very bad to 5 very good; 0 not said
	Topics   []string
	Agrees   []EntryID // board entries that the person says too
	Text     string    // at most MaxText runes, as given
	Answers  map[string]string
	Contact  Contact
	Captured time.Time // when it was said, by the sender's clock; zero: now
	Sent     time.Time // when it was sent, by the same clock; zero: not told
	Saved    time.Time // when it was saved as a file instead, by the same clock, if that is known to have been right; zero: not so
	Read     time.Time // of a returned card: when it was read; zero: it came another way
	Final    bool      // nothing more will be added in this sitting
	Card     CardID    // 0: none
	Kind     Kind      // "": by the mood
	Worded   bool      // Answers hold words of the person's own, not only choices
	// Questionnaire is the version that was asked; 0: not known.
	Questionnaire QuestionnaireID
	// TakenBy wrote it down for the person, by telephone or at the desk; 0: they did so themselves.
	TakenBy UserID
}

// asks tells whether somebody waits for an answer: words, a contact, a topic
// with a bad face, or a finished form with one. A tap that was walked away
// from, or a finished good face without words, only counts.
func (n NewSubmission) asks() bool {
	if n.Text != "" || n.Worded || n.Contact.Given() {
		return true
	}
	return n.Mood <= 3 && (n.Final || len(n.Topics) > 0)
}

func (n NewSubmission) kind() Kind {
	switch {
	case n.Kind != "":
		return n.Kind
	case n.Mood >= 4:
		return KindPraise
	}
	return KindComplaint
}

// Receipt is what a person is told.
type Receipt struct {
	ID          SubmissionID
	Client      ClientID
	Complaint   ComplaintID
	Reference   string // LP-7K4M: for talking at the desk
	StatusToken string // opens /s/{token}
	AnswerBy    time.Time
	ReceivedAt  time.Time
	// CountedFrom is where the promise starts: when the person said it, if a
	// tablet with a right clock kept it meanwhile, else ReceivedAt.
	CountedFrom time.Time
	Again       bool // the client id was known before
}

// Flags of a submission.
const (
	FlagClock  = 1 // the sender's clock was more than five minutes off
	FlagOther  = 2 // the same id came again with other words; both are kept
	FlagErased = 4 // the customer had the words erased
)

// Submission is one person's words through one channel. It is never edited.
type Submission struct {
	ID            SubmissionID
	Client        ClientID
	Site          SiteID
	Complaint     ComplaintID // its own; the group it is in is Root
	Root          ComplaintID
	Device        DeviceID
	Channel       Channel
	Lang          string
	Mood          int
	Topics        []string
	Text          string
	Answers       map[string]string
	Card          CardID
	CapturedAt    time.Time
	ReceivedAt    time.Time
	AnswerBy      time.Time
	CountedFrom   time.Time // where the promise starts: when it was said, or ReceivedAt
	Final         bool
	Flags         int
	Verdict       Verdict
	Reference     string
	StatusToken   string
	HasContact    bool
	Asks          bool            // somebody waits for an answer
	Questionnaire QuestionnaireID // the version that was asked; 0: not known
	TakenBy       UserID          // who wrote it down for the person; 0: they did so themselves
	Additions     []Addition
	Photos        []PhotoID // oldest first
}

// Addition is what the customer said later.
type Addition struct {
	Text string
	At   time.Time
}

// Verdict is the customer's word on whether it was put right.
type Verdict int

// The verdicts.
const (
	NoVerdict Verdict = iota
	PutRight
	NotYet
)

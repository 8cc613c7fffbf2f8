package staff

// TakeView is the page on which staff write down what somebody tells them by
// telephone or at the desk.
type TakeView struct {
	Page       PageView
	ID         string // of the submission: pressed twice it is one
	Lang       string // the reader's
	Channels   []KeyChoice
	Topics     []KeyChoice
	Moods      []KeyChoice
	More       TakeMore
	Like       LikeView
	LikeURL    string
	Text       string
	Phone      string
	Name       string
	Email      string
	Langs      []Choice
	Settled    bool
	How        string
	HowHint    string
	Call       bool
	CallBy     string // as a datetime-local field has it
	Problems   map[string]string
	Receipt    *TakeReceipt // of the one before; nil: none
	CallsLabel string       // "Who is to be called", with their number
}

// KeyChoice is a choice with the key that makes it. Code is the place of the
// key on the keyboard (KeyboardEvent.code), Key what stands on it; both may be
// empty.
type KeyChoice struct {
	Value, Label, Key, Code string
	Icon                    string
	Face                    int // 1 to 5; 0: none
	On                      bool
}

// LikeView offers open complaints that say what is just being typed.
type LikeView struct {
	Title  string // "3 others say this. One more person:"; "" nobody does
	Others []LikeChoice
	None   KeyChoice
}

// LikeChoice is one of them.
type LikeChoice struct {
	KeyChoice
	Quote, Lang, Meta string
}

// TakeReceipt is what is read out to the person. [brackets] are bold.
type TakeReceipt struct {
	Code, URL string
	Site      string
	Lines     []string // in the reader's language
	Slip      []string // in the person's language, for paper
	SlipLang  string
	OpenURL   string
	Joined    string // "12 people say this", "" for the first
	QRBox     string // of the address, on the slip
	QRPath    string
}

func (v TakeView) problem(field string) string { return v.Problems[field] }

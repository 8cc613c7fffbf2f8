package staff

import "net/url"

// BoardListView is the list of what is, will be, or was on the whiteboard.
type BoardListView struct {
	Page   PageView
	Groups []BoardGroup
	Wall   string // address of the public board
	Empty  *EmptyView
}

// BoardGroup is one part of the list: on the board, drafts, taken off.
type BoardGroup struct {
	Title string
	Hint  string
	Rows  []BoardRow
}

// BoardRow is one entry.
type BoardRow struct {
	Href, Said, Do string
	Status         string
	People         string // "26 people"
	Owner, By      string
	Missing        string // "Filipino is still to write"
}

// BoardEditView is the editor of one entry.
type BoardEditView struct {
	Page      PageView
	URL       string // form target
	Version   string
	Main      WordingView
	Others    []WordingView
	Owners    []Choice
	Due       string
	Statuses  []Choice
	Preview   string // address of the real board page, without the words
	Views     []Choice
	Checks    []CheckView
	Voices    string // "26 people said it: 17 tablet, 5 cards"
	Quotes    []QuoteView
	All       string // "all 26"
	AllURL    string
	On        bool
	Saved     bool // there is an entry at all
	Points    bool // something may point to a person: ask once more
	Problems  map[string]string
	Conflict  *ConflictView
	StatusWhy string
}

// WordingView is the entry's sentences in one language.
type WordingView struct {
	Lang, Name       string
	Said, Do         string
	SaidMax, DoMax   int
	SaidLeft, DoLeft string // "31 of 48 letters"
	Written          bool
	State            string // "Filipino: to write"
	SaidErr, DoErr   string
	Open             bool
}

// CheckView is one statement about the entry.
type CheckView struct {
	OK   bool
	Text string
}

// QuoteView is a few of somebody's words.
type QuoteView struct{ Text, Lang string }

func escape(s string) string { return url.QueryEscape(s) }

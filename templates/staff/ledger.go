package staff

// RunView is the ledger page of one print run of cards.
type RunView struct {
	Bar       BarView
	Name      string
	Action    string // address of the page; its forms go below it
	Again     string // address of the same file
	Withdrawn bool
	Facts     []RunFact
	Back      []RunCount
	Rate      string // "41 of 180 cards that were handed out were answered: 23 %."
	Cost      string // what an answer cost
	Handed    Field
	Day       Field
	Print     Field
	Reply     Field
	Currency  Field
	History   []RunEvent
}

// RunFact is one thing that a run is; Lang is the language of Text where it is
// not the page's.
type RunFact struct{ Label, Text, Lang string }

// RunCount is one number of a run; a Part belongs to the number above it.
type RunCount struct {
	Label, N, Note string
	Part           bool
}

// RunEvent is one thing that was done with a run.
type RunEvent struct{ When, Who, Text string }

// MakingView is how far a long print run is.
type MakingView struct {
	Bar         BarView
	State       string // "making", "ready", "stopped", "failed" or "full"
	Title       string // [brackets] are swiped
	Far         string // "4,200 of 10,000 cards"
	Done, Total string
	File        string // address of the finished file, "" before
	Back        string // address of the form as it was filled in
	Busy        string // why nothing new was begun; "" otherwise
}

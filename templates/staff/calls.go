package staff

// CallsView is the list of people who are to be told by telephone.
type CallsView struct {
	Page  PageView
	Rows  []CallRow
	Empty *EmptyView
}

// CallRow is one person; name and number show only after somebody asked for
// them, which is noted.
type CallRow struct {
	ID, URL string // URL is the form target
	Code    string
	Open    string // address of the complaint
	Late    bool
	Dial    DialView
	Due     string // "Call by Thu 19 Nov, 14:00", "Late by 3 h"
	Why     string // "Asked for a call"
	Told    string // "The answer is ready: read it out"; "" there is none
	Answer  string // the answer to read out, in Lang
	Quote   string
	Lang    string
	Meta    string
	Tries   string // "2 tries without an answer, the last at 13:40"; "" none
	Name    string
	Phone   string
	Dialing string // of a tel: address
	Seen    string // "Noted in the history that you looked."
}

package staff

// DeskView is the inbox, with one complaint opened beside it or none.
type DeskView struct {
	Page PageView
	List ListView
	Item *ItemView
}

// ListView is the list of what is to be answered, least time first.
type ListView struct {
	Title   string // "14 to answer"
	Order   string // "least time first"
	Filters []FilterView
	More    []FilterView // topics and the archive, behind one chip
	MoreOn  string       // label of the chosen one of More
	Query   string       // what is searched for
	Scope   []Hidden     // filters that the search keeps
	Rows    []RowView
	Empty   *EmptyView
	Refresh string // address of the bare list, fetched when something changed
	Next    string // address of the next page, empty on the last
	Cut     string // "the first 100 of 240", empty when all are shown
}

// FilterView is one chip.
type FilterView struct {
	Href, Label, Group string
	N                  int // 0 shows no number
	Current            bool
}

// RowView is one line of the inbox.
type RowView struct {
	Href        string
	Current     bool
	Late        bool
	Dial        DialView
	Time        string // "Late by 3 h", "19 h left", "Answered"
	Quote       string
	QuoteLang   string // BCP 47, for the screen reader's voice
	Told        string // "Told Ana, duty manager, at 11:30"
	ChannelIcon string
	Channel     string
	Meta        string // "Price · Waiting"
	People      string // "26 people", empty for one
	Owner       string
	OwnerText   string // owner or "No owner yet"
}

// DialView is the promise pie: how much of the time is left, in percent.
type DialView struct {
	State string // "left", "late", "kept"
	Left  int
	Big   bool
}

// EmptyView says why a list is empty.
type EmptyView struct{ Title, Text string }

// ItemView is one complaint with everything that was said and done.
type ItemView struct {
	ID, URL, Version string
	Code             string
	When, WhenShort  string
	Channel          string
	Status           string
	Voices           []VoiceView
	VoicesTitle      string // "and 25 more people say this"
	VoicesOpen       bool
	Suggest          *SuggestView
	Owners           []Choice
	Action, Due      string
	Answer           string
	AnswerTo         string // "opens with the customer's QR"
	AnswerMore       string // "also goes by e-mail to 2 people"
	Sent             []SentView
	Note             string
	Statuses         []Choice
	StatusWords      string
	CantWhy, CantDue string
	Kinds            []Choice
	Board            BoardLine
	Promise          PromiseView
	History          []EventView
	Problems         map[string]string // field -> sentence
	Open             string            // panel that a problem opens: "status", "cant", "more"
	Conflict         *ConflictView
	Escalate         string // button that tells the next in line, "" for none
	Back             string
}

// VoiceView is one person's words.
type VoiceView struct {
	ID, Code      string
	Words, Lang   string
	LangName      string // only where it differs from the reader's
	NoWords       string // "No words, only a face", when there are none
	Mood          int    // 0: none
	MoodWord      string
	Topics        []TopicView
	Channel, Icon string
	When          string
	Added         []string // what the person added later
	HasContact    bool
	Contact       []string // shown only after asking for it
	TakeOutURL    string   // empty where it cannot be taken out
	ContactURL    string
	Main          bool
	Answers       []QAView // further answers of the questionnaire
	Photos        []VoicePhoto
	Scanned       []Scanned // the card that it came on
}

// VoicePhoto is one picture that somebody sent along.
type VoicePhoto struct{ Small, Full, Alt string }

// QAView is one more question with its answer.
type QAView struct{ Q, A string }

// TopicView is one topic chip.
type TopicView struct{ Icon, Label string }

// SuggestView offers others who say the same.
type SuggestView struct {
	URL    string
	Text   string
	Others []OtherView
	Open   bool
}

// OtherView is one complaint that seems to say the same.
type OtherView struct{ ID, Quote, Lang, Meta string }

// Choice is one choice of a list.
type Choice struct {
	Value, Label string
	Selected     bool
}

// SentView is an answer that has been sent.
type SentView struct{ Text, Head, Lang string }

// BoardLine tells whether the complaint is on the whiteboard.
type BoardLine struct {
	Known bool // there is a wording
	On    bool
	Text  string
	URL   string
	Link  string
}

// PromiseView is the promised time with its dial.
type PromiseView struct {
	Dial     DialView
	Time, Of string
	Late     bool
	Told     string
}

// EventView is one line of the history. [brackets] in Text are bold.
type EventView struct {
	Icon, Class string // class: you, we, next or ""
	Text, Quote string
	Time        string
}

// ConflictView shows what a colleague saved meanwhile beside what was typed.
type ConflictView struct {
	Text string
	Rows []ConflictRow
}

// ConflictRow is one field that differs.
type ConflictRow struct{ Field, Theirs, Yours string }

func (v ItemView) problem(field string) string { return v.Problems[field] }

// pie gives the stroke-dasharray of a dial with that many percent left.
func pie(left int) string {
	return itoa(max(0, min(left, 100))) + " 100"
}

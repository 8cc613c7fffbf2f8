// Package wall is the pages of the public whiteboard. Its view structs have no
// field for a customer's words or contact, so no page of it can show any.
package wall

import (
	"github.com/yousaid/yousaid/templates"
	"github.com/yousaid/yousaid/templates/i18n"
)

// BoardView is one whiteboard, ready to show. One template serves wide and tall
// screens and phones; the style sheet alone tells them apart.
type BoardView struct {
	P     *i18n.Printer
	Shell templates.Shell
	Title string // of the browser tab
	Site  string // the outlet's name
	Theme string // "light", "dark", or "" to follow the screen
	// Letters is the letter size of the rows, in lines of a screen 1,080 lines
	// high: "40" to "160" in steps of two. "": as designed, for about 3 m.
	Letters string
	Long    string // class of a heading that is long in this language: "", "long", "longer"
	Clock   Clock
	Parts   Parts
	Tell    Tell
	Langs   []Language
	Live    *Live // nil: a still picture, as the desk's preview is
}

// Clock is the time at the site when the page was made.
type Clock struct {
	Time    string // "14:32"
	Updated string // "Updated 14:31"
	Weekday string // "Thursday"
	Day     string // "19 November"
	Short   string // "Thu 19 Nov"
	Zone    string // IANA name
}

// Live is what the script needs to keep the page alive. The lengths of time
// are in milliseconds.
type Live struct {
	Events  string // address of the stream
	Version string // of program and page; another one means: load anew
	Now     string // server time, unix milliseconds
	AsOf    string // silence after which "as of" stands instead of "updated"
	Stale   string // silence after which the notice is shown
	Silence string // silence after which the connection is made anew
	Retry   string // pause before a new connection
	Shift   string // how often the picture moves against burn-in
}

// Parts is what changes while the page stays open.
type Parts struct {
	P         *i18n.Printer
	Entries   []Entry
	Fixed     []string // fixed this month, at most four
	FixedSize Size
	FixedTall string // heading of that list on a tall screen
	Share     Share
}

// Entry is one row: the public face of what several people said.
type Entry struct {
	ID       string
	Count    string // "47"
	People   string // "people"
	YouSaid  string
	SaidSize Size
	WeDo     string
	DoSize   Size
	Who      string // the name the person agreed to show, or the role
	WhoSize  Size
	Initial  string
	Magnet   int    // colour of the name magnet, 1 to 6
	By       string // "23 Nov"
	ByTall   string // "by 23 Nov"
	Status   string // heard, planned, doing, done or cant
	Outlined bool   // the row being edited, in a preview
}

// Size is how large a sentence is written so that it fits its cell.
type Size string

// The sizes: two lines of normal letters, two of smaller ones, three of small.
const (
	Normal  Size = ""
	Smaller Size = "smaller"
	Small   Size = "small"
)

// Share is how many were answered in time.
type Share struct {
	Percent string // "94 %"; empty while there are too few for a percentage
	Arc     string // "94 100", the drawn part of the ring
	Words   string // "answered within 2 days"
}

// Tell is the way to say something oneself.
type Tell struct {
	URL     string // of the form, as the code holds it
	Path    string // of the form, for a link
	QRPath  string // SVG path of the dark squares, one unit each
	QRFrame string // viewBox with a quiet zone
	QRSize  string // side of the frame
}

// Language is another language of the same board.
type Language struct {
	Lang    string
	Own     string // its name in itself
	URL     string
	Current bool
}

// SitesView lets somebody choose among the boards of several sites.
type SitesView struct {
	P     *i18n.Printer
	Shell templates.Shell
	Title string
	Sites []Site
}

// Site is one board to choose.
type Site struct {
	Name string
	URL  string
}

// ruleShape gives one of three slightly uneven strokes, so that rows look ruled by hand.
func ruleShape(row int) string {
	return [...]string{
		"M0 4C160 1 320 7 520 4S880 2 1000 5",
		"M0 5C200 7 420 2 600 4S900 6 1000 3",
		"M0 3C140 6 360 5 560 3S860 5 1000 4",
	}[row%3]
}

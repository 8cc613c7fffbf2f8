// Package form turns what a person filled in, by whatever channel, into a
// submission that the store can take, or into problems that a person can be
// told. It is pure: no clock, no disk, no network.
package form

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yousaid/yousaid/store"
	"golang.org/x/text/language"
)

// Raw is a form as it arrived. Nothing in it has been checked.
type Raw struct {
	Channel string
	Lang    string
	Mood    *int
	Topics  []string
	Agrees  []string
	Text    string
	Answers map[string]string
	Contact store.Contact
	Either  string            // one field for a mail address or a telephone number
	Extra   map[string]string // fields that this version does not know
	Final   bool
	Written bool // on paper, and nobody has typed it yet
}

// Problem is a field that cannot be taken as it is. Key names the sentence in
// the catalogues, N what it counts.
type Problem struct {
	Field string
	Key   string
	N     int
}

// The most that is taken beside the text.
const (
	maxName    = 200
	maxAnswers = 64
	maxTopics  = 32
	maxAside   = 2000 // of what is kept aside: topics, entries and fields nobody knows
)

// Check reads raw by the questionnaire q. What a stale tablet sends is kept,
// never refused: an unknown topic becomes "other" with its name in Answers,
// unknown fields and answers that do not fit their question stand in Answers
// under "extra.". A submission with problems is not to be stored. Client, Site, Device, Card and Captured are the caller's.
func Check(q store.Questionnaire, raw Raw) (store.NewSubmission, []Problem) {
	c := checker{questions: q.Questions, answers: map[string]string{}}
	n := store.NewSubmission{Channel: store.Channel(raw.Channel), Lang: lang(raw.Lang), Final: raw.Final}
	n.Mood = c.mood(raw.Mood)
	n.Text = c.text(raw.Text)
	c.given(raw.Answers, "")
	c.fit()
	n.Worded = c.worded() || raw.Written
	n.Topics = c.topics(q.Topics(), raw.Topics)
	n.Agrees = c.agrees(raw.Agrees)
	n.Contact = c.contact(raw.Contact, raw.Either)
	c.given(raw.Extra, "extra.")
	if len(c.answers) > 0 {
		n.Answers = c.answers
	}
	if len(c.problems) == 0 && said(n) == 0 && !raw.Written {
		c.problem("text", "touch.problem.empty", 0)
	}
	return n, c.problems
}

func said(n store.NewSubmission) int {
	return n.Mood + len(n.Topics) + len(n.Agrees) + len(n.Text) + len(n.Answers)
}

type checker struct {
	questions []store.Question
	answers   map[string]string
	problems  []Problem
}

func (c *checker) problem(field, key string, n int) {
	c.problems = append(c.problems, Problem{field, key, n})
}

func (c *checker) mood(m *int) int {
	if m == nil {
		return 0
	}
	if *m < 1 || *m > 5 {
		c.problem("mood", "touch.problem.mood", 0)
		return 0
	}
	return *m
}

func (c *checker) text(s string) string {
	s = Clean(s)
	if strings.TrimSpace(s) == "" {
		return ""
	}
	if over := utf8.RuneCountInString(s) - store.MaxText; over > 0 {
		c.problem("text", "touch.problem.text_long", over)
	}
	return s
}

// topics keeps the order in which they were chosen, each once.
func (c *checker) topics(known, chosen []string) []string {
	var list, aside []string
	for _, t := range chosen {
		if t = strings.TrimSpace(Clean(t)); t == "" {
			continue
		}
		if !slices.Contains(known, t) {
			aside = append(aside, t)
			t = "other"
		}
		if !slices.Contains(list, t) && len(list) < maxTopics {
			list = append(list, t)
		}
	}
	c.aside("topics", strings.Join(aside, "\n"))
	return list
}

func (c *checker) agrees(ids []string) []store.EntryID {
	var list []store.EntryID
	var aside []string
	for _, s := range ids {
		id, ok := entryID(s)
		if !ok {
			aside = append(aside, Clean(s))
			continue
		}
		if !slices.Contains(list, id) && len(list) < maxTopics {
			list = append(list, id)
		}
	}
	c.aside("agrees_with", strings.Join(aside, "\n"))
	return list
}

// entryID reads an id as store.EntryID.String writes it.
func entryID(s string) (store.EntryID, bool) {
	if len(s) == 0 || len(s) > 15 {
		return 0, false
	}
	var id store.EntryID
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0, false
		}
		id = id*10 + store.EntryID(r-'0')
	}
	return id, id > 0
}

// aside keeps in the answers what would otherwise be lost.
func (c *checker) aside(name, s string) {
	if s != "" {
		c.answers[name] = cut(s, maxAside)
	}
}

func (c *checker) given(answers map[string]string, prefix string) {
	if len(answers) > maxAnswers {
		c.problem("answers", "touch.problem.long", 0)
		return
	}
	for _, k := range slices.Sorted(maps.Keys(answers)) {
		v := Clean(answers[k])
		switch {
		case v == "":
		case prefix != "":
			c.aside(cut(prefix+Clean(k), maxName), v)
		case utf8.RuneCountInString(v) > store.MaxText || utf8.RuneCountInString(k) > maxName:
			c.tooLong(k, utf8.RuneCountInString(v)-store.MaxText)
		default:
			c.answers[Clean(k)] = v
		}
	}
}

// Clean takes out NULs, puts U+FFFD for bytes that are not UTF-8, and writes
// every line end as \n, whatever the browser made of it.
func Clean(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

func cut(s string, runes int) string {
	if len(s) <= runes {
		return s
	}
	r := []rune(s)
	return string(r[:min(len(r), runes)])
}

// lang keeps the tag of a language that there is, "" for anything else: the
// words then count as the place's own language.
func lang(s string) string {
	if len(s) < 2 || len(s) > 12 {
		return ""
	}
	for _, r := range s {
		if r != '-' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return ""
		}
	}
	if _, err := language.Parse(s); err != nil {
		return ""
	}
	return s
}

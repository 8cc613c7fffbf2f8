package form

import (
	"slices"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/store"
)

// fit holds the answers against their questions. One that does not fit, as an
// option that is no longer offered, is kept aside. The chosen options of a
// question with several stand one on a line, in the order in which they are
// offered.
func (c *checker) fit() {
	for _, q := range c.questions {
		given := c.answers[q.ID]
		var fits, rest string
		switch q.Type {
		case store.SingleQuestion:
			fits, rest = chosen(q, given, 1)
		case store.MultipleQuestion:
			fits, rest = chosen(q, given, len(q.Options))
		case store.ScaleQuestion:
			fits, rest = scale(given)
		default:
			continue
		}
		delete(c.answers, q.ID)
		c.aside(q.ID, fits)
		c.aside("extra."+q.ID, rest)
	}
}

// chosen parts the options that are offered, at most most of them, from what
// else was given.
func chosen(q store.Question, given string, most int) (fits, rest string) {
	lines := strings.Split(given, "\n")
	var good, other []string
	for _, o := range q.Options {
		if slices.Contains(lines, o.Value) && len(good) < most {
			good = append(good, o.Value)
		}
	}
	for _, l := range lines {
		if l != "" && !slices.Contains(good, l) && !slices.Contains(other, l) {
			other = append(other, l)
		}
	}
	return strings.Join(good, "\n"), strings.Join(other, "\n")
}

// scale takes a whole number from 0 to 10.
func scale(given string) (fits, rest string) {
	if given == "" {
		return "", ""
	}
	n, err := strconv.Atoi(strings.TrimSpace(given))
	if err != nil || n < 0 || n > 10 {
		return "", given
	}
	return strconv.Itoa(n), ""
}

// worded tells whether a further question was answered in the person's own
// words.
func (c *checker) worded() bool {
	return slices.ContainsFunc(c.questions, func(q store.Question) bool {
		return q.Type == store.TextQuestion && strings.TrimSpace(c.answers[q.ID]) != ""
	})
}

// tooLong tells it at the field where somebody wrote more than fits; what no
// form offers is told of the answers as a whole.
func (c *checker) tooLong(id string, over int) {
	if over > 0 && slices.ContainsFunc(c.questions, func(q store.Question) bool { return q.ID == id && q.Type == store.TextQuestion }) {
		c.problem("answers."+id, "touch.problem.text_long", over)
		return
	}
	c.problem("answers", "touch.problem.long", 0)
}

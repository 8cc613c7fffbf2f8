// Package letter is what is sent by mail: each letter in plain words and as
// simple HTML, in the language of the one who reads it.
package letter

import (
	"strings"

	"github.com/yousaid/yousaid/templates/i18n"
)

// View is one letter, display-ready.
type View struct {
	P       *i18n.Printer
	Subject string
	Head    string
	Words   string // what was answered; "" where the words stay in the desk
	By      string // who answers, and where
	Code    string // for talking at the desk; "" for none
	More    string // what the link is for
	Link    string
	URL     string
	Foot    string
}

// Text is the letter in plain words.
func Text(v View) string {
	var parts []string
	for _, s := range []string{v.Head, v.Words, v.By, v.Code, strings.TrimSpace(v.More + "\n" + v.URL), v.Foot} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// paragraphs splits words where a line is empty or ends.
func paragraphs(s string) []string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

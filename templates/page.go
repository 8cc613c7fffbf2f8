// Package templates is the page shell and the pieces that every world shares:
// logo, icons, faces, status pills. Views never import store; each page takes
// one display-ready view struct.
package templates

import (
	"strings"

	"github.com/a-h/templ"
	"github.com/yousaid/yousaid/assets"
	"github.com/yousaid/yousaid/templates/i18n"
)

// Shell is what every page of a running server shares.
type Shell struct {
	Assets *assets.Set
}

// Asset gives the hashed URL of an embedded file, named as in assets/.
func (s Shell) Asset(name string) string { return s.Assets.URL(name) }

// PageView is what the shell of a page needs.
type PageView struct {
	Shell Shell
	P     *i18n.Printer // the language of the page
	Title string        // of the browser tab
	Body  string        // class of <body>
	CSS   []string      // style sheets beside tokens.css and components.css
	JS    []string      // scripts, deferred
	Theme string        // "light", "dark", or "" to follow the device
	Data  templ.Attributes
	App   string // address of its web app manifest, for a home screen; "" for none
}

type markedPart struct {
	text   string
	marked bool
}

func splitMarked(s string) []markedPart {
	before, rest, ok := strings.Cut(s, "[")
	if !ok {
		return []markedPart{{text: s}}
	}
	mid, after, _ := strings.Cut(rest, "]")
	parts := []markedPart{{text: before}, {text: mid, marked: true}}
	return append(parts, splitMarked(after)...)
}

// Plain gives the text of a heading without its highlighter brackets.
func Plain(s string) string { return strings.NewReplacer("[", "", "]", "").Replace(s) }

func statusIcon(name string) string {
	switch name {
	case "planned":
		return "calendar"
	case "done":
		return "tick"
	}
	return name
}

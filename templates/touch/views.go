// Package touch draws what a customer sees: the form on the reception tablet
// and on their own phone, the thanks, the page that says somebody is coming,
// and what became of their words. Views are display-ready and compute nothing.
package touch

import (
	"github.com/yousaid/yousaid/templates"
	"github.com/yousaid/yousaid/templates/i18n"
)

// Chrome is what every customer page carries.
type Chrome struct {
	Shell templates.Shell
	P     *i18n.Printer
	Theme string // "light", "dark", or "" to follow the device
	Site  string // the name of the outlet
	Home  string // where the page starts again, in its first language
	Phone bool   // on the customer's own phone: narrow, no clearing, no QR
}

// Lang is one language in the menu, named in itself.
type Lang struct {
	Code, Name, Href string
	Offline          string // in that language: it cannot be had just now
	On               bool
}

// FormView is the whole form: all steps are one page and one form.
type FormView struct {
	Chrome
	Action   string // where the form goes without JavaScript
	Manager  string // where "Speak to a manager" goes; "" leaves it out
	ID       string // of the submission, made by the server for pages without JavaScript
	Resume   bool   // ID is known to the store already: scripts go on with it
	Thanks   string // where scripts get the last screen; a token follows
	Channel  string
	Key      string // the site's public key, empty on a paired tablet
	Card     string // token of the card that this form answers
	Langs    []Lang
	Default  string // language of an untouched page
	Idle     Times
	Keyboard string // of a tablet's own page: "" by itself, "always" or "never"
	Tablet   Tablet

	Promise string      // "We read every one. Answer within 2 days."
	Fixed   string      // "31 things put right this year.", or empty
	Photo   *PhotoField // nil: no pictures from here
	Others  []Other
	Keep    string // what happens to the contact and when it is erased

	Questionnaire string   // the version that is asked; "" where nobody keeps it
	Screens       []Screen // at least one, in the order in which they are shown
	Inert         bool     // to be looked at: it sends nothing
	Problem       string   // a sentence above everything

	ChosenLines []string // "3 chosen" at index 3
	MeTooLines  []string // "2 “me too”" at index 2
	Plain       ThanksView
	Kept        KeptView
}

// Times are in milliseconds; an Idle of 0 never clears the page.
type Times struct{ Idle, Warn, Return int }

// Face is one answer of the mood scale.
type Face struct {
	Mood    int
	Value   string
	Label   string
	Checked bool
}

// Choice is one answer to choose; Lang where its label is not in the page's
// language. Icon is for topics.
type Choice struct {
	Value, Label, Lang, Icon string
	Checked                  bool
}

// Other is a line of the board that one can agree with.
type Other struct {
	ID, Sentence, People, WithYou string
	Checked                       bool
}

// ThanksView is what the person takes home.
type ThanksView struct {
	Chrome
	Manager   string
	Reference string
	AnswerBy  string // "Thursday 19 November, 18:42"
	Counted   string // "Counted from when you told us, 14:05.", or empty
	Reader    string // who reads it
	OnBoard   string // what they agreed with is on the board, or empty
	StatusURL string
	QR        QR
	Voucher   *VoucherView // nil: none was given
	Photos    *PhotosView  // nil: none can be sent from here
	Return    int          // milliseconds until the start screen; 0 stays
}

// QR is a code as one path over a grid of Size modules.
type QR struct {
	Size  int
	Box   string // the view box with its quiet margin
	Path  string
	Label string
}

// ManagerView says who is coming.
type ManagerView struct {
	Chrome
	Closed bool   // outside opening hours: nobody is promised
	Name   string // shown name of the duty person, empty when nobody is named
	Lead   string
	About  string // "about 3 minutes", or empty
	Again  string // what happens if nobody comes
	Write  string // address of the form
	Return int
}

// StatusView is what became of one person's words.
type StatusView struct {
	Chrome
	Langs     []Lang
	LangName  string
	Reference string
	Heading   string // with [highlighter]
	Marker    string
	Counted   string // "Counted from when you told us, Tue 17 Nov, 14:05.", or empty
	Line      string // beside the reference: promise kept, open or broken; empty once erased
	Path      []PathStep
	Talk      []Bubble
	Doing     *Action
	Ask       bool   // "Does this put it right?"
	Verdict   string // what they said to that, as a sentence
	Note      string // a sentence after something was done
	Action    string // where the forms of the page go
	Erase     string // the page that asks before erasing
	Adding    string // words that did not fit, kept in the field
	Problem   string
	Erased    bool
	CanAdd    bool
	Voucher   *VoucherView // nil: none was given
	Photos    PhotosView
}

// PathStep is one stop on the way; State is "past", "now" or "next".
type PathStep struct{ Icon, Label, When, State string }

// Bubble is one voice: You is the customer.
type Bubble struct {
	You            bool
	Head, By, Text string
}

// Action is what is being done, in words.
type Action struct{ Status, Sentence, By string }

// EraseView asks once before words are erased.
type EraseView struct {
	Chrome
	Action, Back string
}

// KindView is a page that has nothing to show and says so kindly.
type KindView struct {
	Chrome
	Heading, Text string
	Href, Label   string // one way on; no button without Href
}

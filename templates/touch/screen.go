package touch

import (
	"strconv"

	"github.com/a-h/templ"
)

// ScreenKind is what a step of the form asks for.
type ScreenKind string

// The kinds of screen.
const (
	FacesScreen  ScreenKind = "faces"
	TopicsScreen ScreenKind = "topics" // with what others said
	ChoiceScreen ScreenKind = "choice"
	ScaleScreen  ScreenKind = "scale" // Choices are 0 to 10
	WordsScreen  ScreenKind = "words" // Text, Contact or both
)

// Screen is one step of the form: one question, or own words and contact
// together.
type Screen struct {
	Name        string // "start", "about", "words", or "q-" and the question's id
	Kind        ScreenKind
	ID          string // of the question
	Head        Heading
	Sub         string
	First, Last bool
	Low         int    // a follow-up: only for who chose a face of at most Low; 0 for everybody
	Hint        string // for whom the follow-up is, in words
	Many        bool   // any of Choices, else one
	Counts      bool   // says how many are chosen
	Faces       []Face
	Choices     []Choice
	From, To    string // what 0 and 10 of the scale mean
	Text        *TextField
	Contact     *ContactField
}

// Heading is a question as it is asked, with [highlighter]. Lang is its
// language where that is not the page's.
type Heading struct {
	Text, Lang string
	Size       HeadingSize
}

// HeadingSize is how much room a heading takes.
type HeadingSize string

// The sizes: as designed, smaller, and in the letters of running text.
const (
	ShortHeading HeadingSize = ""
	LongHeading  HeadingSize = "long"
	PlainHeading HeadingSize = "plain"
)

// TextField is where somebody writes; Problem stands at it.
type TextField struct{ ID, Name, Value, Problem string }

// ContactField is the one field for mail or telephone.
type ContactField struct {
	Label          Heading
	Value, Problem string
}

// manySteps is from how many screens on the steps are only told in words.
const manySteps = 5

func (v FormView) first() Screen {
	if len(v.Screens) == 0 {
		return Screen{}
	}
	return v.Screens[0]
}

// method of the forms: what is only looked at sends nothing.
func (v FormView) method() string {
	if v.Inert {
		return "get"
	}
	return "post"
}

func (s Screen) class() string {
	c := "screen"
	switch {
	case s.Name == "start" || s.Name == "about" || s.Name == "words":
		c += " s-" + s.Name
	case s.Kind == WordsScreen:
		c += " s-words s-q"
	default:
		c += " s-q s-" + string(s.Kind)
	}
	if s.Kind == WordsScreen && s.Text != nil && s.Contact == nil {
		c += " solo"
	}
	if s.Kind == WordsScreen && s.Text == nil {
		c += " reach"
	}
	if s.First {
		c += " s-first on"
	}
	return c
}

// low tells scripts for whom a follow-up is.
func (s Screen) low() templ.Attributes {
	if s.Low == 0 {
		return nil
	}
	return templ.Attributes{"data-low": strconv.Itoa(s.Low)}
}

func (s Screen) heading() string { return "h-" + s.Name }

// footless screens have their buttons elsewhere.
func (s Screen) footless() bool {
	return s.Kind == FacesScreen || s.Last && s.Text != nil && s.Contact != nil
}

func (s Screen) field() string { return "q." + s.ID }

func (s Screen) choiceID(c Choice) string { return s.Name + "-" + c.Value }

func (s Screen) input() string {
	if s.Many {
		return "checkbox"
	}
	return "radio"
}

func (s Screen) role() string {
	if s.Many {
		return "group"
	}
	return "radiogroup"
}

// actID keeps the topics' buttons known by their plain names.
func (s Screen) actID(name string) string {
	if s.Kind == TopicsScreen {
		return name
	}
	return name + "-" + s.Name
}

func (s Screen) countID() string { return s.actID("count") }

func (h Heading) class() string {
	switch h.Size {
	case LongHeading:
		return "hand long"
	case PlainHeading:
		return "plain"
	}
	return "hand"
}

func (h Heading) attributes() templ.Attributes {
	if h.Lang == "" {
		return nil
	}
	return templ.Attributes{"lang": h.Lang}
}

package staff

import (
	"strconv"
	"strings"
)

// fieldView is one labelled input with its sentence when something is missing.
type fieldView struct {
	ID, Name, Form, Type, Label, Opt, Hint, Value, Problem, Max, Rows, Auto string
	Required                                                                bool
}

func (f fieldView) name() string {
	if f.Name != "" {
		return f.Name
	}
	return f.ID
}

func (f fieldView) inputType() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f fieldView) describedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if f.Problem != "" {
		ids = append(ids, f.ID+"-err")
	}
	return strings.Join(ids, " ")
}

type boldPart struct {
	text string
	bold bool
}

// boldParts cuts a sentence at its [brackets], which are to be bold.
func boldParts(s string) []boldPart {
	before, rest, ok := strings.Cut(s, "[")
	if !ok {
		return []boldPart{{text: s}}
	}
	mid, after, _ := strings.Cut(rest, "]")
	return append([]boldPart{{text: before}, {text: mid, bold: true}}, boldParts(after)...)
}

func itoa(n int) string { return strconv.Itoa(n) }

// statusIcon is the icon of a status as on its pill.
func statusIcon(name string) string {
	switch name {
	case "planned":
		return "calendar"
	case "done":
		return "tick"
	}
	return name
}

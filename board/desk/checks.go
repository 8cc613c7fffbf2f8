package desk

import (
	"net/http"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/staff"
)

// checks are statements about an entry: what is well, and what to look at.
func checks(x reader, f wording, surnames []string) []staff.CheckView {
	say := func(ok bool, good, bad string, args ...any) staff.CheckView {
		if ok {
			return staff.CheckView{OK: true, Text: x.p.T(good)}
		}
		return staff.CheckView{Text: x.p.T(bad, args...)}
	}
	list := []staff.CheckView{
		say(fits(f), "desk.board.check_fits", "desk.board.check_long"),
		say(f.Owner != 0 && !f.Due.IsZero(), "desk.board.check_owner", "desk.board.check_no_owner"),
	}
	surname, contact := named(f, surnames), reachable(f)
	switch {
	case contact != "":
		list = append(list, say(false, "", "desk.board.check_contact", "Word", contact))
	case surname != "":
		list = append(list, say(false, "", "desk.board.check_surname", "Word", surname))
	default:
		list = append(list, say(true, "desk.board.check_clean", ""))
	}
	main, missing := x.site.DefaultLang(), false
	for _, l := range x.site.Languages {
		if f.Said[l] == "" || f.Doing[l] == "" {
			missing = true
			list = append(list, say(false, "", "desk.board.check_lang", "Lang", langName(l), "Main", langName(main)))
		}
	}
	if !missing {
		list = append(list, say(true, "desk.board.check_langs", ""))
	}
	return list
}

// fits tells whether every sentence keeps to its two lines.
func fits(f wording) bool {
	for _, s := range f.Said {
		if utf8.RuneCountInString(s) > store.MaxSaid {
			return false
		}
	}
	for _, s := range f.Doing {
		if utf8.RuneCountInString(s) > store.MaxDoing {
			return false
		}
	}
	return true
}

// sentences are all that would stand on the board.
func sentences(f wording) string {
	var all []string
	for _, w := range []store.Words{f.Said, f.Doing} {
		for _, s := range w {
			all = append(all, s)
		}
	}
	return strings.Join(all, "\n")
}

// named finds a surname of somebody who works here.
func named(f wording, surnames []string) string {
	for _, word := range strings.FieldsFunc(sentences(f), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '’' && r != '\'' }) {
		for _, s := range surnames {
			if strings.EqualFold(word, s) {
				return word
			}
		}
	}
	return ""
}

// reachable finds an e-mail address or what looks like a phone number: seven
// digits and more, as no price, date or room has.
func reachable(f wording) string {
	all := sentences(f)
	if m := regexp.MustCompile(`[^\s@]+@[^\s@]+\.[^\s@]+`).FindString(all); m != "" {
		return m
	}
	for _, m := range regexp.MustCompile(`\+?[\d][\d ()/-]{5,}\d`).FindAllString(all, -1) {
		digits := 0
		for _, r := range m {
			if unicode.IsDigit(r) {
				digits++
			}
		}
		if digits >= 7 && !regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`).MatchString(m) {
			return m
		}
	}
	return ""
}

// names are the surnames of everybody who works here.
func (d *Desk) names(r *http.Request) ([]string, error) {
	users, err := d.store.Users(r.Context())
	if err != nil {
		return nil, err
	}
	var list []string
	for _, u := range users {
		if words := strings.Fields(u.Name); len(words) > 1 {
			list = append(list, words[1:]...)
		}
	}
	return list, nil
}

package desk

import (
	"net/http"
	"regexp"
	"sort"
	"strings"
	"unicode"

	"github.com/yousaid/yousaid/store"
)

// personal is what must not stand on the board without a second thought: who
// works here, who left a name or an address, and what the customers wrote.
type personal struct {
	surnames []string // of staff
	names    []string // that customers left, word by word
	phones   []string // that customers left, digits only
	texts    []string // the customers' own words, in small letters
	public   string   // the names of the place, which may stand anywhere
}

// pointer is a word of one field that may point to a person.
type pointer struct{ field, word, key string }

// personal gathers what the sentences of c are compared with.
func (d *Desk) personal(r *http.Request, x reader, c store.ComplaintPage) (personal, error) {
	know := personal{public: strings.ToLower(x.site.Name + "\n" + x.site.LongName)}
	users, err := d.store.Users(r.Context())
	if err != nil {
		return know, err
	}
	for _, u := range users {
		if words := strings.Fields(u.Name); len(words) > 1 {
			know.surnames = append(know.surnames, words[1:]...)
		}
	}
	left, err := d.store.PersonalWords(r.Context(), c.ID)
	if err != nil {
		return know, err
	}
	for _, s := range left {
		know.learn(s)
	}
	for _, s := range c.Submissions {
		know.texts = append(know.texts, flat(s.Text))
		for _, a := range s.Additions {
			know.texts = append(know.texts, flat(a.Text))
		}
	}
	return know, nil
}

// learn takes one thing that a customer left: a number, an address or a name.
func (k *personal) learn(s string) {
	if number := digitsOf(s); len(number) >= 5 {
		k.phones = append(k.phones, number)
		return
	}
	short := 2
	if name, _, ok := strings.Cut(s, "@"); ok {
		s, short = name, 4 // "info", "mail" and the like name nobody
	}
	for _, w := range wordsOf(s) {
		if len([]rune(w)) > short {
			k.names = append(k.names, w)
		}
	}
}

// pointers finds what may point to a person, by field.
func (k personal) pointers(f wording) []pointer {
	var list []pointer
	for prefix, sentences := range map[string]store.Words{"said.": f.Said, "do.": f.Doing} {
		for l, s := range sentences {
			for _, x := range k.find(s) {
				x.field = prefix + l
				list = append(list, x)
			}
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].field > list[j].field })
	return list
}

// find gives the words of a sentence that may point to a person, each with the
// key of the statement about it: at most one of every sort.
func (k personal) find(s string) []pointer {
	var list []pointer
	add := func(key string, found ...string) {
		for _, w := range found {
			if w != "" {
				list = append(list, pointer{word: w, key: key})
				return
			}
		}
	}
	words := wordsOf(s)
	among := func(names []string) string {
		for _, w := range words {
			if anyName(w, names) {
				return w
			}
		}
		return ""
	}
	add("desk.board.check_contact", reachable(s), k.number(s))
	add("desk.board.check_surname", among(k.surnames))
	add("desk.board.check_person", among(k.names), k.pair(words, s))
	return list
}

// number finds a telephone number that a customer left, however it is grouped.
func (k personal) number(s string) string {
	for _, m := range regexp.MustCompile(`\p{Nd}(?:`+between+`*\p{Nd}){4,}`).FindAllString(s, -1) {
		for _, p := range k.phones {
			if n := digitsOf(m); strings.HasSuffix(p, n) || strings.HasSuffix(n, p) {
				return m
			}
		}
	}
	return ""
}

// pair finds two words with capitals side by side, as in "Peter Kallas", that
// a customer wrote in the same way.
func (k personal) pair(words []string, s string) string {
	for i := 0; i+1 < len(words); i++ {
		two := words[i] + " " + words[i+1]
		if !capital(words[i]) || !capital(words[i+1]) || !strings.Contains(s, two) || article(words[i]) || strings.Contains(k.public, strings.ToLower(two)) {
			continue
		}
		for _, t := range k.texts {
			if strings.Contains(t, strings.ToLower(two)) {
				return two
			}
		}
	}
	return ""
}

func capital(w string) bool {
	r := []rune(w)
	return len(r) > 1 && unicode.IsUpper(r[0]) && !unicode.IsUpper(r[1])
}

// article tells German words that begin a sentence before a noun, which has a
// capital too.
func article(w string) bool {
	switch w {
	case "Der", "Die", "Das", "Den", "Dem", "Ein", "Eine", "Einen", "Kein", "Keine", "Im", "In", "Am", "An", "Zu", "Zum", "Zur", "Beim", "Bei", "Vom", "Von", "Mehr", "Viele", "Unsere", "Unser", "Ihre", "Ihr":
		return true
	}
	return false
}

// anyName tells whether a word is one of the names, also where an ending or
// an apostrophe follows a longer one.
func anyName(word string, names []string) bool {
	word = strings.ToLower(word)
	bare, _, _ := strings.Cut(strings.ReplaceAll(word, "’", "'"), "'")
	for _, name := range names {
		name = strings.ToLower(name)
		if word == name || bare == name || len([]rune(name)) > 4 && strings.HasPrefix(word, name) {
			return true
		}
		for _, part := range strings.Split(word, "-") {
			if part == name {
				return true
			}
		}
	}
	return false
}

func wordsOf(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '-' && r != '’' && r != 'ʼ' && r != '\''
	})
}

func flat(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// between is what stands between the digits of a telephone number.
const between = `[ \x{a0}\x{2009}\x{202f}()./\x{2010}-\x{2015}-]`

// reachable finds an e-mail address or what looks like a telephone number:
// seven digits and more, when dates, times, prices and years are set aside.
func reachable(s string) string {
	if m := regexp.MustCompile(`[^\s@]+@[^\s@]+\.[^\s@]+`).FindString(s); m != "" {
		return m
	}
	return regexp.MustCompile(`[+(]{0,2}\p{Nd}(?:` + between + `{0,3}\p{Nd}){6,}`).FindString(withoutFigures(s))
}

// withoutFigures drops dates, times, prices and years from a sentence.
func withoutFigures(s string) string {
	const hour, minute, year, to = `(?:[01]?\d|2[0-4])`, `[.:][0-5]\d`, `(?:19|20)\d\d`, ` ?[\x{2010}-\x{2015}-] ?`
	for _, figure := range []string{
		year + `-(?:0\d|1[0-2])-[0-3]\d`,
		`[0-3]?\d[./][01]?\d[./]` + year,
		hour + minute + to + hour + minute,
		hour + ` ?[\x{2013}\x{2014}] ?` + hour,
		year + `(?:` + to + `|/)` + year,
	} {
		s = regexp.MustCompile(`\b`+figure+`\b`).ReplaceAllString(s, "·")
	}
	const amount = `\d{1,3}(?:[.,\x{a0}\x{202f}]?\d{3})*(?:[.,]\d\d)?`
	s = regexp.MustCompile(`[€$£₴₽₱] ?`+amount+`\b`).ReplaceAllString(s, "·")
	return regexp.MustCompile(`\b`+amount+` ?(?:[€$£₴₽₱]|EUR\b)`).ReplaceAllString(s, "·")
}

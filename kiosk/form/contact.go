package form

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yousaid/yousaid/store"
)

// contact checks that an answer could reach the person. either is the one
// field of the touch form; its problem is told under "contact".
func (c *checker) contact(k store.Contact, either string) store.Contact {
	k = store.Contact{Name: line(k.Name), Email: line(k.Email), Phone: line(k.Phone)}
	if utf8.RuneCountInString(k.Name) > maxName {
		c.problem("contact.name", "touch.problem.long", 0)
	}
	if k.Email != "" && !isEmail(k.Email) {
		c.problem("contact.email", "touch.problem.contact", 0)
	}
	if k.Phone != "" && !isPhone(k.Phone) {
		c.problem("contact.phone", "touch.problem.contact", 0)
	}
	switch either = line(either); {
	case either == "":
	case isEmail(either):
		k.Email = either
	case isPhone(either):
		k.Phone = either
	default:
		c.problem("contact", "touch.problem.contact", 0)
	}
	return k
}

// line is a field of one line: what is around it and line ends go.
func line(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(Clean(s), "\n", " "))
}

// isEmail tells whether s has the shape of a mail address: whether it works
// only the mail can tell.
func isEmail(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || len(s) > 254 || strings.ContainsAny(s, " <>,;:()[]\\\"") || strings.Contains(domain, "@") {
		return false
	}
	for _, r := range s {
		if unicode.IsControl(r) || unicode.IsSpace(r) || !unicode.IsGraphic(r) {
			return false
		}
	}
	name, top, ok := cutLast(domain, ".")
	return ok && name != "" && top != "" && !strings.Contains(domain, "..") && !strings.HasPrefix(domain, ".")
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// isPhone tells whether s has the shape of a telephone number: 5 to 15 digits
// with what people write between them.
func isPhone(s string) bool {
	digits := 0
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0:
		case strings.ContainsRune(" -–./()\u00a0", r):
		default:
			return false
		}
	}
	return digits >= 5 && digits <= 15
}

// Package i18n speaks the six languages of the product: message catalogues,
// CLDR plural rules, dates and lengths of time. It knows nothing of ours.
package i18n

import (
	"embed"
	"fmt"
	"path"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed locales/*.json
var locales embed.FS

// Lang is one of the languages the product speaks, as a BCP 47 tag.
type Lang string

// The languages, in the order in which they are offered.
const (
	English   Lang = "en"
	German    Lang = "de"
	Estonian  Lang = "et"
	Russian   Lang = "ru"
	Ukrainian Lang = "uk"
	Filipino  Lang = "fil"
)

// Languages gives every language, in the order in which they are offered.
func Languages() []Lang {
	return []Lang{English, German, Estonian, Russian, Ukrainian, Filipino}
}

// Own is the language's name in itself, as its own readers look for it.
func (l Lang) Own() string {
	switch l {
	case German:
		return "Deutsch"
	case Estonian:
		return "Eesti"
	case Russian:
		return "Русский"
	case Ukrainian:
		return "Українська"
	case Filipino:
		return "Filipino"
	}
	return "English"
}

// Valid tells whether the product speaks l.
func (l Lang) Valid() bool {
	for _, x := range Languages() {
		if x == l {
			return true
		}
	}
	return false
}

// Catalog holds the messages of all languages. It never changes after Load.
type Catalog struct {
	printers map[Lang]*Printer
	matcher  language.Matcher
}

// Load reads the embedded catalogues: one file per area and language,
// locales/AREA.LANG.json, keys prefixed with the area ("touch.back").
func Load() (*Catalog, error) {
	bundle := goi18n.NewBundle(language.English)
	names, err := locales.ReadDir("locales")
	if err != nil {
		return nil, fmt.Errorf("i18n.Load: %w", err)
	}
	for _, n := range names {
		if _, err := bundle.LoadMessageFileFS(locales, path.Join("locales", n.Name())); err != nil {
			return nil, fmt.Errorf("i18n.Load(%s): %w", n.Name(), err)
		}
	}
	c := &Catalog{printers: map[Lang]*Printer{}}
	var tags []language.Tag
	for _, l := range Languages() {
		tags = append(tags, language.MustParse(string(l)))
		c.printers[l] = &Printer{Lang: l, loc: goi18n.NewLocalizer(bundle, string(l))}
	}
	c.matcher = language.NewMatcher(tags)
	return c, nil
}

// Printer speaks l; an unknown language speaks English.
func (c *Catalog) Printer(l Lang) *Printer {
	if p, ok := c.printers[l]; ok {
		return p
	}
	return c.printers[English]
}

// Match picks the best of the offered languages for an Accept-Language header.
// Nothing in common gives the first of offered; an empty offered means all.
func (c *Catalog) Match(header string, offered []Lang) Lang {
	if len(offered) == 0 {
		offered = Languages()
	}
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(wanted) == 0 {
		return offered[0]
	}
	_, i, confidence := c.matcher.Match(wanted...)
	got := Languages()[i]
	for _, l := range offered {
		if l == got && confidence != language.No {
			return l
		}
	}
	return offered[0]
}

// Printer renders messages in one language. It is safe for concurrent use,
// unless it is Remembering.
type Printer struct {
	Lang Lang
	loc  *goi18n.Localizer
	said map[string]string // see Remembering
}

// T gives the message of a key. args are pairs: "Name", value, ...; the
// message names them as {{.Name}}. A key that no catalogue has comes back
// in brackets, which a test looks for.
func (p *Printer) T(key string, args ...any) string {
	return p.localize(&goi18n.LocalizeConfig{MessageID: key, TemplateData: data(args)})
}

// Quoted puts words between the language's quotation marks.
func (p *Printer) Quoted(words string) string { return p.T("common.quoted", "Words", words) }

// N is T with the plural form that n asks for; the message may name {{.N}}.
func (p *Printer) N(key string, n int, args ...any) string {
	d := data(args)
	d["N"] = n
	return p.localize(&goi18n.LocalizeConfig{MessageID: key, TemplateData: d, PluralCount: n})
}

func (p *Printer) localize(c *goi18n.LocalizeConfig) string {
	if p.said == nil {
		return p.look(c)
	}
	asked := fmt.Sprint(p.Lang, " ", c.MessageID, c.TemplateData)
	if _, ok := p.said[asked]; !ok {
		p.said[asked] = p.look(c)
	}
	return p.said[asked]
}

func (p *Printer) look(c *goi18n.LocalizeConfig) string {
	s, err := p.loc.Localize(c)
	if err != nil && s == "" {
		return "[" + c.MessageID + "]"
	}
	return s
}

// Remembering says again what said holds, whatever the catalogues say today,
// and puts into it what it is asked for the first time. Several languages may
// share one said; nil remembers nothing. One goroutine at a time.
func (p *Printer) Remembering(said map[string]string) *Printer {
	return &Printer{Lang: p.Lang, loc: p.loc, said: said}
}

// Has tells whether there is a message for the key.
func (p *Printer) Has(key string) bool {
	_, err := p.loc.Localize(&goi18n.LocalizeConfig{MessageID: key})
	return err == nil
}

func data(args []any) map[string]any {
	d := map[string]any{}
	for i := 0; i+1 < len(args); i += 2 {
		d[args[i].(string)] = args[i+1]
	}
	return d
}

// Has tells whether the language itself (not a fallback) has the key.
func (c *Catalog) Has(l Lang, key string) bool {
	p := c.Printer(l)
	_, tag, err := p.loc.LocalizeWithTag(&goi18n.LocalizeConfig{MessageID: key, PluralCount: 1})
	return err == nil && strings.EqualFold(tag.String(), string(l))
}

package kiosk

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
	"github.com/yousaid/yousaid/templates/wording"
)

// posterForm is what the owner chose; second is "" for one language.
type posterForm struct {
	size         card.PosterSize
	lang, second i18n.Lang
}

// readPoster takes the choice; what is not on offer becomes the usual.
func readPoster(r *http.Request, site store.Site) posterForm {
	q := r.URL.Query()
	f := posterForm{size: card.PosterA4, lang: i18n.Lang(site.DefaultLang())}
	if s, err := card.ParsePosterSize(q.Get("size")); err == nil {
		f.size = s
	}
	if l := i18n.Lang(q.Get("first")); l.Valid() {
		f.lang = l
	}
	if l := i18n.Lang(q.Get("second")); l.Valid() && l != f.lang {
		f.second = l
	}
	return f
}

func (f posterForm) query() string {
	q := url.Values{"size": {string(f.size)}, "first": {string(f.lang)}}
	if f.second != "" {
		q.Set("second", string(f.second))
	}
	return "?" + q.Encode()
}

// poster is the choice as the press takes it.
func (c *Cards) poster(site store.Site, f posterForm) *card.Poster {
	address := strings.TrimRight(c.baseURL, "/") + "/at/" + site.Slug
	_, shown, _ := strings.Cut(address, "://")
	o := &card.Poster{Size: f.size, Place: placeName(site), URL: address, Shown: shown, Made: c.store.Now(),
		Title: c.web.Catalog.Printer(f.lang).T("poster.file.title", "Place", placeName(site))}
	for _, l := range []i18n.Lang{f.lang, f.second} {
		if l != "" {
			p := c.web.Catalog.Printer(l)
			o.Words = append(o.Words, card.PosterWords{P: p, Asks: c.asksFirst(p, site).Words, Promise: p.T("touch.start.read") + " " + wording.Promise(p, site)})
		}
	}
	return o
}

// asksFirst is the wording that people meet first on the form; the zero Text
// before there is one.
func (c *Cards) asksFirst(p *i18n.Printer, site store.Site) wording.Text {
	q, err := c.store.Questionnaire(site)
	if err != nil || len(q.Questions) == 0 {
		return wording.Text{}
	}
	first := q.Questions[0]
	if i := slices.IndexFunc(q.Questions, func(x store.Question) bool { return x.Type == store.FacesQuestion }); i >= 0 {
		first = q.Questions[i]
	}
	return wording.Ask(p, first, site.DefaultLang())
}

// unwritten says in which of the poster's languages the owner's own heading is
// not written yet, and in which it stands there instead.
func (c *Cards) unwritten(p *i18n.Printer, site store.Site, f posterForm) (list []staff.CardsCheck) {
	for _, l := range []i18n.Lang{f.lang, f.second} {
		if l == "" {
			continue
		}
		if asks := c.asksFirst(c.web.Catalog.Printer(l), site); asks.In != "" {
			list = append(list, staff.CardsCheck{Open: true,
				Text: p.T("poster.check.missing", "Words", wording.Plain(asks.Words), "Lang", l.Own(), "Instead", i18n.Lang(asks.In).Own())})
		}
	}
	return list
}

// Poster is GET /office/poster: the page for posters and table cards.
func (c *Cards) Poster(w http.ResponseWriter, r *http.Request) error {
	site, err := c.store.Site(c.desk.Site(r))
	if err != nil {
		return err
	}
	bar, err := c.desk.Bar(r, "cards")
	if err != nil {
		return err
	}
	f := readPoster(r, site)
	v := f.fields(bar.P)
	v.Bar = bar
	o, p := c.poster(site, f), bar.P
	if err := c.press.PosterSVG(new(bytes.Buffer), o); err != nil {
		_, sentence, ok := cardsProblem(p, err)
		if !ok {
			return err
		}
		v.Problem = sentence
		return c.web.Page(w, r, http.StatusOK, staff.Poster(v))
	}
	v.Picture, v.File = "/office/poster/picture"+f.query(), "/office/poster/file"+f.query()
	v.Alt = p.T("poster.page.alt", "Size", p.T("poster.size."+string(f.size)), "URL", o.URL)
	v.Checks = append(c.unwritten(p, site, f), c.posterChecks(p, f, o)...)
	return c.web.Page(w, r, http.StatusOK, staff.Poster(v))
}

func (f posterForm) fields(p *i18n.Printer) staff.PosterView {
	field := func(name, label string) staff.Field {
		return staff.Field{Name: name, Label: p.T("poster.page." + label), Optional: true}
	}
	v := staff.PosterView{Size: field("size", "size"), Lang: field("first", "lang"), Second: field("second", "second")}
	for _, s := range card.PosterSizes() {
		v.Size.Options = append(v.Size.Options, staff.Option{Value: string(s), Label: p.T("poster.size." + string(s)), On: s == f.size})
	}
	v.Second.Options = []staff.Option{{Label: p.T("poster.page.second_none"), On: f.second == ""}}
	for _, l := range i18n.Languages() {
		v.Lang.Options = append(v.Lang.Options, staff.Option{Value: string(l), Label: l.Own(), On: l == f.lang})
		v.Second.Options = append(v.Second.Options, staff.Option{Value: string(l), Label: l.Own(), On: l == f.second})
	}
	if f.size == card.PosterTent {
		v.Second.Hint = p.T("poster.page.second_tent")
	}
	return v
}

// posterChecks are statements about the print; first of all that its code
// leads somewhere.
func (c *Cards) posterChecks(p *i18n.Printer, f posterForm, o *card.Poster) []staff.CardsCheck {
	var out []staff.CardsCheck
	if loopback(c.baseURL) {
		out = append(out, staff.CardsCheck{Text: p.T("card.check.loopback", "URL", c.baseURL), Open: true})
	} else {
		out = append(out, staff.CardsCheck{Text: p.T("poster.check.opens", "URL", o.URL)})
	}
	out = append(out, staff.CardsCheck{Text: p.T("poster.check.actual")})
	if f.size == card.PosterTent {
		out = append(out, staff.CardsCheck{Text: p.T("poster.check.fold"), Open: true})
	}
	if lost := c.press.Unprintable(&card.Run{Place: o.Place}); lost != "" {
		out = append(out, staff.CardsCheck{Text: p.T("card.check.letters", "Letters", lost), Open: true})
	}
	return out
}

// PosterPicture is GET /office/poster/picture: the poster as it will be printed.
func (c *Cards) PosterPicture(w http.ResponseWriter, r *http.Request) error {
	return c.sendPoster(w, r, "image/svg+xml", "", c.press.PosterSVG)
}

// PosterFile is GET /office/poster/file: the print file.
func (c *Cards) PosterFile(w http.ResponseWriter, r *http.Request) error {
	return c.sendPoster(w, r, "application/pdf", ".pdf", c.press.PosterPDF)
}

func (c *Cards) sendPoster(w http.ResponseWriter, r *http.Request, kind, ending string, draw func(io.Writer, *card.Poster) error) error {
	site, err := c.store.Site(c.desk.Site(r))
	if err != nil {
		return err
	}
	f := readPoster(r, site)
	var out bytes.Buffer
	if err := draw(&out, c.poster(site, f)); err != nil {
		if _, _, ok := cardsProblem(c.web.Catalog.Printer(f.lang), err); ok {
			return &store.Error{Code: store.Invalid, Key: "store.form"}
		}
		return err
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "no-store")
	if ending != "" {
		h.Set("Content-Disposition", `attachment; filename="`+site.Slug+"-"+string(f.size)+"-"+string(f.lang)+ending+`"`)
	}
	_, _ = out.WriteTo(w) // the reader may have left
	return nil
}

package kiosk

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/card/artwork"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// CardFace is what single posts ask for beyond address and licence. It is kept
// with the run.
type CardFace struct {
	Country  string             `json:"country,omitempty"`   // of card.IBRS
	RM4SCC   string             `json:"rm4scc,omitempty"`    // of card.Freepost
	Note     card.Note          `json:"note,omitempty"`      // of card.Antwort
	Settings map[string]float64 `json:"settings,omitempty"`  // see card.Settings
	Artwork  string             `json:"artwork,omitempty"`   // SHA-256 of a picture of the site's, "" for none
	ArtworkW float64            `json:"artwork_w,omitempty"` // as printed, mm
	ArtworkH float64            `json:"artwork_h,omitempty"`
}

// onto gives the run what its face asks for. NotFound if the site has no such
// picture.
func (f CardFace) onto(ctx context.Context, st *store.Store, site store.SiteID, r *card.Run) error {
	r.Country, r.RM4SCC, r.Note, r.Settings = f.Country, f.RM4SCC, f.Note, f.Settings
	if f.Artwork == "" {
		return nil
	}
	kept, err := st.ArtworkBySum(ctx, site, string(r.Post), f.Artwork)
	if err != nil {
		return err
	}
	file, err := artwork.Known(kept.Name, kept.Data)
	if err != nil {
		return err
	}
	r.Artwork = &card.Artwork{File: file, W: f.ArtworkW, H: f.ArtworkH, Preview: kept.Preview}
	return nil
}

// faceForm is what the owner typed of it, as typed.
type faceForm struct {
	country, rm4scc, note, artwork string
	settings                       map[string]string
	offered                        []store.Artwork // for this face, newest first
}

// readFace takes the fields of the face from a request.
func readFace(r *http.Request) faceForm {
	get := func(key string) string { return clip(r.Form.Get(key), longestField) }
	f := faceForm{country: get("country"), rm4scc: get("rm4scc"), note: get("note"), artwork: get("artwork"), settings: map[string]string{}}
	for _, s := range settable() {
		if r.Form.Has(s.Name) {
			f.settings[s.Name] = get(s.Name)
		}
	}
	return f
}

// settable are the measures of all faces that an owner may set.
func settable() []card.Setting {
	var list []card.Setting
	for _, p := range card.Posts() {
		list = append(list, card.Settings(p)...)
	}
	return list
}

// faceOf fills the form as a run had it.
func faceOf(f CardFace) faceForm {
	out := faceForm{country: f.Country, rm4scc: f.RM4SCC, note: string(f.Note), artwork: f.Artwork, settings: map[string]string{}}
	for name, v := range f.Settings {
		out.settings[name] = strconv.FormatFloat(v, 'f', -1, 64)
	}
	return out
}

// offer looks up the pictures that the site has for a face. One that is not
// among them is taken for not chosen; a face that needs one gets the newest.
func (f *faceForm) offer(ctx context.Context, st *store.Store, site store.SiteID, post card.Post) error {
	all, err := st.Artworks(ctx, site)
	if err != nil {
		return err
	}
	f.offered = slices.DeleteFunc(all, func(a store.Artwork) bool { return a.Kind != string(post) })
	if _, ok := f.chosen(); !ok {
		f.artwork = ""
	}
	if _, must := post.TakesArtwork(); must && f.artwork == "" && len(f.offered) > 0 {
		f.artwork = f.offered[0].Sum
	}
	return nil
}

func (f *faceForm) chosen() (store.Artwork, bool) {
	i := slices.IndexFunc(f.offered, func(a store.Artwork) bool { return a.Sum == f.artwork })
	if i < 0 {
		return store.Artwork{}, false
	}
	return f.offered[i], true
}

// face is what the form says for a way back: nothing that belongs to another.
func (f *faceForm) face(post card.Post) CardFace {
	out := CardFace{Settings: f.measures(post)}
	switch post {
	case card.IBRS:
		out.Country = strings.TrimSpace(f.country)
	case card.Freepost:
		out.RM4SCC = strings.TrimSpace(f.rm4scc)
	case card.Antwort:
		out.Note = card.Note(f.note)
	}
	if a, ok := f.chosen(); ok {
		out.Artwork, out.ArtworkW, out.ArtworkH = a.Sum, a.Width, a.Height
	}
	return out
}

// measures are those that differ from the usual; what is no number becomes one
// that the card refuses, at its field.
func (f *faceForm) measures(post card.Post) map[string]float64 {
	var out map[string]float64
	for _, s := range card.Settings(post) {
		v, err := Millimetres(f.settings[s.Name])
		if err != nil {
			v = -1
		}
		if v == 0 || v == s.Usual {
			continue
		}
		if out == nil {
			out = map[string]float64{}
		}
		out[s.Name] = v
	}
	return out
}

// Millimetres reads a length as people write it, with a point or a comma; ""
// is 0.
func Millimetres(s string) (float64, error) {
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "mm"))
	if s == "" {
		return 0, nil
	}
	return strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
}

// query puts the face into an address.
func (f *faceForm) query(q url.Values) {
	for key, value := range map[string]string{"country": f.country, "rm4scc": f.rm4scc, "note": f.note, "artwork": f.artwork} {
		if value != "" {
			q.Set(key, value)
		}
	}
	for name, v := range f.settings {
		if v != "" {
			q.Set(name, v)
		}
	}
}

// fields are the face's part of the form; address is the page of its pictures.
func (f *faceForm) fields(p *i18n.Printer, post card.Post, address string, problems map[string]string) staff.CardsFace {
	field := func(name, value string) staff.Field {
		return staff.Field{Name: name, Label: p.T("post.field." + name), Value: value, Problem: problems[name], Optional: true, Max: 60}
	}
	v := staff.CardsFace{IBRS: post == card.IBRS, Freepost: post == card.Freepost, Antwort: post == card.Antwort,
		Country: field("country", f.country), RM4SCC: field("rm4scc", f.rm4scc), Note: field("note", ""), Artwork: f.artworks(p, post, address, problems["artwork"])}
	v.Country.Hint, v.RM4SCC.Hint = p.T("post.field.country.hint"), p.T("post.field.rm4scc.hint")
	for _, n := range card.Notes() {
		v.Note.Options = append(v.Note.Options, staff.Option{Value: string(n), Label: p.T("post.note." + string(n)), On: f.note == string(n)})
	}
	v.Bar, v.Gap, v.Clear = f.setting(p, "ibrs_bar", problems), f.setting(p, "ibrs_gap", problems), f.setting(p, "rm_clear", problems)
	return v
}

// artworks is the choice of pictures; a face that takes none has no choice.
func (f *faceForm) artworks(p *i18n.Printer, post card.Post, address, problem string) staff.CardsArtwork {
	can, must := post.TakesArtwork()
	v := staff.CardsArtwork{Takes: can, Choice: staff.Field{Name: "artwork", Label: p.T("post.field.artwork"), Problem: problem, Optional: true}}
	if !can {
		return v
	}
	v.Add, v.AddLabel = address, p.T("post.artwork.add")
	if len(f.offered) == 0 {
		v.None = p.T("post.artwork.none." + string(post))
		return v
	}
	if !must {
		v.Choice.Options = append(v.Choice.Options, staff.Option{Label: p.T("post.artwork.without"), On: f.artwork == ""})
	}
	for _, a := range f.offered {
		v.Choice.Options = append(v.Choice.Options, staff.Option{Value: a.Sum, Label: artworkName(p, a), On: a.Sum == f.artwork})
	}
	return v
}

// setting is the field of a measure; what is usual stands in it, not verified.
func (f *faceForm) setting(p *i18n.Printer, name string, problems map[string]string) staff.Field {
	all := settable()
	s := all[slices.IndexFunc(all, func(s card.Setting) bool { return s.Name == name })]
	usual := strconv.FormatFloat(s.Usual, 'f', -1, 64)
	v := staff.Field{Name: name, Label: p.T("post.field." + name), Value: f.settings[name], Problem: problems[name], Optional: true, Max: 8,
		Hint: p.T("post.field.setting.hint", "MM", usual)}
	if v.Value == "" {
		v.Value = usual
	}
	return v
}

func artworkName(p *i18n.Printer, a store.Artwork) string {
	return p.T("post.artwork.choice", "Name", a.Name, "W", tenth(a.Width), "H", tenth(a.Height))
}

func tenth(mm float64) string { return strconv.FormatFloat(mm, 'f', 1, 64) }

// missingSentence says what a run lacks; of a measure, between which numbers it
// has to be.
func missingSentence(p *i18n.Printer, e *card.FieldError) string {
	all := settable()
	if i := slices.IndexFunc(all, func(s card.Setting) bool { return s.Name == e.Field }); i >= 0 {
		return p.T(e.Key, "Min", tenth(all[i].Min), "Max", tenth(all[i].Max))
	}
	return p.T(e.Key, "Max", mostCards)
}

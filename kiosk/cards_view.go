package kiosk

import (
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// show renders the page with what was typed and the sentences at its fields.
func (c *Cards) show(w http.ResponseWriter, r *http.Request, status int, site store.Site, f cardsForm, problems map[string]string) error {
	bar, err := c.desk.Bar(r, "cards")
	if err != nil {
		return err
	}
	v := f.fields(bar.P, problems)
	v.Bar = bar
	v.Questions.Options = c.questionnaires(bar.P, site, f)
	if err := c.preview(&v, r, site, f); err != nil {
		return err
	}
	if sentence := problems[""]; sentence != "" {
		v.Problem = sentence
	}
	if err := c.sums(&v, r, site, f); err != nil {
		return err
	}
	if err := c.ledger(&v, r, site); err != nil {
		return err
	}
	return c.web.Page(w, r, status, staff.Cards(v))
}

// cardsQuestions is how the questionnaire on the cards is called.
func cardsQuestions(p *i18n.Printer, q store.Questionnaire) string {
	switch key := "question.name." + q.Name; {
	case q.Name == "short":
		return p.T("card.questions.short")
	case p.Has(key):
		return p.T(key)
	}
	return q.Name
}

// fields are the form's own part of the page.
func (f cardsForm) fields(p *i18n.Printer, problems map[string]string) staff.CardsView {
	field := func(name, label, value string) staff.Field {
		return staff.Field{Name: name, Label: p.T("card.page." + label), Value: value, Problem: problems[name], Optional: true}
	}
	v := staff.CardsView{
		Questions: field("questions", "questions", ""), Paper: field("paper", "paper", f.paper),
		Languages: field("lang", "languages", ""), Flip: field("flip", "flip", f.flip),
		Licence: field("licence", "licence", f.licence), City: field("city", "city", f.city),
		IMb: field("imb", "imb", f.imb), Address: field("address", "address", f.address), Count: field("count", "count", f.count),
		Step: cardsStep, ByPost: f.byPost(), BRM: f.post == string(card.BRM), View: f.view, PostError: problems["post"],
	}
	v.Duplex = v.ByPost && card.Paper(f.paper).PerSheet() > 1
	v.Address.Rows, v.Address.Max, v.Licence.Max, v.City.Max, v.IMb.Max = 4, longestLetter, 40, 60, 40
	v.IMb.Hint = p.T("card.page.imb.hint")
	for _, paper := range card.Papers() {
		v.Paper.Options = append(v.Paper.Options, staff.Option{Value: string(paper), Label: p.T("card.paper." + string(paper)), On: f.paper == string(paper)})
	}
	for _, flip := range []card.Flip{card.LongEdge, card.ShortEdge} {
		v.Flip.Options = append(v.Flip.Options, staff.Option{Value: string(flip), Label: p.T("card.flip." + string(flip)), On: f.flip == string(flip)})
	}
	v.Face = f.face.fields(p, card.Post(f.post), "/office/cards/artwork?"+f.query().Encode(), problems)
	v.HasCity, v.HasLicence = f.post == string(card.Generic) || v.BRM, f.post != string(card.Antwort)
	for _, post := range card.Posts() {
		v.Posts = append(v.Posts, staff.CardsPost{Option: staff.Option{Value: string(post), Label: p.T("card.post." + string(post)), On: f.post == string(post)}, Hint: p.T("card.post." + string(post) + ".hint")})
	}
	for _, l := range i18n.Languages() {
		v.Languages.Options = append(v.Languages.Options, staff.Option{Value: string(l), Label: l.Own(), On: f.speaks(l)})
	}
	for _, view := range []string{"both", "sheet", "real"} {
		q := f.query()
		q.Set("view", view)
		v.Views = append(v.Views, staff.Option{Value: "/office/cards?" + q.Encode(), Label: p.T("card.view." + view), On: f.view == view})
	}
	return v
}

func (f cardsForm) speaks(l i18n.Lang) bool {
	for _, x := range f.langs {
		if x == l {
			return true
		}
	}
	return false
}

// preview tries the card in every language and, if all goes well, says where
// its pictures are and what was found.
func (c *Cards) preview(v *staff.CardsView, r *http.Request, site store.Site, f cardsForm) error {
	p := v.Bar.P
	if len(f.langs) == 0 {
		v.Problem = p.T("card.problem.languages")
		return nil
	}
	if err := c.trial(r, site, f); err != nil {
		field, sentence, ok := cardsProblem(p, err)
		if !ok {
			return err
		}
		v.Problem, v.ProblemArtwork = sentence, field == "artwork"
		return nil
	}
	run, err := c.sample(r, site, f, f.langs[0], 1)
	if err != nil {
		return err
	}
	sides := []string{"front"}
	switch {
	case f.view == "sheet":
		sides = []string{"sheet"}
	case run.TwoSided():
		sides = []string{"front", "back"}
	}
	for _, s := range sides {
		v.Pictures = append(v.Pictures, picture(p, f, s))
	}
	small, err := c.small(p, r, site, f)
	if err != nil {
		return err
	}
	v.Checks = append(c.checks(p, run), small...)
	if run.TwoSided() {
		v.Preflight = "/office/cards/preflight?" + f.query().Encode()
	}
	return nil
}

func picture(p *i18n.Printer, f cardsForm, side string) staff.CardsPicture {
	w, h := card.Paper(f.paper).Size(card.Side(side))
	px := func(mm float64) string { return strconv.Itoa(int(mm / 25.4 * 96)) }
	return staff.CardsPicture{Side: side, URL: "/office/cards/preview/" + side + "?" + f.query().Encode(), Alt: p.T("card.page." + side), W: px(w), H: px(h)}
}

// checks are statements about the card and its codes; first of all that the
// codes lead somewhere.
func (c *Cards) checks(p *i18n.Printer, run *card.Run) []staff.CardsCheck {
	done := func(key string) staff.CardsCheck { return staff.CardsCheck{Text: p.T("card.check." + key)} }
	open := func(key string) staff.CardsCheck { return staff.CardsCheck{Text: p.T("card.check." + key), Open: true} }
	var out []staff.CardsCheck
	if loopback(c.baseURL) {
		out = append(out, staff.CardsCheck{Text: p.T("card.check.loopback", "URL", c.baseURL), Open: true})
	}
	out = append(out, done("boxes"))
	if run.TwoSided() {
		out = append(out, done("empty"))
		switch asked := run.Post == card.BRM || run.Post == card.Generic && run.Artwork == nil; {
		case asked && run.Licence != "" && run.City != "":
			out = append(out, done("licence"))
		case asked:
			out = append(out, open("nolicence"))
		}
		if s := street(p, run); s.Text != "" {
			out = append(out, s)
		}
		out = append(append(out, c.measures(p, run)...), open("approve"))
	}
	out = append(out, open("scale"))
	if lost := c.press.Unprintable(run); lost != "" {
		out = append(out, staff.CardsCheck{Text: p.T("card.check.letters", "Letters", lost), Open: true})
	}
	return out
}

// measures say in one sentence how the face stands; the preflight has each.
func (c *Cards) measures(p *i18n.Printer, run *card.Run) []staff.CardsCheck {
	face, err := c.press.Preflight(run)
	if err != nil || len(face.Checks) == 0 {
		return nil
	}
	return []staff.CardsCheck{measuresSummary(p, face)}
}

// loopback tells whether an address leads to this machine alone.
func loopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && (ip.IsLoopback() || ip.IsUnspecified())
}

// sums says how many sheets that makes and which numbers the cards will have.
func (c *Cards) sums(v *staff.CardsView, r *http.Request, site store.Site, f cardsForm) error {
	n, p := f.number(), v.Bar.P
	paper, err := card.ParsePaper(f.paper)
	if n == 0 || len(f.langs) == 0 || err != nil {
		return nil
	}
	next, err := c.store.NextCard(r.Context(), site.ID)
	if err != nil {
		return err
	}
	key := "card.page.sheets.one"
	if v.ByPost {
		key = "card.page.sheets.two"
	}
	v.Sheets = p.N(key, paper.Sheets(n)*len(f.langs))
	v.Range = p.T("card.page.range", "First", store.Serial(site.Prefix, next), "Last", store.Serial(site.Prefix, next+int64(n*len(f.langs))-1))
	return nil
}

// ledger lists the earlier runs and what came back.
func (c *Cards) ledger(v *staff.CardsView, r *http.Request, site store.Site) error {
	runs, err := c.store.CardRuns(r.Context(), site.ID)
	if err != nil {
		return err
	}
	p, printed, back := v.Bar.P, 0, 0
	for _, x := range runs {
		spec, err := specOf(x)
		if err != nil {
			return err
		}
		printed, back = printed+int(x.Count), back+x.Ledger.Returned
		v.Runs = append(v.Runs, ledgerLine(p, x, spec, site))
	}
	v.Totals = p.N("card.runs.total", printed) + " " + p.N("card.runs.back", back)
	return nil
}

func ledgerLine(p *i18n.Printer, x store.CardRun, spec cardSpec, site store.Site) staff.CardsRun {
	l := x.Ledger
	line := staff.CardsRun{Name: x.Name, URL: runAddress(x), Lang: i18n.Lang(x.Lang).Own(), LangCode: x.Lang, Withdrawn: l.Withdrawn,
		First: store.Serial(spec.Prefix, x.First), Last: store.Serial(spec.Prefix, x.First+x.Count-1), Made: p.ShortDateTime(x.CreatedAt.In(site.Location())),
		Printed: strconv.FormatInt(x.Count, 10), Handed: "–", Returned: strconv.Itoa(l.Returned), Answered: "–"}
	if l.Handed != store.NotTold {
		line.Handed = strconv.FormatInt(l.Handed, 10)
	}
	if l.Handed > 0 && int64(l.Answered) <= l.Handed && !l.Withdrawn {
		line.Answered = percent(p, l)
	}
	return line
}

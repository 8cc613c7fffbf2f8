package kiosk

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
)

// run gives the run of the address, if it is one of the chosen site.
func (c *Cards) run(r *http.Request) (store.CardRun, error) {
	gone := &store.Error{Code: store.NotFound, Key: "store.card_run"}
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return store.CardRun{}, gone
	}
	run, err := c.store.CardRunAlone(r.Context(), store.CardRunID(id))
	if err == nil && run.Site != c.desk.Site(r) {
		return run, gone
	}
	return run, err
}

// ledgerForm is what the owner typed about a run, and what is wrong with it.
type ledgerForm struct {
	handed, day, print, reply, currency string
	field, problem                      string
}

// ledgerForm is filled in as the ledger stands.
func (c *Cards) ledgerForm(run store.CardRun, site store.Site) ledgerForm {
	l := run.Ledger
	f := ledgerForm{day: l.HandedDay, print: amountTyped(l.PrintCost), reply: amountTyped(l.ReplyCost), currency: site.Currency}
	if l.Handed != store.NotTold {
		f.handed = strconv.FormatInt(l.Handed, 10)
	}
	if f.day == "" {
		f.day = c.store.Now().In(site.Location()).Format(time.DateOnly)
	}
	return f
}

// RunPage is GET /office/cards/runs/{id}: what became of a run.
func (c *Cards) RunPage(w http.ResponseWriter, r *http.Request) error {
	run, err := c.run(r)
	if err != nil {
		return err
	}
	site, err := c.store.Site(run.Site)
	if err != nil {
		return err
	}
	return c.showRun(w, r, http.StatusOK, run, site, c.ledgerForm(run, site))
}

// HandOut is POST /office/cards/runs/{id}/handed.
func (c *Cards) HandOut(w http.ResponseWriter, r *http.Request) error {
	return c.tell(w, r, func(run store.CardRun, f *ledgerForm) error {
		f.handed, f.day = clip(r.PostFormValue("handed"), 20), clip(r.PostFormValue("day"), 20)
		n, err := strconv.ParseInt(strings.TrimSpace(f.handed), 10, 64)
		if err != nil {
			return &store.Error{Code: store.Invalid, Key: "store.card_handed", Field: "handed"}
		}
		return c.store.HandOutCards(r.Context(), c.desk.Actor(r), run.ID, n, strings.TrimSpace(f.day))
	})
}

// Cost is POST /office/cards/runs/{id}/cost.
func (c *Cards) Cost(w http.ResponseWriter, r *http.Request) error {
	return c.tell(w, r, func(run store.CardRun, f *ledgerForm) error {
		f.print, f.reply, f.currency = clip(r.PostFormValue("print"), 20), clip(r.PostFormValue("reply"), 20), r.PostFormValue("currency")
		print, reply := readAmount(f.print), readAmount(f.reply)
		return c.store.CostCards(r.Context(), c.desk.Actor(r), run.ID, print, reply, f.currency)
	})
}

// Withdraw is POST /office/cards/runs/{id}/withdraw; with back=1 it takes that
// back.
func (c *Cards) Withdraw(w http.ResponseWriter, r *http.Request) error {
	return c.tell(w, r, func(run store.CardRun, _ *ledgerForm) error {
		return c.store.WithdrawCards(r.Context(), c.desk.Actor(r), run.ID, r.PostFormValue("back") == "")
	})
}

// tell does what a form of the run's page asks for; what cannot be taken is
// said at its field, with what was typed.
func (c *Cards) tell(w http.ResponseWriter, r *http.Request, do func(store.CardRun, *ledgerForm) error) error {
	run, err := c.run(r)
	if err != nil {
		return err
	}
	site, err := c.store.Site(run.Site)
	if err != nil {
		return err
	}
	f := c.ledgerForm(run, site)
	err = do(run, &f)
	if store.CodeOf(err) == store.Invalid {
		bar, barErr := c.desk.Bar(r, "cards")
		if barErr != nil {
			return errors.Join(err, barErr)
		}
		f.field, f.problem = render.Sentence(bar.P, err)
		return c.showRun(w, r, http.StatusUnprocessableEntity, run, site, f)
	}
	if err != nil {
		return err
	}
	return c.web.Redirect(w, r, runAddress(run))
}

func runAddress(r store.CardRun) string {
	return "/office/cards/runs/" + strconv.FormatInt(int64(r.ID), 10)
}

// showRun renders the page of a run.
func (c *Cards) showRun(w http.ResponseWriter, r *http.Request, status int, run store.CardRun, site store.Site, f ledgerForm) error {
	bar, err := c.desk.Bar(r, "cards")
	if err != nil {
		return err
	}
	spec, err := specOf(run)
	if err != nil {
		return err
	}
	history, err := c.store.CardRunHistory(r.Context(), run)
	if err != nil {
		return err
	}
	p := bar.P
	v := f.fields(p, run)
	v.Bar, v.Name, v.Withdrawn = bar, run.Name, run.Ledger.Withdrawn
	v.Again, v.Action = runAddress(run)+"/file", runAddress(run)
	v.Facts = c.runFacts(p, r, run, spec, site)
	v.Back = runBack(p, run)
	v.Rate, v.Cost = runRate(p, run), runCost(p, run, spec, site)
	for _, e := range history {
		if line := runEvent(p, e, site, c.store.Now()); line.Text != "" {
			v.History = append(v.History, line)
		}
	}
	return c.web.Page(w, r, status, staff.RunPage(v))
}

// fields are the forms of the page.
func (f ledgerForm) fields(p *i18n.Printer, run store.CardRun) staff.RunView {
	field := func(name, value, typ string) staff.Field {
		x := staff.Field{Name: name, Label: p.T("ledger.field." + name), Value: value, Type: typ, Optional: true, Max: 20}
		if f.field == name {
			x.Problem = f.problem
		}
		return x
	}
	v := staff.RunView{Handed: field("handed", f.handed, ""), Day: field("day", f.day, "date"),
		Print: field("print", f.print, ""), Reply: field("reply", f.reply, ""), Currency: field("currency", f.currency, "")}
	v.Day.Max, v.Handed.Hint = 0, p.N("ledger.field.handed.hint", int(run.Count))
	chosen := f.currency
	if chosen == "" {
		chosen = store.Currencies()[0]
	}
	for _, x := range store.Currencies() {
		v.Currency.Options = append(v.Currency.Options, staff.Option{Value: x, Label: x, On: x == chosen})
	}
	return v
}

func (c *Cards) runFacts(p *i18n.Printer, r *http.Request, run store.CardRun, spec cardSpec, site store.Site) []staff.RunFact {
	asked := p.T("ledger.asked.unknown")
	if q, err := c.store.QuestionnaireVersion(r.Context(), run.Questionnaire); err == nil {
		asked = p.T("ledger.asked", "Name", cardsQuestions(p, q), "Version", q.Version)
	}
	return []staff.RunFact{
		{Label: p.T("ledger.fact.lang"), Text: i18n.Lang(run.Lang).Own(), Lang: run.Lang},
		{Label: p.T("ledger.fact.cards"), Text: runRange(run, spec)},
		{Label: p.T("ledger.fact.made"), Text: p.ShortDateYearTime(run.CreatedAt.In(site.Location()))},
		{Label: p.T("ledger.fact.asked"), Text: asked},
		{Label: p.T("ledger.fact.paper"), Text: p.T("card.paper." + string(spec.Paper))},
		{Label: p.T("ledger.fact.post"), Text: postName(p, spec.Post)},
	}
}

// postName is how a way back is called; a run may have one that is no longer
// offered.
func postName(p *i18n.Printer, post card.Post) string {
	if key := "card.post." + string(post); p.Has(key) {
		return p.T(key)
	}
	return string(post)
}

func runRange(run store.CardRun, spec cardSpec) string {
	return store.Serial(spec.Prefix, run.First) + " – " + store.Serial(spec.Prefix, run.First+run.Count-1)
}

// runBack is what came back, part by part; the parts that are nothing yet are
// left out, but for the whole.
func runBack(p *i18n.Printer, run store.CardRun) []staff.RunCount {
	l := run.Ledger
	list := []staff.RunCount{{Label: p.T("ledger.count.printed"), N: strconv.FormatInt(run.Count, 10)}}
	handed := staff.RunCount{Label: p.T("ledger.count.handed"), N: "–"}
	if l.Handed != store.NotTold {
		handed.N = strconv.FormatInt(l.Handed, 10)
		if day, err := time.Parse(time.DateOnly, l.HandedDay); err == nil {
			handed.Note = p.T("ledger.count.by", "Day", p.DateYear(day))
		}
	}
	list = append(list, handed, staff.RunCount{Label: p.T("ledger.count.returned"), N: strconv.Itoa(l.Returned)})
	for _, part := range []struct {
		name string
		n    int
	}{{"phone", l.Phone}, {"read", l.Read}, {"typed", l.Typed}, {"blank", l.Blank}, {"unread", l.Unread}, {"waiting", l.Waiting}} {
		if part.n > 0 {
			list = append(list, staff.RunCount{Label: p.T("ledger.count." + part.name), N: strconv.Itoa(part.n), Part: true})
		}
	}
	return list
}

// runRate is how many of the cards that went out were answered, in a sentence.
func runRate(p *i18n.Printer, run store.CardRun) string {
	l := run.Ledger
	switch {
	case l.Withdrawn && l.Answered > 0:
		return p.N("ledger.rate.withdrawn_answered", l.Answered)
	case l.Withdrawn:
		return p.T("ledger.rate.withdrawn")
	case l.Handed <= 0:
		return p.T("ledger.rate.unknown")
	case int64(l.Answered) > l.Handed:
		return p.N("ledger.rate.more", l.Answered, "Handed", l.Handed)
	}
	return p.N("ledger.rate.is", l.Answered, "Handed", l.Handed, "Percent", percent(p, l))
}

// percent is "23 %", with one decimal below ten.
func percent(p *i18n.Printer, l store.CardLedger) string {
	share := float64(l.Answered) / float64(l.Handed) * 100
	decimals := 0
	if share > 0 && share < 10 {
		decimals = 1
	}
	return decimal(p, strconv.FormatFloat(share, 'f', decimals, 64)) + " %"
}

// decimal writes a number with the decimal mark of the language.
func decimal(p *i18n.Printer, s string) string {
	if p.Lang == i18n.English || p.Lang == i18n.Filipino {
		return s
	}
	return strings.Replace(s, ".", ",", 1)
}

// runCost is what the run cost and what an answer cost, in a sentence; only
// what was told is reckoned with.
func runCost(p *i18n.Printer, run store.CardRun, spec cardSpec, site store.Site) string {
	l := run.Ledger
	if l.PrintCost == store.NotTold && l.ReplyCost == store.NotTold {
		return p.T("ledger.cost.unknown")
	}
	postage := int64(0)
	if spec.Post != card.NoPost {
		postage = max(l.ReplyCost, 0) * int64(l.Paper)
	}
	all := max(l.PrintCost, 0) + postage
	sum := p.T("ledger.cost.sum", "All", money(p, all, site), "Print", money(p, max(l.PrintCost, 0), site), "Postage", money(p, postage, site))
	if l.Answered == 0 {
		return sum + " " + p.T("ledger.cost.no_answer")
	}
	each := (2*all + int64(l.Answered)) / (2 * int64(l.Answered)) // rounded half up
	return sum + " " + p.N("ledger.cost.each", l.Answered, "Each", money(p, each, site))
}

// money is "48.50 EUR".
func money(p *i18n.Printer, hundredths int64, site store.Site) string {
	return decimal(p, hundredthsText(hundredths)) + "\u00a0" + site.Currency
}

func hundredthsText(n int64) string {
	return strconv.FormatInt(n/100, 10) + "." + strconv.Itoa(int(n/10%10)) + strconv.Itoa(int(n%10))
}

// amountTyped is an amount as one types it; "" for what was not told.
func amountTyped(n int64) string {
	if n == store.NotTold {
		return ""
	}
	return hundredthsText(n)
}

// readAmount reads 48, 48.5 or 48,50 as hundredths: store.NotTold for nothing,
// and something that the store refuses for anything else.
func readAmount(s string) int64 {
	const wrong = -2
	s = strings.NewReplacer(" ", "", "\u00a0", "", ",", ".").Replace(s)
	if s == "" {
		return store.NotTold
	}
	whole, part, _ := strings.Cut(s, ".")
	if len(part) > 2 || len(whole) > 9 || whole == "" || strings.Trim(whole+part, "0123456789") != "" {
		return wrong
	}
	n, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	if err != nil {
		return wrong
	}
	return n
}

// runEvent is one line of what was done with a run; no text for what the page
// says elsewhere.
func runEvent(p *i18n.Printer, e store.Event, site store.Site, now time.Time) staff.RunEvent {
	who := e.ActorName
	if who == "" {
		who = p.T("ledger.by_program")
	}
	x := staff.RunEvent{When: p.ShortDateYearTime(e.At.In(site.Location())), Who: who}
	switch e.Verb {
	case "cards.printed":
		n, _ := strconv.Atoi(e.Data["count"])
		x.Text = p.N("ledger.event.printed", n)
	case "cards.handed":
		n, _ := strconv.Atoi(e.Data["count"])
		day, _ := time.Parse(time.DateOnly, e.Data["day"])
		x.Text = p.N("ledger.event.handed", n, "Day", dayOf(p, day, now.In(site.Location())))
	case "cards.withdrawn":
		x.Text = p.T("ledger.event.withdrawn")
	case "cards.restored":
		x.Text = p.T("ledger.event.restored")
	case "cards.cost":
		site.Currency = e.Data["currency"]
		x.Text = p.T("ledger.event.cost", "Print", costText(p, e.Data["print"], site), "Reply", costText(p, e.Data["reply"], site))
	}
	return x
}

func costText(p *i18n.Printer, hundredths string, site store.Site) string {
	n, err := strconv.ParseInt(hundredths, 10, 64)
	if err != nil || n == store.NotTold {
		return "–"
	}
	return money(p, n, site)
}

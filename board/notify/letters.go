package notify

import (
	"encoding/json"
	"fmt"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/letter"
)

// view writes the letter of a message.
func (w *Worker) view(m store.Message) (letter.View, error) {
	switch m.Kind {
	case store.MessageAnswer:
		var body store.AnswerLetter
		if err := json.Unmarshal(m.Body, &body); err != nil {
			return letter.View{}, err
		}
		return w.answer(m, body)
	case store.MessageEscalation:
		var body store.EscalationLetter
		if err := json.Unmarshal(m.Body, &body); err != nil {
			return letter.View{}, err
		}
		return w.escalation(m, body)
	case store.MessageDevice:
		var body store.DeviceLetter
		if err := json.Unmarshal(m.Body, &body); err != nil {
			return letter.View{}, err
		}
		return w.device(m, body)
	}
	return letter.View{}, fmt.Errorf("message %d is of a kind that nobody writes: %q", m.ID, m.Kind)
}

// printer speaks the reader's language, else the site's.
func (w *Worker) printer(m store.Message, site store.Site) *i18n.Printer {
	if l := i18n.Lang(m.Lang); l.Valid() {
		return w.catalog.Printer(l)
	}
	return w.catalog.Printer(i18n.Lang(site.DefaultLang()))
}

func (w *Worker) answer(m store.Message, a store.AnswerLetter) (letter.View, error) {
	site, err := w.store.Site(a.Site)
	if err != nil {
		return letter.View{}, err
	}
	p := w.printer(m, site)
	name := a.ByShown
	if name == "" {
		name = p.T("common.role." + string(a.ByRole))
	}
	return letter.View{P: p, Subject: p.T("letter.answer.subject", "Place", site.LongName), Head: p.T("letter.answer.head"), Words: a.Text,
		By: p.T("letter.answer.by", "Name", name, "Place", site.LongName), Code: p.T("letter.code", "Code", a.Reference),
		More: p.T("letter.answer.more"), Link: p.T("letter.answer.link"), URL: w.baseURL + "/s/" + a.Token, Foot: p.T("letter.once")}, nil
}

func (w *Worker) escalation(m store.Message, e store.EscalationLetter) (letter.View, error) {
	site, err := w.store.Site(e.Site)
	if err != nil {
		return letter.View{}, err
	}
	p := w.printer(m, site)
	which := "due"
	if e.Late {
		which = "late"
	}
	when := p.DateTime(e.AnswerBy.In(site.Location()))
	return letter.View{P: p, Subject: p.T("letter."+which+".subject", "Place", site.Name, "When", when), Head: p.T("letter."+which+".head", "When", when),
		More: p.T("letter.due.more"), Link: p.T("letter.due.link"), URL: w.baseURL + "/desk/c/" + e.Complaint.String()}, nil
}

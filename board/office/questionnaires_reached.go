package office

import (
	"net/http"
	"slices"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
)

// Reached answers GET /office/questionnaires/{id}/reached: at which question of
// a version people stop, on tablets and on phones.
func (o *Office) Reached(w http.ResponseWriter, r *http.Request) error {
	q, err := o.Store.QuestionnaireVersion(r.Context(), questionnaireID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if q.Audience != store.CustomerAudience || q.PublishedAt.IsZero() {
		return &store.Error{Code: store.NotFound, Key: "store.questionnaire_gone"}
	}
	counts, err := o.Store.ReachedCounts(r.Context(), q.ID)
	if err != nil {
		return err
	}
	versions, err := o.Store.QuestionnaireVersions(r.Context(), q.Series)
	if err != nil {
		return err
	}
	f, err := o.questionsFrame(r, "editor.reached_title", questionnairePath(q.ID), "editor.back_one")
	if err != nil {
		return err
	}
	p := f.P
	f.Lead = questionnaireName(p, q.Name) + " · " + p.T("editor.version", "N", q.Version)
	v := staff.ReachedView{Frame: f, Note: p.T("editor.reached_note"), Versions: versionLinks(p, versions, q.ID, func(id store.QuestionnaireID) string { return questionnairePath(id) + "/reached" })}
	for _, channel := range []store.Channel{store.KioskChannel, store.PhoneChannel} {
		v.Channels = append(v.Channels, o.reachedBy(p, q, channel, counts))
	}
	return o.Web.Page(w, r, http.StatusOK, staff.ReachedPage(v))
}

// versionLinks leads to the published versions.
func versionLinks(p *i18n.Printer, versions []store.Questionnaire, current store.QuestionnaireID, url func(store.QuestionnaireID) string) []staff.VersionLink {
	var list []staff.VersionLink
	for _, x := range versions {
		if !x.PublishedAt.IsZero() {
			list = append(list, staff.VersionLink{URL: url(x.ID), Name: p.T("editor.version", "N", x.Version), Current: x.ID == current})
		}
	}
	return list
}

func (o *Office) reachedBy(p *i18n.Printer, q store.Questionnaire, channel store.Channel, counts []store.Reached) staff.ReachedChannel {
	c := staff.ReachedChannel{Name: p.T("editor.reached_" + string(channel))}
	n := map[string]int{}
	most := 0
	for _, x := range counts {
		if x.Channel == channel {
			n[x.Question] = x.N
			most = max(most, x.N)
		}
	}
	if most == 0 {
		c.None = p.T("editor.reached_none")
		return c
	}
	ed := editor{p: p, q: q, fallback: o.fallback()}
	asked := asAsked(q.Questions, n)
	left := leftAt(asked, n)
	for i, x := range asked {
		row := staff.ReachedRow{Name: itoa(i+1) + ". " + ed.heading(x), N: p.N("editor.reached_n", n[x.ID]), Width: itoa(1000 * n[x.ID] / most)}
		if x.Low > 0 {
			row.Left = ed.low(x.Low)
		} else if k := left[x.ID]; k > 0 {
			row.Left = p.N("editor.left_n", k)
		}
		c.Rows = append(c.Rows, row)
	}
	c.Rows = append(c.Rows, staff.ReachedRow{Name: p.T("editor.reached_sent"), N: p.N("editor.sent_n", n[store.Sent]), Width: itoa(1000 * n[store.Sent] / most)})
	return c
}

// leftAt is how many stopped at each question: who reached it and neither the
// next one nor the end. A question that only some are asked is passed over.
func leftAt(list []store.Question, n map[string]int) map[string]int {
	left := map[string]int{}
	further := n[store.Sent]
	for i := len(list) - 1; i >= 0; i-- {
		x := list[i]
		if x.Low > 0 {
			continue
		}
		left[x.ID] = max(0, n[x.ID]-further)
		further = max(further, n[x.ID])
	}
	return left
}

// asAsked is the questions in the order of the screens: the faces come first,
// and a contact stands on the screen of its neighbour's words, so that whoever
// reached these reached it.
func asAsked(list []store.Question, n map[string]int) []store.Question {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b store.Question) int { return rank(a) - rank(b) })
	for i, x := range out {
		if x.Type != store.ContactQuestion || n[x.ID] > 0 {
			continue
		}
		for _, j := range []int{i - 1, i + 1} {
			if j >= 0 && j < len(out) && out[j].Type == store.TextQuestion && out[j].Low == x.Low {
				n[x.ID] = n[out[j].ID]
				break
			}
		}
	}
	return out
}

func rank(q store.Question) int {
	if q.Type == store.FacesQuestion {
		return 0
	}
	return 1
}

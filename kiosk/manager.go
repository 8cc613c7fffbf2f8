package kiosk

import (
	"net/http"

	"github.com/yousaid/yousaid/templates/touch"
)

// Manager is POST /kiosk/manager: it pages whoever is on duty and says who
// comes. With the header X-Fragment it answers with the screen alone.
func (k *Kiosk) Manager(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	pl, ok, err := k.tablet(r, r.PostFormValue("lang"))
	if err != nil {
		return err
	}
	if !ok {
		return k.kind(w, r, http.StatusForbidden, k.web.Printer(r), "pair")
	}
	page, err := k.store.PageManager(r.Context(), pl.from.actor, pl.from.site.ID, pl.from.device)
	if err != nil {
		return err
	}
	p := pl.p
	v := touch.ManagerView{Chrome: k.chrome(pl.from.site, p, pl.path), Name: page.PagedName, Lead: p.T("touch.manager.lead_none"),
		Again: p.T("touch.manager.again", "Time", p.Clock(when(pl.from.site, page.Again()))), Write: pl.path + "?lang=" + string(p.Lang) + "#h-words", Return: k.times.Return}
	if v.Name != "" {
		v.Lead = p.T("touch.manager.lead", "Name", v.Name)
	}
	if r.Header.Get("X-Fragment") != "" {
		return k.web.Page(w, r, http.StatusOK, touch.Manager(v))
	}
	w.Header().Set("Refresh", withoutScript+"; url="+pl.path)
	return k.web.Page(w, r, http.StatusOK, touch.ManagerPage(v))
}

package kiosk

import (
	"net/http"

	"github.com/yousaid/yousaid/store"
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
	v := k.paged(pl, page)
	if fragment(r) {
		return k.web.Page(w, r, http.StatusOK, touch.Manager(v))
	}
	w.Header().Set("Refresh", withoutScript+"; url="+pl.path)
	return k.web.Page(w, r, http.StatusOK, touch.ManagerPage(v))
}

// paged says who comes, or, when the place is closed, that perhaps nobody does.
func (k *Kiosk) paged(pl place, page store.Page) touch.ManagerView {
	p, site := pl.p, pl.from.site
	v := touch.ManagerView{Chrome: k.chrome(site, p, pl.path), Name: page.PagedName, Closed: !openAt(site, k.store.Now()),
		Write: pl.path + "?lang=" + string(p.Lang) + "#h-words", Return: k.times.Return}
	key := "touch.manager.lead"
	v.Again = p.T("touch.manager.again", "Time", p.Clock(when(site, page.Again())))
	if v.Closed {
		key, v.Again = "touch.manager.closed_lead", p.T("touch.manager.closed_again")
	}
	if v.Lead = p.T(key + "_none"); v.Name != "" {
		v.Lead = p.T(key, "Name", v.Name)
	}
	return v
}

// fragment tells whether a script asks for one screen of a page.
func fragment(r *http.Request) bool { return r.Header.Get("X-Fragment") != "" }

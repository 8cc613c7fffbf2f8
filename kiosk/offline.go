package kiosk

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/yousaid/yousaid/templates/touch"
)

// ServiceWorker is GET /kiosk/sw.js: the script that starts a tablet without
// the server, with the pages and files that make up this one.
func (k *Kiosk) ServiceWorker(w http.ResponseWriter, r *http.Request) error {
	pl, _, err := k.tablet(r, "")
	if err != nil {
		return err
	}
	files, err := k.tabletFiles(r, pl)
	if err != nil {
		return err
	}
	var pages []string
	for _, path := range []string{pl.path, healthPath} {
		for _, l := range languages(pl.from.site) {
			pages = append(pages, path+"?lang="+string(l))
		}
	}
	head, err := json.Marshal([]any{k.web.Shell.Assets.Version(), pages, files})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Service-Worker-Allowed", pl.path)
	w.Write(append([]byte("const [VERSION, PAGES, FILES] = "+string(head)+";\n"), k.web.Shell.Assets.Source("js/sw.js")...)) // an error only means that the reader has left
	return nil
}

// tabletFiles are the addresses of all files that the tablet's pages name, and
// those that they name in turn, whether they are loaded at once or later.
func (k *Kiosk) tabletFiles(r *http.Request, pl place) ([]string, error) {
	var page bytes.Buffer
	v := touch.FormView{}
	if err := k.fill(r, pl, &v, typed{}); err != nil {
		return nil, err
	}
	if err := touch.Form(v).Render(r.Context(), &page); err != nil {
		return nil, err
	}
	health, err := k.health(r, pl)
	if err != nil {
		return nil, err
	}
	if err := touch.Health(health).Render(r.Context(), &page); err != nil {
		return nil, err
	}
	return k.web.Shell.Assets.Named(page.String()), nil
}

const healthPath = "/kiosk/health"

// Health is GET /kiosk/health: staff look at how the tablet is. It shows
// numbers and nothing that anybody said; scripts fill them in.
func (k *Kiosk) Health(w http.ResponseWriter, r *http.Request) error {
	pl, _, err := k.tablet(r, r.FormValue("lang"))
	if err != nil {
		return err
	}
	v, err := k.health(r, pl)
	if err != nil {
		return err
	}
	return k.web.Page(w, r, http.StatusOK, touch.Health(v))
}

func (k *Kiosk) health(r *http.Request, pl place) (v touch.HealthView, err error) {
	v = touch.HealthView{Chrome: k.chrome(pl.from.site, pl.p, pl.path), Device: k.device(r.Context()).Name, Zone: pl.from.site.Zone,
		Langs: langs(pl.p, languages(pl.from.site), healthPath), Version: k.web.Shell.Assets.Version()}
	v.File = "yousaid-" + strings.ToLower(pl.from.site.Prefix)
	v.Tablet, err = k.numbering(r, pl.from.device)
	return v, err
}

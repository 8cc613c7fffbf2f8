package office

import (
	"net/http"
	"strings"

	"github.com/yousaid/yousaid/templates/staff"
)

// Door answers GET /: what is this screen for? A device that knows goes
// straight there; a fresh file goes to set-up.
func (o *Office) Door(w http.ResponseWriter, r *http.Request) error {
	if !o.Store.IsSetUp() {
		return o.Web.Redirect(w, r, "/setup")
	}
	site, err := o.Store.SiteBySlug("")
	if err != nil {
		return err
	}
	v := staff.DoorView{Shell: o.Web.Shell, P: o.Web.Printer(r), Place: site.LongName,
		TabletURL: "/kiosk", BoardURL: "/board", StaffURL: "/desk", NoOffline: !o.startsOffline(r)}
	v.Languages = languageOptions([]string{string(v.P.Lang)})
	return o.Web.Page(w, r, http.StatusOK, staff.Door(v))
}

// Guard keeps everything but set-up, assets and health shut until the place is
// set up: pages are sent to set-up, the API hears one sentence.
func (o *Office) Guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if o.Store.IsSetUp() || openBeforeSetUp(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		if strings.HasPrefix(r.URL.Path, "/api/") {
			message := o.Web.Printer(r).T("office.problem.first")
			o.Web.JSON(w, http.StatusServiceUnavailable, map[string]string{"message": message})
			return
		}
		http.Redirect(w, r, "/setup", http.StatusSeeOther)
	})
}

func openBeforeSetUp(path string) bool {
	switch path {
	case "/setup", "/trust", "/healthz", "/readyz", "/metrics":
		return true
	}
	return strings.HasPrefix(path, "/assets/") || strings.HasPrefix(path, "/trust/")
}

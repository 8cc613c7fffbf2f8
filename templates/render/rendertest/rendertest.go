// Package rendertest gives tests of handlers what they answer with.
package rendertest

import (
	"log/slog"
	"testing"

	"github.com/yousaid/yousaid/assets"
	"github.com/yousaid/yousaid/templates"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
)

// Web is a render.Web with the real assets and catalogues; what it logs is
// thrown away.
func Web(t testing.TB) *render.Web {
	t.Helper()
	set, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &render.Web{Shell: templates.Shell{Assets: set}, Catalog: catalog, Log: slog.New(slog.DiscardHandler)}
}

package office

import (
	_ "embed"
	"strings"
	"time"

	"github.com/yousaid/yousaid/templates/staff"
)

// The zones of tzdata 2026 that differ since 1970 (zone1970.tab), and UTC.
//
//go:embed zones.txt
var zoneNames string

// zoneOptions lists every zone; one that is not in the list is added, so that
// nothing a browser or an older file names is lost.
func zoneOptions(chosen string) []staff.Option {
	var out []staff.Option
	found := false
	for _, z := range strings.Fields(zoneNames) {
		found = found || z == chosen
		out = append(out, staff.Option{Value: z, Label: strings.ReplaceAll(z, "_", " "), On: z == chosen})
	}
	if !found && chosen != "" {
		out = append(out, staff.Option{Value: chosen, Label: chosen, On: true})
	}
	return out
}

// serverZone is the zone of this computer, UTC if it has no name.
func serverZone() string {
	if name := time.Local.String(); contains(strings.Fields(zoneNames), name) {
		return name
	}
	return "UTC"
}

package kiosk

import (
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// counted says where the promise starts: when the person spoke, if the tablet's
// clock was right, else on arrival. Empty where nobody waits for an answer.
func counted(p *i18n.Printer, site store.Site, x store.Submission, now time.Time) string {
	if !x.Asks {
		return ""
	}
	from, key := when(site, x.CountedFrom), "offline.counted.arrived"
	// Of words that grew, the first touch keeps its time and the promise counts from a later one.
	if grown := x.Flags&store.FlagClock == 0 && x.CountedFrom.After(x.ReceivedAt); x.Device != 0 && (grown || x.CountedFrom.Equal(x.CapturedAt)) {
		key = "offline.counted.said"
	}
	at := p.Clock(from)
	if from.Format(time.DateOnly) != when(site, now).Format(time.DateOnly) {
		at = p.ShortDateTime(from)
	}
	return p.T(key, "Time", at)
}

package wording

import (
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// PromiseUnit says in what a place's promise is counted: hours, days where it
// is open on all of them (or counts the clock alone), else working_days.
func PromiseUnit(site store.Site) string {
	switch {
	case site.Promise.Unit == "h":
		return "hours"
	case site.Hours.EveryDay() || !site.Hours.Open():
		return "days"
	}
	return "working_days"
}

// Promise is what customers are promised, as a sentence.
func Promise(p *i18n.Printer, site store.Site) string {
	switch PromiseUnit(site) {
	case "hours":
		return p.N("touch.start.within_hours", site.Promise.N)
	case "days":
		return p.N("common.answer_within", site.Promise.N)
	}
	return p.N("common.answer_within_working", site.Promise.N)
}

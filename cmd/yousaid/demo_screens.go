package main

import "github.com/yousaid/yousaid/store"

// screensOf is where people came to on the form at one site by one channel.
type screensOf struct {
	site    store.SiteID
	channel store.Channel
}

// sawScreens counts the screens that a person saw who said n: whoever went on
// from the faces saw the topics, whoever wrote saw the words, and some who said
// no more than a face looked further.
func (l *demoLife) sawScreens(n store.NewSubmission) {
	if n.Channel != store.KioskChannel && n.Channel != store.PhoneChannel {
		return
	}
	saw := []string{"mood", "topic"}
	switch {
	case n.Text != "" || l.made%3 == 0:
		saw = append(saw, "text", store.Sent)
	case l.made%5 == 0:
		saw = append(saw, "text")
	}
	of := screensOf{n.Site, n.Channel}
	if l.screens[of] == nil {
		l.screens[of] = map[string]int{}
	}
	for _, name := range saw {
		l.screens[of][name]++
	}
	// A phone counts whoever opens the form, a tablet whoever goes on.
	if n.Channel == store.PhoneChannel && l.made%4 == 0 {
		l.screens[of]["mood"]++
	}
}

// tellScreens hands the counts in, as tablets and phones do.
func (l *demoLife) tellScreens() error {
	for of, counts := range l.screens {
		site, err := l.store.Site(of.site)
		if err != nil {
			return err
		}
		q, err := l.store.Questionnaire(site)
		if err != nil {
			return err
		}
		if err := l.store.AddReached(l.ctx, store.System(), site, q.ID, of.channel, counts); err != nil {
			return err
		}
		delete(l.screens, of)
	}
	return nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/yousaid/yousaid/board/auth"
	"github.com/yousaid/yousaid/kiosk"
	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
)

// demoPassword opens every sign-in of the demo.
const demoPassword = "linden-park-swims"

// demoWeeks is how long the demo's place has been listening.
const demoWeeks = 12

// demoLife writes a season of believable life into a fresh store: the same
// one at every start, with times relative to now.
type demoLife struct {
	ctx     context.Context
	store   *store.Store
	clock   *demoClock
	now     time.Time // of the demo, in the place's zone
	baseURL string
	rng     *rand.Rand

	site, harbour, northgate store.Site
	people                   map[string]store.User
	kiosks                   map[store.SiteID]store.DeviceID
	cards                    []store.Card
	screens                  map[screensOf]map[string]int // not yet told
	steps                    []demoStep
	made                     int // submissions so far
}

// demoStep is something that happens at a time.
type demoStep struct {
	at time.Time
	do func() error
}

// buildDemo fills a fresh store. Its clock must be c; c runs again afterwards.
// baseURL stands in the codes of the cards.
func buildDemo(ctx context.Context, s *store.Store, c *demoClock, baseURL string) error {
	defer c.run()
	zone, err := time.LoadLocation("Europe/Tallinn")
	if err != nil {
		return err
	}
	l := &demoLife{ctx: ctx, store: s, clock: c, baseURL: baseURL, now: c.Now().In(zone), rng: rand.New(rand.NewPCG(20261119, 47)),
		people: map[string]store.User{}, kiosks: map[store.SiteID]store.DeviceID{}, screens: map[screensOf]map[string]int{}}
	if err := l.place(); err != nil {
		return fmt.Errorf("demo: the place: %w", err)
	}
	l.groups()
	l.open()
	l.calls()
	l.scans()
	l.child()
	l.everyday()
	l.leavers()
	l.clockwork()
	return l.live()
}

// at remembers what happens when; live does it in order.
func (l *demoLife) at(when time.Time, do func() error) {
	l.steps = append(l.steps, demoStep{when, do})
}

// live lets everything happen in the order of time. A step may add later
// ones.
func (l *demoLife) live() error {
	for len(l.steps) > 0 {
		batch := l.steps
		l.steps = nil
		slices.SortStableFunc(batch, func(a, b demoStep) int { return a.at.Compare(b.at) })
		for i, step := range batch {
			if len(l.steps) > 0 && l.earliest().Before(step.at) {
				l.steps = append(l.steps, batch[i:]...)
				break
			}
			l.clock.stand(step.at)
			if err := step.do(); err != nil {
				return fmt.Errorf("demo: %s: %w", step.at.Format(time.DateTime), err)
			}
		}
	}
	return nil
}

func (l *demoLife) earliest() time.Time {
	first := l.steps[0].at
	for _, s := range l.steps {
		if s.at.Before(first) {
			first = s.at
		}
	}
	return first
}

// start is the first day of the season.
func (l *demoLife) start() time.Time { return l.midnight(-7 * demoWeeks) }

// midnight is the beginning of the day so many days from today.
func (l *demoLife) midnight(days int) time.Time {
	y, m, d := l.now.Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, l.now.Location())
}

// place sets up sites, people, devices and a run of cards.
func (l *demoLife) place() error {
	l.clock.stand(l.start().Add(-26 * time.Hour))
	hash, err := auth.NewHasher().Hash(l.ctx, demoPassword)
	if err != nil {
		return err
	}
	site, owner, err := l.store.SetUp(l.ctx, store.SetUp{Site: demoSite("Linden Park", "Linden Park Leisure Centre", "LP"),
		Owner: store.User{Email: "henrik@lindenpark.example", Name: "Henrik Lepp", PasswordHash: hash, ShowName: true}})
	if err != nil {
		return err
	}
	l.site = site
	l.people["Henrik"] = owner
	by := store.ActingUser(owner.ID)
	if l.harbour, err = l.store.AddSite(l.ctx, by, demoSite("Harbour Pool", "Harbour Pool", "HP")); err != nil {
		return err
	}
	if l.northgate, err = l.store.AddSite(l.ctx, by, demoSite("Northgate Gym", "Northgate Gym", "NG")); err != nil {
		return err
	}
	for _, u := range demoPeople() {
		u.PasswordHash = hash
		added, err := l.store.AddUser(l.ctx, by, u)
		if err != nil {
			return err
		}
		l.people[u.FirstName()] = added
	}
	return l.furnish(by)
}

func demoSite(name, long, prefix string) store.Site {
	x := store.Site{Name: name, LongName: long, Prefix: prefix, Zone: "Europe/Tallinn", Languages: []string{"en", "de", "et", "ru", "uk", "fil"},
		Promise: store.Promise{N: 2, Unit: "wd"}, RetainDays: 30, Address: long + "\nLinden Road 12\n10152 Tallinn"}
	for d := range x.Hours {
		x.Hours[d] = []store.Span{{From: 7 * 60, To: 22 * 60}}
	}
	return x
}

func demoPeople() []store.User {
	return []store.User{
		{Email: "ana@lindenpark.example", Name: "Ana Costa", Role: store.Manager, ShowName: true},
		{Email: "marta@lindenpark.example", Name: "Marta Kask", Role: store.Staff, ShowName: true},
		{Email: "tomas@lindenpark.example", Name: "Tomas Novak", Role: store.Staff, ShowName: true},
		{Email: "priya@lindenpark.example", Name: "Priya Nair", Role: store.Staff, ShowName: true},
		{Email: "jaan@lindenpark.example", Name: "Jaan Mets", Role: store.Staff, ShowName: true},
		{Email: "olena@lindenpark.example", Name: "Olena Bondar", Role: store.Staff, ShowName: true},
		{Email: "liina@lindenpark.example", Name: "Liina Saar", Role: store.Director, ShowName: true},
	}
}

// furnish puts Ana on duty, tablets and screens in their places, and prints
// cards.
func (l *demoLife) furnish(by store.Actor) error {
	for _, s := range []store.Site{l.site, l.harbour, l.northgate} {
		if err := l.store.SetDuty(l.ctx, by, s.ID, l.people["Ana"].ID); err != nil {
			return err
		}
		for _, kind := range []store.DeviceKind{store.KioskDevice, store.BoardDevice} {
			name := map[store.DeviceKind]string{store.KioskDevice: "Reception tablet", store.BoardDevice: "Foyer screen"}[kind]
			d, _, err := l.store.AddDevice(l.ctx, by, store.Device{Kind: kind, Name: name, Site: s.ID})
			if err != nil {
				return err
			}
			if kind == store.KioskDevice {
				l.kiosks[s.ID] = d.ID
			}
			l.at(l.now.Add(-time.Minute), func() error { l.store.SeenDevice(d.ID); return nil })
		}
	}
	return l.print(by)
}

// print makes the cards that lie at the door: real ones, so that they can be
// printed again.
func (l *demoLife) print(by store.Actor) error {
	catalog, err := i18n.Load()
	if err != nil {
		return err
	}
	run, err := kiosk.PrintCards(l.ctx, l.store, kiosk.CardPrint{Catalog: catalog, By: by, Site: l.site.ID, Name: "Autumn", Count: 320, Lang: i18n.English, BaseURL: l.baseURL,
		Paper: card.A4, Post: card.Generic, Licence: "10 417", City: "Tallinn",
		Address: []string{"Linden Park Leisure Centre", "You said, we did", "Reply service 10 417", "10902 Tallinn"}}, io.Discard, nil)
	if err != nil {
		return err
	}
	if _, l.cards, err = l.store.CardRun(l.ctx, run.ID); err != nil {
		return err
	}
	return errors.Join(l.store.CostCards(l.ctx, by, run.ID, 4200, 65, "EUR"),
		l.store.HandOutCards(l.ctx, by, run.ID, 260, l.clock.Now().In(l.now.Location()).Format(time.DateOnly)))
}

func demoClient(n int) store.ClientID {
	return store.ClientID{0: 1, 6: 0x70, 8: 0x80, 14: byte(n >> 8), 15: byte(n)}
}

// say hands one person's words in.
func (l *demoLife) say(n store.NewSubmission) (store.Receipt, error) {
	l.made++
	n.Client = demoClient(l.made)
	if n.Site == 0 {
		n.Site = l.site.ID
	}
	n.Final = true
	l.sawScreens(n)
	by := store.Customer()
	if n.Channel == store.KioskChannel {
		n.Device, n.Seq = l.kiosks[n.Site], int64(l.made)
		by = store.ActingDevice(n.Device)
	}
	if n.Channel == store.CardChannel && n.Site == l.site.ID && len(l.cards) > 0 {
		n.Card, l.cards = l.cards[0].ID, l.cards[1:]
		if l.made%5 != 0 { // the others were answered by their code, on a phone
			n.TakenBy = l.people["Marta"].ID
		}
	}
	if n.Channel == store.CallChannel || n.Channel == store.DeskChannel {
		return l.writeDown(n, store.OnTheSpot{})
	}
	return l.store.AddSubmission(l.ctx, by, n)
}

func (l *demoLife) user(name string) store.Actor { return store.ActingUser(l.people[name].ID) }

// openAt is a random time in opening hours, most people coming after work.
func (l *demoLife) openAt(day time.Time) time.Time {
	hour := 8 + l.rng.IntN(13)
	if l.rng.IntN(3) == 0 {
		hour = 17 + l.rng.IntN(3)
	}
	y, m, d := day.Date()
	return time.Date(y, m, d, hour, l.rng.IntN(60), l.rng.IntN(60), 0, day.Location())
}

// worked moves a time out of the night to the next morning.
func (l *demoLife) worked(t time.Time) time.Time {
	y, m, d := t.Date()
	switch {
	case t.Hour() < 8:
		return time.Date(y, m, d, 8, 5+l.rng.IntN(50), 0, 0, t.Location())
	case t.Hour() >= 21:
		return time.Date(y, m, d+1, 8, 5+l.rng.IntN(50), 0, 0, t.Location())
	}
	return t
}

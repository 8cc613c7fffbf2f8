package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/yousaid/yousaid/store"
)

type deviceCmd struct {
	Add    deviceAddCmd    `cmd:"" help:"Pair a device; prints JSON with its token and a link that pairs one browser within a day, told this once."`
	List   deviceListCmd   `cmd:"" help:"List devices."`
	Revoke deviceRevokeCmd `cmd:"" help:"Unpair a device."`
}

type deviceAddCmd struct {
	Kind    string `enum:"kiosk,board" default:"kiosk" help:"kiosk or board."`
	Name    string `required:"" help:"What it is called: Reception tablet."`
	Site    string `help:"The site's address name (slug); the first site if left out."`
	BaseURL string `name:"base-url" default:"http://127.0.0.1:8080" placeholder:"URL" help:"How the device reaches the server (default: ${default}); the pair_url begins with it. Give what serve --base-url has."`
}

func (c deviceAddCmd) Run(a *app) error {
	return a.with(func(s *store.Store) error {
		site, err := s.SiteBySlug(c.Site)
		if err != nil {
			return err
		}
		d, token, err := s.AddDevice(a.ctx, store.System(), store.Device{Kind: store.DeviceKind(c.Kind), Name: c.Name, Site: site.ID})
		if err != nil {
			return err
		}
		link, err := s.NewPairLink(a.ctx, store.System(), d.ID, store.PairLink{})
		if err != nil {
			return err
		}
		return json.NewEncoder(a.Out).Encode(struct {
			ID      store.DeviceID `json:"id"`
			Token   string         `json:"token"`
			PairURL string         `json:"pair_url"`
		}{d.ID, token, strings.TrimSuffix(c.BaseURL, "/") + "/pair/" + link})
	})
}

type deviceListCmd struct{}

func (deviceListCmd) Run(a *app) error {
	return a.with(func(s *store.Store) error {
		list, err := s.Devices(a.ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "ID\tKIND\tNAME\tSITE\tSEEN\tSTATE")
		for _, d := range list {
			site, err := s.Site(d.Site)
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\n", d.ID, d.Kind, d.Name, site.Slug, seen(d.SeenAt), deviceState(d))
		}
		return w.Flush()
	})
}

func seen(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Format(time.DateTime)
}

func deviceState(d store.Device) string {
	if d.RevokedAt.IsZero() {
		return "paired"
	}
	return "revoked"
}

type deviceRevokeCmd struct {
	ID int64 `required:"" help:"As in the list."`
}

func (c deviceRevokeCmd) Run(a *app) error {
	return a.with(func(s *store.Store) error {
		err := s.RevokeDevice(a.ctx, store.System(), store.DeviceID(c.ID))
		if store.CodeOf(err) == store.NotFound {
			return fmt.Errorf("no paired device has the number %d: see yousaid device list", c.ID)
		}
		return err
	})
}

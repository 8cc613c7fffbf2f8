package main

import (
	"net/http"
	"net/netip"
	"slices"

	"github.com/yousaid/yousaid/templates/render"
)

// hosts are the names under which this server answers. A page of another site
// whose name suddenly points at this computer (DNS rebinding) comes with its
// own name and gets 421. An address of numbers cannot be made to point
// elsewhere, so all of them are let in: tablets, port forwarding and containers
// reach the server by addresses it does not know of.
type hosts struct {
	web   *render.Web
	known []string
}

func (c serving) hosts(web *render.Web) *hosts {
	return &hosts{web: web, known: append(thisMachine().names(), c.askedNames()...)}
}

func (h *hosts) knows(host string) bool {
	name := plainHost(host)
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return slices.Contains(h.known, name)
}

// only lets requests through that mean this server. Monitors on this machine
// may call it what they like.
func (h *hosts) only(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h.knows(r.Host) || (r.URL.Path == "/healthz" || r.URL.Path == "/readyz") && fromHere(r) {
			next.ServeHTTP(w, r)
			return
		}
		http.Error(w, h.web.Printer(r).T("trust.unknown_host", "Host", plainHost(r.Host)), http.StatusMisdirectedRequest)
	})
}

// fromHere tells whether a program on this machine asks, without a proxy.
func fromHere(r *http.Request) bool {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && from.Addr().Unmap().IsLoopback() && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
}

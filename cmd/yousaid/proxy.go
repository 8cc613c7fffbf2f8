package main

import (
	"crypto/tls"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// proxies are the reverse proxies that are believed. What they say about a
// request is put where everybody looks: r.RemoteAddr, r.TLS and r.Host. Nobody
// else's X-Forwarded or Forwarded headers mean anything.
type proxies []netip.Prefix

// parseProxies reads --trusted-proxy: networks (10.0.0.0/8) or addresses.
func parseProxies(list []string) (proxies, error) {
	var out proxies
	for _, s := range list {
		prefix, err := netip.ParsePrefix(s)
		if err != nil {
			addr, err := netip.ParseAddr(s)
			if err != nil {
				return nil, usage("--trusted-proxy %s is neither an address such as 127.0.0.1 nor a network such as 10.0.0.0/8", s)
			}
			prefix = netip.PrefixFrom(addr.Unmap(), addr.Unmap().BitLen())
		}
		if prefix.Bits() == 0 {
			return nil, usage("--trusted-proxy %s believes everybody, so anybody could claim any address: give the address of the proxy itself", s)
		}
		out = append(out, prefix.Masked())
	}
	return out, nil
}

func (p proxies) trusts(a netip.Addr) bool {
	return slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(a.Unmap().WithZone("")) })
}

// heed puts what a trusted proxy says in its place.
func (p proxies) heed(next http.Handler) http.Handler {
	if len(p) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil || !p.trusts(peer.Addr()) {
			next.ServeHTTP(w, r)
			return
		}
		said := forwarded(r.Header)
		r = r.Clone(r.Context())
		if from, ok := p.client(said.chain); ok {
			r.RemoteAddr = netip.AddrPortFrom(from, 0).String()
		}
		switch said.proto {
		case "https":
			if r.TLS == nil {
				r.TLS = &tls.ConnectionState{HandshakeComplete: true}
			}
		case "http":
			r.TLS = nil
		}
		if hostName().MatchString(plainHost(said.host)) {
			r.Host = said.host
		}
		next.ServeHTTP(w, r)
	})
}

// client is the nearest address that is no trusted proxy: what stands left of
// it was written by strangers. Through proxies alone, it is the farthest.
func (p proxies) client(chain []string) (from netip.Addr, ok bool) {
	for _, s := range slices.Backward(chain) {
		a, err := forwardedAddr(s)
		if err != nil {
			return from, ok
		}
		from, ok = a, true
		if !p.trusts(a) {
			break
		}
	}
	return from, ok
}

func forwardedAddr(s string) (netip.Addr, error) {
	s = strings.Trim(strings.TrimSpace(s), `"`)
	if ap, err := netip.ParseAddrPort(s); err == nil {
		return ap.Addr().Unmap(), nil
	}
	a, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return a.Unmap(), err
}

// hop is what proxies say of a request: who it passed, nearest last, and how
// the nearest of them was asked.
type hop struct {
	chain       []string
	proto, host string
}

// forwarded reads the X-Forwarded headers or, where there are none, Forwarded
// (RFC 7239).
func forwarded(h http.Header) (x hop) {
	for _, line := range h.Values("X-Forwarded-For") {
		x.chain = append(x.chain, strings.Split(line, ",")...)
	}
	x.proto = strings.ToLower(lastOf(h.Values("X-Forwarded-Proto")))
	x.host = lastOf(h.Values("X-Forwarded-Host"))
	if len(x.chain) > 0 || x.proto != "" || x.host != "" {
		return x
	}
	for _, element := range strings.Split(strings.Join(h.Values("Forwarded"), ","), ",") {
		for _, pair := range strings.Split(element, ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
			value = strings.Trim(value, `"`)
			switch strings.ToLower(name) {
			case "for":
				x.chain = append(x.chain, value)
			case "proto":
				x.proto = strings.ToLower(value)
			case "host":
				x.host = value
			}
		}
	}
	return x
}

// lastOf is the last entry of a list header: the nearest proxy's.
func lastOf(lines []string) string {
	all := strings.Split(strings.Join(lines, ","), ",")
	return strings.TrimSpace(all[len(all)-1])
}

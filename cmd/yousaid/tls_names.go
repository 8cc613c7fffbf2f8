package main

import (
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
)

// machine is what this computer is called on its network.
type machine struct {
	hostname  func() (string, error)
	addresses func() ([]net.Addr, error)
}

func thisMachine() machine {
	return machine{hostname: os.Hostname, addresses: net.InterfaceAddrs}
}

// homeSuffixes are endings under which routers and mDNS know a computer and
// which nobody can register in public.
func homeSuffixes() []string { return []string{"", ".local", ".lan", ".home.arpa", ".internal"} }

// names are localhost and the computer's own name, alone and with the endings
// of home networks.
func (m machine) names() []string {
	list := []string{"localhost"}
	full, err := m.hostname()
	if err != nil || full == "" {
		return list
	}
	full = plainHost(full)
	first, _, _ := strings.Cut(full, ".")
	for _, suffix := range homeSuffixes() {
		list = append(list, first+suffix)
	}
	if !slices.Contains(list, full) {
		list = append(list, full)
	}
	return list
}

// ips are the addresses others can reach the computer at, and its own. Those
// that need a zone cannot stand in an address of the web.
func (m machine) ips() []netip.Addr {
	list := []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.IPv6Loopback()}
	addrs, err := m.addresses()
	if err != nil {
		return list
	}
	for _, a := range addrs {
		prefix, err := netip.ParsePrefix(a.String())
		ip := prefix.Addr().Unmap()
		if err != nil || ip.IsLinkLocalUnicast() || slices.Contains(list, ip) {
			continue
		}
		list = append(list, ip)
	}
	return list
}

// lan are the addresses of the computer for others on the network, the ones
// people can type first.
func (m machine) lan() []netip.Addr {
	list := slices.DeleteFunc(m.ips(), netip.Addr.IsLoopback)
	slices.SortStableFunc(list, func(a, b netip.Addr) int { return a.BitLen() - b.BitLen() })
	return list
}

// plainHost is a host as it is compared: without port, brackets, case and the
// dot at the end.
func plainHost(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.TrimSuffix(strings.ToLower(host), ".")
}

// baseHost is the host of --base-url, "" if there is none.
func (c serving) baseHost() string {
	u, err := url.Parse(c.BaseURL)
	if err != nil {
		return ""
	}
	return plainHost(u.Host)
}

// askedNames are the names that the flags give this server.
func (c serving) askedNames() []string {
	list := append([]string{c.baseHost(), c.ACMEHost}, append(slices.Clone(c.TLSName), c.Host...)...)
	if host, _, err := net.SplitHostPort(c.Listen); err == nil {
		if ip, err := netip.ParseAddr(host); err != nil || !ip.IsUnspecified() {
			list = append(list, host)
		}
	}
	var names []string
	for _, n := range list {
		if n = plainHost(n); n != "" && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

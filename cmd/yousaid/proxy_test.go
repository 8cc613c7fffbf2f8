package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/store/storetest"
)

// What a request looks like behind proxies that are believed, and behind
// others. Addresses: 10.0.0.0/8 and 127.0.0.1 are believed.
func TestOnlyTrustedProxiesAreBelieved(t *testing.T) {
	trusted, err := parseProxies([]string{"10.0.0.0/8", "127.0.0.1", "fd00::/8"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, peer string
		headers    http.Header
		want       string // address, scheme, host
	}{
		{"no proxy", "192.0.2.7:4000", nil, "192.0.2.7:4000 http said.test"},
		{"a stranger lies", "192.0.2.7:4000", http.Header{"X-Forwarded-For": {"1.2.3.4"}, "X-Forwarded-Proto": {"https"}, "X-Forwarded-Host": {"evil.test"}}, "192.0.2.7:4000 http said.test"},
		{"one proxy", "10.0.0.1:4000", http.Header{"X-Forwarded-For": {"192.0.2.7"}, "X-Forwarded-Proto": {"https"}, "X-Forwarded-Host": {"front.test"}}, "192.0.2.7:0 https front.test"},
		{"one proxy, a lie before it", "10.0.0.1:4000", http.Header{"X-Forwarded-For": {"1.2.3.4, 192.0.2.7"}}, "192.0.2.7:0 http said.test"},
		{"two proxies, two lines", "127.0.0.1:4000", http.Header{"X-Forwarded-For": {"1.2.3.4, 192.0.2.7", "10.1.1.1"}, "X-Forwarded-Proto": {"https"}}, "192.0.2.7:0 https said.test"},
		{"IPv6", "[fd00::1]:4000", http.Header{"X-Forwarded-For": {"2001:db8::9"}}, "[2001:db8::9]:0 http said.test"},
		{"with a port", "10.0.0.1:4000", http.Header{"X-Forwarded-For": {"192.0.2.7:5555"}}, "192.0.2.7:0 http said.test"},
		{"nonsense", "10.0.0.1:4000", http.Header{"X-Forwarded-For": {"192.0.2.7, unknown"}, "X-Forwarded-Proto": {"gopher"}, "X-Forwarded-Host": {"a b\r\n"}}, "10.0.0.1:4000 http said.test"},
		{"only proxies", "10.0.0.1:4000", http.Header{"X-Forwarded-For": {"10.9.9.9, 10.0.0.2"}}, "10.9.9.9:0 http said.test"},
		{"RFC 7239", "10.0.0.1:4000", http.Header{"Forwarded": {`for=1.2.3.4, for="[2001:db8::9]:4711";proto=https;host="front.test"`}}, "[2001:db8::9]:0 https front.test"},
		{"both: the older wins", "10.0.0.1:4000", http.Header{"X-Forwarded-For": {"192.0.2.7"}, "Forwarded": {"for=1.2.3.4;proto=https"}}, "192.0.2.7:0 http said.test"},
	} {
		r := httptest.NewRequest(http.MethodGet, "http://said.test/", nil)
		r.RemoteAddr, r.Header = c.peer, c.headers
		var got string
		trusted.heed(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			scheme := "http"
			if r.TLS != nil {
				scheme = "https"
			}
			got = fmt.Sprintf("%s %s %s", r.RemoteAddr, scheme, r.Host)
		})).ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func FuzzForwarded(f *testing.F) {
	f.Add("1.2.3.4, [::1]:80", `for="[2001:db8::9]:4711";proto=https;host=x`, "https")
	trusted := proxies{}
	f.Fuzz(func(t *testing.T, xff, fwd, proto string) {
		x := forwarded(http.Header{"X-Forwarded-For": {xff}, "Forwarded": {fwd}, "X-Forwarded-Proto": {proto}})
		if a, ok := trusted.client(x.chain); ok && !a.IsValid() {
			t.Errorf("%q gives an address that is none", xff)
		}
	})
}

// Behind a real reverse proxy that changes the Host header, staff sign in with
// cookies for https alone, forms go through, other sites do not.
func TestBehindAReverseProxy(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	x := inhabitStore(t, s, site)
	c := serving{BaseURL: "https://said.example.org", TrustedProxy: []string{"127.0.0.1"}}
	var err error
	if x.handler, err = c.protect(x.web, x.office.Guard(x.mux())); err != nil {
		t.Fatal(err)
	}
	inside := httptest.NewServer(x.handler)
	defer inside.Close()
	target, err := url.Parse(inside.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target) // Host becomes the inner address, as nginx does by default
		r.Out.Header.Set("X-Forwarded-Proto", "https")
		r.SetXForwarded()
		r.Out.Header.Set("X-Forwarded-Proto", "https")
		r.Out.Header.Del("X-Forwarded-Host")
	}})
	defer proxy.Close()
	ask := func(origin string) *http.Response {
		form := url.Values{"email": {"owner@example.org"}, "password": {testPassword}}
		req, err := http.NewRequest(http.MethodPost, proxy.URL+"/signin", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", origin)
		res, err := visitor(t).Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res
	}
	res := ask("https://said.example.org")
	if res.StatusCode != http.StatusSeeOther || len(res.Cookies()) == 0 || !res.Cookies()[0].Secure {
		t.Errorf("signing in: %d, cookies %v; want 303 and one for https", res.StatusCode, res.Cookies())
	}
	if res.Header.Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS behind a proxy that speaks https")
	}
	if res := ask("https://evil.example"); res.StatusCode != http.StatusForbidden {
		t.Errorf("another site: %d, want 403", res.StatusCode)
	}
}

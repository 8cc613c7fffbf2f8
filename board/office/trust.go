package office

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/staff"
	"rsc.io/qr"
)

// Trusting is what a device needs to trust a server whose certificate comes
// from an authority of the place's own; the zero value: nothing.
type Trusting struct {
	Authority   []byte   // the certificate of the authority, DER; nil: there is none
	Name        string   // of the authority, as devices show it
	Fingerprint string   // SHA-256 of Authority, as devices show it
	Plain       Listener // plain http beside https
	Secure      Listener // https
}

// Listener is where the server listens; the zero value: nowhere.
type Listener struct {
	Port string
	// LAN gives the addresses at which others on the network reach it, the one
	// to type first; none where only this machine does.
	LAN func() []netip.Addr
}

// url is the trust page for a visitor who came by host; "" if others on the
// network do not reach it here.
func (l Listener) url(scheme, host, usual string) string {
	if l.Port == "" {
		return ""
	}
	lan := l.LAN()
	if len(lan) == 0 {
		return ""
	}
	if isLoopback(host) {
		host = lan[0].String()
	}
	return scheme + "://" + hostPort(host, l.Port, usual) + "/trust"
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Trust answers GET /trust: how a device comes to trust this server, or why
// there is nothing to do.
func (o *Office) Trust(w http.ResponseWriter, r *http.Request) error {
	p := o.Web.Printer(r)
	v := staff.TrustView{Shell: o.Web.Shell, P: p, Languages: languageOptions([]string{string(p.Lang)}), Secure: r.TLS != nil}
	switch {
	case o.Trusting.Authority != nil:
		if err := o.trustLocal(r, &v); err != nil {
			return err
		}
		// The page asks the https side whether this device reaches it.
		policy := w.Header().Get("Content-Security-Policy")
		w.Header().Set("Content-Security-Policy", strings.Replace(policy, "connect-src 'self'", "connect-src 'self' "+strings.TrimSuffix(v.CheckURL, "/trust"), 1))
	case o.HTTPS:
		v.State = "known"
	default:
		v.State = "plain"
	}
	return o.Web.Page(w, r, http.StatusOK, staff.Trust(v))
}

func (o *Office) trustLocal(r *http.Request, v *staff.TrustView) error {
	t := o.Trusting
	v.State = "local"
	for pairs := range slices.Chunk(strings.Split(t.Fingerprint, ":"), 4) {
		v.Fingerprint = append(v.Fingerprint, strings.Join(pairs, ":"))
	}
	v.CheckURL = "https://" + hostPort(bareHost(r.Host), t.Secure.Port, "443") + "/trust"
	v.PingURL = strings.TrimSuffix(v.CheckURL, "/trust") + "/healthz"
	v.Address = t.address(r)
	code, err := qr.Encode(v.Address, qr.M)
	if err != nil {
		return err
	}
	v.QR, v.QRBox = qrPath(code)
	v.Devices = trustSteps(v.P, t.Name, strings.TrimSuffix(v.Address, "/trust"))
	return nil
}

// address is where another device opens the trust page: by plain http if it
// reaches that. Where it reaches neither, it is the address of the visitor.
func (t Trusting) address(r *http.Request) string {
	host := bareHost(r.Host)
	switch plain, secure := t.Plain.url("http", host, "80"), t.Secure.url("https", host, "443"); {
	case plain != "":
		return plain
	case secure != "":
		return secure
	case r.TLS == nil:
		return "http://" + r.Host + "/trust"
	case t.Plain.Port != "" && isLoopback(host):
		return "http://" + hostPort(host, t.Plain.Port, "80") + "/trust"
	}
	return "https://" + r.Host + "/trust"
}

func bareHost(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		return h
	}
	return strings.Trim(host, "[]")
}

func hostPort(host, port, usual string) string {
	if port != usual {
		return net.JoinHostPort(host, port)
	}
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}

// trustSteps are the steps on each kind of device. server is where the files
// are fetched from on the command line.
func trustSteps(p *i18n.Printer, name, server string) []staff.TrustDevice {
	get := "curl -O " + server + "/trust/yousaid.crt\n"
	return []staff.TrustDevice{
		{ID: "ipad", Icon: "tablet", Name: p.T("trust.ipad"), File: "/trust/yousaid.mobileconfig", Get: p.T("trust.get_profile"),
			Steps: []string{p.T("trust.ipad_1"), p.T("trust.ipad_2"), p.T("trust.ipad_3", "Name", name)}},
		{ID: "android", Icon: "mobile", Name: p.T("trust.android"), File: "/trust/yousaid.crt", Get: p.T("trust.get_crt"),
			Steps: []string{p.T("trust.android_1"), p.T("trust.android_2"), p.T("trust.android_3")}},
		{ID: "windows", Icon: "board", Name: p.T("trust.windows"), File: "/trust/yousaid.crt", Get: p.T("trust.get_crt"),
			Steps: []string{p.T("trust.windows_1"), p.T("trust.windows_2")}, Command: "certutil -addstore -f Root yousaid.crt", Lead: p.T("trust.windows_or")},
		{ID: "mac", Icon: "board", Name: p.T("trust.mac"), File: "/trust/yousaid.crt", Get: p.T("trust.get_crt"),
			Steps: []string{p.T("trust.mac_1"), p.T("trust.mac_2")}, Lead: p.T("trust.or_terminal"),
			Command: get + "sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain yousaid.crt"},
		{ID: "linux", Icon: "board", Name: p.T("trust.linux"), File: "/trust/yousaid.crt", Get: p.T("trust.get_crt"),
			Steps: []string{p.T("trust.linux_1"), p.T("trust.linux_2")}, Lead: p.T("trust.terminal"),
			Command: get + "sudo openssl x509 -inform der -in yousaid.crt -out /usr/local/share/ca-certificates/yousaid.crt\n" +
				"sudo update-ca-certificates\nmkdir -p ~/.pki/nssdb && certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n yousaid -i yousaid.crt"},
	}
}

// TrustCertificate answers GET /trust/yousaid.crt: the authority, DER.
func (o *Office) TrustCertificate(w http.ResponseWriter, _ *http.Request) error {
	if o.Trusting.Authority == nil {
		return noSuchPage()
	}
	w.Header().Set("Content-Disposition", `attachment; filename="yousaid.crt"`)
	return o.trustFile(w, "application/x-x509-ca-cert", o.Trusting.Authority)
}

// TrustProfile answers GET /trust/yousaid.mobileconfig: the authority as iPads
// and iPhones install it.
func (o *Office) TrustProfile(w http.ResponseWriter, _ *http.Request) error {
	if o.Trusting.Authority == nil {
		return noSuchPage()
	}
	// Not as an attachment: Safari would only put it among the files.
	return o.trustFile(w, "application/x-apple-aspen-config", appleProfile(o.Trusting.Name, o.Trusting.Authority))
}

func noSuchPage() error { return &store.Error{Code: store.NotFound, Key: "error.no_page"} }

func (o *Office) trustFile(w http.ResponseWriter, kind string, b []byte) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-store")
	_, err := w.Write(b)
	return err
}

// appleProfile is a configuration profile with one root certificate. The same
// authority always gives the same ids, so installing it again replaces it.
func appleProfile(name string, authority []byte) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header + `<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">` + "\n" + `<plist version="1.0"><dict>`)
	b.WriteString(`<key>PayloadContent</key><array><dict>`)
	entries(&b, "PayloadCertificateFileName", "yousaid.crt", "PayloadDisplayName", name, "PayloadIdentifier", "yousaid.authority."+profileID(authority, "root"),
		"PayloadType", "com.apple.security.root", "PayloadUUID", profileID(authority, "root"))
	fmt.Fprintf(&b, `<key>PayloadContent</key><data>%s</data><key>PayloadVersion</key><integer>1</integer></dict></array>`, base64.StdEncoding.EncodeToString(authority))
	entries(&b, "PayloadDisplayName", name, "PayloadIdentifier", "yousaid.profile."+profileID(authority, "profile"), "PayloadType", "Configuration", "PayloadUUID", profileID(authority, "profile"))
	b.WriteString(`<key>PayloadRemovalDisallowed</key><false/><key>PayloadVersion</key><integer>1</integer></dict></plist>` + "\n")
	return b.Bytes()
}

func profileID(authority []byte, part string) string {
	return strings.ToUpper(uuid.NewSHA1(uuid.NameSpaceOID, append([]byte(part), authority...)).String())
}

// entries writes pairs of key and text.
func entries(b *bytes.Buffer, pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		b.WriteString("<key>")
		xml.EscapeText(b, []byte(pairs[i])) // a bytes.Buffer takes everything
		b.WriteString("</key><string>")
		xml.EscapeText(b, []byte(pairs[i+1]))
		b.WriteString("</string>")
	}
}

package notify

import (
	"bufio"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
)

// postOffice is a small mail server that keeps what it is given.
type postOffice struct {
	ln net.Listener

	mu     sync.Mutex
	mails  []string // each with its envelope
	refuse string   // recipient that it does not take
}

func newPostOffice(t *testing.T) *postOffice {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &postOffice{ln: ln}
	var conversations sync.WaitGroup
	conversations.Go(func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			conversations.Go(func() { p.talk(c) })
		}
	})
	t.Cleanup(func() { ln.Close(); conversations.Wait() })
	return p
}

func (p *postOffice) port() int { return p.ln.Addr().(*net.TCPAddr).Port }

func (p *postOffice) got() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.mails...)
}

func (p *postOffice) talk(c net.Conn) {
	defer c.Close()
	r := bufio.NewReader(c)
	say := func(s string) { io.WriteString(c, s+"\r\n") }
	say("220 post.example ready")
	envelope := ""
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		switch verb := strings.ToUpper(strings.SplitN(line, " ", 2)[0]); verb {
		case "EHLO":
			say("250-post.example\r\n250 8BITMIME")
		case "MAIL":
			envelope = line + "\n"
			say("250 go on")
		case "RCPT":
			if p.refuses(line) {
				say("450 not now")
				continue
			}
			envelope += line + "\n"
			say("250 go on")
		case "DATA":
			say("354 speak")
			p.keep(envelope + data(r))
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
		}
	}
}

func (p *postOffice) refuses(line string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.refuse != "" && strings.Contains(line, p.refuse)
}

func (p *postOffice) setRefuse(recipient string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuse = recipient
}

func (p *postOffice) keep(mail string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mails = append(p.mails, mail)
}

func data(r *bufio.Reader) string {
	var b strings.Builder
	for {
		line, err := r.ReadString('\n')
		if err != nil || line == ".\r\n" {
			return b.String()
		}
		b.WriteString(line)
	}
}

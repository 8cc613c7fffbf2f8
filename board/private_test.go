package board_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/board"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// Whatever customers wrote or left as contact, no public answer of the board
// holds a word of it.
func TestNoCustomerWordIsEverPublic(t *testing.T) {
	p := open(t, board.Options{})
	random := rand.New(rand.NewPCG(1, 2))
	var secrets []string
	secret := func() string {
		s := fmt.Sprintf("zq%016xqz", random.Uint64())
		secrets = append(secrets, s)
		return s
	}
	for i := range 60 {
		p.said++
		r, err := p.store.AddSubmission(t.Context(), store.Customer(), store.NewSubmission{
			Client: storetest.Client(p.said), Site: p.site.ID, Channel: store.KioskChannel, Lang: "en", Mood: 1 + i%5, Final: true,
			Text: secret(), Answers: map[string]string{"q1": secret()}, Topics: []string{"clean"},
			Contact: store.Contact{Name: secret(), Email: secret() + "@example.org", Phone: secret()},
		})
		p.must(err)
		secrets = append(secrets, r.Reference, r.StatusToken)
		if i%3 == 0 {
			p.write(r.Complaint, fmt.Sprintf("Public sentence %d", i), "Public answer")
		}
		if i%4 == 0 {
			p.must(p.store.AddNote(t.Context(), store.ActingUser(p.owner.ID), r.Complaint, secret()))
			p.must(p.store.Answer(t.Context(), store.ActingUser(p.owner.ID), r.Complaint, p.version(r.Complaint), secret()))
		}
	}
	p.run()
	screen := p.screen("site=linden-park&lang=en")
	stream := screen.next("board").data
	for what, body := range map[string]string{
		"page": page(p, "/board"), "api": page(p, "/api/v1/board"), "stream": stream,
		"preview": page(p, "/board/linden-park/preview?complaint=1"),
	} {
		if !strings.Contains(body, "Public sentence") {
			t.Errorf("%s: shows no row, so proves nothing", what)
		}
		for _, s := range secrets {
			if strings.Contains(body, s) {
				t.Fatalf("%s: shows %q", what, s)
			}
		}
	}
}

func page(p *place, path string) string {
	p.t.Helper()
	status, body := p.get(path)
	if status != 200 {
		p.t.Fatalf("GET %s: %d", path, status)
	}
	return body
}

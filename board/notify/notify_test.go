package notify

import (
	"context"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
	"github.com/yousaid/yousaid/templates/i18n"
)

type post struct {
	store  *store.Store
	clock  *storetest.Clock
	site   store.Site
	owner  store.User
	office *postOffice
	worker *Worker
}

func newPost(t *testing.T) post {
	t.Helper()
	s, c, site, owner := storetest.SetUp(t)
	p := post{store: s, clock: c, site: site, owner: owner, office: newPostOffice(t)}
	p.worker = p.with(t, SMTP{Host: "127.0.0.1", Port: p.office.port(), From: "Linden Park <hello@lindenpark.example>", NoTLS: true})
	return p
}

func (p post) with(t *testing.T, m SMTP) *Worker {
	t.Helper()
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	w, err := New(p.store, catalog, slog.New(slog.NewTextHandler(io.Discard, nil)), m, "https://said.example/")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// asked lets somebody say something, with an address, and answers it.
func (p post) answered(t *testing.T, n int, lang, email, answer string) {
	t.Helper()
	r, err := p.store.AddSubmission(t.Context(), store.Customer(), store.NewSubmission{Client: storetest.Client(n), Site: p.site.ID, Channel: store.KioskChannel,
		Lang: lang, Mood: 2, Text: "The sauna was cold.", Contact: store.Contact{Email: email}, Final: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.store.Answer(t.Context(), store.ActingUser(p.owner.ID), r.Complaint, 0, answer); err != nil {
		t.Fatal(err)
	}
}

func (p post) waiting(t *testing.T) (int, string) {
	t.Helper()
	n, problem, err := p.store.MessagesWaiting(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n, problem
}

// read takes a mail apart: its subject, its plain words and its HTML.
func read(t *testing.T, raw string) (subject, plain, html string) {
	t.Helper()
	_, message, _ := strings.Cut(raw, "\nRCPT")
	_, message, _ = strings.Cut(message, "\n")
	m, err := mail.ReadMessage(strings.NewReader(message))
	if err != nil {
		t.Fatal(err)
	}
	if subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	if m.Header.Get("Auto-Submitted") != "auto-generated" {
		t.Error("a holiday note would come back")
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return subject, plain, html
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			html = string(b)
		} else {
			plain = strings.ReplaceAll(string(b), "\r\n", "\n")
		}
	}
}

func TestAnAnswerIsMailedInTheReadersLanguage(t *testing.T) {
	p := newPost(t)
	p.answered(t, 1, "uk", "olena@mail.example", "Ви мали рацію.\nСауна знову гаряча. <3")
	if err := p.worker.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
	mails := p.office.got()
	if len(mails) != 1 {
		t.Fatalf("%d mails were sent, want 1", len(mails))
	}
	if !strings.HasPrefix(mails[0], "MAIL FROM:<hello@lindenpark.example>") || !strings.Contains(mails[0], "RCPT TO:<olena@mail.example>") {
		t.Errorf("envelope: %.200s", mails[0])
	}
	subject, plain, html := read(t, mails[0])
	if subject != "Наша відповідь на те, що ви сказали: Linden Park Leisure Centre" {
		t.Errorf("subject %q", subject)
	}
	for _, want := range []string{"Ви мали рацію.\nСауна знову гаряча. <3", "https://said.example/s/", "Власник, Linden Park Leisure Centre", "Ваш код: LP-"} {
		if !strings.Contains(plain, want) {
			t.Errorf("the plain words lack %q:\n%s", want, plain)
		}
	}
	if !strings.Contains(html, `lang="uk"`) || !strings.Contains(html, "гаряча. &lt;3") {
		t.Errorf("html:\n%s", html)
	}
	if n, _ := p.waiting(t); n != 0 {
		t.Errorf("%d messages still wait", n)
	}
	if err := p.worker.Send(t.Context()); err != nil || len(p.office.got()) != 1 {
		t.Errorf("sent again: %d mails, %v", len(p.office.got()), err)
	}
}

func TestOneThatIsRefusedKeepsNoneBackAndIsTriedAgain(t *testing.T) {
	p := newPost(t)
	p.office.setRefuse("full@mail.example")
	p.answered(t, 1, "en", "full@mail.example", "You were right.")
	p.answered(t, 2, "en", "ok@mail.example", "You were right.")
	if err := p.worker.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := p.office.got(); len(got) != 1 || !strings.Contains(got[0], "ok@mail.example") {
		t.Fatalf("mails: %v", got)
	}
	n, problem := p.waiting(t)
	if n != 1 || !strings.Contains(problem, "not now") {
		t.Errorf("%d wait, the problem is %q", n, problem)
	}
	p.office.setRefuse("")
	if err := p.worker.Send(t.Context()); err != nil || len(p.office.got()) != 1 {
		t.Errorf("tried again before its time: %d mails, %v", len(p.office.got()), err)
	}
	p.clock.Add(time.Minute)
	if err := p.worker.Send(t.Context()); err != nil || len(p.office.got()) != 2 {
		t.Errorf("not tried again: %d mails, %v", len(p.office.got()), err)
	}
	if n, _ := p.waiting(t); n != 0 {
		t.Errorf("%d still wait", n)
	}
}

func TestWithoutAMailServerMessagesWait(t *testing.T) {
	p := newPost(t)
	p.answered(t, 1, "en", "a@mail.example", "You were right.")
	if err := p.with(t, SMTP{}).Send(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, problem := p.waiting(t); n != 1 || problem != "" {
		t.Errorf("%d wait, problem %q", n, problem)
	}
}

func TestAMailServerThatIsAwayIsAskedLater(t *testing.T) {
	p := newPost(t)
	p.office.ln.Close()
	p.answered(t, 1, "en", "a@mail.example", "You were right.")
	if err := p.worker.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
	due, err := p.store.DueMessages(t.Context(), 9)
	if n, problem := p.waiting(t); err != nil || len(due) != 0 || n != 1 || problem == "" {
		t.Errorf("%d due, %d wait, problem %q, %v", len(due), n, problem, err)
	}
}

func TestTheClockTellsWhoIsOnDutyAndThenSomebodyAbove(t *testing.T) {
	p := newPost(t)
	storetest.User(t, p.store, "Liina Saar", store.Director, true)
	storetest.Say(t, p.store, p.site.ID, 1, "The lifeguard shouted at my son.", "staff")
	ctx, stop := context.WithCancel(t.Context())
	tick, done := make(chan time.Time), make(chan struct{})
	go func() { p.worker.run(ctx, tick, nil); close(done) }()
	for _, later := range []time.Duration{0, 47 * time.Hour, 2 * time.Hour} {
		p.clock.Add(later)
		tick <- p.clock.Now()
		tick <- p.clock.Now() // taken only when the step before has ended
	}
	stop()
	<-done
	mails := p.office.got()
	if len(mails) != 2 {
		t.Fatalf("%d mails, want one to the duty and one to the director", len(mails))
	}
	subject, plain, _ := read(t, mails[0])
	if !strings.Contains(mails[0], "olga@example.org") || subject != "Linden Park: an answer is due Thursday 19 November, 18:42" {
		t.Errorf("first: %q", subject)
	}
	if strings.Contains(plain, "lifeguard") {
		t.Error("a customer's words left the desk by mail")
	}
	if subject, _, _ := read(t, mails[1]); !strings.Contains(mails[1], "liina-saar@example.org") || !strings.Contains(subject, "late since") {
		t.Errorf("second: %q", subject)
	}
}

func TestWaitGrowsAndEnds(t *testing.T) {
	for tries, want := range map[int]time.Duration{0: time.Minute, 1: 2 * time.Minute, 5: 32 * time.Minute, 9: 6 * time.Hour, 60: 6 * time.Hour} {
		if got := wait(tries); got != want {
			t.Errorf("wait(%d) = %v, want %v", tries, got, want)
		}
	}
}

func TestASenderThatIsNoAddressIsRefusedAtStart(t *testing.T) {
	p := newPost(t)
	_, err := New(p.store, p.worker.catalog, slog.Default(), SMTP{Host: "x", From: "nobody"}, "")
	if err == nil || !strings.Contains(err.Error(), "--smtp-from") {
		t.Errorf("got %v", err)
	}
}

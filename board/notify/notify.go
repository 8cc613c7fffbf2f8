// Package notify sends what stands in the outbox and lets the escalation
// clock tick. A message is sent at least once: one that the mail server took
// in the moment before the power went may come twice.
package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/letter"
)

// SMTP says how mail leaves. Host "" sends none: messages wait.
type SMTP struct {
	Host     string
	Port     int
	User     string
	Password string
	From     string // "Linden Park <hello@example.org>" or an address alone
	NoTLS    bool   // for a mail server on this machine
}

// Worker sends and escalates.
type Worker struct {
	store   *store.Store
	catalog *i18n.Catalog
	log     *slog.Logger
	smtp    SMTP
	baseURL string
}

// New makes the worker; baseURL is where people reach this server, without a
// slash at its end.
func New(s *store.Store, catalog *i18n.Catalog, log *slog.Logger, m SMTP, baseURL string) (*Worker, error) {
	if m.Host != "" {
		if err := mail.NewMsg().From(m.From); err != nil {
			return nil, fmt.Errorf("--smtp-from is not a sender's address: %q", m.From)
		}
	}
	return &Worker{store: s, catalog: catalog, log: log, smtp: m, baseURL: strings.TrimSuffix(baseURL, "/")}, nil
}

// every is how often the escalation clock ticks.
const every = time.Minute

// Run works until ctx is done: at once, every minute, and whenever something
// was committed.
func (w *Worker) Run(ctx context.Context) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	w.run(ctx, tick.C, w.store.Watch(ctx))
}

func (w *Worker) run(ctx context.Context, tick <-chan time.Time, changed <-chan struct{}) {
	w.note("escalation", w.escalate(ctx))
	w.note("outbox", w.Send(ctx))
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
			w.note("escalation", w.escalate(ctx))
			w.note("outbox", w.Send(ctx))
		case <-changed:
			w.note("outbox", w.Send(ctx))
		}
	}
}

func (w *Worker) escalate(ctx context.Context) error {
	_, err := w.store.EscalateDue(ctx)
	return err
}

func (w *Worker) note(what string, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		w.log.Error("notify: "+what, "err", err)
	}
}

// batch is how many messages are sent over one connection.
const batch = 50

// Send sends what is due now. A message that cannot be sent is tried again
// later and keeps none of the others back. Without a mail server all wait.
func (w *Worker) Send(ctx context.Context) error {
	if w.smtp.Host == "" {
		return nil
	}
	due, err := w.store.DueMessages(ctx, batch)
	if err != nil || len(due) == 0 {
		return err
	}
	client, err := w.client()
	if err != nil {
		return err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return w.later(ctx, due, err)
	}
	defer client.Close()
	for _, m := range due {
		if err := w.sendOne(ctx, client, m); err != nil {
			return err
		}
	}
	return nil
}

func (w *Worker) sendOne(ctx context.Context, client *mail.Client, m store.Message) error {
	msg, err := w.message(m)
	if err == nil {
		err = client.Send(msg)
	}
	if err != nil {
		return w.later(ctx, []store.Message{m}, err)
	}
	return w.store.MessageSent(ctx, m.ID)
}

// later puts messages off; each keeps its own count of tries.
func (w *Worker) later(ctx context.Context, list []store.Message, why error) error {
	for _, m := range list {
		if err := w.store.MessageFailed(ctx, m.ID, why.Error(), w.store.Now().Add(wait(m.Tries))); err != nil {
			return err
		}
	}
	w.log.Warn("notify: a mail could not be sent yet", "messages", len(list), "err", why)
	return nil
}

// wait doubles from one minute to six hours: a mail server that is away for a
// night is asked a dozen times, not a thousand.
func wait(tries int) time.Duration {
	const first, most = time.Minute, 6 * time.Hour
	if tries > 9 {
		return most
	}
	return min(first<<max(tries, 0), most)
}

func (w *Worker) client() (*mail.Client, error) {
	o := []mail.Option{mail.WithPort(w.smtp.Port), mail.WithTimeout(20 * time.Second), mail.WithTLSPolicy(mail.TLSMandatory)}
	if w.smtp.NoTLS {
		o = append(o, mail.WithTLSPolicy(mail.NoTLS))
	} else if w.smtp.Port == 465 {
		o = append(o, mail.WithSSL())
	}
	if w.smtp.User != "" {
		o = append(o, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(w.smtp.User), mail.WithPassword(w.smtp.Password))
	}
	return mail.NewClient(w.smtp.Host, o...)
}

func (w *Worker) message(m store.Message) (*mail.Msg, error) {
	v, err := w.view(m)
	if err != nil {
		return nil, err
	}
	msg := mail.NewMsg()
	if err := msg.From(w.smtp.From); err != nil {
		return nil, err
	}
	if err := msg.To(m.Recipient); err != nil {
		return nil, err
	}
	msg.Subject(v.Subject)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no holiday note comes back
	msg.SetBodyString(mail.TypeTextPlain, letter.Text(v))
	var html strings.Builder
	if err := letter.HTML(v).Render(context.Background(), &html); err != nil {
		return nil, err
	}
	msg.AddAlternativeString(mail.TypeTextHTML, html.String())
	return msg, nil
}

package store

import (
	"context"
	"database/sql"
	"strings"
	"time"
	"unicode/utf8"
)

// InvitationDays is how long a private link may be used.
const InvitationDays = 30

// Invitation is a private link by which one person answers on their own phone.
type Invitation struct {
	ID            InvitationID
	Questionnaire QuestionnaireID // the version that is asked
	Site          SiteID
	Anonymous     bool
	Name          string // whom it is for; "" where anonymous
	CreatedAt     time.Time
	ExpiresAt     time.Time
	Used          bool
}

// Invite makes a private link to the newest published version of a series for
// one person: unguessable, for one use, for InvitationDays. The token is given
// this once. A named one needs a name, an anonymous one keeps none. NotFound
// unless by is a director or an owner, or for a series of customers.
func (s *Store) Invite(ctx context.Context, by Actor, series QuestionnaireID, site SiteID, name string, anonymous bool) (x Invitation, token string, err error) {
	if err := s.mayReadResponses(ctx, by); err != nil {
		return x, "", err
	}
	q, ok := s.config.Load().published[series]
	if !ok || q.Audience == CustomerAudience {
		return x, "", notFound("questionnaire_gone")
	}
	if _, err := s.Site(site); err != nil {
		return x, "", err
	}
	if name = strings.TrimSpace(name); anonymous {
		name = ""
	} else if name == "" || utf8.RuneCountInString(name) > 200 {
		return x, "", invalid("name_missing", "name")
	}
	token, hash := newToken()
	err = s.update(by, func(t *tx) error {
		x = Invitation{Questionnaire: q.ID, Site: site, Anonymous: anonymous, Name: name, CreatedAt: t.now, ExpiresAt: t.now.AddDate(0, 0, InvitationDays)}
		id, err := t.insert(`/* Store.Invite */ INSERT INTO invitations(questionnaire_id, site_id, token_hash, anonymous, name, made_by, created_at, expires_at) VALUES (?,?,?,?,?,?,?,?)`,
			q.ID, site, hash, flag(anonymous), name, by.ID, t.ms(), x.ExpiresAt.UnixMilli())
		if err != nil {
			return err
		}
		x.ID = InvitationID(id)
		return t.event("questionnaire", int64(q.ID), "invitation.made", nil)
	})
	return x, token, err
}

const invitationColumns = `id, questionnaire_id, site_id, anonymous, name, created_at, expires_at, used`

func scanInvitation(r *sql.Rows) (x Invitation, err error) {
	var anonymous, used int
	var created, expires int64
	err = r.Scan(&x.ID, &x.Questionnaire, &x.Site, &anonymous, &x.Name, &created, &expires, &used)
	x.Anonymous, x.Used, x.CreatedAt, x.ExpiresAt = anonymous != 0, used != 0, at(created), at(expires)
	return x, err
}

// Invitations gives the links to any version of a series, the newest first.
// NotFound unless by is a director or an owner.
func (s *Store) Invitations(ctx context.Context, by Actor, series QuestionnaireID) ([]Invitation, error) {
	if err := s.mayReadResponses(ctx, by); err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, `/* Store.Invitations */ SELECT `+invitationColumns+` FROM invitations WHERE questionnaire_id IN (SELECT id FROM questionnaires WHERE series = ?) ORDER BY id DESC`, series)
	return collect(rows, err, scanInvitation)
}

// Invitation gives the link of a token. NotFound for one that is not known,
// Conflict for one that was used or has run out: the Invitation comes with it.
func (s *Store) Invitation(ctx context.Context, token string) (Invitation, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.Invitation */ SELECT `+invitationColumns+` FROM invitations WHERE token_hash = ?`, tokenHash(token))
	list, err := collect(rows, err, scanInvitation)
	if err != nil || len(list) == 0 {
		return Invitation{}, orNotFound(err, "invitation_gone")
	}
	return list[0], list[0].open(s.Now())
}

func (x Invitation) open(now time.Time) error {
	switch {
	case x.Used:
		return conflict("invitation_used")
	case !now.Before(x.ExpiresAt):
		return conflict("invitation_over")
	}
	return nil
}

// AnswerInvitation stores what the person of a private link answered and uses
// the link up: all of it, or nothing. The same Client again is no second use.
// Questionnaire, Site and TakenBy of n are the invitation's.
func (s *Store) AnswerInvitation(ctx context.Context, token string, n NewResponse) error {
	x, err := s.Invitation(ctx, token)
	if CodeOf(err) == Conflict && x.Used {
		return s.answeredBefore(ctx, n.Client, err)
	}
	if err != nil {
		return err
	}
	n.Questionnaire, n.Site, n.TakenBy, n.anonymous, n.name = x.Questionnaire, x.Site, 0, x.Anonymous, x.Name
	return s.update(Customer(), func(t *tx) error {
		k, err := t.change(`/* Store.AnswerInvitation */ UPDATE invitations SET used=1 WHERE id=? AND used=0`, x.ID)
		if err != nil {
			return err
		}
		if k == 0 {
			return conflict("invitation_used")
		}
		return s.addResponse(t, n)
	})
}

// answeredBefore is nil if the response of client is stored, else not.
func (s *Store) answeredBefore(ctx context.Context, client ClientID, not error) error {
	var n int
	if err := s.read.QueryRowContext(ctx, `/* Store.answeredBefore */ SELECT count(*) FROM responses WHERE client_id = ?`, client.blind()).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return nil
	}
	return not
}

package store

import (
	"context"
	"strings"
)

// Grouping: a complaint points at the one it was put into (parent) and at the
// top of the group (root). Nothing is copied or thrown away, so taking it out
// again gives back exactly what was there.

// Group puts complaints that say the same together and gives the one that now
// stands for all: the one on the board, else one that was worded for it, else
// one with an owner or an action, else the one most people said, else one that
// was answered, else the oldest. The people of the others are counted there.
// Who among them waits for an answer still does: the group is to be answered. A complaint
// that is in a group already brings its whole group.
func (s *Store) Group(_ context.Context, by Actor, ids ...ComplaintID) (root ComplaintID, err error) {
	err = s.update(by, func(t *tx) error {
		if root, err = t.leader(ids); err != nil {
			return err
		}
		for _, id := range ids {
			if err := t.groupOne(root, id); err != nil {
				return err
			}
		}
		return t.recount(root)
	})
	return root, err
}

func (t *tx) leader(ids []ComplaintID) (root ComplaintID, err error) {
	err = t.row(`/* leader */ SELECT r.id FROM complaints m JOIN complaints r ON r.id = CASE m.root_id WHEN 0 THEN m.id ELSE m.root_id END LEFT JOIN entries e ON e.complaint_id = r.id
		WHERE m.id IN (SELECT value FROM json_each(?)) ORDER BY COALESCE(e.shown, 0) DESC, e.id IS NOT NULL DESC, r.owner_id <> 0 OR r.action <> '' DESC, r.people DESC, r.answered_at <> 0 DESC, r.id LIMIT 1`, jsonText(ids)).Scan(&root)
	return root, none(err, "complaint")
}

func (t *tx) groupOne(into, id ComplaintID) error {
	var root ComplaintID
	if err := t.row(`/* groupOne */ SELECT root_id FROM complaints WHERE id=?`, id).Scan(&root); err != nil {
		return none(err, "complaint")
	}
	if root != 0 {
		id = root
	}
	if id == into {
		return nil
	}
	if err := t.join(into, id); err != nil {
		return err
	}
	return t.event("complaint", int64(into), "complaint.grouped", map[string]string{"from": id.String()})
}

// join moves a root and all below it under another root.
func (t *tx) join(into, id ComplaintID) error {
	if _, err := t.exec(`/* join */ UPDATE complaints SET root_id=? WHERE root_id=?`, into, id); err != nil {
		return err
	}
	_, err := t.exec(`/* join */ UPDATE complaints SET parent_id=?, root_id=?, grouped_at=?, version=version+1 WHERE id=?`, into, into, t.ms(), id)
	return err
}

// Ungroup takes a complaint, with what was grouped into it before, out of its
// group. One that stands alone is left alone.
func (s *Store) Ungroup(_ context.Context, by Actor, id ComplaintID) error {
	return s.update(by, func(t *tx) error {
		var root ComplaintID
		if err := t.row(`/* Store.Ungroup */ SELECT root_id FROM complaints WHERE id=?`, id).Scan(&root); err != nil {
			return none(err, "complaint")
		}
		if root == 0 {
			return nil
		}
		if err := t.leave(id); err != nil {
			return err
		}
		for _, x := range []ComplaintID{root, id} {
			if err := t.recount(x); err != nil {
				return err
			}
		}
		return t.event("complaint", int64(root), "complaint.ungrouped", map[string]string{"from": id.String()})
	})
}

func (t *tx) leave(id ComplaintID) error {
	if _, err := t.exec(`/* leave */ WITH RECURSIVE below(id) AS (
			SELECT c.id FROM complaints c WHERE c.parent_id = ?
			UNION SELECT c.id FROM complaints c JOIN below b ON c.parent_id = b.id)
		UPDATE complaints SET root_id = ? WHERE id IN (SELECT id FROM below)`, id, id); err != nil {
		return err
	}
	if _, err := t.exec(`/* leave */ UPDATE complaints SET parent_id=0, root_id=0, grouped_at=0, version=version+1 WHERE id=?`, id); err != nil {
		return err
	}
	// They no longer see the group's answers, only the ones they had before.
	_, err := t.exec(`/* leave */ UPDATE submissions SET answered_at = (SELECT COALESCE(max(a.at), 0) FROM answers a WHERE a.complaint_id = ?1)
		WHERE complaint_id IN (SELECT m.id FROM complaints m WHERE m.id = ?1 OR m.root_id = ?1)`, id)
	return err
}

// recount brings the root's figures up to date: people (each submission and
// each agreement of a person not in the group counts once), whether somebody
// waits, and the earliest promise among those who have no answer.
func (t *tx) recount(root ComplaintID) error {
	_, err := t.exec(`/* recount */ UPDATE complaints SET
		people = (SELECT count(*) FROM (
			SELECT s.id FROM submissions s JOIN complaints m ON m.id = s.complaint_id WHERE m.id = ?1 OR m.root_id = ?1
			UNION SELECT a.submission_id FROM agreements a JOIN entries e ON e.id = a.entry_id JOIN complaints m ON m.id = e.complaint_id WHERE m.id = ?1 OR m.root_id = ?1)),
		asks = (SELECT max(s.asks * (1 - s.burst)) FROM submissions s JOIN complaints m ON m.id = s.complaint_id WHERE m.id = ?1 OR m.root_id = ?1)
		WHERE id = ?1`, root)
	if err != nil {
		return err
	}
	return t.reclock(root)
}

// reclock finds the promise that the group must keep next. While anybody in it
// waits it is unanswered, even if others were told before: an old answer
// reaches nobody by itself.
func (t *tx) reclock(root ComplaintID) error {
	var waiting, answered, answerBy, warn int64
	err := t.row(`/* reclock */ SELECT COALESCE(sum(w), 0), COALESCE(max(answered_at), 0), COALESCE(min(CASE WHEN w THEN answer_by END), 0), COALESCE(min(CASE WHEN w THEN answer_by - (answer_by - received_at) / 4 END), 0)
		FROM (SELECT s.answered_at, s.answer_by, s.received_at, s.asks = 1 AND s.burst = 0 AND s.answered_at = 0 AS w
			FROM submissions s JOIN complaints m ON m.id = s.complaint_id WHERE m.id = ? OR m.root_id = ?)`, root, root).Scan(&waiting, &answered, &answerBy, &warn)
	if err != nil {
		return err
	}
	if waiting == 0 {
		_, err = t.exec(`/* reclock */ UPDATE complaints SET answered_at=? WHERE id=?`, answered, root)
		return err
	}
	// A promise after an answered one climbs its own ladder of escalation.
	_, err = t.exec(`/* reclock */ UPDATE complaints SET answer_by=?, warn_at=?, answered_at=0, escalation = CASE WHEN answered_at <> 0 THEN 0 ELSE escalation END WHERE id=?`, answerBy, warn, root)
	return err
}

// Similar gives open complaints of the same site that seem to say the same,
// the likest first. It never groups by itself.
func (s *Store) Similar(ctx context.Context, id ComplaintID, limit int) ([]InboxItem, error) {
	page, err := s.Complaint(ctx, id, 0)
	if err != nil {
		return nil, err
	}
	candidates, err := s.candidates(ctx, page)
	if err != nil {
		return nil, err
	}
	return likest(page, candidates, limit), nil
}

// candidates shares a rare word with the complaint, newest first.
func (s *Store) candidates(ctx context.Context, page ComplaintPage) ([]InboxItem, error) {
	var words []string
	for _, x := range page.Submissions {
		words = append(words, longest(wordsOf(x.Text), 6)...)
	}
	if len(words) == 0 {
		return nil, nil
	}
	ids, err := s.matchWords(ctx, match(longest(words, 12), " OR ", false), 300)
	if err != nil {
		return nil, err
	}
	return s.inboxItems(ctx, `WHERE c.site_id = ? AND c.root_id = 0 AND c.id <> ? AND c.status NOT IN ('done', 'cant')
		AND c.id IN (SELECT CASE m.root_id WHEN 0 THEN m.id ELSE m.root_id END FROM submissions f JOIN complaints m ON m.id = f.complaint_id WHERE f.id IN (SELECT value FROM json_each(?)))
		ORDER BY c.id DESC LIMIT 300`, page.Site, page.ID, jsonText(ids))
}

// longest keeps the n longest distinct words: the rare ones, in every one of
// our languages.
func longest(words []string, n int) []string {
	seen := map[string]bool{}
	var out []string
	for _, w := range words {
		if len([]rune(w)) > 3 && !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	sortBy(out, func(a, b string) bool { return len([]rune(a)) > len([]rune(b)) })
	return out[:min(n, len(out))]
}

// alike is how much two texts share: Dice's coefficient of their trigrams,
// plus a little for the same topic (Dice 1945, Ecology 26(3)).
func alike(a, b map[string]bool, topics bool) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	shared := 0
	for g := range a {
		if b[g] {
			shared++
		}
	}
	score := 2 * float64(shared) / float64(len(a)+len(b))
	if topics {
		score += 0.1
	}
	return score
}

// alikeEnough keeps chance likeness of short sentences out: below it, of
// reworded pairs among thousands, more than half were strangers.
const alikeEnough = 0.38

func trigrams(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range wordsOf(text) {
		r := []rune(" " + w + " ")
		for i := 0; i+3 <= len(r); i++ {
			set[string(r[i:i+3])] = true
		}
	}
	return set
}

func likest(page ComplaintPage, candidates []InboxItem, limit int) []InboxItem {
	type scored struct {
		item  InboxItem
		score float64
	}
	var list []scored
	for _, c := range candidates {
		best := 0.0
		theirs := trigrams(c.Text)
		for _, x := range page.Submissions {
			best = max(best, alike(trigrams(x.Text), theirs, sharesTopic(x.Topics, c.Topics)))
		}
		if best >= alikeEnough {
			list = append(list, scored{c, best})
		}
	}
	sortBy(list, func(a, b scored) bool { return a.score > b.score })
	var out []InboxItem
	for _, x := range list[:min(limit, len(list))] {
		out = append(out, x.item)
	}
	return out
}

func sharesTopic(a, b []string) bool {
	joined := "," + strings.Join(b, ",") + ","
	for _, x := range a {
		if x != "other" && strings.Contains(joined, ","+x+",") {
			return true
		}
	}
	return false
}

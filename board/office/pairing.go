package office

import (
	"crypto/rand"
	"math/big"
	"strings"
	"sync"
	"time"

	"github.com/yousaid/yousaid/store"
)

const (
	// codeLife is how long a code on a waiting screen pairs it.
	codeLife = 10 * time.Minute
	// codeTries is how many wrong codes may be typed, by anybody, while a code
	// is shown: with the last of them it dies, and the screen shows another.
	codeTries = 5
	// personTries is how many wrong codes one person may type in codeLife.
	personTries = 5
	// waitingMost bounds the memory that strangers can take, waitingFrom the
	// codes of one address: the oldest goes.
	waitingMost = 5000
	waitingFrom = 50
)

// pairingLetters are those of RFC 8628, 6.1: no vowels, so no words, and none
// that look alike. Eight of them are 34.6 bits.
const pairingLetters = "BCDFGHJKLMNPQRSTVWXZ"

const pairingLength = 8

// waiting is a browser that shows a code.
type waiting struct {
	code   string
	kind   store.DeviceKind
	chosen bool   // it was told its kind; else it is a tablet because it must be something
	from   string // address it came from
	since  time.Time
	wrong  int
	token  string // of the device that it has become; "": nobody has typed the code
	device store.Device
}

// pairings knows the browsers that show a code. Nothing of it is kept over a
// restart: they show another one then.
type pairings struct {
	now func() time.Time

	mu     sync.Mutex
	list   map[string]*waiting  // by the secret that only the waiting browser has
	used   map[string]time.Time // codes that were typed, and when
	misses map[store.UserID][]time.Time
}

func newPairings(now func() time.Time) *pairings {
	return &pairings{now: now, list: map[string]*waiting{}, used: map[string]time.Time{}, misses: map[store.UserID][]time.Time{}}
}

// begin gives the code that the browser with this secret shows, and its secret
// from now on: a fresh one where the old one is unknown or over. A kind that
// is none leaves it as it is, at first a tablet.
func (p *pairings) begin(secret string, kind store.DeviceKind, from string) (string, waiting) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sweep(from)
	known := kind == store.KioskDevice || kind == store.BoardDevice
	if w := p.list[secret]; w != nil {
		if known {
			w.kind, w.chosen = kind, true
		}
		return secret, *w
	}
	if !known {
		kind = store.KioskDevice
	}
	secret = rand.Text()
	w := &waiting{code: p.freshCode(), kind: kind, chosen: known, from: from, since: p.now()}
	p.list[secret] = w
	return secret, *w
}

// look gives what has become of a waiting browser.
func (p *pairings) look(secret string) (waiting, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.list[secret]
	if w == nil || p.over(w) {
		return waiting{}, false
	}
	return *w, true
}

// claim hands the token over, once.
func (p *pairings) claim(secret string) (waiting, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.list[secret]
	if w == nil || w.token == "" || p.over(w) {
		return waiting{}, false
	}
	delete(p.list, secret)
	return *w, true
}

// refusal is why a code pairs nothing; the zero value: it does.
type refusal struct {
	key   string    // of a sentence
	until time.Time // when the person may type again; zero: now
}

// approve lets the browser that shows a code be the device that make gives. ""
// is no code: a slip of the hand, and nobody's wrong try.
func (p *pairings) approve(who store.UserID, code string, make func(shows waiting) (store.Device, string, error)) (no refusal, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.misses[who] = p.recent(p.misses[who])
	if list := p.misses[who]; len(list) >= personTries {
		return refusal{"device.problem.rest", list[len(list)-personTries].Add(codeLife)}, nil
	}
	if code == "" {
		return refusal{key: "device.problem.whole"}, nil
	}
	if p.wasUsed(code) {
		return refusal{key: "device.problem.used"}, nil
	}
	w := p.byCode(code)
	if w == nil {
		p.miss(who)
		return refusal{key: "device.problem.code"}, nil
	}
	d, token, err := make(*w)
	if err != nil {
		return refusal{}, err
	}
	w.device, w.token = d, token
	p.used[code] = p.now()
	delete(p.misses, who)
	return refusal{}, nil
}

// wasUsed tells whether a code paired a browser within the last codeLife, and
// forgets those before.
func (p *pairings) wasUsed(code string) bool {
	for c, at := range p.used {
		if p.now().Sub(at) >= codeLife {
			delete(p.used, c)
		}
	}
	_, was := p.used[code]
	return was
}

func (p *pairings) byCode(code string) *waiting {
	if code == "" {
		return nil
	}
	for _, w := range p.list {
		if w.code == code && w.token == "" && !p.over(w) {
			return w
		}
	}
	return nil
}

// miss counts a wrong code against whoever typed it and every code on show.
func (p *pairings) miss(who store.UserID) {
	p.misses[who] = append(p.misses[who], p.now())
	for secret, w := range p.list {
		if w.wrong++; w.wrong >= codeTries && w.token == "" {
			delete(p.list, secret)
		}
	}
}

func (p *pairings) recent(list []time.Time) []time.Time {
	for len(list) > 0 && p.now().Sub(list[0]) >= codeLife {
		list = list[1:]
	}
	return list
}

func (p *pairings) over(w *waiting) bool { return p.now().Sub(w.since) >= codeLife }

// sweep makes room: what is over goes, then the oldest of an address that
// shows too many, then the oldest of all.
func (p *pairings) sweep(from string) {
	mine := 0
	var oldest, oldestMine string
	for secret, w := range p.list {
		if p.over(w) {
			delete(p.list, secret)
			continue
		}
		if oldest == "" || w.since.Before(p.list[oldest].since) {
			oldest = secret
		}
		if w.from != from {
			continue
		}
		mine++
		if oldestMine == "" || w.since.Before(p.list[oldestMine].since) {
			oldestMine = secret
		}
	}
	if mine >= waitingFrom {
		delete(p.list, oldestMine)
	}
	if len(p.list) >= waitingMost {
		delete(p.list, oldest)
	}
}

func (p *pairings) freshCode() string {
	for {
		code := randomCode()
		if p.byCode(code) == nil && !p.wasUsed(code) {
			return code
		}
	}
}

func randomCode() string {
	b := make([]byte, pairingLength)
	for i := range b {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(pairingLetters))))
		if err != nil {
			panic(err) // crypto/rand does not fail (its documentation)
		}
		b[i] = pairingLetters[n.Int64()]
	}
	return string(b)
}

// shownCode is a code as people read it: BCDF-GHJK.
func shownCode(code string) string {
	return code[:pairingLength/2] + "-" + code[pairingLength/2:]
}

// readCode reads what somebody typed: any case, with or without the dash, and
// with the Cyrillic letters that look like the Latin ones. "" is no code.
func readCode(typed string) string {
	var b strings.Builder
	for _, r := range strings.ToUpper(typed) {
		r = latinTwin(r)
		switch {
		case r == '-' || r == ' ' || r == '\u2010' || r == '\u2011' || r == '\u2013' || r == '\u00a0':
		case r < 128 && strings.ContainsRune(pairingLetters, r):
			b.WriteRune(r)
		default:
			return ""
		}
	}
	if b.Len() != pairingLength {
		return ""
	}
	return b.String()
}

// twins are Cyrillic capitals, each before the Latin one that it looks like.
const twins = "ВBСCНHКKМMРPТTХX"

func latinTwin(r rune) rune {
	list := []rune(twins)
	for i := 0; i < len(list); i += 2 {
		if list[i] == r {
			return list[i+1]
		}
	}
	return r
}

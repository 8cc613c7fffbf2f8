package main

import (
	"container/list"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/yousaid/yousaid/board/auth"
	"golang.org/x/time/rate"
)

const (
	// floodBurst lets a tablet bring three days' words at once, and a class
	// of phones behind one address speak together.
	floodBurst  = 600
	floodRate   = 20 // a second, for ever after
	floodsKnown = 20_000
)

// floods bounds how much one sender can bring: a paired device is one sender,
// whatever its address; the public is one sender for each address (of IPv6,
// for each network of one household).
type floods struct {
	now func() time.Time
	off bool

	mu     sync.Mutex
	recent *list.List // of *bucket, the latest first
	of     map[string]*list.Element
}

type bucket struct {
	key   string
	limit *rate.Limiter
}

func newFloods(now func() time.Time) *floods {
	return &floods{now: now, recent: list.New(), of: map[string]*list.Element{}}
}

// wait counts a request; more than 0 is how long its sender must hold on.
func (f *floods) wait(r *http.Request) time.Duration {
	if f.off {
		return 0
	}
	now := f.now()
	b := f.bucket(senderKey(r))
	if b.limit.AllowN(now, 1) {
		return 0
	}
	lacking := 1 - b.limit.TokensAt(now)
	return time.Duration(math.Ceil(lacking/floodRate)) * time.Second
}

func senderKey(r *http.Request) string {
	if d := auth.DeviceFrom(r.Context()); d.ID != 0 {
		return "device " + strconv.FormatInt(int64(d.ID), 10)
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	a := from.Addr().Unmap().WithZone("")
	if a.Is6() {
		p, _ := a.Prefix(64) // always fits
		return p.String()
	}
	return a.String()
}

// bucket gives the sender's bucket; who has been quiet longest is forgotten
// when there are too many.
func (f *floods) bucket(key string) *bucket {
	f.mu.Lock()
	defer f.mu.Unlock()
	if e, ok := f.of[key]; ok {
		f.recent.MoveToFront(e)
		return e.Value.(*bucket)
	}
	if f.recent.Len() >= floodsKnown {
		oldest := f.recent.Back()
		delete(f.of, f.recent.Remove(oldest).(*bucket).key)
	}
	b := &bucket{key: key, limit: rate.NewLimiter(floodRate, floodBurst)}
	f.of[key] = f.recent.PushFront(b)
	return b
}

package board_test

import (
	"bufio"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yousaid/yousaid/board"
	"github.com/yousaid/yousaid/store"
)

const benchScreens = 1000

// BenchmarkFanOut measures from before the commit of one change until each of
// 1,000 open screens has read the row, over real loopback HTTP, the screens
// running on the same machine.
func BenchmarkFanOut(b *testing.B) {
	p := open(b, board.Options{Beat: time.Hour})
	id := p.say("cold")
	for i := range 5 {
		p.write(p.say("more"), fmt.Sprintf("Something said number %d", i), "We do something about it this very week.")
	}
	p.write(id, "Before", "New heater valve fitted. We check every morning.")
	p.run()
	wall := make(chan time.Time, benchScreens)
	var hello sync.WaitGroup
	for range benchScreens {
		hello.Add(1)
		conn := p.dial()
		go watch(conn, &hello, wall)
	}
	hello.Wait()
	var took []time.Duration
	commits := time.Duration(0)
	for i := 0; b.Loop(); i++ {
		said, version := fmt.Sprintf("Changed row number %d", i), p.version(id)
		start := time.Now()
		p.wordsAt(id, version, said)
		commits += time.Since(start)
		for range benchScreens {
			took = append(took, (<-wall).Sub(start))
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "last-ms")
	b.ReportMetric(float64(commits.Microseconds())/1000/float64(b.N), "commit-ms")
	b.ReportMetric(0, "ns/op")
}

func (p *place) wordsAt(id store.ComplaintID, version int64, said string) {
	p.t.Helper()
	p.must(p.store.SaveEntry(p.t.Context(), store.ActingUser(p.owner.ID), id, version, store.Words{"en": said}, store.Words{"en": "New heater valve fitted."}, true))
}

// dial opens a stream by hand: 1,000 HTTP clients would measure themselves.
func (p *place) dial() net.Conn {
	p.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.http.URL, "http://"))
	p.must(err)
	p.t.Cleanup(func() { conn.Close() })
	_, err = fmt.Fprint(conn, "GET /board/events?site=linden-park HTTP/1.1\r\nHost: board\r\n\r\n")
	p.must(err)
	return conn
}

// watch tells when each changed row has come in.
func watch(conn net.Conn, hello *sync.WaitGroup, seen chan<- time.Time) {
	in := bufio.NewReaderSize(conn, 32<<10)
	ticks := 0
	for {
		line, err := in.ReadSlice('\n')
		if err != nil && err != bufio.ErrBufferFull {
			return
		}
		now := time.Now()
		text := string(line)
		if strings.Contains(text, "Changed row") {
			seen <- now
		}
		if strings.HasPrefix(text, "event: tick") {
			if ticks++; ticks == 1 {
				hello.Done()
			}
		}
	}
}

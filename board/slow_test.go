package board

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
)

// counter is a source whose state is a number that goes up with every look.
type counter struct{ n int }

func (c *counter) state(context.Context, channel) ([]byte, error) {
	c.n++
	return []byte("event: board\ndata: " + strconv.Itoa(c.n) + "\n\n"), nil
}

func (c *counter) tick(channel) ([]byte, error) { return []byte("event: tick\ndata: 0\n\n"), nil }

// pipeWriter lets the hub take over one end of a pipe, which has no buffer:
// whoever does not read blocks the writer at the first byte.
type pipeWriter struct {
	http.ResponseWriter
	conn net.Conn
}

func (w pipeWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) { return w.conn, nil, nil }

func attach(t *testing.T, h *hub) net.Conn {
	t.Helper()
	ours, theirs := net.Pipe()
	ended := make(chan error)
	r := httptest.NewRequest(http.MethodGet, "/board/events", nil)
	go func() {
		ended <- h.serve(pipeWriter{httptest.NewRecorder(), theirs}, r, channel{}, viewer{func() string { return "" }})
	}()
	t.Cleanup(func() {
		ours.Close()
		h.close()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	// One byte is proof that it is being served, and leaves it amid a write.
	if _, err := io.ReadFull(ours, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	return ours
}

// A screen that reads nothing holds up neither the hub nor another screen,
// and a screen that was slow finds the latest state, not the queue before it.
func TestBlockedScreenDelaysNobody(t *testing.T) {
	h := newHub(&counter{}, 10, slog.New(slog.NewTextHandler(io.Discard, nil)))
	attach(t, h) // reads nothing at all
	in := bufio.NewReader(attach(t, h))
	waitFor(t, in, "data: 1\n")
	for range 1000 {
		h.lookAll(t.Context())
	}
	read := 0
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if read++; strings.HasPrefix(line, "data: 1001") {
			break
		}
	}
	if read > 100 {
		t.Errorf("the slow screen got %d lines: it was queued for", read)
	}
}

func waitFor(t *testing.T, in *bufio.Reader, want string) {
	t.Helper()
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if line == want {
			return
		}
	}
}

package board

import (
	"bytes"
	"errors"
	"net"
	"net/http"
	"time"
)

// A screen that does not take its bytes in this time is let go.
const writeTimeout = 10 * time.Second

// eventWriter writes a stream of events past the server's own time limits.
type eventWriter struct {
	w    http.ResponseWriter
	ctrl *http.ResponseController
	conn net.Conn // the bare connection; nil where it cannot be had (HTTP/2)
}

// newEventWriter answers the request. Over HTTP/1 it takes the connection
// over: an event is then one write instead of three, which is what 1,000
// screens cost, and a waiting screen holds no buffers.
func newEventWriter(w http.ResponseWriter, r *http.Request) (*eventWriter, error) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx must not gather events
	e := &eventWriter{w: w, ctrl: http.NewResponseController(w)}
	if r.ProtoMajor == 1 && r.Method == http.MethodGet {
		if conn, _, err := e.ctrl.Hijack(); err == nil {
			e.conn = conn
			return e, e.begin(h)
		}
	}
	// The server's read limit would end the stream while it only listens.
	_ = e.ctrl.SetReadDeadline(time.Time{})
	w.WriteHeader(http.StatusOK)
	return e, nil
}

// begin sends the head; without a length the answer lasts until we hang up.
func (e *eventWriter) begin(h http.Header) error {
	if err := e.conn.SetDeadline(time.Time{}); err != nil {
		return err
	}
	h.Set("Connection", "close")
	var head bytes.Buffer
	head.WriteString("HTTP/1.1 200 OK\r\n")
	if err := h.Write(&head); err != nil {
		return err
	}
	head.WriteString("\r\n")
	return e.send(head.Bytes())
}

// end hangs up; the server does so itself where the connection is its own.
func (e *eventWriter) end() {
	if e.conn != nil {
		e.conn.Close()
	}
}

func (e *eventWriter) send(parts ...[]byte) error {
	if len(parts) == 0 {
		return nil
	}
	limit := time.Now().Add(writeTimeout)
	if e.conn != nil {
		if err := e.conn.SetWriteDeadline(limit); err != nil {
			return err
		}
		all := net.Buffers(parts)
		_, err := all.WriteTo(e.conn) // one writev
		return err
	}
	if err := e.ctrl.SetWriteDeadline(limit); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	for _, p := range parts {
		if _, err := e.w.Write(p); err != nil {
			return err
		}
	}
	return e.ctrl.Flush()
}

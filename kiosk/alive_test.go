package kiosk

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func FuzzAlive(f *testing.F) {
	now := time.Date(2026, 11, 17, 16, 42, 0, 0, time.UTC)
	for _, s := range []string{`{}`, `{"at":"2026-11-17T16:42:00Z","queue":2,"oldest":"2026-11-17T16:00:00Z","persisted":null}`, `{"at":"9999-12-31T23:59:59Z","queue":-1}`, `[]`, `{"seq":1e30}`, `{"at":"0001-01-01T00:00:00Z","offline":"<b>"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := readAlive(b, now, "v")
		if err != nil {
			return
		}
		if h.Queue < 0 || h.Parked < 0 || h.Seq < 0 || h.Oldest.After(now) || h.Queue == 0 && !h.Oldest.IsZero() || !strings.Contains("ready http no", h.Offline) {
			t.Errorf("%s gives %+v", b, h)
		}
		if _, err := json.Marshal(h); err != nil {
			t.Errorf("%s cannot be kept: %v", b, err)
		}
	})
}

package board

import (
	"bytes"
	"context"
	"encoding/json"
	"strconv"

	"github.com/yousaid/yousaid/templates/wall"
)

// state is the event that replaces the changing parts of a page.
func (b *Board) state(ctx context.Context, c channel) ([]byte, error) {
	site, err := b.store.Site(c.site)
	if err != nil {
		return nil, err
	}
	parts, err := b.parts(ctx, site, b.web.Catalog.Printer(c.lang))
	if err != nil {
		return nil, err
	}
	var html bytes.Buffer
	if err := wall.Changing(parts).Render(ctx, &html); err != nil {
		return nil, err
	}
	return event("board", map[string]any{"version": b.version(site), "html": html.String()})
}

// tick is the sign of life: the server's own time proves it, and the day is
// said in the board's language.
func (b *Board) tick(c channel) ([]byte, error) {
	site, err := b.store.Site(c.site)
	if err != nil {
		return nil, err
	}
	now := b.store.Now()
	words := clock(b.web.Catalog.Printer(c.lang), site, now)
	return event("tick", map[string]any{
		"version": b.version(site), "now": now.UnixMilli(), "nonce": strconv.FormatInt(now.UnixNano(), 36),
		"clock": map[string]string{"weekday": words.Weekday, "day": words.Day, "short": words.Short},
	})
}

// event is one event of the stream. JSON keeps it on one line.
func event(name string, v any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("event: " + name + "\ndata: ")
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

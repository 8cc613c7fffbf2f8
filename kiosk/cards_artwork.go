package kiosk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"os/exec"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/card/artwork"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/templates/i18n"
	"github.com/yousaid/yousaid/templates/render"
	"github.com/yousaid/yousaid/templates/staff"
)

// Artworks is GET /office/cards/artwork: the pictures that posts have approved
// for the site's cards.
func (c *Cards) Artworks(w http.ResponseWriter, r *http.Request) error {
	site, f, err := c.asSet(r)
	if err != nil {
		return err
	}
	return c.showArtworks(w, r, http.StatusOK, site, f, artworkForm{kind: artworkKind(f.post)}, nil)
}

// artworkForm is what somebody typed beside a file.
type artworkForm struct {
	kind          card.Post
	width, height string
}

// artworkKind is a face that takes a picture: the wish, else the generic one.
func artworkKind(s string) card.Post {
	if p, err := card.ParsePost(s); err == nil {
		if can, _ := p.TakesArtwork(); can {
			return p
		}
	}
	return card.Generic
}

// AddArtwork is POST /office/cards/artwork: one file and its size on paper.
func (c *Cards) AddArtwork(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, artwork.MaxBytes+64<<10)
	parsed := r.ParseMultipartForm(artwork.MaxBytes + 64<<10)
	site, f, err := c.asSet(r)
	if err != nil {
		return err
	}
	a := artworkForm{kind: artworkKind(r.Form.Get("kind")), width: clip(r.Form.Get("width"), 12), height: clip(r.Form.Get("height"), 12)}
	bar, err := c.desk.Bar(r, "cards")
	if err != nil {
		return err
	}
	added, problems, err := c.keepArtwork(r, bar.P, site, a, parsed)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return c.showArtworks(w, r, http.StatusUnprocessableEntity, site, f, a, problems)
	}
	f.post, f.face.artwork = string(a.kind), added.Sum
	return c.web.Redirect(w, r, "/office/cards/artwork?"+f.query().Encode()+"&added="+strconv.FormatInt(int64(added.ID), 10))
}

// keepArtwork looks into the file and keeps it; problems are sentences by
// field.
func (c *Cards) keepArtwork(r *http.Request, p *i18n.Printer, site store.Site, a artworkForm, parsed error) (store.Artwork, map[string]string, error) {
	problem := func(field, sentence string) (store.Artwork, map[string]string, error) {
		return store.Artwork{}, map[string]string{field: sentence}, nil
	}
	name, data, err := artworkFile(r, parsed)
	if err != nil {
		return problem("file", p.T(err.Error()))
	}
	width, errW := Millimetres(a.width)
	height, errH := Millimetres(a.height)
	if errW != nil || errH != nil || !(width >= 0 && height >= 0) {
		return problem("width", p.T("post.artwork.number"))
	}
	kept, err := KeepArtwork(r.Context(), c.store, c.desk.Actor(r), site.ID, a.kind, name, data, width, height)
	var refused *artwork.Error
	var missing *card.FieldError
	var told *store.Error
	switch {
	case errors.As(err, &refused):
		return problem("file", p.T(refused.Key))
	case errors.As(err, &missing):
		return problem("width", p.T(missing.Key))
	case errors.As(err, &told) && told.Code != store.NotFound:
		field, sentence := render.Sentence(p, err)
		if field == "" {
			field = "file"
		}
		return problem(field, sentence)
	}
	return kept, nil, err
}

// KeepArtwork looks into a file and keeps it for a face of a site's cards, w by
// h millimetres on paper; 0 keeps its shape or takes what the file says. Its
// errors are an artwork.Error, a card.FieldError where nobody says a size, and
// those of store.AddArtwork.
func KeepArtwork(ctx context.Context, st *store.Store, by store.Actor, site store.SiteID, post card.Post, name string, data []byte, w, h float64) (store.Artwork, error) {
	if can, _ := post.TakesArtwork(); !can {
		return store.Artwork{}, &card.FieldError{Key: "card.problem.post", Field: "post", Text: fmt.Sprintf("the face %s takes no artwork: generic, rm-freepost and dp-antwort do", post)}
	}
	file, err := artwork.Read(name, data)
	if err != nil {
		return store.Artwork{}, err
	}
	width, height, ok := file.Printed(w, h)
	if !ok {
		return store.Artwork{}, &card.FieldError{Key: "post.problem.artwork_size", Field: "width", Text: "the file does not say how large it prints: give its width in millimetres"}
	}
	return st.AddArtwork(ctx, by, store.Artwork{Site: site, Kind: string(post), Name: name, Data: data, Preview: artworkPreview(ctx, file), Width: width, Height: height})
}

// artworkFile is the file of the form with its name; the error is a key.
func artworkFile(r *http.Request, parsed error) (string, []byte, error) {
	var large *http.MaxBytesError
	if errors.As(parsed, &large) {
		return "", nil, errors.New("post.artwork.large")
	}
	file, head, err := r.FormFile("file")
	if parsed != nil || err != nil {
		return "", nil, errors.New("post.artwork.choose")
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return "", nil, errors.New("post.artwork.choose")
	}
	name := path.Base(strings.ReplaceAll(head.Filename, `\`, "/"))
	return clip(name, 80), data, nil
}

// previewDots is how wide or high a picture for screens is at most.
const previewDots = 1000

// artworkPreview is the artwork as a PNG for screens; nil for a PDF where the
// program that draws one is not installed.
func artworkPreview(ctx context.Context, f *artwork.File) []byte {
	if f.Kind == artwork.PDF {
		return drawnPage(ctx, f.Data)
	}
	m, err := f.Small(previewDots)
	if err != nil {
		return nil
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		return nil
	}
	return b.Bytes()
}

// drawnPage has poppler draw the first page.
func drawnPage(ctx context.Context, pdf []byte) []byte {
	tool, err := exec.LookPath("pdftoppm")
	if err != nil {
		return nil
	}
	ctx, stop := context.WithTimeout(ctx, 10*time.Second)
	defer stop()
	cmd := exec.CommandContext(ctx, tool, "-png", "-f", "1", "-l", "1", "-singlefile", "-cropbox", "-scale-to", strconv.Itoa(previewDots), "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		return nil
	}
	if c, err := png.DecodeConfig(bytes.NewReader(out)); err != nil || max(c.Width, c.Height) > 2*previewDots {
		return nil
	}
	return out
}

func (c *Cards) showArtworks(w http.ResponseWriter, r *http.Request, status int, site store.Site, f cardsForm, a artworkForm, problems map[string]string) error {
	bar, err := c.desk.Bar(r, "cards")
	if err != nil {
		return err
	}
	list, err := c.store.Artworks(r.Context(), site.ID)
	if err != nil {
		return err
	}
	p, query := bar.P, f.query().Encode()
	v := staff.ArtworkView{Bar: bar, Action: "/office/cards/artwork?" + query, Back: "/office/cards?" + query}
	field := func(name, value string) staff.Field {
		return staff.Field{Name: name, Label: p.T("post.artwork." + name), Value: value, Problem: problems[name], Optional: true, Max: 12}
	}
	v.Kind = staff.Field{Name: "kind", Label: p.T("post.artwork.kinds"), Optional: true}
	for _, post := range card.Posts() {
		if can, _ := post.TakesArtwork(); can {
			v.Kind.Options = append(v.Kind.Options, staff.Option{Value: string(post), Label: p.T("card.post." + string(post)), On: post == a.kind})
		}
	}
	v.File, v.Width, v.Height = field("file", ""), field("width", a.width), field("height", a.height)
	v.File.Hint, v.Width.Hint = p.T("post.artwork.file.hint"), p.T("post.artwork.width.hint")
	for _, x := range list {
		line := artworkLine(p, x, site, query)
		v.List = append(v.List, line)
		if r.Form.Get("added") == strconv.FormatInt(int64(x.ID), 10) {
			v.Added = p.T("post.artwork.added", "Name", x.Name, "Size", line.Size)
		}
	}
	return c.web.Page(w, r, status, staff.Artworks(v))
}

func artworkLine(p *i18n.Printer, a store.Artwork, site store.Site, query string) staff.ArtworkLine {
	at := fmt.Sprintf("/office/cards/artwork/%d", a.ID)
	return staff.ArtworkLine{Name: a.Name, Post: p.T("card.post." + a.Kind), Size: p.T("post.artwork.size", "W", tenth(a.Width), "H", tenth(a.Height)),
		Added: p.ShortDateTime(a.AddedAt.In(site.Location())), Picture: at + "/picture", Alt: p.T("post.artwork.alt", "Name", a.Name), Remove: at + "/remove?" + query}
}

// RemoveArtwork is POST /office/cards/artwork/{id}/remove.
func (c *Cards) RemoveArtwork(w http.ResponseWriter, r *http.Request) error {
	site, f, err := c.asSet(r)
	if err != nil {
		return err
	}
	id, err := artworkID(r)
	if err != nil {
		return err
	}
	if err := c.store.RemoveArtwork(r.Context(), c.desk.Actor(r), site.ID, id); err != nil {
		return err
	}
	return c.web.Redirect(w, r, "/office/cards/artwork?"+f.query().Encode())
}

func artworkID(r *http.Request) (store.ArtworkID, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return 0, &store.Error{Code: store.NotFound, Key: "store.artwork"}
	}
	return store.ArtworkID(id), nil
}

// ArtworkPicture is GET /office/cards/artwork/{id}/picture: the artwork, or a
// frame of its shape where no picture of it could be made.
func (c *Cards) ArtworkPicture(w http.ResponseWriter, r *http.Request) error {
	id, err := artworkID(r)
	if err != nil {
		return err
	}
	a, err := c.store.Artwork(r.Context(), c.desk.Site(r), id)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Cache-Control", "private, no-cache")
	if len(a.Preview) > 0 {
		h.Set("Content-Type", "image/png")
		_, _ = w.Write(a.Preview) // a reader who has left needs no telling
		return nil
	}
	h.Set("Content-Type", "image/svg+xml")
	_, _ = fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]s %[2]s"><path fill="#fff" stroke="#5b6a69" stroke-dasharray="1" d="M0 0h%[1]sv%[2]sh-%[1]sz"/></svg>`, tenth(a.Width), tenth(a.Height))
	return nil
}

package kiosk

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"

	"github.com/yousaid/yousaid/kiosk/card"
	"github.com/yousaid/yousaid/kiosk/omr"
	"github.com/yousaid/yousaid/store"
)

// jpegQuality keeps pencil readable at a third of the size of a lossless file.
const jpegQuality = 78

// keptPictures are the pictures of a card that are kept: the card with its line
// for contacts painted over and what was written, and apart from them what may
// show a contact. Where nobody knows the card, nobody knows where that line is.
func keptPictures(pr *printed, c omr.Card) (pictures, contacts map[string][]byte, err error) {
	pictures, contacts = map[string][]byte{}, map[string][]byte{}
	if c.Picture == nil {
		return nil, nil, nil
	}
	if pr == nil {
		contacts[store.CardPart], err = encodeJPEG(c.Picture)
		return nil, contacts, err
	}
	if pictures[store.CardPart], err = encodeJPEG(withoutContact(pr.blank, c.Picture)); err != nil {
		return nil, nil, err
	}
	for _, w := range c.Writing {
		if !w.Inked {
			continue
		}
		into := pictures
		if w.Field == store.ContactPart {
			into = contacts
		}
		if into[w.Field], err = encodeJPEG(w.Picture); err != nil {
			return nil, nil, err
		}
	}
	return pictures, contacts, nil
}

// aroundContact is paper above and below the contact's line that is painted over
// too, mm: letters leave their line, and half a printed line looks torn.
const aroundContact = 4.3

// contactArea is where on the picture of a card the contact stands, empty where
// none was asked for.
func contactArea(b *card.Blank) image.Rectangle {
	for _, a := range b.Writing {
		if a.Field == store.ContactPart {
			const k = card.DotsPerMM
			return image.Rect(int((a.X-2)*k), int((a.Y-aroundContact)*k), int((b.W-4)*k), int((a.Y+a.H+aroundContact)*k))
		}
	}
	return image.Rectangle{}
}

// withoutContact copies the picture of a card with the contact painted over.
func withoutContact(b *card.Blank, g *image.Gray) *image.Gray {
	out := *g
	out.Pix = bytes.Clone(g.Pix)
	draw.Draw(&out, contactArea(b), image.White, image.Point{}, draw.Src)
	return &out
}

func encodeJPEG(g *image.Gray) ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, g, &jpeg.Options{Quality: jpegQuality})
	return b.Bytes(), err
}

func decodeGray(file []byte) (*image.Gray, error) {
	m, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	if g, ok := m.(*image.Gray); ok {
		return g, nil
	}
	g := image.NewGray(m.Bounds())
	draw.Draw(g, g.Rect, m, m.Bounds().Min, draw.Src)
	return g, nil
}

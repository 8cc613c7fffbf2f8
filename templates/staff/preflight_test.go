package staff

import (
	"strings"
	"testing"

	"github.com/yousaid/yousaid/templates/i18n"
)

func samplePreflight(t *testing.T, l i18n.Lang) PreflightView {
	bar := sampleBar(t, l)
	p := bar.P
	return PreflightView{Bar: bar, Post: p.T("card.post.ibrs"), Back: "/office/cards?post=ibrs", Proof: "/office/cards/proof?post=ibrs",
		Picture: CardsPicture{Side: "back", URL: "/office/cards/preview/back?post=ibrs", Alt: p.T("card.page.back"), W: "527", H: "407"},
		Summary: CardsCheck{Text: p.N("post.preflight.wrong", 1, "All", "2"), Open: true}, Fine: CardsCheck{Text: p.T("post.preflight.fine", "DPI", "305")},
		Checks: []PreflightCheck{
			{Name: p.T("post.measure.card_width"), Found: "139.70 mm", Wanted: p.T("post.preflight.between", "Min", "140.00", "Max", "235.00"), Wrong: p.T("post.preflight.more", "MM", "0.30"), Source: "UPU"},
			{Name: p.T("post.measure.zone_ibrs_foot"), Found: p.T("post.preflight.clear"), Source: "La Poste, CCRI", Sure: true},
		}}
}

func TestPreflight(t *testing.T) {
	got := golden(t, "preflight", Preflight(samplePreflight(t, i18n.English)))
	if n := strings.Count(got, "not verified"); n != 2 { // in the sentence, and at the measure
		t.Errorf("%d times not verified, want 2", n)
	}
	golden(t, "preflight-uk", Preflight(samplePreflight(t, i18n.Ukrainian)))
}

func TestPreflightOfAnUnfinishedFace(t *testing.T) {
	v := PreflightView{Bar: sampleBar(t, i18n.English), Back: "/office/cards"}
	v.Problem = v.Bar.P.T("post.problem.dp_artwork")
	if got := golden(t, "preflight-problem", Preflight(v)); strings.Contains(got, "<img") || strings.Contains(got, "proof?") {
		t.Error("a proof is promised that cannot be printed")
	}
}

func TestArtworks(t *testing.T) {
	v := ArtworkView{Bar: sampleBar(t, i18n.German), Action: "/office/cards/artwork?post=generic", Back: "/office/cards?post=generic"}
	p := v.Bar.P
	v.Kind = Field{Name: "kind", Label: p.T("post.artwork.kinds"), Optional: true, Options: []Option{{Value: "rm-freepost", Label: p.T("card.post.rm-freepost"), On: true}}}
	v.File = Field{Name: "file", Label: p.T("post.artwork.file"), Hint: p.T("post.artwork.file.hint"), Problem: p.T("post.artwork.locked"), Optional: true}
	v.Width = Field{Name: "width", Label: p.T("post.artwork.width"), Hint: p.T("post.artwork.width.hint"), Value: "62,5", Optional: true}
	v.Height = Field{Name: "height", Label: p.T("post.artwork.height"), Optional: true}
	v.List = []ArtworkLine{{Name: "freepost.png", Post: "Royal Mail Freepost", Size: "60.0 × 24.0 mm", Added: "Di 17. Nov., 18:42", Picture: "/office/cards/artwork/1/picture", Alt: "Die Vorlage freepost.png", Remove: "/office/cards/artwork/1/remove?post=generic"}}
	got := golden(t, "artworks", Artworks(v))
	if !strings.Contains(got, `aria-describedby="file-problem file-hint"`) || !strings.Contains(got, `value="62,5"`) {
		t.Error("the problem does not stand at its field, or what was typed is gone")
	}
}

package main

import (
	"os"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestReportPrintsOnTwoSheets prints the demo's report on A4. With
// YOUSAID_KEEP the PDF is kept there, to look at.
func TestReportPrintsOnTwoSheets(t *testing.T) {
	d := startDemo(t)
	ctx := signIn(t, d, "henrik@lindenpark.example")
	for _, lang := range []string{"en", "de"} {
		do(t, ctx, "the report", chromedp.Navigate(d.URL+"/office/report?lang="+lang), visible(".r2"))
		pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFMargin(0.4)))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(pdf, -1)); n < 1 || n > 2 {
			t.Errorf("%s: %d sheets, want at most two", lang, n)
		}
		if dir := os.Getenv("YOUSAID_KEEP"); dir != "" {
			if err := os.WriteFile(dir+"/report-"+lang+".pdf", pdf, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

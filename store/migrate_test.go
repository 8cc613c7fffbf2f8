package store_test

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// testdata/schema-N.db.gz is a file that a released version wrote: a place
// that was set up, a tablet, five people's words.
func TestReleasedSchemasMigrate(t *testing.T) {
	files, err := filepath.Glob("testdata/schema-*.db.gz")
	if err != nil || len(files) == 0 {
		t.Fatalf("released databases: %v, %v", files, err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			s := storetest.OpenWith(t, store.Options{Path: unpacked(t, f)})
			site, err := s.SiteBySlug("linden-park")
			if err != nil {
				t.Fatal(err)
			}
			q, err := s.Questionnaire(site)
			if err != nil || len(q.Topics()) != 8 || q.PublishedAt.IsZero() {
				t.Errorf("questionnaire %+v, %v; want the published short one", q, err)
			}
			n := 0
			err = s.EachSubmission(t.Context(), func(x store.ExportedSubmission) error {
				n++
				if x.Text == "" || x.Contact.Email == "" {
					t.Errorf("submission without its words or contact: %+v", x)
				}
				return nil
			})
			if err != nil || n != 5 {
				t.Errorf("%d submissions, %v; want 5", n, err)
			}
			storetest.Say(t, s, site.ID, 1, "words after the upgrade")
		})
	}
}

func unpacked(t *testing.T, name string) string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "yousaid.db")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if _, err := io.Copy(out, z); err != nil {
		t.Fatal(err)
	}
	return path
}

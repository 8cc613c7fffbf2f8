package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

func TestBackupIsCheckedAndOpens(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	storetest.Say(t, s, site.ID, 1, "kept")
	name := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), name); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), name); err == nil {
		t.Error("a backup overwrote another")
	}
	copied := storetest.OpenWith(t, store.Options{Path: name})
	if err := copied.Check(t.Context()); err != nil {
		t.Error(err)
	}
	n := 0
	if err := copied.EachSubmission(t.Context(), func(x store.ExportedSubmission) error { n++; return nil }); err != nil || n != 1 {
		t.Errorf("%d submissions in the copy, %v", n, err)
	}
}

// tamper changes the file behind the store's back.
func tamper(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range statements {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}

func TestChangedTrailIsFound(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	storetest.Say(t, s, site.ID, 1, "words")
	if err := s.VerifyEvents(t.Context()); err != nil {
		t.Fatal(err)
	}
	tamper(t, s.Path(), `DROP TRIGGER events_fixed`, `UPDATE events SET at = at + 1 WHERE id = 2`)
	if err := s.VerifyEvents(t.Context()); err == nil || !strings.Contains(err.Error(), "event 2 ") {
		t.Errorf("after the change: %v, want event 2 named", err)
	}
}

func TestEventsCannotBeChanged(t *testing.T) {
	s, _, _, _ := storetest.SetUp(t)
	db, err := sql.Open("sqlite3", s.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range []string{`UPDATE events SET verb = 'x'`, `DELETE FROM events`} {
		if _, err := db.Exec(q); err == nil {
			t.Errorf("%s was carried out", q)
		}
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	s, _ := storetest.Open(t)
	path := s.Path()
	s.Close()
	tamper(t, path, `INSERT INTO goose_db_version(version_id, is_applied) VALUES (999, 1)`)
	_, err := store.Open(t.Context(), store.Options{Path: path})
	if err == nil || !strings.Contains(err.Error(), "newer yousaid") {
		t.Errorf("a newer schema: %v, want a refusal that says so", err)
	}
}

func TestUpgradeMakesABackupFirst(t *testing.T) {
	path := unpacked(t, "testdata/schema-2.db.gz")
	storetest.OpenWith(t, store.Options{Path: path})
	found, err := filepath.Glob(path + ".before-schema-3.*")
	if err != nil || len(found) != 1 {
		t.Fatalf("backups %v, %v; want one", found, err)
	}
	if info, err := os.Stat(found[0]); err != nil || info.Size() == 0 {
		t.Errorf("backup %v, %v", info, err)
	}
}

func TestWatchTellsOnceForMany(t *testing.T) {
	s, _, site, _ := storetest.SetUp(t)
	c := s.Watch(t.Context())
	for i := range 3 {
		storetest.Say(t, s, site.ID, i+1, "words")
	}
	<-c
	select {
	case <-c:
		t.Error("a second value although nothing came after the first look")
	default:
	}
}

func TestRevokedDeviceOpensNothing(t *testing.T) {
	s, _, site, owner := storetest.SetUp(t)
	by := store.ActingUser(owner.ID)
	d, token, err := s.AddDevice(t.Context(), by, store.Device{Kind: store.KioskDevice, Name: "Reception", Site: site.ID})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.DeviceByToken(token); err != nil || got.ID != d.ID {
		t.Errorf("device %+v, %v", got, err)
	}
	if err := s.RevokeDevice(t.Context(), by, d.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.DeviceByToken(token); store.CodeOf(err) != store.NotFound {
		t.Errorf("revoked: %v, want not found", err)
	}
}

// Commands on the same file write beside the server: the trail stays one chain.
func TestTwoProcessesWriteOneTrail(t *testing.T) {
	s, _, site, owner := storetest.SetUp(t)
	other := storetest.OpenWith(t, store.Options{Path: s.Path()})
	for i := range 3 {
		storetest.Say(t, s, site.ID, i+1, "words")
		if _, _, err := other.AddDevice(t.Context(), store.ActingUser(owner.ID), store.Device{Kind: store.KioskDevice, Name: "Reception", Site: site.ID}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// kioskPi runs the script of docs/devices.md in an empty home.
func kioskPi(t *testing.T, args ...string) (out string, code int, home string) {
	t.Helper()
	home = t.TempDir()
	cmd := exec.Command("../../tools/kiosk-pi.sh", args...)
	cmd.Env = []string{"HOME=" + home, "PATH=" + os.Getenv("PATH")}
	b, err := cmd.CombinedOutput()
	if _, ok := err.(*exec.ExitError); err != nil && !ok {
		t.Fatal(err)
	}
	return string(b), cmd.ProcessState.ExitCode(), home
}

func TestKioskScriptSaysWhatItWouldDoAndDoesNothing(t *testing.T) {
	out, code, home := kioskPi(t, "--dry-run", "kiosk", "https://said.example.org/")
	if code != 0 {
		t.Fatalf("exit %d:\n%s", code, out)
	}
	for _, want := range []string{"--kiosk", "--app='https://said.example.org/kiosk'", "--noerrdialogs", "--disable-pinch", "--overscroll-history-navigation=0",
		"--disable-session-crashed-bubble", "TranslateUI", "--user-data-dir='" + home + "/.local/share/yousaid-kiosk/profile'", "Restart=always", "WantedBy=default.target",
		"systemctl --user enable yousaid-kiosk.service", "https://said.example.org/office/devices"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	if left, err := filepath.Glob(home + "/.*"); err != nil || len(left) > 0 {
		t.Errorf("a dry run wrote %v, %v", left, err)
	}
}

func TestKioskScriptRefusesWhatItCannotMean(t *testing.T) {
	for _, args := range [][]string{{}, {"kiosk"}, {"radio", "https://x.example"}, {"kiosk", "said.example.org"}, {"kiosk", "https://x.example/'; reboot #"}, {"--wet-run", "kiosk", "https://x.example"}} {
		if out, code, _ := kioskPi(t, append([]string{"--dry-run"}, args...)...); code != 2 || !strings.Contains(out, "usage:") {
			t.Errorf("%q: exit %d, %s", args, code, out)
		}
	}
	if out, _, _ := kioskPi(t, "--dry-run", "board", "http://192.168.0.7:8080"); !strings.Contains(out, "Without https") || !strings.Contains(out, "/board?pair'") {
		t.Errorf("a screen over plain http: %s", out)
	}
}

func TestKioskScriptIsSoundShell(t *testing.T) {
	if out, err := exec.Command("sh", "-n", "../../tools/kiosk-pi.sh").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/yousaid/yousaid/store"
	"github.com/yousaid/yousaid/store/storetest"
)

// binaryDir lives as long as the test process.
var binaryDir string

// binary builds the real program once for all tests that start it.
var binary = sync.OnceValues(func() (string, error) {
	name := filepath.Join(binaryDir, "yousaid")
	out, err := exec.Command("go", "build", "-ldflags", "-s -w", "-o", name, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return name, nil
})

func TestMain(m *testing.M) {
	var err error
	if binaryDir, err = os.MkdirTemp("", "yousaid-test-"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(binaryDir)
	os.Exit(code)
}

// preparedDB is a database file that is set up, with a tablet's token.
func preparedDB(t testing.TB) (path, token string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "yousaid.db")
	s, err := store.Open(t.Context(), store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	site, _, err := s.SetUp(t.Context(), store.SetUp{Site: storetest.LindenPark(), Owner: store.User{Email: "olga@example.org", Name: "Olga", PasswordHash: "x"}})
	if err != nil {
		t.Fatal(err)
	}
	_, token, err = s.AddDevice(t.Context(), store.System(), store.Device{Kind: store.KioskDevice, Name: "Reception", Site: site.ID})
	if err != nil {
		t.Fatal(err)
	}
	return path, token
}

// started is a running yousaid.
type started struct {
	end  sync.Once // it is ended once
	cmd  *exec.Cmd
	URL  string
	said string // what it printed until it served
	out  *bufio.Reader
}

// start runs the real binary, on a free port unless args say --listen.
func start(t testing.TB, args ...string) *started {
	t.Helper()
	name, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return startAs(t, []string{name}, args...)
}

// startAs is start under another program, such as strace.
func startAs(t testing.TB, program []string, args ...string) *started {
	t.Helper()
	if !slices.Contains(args, "--listen") {
		args = append(args, "--listen", "127.0.0.1:0")
	}
	cmd := exec.Command(program[0], append(slices.Clone(program[1:]), args...)...)
	stderr := &bytes.Buffer{}
	cmd.Stderr = stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s := &started{cmd: cmd, out: bufio.NewReader(pipe)}
	t.Cleanup(func() {
		s.kill()
		if t.Failed() {
			t.Logf("stderr of yousaid %v:\n%s", args, stderr)
		}
	})
	for s.URL == "" {
		line, err := s.out.ReadString('\n')
		if err != nil {
			t.Fatalf("yousaid %v ended before it served: %v\n%s", args, err, stderr)
		}
		s.said += line
		if _, after, ok := strings.Cut(line, "yousaid is at "); ok {
			s.URL = strings.TrimSpace(after)
		}
	}
	return s
}

// kill is a power cut to the process.
// Whoever calls it, any number of times, returns when the process is gone.
func (s *started) kill() {
	s.end.Do(func() {
		s.cmd.Process.Kill()
		s.cmd.Wait()
	})
}

// submission is what a tablet posts.
type submission struct {
	ID         string   `json:"id"`
	CapturedAt string   `json:"captured_at,omitempty"`
	Channel    string   `json:"channel"`
	Lang       string   `json:"lang"`
	Mood       int      `json:"mood"`
	Topics     []string `json:"topics,omitempty"`
	Text       string   `json:"text,omitempty"`
	Final      bool     `json:"final"`
}

func newSubmission(text string) submission {
	return submission{ID: uuid.Must(uuid.NewV7()).String(), CapturedAt: time.Now().Format(time.RFC3339), Channel: "kiosk", Lang: "en", Mood: 2, Topics: []string{"waiting"}, Text: text, Final: true}
}

// post hands in and gives the status and the id that was echoed.
func post(client *http.Client, url, token string, v any) (status int, id string, err error) {
	body, err := json.Marshal(v)
	if err != nil {
		return 0, "", err
	}
	req, err := http.NewRequest(http.MethodPost, url+"/api/v1/submissions", bytes.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	res, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, "", err
	}
	var receipt struct{ ID string }
	err = json.Unmarshal(b, &receipt)
	return res.StatusCode, receipt.ID, err
}

func splitLines(b []byte) []string { return strings.Split(string(b), "\n") }

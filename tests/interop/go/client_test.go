// Package interop calls fakeping with PingOne's SDK for Go, unmodified and set up as PingOne's
// Terraform provider sets it up: by host names, and with a worker's credentials.
package interop

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/patrickcping/pingone-go-sdk-v2/management"
	"github.com/patrickcping/pingone-go-sdk-v2/mfa"
	"github.com/patrickcping/pingone-go-sdk-v2/pingone"
)

// The SDK takes a host name, and no port. Both stand for the one server.
const (
	apiHost  = "api.fakeping.test"
	authHost = "auth.fakeping.test"
)

// ready is what `fakeping serve --ready-file` writes.
type ready struct {
	URL        string `json:"url"`
	ControlURL string `json:"control_url"`
	Tenants    []struct {
		ID      string `json:"id"`
		PingOne struct {
			EnvironmentID string `json:"environment_id"`
			ClientID      string `json:"client_id"`
			ClientSecret  string `json:"client_secret"`
		} `json:"pingone"`
	} `json:"tenants"`
}

var (
	api           *management.APIClient
	mfaAPI        *mfa.APIClient
	environmentID string
	tenantURL     string
)

// TestMain makes every name resolve to the server, and its client as the provider does. The server's
// certificate is trusted by SSL_CERT_FILE.
func TestMain(m *testing.M) {
	if err := connect(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	os.Exit(m.Run())
}

func connect() error {
	text, err := os.ReadFile(os.Getenv("FAKEPING_READY_FILE"))
	if err != nil {
		return err
	}
	var served ready
	if err := json.Unmarshal(text, &served); err != nil {
		return err
	}
	at, err := url.Parse(served.URL)
	if err != nil {
		return err
	}
	http.DefaultTransport.(*http.Transport).DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, at.Host)
	}
	tenant := served.Tenants[0]
	environmentID = tenant.PingOne.EnvironmentID
	tenantURL = served.ControlURL + "/tenants/" + tenant.ID
	client, err := clientOf(tenant.PingOne.ClientID, tenant.PingOne.ClientSecret)
	if err != nil {
		return err
	}
	api, mfaAPI = client.ManagementAPIClient, client.MFAAPIClient
	return nil
}

func clientOf(id, secret string) (*pingone.Client, error) {
	config := pingone.Config{
		APIHostnameOverride:  pointer(apiHost),
		AuthHostnameOverride: pointer(authHost),
		ClientID:             &id,
		ClientSecret:         &secret,
		EnvironmentID:        &environmentID,
		RegionCode:           pointer(management.ENUMREGIONCODE_NA),
	}
	return config.APIClient(context.Background())
}

func pointer[T any](value T) *T { return &value }

// read is a model of the SDK, from JSON.
func read[T any](t *testing.T, text string) T {
	t.Helper()
	var model T
	if err := json.Unmarshal([]byte(text), &model); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return model
}

// document is a model of the SDK, as JSON.
func document(t *testing.T, model any) map[string]any {
	t.Helper()
	text, err := json.Marshal(model)
	if err != nil {
		t.Fatal(err)
	}
	return read[map[string]any](t, string(text))
}

// control asks fakeping's control API.
func control(t *testing.T, method, path, body string) {
	t.Helper()
	request, err := http.NewRequest(method, tenantURL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		t.Fatalf("%s %s: %s", method, path, answer.Status)
	}
}

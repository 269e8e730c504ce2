package interop

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/patrickcping/pingone-go-sdk-v2/management"
)

func TestAnApplicationsSecretIsRotated(t *testing.T) {
	of, application := api.ApplicationSecretApi, id(anApplication(t, "with a secret"))
	first := must(t, http.StatusOK)(of.ReadApplicationSecret(ctx, environmentID, application).Execute())
	until := time.Now().Add(time.Hour).UTC().Truncate(time.Second)
	rotated := must(t, http.StatusOK)(of.UpdateApplicationSecret(ctx, environmentID, application).ApplicationSecret(
		management.ApplicationSecret{Previous: &management.ApplicationSecretPrevious{ExpiresAt: until}}).Execute())
	previous, _ := rotated["previous"].(map[string]any)
	expires, err := time.Parse(time.RFC3339, fmt.Sprint(previous["expiresAt"]))
	if rotated["secret"] == first["secret"] || previous["secret"] != first["secret"] || err != nil || !expires.Equal(until) {
		t.Errorf("first %v, then %v", first, rotated)
	}
	same(t, rotated, must(t, http.StatusOK)(of.ReadApplicationSecret(ctx, environmentID, application).Execute()))
	answer, err := of.DeletePreviousApplicationSecret(ctx, environmentID, application).Execute()
	if err != nil || answer.StatusCode != http.StatusNoContent {
		t.Fatalf("%v %s", err, bodyOf(err))
	}
	left := must(t, http.StatusOK)(of.ReadApplicationSecret(ctx, environmentID, application).Execute())
	if left["previous"] != nil || left["secret"] != rotated["secret"] {
		t.Errorf("left is %v", left)
	}
}

func TestAResourcesSecretIsRotated(t *testing.T) {
	of, resource := api.ResourceClientSecretApi, id(given(t, resources(), `{"name": "with a secret"}`))
	first := must(t, http.StatusOK)(of.ReadResourceSecret(ctx, environmentID, resource).Execute())
	rotated := must(t, http.StatusOK)(of.UpdateResourceSecret(ctx, environmentID, resource).ResourceSecret(management.ResourceSecret{}).Execute())
	if rotated["secret"] == first["secret"] || rotated["previous"] != nil {
		t.Errorf("first %v, then %v", first, rotated)
	}
	same(t, rotated, must(t, http.StatusOK)(of.ReadResourceSecret(ctx, environmentID, resource).Execute()))
}

func TestAnApplicationMadeHereGetsATokenAtOnce(t *testing.T) {
	worker := given(t, applications(), `{"name": "worker", "enabled": true, "type": "WORKER", "protocol": "OPENID_CONNECT",
		"grantTypes": ["CLIENT_CREDENTIALS"], "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC"}`)
	secret := must(t, http.StatusOK)(api.ApplicationSecretApi.ReadApplicationSecret(ctx, environmentID, id(worker)).Execute())
	client, err := clientOf(id(worker), secret["secret"].(string))
	if err != nil {
		t.Fatal(err)
	}
	must(t, http.StatusOK)(client.ManagementAPIClient.ApplicationsApi.ReadOneApplication(ctx, environmentID, id(worker)).Execute())
}

func TestAUsersState(t *testing.T) {
	population := id(given(t, populations(), `{"name": "another of users"}`))
	user := id(given(t, users(), `{"username": "stateful", "email": "stateful@example.com"}`))
	enabled := must(t, http.StatusOK)(api.EnableUsersApi.UpdateUserEnabled(ctx, environmentID, user).UserEnabled(
		management.UserEnabled{Enabled: pointer(false)}).Execute())
	if enabled["enabled"] != false {
		t.Errorf("enabled is %v", enabled)
	}
	if now := must(t, http.StatusOK)(users().read(user)); now["enabled"] != false {
		t.Errorf("the user is %v", now)
	}
	must(t, http.StatusOK)(api.UserPopulationsApi.UpdateUserPopulation(ctx, environmentID, user).UserPopulation(
		management.UserPopulation{Id: population}).Execute())
	now := must(t, http.StatusOK)(users().read(user))
	holds(t, read[map[string]any](t, fmt.Sprintf(`{"population": {"id": %q}}`, population)), now)
	patched := must(t, http.StatusOK)(api.UsersApi.UpdateUserPatch(ctx, environmentID, user).User(
		management.User{Username: "stateful", Email: "stateful@example.com", Nickname: pointer("nick")}).Execute())
	if patched["nickname"] != "nick" {
		t.Errorf("patched is %v", patched)
	}
}

func TestAUserIsImportedWithAPassword(t *testing.T) {
	sent := read[management.User](t, `{"username": "imported", "email": "imported@example.com",
		"password": {"value": "2FederateM0re!", "forceChange": true}}`)
	made := must(t, http.StatusCreated)(api.UsersApi.CreateUser(ctx, environmentID).
		ContentType("application/vnd.pingidentity.user.import+json").User(sent).Execute())
	t.Cleanup(func() { mustRemove(t, users(), id(made)) })
	answer, err := api.UserPasswordsApi.EnvironmentsEnvironmentIDUsersUserIDPasswordGet(ctx, environmentID, id(made)).Execute()
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%v %s", err, bodyOf(err))
	}
	var state map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&state); err != nil || state["status"] != "MUST_CHANGE_PASSWORD" {
		t.Errorf("the password is %v", state)
	}
}

func TestTheEnvironment(t *testing.T) {
	environment := must(t, http.StatusOK)(api.EnvironmentsApi.ReadOneEnvironment(ctx, environmentID).Execute())
	for _, name := range []string{"id", "name", "type", "region", "license", "createdAt"} {
		if environment[name] == nil {
			t.Errorf("no %s", name)
		}
	}
	if found := withID(listed(t, "environments", api.EnvironmentsApi.ReadAllEnvironments(ctx).Execute()), environmentID); len(found) != 1 {
		t.Errorf("%d times in the list", len(found))
	}
	must(t, http.StatusOK)(api.BillOfMaterialsBOMApi.ReadOneBillOfMaterials(ctx, environmentID).Execute())
}

package interop

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/patrickcping/pingone-go-sdk-v2/management"
	"github.com/patrickcping/pingone-go-sdk-v2/mfa"
)

// A plannedUser is what a configuration says of a user beside the name and the address.
type plannedUser struct {
	population          string
	enabled, mfa        bool
	status              string
	lifecycle, verified string
}

func (p plannedUser) body(name string) string {
	return fmt.Sprintf(`{
		"username": %q, "email": "planned@example.com", "population": {"id": %q}, "verifyStatus": %q, "lifecycle": {"status": %q},
		"account": {"canAuthenticate": %t, "status": %q}, "password": {"value": "2FederateM0re!", "forceChange": false}
	}`, name, p.population, p.verified, p.lifecycle, p.enabled, p.status)
}

// expected is what must be read at the end; a password is never shown.
func (p plannedUser) expected(t *testing.T, name string) map[string]any {
	all := read[map[string]any](t, p.body(name))
	delete(all, "password")
	all["account"].(map[string]any)["canAuthenticate"] = p.enabled && p.status == "OK"
	all["enabled"], all["mfaEnabled"] = p.enabled, p.mfa
	all["identityProvider"] = map[string]any{"type": "PING_ONE"}
	return all
}

// settle makes the requests of their own that the provider makes after a creation or a replacement.
func (p plannedUser) settle(t *testing.T, user string, replaced bool) {
	must(t, http.StatusOK)(api.EnableUsersApi.UpdateUserEnabled(ctx, environmentID, user).UserEnabled(
		management.UserEnabled{Enabled: &p.enabled}).Execute())
	must(t, http.StatusOK)(mfaAPI.EnableUsersMFAApi.UpdateUserMFAEnabled(ctx, environmentID, user).UserMFAEnabled(
		*mfa.NewUserMFAEnabled(p.mfa)).Execute())
	act := management.ENUMUSERACCOUNTCONTENTTYPEHEADER_UNLOCKJSON
	if p.status == "LOCKED" {
		act = management.ENUMUSERACCOUNTCONTENTTYPEHEADER_LOCKJSON
	}
	if p.enabled && (replaced || p.status == "LOCKED") {
		must(t, http.StatusOK)(api.UserAccountsApi.UserAccount(ctx, environmentID, user).ContentType(act).Execute())
	}
}

// What the provider reads at the end must be what was planned.
func TestAUserBecomesWhatIsPlanned(t *testing.T) {
	first, second := id(given(t, populations(), `{"name": "planned first"}`)), id(given(t, populations(), `{"name": "planned then"}`))
	for name, plans := range map[string][]plannedUser{
		"plain":    {{first, true, false, "OK", "ACCOUNT_OK", "NOT_INITIATED"}},
		"locked":   {{first, true, true, "LOCKED", "ACCOUNT_OK", "DISABLED"}, {first, true, false, "OK", "ACCOUNT_OK", "DISABLED"}},
		"disabled": {{first, false, true, "OK", "VERIFICATION_REQUIRED", "ENABLED"}, {second, true, true, "OK", "VERIFICATION_REQUIRED", "ENABLED"}},
	} {
		t.Run(name, func(t *testing.T) {
			user := must(t, http.StatusCreated)(api.UsersApi.CreateUser(ctx, environmentID).
				ContentType("application/vnd.pingidentity.user.import+json").User(read[management.User](t, plans[0].body(name))).Execute())
			t.Cleanup(func() { mustRemove(t, users(), id(user)) })
			plans[0].settle(t, id(user), false)
			holds(t, plans[0].expected(t, name), must(t, http.StatusOK)(users().read(id(user))))
			for _, plan := range plans[1:] {
				must(t, http.StatusOK)(api.UserPopulationsApi.UpdateUserPopulation(ctx, environmentID, id(user)).UserPopulation(
					management.UserPopulation{Id: plan.population}).Execute())
				must(t, http.StatusOK)(users().update(t, id(user), plan.body(name)))
				plan.settle(t, id(user), true)
				holds(t, plan.expected(t, name), must(t, http.StatusOK)(users().read(id(user))))
			}
		})
	}
}

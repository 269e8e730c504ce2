package interop

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/patrickcping/pingone-go-sdk-v2/management"
)

func TestEachPageLinksToTheNext(t *testing.T) {
	var made []string
	for number := range 25 {
		made = append(made, id(given(t, populations(), fmt.Sprintf(`{"name": "paged %02d"}`, number))))
	}
	var found []string
	pages := 0
	for page, err := range api.PopulationsApi.ReadAllPopulations(ctx, environmentID).Limit(10).Execute() {
		if err != nil {
			t.Fatal(err)
		}
		pages++
		for _, each := range page.EntityArray.Embedded.Populations {
			found = append(found, each.GetId())
		}
		if page.EntityArray.GetSize() != float32(len(page.EntityArray.Embedded.Populations)) {
			t.Errorf("size is %v", page.EntityArray.GetSize())
		}
		if page.EntityArray.GetCount() < 26 {
			t.Errorf("count is %v", page.EntityArray.GetCount())
		}
	}
	if pages != 3 {
		t.Errorf("%d pages", pages)
	}
	for _, each := range made {
		if count := len(slices.DeleteFunc(slices.Clone(found), func(other string) bool { return other != each })); count != 1 {
			t.Errorf("%s is listed %d times", each, count)
		}
	}
}

func TestAFilterFindsAUser(t *testing.T) {
	for _, name := range []string{"filtered-a", "filtered-b"} {
		given(t, users(), fmt.Sprintf(`{"username": %q, "email": "%s@example.com"}`, name, name))
	}
	for filter, count := range map[string]int{
		`username eq "filtered-a"`:                              1,
		`username sw "filtered-"`:                               2,
		`email eq "filtered-b@example.com"`:                     1,
		`username eq "filtered-a" or username eq "filtered-b"`:  2,
		`username eq "filtered-a" and username eq "filtered-b"`: 0,
	} {
		found := listed(t, "users", api.UsersApi.ReadAllUsers(ctx, environmentID).Filter(filter).Execute())
		if len(found) != count {
			t.Errorf("%s: %d", filter, len(found))
		}
	}
}

// The filters that the provider makes of a data source's attributes.
func TestFiltersByEachAttribute(t *testing.T) {
	population := id(given(t, populations(), `{"name": "of filtered users"}`))
	one := given(t, users(), fmt.Sprintf(`{"username": "by-attribute", "email": "by-attribute@example.com", "externalId": "x-1", "locale": "en-gb", "nickname": "nick",
		"title": "Countess", "type": "tester", "timezone": "Europe/London", "mobilePhone": "+1.1", "primaryPhone": "+1.2", "preferredLanguage": "cy",
		"name": {"given": "Ada", "middle": "K", "family": "Lovelace", "formatted": "Ada Lovelace", "honorificPrefix": "Ms", "honorificSuffix": "III"},
		"address": {"streetAddress": "1 Way", "locality": "London", "region": "LDN", "postalCode": "W1", "countryCode": "GB"}, "population": {"id": %q}}`, population))
	other := given(t, users(), fmt.Sprintf(`{"username": "by-nothing", "email": "by-nothing@example.com", "population": {"id": %q}}`, population))
	in := fmt.Sprintf(`population.id eq %q`, population)
	for _, filter := range []string{
		`externalId eq "x-1"`, `locale eq "en-gb"`, `nickname eq "nick"`, `title eq "Countess"`, `type eq "tester"`, `timezone eq "Europe/London"`,
		`mobilePhone eq "+1.1"`, `primaryPhone eq "+1.2"`, `preferredLanguage eq "cy"`, `name.given eq "Ada"`, `name.middle eq "K"`, `name.family eq "Lovelace"`,
		`name.formatted eq "Ada Lovelace"`, `name.honorificPrefix eq "Ms"`, `name.honorificSuffix eq "III"`, `address.streetAddress eq "1 Way"`,
		`address.locality eq "London"`, `address.region eq "LDN"`, `address.postalCode eq "W1"`, `address.countryCode eq "GB"`, `username eq "by-attribute"`,
		`email eq "by-attribute@example.com"`, `(username eq "by-attribute" OR username eq "by-nobody")`, `id eq "` + id(one) + `"`,
	} {
		found := listed(t, "users", api.UsersApi.ReadAllUsers(ctx, environmentID).Filter(in+" AND "+filter).Execute())
		if len(found) != 1 || id(found[0]) != id(one) {
			t.Errorf("%s: %d", filter, len(found))
		}
	}
	must(t, http.StatusOK)(api.EnableUsersApi.UpdateUserEnabled(ctx, environmentID, id(other)).UserEnabled(management.UserEnabled{Enabled: pointer(false)}).Execute())
	for filter, want := range map[string]map[string]any{"enabled eq true": one, `enabled eq "false"`: other} {
		found := listed(t, "users", api.UsersApi.ReadAllUsers(ctx, environmentID).Filter(in+" AND "+filter).Execute())
		if len(found) != 1 || id(found[0]) != id(want) {
			t.Errorf("%s: %d", filter, len(found))
		}
	}
}

func TestAFilterFindsAPopulation(t *testing.T) {
	made := given(t, populations(), `{"name": "found by name"}`)
	found := listed(t, "populations", api.PopulationsApi.ReadAllPopulations(ctx, environmentID).Filter(`name eq "found by name"`).Execute())
	if len(found) != 1 {
		t.Fatalf("%d populations", len(found))
	}
	same(t, made, found[0])
}

func TestTheSDKKnowsWhatIsBuiltIn(t *testing.T) {
	for page, err := range api.ApplicationsApi.ReadAllApplications(ctx, environmentID).Execute() {
		if err != nil {
			t.Fatal(err)
		}
		there := page.EntityArray.Embedded.Applications
		if !slices.ContainsFunc(there, func(each management.ReadOneApplication200Response) bool { return each.ApplicationPingOnePortal != nil }) ||
			!slices.ContainsFunc(there, func(each management.ReadOneApplication200Response) bool {
				return each.ApplicationPingOneSelfService != nil
			}) ||
			!slices.ContainsFunc(there, func(each management.ReadOneApplication200Response) bool {
				return each.ApplicationPingOneAdminConsole != nil
			}) {
			t.Error("PingOne's own applications are not there")
		}
	}
	for name, type_ := range map[string]string{"openid": "OPENID_CONNECT", "PingOne API": "PINGONE_API"} {
		if resource := named(t, resources(), name); resource["type"] != type_ {
			t.Errorf("%s is %v", name, resource["type"])
		}
	}
}

func TestPingOnesOwnApplicationsAreReplaced(t *testing.T) {
	for name, members := range map[string]string{
		"PingOne Application Portal":       `"type": "PING_ONE_PORTAL", "enabled": %t`,
		"PingOne Self-Service - MyAccount": `"type": "PING_ONE_SELF_SERVICE", "enabled": true, "enableDefaultThemeFooter": %t`,
	} {
		application := named(t, applications(), name)
		for _, value := range []bool{false, true} {
			sent := fmt.Sprintf(`{"name": %q, "protocol": "OPENID_CONNECT", "pkceEnforcement": "REQUIRED",
				"tokenEndpointAuthMethod": "NONE", "applyDefaultTheme": true, %s}`, name, fmt.Sprintf(members, value))
			changed := must(t, http.StatusOK)(applications().update(t, id(application), sent))
			holds(t, read[map[string]any](t, sent), changed)
			same(t, changed, must(t, http.StatusOK)(applications().read(id(application))))
		}
	}
}

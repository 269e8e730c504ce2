package interop

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// lives has an entity created, read, listed, replaced and deleted. Members that are sent come back;
// what was read can be sent back whole; what is deleted is not found.
func lives(t *testing.T, k kind, first, second string) {
	t.Helper()
	made := must(t, http.StatusCreated)(k.create(t, first))
	holds(t, read[map[string]any](t, first), made)
	same(t, made, must(t, http.StatusOK)(k.read(id(made))))
	if found := withID(listed(t, k.name, k.list()), id(made)); len(found) != 1 {
		t.Errorf("%d times in the list", len(found))
	} else {
		same(t, made, found[0])
	}

	changed := must(t, http.StatusOK)(k.update(t, id(made), second))
	holds(t, read[map[string]any](t, second), changed)
	same(t, changed, must(t, http.StatusOK)(k.read(id(made))))
	whole, err := json.Marshal(changed)
	if err != nil {
		t.Fatal(err)
	}
	same(t, changed, must(t, http.StatusOK)(k.update(t, id(made), string(whole))), "updatedAt")

	mustRemove(t, k, id(made))
	_, answer, err := k.read(id(made))
	refused(t, answer, err, http.StatusNotFound, "NOT_FOUND")
	_, answer, err = k.update(t, id(made), second)
	refused(t, answer, err, http.StatusNotFound, "NOT_FOUND")
	answer, err = k.remove(id(made))
	refused(t, answer, err, http.StatusNotFound, "NOT_FOUND")
	if found := withID(listed(t, k.name, k.list()), id(made)); len(found) != 0 {
		t.Error("still in the list")
	}
}

// given is an entity for the length of a test.
func given(t *testing.T, k kind, body string) map[string]any {
	t.Helper()
	made := must(t, http.StatusCreated)(k.create(t, body))
	t.Cleanup(func() { mustRemove(t, k, id(made)) })
	return made
}

// named is an entity of a list.
func named(t *testing.T, k kind, name string) map[string]any {
	t.Helper()
	for _, each := range listed(t, k.name, k.list()) {
		if each["name"] == name {
			return each
		}
	}
	t.Fatalf("there is no %q in %s", name, k.name)
	return nil
}

func TestApplications(t *testing.T) {
	for type_, members := range map[string]string{
		"WEB_APP":         `"grantTypes": ["AUTHORIZATION_CODE"], "responseTypes": ["CODE"], "redirectUris": ["https://a.example"], "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC"`,
		"NATIVE_APP":      `"grantTypes": ["CLIENT_CREDENTIALS"], "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC"`,
		"SINGLE_PAGE_APP": `"grantTypes": ["AUTHORIZATION_CODE"], "responseTypes": ["CODE"], "redirectUris": ["https://a.example"], "tokenEndpointAuthMethod": "NONE", "pkceEnforcement": "S256_REQUIRED"`,
		"WORKER":          `"grantTypes": ["CLIENT_CREDENTIALS"], "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC", "assignActorRoles": false`,
		"SERVICE":         `"grantTypes": ["CLIENT_CREDENTIALS"], "tokenEndpointAuthMethod": "CLIENT_SECRET_POST"`,
		"CUSTOM_APP":      `"grantTypes": ["DEVICE_CODE", "REFRESH_TOKEN"], "tokenEndpointAuthMethod": "NONE", "deviceTimeout": 300, "devicePollingInterval": 7`,
	} {
		t.Run(type_, func(t *testing.T) {
			body := func(name string) string {
				return fmt.Sprintf(`{"name": %q, "enabled": true, "type": %q, "protocol": "OPENID_CONNECT", %s}`, name, type_, members)
			}
			lives(t, applications(), body("first "+type_), body("second "+type_))
		})
	}
}

// The members that the provider can send, each with a value that is not its default.
const wholeApplication = `{
	"name": %q,
	"description": "with everything",
	"enabled": true,
	"type": "WEB_APP",
	"protocol": "OPENID_CONNECT",
	"accessControl": {"role": {"type": "ADMIN_USERS_ONLY"}, "group": {"type": "ANY_GROUP", "groups": [{"id": "0bc4d4cd-7f1d-4f4c-8d2f-3a2a3b0d2a11"}]}},
	"additionalRefreshTokenReplayProtectionEnabled": false,
	"allowWildcardInRedirectUris": true,
	"corsSettings": {"behavior": "ALLOW_SPECIFIC_ORIGINS", "origins": ["http://localhost", "https://a.example", "https://*.a.example", "http://192.168.1.1"]},
	"grantTypes": ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
	"hiddenFromAppPortal": true,
	"homePageUrl": "https://a.example/home",
	"icon": {"id": "1e4e5c7b-8a6f-4d1c-9f61-1f1b6c3e2d10", "href": "https://a.example/icon.png"},
	"idpSignoff": true,
	"includeX5t": true,
	"initiateLoginUri": "https://a.example/login",
	"jwksUrl": "https://a.example/jwks",
	"kerberos": {"key": {"id": "5d9e2f6c-0b6a-4a53-9a0e-6a4a0a8e4b11"}},
	"loginPageUrl": "https://a.example/page",
	"opSessionCheckEnabled": true,
	"parRequirement": "REQUIRED",
	"parTimeout": 100,
	"pkceEnforcement": "REQUIRED",
	"postLogoutRedirectUris": ["https://a.example/out", "https://a.example/bye"],
	"redirectUris": ["https://a.example/*", "https://b.example/back"],
	"refreshTokenDuration": 3000000,
	"refreshTokenRollingDuration": 30000000,
	"refreshTokenRollingGracePeriodDuration": 80000,
	"refreshTokenType": "OPAQUE_TOKEN",
	"requestScopesForMultipleResourcesEnabled": true,
	"requireSignedRequestObject": true,
	"responseTypes": ["CODE"],
	"tags": [],
	"targetLinkUri": "https://a.example/target",
	"tokenEndpointAuthMethod": "PRIVATE_KEY_JWT"
}`

func TestAnApplicationKeepsEveryMember(t *testing.T) {
	lives(t, applications(), fmt.Sprintf(wholeApplication, "whole"), fmt.Sprintf(wholeApplication, "renamed"))
}

func anApplication(t *testing.T, name string) map[string]any {
	t.Helper()
	return given(t, applications(), fmt.Sprintf(`{
		"name": %q, "enabled": true, "type": "WEB_APP", "protocol": "OPENID_CONNECT",
		"grantTypes": ["AUTHORIZATION_CODE", "CLIENT_CREDENTIALS"], "responseTypes": ["CODE"],
		"redirectUris": ["https://a.example"], "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC"
	}`, name))
}

func TestGrants(t *testing.T) {
	application := anApplication(t, "with grants")
	resource := given(t, resources(), `{"name": "granted"}`)
	one := given(t, scopes(id(resource)), `{"name": "granted:one"}`)
	two := given(t, scopes(id(resource)), `{"name": "granted:two"}`)
	body := func(scopes string) string {
		return fmt.Sprintf(`{"resource": {"id": %q}, "scopes": [%s]}`, id(resource), scopes)
	}
	lives(t, grants(id(application)),
		body(fmt.Sprintf(`{"id": %q}`, id(one))),
		body(fmt.Sprintf(`{"id": %q}, {"id": %q}`, id(one), id(two))))
}

// What Terraform does when every scope of a grant is to be made again.
func TestAGrantOutlivesItsScopes(t *testing.T) {
	application := anApplication(t, "of scopes made again")
	resource := given(t, resources(), `{"name": "of scopes made again"}`)
	body := func(of []map[string]any) string {
		named := make([]map[string]any, len(of))
		for i, each := range of {
			named[i] = map[string]any{"id": each["id"]}
		}
		text, err := json.Marshal(map[string]any{"resource": map[string]any{"id": id(resource)}, "scopes": named})
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	made := func() (scopesMade []map[string]any) {
		for number := range 5 {
			scope := must(t, http.StatusCreated)(scopes(id(resource)).create(t, fmt.Sprintf(`{"name": "again:%d"}`, number)))
			scopesMade = append(scopesMade, scope)
		}
		return scopesMade
	}
	first := made()
	grant := must(t, http.StatusCreated)(grants(id(application)).create(t, body(first)))
	for _, each := range first {
		mustRemove(t, scopes(id(resource)), id(each))
	}
	again := body(made())
	holds(t, read[map[string]any](t, again), must(t, http.StatusOK)(grants(id(application)).update(t, id(grant), again)))
}

func TestGrantsOfOpenIDAndThePlatform(t *testing.T) {
	application := anApplication(t, "with the platform's grants")
	for name, wanted := range map[string][]string{
		"openid":      {"email", "profile"},
		"PingOne API": {"p1:read:user", "p1:update:user"},
	} {
		resource := named(t, resources(), name)
		one := named(t, scopes(id(resource)), wanted[0])
		two := named(t, scopes(id(resource)), wanted[1])
		body := `{"resource": {"id": %q}, "scopes": [{"id": %q}]}`
		lives(t, grants(id(application)),
			fmt.Sprintf(body, id(resource), id(one)), fmt.Sprintf(body, id(resource), id(two)))
	}
}

func TestApplicationAttributes(t *testing.T) {
	application := anApplication(t, "with attributes")
	lives(t, applicationAttributes(id(application)),
		`{"name": "full_name", "value": "${user.name.given + ' ' + user.name.family}", "required": true}`,
		`{"name": "full_name", "value": "${user.username}", "required": false, "idToken": false, "userInfo": true}`)
}

func TestResources(t *testing.T) {
	lives(t, resources(),
		`{"name": "photos", "description": "of everybody", "audience": "https://photos.example", "accessTokenValiditySeconds": 600,
		  "introspectEndpointAuthMethod": "CLIENT_SECRET_POST", "applicationPermissionsSettings": {"claimEnabled": true}, "type": "CUSTOM"}`,
		`{"name": "albums", "audience": "albums", "type": "CUSTOM"}`)
}

func TestScopes(t *testing.T) {
	resource := given(t, resources(), `{"name": "scoped"}`)
	lives(t, scopes(id(resource)), `{"name": "read", "description": "reading"}`, `{"name": "write"}`)
}

func TestScopesOfOpenID(t *testing.T) {
	openid := named(t, resources(), "openid")
	claim := given(t, attributes(id(openid)), `{"name": "mapped", "value": "${user.email}"}`)
	lives(t, scopes(id(openid)),
		fmt.Sprintf(`{"name": "extra", "description": "mapped", "mappedClaims": [%q]}`, id(claim)),
		`{"name": "other"}`)
}

func TestScopesOfThePlatform(t *testing.T) {
	platform := named(t, resources(), "PingOne API")
	lives(t, scopes(id(platform)),
		`{"name": "p1:read:user:names", "description": "names", "schemaAttributes": ["name.given", "name.family"]}`,
		`{"name": "p1:read:user:emails", "schemaAttributes": ["email"]}`)
}

func TestAttributes(t *testing.T) {
	resource := given(t, resources(), `{"name": "attributed"}`)
	lives(t, attributes(id(resource)), `{"name": "mail", "value": "${user.email}"}`, `{"name": "mail", "value": "${user.username}"}`)
}

func TestAttributesOfOpenID(t *testing.T) {
	openid := named(t, resources(), "openid")
	lives(t, attributes(id(openid)),
		`{"name": "nick", "value": "${user.nickname}", "idToken": true, "userInfo": false}`,
		`{"name": "nick", "value": "${user.username}", "idToken": false, "userInfo": true}`)
}

func TestPopulations(t *testing.T) {
	lives(t, populations(),
		`{"name": "staff", "description": "who works here", "alternativeIdentifiers": ["workers", "people"], "preferredLanguage": "en"}`,
		`{"name": "former staff"}`)
}

func TestUsers(t *testing.T) {
	population := given(t, populations(), `{"name": "of users"}`)
	whole := `{
		"username": %q, "email": "ada@example.com", "externalId": "e-1", "enabled": true, "locale": "en-gb", "nickname": "ada", "title": "Countess",
		"mobilePhone": "+44.7700900000", "primaryPhone": "+44.7700900001", "preferredLanguage": "en", "timezone": "Europe/London", "type": "tester",
		"name": {"given": "Ada", "middle": "K", "family": "Lovelace", "formatted": "Ada Lovelace", "honorificPrefix": "Ms", "honorificSuffix": "III"},
		"address": {"streetAddress": "1 Way", "locality": "London", "region": "LDN", "postalCode": "W1", "countryCode": "GB"},
		"photo": {"href": "https://a.example/photo.png"}, "population": {"id": %q}
	}`
	lives(t, users(), fmt.Sprintf(whole, "ada", id(population)), fmt.Sprintf(whole, "countess", id(population)))
}

func TestSignOnPolicies(t *testing.T) {
	lives(t, policies(), `{"name": "Single", "description": "one factor", "default": false}`, `{"name": "Renamed"}`)
}

func TestSignOnPolicyActions(t *testing.T) {
	policy := given(t, policies(), `{"name": "With_actions"}`)
	must(t, http.StatusCreated)(actions(id(policy)).create(t, `{"type": "LOGIN", "priority": 3}`))
	lives(t, actions(id(policy)),
		`{"type": "LOGIN", "priority": 1, "recovery": {"enabled": true}, "registration": {"enabled": false}}`,
		`{"type": "LOGIN", "priority": 2, "recovery": {"enabled": false}}`)
}

func TestSignOnPolicyAssignments(t *testing.T) {
	application := anApplication(t, "with policies")
	policy := given(t, policies(), `{"name": "Assigned"}`)
	must(t, http.StatusCreated)(actions(id(policy)).create(t, `{"type": "LOGIN", "priority": 1}`))
	body := `{"priority": %d, "signOnPolicy": {"id": %q}}`
	lives(t, assignments(id(application)), fmt.Sprintf(body, 1, id(policy)), fmt.Sprintf(body, 2, id(policy)))
}

func TestActionsOfEveryType(t *testing.T) {
	policy := id(given(t, policies(), `{"name": "With_every_action"}`))
	must(t, http.StatusCreated)(actions(policy).create(t, `{"type": "LOGIN", "priority": 100}`))
	for type_, members := range map[string]string{
		"LOGIN":                       `"recovery": {"enabled": false}, "condition": {"secondsSince": "${session.lastSignOn.withAuthenticator.pwd.at}", "greater": 3600}`,
		"MULTI_FACTOR_AUTHENTICATION": `"deviceAuthenticationPolicy": {"id": "` + nobody + `"}, "noDevicesMode": "BYPASS"`,
		"IDENTIFIER_FIRST":            `"recovery": {"enabled": true}, "discoveryRules": [{"condition": {"contains": "example.com", "value": "${identifier}"}, "identityProvider": {"id": "` + nobody + `"}}]`,
		"IDENTITY_PROVIDER":           `"identityProvider": {"id": "` + nobody + `"}, "acrValues": "a", "passUserContext": true`,
		"PROGRESSIVE_PROFILING":       `"attributes": [{"name": "name.given", "required": true}], "preventMultiplePromptsPerFlow": false, "promptIntervalSeconds": 60, "promptText": "Who?"`,
		"AGREEMENT":                   `"agreement": {"id": "` + nobody + `"}, "disableDeclineOption": true`,
	} {
		t.Run(type_, func(t *testing.T) {
			body := func(priority int) string {
				return fmt.Sprintf(`{"type": %q, "priority": %d, %s}`, type_, priority, members)
			}
			lives(t, actions(policy), body(1), body(2))
		})
	}
}

// The provider manages what is predefined by replacing it, and puts it back as it was at the end.
func TestWhatIsPredefinedIsReplacedAndPutBack(t *testing.T) {
	openid, platform := id(named(t, resources(), "openid")), id(named(t, resources(), "PingOne API"))
	claim := id(given(t, attributes(openid), `{"name": "of_predefined", "value": "${user.email}"}`))
	for name, each := range map[string]struct {
		kind         kind
		which, other string
	}{
		"openid's scope":       {scopes(openid), "profile", `{"name": "profile", "mappedClaims": ["` + claim + `"]}`},
		"the platform's scope": {scopes(platform), "p1:read:user", `{"name": "p1:read:user", "schemaAttributes": ["name.given", "email"]}`},
		"openid's claim":       {attributes(openid), "given_name", `{"name": "given_name", "value": "${user.nickname}", "idToken": false, "userInfo": true}`},
	} {
		t.Run(name, func(t *testing.T) {
			was := named(t, each.kind, each.which)
			changed := must(t, http.StatusOK)(each.kind.update(t, id(was), each.other))
			holds(t, read[map[string]any](t, each.other), changed)
			same(t, changed, must(t, http.StatusOK)(each.kind.read(id(was))))
			whole, err := json.Marshal(was)
			if err != nil {
				t.Fatal(err)
			}
			same(t, was, must(t, http.StatusOK)(each.kind.update(t, id(was), string(whole))), "updatedAt")
		})
	}
}

func TestAClaimThatEveryResourceHasIsReplaced(t *testing.T) {
	resource := id(given(t, resources(), `{"name": "with a subject"}`))
	subject := named(t, attributes(resource), "sub")
	changed := must(t, http.StatusOK)(attributes(resource).update(t, id(subject), `{"name": "sub", "value": "${user.username}"}`))
	holds(t, map[string]any{"name": "sub", "value": "${user.username}", "type": "CORE"}, changed)
	application := id(anApplication(t, "with a subject"))
	mapped := named(t, applicationAttributes(application), "sub")
	changed = must(t, http.StatusOK)(applicationAttributes(application).update(t, id(mapped), `{"name": "sub", "value": "${user.username}", "required": true}`))
	holds(t, map[string]any{"value": "${user.username}", "required": true, "mappingType": "CORE"}, changed)
}

func TestTheDefaultPolicyIsAnother(t *testing.T) {
	first := named(t, policies(), "Single_Factor")
	if first["default"] != true {
		t.Fatalf("the default is not %v", first)
	}
	other := given(t, policies(), `{"name": "Default"}`)
	must(t, http.StatusCreated)(actions(id(other)).create(t, `{"type": "LOGIN", "priority": 1}`))
	changed := must(t, http.StatusOK)(policies().update(t, id(other), `{"name": "Default", "default": true}`))
	if changed["default"] != true || named(t, policies(), "Single_Factor")["default"] != false {
		t.Errorf("the default is not %v", changed)
	}
	answer, err := policies().remove(id(other))
	said := refused(t, answer, err, http.StatusBadRequest, "REQUEST_FAILED")
	if detail := said.Details[0]; detail.GetCode() != "CONSTRAINT_VIOLATION" || !strings.Contains(detail.GetMessage(), "delete a default policy") {
		t.Errorf("the detail is %v", document(t, said))
	}
	must(t, http.StatusOK)(policies().update(t, id(first), `{"name": "Single_Factor", "default": true}`))
}

func TestTheDefaultPopulationIsAnother(t *testing.T) {
	var first map[string]any
	for _, each := range listed(t, "populations", populations().list()) {
		if each["default"] == true {
			first = each
		}
	}
	changed := must(t, http.StatusOK)(populations().update(t, id(first), `{"name": "Renamed", "description": "by Terraform", "default": true}`))
	holds(t, map[string]any{"name": "Renamed", "description": "by Terraform", "default": true}, changed)
	answer, err := populations().remove(id(first))
	said := refused(t, answer, err, http.StatusBadRequest, "REQUEST_FAILED")
	if len(said.Details) != 1 || said.Details[0].GetCode() != "CONSTRAINT_VIOLATION" {
		t.Errorf("the details are %v", document(t, said)["details"])
	}
	other := given(t, populations(), `{"name": "another default"}`)
	changed = must(t, http.StatusOK)(populations().update(t, id(other), `{"name": "another default", "default": true}`))
	if changed["default"] != true || must(t, http.StatusOK)(populations().read(id(first)))["default"] != false {
		t.Errorf("the default is not %v", changed)
	}
	whole, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	same(t, first, must(t, http.StatusOK)(populations().update(t, id(first), string(whole))), "updatedAt")
}

package interop

import (
	"fmt"
	"net/http"
	"testing"
)

// What differs between two entities that are otherwise the same. Users and populations refer to none.
var ownMembers = []string{"_links", "clientId", "createdAt", "email", "id", "name", "updatedAt", "username"}

// The provider's own tests go from everything to the least and back: what a replacement leaves out is what
// it is in a new entity, and what it has is there again.
func TestAReplacementLeavesNothingBehind(t *testing.T) {
	openid, platform := id(named(t, resources(), "openid")), id(named(t, resources(), "PingOne API"))
	claim := id(given(t, attributes(openid), `{"name": "of_replaced_scopes", "value": "${user.email}"}`))
	resource := id(given(t, resources(), `{"name": "of replaced scopes"}`))
	application := id(anApplication(t, "of replaced attributes"))
	policy := id(given(t, policies(), `{"name": "Of_replaced_actions"}`))
	must(t, http.StatusCreated)(actions(policy).create(t, `{"type": "LOGIN", "priority": 9}`))
	native := `{"name": %q, "enabled": true, "type": "NATIVE_APP", "protocol": "OPENID_CONNECT", "tokenEndpointAuthMethod": "NONE", "grantTypes": ["IMPLICIT"], "responseTypes": ["TOKEN"]`
	mobile := `, "mobile": {"bundleId": "com.example.a", "packageName": "com.example.b", "uriPrefix": "https://a.example", "huaweiAppId": "1", "huaweiPackageName": "com.example.c",
		"passcodeRefreshDuration": {"duration": 45, "timeUnit": "SECONDS"}, "integrityDetection": {"mode": "ENABLED", "excludedPlatforms": ["IOS"], "cacheDuration": {"amount": 30, "units": "HOURS"},
		"googlePlay": {"verificationType": "INTERNAL", "decryptionKey": "d", "verificationKey": "v"}}}, "devicePathId": "mobile", "deviceTimeout": 700, "devicePollingInterval": 9, "deviceCustomVerificationUri": "https://a.example/device"`
	for name, each := range map[string]struct {
		kind          kind
		whole, minute string
	}{
		"web application": {applications(), wholeApplication,
			`{"name": %q, "enabled": true, "type": "WEB_APP", "protocol": "OPENID_CONNECT", "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC"}`},
		"native application": {applications(), native + mobile + `}`, native + `}`},
		"resource": {resources(), `{"name": %[1]q, "description": "all", "audience": "a-%[1]s", "accessTokenValiditySeconds": 700,
			"introspectEndpointAuthMethod": "NONE", "applicationPermissionsSettings": {"claimEnabled": true}}`, `{"name": %[1]q, "audience": "all"}`},
		"scope":          {scopes(resource), `{"name": %q, "description": "all"}`, `{"name": %q}`},
		"openid scope":   {scopes(openid), `{"name": %q, "description": "all", "mappedClaims": ["` + claim + `"]}`, `{"name": %q}`},
		"platform scope": {scopes(platform), `{"name": "p1:read:user:%s", "description": "all", "schemaAttributes": ["email"]}`, `{"name": "p1:read:user:%s"}`},
		"claim":          {attributes(openid), `{"name": %q, "value": "a", "idToken": false, "userInfo": true}`, `{"name": %q, "value": "a"}`},
		"mapping": {applicationAttributes(application), `{"name": %q, "value": "a", "required": true, "idToken": false, "userInfo": true}`,
			`{"name": %q, "value": "a", "required": false}`},
		"population": {populations(), `{"name": %q, "description": "all", "preferredLanguage": "en", "alternativeIdentifiers": ["a", "b"]}`, `{"name": %q}`},
		"user": {users(), `{"username": %q, "email": "all@example.com", "externalId": "1", "locale": "en", "nickname": "n", "title": "t", "type": "y", "timezone": "Europe/London",
			"mobilePhone": "1", "primaryPhone": "2", "preferredLanguage": "en", "photo": {"href": "https://a.example"}, "name": {"given": "g", "family": "f", "middle": "m",
			"formatted": "o", "honorificPrefix": "p", "honorificSuffix": "s"}, "address": {"streetAddress": "a", "locality": "b", "region": "c", "postalCode": "d", "countryCode": "GB"}}`,
			`{"username": %q, "email": "least@example.com"}`},
		"policy": {policies(), `{"name": %q, "description": "all"}`, `{"name": %q}`},
		"action": {actions(policy), `{"type": "LOGIN", "priority": 1, "recovery": {"enabled": false}, "registration": {"enabled": false}, "enforceLockoutForIdentityProviders": true}`,
			`{"type": "LOGIN", "priority": 1}`},
	} {
		t.Run(name, func(t *testing.T) {
			body := func(form, name string) string {
				if each.kind.name == "actions" {
					return form
				}
				return fmt.Sprintf(form, name)
			}
			made := given(t, each.kind, body(each.whole, "replaced"))
			least := must(t, http.StatusOK)(each.kind.update(t, id(made), body(each.minute, "replaced")))
			again := must(t, http.StatusOK)(each.kind.update(t, id(made), body(each.whole, "replaced")))
			same(t, made, again, "updatedAt")
			must(t, http.StatusOK)(each.kind.update(t, id(made), body(each.minute, "replaced")))
			if each.kind.name == "resources" { // an audience is taken
				return
			}
			same(t, given(t, each.kind, body(each.minute, "another")), least, ownMembers...)
		})
	}
}

// What depends on an application, a resource or a policy is not found when that is gone.
func TestWhatDependsGoesAlong(t *testing.T) {
	resource := must(t, http.StatusCreated)(resources().create(t, `{"name": "gone"}`))
	scope := must(t, http.StatusCreated)(scopes(id(resource)).create(t, `{"name": "gone"}`))
	application := must(t, http.StatusCreated)(applications().create(t, `{"name": "gone", "enabled": true, "type": "SERVICE", "protocol": "OPENID_CONNECT", "tokenEndpointAuthMethod": "NONE"}`))
	policy := must(t, http.StatusCreated)(policies().create(t, `{"name": "Gone"}`))
	action := must(t, http.StatusCreated)(actions(id(policy)).create(t, `{"type": "LOGIN", "priority": 1}`))
	mapping := must(t, http.StatusCreated)(applicationAttributes(id(application)).create(t, `{"name": "gone", "value": "a", "required": false}`))
	assignment := must(t, http.StatusCreated)(assignments(id(application)).create(t, fmt.Sprintf(`{"priority": 1, "signOnPolicy": {"id": %q}}`, id(policy))))
	granted := func() map[string]any {
		return must(t, http.StatusCreated)(grants(id(application)).create(t, fmt.Sprintf(`{"resource": {"id": %q}, "scopes": [{"id": %q}]}`, id(resource), id(scope))))
	}
	gone := func(k kind, entity map[string]any) {
		t.Helper()
		_, answer, err := k.read(id(entity))
		refused(t, answer, err, http.StatusNotFound, "NOT_FOUND")
	}

	grant := granted()
	mustRemove(t, policies(), id(policy))
	gone(actions(id(policy)), action)
	gone(assignments(id(application)), assignment)
	mustRemove(t, resources(), id(resource))
	gone(scopes(id(resource)), scope)
	gone(grants(id(application)), grant)
	mustRemove(t, applications(), id(application))
	gone(applicationAttributes(id(application)), mapping)
}

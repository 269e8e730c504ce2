package interop

import (
	"net/http"
	"strings"
	"sync"
	"testing"
)

// A declared entity of a configuration. In a body <name> stands for the id of another entity.
type declared struct {
	name, parent  string
	kind          func(parent string) kind
	body, changed string
}

func alone(k func() kind) func(string) kind { return func(string) kind { return k() } }

// configuration is in the order of what depends on what: each level needs those before it alone.
var configuration = [][]declared{
	{
		{name: "population", kind: alone(populations),
			body:    `{"name": "Configured", "description": "by Terraform"}`,
			changed: `{"name": "Configured", "preferredLanguage": "en"}`},
		{name: "policy", kind: alone(policies),
			body:    `{"name": "Configured", "description": "one factor"}`,
			changed: `{"name": "Configured_again"}`},
		{name: "resource", kind: alone(resources),
			body:    `{"name": "Configured", "description": "by Terraform", "audience": "https://configured.example", "accessTokenValiditySeconds": 600, "type": "CUSTOM"}`,
			changed: `{"name": "Configured again", "audience": "https://configured.example", "accessTokenValiditySeconds": 7200, "introspectEndpointAuthMethod": "CLIENT_SECRET_POST", "type": "CUSTOM"}`},
		{name: "application", kind: alone(applications),
			body: `{"name": "Configured", "enabled": true, "type": "WEB_APP", "protocol": "OPENID_CONNECT", "grantTypes": ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
				"responseTypes": ["CODE"], "redirectUris": ["https://a.example"], "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC",
				"refreshTokenDuration": 2592000, "refreshTokenRollingDuration": 15552000, "assignActorRoles": false}`,
			changed: `{"name": "Configured again", "description": "changed", "enabled": false, "type": "WEB_APP", "protocol": "OPENID_CONNECT",
				"grantTypes": ["AUTHORIZATION_CODE"], "responseTypes": ["CODE"], "redirectUris": ["https://a.example", "https://b.example"],
				"tokenEndpointAuthMethod": "CLIENT_SECRET_POST", "pkceEnforcement": "S256_REQUIRED"}`},
	},
	{
		{name: "user", kind: alone(users),
			body:    `{"username": "configured", "email": "configured@example.com", "population": {"id": "<population>"}, "name": {"given": "Ada", "family": "Lovelace"}}`,
			changed: `{"username": "configured", "email": "other@example.com", "population": {"id": "<population>"}, "name": {"given": "Grace"}, "locale": "en-us"}`},
		{name: "scope one", kind: scopes, parent: "resource",
			body: `{"name": "configured:one", "description": "the first"}`, changed: `{"name": "configured:one"}`},
		{name: "scope two", kind: scopes, parent: "resource",
			body: `{"name": "configured:two"}`, changed: `{"name": "configured:two", "description": "the second"}`},
		{name: "scope three", kind: scopes, parent: "resource",
			body: `{"name": "configured:three"}`, changed: `{"name": "configured:four"}`},
		{name: "attribute", kind: attributes, parent: "resource",
			body: `{"name": "mail", "value": "${user.email}"}`, changed: `{"name": "mail", "value": "${user.username}"}`},
		{name: "claim", kind: attributes, parent: "openid",
			body: `{"name": "configured", "value": "${user.email}", "idToken": true, "userInfo": true}`, changed: `{"name": "configured", "value": "${user.nickname}", "idToken": true, "userInfo": false}`},
		{name: "platform scope", kind: scopes, parent: "platform",
			body: `{"name": "p1:read:user:configured", "schemaAttributes": ["name.given"]}`, changed: `{"name": "p1:read:user:configured", "schemaAttributes": ["name.given", "name.family"]}`},
		{name: "action", kind: actions, parent: "policy",
			body: `{"type": "LOGIN", "priority": 1, "recovery": {"enabled": true}}`, changed: `{"type": "LOGIN", "priority": 1, "recovery": {"enabled": false}}`},
		{name: "mapping", kind: applicationAttributes, parent: "application",
			body: `{"name": "mail", "value": "${user.email}", "required": true}`, changed: `{"name": "mail", "value": "${user.username}", "required": false}`},
	},
	{
		{name: "openid scope", kind: scopes, parent: "openid",
			body: `{"name": "configured", "mappedClaims": ["<claim>"]}`, changed: `{"name": "configured", "description": "changed", "mappedClaims": ["<claim>"]}`},
		{name: "grant", kind: grants, parent: "application",
			body:    `{"resource": {"id": "<resource>"}, "scopes": [{"id": "<scope one>"}, {"id": "<scope two>"}]}`,
			changed: `{"resource": {"id": "<resource>"}, "scopes": [{"id": "<scope three>"}]}`},
		{name: "platform grant", kind: grants, parent: "application",
			body: `{"resource": {"id": "<platform>"}, "scopes": [{"id": "<platform scope>"}]}`, changed: `{"resource": {"id": "<platform>"}, "scopes": [{"id": "<platform scope>"}]}`},
		{name: "assignment", kind: assignments, parent: "application",
			body: `{"priority": 1, "signOnPolicy": {"id": "<policy>"}}`, changed: `{"priority": 2, "signOnPolicy": {"id": "<policy>"}}`},
	},
	{
		{name: "openid grant", kind: grants, parent: "application",
			body: `{"resource": {"id": "<openid>"}, "scopes": [{"id": "<openid scope>"}]}`, changed: `{"resource": {"id": "<openid>"}, "scopes": [{"id": "<openid scope>"}]}`},
	},
}

// A state is what the configuration has become: documents and ids by the entities' names.
type state struct {
	lock      sync.Mutex
	ids       map[string]string
	documents map[string]map[string]any
}

func (s *state) keep(each declared, found map[string]any) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.ids[each.name], s.documents[each.name] = id(found), found
}

func (s *state) id(name string) string {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.ids[name]
}

func (s *state) filled(body string) string {
	s.lock.Lock()
	defer s.lock.Unlock()
	for name, id := range s.ids {
		body = strings.ReplaceAll(body, "<"+name+">", id)
	}
	return body
}

func (s *state) of(each declared) kind { return each.kind(s.id(each.parent)) }

// Each level's entities are walked together, as Terraform does: `go test -parallel` says how many.
func walk(t *testing.T, what string, levels [][]declared, act func(*testing.T, declared)) {
	t.Run(what, func(t *testing.T) {
		for _, level := range levels {
			t.Run("level", func(t *testing.T) {
				for _, each := range level {
					t.Run(each.name, func(t *testing.T) {
						t.Parallel()
						act(t, each)
					})
				}
			})
		}
	})
}

func backwards(levels [][]declared) [][]declared {
	var turned [][]declared
	for _, each := range levels {
		turned = append([][]declared{each}, turned...)
	}
	return turned
}

// What Terraform does with the provider's resources, call by call of the same SDK: apply, an empty
// plan, a change of everything, an empty plan, an import, and destroy.
func TestAConfigurationHasNoDifference(t *testing.T) {
	was := &state{ids: map[string]string{
		"openid":   id(named(t, resources(), "openid")),
		"platform": id(named(t, resources(), "PingOne API")),
	}, documents: map[string]map[string]any{}}
	plan := func(t *testing.T, each declared) {
		// How many users a population has is not a part of a configuration.
		same(t, was.documents[each.name], must(t, http.StatusOK)(was.of(each).read(was.id(each.name))), "userCount")
	}

	walk(t, "apply", configuration, func(t *testing.T, each declared) {
		sent := was.filled(each.body)
		made := must(t, http.StatusCreated)(was.of(each).create(t, sent))
		holds(t, read[map[string]any](t, sent), made)
		was.keep(each, made)
	})
	walk(t, "plan", configuration, plan)

	walk(t, "change", configuration, func(t *testing.T, each declared) {
		sent := was.filled(each.changed)
		made := must(t, http.StatusOK)(was.of(each).update(t, was.id(each.name), sent))
		holds(t, read[map[string]any](t, sent), made)
		was.keep(each, made)
	})
	walk(t, "plan of the change", configuration, plan)

	walk(t, "import", configuration, func(t *testing.T, each declared) {
		found := withID(listed(t, was.of(each).name, was.of(each).list()), was.id(each.name))
		if len(found) != 1 {
			t.Fatalf("%d times in the list", len(found))
		}
		same(t, was.documents[each.name], found[0], "userCount")
	})

	walk(t, "destroy", backwards(configuration), func(t *testing.T, each declared) {
		k := was.of(each)
		answer, err := k.remove(was.id(each.name))
		if each.name == "action" { // it goes with its policy: the provider takes this answer for a yes
			refused(t, answer, err, http.StatusBadRequest, "REQUEST_FAILED")
		} else if err != nil || answer.StatusCode != http.StatusNoContent {
			t.Fatalf("%v: %s", err, bodyOf(err))
		}
	})
	walk(t, "what is left", configuration, func(t *testing.T, each declared) {
		_, answer, err := was.of(each).read(was.id(each.name))
		refused(t, answer, err, http.StatusNotFound, "NOT_FOUND")
	})
}

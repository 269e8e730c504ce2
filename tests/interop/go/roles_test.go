package interop

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/patrickcping/pingone-go-sdk-v2/management"
)

// A holder is who has role assignments, which cannot be replaced.
type holder struct {
	create func(management.RoleAssignment) (any, *http.Response, error)
	read   func(id string) (any, *http.Response, error)
	remove func(id string) (*http.Response, error)
	list   func() management.EntityArrayPagedIterator
}

func roleOf(t *testing.T, name string) string {
	t.Helper()
	for _, each := range listed(t, "roles", api.RolesApi.ReadAllRoles(ctx).Execute()) {
		if each["name"] == name {
			return id(each)
		}
	}
	t.Fatalf("there is no role %q", name)
	return ""
}

func TestRolesAreAssigned(t *testing.T) {
	worker := id(given(t, applications(), `{"name": "with roles", "enabled": true, "type": "WORKER", "protocol": "OPENID_CONNECT",
		"grantTypes": ["CLIENT_CREDENTIALS"], "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC", "assignActorRoles": false}`))
	population := id(given(t, populations(), `{"name": "of administrators"}`))
	user := id(given(t, users(), `{"username": "administrator", "email": "administrator@example.com"}`))
	ofApplications, ofUsers := api.ApplicationRoleAssignmentsApi, api.UserRoleAssignmentsApi
	for name, each := range map[string]holder{
		"an application": {
			func(sent management.RoleAssignment) (any, *http.Response, error) {
				return ofApplications.CreateApplicationRoleAssignment(ctx, environmentID, worker).RoleAssignment(sent).Execute()
			},
			func(id string) (any, *http.Response, error) {
				return ofApplications.ReadOneApplicationRoleAssignment(ctx, environmentID, worker, id).Execute()
			},
			func(id string) (*http.Response, error) {
				return ofApplications.DeleteApplicationRoleAssignment(ctx, environmentID, worker, id).Execute()
			},
			ofApplications.ReadApplicationRoleAssignments(ctx, environmentID, worker).Execute,
		},
		"a user": {
			func(sent management.RoleAssignment) (any, *http.Response, error) {
				return ofUsers.CreateUserRoleAssignment(ctx, environmentID, user).RoleAssignment(sent).Execute()
			},
			func(id string) (any, *http.Response, error) {
				return ofUsers.ReadOneUserRoleAssignment(ctx, environmentID, user, id).Execute()
			},
			func(id string) (*http.Response, error) {
				return ofUsers.DeleteUserRoleAssignment(ctx, environmentID, user, id).Execute()
			},
			ofUsers.ReadUserRoleAssignments(ctx, environmentID, user).Execute,
		},
	} {
		t.Run(name, func(t *testing.T) {
			for role, scope := range map[string][2]string{
				"Identity Data Admin":          {population, "POPULATION"},
				"Client Application Developer": {environmentID, "ENVIRONMENT"},
			} {
				sent := fmt.Sprintf(`{"role": {"id": %q}, "scope": {"id": %q, "type": %q}}`, roleOf(t, role), scope[0], scope[1])
				model := read[management.RoleAssignment](t, sent)
				made := must(t, http.StatusCreated)(each.create(model))
				holds(t, read[map[string]any](t, sent), made)
				same(t, made, must(t, http.StatusOK)(each.read(id(made))))
				if found := withID(listed(t, "roleAssignments", each.list()), id(made)); len(found) != 1 {
					t.Errorf("%d times in the list", len(found))
				}
				_, answer, err := each.create(model)
				said := refused(t, answer, err, http.StatusBadRequest, "INVALID_DATA")
				if said.Details[0].GetCode() != "UNIQUENESS_VIOLATION" {
					t.Errorf("the detail is %v", said.Details[0].GetCode())
				}
				answer, err = each.remove(id(made))
				if err != nil || answer.StatusCode != http.StatusNoContent {
					t.Fatalf("%v: %s", err, bodyOf(err))
				}
				_, answer, err = each.read(id(made))
				refused(t, answer, err, http.StatusNotFound, "NOT_FOUND")
			}
			wrong := read[management.RoleAssignment](t, fmt.Sprintf(`{"role": {"id": %q}, "scope": {"id": %q, "type": "POPULATION"}}`,
				roleOf(t, "Client Application Developer"), population))
			_, answer, err := each.create(wrong)
			said := refused(t, answer, err, http.StatusBadRequest, "INVALID_DATA")
			if said.Details[0].GetTarget() != "scope" {
				t.Errorf("the target is %v", said.Details[0].GetTarget())
			}
		})
	}
}

package interop

import (
	"context"
	"net/http"
	"testing"

	"github.com/patrickcping/pingone-go-sdk-v2/management"
)

// A kind is what the SDK can do with the entities of one collection. Bodies are JSON, and go through
// the SDK's own models both ways.
type kind struct {
	// name is the collection's in _embedded.
	name   string
	create func(t *testing.T, body string) (any, *http.Response, error)
	read   func(id string) (any, *http.Response, error)
	update func(t *testing.T, id, body string) (any, *http.Response, error)
	remove func(id string) (*http.Response, error)
	list   func() management.EntityArrayPagedIterator
}

var ctx = context.Background()

func applications() kind {
	of := api.ApplicationsApi
	return kind{
		name: "applications",
		create: func(t *testing.T, body string) (any, *http.Response, error) {
			sent := read[management.CreateApplicationRequest](t, body)
			return of.CreateApplication(ctx, environmentID).CreateApplicationRequest(sent).Execute()
		},
		read: func(id string) (any, *http.Response, error) {
			return of.ReadOneApplication(ctx, environmentID, id).Execute()
		},
		update: func(t *testing.T, id, body string) (any, *http.Response, error) {
			sent := read[management.UpdateApplicationRequest](t, body)
			return of.UpdateApplication(ctx, environmentID, id).UpdateApplicationRequest(sent).Execute()
		},
		remove: func(id string) (*http.Response, error) {
			return of.DeleteApplication(ctx, environmentID, id).Execute()
		},
		list: of.ReadAllApplications(ctx, environmentID).Execute,
	}
}

func grants(application string) kind {
	of := api.ApplicationResourceGrantsApi
	return kind{
		name: "grants",
		create: func(t *testing.T, body string) (any, *http.Response, error) {
			sent := read[management.ApplicationResourceGrant](t, body)
			return of.CreateApplicationGrant(ctx, environmentID, application).ApplicationResourceGrant(sent).Execute()
		},
		read: func(id string) (any, *http.Response, error) {
			return of.ReadOneApplicationGrant(ctx, environmentID, application, id).Execute()
		},
		update: func(t *testing.T, id, body string) (any, *http.Response, error) {
			sent := read[management.ApplicationResourceGrant](t, body)
			return of.UpdateApplicationGrant(ctx, environmentID, application, id).ApplicationResourceGrant(sent).Execute()
		},
		remove: func(id string) (*http.Response, error) {
			return of.DeleteApplicationGrant(ctx, environmentID, application, id).Execute()
		},
		list: of.ReadAllApplicationGrants(ctx, environmentID, application).Execute,
	}
}

func applicationAttributes(application string) kind {
	of := api.ApplicationAttributeMappingApi
	return kind{
		name: "attributes",
		create: func(t *testing.T, body string) (any, *http.Response, error) {
			sent := read[management.ApplicationAttributeMapping](t, body)
			return of.CreateApplicationAttributeMapping(ctx, environmentID, application).ApplicationAttributeMapping(sent).Execute()
		},
		read: func(id string) (any, *http.Response, error) {
			return of.ReadOneApplicationAttributeMapping(ctx, environmentID, application, id).Execute()
		},
		update: func(t *testing.T, id, body string) (any, *http.Response, error) {
			sent := read[management.ApplicationAttributeMapping](t, body)
			return of.UpdateApplicationAttributeMapping(ctx, environmentID, application, id).ApplicationAttributeMapping(sent).Execute()
		},
		remove: func(id string) (*http.Response, error) {
			return of.DeleteApplicationAttributeMapping(ctx, environmentID, application, id).Execute()
		},
		list: of.ReadAllApplicationAttributeMappings(ctx, environmentID, application).Execute,
	}
}

func assignments(application string) kind {
	of := api.ApplicationSignOnPolicyAssignmentsApi
	return kind{
		name: "signOnPolicyAssignments",
		create: func(t *testing.T, body string) (any, *http.Response, error) {
			sent := read[management.SignOnPolicyAssignment](t, body)
			return of.CreateSignOnPolicyAssignment(ctx, environmentID, application).SignOnPolicyAssignment(sent).Execute()
		},
		read: func(id string) (any, *http.Response, error) {
			return of.ReadOneSignOnPolicyAssignment(ctx, environmentID, application, id).Execute()
		},
		update: func(t *testing.T, id, body string) (any, *http.Response, error) {
			sent := read[management.SignOnPolicyAssignment](t, body)
			return of.UpdateSignOnPolicyAssignment(ctx, environmentID, application, id).SignOnPolicyAssignment(sent).Execute()
		},
		remove: func(id string) (*http.Response, error) {
			return of.DeleteSignOnPolicyAssignment(ctx, environmentID, application, id).Execute()
		},
		list: of.ReadAllSignOnPolicyAssignments(ctx, environmentID, application).Execute,
	}
}

func resources() kind {
	of := api.ResourcesApi
	return kind{
		name: "resources",
		create: func(t *testing.T, body string) (any, *http.Response, error) {
			sent := read[management.Resource](t, body)
			return of.CreateResource(ctx, environmentID).Resource(sent).Execute()
		},
		read: func(id string) (any, *http.Response, error) {
			return of.ReadOneResource(ctx, environmentID, id).Execute()
		},
		update: func(t *testing.T, id, body string) (any, *http.Response, error) {
			sent := read[management.Resource](t, body)
			return of.UpdateResource(ctx, environmentID, id).Resource(sent).Execute()
		},
		remove: func(id string) (*http.Response, error) {
			return of.DeleteResource(ctx, environmentID, id).Execute()
		},
		list: of.ReadAllResources(ctx, environmentID).Execute,
	}
}

func scopes(resource string) kind {
	of := api.ResourceScopesApi
	return kind{
		name: "scopes",
		create: func(t *testing.T, body string) (any, *http.Response, error) {
			sent := read[management.ResourceScope](t, body)
			return of.CreateResourceScope(ctx, environmentID, resource).ResourceScope(sent).Execute()
		},
		read: func(id string) (any, *http.Response, error) {
			return of.ReadOneResourceScope(ctx, environmentID, resource, id).Execute()
		},
		update: func(t *testing.T, id, body string) (any, *http.Response, error) {
			sent := read[management.ResourceScope](t, body)
			return of.UpdateResourceScope(ctx, environmentID, resource, id).ResourceScope(sent).Execute()
		},
		remove: func(id string) (*http.Response, error) {
			return of.DeleteResourceScope(ctx, environmentID, resource, id).Execute()
		},
		list: of.ReadAllResourceScopes(ctx, environmentID, resource).Execute,
	}
}

func attributes(resource string) kind {
	of := api.ResourceAttributesApi
	return kind{
		name: "attributes",
		create: func(t *testing.T, body string) (any, *http.Response, error) {
			sent := read[management.ResourceAttribute](t, body)
			return of.CreateResourceAttribute(ctx, environmentID, resource).ResourceAttribute(sent).Execute()
		},
		read: func(id string) (any, *http.Response, error) {
			return of.ReadOneResourceAttribute(ctx, environmentID, resource, id).Execute()
		},
		update: func(t *testing.T, id, body string) (any, *http.Response, error) {
			sent := read[management.ResourceAttribute](t, body)
			return of.UpdateResourceAttribute(ctx, environmentID, resource, id).ResourceAttribute(sent).Execute()
		},
		remove: func(id string) (*http.Response, error) {
			return of.DeleteResourceAttribute(ctx, environmentID, resource, id).Execute()
		},
		list: of.ReadAllResourceAttributes(ctx, environmentID, resource).Execute,
	}
}

func populations() kind {
	of := api.PopulationsApi
	return kind{
		name: "populations",
		create: func(t *testing.T, body string) (any, *http.Response, error) {
			sent := read[management.Population](t, body)
			return of.CreatePopulation(ctx, environmentID).Population(sent).Execute()
		},
		read: func(id string) (any, *http.Response, error) {
			return of.ReadOnePopulation(ctx, environmentID, id).Execute()
		},
		update: func(t *testing.T, id, body string) (any, *http.Response, error) {
			sent := read[management.Population](t, body)
			return of.UpdatePopulation(ctx, environmentID, id).Population(sent).Execute()
		},
		remove: func(id string) (*http.Response, error) {
			return of.DeletePopulation(ctx, environmentID, id).Execute()
		},
		list: of.ReadAllPopulations(ctx, environmentID).Execute,
	}
}

func users() kind {
	of := api.UsersApi
	return kind{
		name: "users",
		create: func(t *testing.T, body string) (any, *http.Response, error) {
			sent := read[management.User](t, body)
			return of.CreateUser(ctx, environmentID).ContentType("application/json").User(sent).Execute()
		},
		read: func(id string) (any, *http.Response, error) {
			return of.ReadUser(ctx, environmentID, id).Execute()
		},
		update: func(t *testing.T, id, body string) (any, *http.Response, error) {
			sent := read[management.User](t, body)
			return of.UpdateUserPut(ctx, environmentID, id).User(sent).Execute()
		},
		remove: func(id string) (*http.Response, error) {
			return of.DeleteUser(ctx, environmentID, id).Execute()
		},
		list: of.ReadAllUsers(ctx, environmentID).Execute,
	}
}

func policies() kind {
	of := api.SignOnPoliciesApi
	return kind{
		name: "signOnPolicies",
		create: func(t *testing.T, body string) (any, *http.Response, error) {
			sent := read[management.SignOnPolicy](t, body)
			return of.CreateSignOnPolicy(ctx, environmentID).SignOnPolicy(sent).Execute()
		},
		read: func(id string) (any, *http.Response, error) {
			return of.ReadOneSignOnPolicy(ctx, environmentID, id).Execute()
		},
		update: func(t *testing.T, id, body string) (any, *http.Response, error) {
			sent := read[management.SignOnPolicy](t, body)
			return of.UpdateSignOnPolicy(ctx, environmentID, id).SignOnPolicy(sent).Execute()
		},
		remove: func(id string) (*http.Response, error) {
			return of.DeleteSignOnPolicy(ctx, environmentID, id).Execute()
		},
		list: of.ReadAllSignOnPolicies(ctx, environmentID).Execute,
	}
}

func actions(policy string) kind {
	of := api.SignOnPolicyActionsApi
	return kind{
		name: "actions",
		create: func(t *testing.T, body string) (any, *http.Response, error) {
			sent := read[management.SignOnPolicyAction](t, body)
			return of.CreateSignOnPolicyAction(ctx, environmentID, policy).SignOnPolicyAction(sent).Execute()
		},
		read: func(id string) (any, *http.Response, error) {
			return of.ReadOneSignOnPolicyAction(ctx, environmentID, policy, id).Execute()
		},
		update: func(t *testing.T, id, body string) (any, *http.Response, error) {
			sent := read[management.SignOnPolicyAction](t, body)
			return of.UpdateSignOnPolicyAction(ctx, environmentID, policy, id).SignOnPolicyAction(sent).Execute()
		},
		remove: func(id string) (*http.Response, error) {
			return of.DeleteSignOnPolicyAction(ctx, environmentID, policy, id).Execute()
		},
		list: of.ReadAllSignOnPolicyActions(ctx, environmentID, policy).Execute,
	}
}

package interop

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/patrickcping/pingone-go-sdk-v2/management"
)

// The provider makes an environment, changes its name, its services and its type, and deletes it.
func TestAnEnvironmentLives(t *testing.T) {
	of := api.EnvironmentsApi
	license := must(t, http.StatusOK)(of.ReadOneEnvironment(ctx, environmentID).Execute())["license"].(map[string]any)["id"]
	form := `{"name": %q, "description": "by Terraform", "type": %q, "region": "NA", "license": {"id": %q},
		"billOfMaterials": {"products": [{"type": "PING_ONE_BASE", "description": "the base", "console": {"href": "https://a.example"}},
		{"type": "PING_ONE_MFA", "tags": ["DAVINCI_MINIMAL"]}]}}`
	sent := fmt.Sprintf(form, "made by the SDK", "SANDBOX", license)
	made := must(t, http.StatusCreated)(of.CreateEnvironmentActiveLicense(ctx).Environment(read[management.Environment](t, sent)).Execute())
	want := read[map[string]any](t, sent)
	delete(want, "billOfMaterials")
	holds(t, want, made)
	home := id(made)
	products := must(t, http.StatusOK)(api.BillOfMaterialsBOMApi.ReadOneBillOfMaterials(ctx, home).Execute())["products"].([]any)
	if len(products) != 2 {
		t.Fatalf("the products are %v", products)
	}
	holds(t, map[string]any{"type": "PING_ONE_BASE", "description": "the base", "console": map[string]any{"href": "https://a.example"}}, products[0].(map[string]any))
	holds(t, map[string]any{"type": "PING_ONE_MFA", "tags": []any{"DAVINCI_MINIMAL"}}, products[1].(map[string]any))

	renamed := fmt.Sprintf(`{"name": "renamed by the SDK", "type": "SANDBOX", "region": "NA", "license": {"id": %q}}`, license)
	changed := must(t, http.StatusOK)(of.UpdateEnvironment(ctx, home).Environment(read[management.Environment](t, renamed)).Execute())
	holds(t, read[map[string]any](t, renamed), changed)
	if changed["description"] != nil {
		t.Errorf("the description is %v", changed["description"])
	}
	services := read[management.BillOfMaterials](t, `{"products": [{"type": "PING_ONE_BASE"}]}`)
	must(t, http.StatusOK)(api.BillOfMaterialsBOMApi.UpdateBillOfMaterials(ctx, home).BillOfMaterials(services).Execute())
	typed := must(t, http.StatusOK)(of.UpdateEnvironmentType(ctx, home).UpdateEnvironmentTypeRequest(
		management.UpdateEnvironmentTypeRequest{Type: pointer(management.ENUMENVIRONMENTTYPE_PRODUCTION)}).Execute())
	if typed["type"] != "PRODUCTION" {
		t.Errorf("the type is %v", typed["type"])
	}
	must(t, http.StatusOK)(of.UpdateEnvironmentType(ctx, home).UpdateEnvironmentTypeRequest(
		management.UpdateEnvironmentTypeRequest{Type: pointer(management.ENUMENVIRONMENTTYPE_SANDBOX)}).Execute())

	population := must(t, http.StatusCreated)(api.PopulationsApi.CreatePopulation(ctx, home).Population(management.Population{Name: "elsewhere"}).Execute())
	found := listed(t, "environments", of.ReadAllEnvironments(ctx).Filter(`name sw "renamed by"`).Execute())
	if len(found) != 1 || id(found[0]) != home {
		t.Errorf("found are %v", found)
	}
	answer, err := of.DeleteEnvironment(ctx, home).Execute()
	if err != nil || answer.StatusCode != http.StatusNoContent {
		t.Fatalf("%v: %s", err, bodyOf(err))
	}
	_, answer, err = of.ReadOneEnvironment(ctx, home).Execute()
	said := refused(t, answer, err, http.StatusNotFound, "NOT_FOUND")
	if said.GetMessage() != fmt.Sprintf("Unable to find environment with ID: '%s'", home) {
		t.Errorf("the message is %q", said.GetMessage())
	}
	_, answer, err = api.PopulationsApi.ReadOnePopulation(ctx, home, id(population)).Execute()
	refused(t, answer, err, http.StatusNotFound, "NOT_FOUND")
}

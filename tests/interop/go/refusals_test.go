package interop

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/patrickcping/pingone-go-sdk-v2/management"
)

const (
	nobody   = "00000000-0000-4000-8000-000000000000"
	notFound = "The request could not be completed. The requested resource was not found."
)

func TestAnInvalidMemberIsRefused(t *testing.T) {
	for name, each := range map[string]struct {
		kind               kind
		body, target, code string
	}{
		"no name":           {resources(), `{"name": ""}`, "name", "EMPTY_VALUE"},
		"too short a life":  {resources(), `{"name": "brief", "accessTokenValiditySeconds": 1}`, "accessTokenValiditySeconds", "OUT_OF_RANGE"},
		"the same name":     {resources(), `{"name": "openid"}`, "name", "UNIQUENESS_VIOLATION"},
		"no such user":      {users(), `{"username": "", "email": "a@example.com"}`, "username", "EMPTY_VALUE"},
		"an unknown policy": {populations(), fmt.Sprintf(`{"name": "p", "passwordPolicy": {"id": %q}}`, nobody), "passwordPolicy", "INVALID_VALUE"},
	} {
		t.Run(name, func(t *testing.T) {
			_, answer, err := each.kind.create(t, each.body)
			said := refused(t, answer, err, http.StatusBadRequest, "INVALID_DATA")
			if details := said.GetDetails(); len(details) != 1 || details[0].GetTarget() != each.target || details[0].GetCode() != each.code {
				t.Errorf("the details are %v", document(t, said)["details"])
			}
		})
	}
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	_, answer, err := applications().read(nobody)
	said := refused(t, answer, err, http.StatusNotFound, "NOT_FOUND")
	if said.GetMessage() != "Unable to find Application with ID "+nobody {
		t.Errorf("the message is %q", said.GetMessage())
	}
	_, answer, err = resources().read(nobody)
	said = refused(t, answer, err, http.StatusNotFound, "NOT_FOUND")
	if said.GetMessage() != notFound {
		t.Errorf("the message is %q", said.GetMessage())
	}
	_, answer, err = api.ApplicationSecretApi.ReadApplicationSecret(ctx, environmentID, nobody).Execute()
	said = refused(t, answer, err, http.StatusNotFound, "NOT_FOUND")
	if said.GetMessage() != notFound {
		t.Errorf("the message is %q", said.GetMessage())
	}
}

func TestWhatIsBuiltInStays(t *testing.T) {
	for _, name := range []string{"openid", "PingOne API"} {
		answer, err := resources().remove(id(named(t, resources(), name)))
		if err == nil || answer.StatusCode >= http.StatusInternalServerError {
			t.Errorf("%s: %v %v", name, answer.Status, err)
		}
	}
	portal := named(t, applications(), "PingOne Application Portal")
	answer, err := applications().remove(id(portal))
	if err == nil || answer.StatusCode >= http.StatusInternalServerError {
		t.Errorf("%v %v", answer.Status, err)
	}
}

func TestAPolicyKeepsItsLastAction(t *testing.T) {
	policy := given(t, policies(), `{"name": "With_one_action"}`)
	action := must(t, http.StatusCreated)(actions(id(policy)).create(t, `{"type": "LOGIN", "priority": 1}`))
	answer, err := actions(id(policy)).remove(id(action))
	said := refused(t, answer, err, http.StatusBadRequest, "REQUEST_FAILED")
	if said.Details[0].GetCode() != "CONSTRAINT_VIOLATION" {
		t.Errorf("the detail is %v", said.Details[0].GetCode())
	}
}

func TestAWrongTokenIsRefused(t *testing.T) {
	config := management.NewConfiguration()
	config.Servers = api.GetConfig().Servers
	config.DefaultServerIndex = api.GetConfig().DefaultServerIndex
	config.AddDefaultHeader("Authorization", "Bearer nothing")
	_, answer, err := management.NewAPIClient(config).ResourcesApi.ReadOneResource(ctx, environmentID, nobody).Execute()
	refused(t, answer, err, http.StatusUnauthorized, "ACCESS_FAILED")
}

func TestAWrongSecretBringsNoClient(t *testing.T) {
	if _, err := clientOf(nobody, "wrong"); err == nil {
		t.Error("there is a client")
	}
}

func TestAnOutageIsTriedAgain(t *testing.T) {
	control(t, http.MethodPost, "/faults", `{"fault": "next", "op": "pingone.resource.list", "status": 503, "retry_after": 1}`)
	began := time.Now()
	if len(listed(t, "resources", resources().list())) < 2 {
		t.Error("too few resources")
	}
	if waited := time.Since(began); waited < time.Second {
		t.Errorf("tried again after %v", waited)
	}
}

package interop

import (
	"errors"
	"net/http"
	"reflect"
	"slices"
	"testing"

	"github.com/patrickcping/pingone-go-sdk-v2/management"
)

// must is the document of an answer, which has this status.
func must(t *testing.T, status int) func(any, *http.Response, error) map[string]any {
	return func(model any, answer *http.Response, err error) map[string]any {
		t.Helper()
		if err != nil {
			t.Fatalf("%v: %s", err, bodyOf(err))
		}
		if answer.StatusCode != status {
			t.Fatalf("the status is %d, not %d", answer.StatusCode, status)
		}
		return document(t, model)
	}
}

// mustRemove fails unless an entity was deleted.
func mustRemove(t *testing.T, k kind, id string) {
	t.Helper()
	answer, err := k.remove(id)
	if err != nil || answer.StatusCode != http.StatusNoContent {
		t.Fatalf("%s/%s: %v: %s", k.name, id, err, bodyOf(err))
	}
}

// refused is the error of an answer, which has this status and this code.
func refused(t *testing.T, answer *http.Response, err error, status int, code string) management.P1Error {
	t.Helper()
	var said *management.GenericOpenAPIError
	if !errors.As(err, &said) {
		t.Fatalf("no error of the API, but %v", err)
	}
	model, ok := said.Model().(management.P1Error)
	if !ok {
		t.Fatalf("the SDK does not decode %s", said.Body())
	}
	if answer.StatusCode != status || model.GetCode() != code {
		t.Fatalf("%d %s, not %d %s: %s", answer.StatusCode, model.GetCode(), status, code, said.Body())
	}
	return model
}

func bodyOf(err error) string {
	var said *management.GenericOpenAPIError
	if errors.As(err, &said) {
		return string(said.Body())
	}
	return ""
}

// holds fails unless what was sent is in an answer, member by member.
func holds(t *testing.T, sent, answer map[string]any) {
	t.Helper()
	for name, value := range sent {
		inner, nested := value.(map[string]any)
		other, too := answer[name].(map[string]any)
		if nested && too {
			holds(t, inner, other)
		} else if !reflect.DeepEqual(value, answer[name]) {
			t.Errorf("%s was sent as %v, and is %v", name, value, answer[name])
		}
	}
}

// same fails unless two documents are equal, but for these members.
func same(t *testing.T, want, got map[string]any, but ...string) {
	t.Helper()
	for name := range merged(want, got) {
		if !slices.Contains(but, name) && !reflect.DeepEqual(want[name], got[name]) {
			t.Errorf("%s was %v, and is %v", name, want[name], got[name])
		}
	}
}

func merged(one, other map[string]any) map[string]any {
	both := map[string]any{}
	for _, each := range []map[string]any{one, other} {
		for name := range each {
			both[name] = nil
		}
	}
	return both
}

// listed is every entity of a collection, on all of its pages.
func listed(t *testing.T, name string, pages management.EntityArrayPagedIterator) []map[string]any {
	t.Helper()
	var found []map[string]any
	for page, err := range pages {
		if err != nil {
			t.Fatalf("%v: %s", err, bodyOf(err))
		}
		embedded := document(t, page.EntityArray)["_embedded"].(map[string]any)
		for _, each := range embedded[name].([]any) {
			found = append(found, each.(map[string]any))
		}
	}
	return found
}

func withID(entities []map[string]any, id string) []map[string]any {
	return slices.DeleteFunc(slices.Clone(entities), func(each map[string]any) bool { return each["id"] != id })
}

func id(entity map[string]any) string { return entity["id"].(string) }

"""What Terraform manages of an environment becomes a seed, without asking anybody."""

import json

import pytest

from fakeping import FakePing
from tests.importing import CURRENT, in_force, run

HOME = "0271641f-2d74-4bb0-b416-4a39b8714261"


def id_of(number):
    return f"00000000-0000-4000-8000-{number:012d}"


PINGONE = "registry.terraform.io/pingidentity/pingone"


def resource(type_, mode="managed", provider=PINGONE, **values):
    return {"mode": mode, "type": type_, "provider_name": provider, "values": values}


def within(type_, number, **values):
    return resource(type_, **{"id": id_of(number), "environment_id": HOME, **values})


ROOT = [
    resource(
        "pingone_environment",
        id=HOME,
        name="Ours",
        description=None,
        region="EU",
        type="SANDBOX",
        license_id=id_of(1),
        services=[{"type": "SSO"}],
    ),
    within("pingone_population", 10, name="Staff"),
    within(
        "pingone_resource",
        20,
        name="photos",
        audience="https://photos.example",
        description=None,
        access_token_validity_seconds=1800,
        client_secret="a-secret-of-the-resource",
        introspect_endpoint_auth_method="CLIENT_SECRET_POST",
        type="CUSTOM",
    ),
    within(
        "pingone_resource_scope",
        21,
        name="photos:read",
        resource_id=id_of(20),
        description="Read them",
    ),
    within(
        "pingone_resource_attribute",
        22,
        name="plan",
        resource_id=id_of(20),
        value="${user.type}",
        type="CUSTOM",
    ),
    within(
        "pingone_resource_scope_openid", 23, name="loyalty", resource_id=id_of(30), mapped_claims=[]
    ),
    within(
        "pingone_application",
        40,
        name="shop",
        enabled=True,
        hidden_from_app_portal=False,
        tags=None,
        oidc_options={
            "type": "WEB_APP",
            "grant_types": ["AUTHORIZATION_CODE"],
            "response_types": ["CODE"],
            "token_endpoint_auth_method": "CLIENT_SECRET_BASIC",
            "pkce_enforcement": "S256_REQUIRED",
            "redirect_uris": ["https://shop.example/back"],
            "client_id": id_of(40),
            "client_secret": "a-secret-of-the-application",
            "mobile_app": None,
        },
    ),
    within("pingone_application", 41, name="saml", enabled=True, saml_options=[{"acs_urls": []}]),
    within(
        "pingone_application_attribute_mapping",
        42,
        name="level",
        application_id=id_of(40),
        value="${user.title}",
        required=False,
        oidc_scopes=[],
        oidc_id_token_enabled=True,
        oidc_userinfo_enabled=False,
        mapping_type="CUSTOM",
    ),
    within(
        "pingone_application_resource_grant",
        43,
        application_id=id_of(40),
        resource_id=id_of(20),
        resource_type="CUSTOM",
        custom_resource_id=id_of(20),
        scopes=[id_of(21)],
    ),
    within(
        "pingone_application_resource_grant",
        44,
        application_id=id_of(40),
        resource_id=id_of(30),
        scopes=[id_of(31)],
    ),
    within(
        "pingone_application_role_assignment",
        45,
        application_id=id_of(46),
        role_id=id_of(60),
        scope_environment_id=HOME,
        read_only=False,
    ),
    within(
        "pingone_application",
        46,
        name="job",
        enabled=True,
        oidc_options=[
            {
                "type": "WORKER",
                "grant_types": ["CLIENT_CREDENTIALS"],
                "token_endpoint_auth_method": "CLIENT_SECRET_BASIC",
            }
        ],
    ),
    within("pingone_sign_on_policy", 50, name="Ours_Only", description="Ours"),
    within(
        "pingone_sign_on_policy_action",
        51,
        sign_on_policy_id=id_of(50),
        priority=1,
        login=[{"recovery_enabled": False}],
        social_provider_ids=[id_of(99)],
    ),
    within(
        "pingone_application_sign_on_policy_assignment",
        52,
        application_id=id_of(40),
        sign_on_policy_id=id_of(50),
        priority=1,
    ),
    within("pingone_group", 80),
    resource("random_id", provider="registry.terraform.io/hashicorp/random", id="abc"),
    resource("pingone_resource", mode="data", id=id_of(30), environment_id=HOME, name="openid"),
    resource(
        "pingone_resource_scope",
        mode="data",
        id=id_of(31),
        environment_id=HOME,
        resource_id=id_of(30),
        name="email",
    ),
    resource("pingone_role", mode="data", id=id_of(60), name="Identity Data Admin"),
]
CHILD = [
    within(
        "pingone_user",
        70,
        username="alice",
        email="alice@corp.example",
        population_id=id_of(10),
        name={"given": "Alice", "family": "Doe", "middle": None},
        mobile_phone="+1.5125551234",
        password={"initial_value": "2Federate!-and-more", "force_change": False},
    ),
]


@pytest.fixture
def imported(tmp_path, monkeypatch):
    """The command over a state, and its document."""
    in_force(monkeypatch, {})

    def command(document, *arguments):
        file = tmp_path / "state.json"
        file.write_text(json.dumps(document), "utf-8")
        return run("seed", "import", "--terraform", file, *arguments)

    return command


def state(root=ROOT, child=CHILD):
    modules = [{"address": "module.people", "resources": child}]
    return {
        "format_version": "1.0",
        "values": {"root_module": {"resources": root, "child_modules": modules}},
    }


def test_a_state_becomes_a_seed_that_loads(imported):
    ran = imported(state())

    assert ran.code == 0, ran.err
    seed = json.loads(ran.out)
    tenant = FakePing().tenant(edition=CURRENT, seed=seed, environment_id=HOME).pingone
    photos = tenant.resource("photos")
    assert (photos.id, photos.audience) == (id_of(20), "https://photos.example")
    assert [each.id for each in tenant.scopes(photos)] == [id_of(21)]
    assert tenant.user("alice").population_id == id_of(10)
    written = seed["pingone"]
    shop, job = written["applications"]
    assert (shop["id"], shop["pkceEnforcement"]) == (id_of(40), "S256_REQUIRED")
    assert shop["grants"] == [
        {"id": id_of(43), "resource": "photos", "scopes": ["photos:read"]},
        {"id": id_of(44), "resource": "openid", "scopes": ["email"]},
    ]
    assert [each["name"] for each in shop["attributes"]] == ["level"]
    assert job["type"] == "WORKER"
    assert written["roleAssignments"] == [
        {
            "id": id_of(45),
            "application": id_of(46),
            "role": "Identity Data Admin",
            "scope": {"type": "ENVIRONMENT"},
        }
    ]
    assert written["signOnPolicyAssignments"][0]["signOnPolicy"] == "Ours_Only"
    (ours,) = [each for each in written["signOnPolicies"] if each.get("name") == "Ours_Only"]
    assert ours["actions"][0]["recovery"] == {"enabled": False}
    (openid,) = [each for each in written["resources"] if each["name"] == "openid"]
    assert [each["name"] for each in openid["scopes"]] == ["loyalty"]


def test_what_is_not_translated_is_told(imported):
    said = imported(state()).err

    for each in (
        "resource pingone_group: fakeping has nothing for it",
        "resource random_id: it is another provider's",
        "application without oidc_options",
        "social_provider_ids of sign-on policies' actions",
        "services of environment",
    ):
        assert each in said, each


def test_no_secret_of_a_state_is_written(imported):
    ran = imported(state())

    for each in ("a-secret-of-the-resource", "a-secret-of-the-application", "2Federate"):
        assert each not in ran.out + ran.err


def test_people_of_a_state_are_made_up(imported):
    ran = imported(state(), "--anonymize")

    for each in ("alice", "Alice", "Doe", "5125551234"):
        assert each not in ran.out


@pytest.mark.parametrize("document", [{}, [], {"values": {}}, {"values": {"root_module": {}}}, "a"])
def test_another_file_is_2(imported, document):
    ran = imported(document)

    assert (ran.code, ran.out) == (2, "")
    assert "state.json: it " in ran.err

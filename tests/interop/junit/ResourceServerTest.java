package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The calls of a UMA resource server, of its resource owner and of a requesting party, at PingAM. */
@ExtendWith(FakePing.class)
class ResourceServerTest {
  private static final String PASSWORD = "2FederateM0re!";
  private static final String ID_TOKEN = "http://openid.net/specs/openid-connect-core-1_0.html#IDToken";
  private static final String SSO = "iPlanetDirectoryPro";

  @Test
  void anSsoTokenIsValidatedAndEnds(FakePing.Tenant ping) throws Exception {
    Realm am = new Realm(ping);
    String session = am.signIn("alice", ping.pingam("password"));
    String said = json(Map.of("tokenId", session));

    JsonNode valid = body(200, am.session("validate", session, said));
    assertTrue(valid.get("valid").asBoolean());
    assertEquals("alice", valid.get("uid").asText());
    assertEquals("/" + ping.pingam("realm"), valid.get("realm").asText());

    body(200, am.session("logout", session, said));
    assertFalse(body(200, am.session("validate", session, said)).get("valid").asBoolean());
  }

  @Test
  void aWrongPasswordIsRefused(FakePing.Tenant ping) throws Exception {
    assertEquals(401, new Realm(ping).authenticate("alice", "wrong").statusCode());
  }

  @Test
  void aPhotoIsRegisteredReadChangedAndDeleted(FakePing.Tenant ping) throws Exception {
    Realm am = new Realm(ping);
    HttpResponse<String> made = am.register("beach", "view", "comment");
    assertEquals(201, made.statusCode());
    String location = made.headers().firstValue("Location").orElseThrow();
    String id = location.substring(location.lastIndexOf('/') + 1);
    assertEquals(id, body(201, made).get("_id").asText());
    assertEquals(List.of(id), texts(body(200, am.protection("GET", "/resource_set", null))));

    // A whole document goes back, with what the server put into it, and without If-Match.
    ObjectNode read = (ObjectNode) body(200, am.protection("GET", "/resource_set/" + id, null));
    assertTrue(read.has("user_access_policy_uri"));
    read.put("name", "dunes");
    assertEquals(id, body(200, am.protection("PUT", "/resource_set/" + id, read.toString())).get("_id").asText());
    assertEquals("dunes", body(200, am.protection("GET", "/resource_set/" + id, null)).get("name").asText());

    assertEquals(204, am.protection("DELETE", "/resource_set/" + id, null).statusCode());
    assertEquals(404, am.protection("GET", "/resource_set/" + id, null).statusCode());
  }

  @Test
  void aPolicyIsPutReadQueriedReplacedAndDeleted(FakePing.Tenant ping) throws Exception {
    Realm am = new Realm(ping);
    String photo = am.photo("beach");
    Owned alice = am.owned("alice", ping.pingam("password"));
    String at = "/uma/policies/" + photo;

    assertEquals(404, alice.shareAnew(photo, "bob", "view").statusCode());
    assertEquals(201, alice.share(photo, "bob", "view").statusCode());
    assertEquals(409, alice.share(photo, "bob", "view").statusCode());
    assertEquals(200, alice.shareAnew(photo, "bob", "view", "comment").statusCode());

    JsonNode shared = body(200, alice.ask("GET", at, null)).get("permissions").get(0);
    assertEquals("bob", shared.get("subject").asText());
    assertEquals(List.of("comment", "view"), texts(shared.get("scopes")));
    assertEquals(List.of(photo), alice.query("/uma/policies").findValuesAsText("policyId"));
    assertEquals(200, alice.ask("DELETE", at, null).statusCode());
    assertEquals(404, alice.ask("GET", at, null).statusCode());
  }

  @Test
  void aPartyGetsATokenForWhatIsShared(FakePing.Tenant ping) throws Exception {
    Realm am = new Realm(ping).withBob();
    String photo = am.photo("beach");
    am.owned("alice", ping.pingam("password")).share(photo, "bob", "view");

    String rpt = body(200, am.partyToken(am.ticket(photo, "view"))).get("access_token").asText();

    JsonNode about = am.introspected(rpt);
    assertTrue(about.get("active").asBoolean());
    JsonNode permission = about.get("permissions").get(0);
    assertEquals(photo, permission.get("resource_id").asText());
    assertEquals(List.of("view"), texts(permission.get("resource_scopes")));
    ping.advance("2h");
    assertFalse(am.introspected(rpt).get("active").asBoolean());
  }

  @Test
  void aRequestWaitsUntilItsOwnerApproves(FakePing.Tenant ping) throws Exception {
    Realm am = new Realm(ping).withBob();
    String photo = am.photo("beach");
    Owned alice = am.owned("alice", ping.pingam("password"));

    JsonNode refused = body(403, am.partyToken(am.ticket(photo, "view")));
    assertEquals("request_submitted", refused.get("error").asText());
    JsonNode waits = alice.query("/uma/pendingrequests").get(0);
    assertEquals("bob", waits.get("user").asText());
    assertEquals("beach", waits.get("resource").asText());
    assertEquals(List.of("view"), texts(waits.get("permissions")));
    String at = "/uma/pendingrequests/" + waits.get("_id").asText();
    body(200, alice.ask("POST", at + "?_action=approve", "{\"scopes\": [\"view\"]}"));

    body(200, am.partyToken(am.ticket(photo, "view")));
    assertEquals(0, alice.query("/uma/pendingrequests").size());
    List<String> told = alice.query("/uma/auditHistory").findValuesAsText("type");
    assertTrue(told.contains("Authorisation_Request_Approved"), told::toString);
  }

  @Test
  void aRequestIsDenied(FakePing.Tenant ping) throws Exception {
    Realm am = new Realm(ping).withBob();
    String photo = am.photo("beach");
    Owned alice = am.owned("alice", ping.pingam("password"));
    body(403, am.partyToken(am.ticket(photo, "view")));
    JsonNode waits = alice.query("/uma/pendingrequests").get(0);

    body(200, alice.ask("POST", "/uma/pendingrequests/" + waits.get("_id").asText() + "?_action=deny", "{}"));

    body(403, am.partyToken(am.ticket(photo, "view")));
    assertEquals(404, alice.ask("GET", "/uma/policies/" + photo, null).statusCode());
  }

  @Test
  void whatIsSharedWithAPartyIsListed(FakePing.Tenant ping) throws Exception {
    Realm am = new Realm(ping).withBob();
    String photo = am.photo("beach");
    am.photo("dunes");
    Owned bob = am.owned("bob", PASSWORD);
    am.owned("alice", ping.pingam("password")).share(photo, "bob", "view");

    String filter = URLEncoder.encode("resourceOwnerId eq \"alice\"", StandardCharsets.UTF_8);
    JsonNode shared = body(200, bob.ask("GET", "/oauth2/resources/sets?_queryFilter=" + filter, null));

    assertEquals(1, shared.get("resultCount").asInt());
    assertEquals(photo, shared.get("result").get(0).get("_id").asText());
    assertEquals("alice", shared.get("result").get(0).get("resourceOwnerId").asText());
    assertEquals(404, bob.ask("GET", "/uma/policies/" + photo, null).statusCode());
  }

  @Test
  void everyUrlIsFoundByDiscovery(FakePing.Tenant ping) throws Exception {
    Realm am = new Realm(ping);
    JsonNode found = body(200, am.uma("GET", "/.well-known/uma2-configuration", null, Map.of()));

    assertEquals(ping.pingam("resource_set_url"), found.get("resource_registration_endpoint").asText());
    assertEquals(am.uma + "/permission_request", found.get("permission_endpoint").asText());
    assertEquals(am.oauth2 + "/access_token", found.get("token_endpoint").asText());
    assertEquals(am.oauth2 + "/introspect", found.get("introspection_endpoint").asText());
  }

  /** A user's own endpoints, with their SSO token. */
  private record Owned(String url, String session) {
    HttpResponse<String> ask(String method, String path, String body) throws Exception {
      return send(method, url + path, body, "application/json", headers(Map.of()));
    }

    /** What a query finds, which must say how much that is. */
    JsonNode query(String collection) throws Exception {
      JsonNode found = body(200, ask("GET", collection + "?_queryFilter=true", null));
      assertEquals(found.get("result").size(), found.get("resultCount").asInt());
      return found.get("result");
    }

    /** Shares a photo that is shared with nobody yet. */
    HttpResponse<String> share(String photo, String subject, String... scopes) throws Exception {
      return put(photo, policy(photo, subject, scopes), Map.of("If-None-Match", "*"));
    }

    /** Shares a photo otherwise than before. */
    HttpResponse<String> shareAnew(String photo, String subject, String... scopes) throws Exception {
      return put(photo, policy(photo, subject, scopes), Map.of("If-Match", "*"));
    }

    private HttpResponse<String> put(String photo, String said, Map<String, String> condition) throws Exception {
      return send("PUT", url + "/uma/policies/" + photo, said, "application/json", headers(condition));
    }

    private Map<String, String> headers(Map<String, String> more) {
      Map<String, String> headers = new HashMap<>(more);
      headers.put(SSO, session);
      headers.put("Accept-API-Version", "resource=1.0");
      return headers;
    }
  }

  /** A realm, and what a resource server and its clients ask of it. */
  private static final class Realm {
    private final FakePing.Tenant ping;
    private final String json;
    private final String oauth2;
    private final String uma;

    Realm(FakePing.Tenant ping) {
      this.ping = ping;
      String path = "/realms/root/realms/" + ping.pingam("realm");
      json = ping.pingam("url") + "/json" + path;
      oauth2 = ping.pingam("url") + "/oauth2" + path;
      uma = ping.pingam("url") + "/uma" + path;
    }

    Realm withBob() throws Exception {
      ping.given("pingam", "user", json(Map.of("name", "bob", "password", PASSWORD)));
      return this;
    }

    HttpResponse<String> authenticate(String user, String password) throws Exception {
      Map<String, String> headers =
          Map.of(
              "X-OpenAM-Username", user,
              "X-OpenAM-Password", password,
              "Accept-API-Version", "resource=2.0,protocol=1.0");
      return send("POST", json + "/authenticate", "", "application/json", headers);
    }

    String signIn(String user, String password) throws Exception {
      return body(200, authenticate(user, password)).get("tokenId").asText();
    }

    Owned owned(String user, String password) throws Exception {
      return new Owned(json + "/users/" + user, signIn(user, password));
    }

    HttpResponse<String> session(String action, String session, String said) throws Exception {
      Map<String, String> headers = Map.of(SSO, session, "Accept-API-Version", "resource=2.1,protocol=1.0");
      return send("POST", json + "/sessions?_action=" + action, said, "application/json", headers);
    }

    HttpResponse<String> uma(String method, String path, String said, Map<String, String> headers) throws Exception {
      return send(method, uma + path, said, "application/json", headers);
    }

    /** Calls the protection API with the resource owner's PAT. */
    HttpResponse<String> protection(String method, String path, String said) throws Exception {
      return uma(method, path, said, Map.of("Authorization", "Bearer " + ping.pingam("pat")));
    }

    HttpResponse<String> register(String name, String... scopes) throws Exception {
      return protection("POST", "/resource_set", json(Map.of("name", name, "resource_scopes", scopes)));
    }

    String photo(String name) throws Exception {
      return body(201, register(name, "view", "comment")).get("_id").asText();
    }

    String ticket(String photo, String... scopes) throws Exception {
      String said = json(Map.of("resource_id", photo, "resource_scopes", scopes));
      return body(201, protection("POST", "/permission_request", said)).get("ticket").asText();
    }

    /** Asks for a requesting party token as bob, who shows an ID token. */
    HttpResponse<String> partyToken(String ticket) throws Exception {
      Map<String, String> who = Map.of("username", "bob", "password", PASSWORD, "scope", "openid");
      String idToken = body(200, grant("password", who)).get("id_token").asText();
      Map<String, String> said = Map.of("ticket", ticket, "claim_token", idToken, "claim_token_format", ID_TOKEN);
      return grant("urn:ietf:params:oauth:grant-type:uma-ticket", said);
    }

    JsonNode introspected(String token) throws Exception {
      return body(200, form("/introspect", Map.of("token", token)));
    }

    private HttpResponse<String> grant(String type, Map<String, String> said) throws Exception {
      Map<String, String> form = new HashMap<>(said);
      form.put("grant_type", type);
      return form("/access_token", form);
    }

    private HttpResponse<String> form(String path, Map<String, String> said) throws Exception {
      String pair = ping.pingam("client_id") + ":" + ping.pingam("client_secret");
      String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      String form =
          said.entrySet().stream()
              .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
              .collect(Collectors.joining("&"));
      Map<String, String> headers = Map.of("Authorization", "Basic " + basic);
      return send("POST", oauth2 + path, form, "application/x-www-form-urlencoded", headers);
    }
  }

  private static HttpResponse<String> send(
      String method, String url, String body, String type, Map<String, String> headers) throws Exception {
    BodyPublisher sent = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).method(method, sent);
    if (body != null) request.header("Content-Type", type);
    headers.forEach(request::header);
    return FakePing.HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode body(int status, HttpResponse<String> answer) throws Exception {
    assertEquals(status, answer.statusCode(), () -> answer.request().uri() + ": " + answer.body());
    return FakePing.MAPPER.readTree(answer.body());
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).sorted().toList();
  }

  private static String policy(String photo, String subject, String... scopes) throws Exception {
    return json(Map.of("policyId", photo, "permissions", List.of(Map.of("subject", subject, "scopes", scopes))));
  }

  private static String json(Object value) throws Exception {
    return FakePing.MAPPER.writeValueAsString(value);
  }
}

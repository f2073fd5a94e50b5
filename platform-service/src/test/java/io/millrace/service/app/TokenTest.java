package io.millrace.service.app;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TokenTest.WithToken.class)
class TokenTest {

    private static final String TOKEN = "open-sesame";

    public static final class WithToken implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("millrace.token", TOKEN);
        }
    }

    @Test
    void everythingButHealthNeedsTheToken() {
        given().get("/q/health/ready").then().statusCode(200);
        for (String path : new String[] {
            "/queries/none", "/sample/conflict", "/q/metrics", "/q/openapi", "/none", "/q/health/../metrics"
        }) {
            refused(given().urlEncodingEnabled(false), path).body("detail", equalTo("a bearer token is needed"));
            refused(given().header("Authorization", "Bearer wrong"), path);
            refused(given().header("Authorization", "Basic " + TOKEN), path);
            refused(given().queryParam("access_token", "wrong"), path);
        }
    }

    private static ValidatableResponse refused(RequestSpecification request, String path) {
        return request.get(path)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer realm=\"millrace\"")
                .body(not(containsString(TOKEN)));
    }

    @Test
    void theTokenLetsIn() {
        given().header("Authorization", "Bearer " + TOKEN)
                .get("/queries/none")
                .then()
                .statusCode(404);
        given().header("Authorization", "bearer " + TOKEN)
                .get("/sample/conflict")
                .then()
                .statusCode(409);
        given().queryParam("access_token", TOKEN)
                .get("/queries/none")
                .then()
                .statusCode(404)
                .body(not(containsString(TOKEN)));
    }

    @Test
    void anUpgradeNeedsTheTokenToo() {
        given().header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .get("/queries/sample")
                .then()
                .statusCode(401);
    }
}

package dev.rollcall.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Access tokens: JWTs with Entra's claims, signed with a key that only this sandbox has. */
final class EntraTokens {
    /** What a good token says. */
    record Access(String tenantId, String appId, List<String> roles, long number) {}

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = part("{\"typ\":\"JWT\",\"alg\":\"HS256\"}");

    private final SecretKeySpec key;
    private final InstantSource clock;

    EntraTokens(InstantSource clock) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, "HmacSHA256");
        this.clock = clock;
    }

    String issue(EntraTenant tenant, String appId, String audience) {
        Instant now = clock.instant();
        ObjectNode claims = Json.object()
                .put("aud", audience)
                .put("iss", "https://sts.windows.net/" + tenant.tenantId() + "/")
                .put("iat", now.getEpochSecond())
                .put("nbf", now.getEpochSecond())
                .put("exp", now.plus(tenant.tokenLife()).getEpochSecond())
                .put("appid", appId)
                .put("idtyp", "app");
        ArrayNode roles = claims.putArray("roles");
        tenant.roles().forEach(roles::add);
        claims.put("tid", tenant.tenantId())
                .put("uti", Long.toString(tenant.faults().tokens().next()))
                .put("ver", "1.0");
        String signed = HEADER + "." + part(Json.write(claims));
        return signed + "." + signature(signed);
    }

    /** What the token says, or nothing for one that is missing, expired, damaged or from elsewhere. */
    Optional<Access> verify(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.empty();
        }
        String token = authorization.substring(7).strip();
        int end = token.lastIndexOf('.');
        int middle = token.indexOf('.');
        if (middle < 0 || end == middle || !sameText(signature(token.substring(0, end)), token.substring(end + 1))) {
            return Optional.empty();
        }
        JsonNode claims = Json.read(
                new String(Base64.getUrlDecoder().decode(token.substring(middle + 1, end)), StandardCharsets.UTF_8));
        if (claims.path("exp").asLong() <= clock.instant().getEpochSecond()) {
            return Optional.empty();
        }
        List<String> roles = new ArrayList<>();
        claims.path("roles").forEach(role -> roles.add(role.asText()));
        return Optional.of(new Access(
                Json.text(claims, "tid"),
                Json.text(claims, "appid"),
                List.copyOf(roles),
                Long.parseLong(Json.text(claims, "uti"))));
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return BASE64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static boolean sameText(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String part(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}

package dev.rollcall.model;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What workers need to call the directory and ZenQMS, sealed: without the seal's key it is noise.
 *
 * @param version grows with every renewal; a worker refuses an older one. It is part of what the seal authenticates
 * @param audience who may open it, such as {@code workers}; part of what the seal authenticates
 * @param sealed base64 of the sealed JSON
 * @param expiresAt when the directory token inside ends, for the log; workers trust the value inside the seal
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IntegrationAccess(Envelope envelope, long version, String audience, String sealed, Instant expiresAt)
        implements Message {

    public IntegrationAccess {
        Required.value(envelope, "envelope");
        Required.text(audience, "audience");
        Required.text(sealed, "sealed");
    }

    @Override
    public String subject() {
        return null;
    }

    @Override
    public String toString() {
        return "IntegrationAccess[" + envelope.integrationId() + ", version=" + version + ", audience=" + audience
                + ", sealed=***]";
    }
}

package dev.rollcall.model;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The directory says something about a subscription itself.
 *
 * @param subscriptionId the directory's id of the subscription; never null
 * @param lifecycleEvent the directory's own word, such as {@code reauthorizationRequired}; unknown words are kept
 * @param noticedAt when Rollcall received it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LifecycleNotice(Envelope envelope, String subscriptionId, String lifecycleEvent, Instant noticedAt)
        implements Message {

    public LifecycleNotice {
        Required.value(envelope, "envelope");
        Required.text(subscriptionId, "subscriptionId");
        Required.text(lifecycleEvent, "lifecycleEvent");
    }

    @Override
    public String subject() {
        return subscriptionId;
    }
}

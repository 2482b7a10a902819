package dev.rollcall.ingress;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of the public door. The Graph times in mind: 3 s for a first delivery, 10 s for a repeated one. */
@ConfigMapping(prefix = "rollcall.ingress")
interface IngressConfig {

    /** The largest body of one POST; a larger one is refused with 413. */
    @WithDefault("4M")
    MemorySize maxBodySize();

    /** The most items in one POST. Real items take about 500 bytes, so the body limit comes first. */
    @WithDefault("10000")
    int maxItems();

    /** How deep the JSON of a POST may be nested. */
    @WithDefault("64")
    int maxNestingDepth();

    /** How long a sender may take for the body of one POST. */
    @WithDefault("2s")
    Duration bodyWithin();

    /** Memory for bodies being worked on at a time; what would go over it is answered with 503 at once. */
    @WithDefault("16M")
    MemorySize inFlightBytes();

    /** What a POST counts at least, however small: with 16M and 256K, 64 at a time. */
    @WithDefault("256K")
    MemorySize inFlightPerPost();

    /** How long the broker may take to acknowledge all records of one POST; then 503. */
    @WithDefault("800ms")
    Duration publishWithin();

    /** How often the broker is asked whether the topics can be written. */
    @WithDefault("2s")
    Duration brokerProbeEvery();

    /** For how long an acknowledgement or a probe shows that the broker is well. */
    @WithDefault("10s")
    Duration brokerTrustedFor();

    /** How long one kind of dropped item stays silent in the log after a line. */
    @WithDefault("1m")
    Duration dropLogEvery();
}

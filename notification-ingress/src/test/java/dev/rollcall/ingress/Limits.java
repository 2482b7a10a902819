package dev.rollcall.ingress;

import java.math.BigInteger;
import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;

/** The configuration's defaults, but for room: one MiB in flight, a quarter of it for each, half of it at most. */
record Limits() implements IngressConfig {

    @Override
    public MemorySize maxBodySize() {
        return kibibytes(512);
    }

    @Override
    public MemorySize inFlightBytes() {
        return kibibytes(1024);
    }

    @Override
    public MemorySize inFlightPerPost() {
        return kibibytes(256);
    }

    @Override
    public int maxItems() {
        return 10_000;
    }

    @Override
    public int maxNestingDepth() {
        return 64;
    }

    @Override
    public Duration bodyWithin() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Duration publishWithin() {
        return Duration.ofMillis(800);
    }

    @Override
    public Duration brokerProbeEvery() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Duration brokerTrustedFor() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Duration dropLogEvery() {
        return Duration.ofMinutes(1);
    }

    private static MemorySize kibibytes(int count) {
        return new MemorySize(BigInteger.valueOf(count * 1024L));
    }
}

package dev.rollcall.zenqms;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;

/**
 * Leaves a ZenQMS alone that fails: after some calls that failed in a row no more are sent for a moment, then one at a time until
 * one is answered.
 */
final class Breaker {

    private static final Duration ALONE = Duration.ofSeconds(2);

    private final CircuitBreaker circuit;

    Breaker(Clock clock) {
        this.circuit = CircuitBreaker.of(
                "zenqms",
                CircuitBreakerConfig.custom()
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(10)
                        .minimumNumberOfCalls(5)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(ALONE)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .clock(clock)
                        .recordException(Breaker::isTrouble)
                        .ignoreException(Breaker::saysNothing)
                        .build());
    }

    /** @throws ZenQmsException.NoTurn when ZenQMS is being left alone */
    <T> T call(Supplier<T> call) {
        try {
            return circuit.executeSupplier(call);
        } catch (CallNotPermittedException e) {
            throw new ZenQmsException.NoTurn("ZenQMS fails and is left alone for a moment.", ALONE);
        }
    }

    private static boolean isTrouble(Throwable e) {
        return e instanceof ZenQmsException.Unavailable unavailable && !unavailable.isSlowDown();
    }

    /** Throttling is the pace's affair; and what kept us from calling is no fault of ZenQMS. */
    private static boolean saysNothing(Throwable e) {
        return e instanceof ZenQmsException.NoTurn
                || !(e instanceof ZenQmsException)
                || e instanceof ZenQmsException.Unavailable unavailable && unavailable.isSlowDown();
    }
}

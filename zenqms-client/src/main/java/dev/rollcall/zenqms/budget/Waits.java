package dev.rollcall.zenqms.budget;

import java.time.Duration;

/** Hears how long calls waited for their turn, whether or not they got one. */
@FunctionalInterface
public interface Waits {

    void waited(Urgency urgency, Duration time);
}

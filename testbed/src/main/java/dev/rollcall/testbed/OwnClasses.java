package dev.rollcall.testbed;

import java.util.function.Supplier;

/**
 * Runs with the class loader that knows this copy of us. Kafka looks up classes by name in the thread's loader, which in
 * a test of a service may be another copy's, or one that is closed while the broker's threads still use it.
 */
final class OwnClasses {

    private OwnClasses() {}

    static <T> T with(Supplier<T> action) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(OwnClasses.class.getClassLoader());
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}

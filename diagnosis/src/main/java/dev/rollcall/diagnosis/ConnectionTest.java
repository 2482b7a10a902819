package dev.rollcall.diagnosis;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Tests an integration's connections: both sides and the notification address at once, each in its order, all within
 * {@link #LONGEST}. Only reads, but for a trial subscription where the door's proof asks for one.
 */
public final class ConnectionTest {

    /** The whole test takes no longer. */
    public static final Duration LONGEST = Duration.ofSeconds(55);

    private final HttpClient http;
    private final Function<URI, Optional<String>> refusal;

    /**
     * @param http follows no redirects
     * @param refusal why nothing may be sent to an address, in one sentence; asked before each call to the directory and to
     *     ZenQMS
     */
    public ConnectionTest(HttpClient http, Function<URI, Optional<String>> refusal) {
        this.http = http;
        this.refusal = refusal;
    }

    /** A client as these tests want it. */
    public static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** Each may be null: then that part is left out. */
    public ConnectionReport run(DirectoryTarget directory, DoorTarget door, ZenQmsTarget zenQms) {
        var deadline = Deadline.in(LONGEST);
        var directorySide = new Side(deadline, directory == null ? null : c -> directory(c, directory, door));
        var ownCall = new Side(
                deadline, door == null ? null : c -> List.of(new DoorChecks(door).ownCall(c)), any -> Optional.empty());
        var zenQmsSide = new Side(deadline, zenQms == null ? null : c -> new ZenQmsChecks(zenQms, c).run());
        var sides = List.of(directorySide, ownCall, zenQmsSide);
        var checks = new ArrayList<Check>();
        sides.forEach(side -> checks.addAll(side.checks()));
        if (door != null && directory == null) {
            checks.add(Check.notChecked(Topic.HANDSHAKE, "It takes the directory's connection."));
        }
        return new ConnectionReport(
                inOrder(checks),
                sides.stream().flatMap(side -> side.exchanges().stream()).toList());
    }

    private static List<Check> directory(Caller caller, DirectoryTarget target, DoorTarget door) {
        var test = new DirectoryChecks(target, caller);
        var checks = new ArrayList<>(test.run());
        if (door != null) {
            checks.add(test.goodToken()
                    .map(token -> new DoorChecks(door).handshake(caller, target.graphUrl(), token))
                    .orElseGet(() -> Check.notChecked(
                            Topic.HANDSHAKE, "It takes a token that Graph accepts: see the directory's checks.")));
        }
        return checks;
    }

    private static List<Check> inOrder(List<Check> checks) {
        var ordered = new Checks();
        checks.forEach(ordered::add);
        return ordered.inOrder("");
    }

    /** One side, on a thread of its own from now on. */
    private final class Side {

        private final Caller caller;
        private final FutureTask<List<Check>> task;
        private final Deadline deadline;

        Side(Deadline deadline, Function<Caller, List<Check>> work) {
            this(deadline, work, refusal);
        }

        Side(Deadline deadline, Function<Caller, List<Check>> work, Function<URI, Optional<String>> refused) {
            this.deadline = deadline;
            this.caller = new Caller(http, refused, deadline);
            this.task = new FutureTask<>(() -> work == null ? List.of() : work.apply(caller));
            Thread.ofVirtual().name("connection-test").start(task);
        }

        /** Calls end at the deadline, so what follows from them is there a moment later. */
        List<Check> checks() {
            try {
                return task.get(deadline.left(LONGEST).toMillis() + 2000, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                task.cancel(true);
                throw new IllegalStateException("A connection test did not end in time.", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted.", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("A connection test failed unexpectedly.", e.getCause());
            }
        }

        List<Caller.Exchange> exchanges() {
            return caller.exchanges();
        }
    }
}

package dev.rollcall.usersync.reconcile;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

import dev.rollcall.access.DirectoryAccess;
import dev.rollcall.access.OpenedAccess;
import dev.rollcall.access.ZenQmsAccess;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.ZenQmsAccount;
import dev.rollcall.usersync.rules.Directory;
import dev.rollcall.usersync.rules.World;

/** The two sides in the simulation's time, and what goes wrong with them. */
final class SimulatedApis {

    private static final Duration LONG = Duration.ofDays(3650);

    private final Sandbox sandbox;
    private final SimulatedTime time;
    private final Random random;
    private final EntraTenant tenant;
    private final ZenQmsAccount account;

    SimulatedApis(Sandbox sandbox, SimulatedTime time, Random random, World world) {
        this.sandbox = sandbox;
        this.time = time;
        this.random = random;
        this.tenant = world.tenant();
        this.account = world.account();
        tenant.tokenLife(LONG);
    }

    ZenQmsAccount account() {
        return account;
    }

    OpenedAccess access() {
        return new OpenedAccess(
                new DirectoryAccess(
                        tenant.tenantId(),
                        sandbox.uri(),
                        Directory.token(sandbox.uri(), tenant),
                        time.instant().plus(LONG)),
                new ZenQmsAccess(sandbox.uri(), account.apiKey(), Map.of()));
    }

    void failNext(HttpRequest request, int status, String retryAfter) {
        if (isZenQms(request)) {
            account.failNext(1, status, retryAfter);
        } else if (random.nextBoolean()) {
            tenant.failNextBatchItems(1, status, retryAfter);
        } else {
            tenant.failNext(1, status, retryAfter);
        }
    }

    /**
     * The call takes effect while its sender waits for the answer; a create even in the moment after, which its intent is kept
     * open for.
     */
    void late(HttpRequest request, Runnable call) {
        var isCreate = request.uri().getPath().equals("/v2/users");
        var millis = isCreate && random.nextBoolean() ? 15_000 + random.nextInt(1_500) : 1 + random.nextInt(14_900);
        time.at(time.instant().plusMillis(millis), call);
    }

    /** What went wrong is over; what was asked of the sandbox and not met is forgotten. */
    void recover() {
        account.faults().recover();
        tenant.faults().recover();
        account.activated(true);
    }

    private static boolean isZenQms(HttpRequest request) {
        return request.uri().getPath().startsWith("/v2/");
    }
}

package dev.rollcall.usersync.reconcile;

import java.util.Random;

/**
 * How often things go wrong, each in a thousand steps of a process.
 *
 * @param crash the process ends
 * @param freeze the process stands still while others go on
 * @param database the connection to PostgreSQL breaks, before or after a commit
 * @param unsent a call does not arrive
 * @param unanswered a call arrives and its answer does not
 * @param late a call takes effect when nobody waits for its answer any more
 * @param trouble a server's error
 * @param throttle a server asks for fewer calls
 */
record Weather(int crash, int freeze, int database, int unsent, int unanswered, int late, int trouble, int throttle) {

    static final Weather FAIR = new Weather(0, 0, 0, 0, 0, 0, 0, 0);
    private static final Weather SHOWERS = new Weather(4, 2, 3, 10, 15, 10, 15, 10);
    private static final Weather STORM = new Weather(15, 8, 10, 30, 50, 30, 50, 20);
    /** Nothing that could send a write twice: each write without a difference is a mistake. */
    private static final Weather GUSTS = new Weather(40, 0, 15, 20, 80, 0, 40, 20);

    private static final Weather THUNDER = new Weather(40, 25, 10, 5, 80, 50, 5, 5);

    static Weather of(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> FAIR;
            case 1 -> SHOWERS;
            case 2, 3 -> STORM;
            case 4, 5 -> GUSTS;
            default -> THUNDER;
        };
    }

    /** Whether writes happen at most once each, so that none without a difference can be excused. */
    boolean repeatsNoWrite() {
        return freeze == 0 && late == 0;
    }
}

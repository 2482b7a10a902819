package dev.rollcall.sandbox;

/**
 * How many resource units Graph gives an application in one tenant within ten seconds.
 *
 * @see <a href="https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits">Identity and access service limits</a>
 */
public enum ResourceQuota {
    /** No limit: the sandbox's own start. */
    NONE(Integer.MAX_VALUE),
    /** Fewer than 50 people. */
    SMALL(3_500),
    /** 50 to 500. */
    MEDIUM(5_000),
    /** More than 500. */
    LARGE(8_000);

    private final int units;

    ResourceQuota(int units) {
        this.units = units;
    }

    /** Units within ten seconds. */
    public int units() {
        return units;
    }

    /** What Graph would give a tenant of this size. */
    public static ResourceQuota forPeople(int people) {
        return people < 50 ? SMALL : people <= 500 ? MEDIUM : LARGE;
    }
}

package dev.rollcall.usersync.work;

/** Work on a whole integration, beside the rows of its people. */
public interface Chore {

    /**
     * A step that is recorded when it ends.
     *
     * @return whether there is more to do at once
     */
    boolean workOnce();
}

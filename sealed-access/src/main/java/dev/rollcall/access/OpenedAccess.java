package dev.rollcall.access;

/**
 * The content of a seal. Workers trust nothing but what stands in here.
 *
 * @param directory null where the directory needs none, as a SCIM client does
 * @param zenQms null before ZenQMS is connected
 */
public record OpenedAccess(DirectoryAccess directory, ZenQmsAccess zenQms) {

    @Override
    public String toString() {
        return "OpenedAccess[***]";
    }
}

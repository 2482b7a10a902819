package dev.rollcall.zenqms.budget;

/** Counts what a replica sees of ZenQMS between two times that it tells. */
final class Sightings {

    private int answered;
    private long nanos;
    private boolean slowDown;
    private int troubles;
    private boolean scarce;

    synchronized void add(Answer answer) {
        switch (answer) {
            case Answer.Answered(var took) -> {
                answered++;
                nanos += took.toNanos();
            }
            case Answer.SlowDown ignored -> slowDown = true;
            case Answer.Trouble ignored -> troubles++;
            case Answer.NotSent ignored -> {}
        }
    }

    synchronized void scarce() {
        scarce = true;
    }

    synchronized Observed sinceLast() {
        var seen = new Observed(answered, answered == 0 ? 0 : nanos / 1e6 / answered, slowDown, troubles, scarce);
        answered = 0;
        nanos = 0;
        slowDown = false;
        troubles = 0;
        scarce = false;
        return seen;
    }
}

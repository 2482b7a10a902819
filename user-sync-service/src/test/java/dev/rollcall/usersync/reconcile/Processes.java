package dev.rollcall.usersync.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.usersync.work.WorkItem;

/** The replicas of a sequence: who was killed is started anew, with nothing remembered. */
final class Processes {

    private final Function<String, SimulatedProcess> start;
    private final List<SimulatedProcess> places = new ArrayList<>();
    private int started;

    /** @param start given the process's name */
    Processes(int count, Function<String, SimulatedProcess> start) {
        this.start = start;
        for (int place = 0; place < count; place++) {
            places.add(next(place));
        }
    }

    private SimulatedProcess next(int place) {
        return start.apply("process " + place + "." + started++);
    }

    int size() {
        return places.size();
    }

    /** @return whether it was acknowledged */
    boolean merge(int place, List<WorkItem> items) {
        var process = places.get(place);
        return !process.isDead() && process.merge(items);
    }

    boolean workOnce(int place, int leaseSize) {
        var process = places.get(place);
        return !process.isDead() && process.workOnce(leaseSize);
    }

    void hear(IntegrationSettings settings) {
        places.forEach(process -> process.hear(settings));
    }

    void restartTheDead() {
        for (int place = 0; place < places.size(); place++) {
            if (places.get(place).isDead()) {
                places.set(place, next(place));
            }
        }
    }

    int otherThan(SimulatedProcess one) {
        return places.get(0) == one ? 1 : 0;
    }
}

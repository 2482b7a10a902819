package dev.rollcall.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** What processes take of memory and of the processors, as Linux tells it. */
final class Memory {

    private static final long TICKS_A_SECOND = 100;

    private final Map<String, Long> pids;
    private final Map<String, Long> most = new TreeMap<>();

    Memory(Map<String, Long> pids) {
        this.pids = pids;
    }

    /** Notes what each takes now. */
    void look() {
        pids.forEach((name, pid) -> most.merge(name, residentMegabytes(pid), Math::max));
    }

    /** The most that each took at a look, in MB. */
    Map<String, Long> most() {
        return most;
    }

    /** Seconds of processor time that each has used since it began. */
    Map<String, Double> processorSeconds() {
        var used = new LinkedHashMap<String, Double>();
        pids.forEach((name, pid) ->
                used.put(name, family(pid).mapToDouble(Memory::processorSeconds).sum()));
        return used;
    }

    /** PostgreSQL is many processes, the children of the one that was started. */
    private static LongStream family(long pid) {
        return LongStream.concat(
                LongStream.of(pid),
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .mapToLong(ProcessHandle::pid));
    }

    private static long residentMegabytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static double processorSeconds(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS_A_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }
}

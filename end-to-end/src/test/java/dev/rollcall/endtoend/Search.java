package dev.rollcall.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Searches whatever it is shown for marks, and remembers where each was found. */
final class Search {

    /** @param place such as a topic, a column or a log */
    record Find(Mark mark, String place) {
        @Override
        public String toString() {
            return mark + " in " + place;
        }
    }

    private final Map<Mark, List<Mark.Spelling>> marks = new LinkedHashMap<>();
    private final Set<Find> finds = new LinkedHashSet<>();

    /** From now on for these as well. */
    synchronized void alsoFor(Collection<Mark> more) {
        more.forEach(mark -> marks.computeIfAbsent(mark, Mark::spellings));
    }

    void in(String place, String content) {
        in(place, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Byte by byte, so that nothing depends on what the bytes are meant to be. */
    synchronized void in(String place, byte[] content) {
        var text = new String(content, StandardCharsets.ISO_8859_1);
        var lower = text.toLowerCase(Locale.ROOT);
        marks.forEach((mark, spellings) -> {
            if (spellings.stream().anyMatch(s -> (s.anyCase() ? lower : text).contains(s.text()))) {
                finds.add(new Find(mark, place));
            }
        });
    }

    synchronized List<Find> finds(Mark.Kind kind) {
        return finds.stream().filter(find -> find.mark().kind() == kind).toList();
    }

    Set<String> places(Mark.Kind kind) {
        return finds(kind).stream().map(Find::place).collect(Collectors.toSet());
    }
}

package dev.rollcall.endtoend;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A value that exists once in the world, so that wherever it is found it came from us.
 *
 * @param name what it is, for the message; never the value
 */
record Mark(Kind kind, String name, byte[] value) {

    enum Kind {
        /** Opens something: nowhere in clear. */
        SECRET,
        /** What is mapped of a person: in the documented places only. */
        PERSONAL,
        /** What the directory knows of a person and Rollcall has no use for: nowhere. */
        UNASKED,
        /** A person in a record or a body that nobody can read: nowhere but where such records go. */
        STRAY
    }

    /** @param anyCase whether capital letters don't matter */
    record Spelling(String text, boolean anyCase) {}

    static Mark of(Kind kind, String name, String value) {
        return new Mark(kind, name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** As it is, and as it looks after the encodings that logs, headers and databases put a text through. */
    List<Spelling> spellings() {
        var plain = new String(value, StandardCharsets.ISO_8859_1);
        var spellings = new ArrayList<Spelling>();
        spellings.add(new Spelling(plain.toLowerCase(Locale.ROOT), true));
        spellings.add(new Spelling(
                URLEncoder.encode(plain, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT), true));
        spellings.add(new Spelling(HexFormat.of().formatHex(value), true));
        for (int before = 0; before < 3; before++) {
            var base64 = inBase64(before);
            spellings.add(new Spelling(base64, false));
            spellings.add(new Spelling(base64.replace('+', '-').replace('/', '_'), false));
        }
        return spellings.stream().distinct().toList();
    }

    /** What stays the same of it within a longer text, so many bytes from a boundary, whatever stands around it. */
    private String inBase64(int bytesBefore) {
        var padded = new byte[bytesBefore + value.length];
        System.arraycopy(value, 0, padded, bytesBefore, value.length);
        var text = Base64.getEncoder().encodeToString(padded);
        var touchedByWhatIsBefore = (bytesBefore * 8 + 5) / 6;
        return text.substring(touchedByWhatIsBefore, padded.length * 8 / 6);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mark mark && kind == mark.kind && Arrays.equals(value, mark.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return name;
    }
}

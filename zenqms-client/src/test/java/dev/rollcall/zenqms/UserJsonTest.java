package dev.rollcall.zenqms;

import java.util.HashSet;
import java.util.function.IntFunction;

import dev.rollcall.model.ZenQmsUserId;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Where the pages of a search end, on servers that state more or less about it and never hold more than 50 a page. */
class UserJsonTest {

    private static final int CAP = 50;

    private final UserJson json = new UserJson(ZenQmsWire.PUBLISHED);

    @Test
    void readsACappedServerWholeThatStatesTotalAndPageSize() {
        assertThat(read(230, page -> page(230, page).put("total", 230).put("page_size", CAP)))
                .isEqualTo(new Read(230, 5));
        assertThat(read(230, page -> page(230, page).put("total", 230).put("pageSize", CAP)))
                .isEqualTo(new Read(230, 5));
    }

    @Test
    void readsACappedServerWholeThatStatesTheTotalAlone() {
        assertThat(read(200, page -> page(200, page).put("total", 200))).isEqualTo(new Read(200, 4));
        assertThat(read(30, page -> page(30, page).put("total", 30))).isEqualTo(new Read(30, 1));
        // The short page leaves it open, an empty one settles it.
        assertThat(read(230, page -> page(230, page).put("total", 230))).isEqualTo(new Read(230, 6));
    }

    @Test
    void readsACappedServerWholeThatStatesThePageSizeAlone() {
        assertThat(read(230, page -> page(230, page).put("page_size", CAP))).isEqualTo(new Read(230, 5));
        assertThat(read(100, page -> page(100, page).put("page_size", CAP))).isEqualTo(new Read(100, 3));
    }

    @Test
    void readsACappedServerWholeThatStatesNothing() {
        assertThat(read(230, page -> page(230, page))).isEqualTo(new Read(230, 6));
        assertThat(read(230, page -> page(230, page).path("data"))).isEqualTo(new Read(230, 6));
    }

    private record Read(int users, int pages) {}

    private Read read(int everybody, IntFunction<JsonNode> server) {
        var seen = new HashSet<ZenQmsUserId>();
        for (int number = 1; number <= everybody; number++) {
            var page = json.readPage(server.apply(number), number);
            page.users().forEach(user -> seen.add(user.id()));
            if (page.last()) {
                return new Read(seen.size(), number);
            }
        }
        throw new AssertionError("No page was the last");
    }

    private static ObjectNode page(int everybody, int number) {
        var body = UserJson.MAPPER.createObjectNode();
        var data = body.putArray("data");
        for (int i = (number - 1) * CAP; i < Math.min(everybody, number * CAP); i++) {
            data.addObject().put("id", String.valueOf(i)).put("email", "user" + i + "@contoso.example");
        }
        return body;
    }
}

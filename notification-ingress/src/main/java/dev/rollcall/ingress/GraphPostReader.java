package dev.rollcall.ingress;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Turns a body into items; pure. */
final class GraphPostReader {

    /**
     * A real item has some 12 bytes for each token. A body of little else than brackets would become thirty times as large in
     * memory, and nothing but its bytes is counted before.
     */
    private static final int LEAST_BYTES_PER_TOKEN = 8;

    private static final int TOKENS_OF_A_SMALL_BODY = 1_000;

    private final JsonMapper mapper;
    private final int maxItems;

    GraphPostReader(int maxNestingDepth, int maxItems) {
        this.maxItems = maxItems;
        var constraints =
                StreamReadConstraints.builder().maxNestingDepth(maxNestingDepth).build();
        this.mapper = JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(constraints).build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    GraphPost read(byte[] body) {
        JsonNode tree;
        try {
            if (isTooDense(body)) {
                return new GraphPost.Refused(Rejected.TOO_LARGE);
            }
            tree = mapper.readTree(body);
        } catch (IOException e) {
            // Its message quotes the body, so it goes nowhere.
            return new GraphPost.Refused(Rejected.NOT_JSON);
        }
        var value = tree.path("value");
        if (!value.isArray()) {
            return new GraphPost.Refused(tree.isMissingNode() ? Rejected.NOT_JSON : Rejected.NO_VALUE);
        }
        return value.size() > maxItems
                ? new GraphPost.Refused(Rejected.TOO_LARGE)
                : new GraphPost.Items(List.copyOf(value.valueStream().toList()));
    }

    /** Read once without keeping anything; it ends where the limit is reached. */
    private boolean isTooDense(byte[] body) throws IOException {
        var most = TOKENS_OF_A_SMALL_BODY + body.length / LEAST_BYTES_PER_TOKEN;
        try (var parser = mapper.createParser(body)) {
            for (int tokens = 0; parser.nextToken() != null; tokens++) {
                if (tokens >= most) {
                    return true;
                }
            }
            return false;
        }
    }
}

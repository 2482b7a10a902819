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
}

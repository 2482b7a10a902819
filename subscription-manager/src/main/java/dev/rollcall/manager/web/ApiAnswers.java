package dev.rollcall.manager.web;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Writes the error answers of every operation into the published description: they come from one place in the code, too. */
public final class ApiAnswers implements OASFilter {

    static final String INVALID = "Invalid";
    static final String NOT_SIGNED_IN = "NotSignedIn";
    static final String NOT_FOUND = "NotFound";
    static final String CONFLICT = "Conflict";
    static final String FAILED = "Failed";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        var problem = api.getComponents().getResponses().get(INVALID).getContent();
        api.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().forEach((method, operation) -> {
                    operation.getResponses().getAPIResponses().forEach((status, response) -> {
                        if (status.startsWith("4") && response.getContent() == null) {
                            response.setContent(problem);
                        }
                    });
                    if (takesValues(operation)) {
                        add(operation, "400", INVALID);
                    }
                    add(operation, "401", NOT_SIGNED_IN);
                    if (path.contains("{")) {
                        add(operation, "404", NOT_FOUND);
                    }
                    // A draft, a paused one, one that is under way: what may be asked depends on the state.
                    if (path.contains("{") && method != PathItem.HttpMethod.GET && !path.endsWith("-test")) {
                        add(operation, "409", CONFLICT);
                    }
                    add(operation, "500", FAILED);
                }));
    }

    private static boolean takesValues(Operation operation) {
        return operation.getRequestBody() != null
                || operation.getParameters() != null
                        && operation.getParameters().stream()
                                .anyMatch(parameter ->
                                        String.valueOf(parameter.getIn()).equals("query"));
    }

    /** What an operation says itself stays; the framework's own bad request says nothing. */
    private static void add(Operation operation, String status, String answer) {
        var responses = operation.getResponses();
        APIResponse own = responses.getAPIResponse(status);
        if (own == null || "Bad Request".equals(own.getDescription())) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().ref("#/components/responses/" + answer));
        }
    }
}

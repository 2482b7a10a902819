package dev.rollcall.manager.web;

import jakarta.ws.rs.core.Application;

import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the published API description says of the whole; {@link ApiAnswers} adds what is the same for each operation. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Rollcall subscription manager",
                        version = "1",
                        description =
                                "Integrations of a company directory with a ZenQMS account: set up, watched and steered."
                                        + " Secrets go in and never come out. Errors are problem+json (RFC 9457) with one"
                                        + " sentence that says what to do, and the fields that are wrong.",
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        security = @SecurityRequirement(name = "token"),
        tags = {
            @Tag(name = ApiDescription.INTEGRATIONS, description = "A directory's connection, ZenQMS's, and settings."),
            @Tag(
                    name = ApiDescription.CONNECTION_TESTS,
                    description = "What is wrong with a connection, and what to do."),
            @Tag(name = ApiDescription.RUNS, description = "What a synchronisation came to, person by person."),
            @Tag(name = ApiDescription.PEOPLE, description = "One person.")
        },
        components =
                @Components(
                        responses = {
                            @APIResponse(
                                    name = ApiAnswers.INVALID,
                                    description = "Something is wrong with the request; each field that is, is named",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = ApiAnswers.NOT_SIGNED_IN,
                                    description = "The API token is missing or wrong",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = ApiAnswers.NOT_FOUND,
                                    description = "There is none with this id",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = ApiAnswers.CONFLICT,
                                    description = "Not in its present state; the answer says what to do first",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = ApiAnswers.FAILED,
                                    description = "The manager could not do it now; errorId finds the cause in its log",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class)))
                        }))
@SecurityScheme(
        securitySchemeName = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "The API token that the operator gave to the manager (rollcall.manager.api-token)")
public class ApiDescription extends Application {

    public static final String INTEGRATIONS = "Integrations";
    public static final String CONNECTION_TESTS = "Connection tests";
    public static final String RUNS = "Runs";
    public static final String PEOPLE = "People";
}

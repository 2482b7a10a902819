package dev.rollcall.manager.web;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The body of an error.
 *
 * @param errors the fields that are wrong; null where it is not about fields
 * @param errorId finds the cause in the log; null where the answer says everything
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String title, int status, String detail, List<FieldProblem> errors, String errorId) {

    /** One whose cause is in the request itself. */
    public Problem(String title, int status, String detail, List<FieldProblem> errors) {
        this(title, status, detail, errors, null);
    }

    /** The media type of errors. */
    public static final String MEDIA_TYPE = "application/problem+json";
}

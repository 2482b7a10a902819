package dev.rollcall.manager.web;

/**
 * What is wrong with one field of a request.
 *
 * @param field its path in the request, such as {@code directory.tokenUrl}
 * @param message one sentence: what is wrong and what to do; never repeats a secret
 */
public record FieldProblem(String field, String message) {}

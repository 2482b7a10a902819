/**
 * Stands in for Entra's token endpoint, Microsoft Graph and ZenQMS. {@link dev.rollcall.sandbox.Sandbox} is the way in;
 * the file names say whose wire they speak: {@code Entra…}, {@code Graph…}, {@code Zen…}, and {@code Control…} for the
 * sandbox's own API and page.
 */
package dev.rollcall.sandbox;

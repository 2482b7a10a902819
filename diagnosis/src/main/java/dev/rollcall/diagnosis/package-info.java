/**
 * Tests the connections of an integration and says what is wrong in an administrator's words. What is seen on the wire
 * ({@code Seen}) and what follows from it ({@code …Findings}, pure) are apart.
 */
package dev.rollcall.diagnosis;

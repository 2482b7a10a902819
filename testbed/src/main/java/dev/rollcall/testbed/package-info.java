/**
 * A real Kafka broker and a real PostgreSQL for tests and the launcher, without Docker where there is none.
 * {@link dev.rollcall.testbed.Testbed} shares one of each between all tests of a JVM.
 */
package dev.rollcall.testbed;

/** What operators see of the work from outside: measures and traces. */
package dev.rollcall.usersync.telemetry;

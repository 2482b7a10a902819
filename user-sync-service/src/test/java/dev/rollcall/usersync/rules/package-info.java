/** What must be true of ZenQMS after any sequence of events, whoever played it. */
package dev.rollcall.usersync.rules;

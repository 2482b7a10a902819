/** The queue: one row per person to be looked at, leased by workers. */
package dev.rollcall.usersync.work;

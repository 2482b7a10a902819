/** Decides, purely: who matches, what a person needs. No clock, no network, no database. */
package dev.rollcall.usersync.plan;

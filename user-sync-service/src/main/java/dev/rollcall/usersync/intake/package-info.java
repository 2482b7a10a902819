/** Listens: what arrives on topics becomes work rows. */
package dev.rollcall.usersync.intake;

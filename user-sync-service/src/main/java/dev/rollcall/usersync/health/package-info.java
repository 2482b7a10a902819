/** Says whether the service can work. */
package dev.rollcall.usersync.health;

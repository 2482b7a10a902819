/** Takes back what an integration left in ZenQMS, and forgets it. */
package dev.rollcall.usersync.removal;

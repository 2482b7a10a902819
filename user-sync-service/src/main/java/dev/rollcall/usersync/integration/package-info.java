/** What the manager says of each integration: settings and sealed access. */
package dev.rollcall.usersync.integration;

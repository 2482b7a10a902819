/** Makes ZenQMS users agree with the directory's people: intake, work row, lease, fetch, match, plan, apply, outcome. */
package dev.rollcall.usersync;

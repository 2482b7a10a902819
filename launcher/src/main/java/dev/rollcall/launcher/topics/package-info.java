/** {@code ./rollcall topics}: looks at topics, groups and messages, and changes nothing. */
package dev.rollcall.launcher.topics;

/** Which replica looks at the timers. */
package dev.rollcall.manager.timer;

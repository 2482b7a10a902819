/** The run log: what workers reported, each person counted once. */
package dev.rollcall.manager.run;

/** Reads the directory's change feed for what no notification announced, and measures how much that is. */
package dev.rollcall.manager.sweep;

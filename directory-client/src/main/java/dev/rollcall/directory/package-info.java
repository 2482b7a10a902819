/**
 * Asks a directory, in our words. The vendor's words stay in the adapters' packages.
 */
package dev.rollcall.directory;

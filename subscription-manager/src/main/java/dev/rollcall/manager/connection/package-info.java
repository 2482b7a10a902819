/** Connections: tokens from the directory, and the sealed access that workers get. */
package dev.rollcall.manager.connection;

/** What an operator sets. */
package dev.rollcall.manager.config;

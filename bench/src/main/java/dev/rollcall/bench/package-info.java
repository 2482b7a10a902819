/** Measures how fast Rollcall is: one command a question, ratios within one run. */
package dev.rollcall.bench;

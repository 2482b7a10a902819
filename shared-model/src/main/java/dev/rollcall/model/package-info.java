/**
 * The messages that Rollcall's services exchange, and the topics they travel on. Each message type and version has a
 * golden JSON beside the tests, which is its contract.
 */
package dev.rollcall.model;

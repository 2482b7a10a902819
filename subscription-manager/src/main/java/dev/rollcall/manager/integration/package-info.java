/** Integrations: what an administrator configures, and what every service must know of it. */
package dev.rollcall.manager.integration;

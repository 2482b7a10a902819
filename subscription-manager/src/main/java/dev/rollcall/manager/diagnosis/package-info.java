/** Tests connections for an administrator, before or after they are saved. */
package dev.rollcall.manager.diagnosis;

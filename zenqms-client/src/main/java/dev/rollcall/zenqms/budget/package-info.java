/** How much one integration may ask of its ZenQMS account, shared by all who ask. */
package dev.rollcall.zenqms.budget;

/** Changes ZenQMS, in our words. The one place that knows its wire; everything unpublished about it is a setting. */
package dev.rollcall.zenqms;

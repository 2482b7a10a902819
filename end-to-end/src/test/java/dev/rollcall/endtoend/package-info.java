/** The packaged services together on a real broker and PostgreSQL, against the sandbox: what no service can show alone. */
package dev.rollcall.endtoend;

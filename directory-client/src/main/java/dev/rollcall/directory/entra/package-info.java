/**
 * Microsoft Graph: its words and its wire. Plain {@code java.net.http} and about ten endpoints; the vendor's SDK is 64 MB
 * and brings a second HTTP stack.
 */
package dev.rollcall.directory.entra;

/** The API's door: the token, and errors that say what to do. */
package dev.rollcall.manager.web;

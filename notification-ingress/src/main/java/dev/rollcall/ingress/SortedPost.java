package dev.rollcall.ingress;

import java.util.List;
import java.util.Map;

import dev.rollcall.model.Message;

/**
 * What a POST comes to.
 *
 * @param messages to be appended before the sender is told that it is taken
 * @param items how many items came to which outcome
 */
record SortedPost(List<Message> messages, Map<ItemOutcome, Integer> items) {}

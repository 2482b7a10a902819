package dev.rollcall.ingress;

/** A request's body as far as it came. */
sealed interface Body {

    record Whole(byte[] bytes) implements Body {
        @Override
        public String toString() {
            return "Whole[" + bytes.length + " bytes]";
        }
    }

    record Refused(Rejected why) implements Body {}
}

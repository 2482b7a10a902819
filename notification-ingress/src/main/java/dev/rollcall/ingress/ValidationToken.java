package dev.rollcall.ingress;

/**
 * The token of Graph's handshake, URL-decoded. It is echoed, so whatever could be read as markup or could split a header
 * is refused; Graph sends neither.
 *
 * @see <a href="https://learn.microsoft.com/graph/change-notifications-delivery-webhooks">Receive change notifications
 *     through webhooks</a>
 */
record ValidationToken(String value) {

    static final int LONGEST = 2_048;

    boolean mayBeEchoed() {
        return !value.isEmpty() && value.length() <= LONGEST && value.chars().allMatch(ValidationToken::harmless);
    }

    private static boolean harmless(int character) {
        return !Character.isISOControl(character) && character != '<' && character != '>';
    }

    @Override
    public String toString() {
        return "ValidationToken[***]";
    }
}

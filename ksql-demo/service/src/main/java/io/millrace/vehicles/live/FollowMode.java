package io.millrace.vehicles.live;

import java.util.Optional;

/** How vehicles are asked for. */
public enum FollowMode {
    /** What is there now. */
    PULL("pull"),
    /** What changes from now on. */
    FOLLOW("follow"),
    /** What is there now, then what changes. */
    SNAPSHOT_FOLLOW("snapshot+follow");

    private final String text;

    FollowMode(String text) {
        this.text = text;
    }

    /** The mode of that name; a plus that was not encoded in an address arrives as a space. */
    static Optional<FollowMode> parse(String name) {
        String plain = name.replace(' ', '+');
        for (FollowMode mode : values()) {
            if (mode.text.equalsIgnoreCase(plain)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}

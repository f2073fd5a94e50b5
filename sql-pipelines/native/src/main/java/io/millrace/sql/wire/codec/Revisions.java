package io.millrace.sql.wire.codec;

/** The protocol's revisions where its layout changes, as far as they matter here. */
public final class Revisions {

    /** What this server speaks. */
    public static final int SERVER = 54_453;
    /** The Java driver's; nothing older is served. */
    public static final int OLDEST = 54_380;

    /** Server hello ends with a patch number. */
    public static final int PATCH = 54_401;
    /** Settings come as texts with flags; before, as numbers or texts by their names. */
    public static final int SETTINGS_AS_TEXT = 54_429;
    /** A query carries the secret of a cluster. */
    public static final int SECRET = 54_441;

    private Revisions() {}
}

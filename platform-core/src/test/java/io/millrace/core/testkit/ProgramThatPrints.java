package io.millrace.core.testkit;

/** A program, which may print; seen by {@link PlatformRulesTest}. */
final class ProgramThatPrints {

    private ProgramThatPrints() {}

    public static void main(String[] args) {
        System.out.println(args.length);
    }
}

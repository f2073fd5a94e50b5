package io.millrace.command;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.StreamException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a program ends with when not all went well, and the words that go with it. */
public final class ExitCode {

    private static final Logger log = LoggerFactory.getLogger(ExitCode.class);

    /** Something cannot be reached or opened, or has failed. */
    public static final int FAILED = 1;

    /** The command line or a file is wrong. */
    public static final int WRONG = 2;

    private ExitCode() {}

    /**
     * Tells what a command threw, each line behind the command's name. A defect of ours is logged with its stack too.
     *
     * @return the exit code
     */
    public static int of(Exception failure, String command, PrintWriter err) {
        int code = FAILED;
        switch (failure) {
            case InvalidRequestException wrong -> {
                wrong.reason().lines().forEach(line -> err.println(command + ": " + line));
                code = WRONG;
            }
            case StreamException stopped -> err.println(command + ": " + stopped.reason());
            case IllegalArgumentException wrong -> {
                err.println(command + ": " + wrong.getMessage());
                code = WRONG;
            }
            default -> {
                err.println(command + ": unexpected " + failure);
                log.error("the defect of {}", command, failure);
            }
        }
        err.flush();
        return code;
    }
}

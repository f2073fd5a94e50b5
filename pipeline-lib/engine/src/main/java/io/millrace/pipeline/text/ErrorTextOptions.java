package io.millrace.pipeline.text;

/**
 * What the JSON of an error shows. Variables of the process cannot be asked for.
 *
 * @param id the error's identifier
 * @param type the type of the exception
 * @param message what went wrong
 * @param traceback the frames
 * @param thread the thread's name
 * @param startContext the name of the thread that had started it
 * @param threadId the thread's number
 * @param daemon whether it is a daemon thread
 * @param moduleVersions versions of libraries: those that came with the error, else those of this process
 */
public record ErrorTextOptions(
        boolean id,
        boolean type,
        boolean message,
        boolean traceback,
        boolean thread,
        boolean startContext,
        boolean threadId,
        boolean daemon,
        boolean moduleVersions) {

    /** All but the versions. */
    public static final ErrorTextOptions DEFAULT =
            new ErrorTextOptions(true, true, true, true, true, true, true, true, false);

    /** The same with or without the traceback. */
    public ErrorTextOptions withTraceback(boolean shown) {
        return new ErrorTextOptions(id, type, message, shown, thread, startContext, threadId, daemon, moduleVersions);
    }

    /** The same with or without the thread's name, start context, number and kind. */
    public ErrorTextOptions withThread(boolean shown) {
        return new ErrorTextOptions(id, type, message, traceback, shown, shown, shown, shown, moduleVersions);
    }

    /** The same with or without versions of libraries. */
    public ErrorTextOptions withModuleVersions(boolean shown) {
        return new ErrorTextOptions(id, type, message, traceback, thread, startContext, threadId, daemon, shown);
    }
}

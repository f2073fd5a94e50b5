package io.millrace.connect.config;

/**
 * One thing that is wrong.
 *
 * @param setting its name
 * @param message what is wrong and what would be right, with the value unless that is secret
 */
public record ConfigProblem(String setting, String message) {}

package io.millrace.core.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * A test class that starts {@link Containers}. It has the tag {@code docker} and so runs with {@code -Pdocker} only,
 * and is skipped where no Docker engine answers. A container comes last: above this annotation stands one that skips
 * the class when another test has found the engine by an address in the environment or as a program of this machine.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("docker")
@EnabledIf(
        value = "io.millrace.core.testkit.Containers#available",
        disabledReason = "no Docker engine answers: start one, or set DOCKER_HOST")
public @interface NeedsDocker {}

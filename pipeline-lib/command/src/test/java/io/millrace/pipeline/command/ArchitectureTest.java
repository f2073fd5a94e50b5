package io.millrace.pipeline.command;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}

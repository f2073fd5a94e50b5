package io.millrace.command;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}

package io.millrace.core;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}

package io.millrace.connect;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}

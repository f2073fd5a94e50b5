package io.millrace.exchange;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}

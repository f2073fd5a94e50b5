package io.millrace.ksql;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}

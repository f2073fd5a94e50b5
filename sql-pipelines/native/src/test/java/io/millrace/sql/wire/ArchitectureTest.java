package io.millrace.sql.wire;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}

package io.millrace.vehicles;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}

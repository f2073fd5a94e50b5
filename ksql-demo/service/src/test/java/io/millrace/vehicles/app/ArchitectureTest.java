package io.millrace.vehicles.app;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}

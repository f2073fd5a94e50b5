package io.millrace.gateway;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}

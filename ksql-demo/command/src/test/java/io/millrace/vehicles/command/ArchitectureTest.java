package io.millrace.vehicles.command;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}

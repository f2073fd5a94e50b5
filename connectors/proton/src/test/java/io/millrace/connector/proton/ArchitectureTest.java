package io.millrace.connector.proton;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}

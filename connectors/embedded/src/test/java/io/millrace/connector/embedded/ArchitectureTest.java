package io.millrace.connector.embedded;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}

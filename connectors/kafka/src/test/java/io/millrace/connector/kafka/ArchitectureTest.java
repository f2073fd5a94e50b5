package io.millrace.connector.kafka;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}

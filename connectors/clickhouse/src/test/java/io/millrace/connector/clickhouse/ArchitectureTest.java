package io.millrace.connector.clickhouse;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
